package main

import (
	"errors"
	"fmt"
	"os"
	"text/tabwriter"

	"sellercenter/internal/bundle"
	"sellercenter/internal/market"
)

// bundleCommand is about evidence that was taken along.
type bundleCommand struct {
	Verify bundleVerify `cmd:"" help:"Say whether an evidence bundle is as it was made: hashes, root, signature, seals of its audit entries."`
	Key    bundleKey    `cmd:"" help:"Print the public key that this installation signs evidence with."`
}

// bundleVerify holds what the checking is told. It needs no database.
type bundleVerify struct {
	File string `arg:"" type:"existingfile" help:"The bundle, a ZIP file."`
	Key  string `placeholder:"BASE64" help:"Public key of the installation that shall have signed it; this one's unless given."`
}

// bundleKey is told nothing.
type bundleKey struct{}

// errReplaced ends the command with a code of its own right.
var errReplaced = errors.New("the bundle is not as it was made")

// Run reads the bundle and prints what does not hold.
func (b *bundleVerify) Run(c *cli) error {
	file, err := os.Open(b.File)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	report, err := bundle.Check(file, info.Size())
	if err != nil {
		return err
	}
	if b.Key == "" {
		secret, err := c.secret()
		if err != nil {
			return err
		}
		b.Key = bundle.PublicKey(bundle.KeyOf(secret))
	}
	if report.PublicKey != b.Key {
		report.Faults = append(report.Faults, bundle.Fault{Kind: market.BundleForeign, Path: bundle.SignaturePath})
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintf(table, "order\t%s\nseller\t%s\nmade\t%s by %s\n", report.Manifest.Order, report.Manifest.Seller,
		report.Manifest.MadeAt.Format("2006-01-02 15:04:05 MST"), report.Manifest.MadeBy)
	fmt.Fprintf(table, "root\t%s\nparts\t%d\naudit seals\t%d hold, %d waited\nsigned by\t%s\n", report.Root, report.Parts, report.Links, report.Waiting, report.PublicKey)
	for _, fault := range report.Faults {
		fmt.Fprintf(table, "%s\t%s\n", fault.Kind, fault.Path)
	}
	if err := table.Flush(); err != nil || report.Whole() {
		return err
	}
	return errReplaced
}

// Run prints the key.
func (*bundleKey) Run(c *cli) error {
	secret, err := c.secret()
	if err != nil {
		return err
	}
	fmt.Println(bundle.PublicKey(bundle.KeyOf(secret)))
	return nil
}
