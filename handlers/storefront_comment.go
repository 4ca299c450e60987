package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// storefrontCommentRoutes are customers' reviews and favorites (transactions.md §8, §10.1).
func (site *site) storefrontCommentRoutes(g *echo.Group) {
	g.POST("/orders/:number/comments", site.storefront(storefront.addComment))
	g.GET("/comments", site.storefront(storefront.comments))
	g.POST("/comments/:number/update", site.storefront(storefront.updateComment))
	g.POST("/comments/:number/delete", site.storefront(storefront.deleteComment))
	g.GET("/products/:number/comments", site.storefront(storefront.productComments))
	g.GET("/favorites", site.storefront(storefront.favorites))
	g.POST("/favorites/:number/add", site.storefront(storefront.addFavorite))
	g.POST("/favorites/:number/delete", site.storefront(storefront.deleteFavorite))
}

// commentText reads what the customer says.
func (s storefront) commentText() (market.CommentText, error) {
	var asked struct {
		Stars int    `json:"stars"`
		Text  string `json:"text"`
	}
	err := s.read(&asked)
	return market.CommentText{Stars: asked.Stars, Text: asked.Text}, err
}

func (s storefront) addComment() error {
	said, err := s.commentText()
	if err != nil {
		return err
	}
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error {
		_, err := store.AddComment(s.ctx(), order.ID, said)
		return err
	})
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Comment](receipt.Subject)
	if err != nil {
		return err
	}
	comment, err := store.Comment(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusCreated, doneAnswer{comment.Number, market.AddComment, receipt.At})
}

// onComment carries out one act on the customer's review of the path.
func (s storefront) onComment(act market.Act, do func(*db.Seller, market.CommentID) error) error {
	seller, subject, err := s.front("").Find(s.ctx(), "comment", s.Param("number"))
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Comment](subject)
	if err != nil {
		return err
	}
	comment, err := s.buyer(seller, "").Comment(s.ctx(), id)
	if err != nil {
		return err
	}
	receipt, err := s.once(s.buyer(seller, comment.CustomerName), func(store *db.Seller) error { return do(store, id) })
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{comment.Number, act, receipt.At})
}

func (s storefront) updateComment() error {
	said, err := s.commentText()
	if err != nil {
		return err
	}
	return s.onComment(market.UpdateComment, func(store *db.Seller, id market.CommentID) error { return store.UpdateComment(s.ctx(), id, said) })
}

func (s storefront) deleteComment() error {
	return s.onComment(market.DeleteComment, func(store *db.Seller, id market.CommentID) error { return store.DeleteComment(s.ctx(), id) })
}

// commentAnswer is a review as everybody reads it.
type commentAnswer struct {
	Customer  string     `json:"customer"`
	Stars     int        `json:"stars"`
	Text      string     `json:"text"`
	WrittenAt time.Time  `json:"written_at"`
	ChangedAt *time.Time `json:"changed_at,omitempty"`
	Reply     string     `json:"reply,omitempty"`
	RepliedAt *time.Time `json:"replied_at,omitempty"`
}

// ownComment is a review as its customer reads it.
type ownComment struct {
	commentAnswer
	Number      string               `json:"number"`
	Status      market.CommentStatus `json:"status"`
	Said        string               `json:"said"`
	Reason      string               `json:"reason,omitempty"`
	Order       string               `json:"order"`
	Product     string               `json:"product"`
	ProductName string               `json:"product_name"`
	CompanyName string               `json:"company_name"`
}

func commentSaid(c market.CommentRow) commentAnswer {
	return commentAnswer{c.CustomerName, c.Stars, c.Text, c.WrittenAt, c.ChangedAt, c.Reply, c.RepliedAt}
}

// productComments are the reviews of a product on sale; their customers' names are masked.
func (s storefront) productComments() error {
	goods, err := s.front("").GoodsNumbered(s.ctx(), s.Param("number"), s.QueryParam("link"))
	if err != nil {
		return err
	}
	store := s.buyer(goods.SellerID, "")
	score, err := store.CommentScore(s.ctx(), &goods.ID)
	if err != nil {
		return err
	}
	found, err := store.ProductComments(s.ctx(), goods.ID, ask(s))
	if err != nil {
		return err
	}
	answer := struct {
		Average  string          `json:"average,omitempty"`
		Count    int             `json:"count"`
		Stars    []int           `json:"stars"` // how many gave one star, two …
		Comments []commentAnswer `json:"comments"`
		Next     string          `json:"next,omitempty"`
		Previous string          `json:"previous,omitempty"`
	}{Count: score.All(), Comments: []commentAnswer{}, Next: found.Next, Previous: found.Previous}
	if score.All() > 0 {
		answer.Average = score.Average()
	}
	for stars := 1; stars <= market.MostStars; stars++ {
		answer.Stars = append(answer.Stars, score.Of(stars))
	}
	for _, c := range found.Rows {
		said := commentSaid(c)
		said.Customer = market.MaskName(c.CustomerName)
		answer.Comments = append(answer.Comments, said)
	}
	return s.JSON(http.StatusOK, answer)
}

func (s storefront) comments() error {
	found, err := s.front("").Comments(s.ctx(), ask(s))
	if err != nil {
		return err
	}
	answer := struct {
		Comments []ownComment `json:"comments"`
		Next     string       `json:"next,omitempty"`
		Previous string       `json:"previous,omitempty"`
	}{Comments: []ownComment{}, Next: found.Next, Previous: found.Previous}
	for _, c := range found.Rows {
		answer.Comments = append(answer.Comments, ownComment{commentSaid(c), c.Number, c.Status, i18n.T(s.ctx(), c.Status.Key()), c.Reason, c.OrderNumber,
			c.ProductNumber, c.ProductName, c.CompanyName})
	}
	return s.JSON(http.StatusOK, answer)
}

func (s storefront) favorites() error {
	found, err := s.front("").Favorites(s.ctx(), ask(s))
	if err != nil {
		return err
	}
	type kept struct {
		goodsRow
		AddedAt time.Time `json:"added_at"`
	}
	answer := struct {
		Favorites []kept `json:"favorites"`
		Next      string `json:"next,omitempty"`
		Previous  string `json:"previous,omitempty"`
	}{Favorites: []kept{}, Next: found.Next, Previous: found.Previous}
	for _, row := range found.Rows {
		answer.Favorites = append(answer.Favorites, kept{goodsSaid(row.Goods, ""), row.AddedAt})
	}
	return s.JSON(http.StatusOK, answer)
}

// addFavorite keeps what is on sale; what is not, nobody finds.
func (s storefront) addFavorite() error {
	goods, err := s.front("").GoodsNumbered(s.ctx(), s.Param("number"), "")
	if err != nil {
		return err
	}
	receipt, err := s.once(s.buyer(goods.SellerID, s.customer), func(store *db.Seller) error { return store.AddFavorite(s.ctx(), goods.ID) })
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{goods.Number, market.AddFavorite, receipt.At})
}

func (s storefront) deleteFavorite() error {
	seller, subject, err := s.front("").Find(s.ctx(), "product", s.Param("number"))
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Product](subject)
	if err != nil {
		return err
	}
	receipt, err := s.once(s.buyer(seller, s.customer), func(store *db.Seller) error { return store.DeleteFavorite(s.ctx(), id) })
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{s.Param("number"), market.DeleteFavorite, receipt.At})
}
