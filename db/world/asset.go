package world

import (
	"archive/zip"
	"bytes"
	"fmt"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// packed is a small archive with one file.
func packed(name, text string) ([]byte, error) {
	var out bytes.Buffer
	files := zip.NewWriter(&out)
	writer, err := files.Create(name)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write([]byte(text)); err != nil {
		return nil, err
	}
	err = files.Close()
	return out.Bytes(), err
}

// asset adds what the listing sells, lets it be scanned and approved.
func (b *builder) asset(l listing, store, desk *db.Seller) (market.AssetID, error) {
	asset := market.Asset{Kind: l.access.Rules().Asset, Name: l.name, Edition: l.version, Note: l.lead}
	if len([]rune(asset.Note)) > 120 {
		asset.Note = ""
	}
	var file *db.Upload
	switch asset.Kind {
	case market.AssetImage:
		asset.Source, asset.Region, asset.Gigabytes = "img-7f3a2c", "cn-east", "40"
	case market.AssetDataFile:
		file = &db.Upload{Name: "sample.csv", Content: []byte("month,industry,index\n2026-08,retail,101.4\n2026-09,retail,102.1\n2026-10,retail,102.6\n")}
	case market.AssetPackage, market.AssetContainer:
		content, err := packed("README.txt", "install with ./setup.sh\n"+l.version)
		if err != nil {
			return market.AssetID{}, err
		}
		file = &db.Upload{Name: "package.zip", Content: content}
	}
	return b.scanned(store, desk, asset, file)
}

// scanned sends the asset through its scan, and through its review when there is a desk.
func (b *builder) scanned(store, desk *db.Seller, asset market.Asset, file *db.Upload) (market.AssetID, error) {
	id, err := store.AddAsset(b.ctx, asset, file)
	if err != nil {
		return id, fmt.Errorf("asset %s: %w", asset.Name, err)
	}
	if b.Assets == nil {
		b.Assets = map[string]market.AssetID{}
	}
	b.Assets[asset.Name] = id
	if err := store.SubmitAsset(b.ctx, id); err != nil {
		return id, fmt.Errorf("asset %s: %w", asset.Name, err)
	}
	kept, err := store.Asset(b.ctx, id)
	if err != nil {
		return id, err
	}
	clock := b.db.Seller(market.Actor{Roles: []market.Role{market.Clock}}, kept.SellerID)
	if err := clock.ScanAsset(b.ctx, id); err != nil || desk == nil {
		return id, err
	}
	reviews, err := store.ReviewsOf(b.ctx, id)
	if err != nil {
		return id, err
	}
	return id, desk.ApproveReview(b.ctx, reviews[0].ID)
}

// jointPapers are the papers of a joint certification.
func jointPapers() []db.Upload {
	return []db.Upload{{Field: "quotation", Name: "报价单.pdf", Content: pdf("Quotation sheet")}, {Field: "financials", Name: "审计报告.pdf", Content: pdf("Audited statement")}}
}

// spareAssets are assets that nothing sells: a draft, one that may be copied to the
// international site, and one that its scan sent back.
func (b *builder) spareAssets(store, desk *db.Seller) error {
	if _, err := store.AddAsset(b.ctx, market.Asset{Kind: market.AssetImage, Name: "澜溪运维工具箱镜像", Edition: "V1.0", Region: "cn-south", Gigabytes: "20"}, nil); err != nil {
		return err
	}
	if _, err := b.scanned(store, desk, market.Asset{Kind: market.AssetImage, Name: "澜溪网关镜像", Edition: "V2.0", Source: "img-9c41d0", Region: market.CopyRegion, Gigabytes: "30"}, nil); err != nil {
		return err
	}
	content, err := packed("conf/app.properties", "db.user=erp\ndb_password=123456\n")
	if err != nil {
		return err
	}
	_, err = b.scanned(store, nil, market.Asset{Kind: market.AssetPackage, Name: "澜溪报表引擎", Edition: "V1.4", Note: "报表引擎的离线安装包。"}, &db.Upload{Name: "report-engine.zip", Content: content})
	return err
}
