package world

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// companies buy; name, account, house of their e-mail.
var companies = strings.Split(strings.TrimSpace(`
北岭装备制造有限公司|beiling_erp|beiling
松涧能源科技有限公司|songjian_it|songjian
赤羽出行科技有限公司|chiyu_cloud|chiyu
禾木家居用品有限公司|hemu_home|hemu
明堰水务集团有限公司|mingyan_water|mingyan
云岫文旅发展有限公司|yunxiu_travel|yunxiu
青禾食品股份有限公司|qinghe_food|qinghefood
东屿物流有限公司|dongyu_wl|dongyu
恒泽精密机械有限公司|hengze_pm|hengze
拓源教育科技有限公司|tuoyuan_edu|tuoyuan
江畔医药连锁有限公司|jiangpan_med|jiangpan
岚山纺织有限公司|lanshan_tex|lanshan
望川建设工程有限公司|wangchuan_b|wangchuan
澄江航运有限公司|chengjiang_s|chengjiang
白石新材料有限公司|baishi_nm|baishi
锦程汽车零部件有限公司|jincheng_ap|jincheng
沐阳农业发展有限公司|muyang_agri|muyang
汇川仪表有限公司|huichuan_m|huichuanyb
星野动画制作有限公司|xingye_ani|xingye
南麓茶业有限公司|nanlu_tea|nanlu
临溪酒店管理有限公司|linxi_hotel|linxi
瑞禾种业股份有限公司|ruihe_seed|ruihe
海棠服饰有限公司|haitang_f|haitang
中岳矿山设备有限公司|zhongyue_m|zhongyue
晨砚文化传媒有限公司|chenyan_cm|chenyan
万柏木业有限公司|wanbai_wood|wanbai
清源环保工程有限公司|qingyuan_ep|qingyuan
启航船舶配套有限公司|qihang_ship|qihang
长亭科教仪器有限公司|changting_k|changting
宁远化工有限公司|ningyuan_c|ningyuan
九州供应链管理有限公司|jiuzhou_scm|jiuzhou
兰亭印务有限公司|lanting_p|lantingyw
远山户外用品有限公司|yuanshan_o|yuanshan
百川乳业有限公司|baichuan_d|baichuan
凌云通信工程有限公司|lingyun_t|lingyun
天工模具有限公司|tiangong_m|tiangong
和悦物业服务有限公司|heyue_pm|heyue
金穗粮油贸易有限公司|jinsui_go|jinsui
扬帆跨境电商有限公司|yangfan_x|yangfan
玉衡检测技术有限公司|yuheng_t|yuheng`), "\n")

// customer is the nth company as a buyer.
func customer(n int) market.Customer {
	part := strings.Split(companies[n], "|")
	return market.Customer{ID: fmt.Sprintf("C-%d", 23016+n*157), Name: part[0], Account: part[1],
		Phone: fmt.Sprintf("1%d%d", []int{38, 39, 86, 58, 77}[n%5], 10_134_021+n*1_870_317), Email: "it.purchase@" + part[2] + ".example", RealName: market.RealEnterprise}
}

// addressOf is where a company takes hardware.
func addressOf(client market.Customer) *market.Address {
	return &market.Address{Recipient: client.Name + "收货处", Phone: client.Phone, Place: "上海市浦东新区张江路 88 号 3 号库"}
}

// Buyer is the counter of a seller for one customer; the sandbox plays with test orders.
func Buyer(store *db.DB, seller market.SellerID, customer market.Customer, test bool) *db.Seller {
	return front(store, customer, test).Seller(seller)
}

func front(store *db.DB, customer market.Customer, test bool) *db.Storefront {
	return store.Storefront(market.Actor{Name: customer.Name, Customer: customer.ID, Test: test, Roles: []market.Role{market.Buyer}, From: houseOf(customer)})
}

// houseOf is the address from which a company goes to the marketplace.
func houseOf(client market.Customer) string {
	sum := 0
	for _, letter := range client.ID {
		sum = (sum*31 + int(letter)) % 250
	}
	return fmt.Sprintf("203.0.113.%d", 1+sum)
}

// offer is one thing on sale: its wire code and since when.
type offer struct {
	name, code string
	access     market.AccessType
	period     string
	from       time.Time
}

// trade is what one seller's customers do in these months.
type trade struct {
	*builder
	seller market.SellerID
	offers []offer
	dice   *rand.Rand
	bought []purchase // what may be renewed
}

type purchase struct {
	order  market.Order
	client market.Customer
}

