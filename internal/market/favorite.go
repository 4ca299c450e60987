package market

import "time"

// Favorites are the products that customers keep in mind (收藏, transactions.md §8, §10.1).
var Favorites = area("favorite", Owner, Operations, Support, Reviewer, Manager)

// The acts on a favorite.
var (
	AddFavorite    = act("favorite.add", Buyer)
	DeleteFavorite = act("favorite.delete", Buyer)
)

// FavoritesMost is where a list of products stops counting.
const FavoritesMost = 999

// FavoriteRow is a product on sale that a customer keeps in mind.
type FavoriteRow struct {
	Goods
	AddedAt time.Time
}
