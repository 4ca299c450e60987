package world

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// logo draws a company's mark, 168×80, its colour taken from the name.
func logo(name string) []byte {
	var sum int
	for _, r := range name {
		sum = sum*31 + int(r)
	}
	tint := color.RGBA{uint8(40 + sum%120), uint8(70 + sum/7%110), uint8(120 + sum/13%110), 255}
	picture := image.NewRGBA(image.Rect(0, 0, 168, 80))
	for y := range 80 {
		for x := range 168 {
			at := color.RGBA{255, 255, 255, 255}
			if dx, dy := x-40, y-40; dx*dx+dy*dy < 28*28 && dx*dx+dy*dy > 14*14 {
				at = tint
			} else if x > 80 && x < 152 && (y > 28 && y < 36 || y > 44 && y < 52 && x < 128) {
				at = tint
			}
			picture.Set(x, y, at)
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		panic(err) // a buffer takes everything
	}
	return file.Bytes()
}