// orders lets customers buy at both sellers through the months: more on working days, most
// on 11 November.
func (b *builder) orders() error {
	b.Orders = map[string]market.OrderID{}
	desk := market.Actor{Person: b.People["manager@platform.example"], Name: "叶清和", Roles: []market.Role{market.Manager}}
	front, secret, err := b.db.Operator(desk).AddStorefront(b.ctx, "云商店前台")
	if err != nil {
		return err
	}
	b.StorefrontAccess, b.StorefrontSecret = front.AccessKey, secret
	for n, shop := range []struct {
		seller market.SellerID
		name   string
		count  int
	}{{b.Lanxi, "lanxi", b.size.Orders}, {b.Yunzhan, "yunzhan", max(6, b.size.Orders/8)}} {
		t := &trade{builder: b, seller: shop.seller, offers: b.offersOf(shop.name), dice: rand.New(rand.NewPCG(26, uint64(n+1)))}
		days := t.days()
		for range shop.count {
			day := days[t.dice.IntN(len(days))]
			if shop.seller == b.Yunzhan && day.Month == days[0].Month {
				day = day.Plus(31) // its first month brings a statement that is too small to pay
			}
			t.one(day)
		}
		t.named(shop.name)
		if shop.name == "lanxi" {
			t.abroad()
		}
	}
	return nil
}

// offersOf are the seller's offers in a fixed order.
func (b *builder) offersOf(seller string) []offer {
	var all []offer
	for _, l := range listings {
		if l.seller != seller || l.site == market.International || l.end == gone {
			continue
		}
		for key, code := range b.Codes {
			product, rest, _ := strings.Cut(key, "/")
			period := rest[strings.LastIndex(rest, "/")+1:]
			metered := l.access == market.AccessSaaS && period == "use" // costs nothing to order: told by itself
			if product == l.name && !metered {
				all = append(all, offer{key, code, l.access, period, b.Today.AddDate(0, -l.monthsAgo, 4)})
			}
		}
	}
	slices.SortFunc(all, func(a, c offer) int { return strings.Compare(a.name, c.name) })
	return all
}

// days are the days of the story, each as often as it is likely.
func (t *trade) days() []market.Day {
	var days []market.Day
	first, last := market.DayOf(t.Today.AddDate(0, -5, 6)), market.DayOf(t.Today)
	for day := first; day.Before(last); day = day.Plus(1) {
		weight := 4
		switch day.Weekday() {
		case time.Saturday, time.Sunday:
			weight = 1
		}
		switch day {
		case market.Day{Year: 2026, Month: time.November, Day: 11}:
			weight = 22
		case market.Day{Year: 2026, Month: time.November, Day: 10}, market.Day{Year: 2026, Month: time.November, Day: 12}:
			weight = 8
		}
		if day.Month >= time.October {
			weight++
		}
		for range weight {
			days = append(days, day)
		}
	}
	return days
}

// one plans one purchase on that day.
func (t *trade) one(day market.Day) {
	at := day.Begin().Add(9*time.Hour + time.Duration(t.dice.IntN(570))*time.Minute + time.Duration(t.dice.IntN(60))*time.Second)
	client := customer(t.dice.IntN(len(companies)))
	fate, renew := t.dice.IntN(100), t.dice.IntN(100) < 12
	pick, many := t.dice.IntN(1<<20), 1+t.dice.IntN(3)
	if many == 3 {
		many = 5 * (1 + t.dice.IntN(12))
	}
	t.plan(at, func() error {
		var open []offer
		for _, o := range t.offers {
			if o.from.Before(at) {
				open = append(open, o)
			}
		}
		chosen := open[pick%len(open)]
		wanted := market.Purchase{Type: market.OrderNew, Product: chosen.code, Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true}
		if chosen.access == market.AccessSaaS && (chosen.period == "month" || chosen.period == "year") {
			wanted.Quantity = market.Count(many)
		}
		if chosen.period == "month" {
			wanted.Periods = []int{1, 1, 3, 6}[pick%4]
		}
		if renew && len(t.bought) > 0 {
			old := t.bought[pick%len(t.bought)]
			wanted = market.Purchase{Type: market.OrderRenew, Product: old.order.ProductCode, Quantity: old.order.Quantity,
				Periods: old.order.Periods, Customer: old.client, Agreed: true, Renews: old.order.Number}
		}
		return t.buy(wanted, fate)
	})
}

