package db

import "sellercenter/internal/market"

// assetFacts are the asset that was chosen, and the one on sale where it is another.
func (t *tx) assetFacts(content market.ProductContent, facts *market.ProductFacts) error {
	if content.AssetID == nil {
		return nil
	}
	live := *content.AssetID
	if facts.Live != nil && facts.Live.AssetID != nil {
		live = *facts.Live.AssetID
	}
	var assets []market.Asset
	err := t.list(&assets, `SELECT `+assetColumns+` FROM assets a WHERE a.seller_id = $1 AND a.id IN ($2, $3)`, *content.AssetID, live)
	for n := range assets {
		if assets[n].ID == *content.AssetID {
			facts.Asset = &assets[n]
		}
		if assets[n].ID == live && live != *content.AssetID {
			facts.LiveAsset = &assets[n]
		}
	}
	return err
}
