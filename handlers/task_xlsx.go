package handlers

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// firstSheet opens the part of a workbook that holds its first sheet.
func firstSheet(book *zip.Reader) (io.ReadCloser, error) {
	var sheets struct {
		Sheets []struct {
			ID string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := errors.Join(readPart(book, "xl/workbook.xml", &sheets), readPart(book, "xl/_rels/workbook.xml.rels", &links)); err != nil {
		return nil, err
	}
	for _, link := range links.Links {
		if len(sheets.Sheets) > 0 && link.ID == sheets.Sheets[0].ID {
			if strings.HasPrefix(link.Target, "/") {
				return book.Open(strings.TrimPrefix(link.Target, "/"))
			}
			return book.Open(path.Join("xl", link.Target))
		}
	}
	return book.Open("xl/worksheets/sheet1.xml")
}

// shareStyles are the styles of a workbook's cells that show a share in percent.
func shareStyles(book *zip.Reader) (map[string]bool, error) {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	shares := map[string]bool{}
	err := readPart(book, "xl/styles.xml", &styles)
	if err != nil { // a workbook may do without
		return shares, nil //nolint:nilerr // no styles, no shares
	}
	percent := map[int]bool{9: true, 10: true} // 0% and 0.00%
	for _, format := range styles.Formats {
		percent[format.ID] = strings.Contains(format.Code, "%")
	}
	for i, cell := range styles.Cells {
		shares[strconv.Itoa(i)] = percent[cell.Format]
	}
	return shares, nil
}

func readPart(book *zip.Reader, name string, into any) error {
	part, err := book.Open(name)
	if err != nil {
		return err
	}
	defer part.Close()
	return xml.NewDecoder(io.LimitReader(part, 16<<20)).Decode(into)
}