// buy places the order, with an offer or a coupon now and then, and plans what becomes of it.
func (t *trade) buy(wanted market.Purchase, fate int) error {
	counter := Buyer(t.db, t.seller, wanted.Customer, false)
	wanted.Address = addressOf(wanted.Customer)
	quote, err := counter.Quote(t.ctx, wanted)
	if least, most, _ := quote.Sale.Quantities(); err != nil && (market.Count(least).Over(wanted.Quantity) || wanted.Quantity.Over(market.Count(most))) {
		wanted.Quantity = market.Count(least)
		quote, err = counter.Quote(t.ctx, wanted)
	}
	if err != nil {
		return err
	}
	switch fate % 12 {
	case 3, 7:
		if err := t.favour(&wanted, quote); err != nil {
			return err
		}
	case 5:
		if err := t.redeem(&wanted, quote); err != nil {
			return err
		}
	}
	order, err := counter.PlaceOrder(t.ctx, wanted)
	var refused *market.Problem
	if errors.As(err, &refused) && wanted.Type == market.OrderRenew {
		return nil // what runs is still being delivered, or was given back
	}
	if err != nil {
		return err
	}
	now := t.clock.Now()
	switch {
	case order.Free(): // delivered at once; what is metered is paid by use
	case fate < 6: // never paid: the window ends by itself
	case fate < 11:
		t.plan(now.Add(time.Duration(20+fate*37)*time.Minute), func() error { return counter.CancelOrder(t.ctx, order.ID) })
	default:
		t.plan(now.Add(time.Duration(2+fate*fate%97*(1+fate%3))*time.Minute), func() error { return t.pay(counter, order, wanted.Customer, fate) })
	}
	return nil
}

// pay pays the order and begins what its customer does afterwards.
func (t *trade) pay(counter *db.Seller, order market.Order, client market.Customer, fate int) error {
	payment := market.Payment{Amount: order.Amount, Method: market.Prepaid}
	if fate%13 == 0 {
		payment.Method = market.Postpaid
		cycle := market.MonthOf(t.clock.Now())
		t.plan(t.clock.Now().AddDate(0, 0, 20+fate%15), func() error { return t.repay(client, cycle) })
	}
	err := counter.PayOrder(t.ctx, order.ID, payment)
	var refused *market.Problem
	if errors.As(err, &refused) && order.Type == market.OrderRenew {
		return nil // what it extends was released meanwhile
	}
	if err != nil {
		return err
	}
	if order.Type == market.OrderNew && order.Charging == market.ChargePeriod {
		t.bought = append(t.bought, purchase{order, client})
	}
	if order.Supervised && t.delivery != nil {
		return t.delivery(order, client, fate)
	}
	return nil
}

// repay pays back all that the customer owes of the month.
func (t *trade) repay(client market.Customer, cycle market.Month) error {
	shop := front(t.db, client, false)
	cycles, err := shop.CreditCycles(t.ctx)
	if err != nil {
		return err
	}
	for _, c := range cycles {
		if c.Cycle != cycle || c.Left().Sign() == 0 {
			continue
		}
		if _, err := shop.ReportRepayment(t.ctx, c.Cycle, c.Currency, c.Left()); err != nil {
			return err
		}
	}
	return nil
}

// named plans the orders that tests reach for by name.
func (t *trade) named(shop string) {
	today := market.DayOf(t.Today).Begin()
	for _, n := range []struct {
		name   string
		access market.AccessType
		period string
		before time.Duration // before today's midnight
		client int
		then   func(counter *db.Seller, order market.Order) error
	}{
		{"pending", "saas", "month", 2 * time.Hour, 0, nil},
		{"cancelled", "saas", "year", 50 * time.Hour, 1, func(counter *db.Seller, order market.Order) error {
			return counter.CancelOrder(t.ctx, order.ID)
		}},
		{"expired", "saas", "month", 12 * 24 * time.Hour, 2, nil},
		{"saas", "saas", "year", 9 * 24 * time.Hour, 3, t.prepaid},
		{"service", "service", "once", 8 * 24 * time.Hour, 4, t.prepaid},
		{"postpaid", "service", "once", 30 * time.Hour, 5, func(counter *db.Seller, order market.Order) error {
			return counter.PayOrder(t.ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Postpaid})
		}},
	} {
		at := slices.IndexFunc(t.offers, func(o offer) bool { return o.access == n.access && o.period == n.period })
		if at < 0 {
			continue
		}
		t.plan(today.Add(-n.before-6*time.Hour), func() error {
			client := customer(n.client)
			counter := Buyer(t.db, t.seller, client, false)
			order, err := counter.PlaceOrder(t.ctx, market.Purchase{Type: market.OrderNew, Product: t.offers[at].code,
				Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true})
			if err != nil {
				return err
			}
			t.Orders[shop+" "+n.name] = order.ID
			if n.then == nil {
				return nil
			}
			return n.then(counter, order)
		})
	}
	t.plan(today.Add(-3*time.Hour), func() error {
		at := slices.IndexFunc(t.offers, func(o offer) bool { return o.access == market.AccessService })
		client := market.Customer{ID: "T-1", Name: "沙箱客户", Account: "sandbox", Phone: "13800000000", Email: "buyer@sandbox.example"}
		counter := Buyer(t.db, t.seller, client, true)
		order, err := counter.PlaceOrder(t.ctx, market.Purchase{Type: market.OrderNew, Product: t.offers[at].code,
			Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true})
		t.Orders[shop+" test"] = order.ID
		return err
	})
}

func (t *trade) prepaid(counter *db.Seller, order market.Order) error {
	return counter.PayOrder(t.ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid})
}
