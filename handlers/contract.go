package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/contracts"
	"sellercenter/views/ui"
)

func (site *site) contractRoutes(e *echo.Echo) {
	g := e.Group("/contracts", sees(market.Contracts))
	g.GET("", site.seller(seller.contracts))
	g.POST("/join", site.seller(seller.joinContract))
	g.GET("/:entity", site.seller(seller.contract))
	g.POST("/:entity/sign", site.seller(seller.signContract))
	g.GET("/:entity/certify", site.seller(seller.contractForm))
	g.POST("/:entity/certify", site.seller(seller.certifyContract))

	o := e.Group("/operator/contracts", sees(market.Contracts))
	o.GET("", site.operator(operator.contracts))
	o.GET("/define", site.operator(operator.contractForm))
	o.POST("/define", site.operator(operator.defineContract))
}

func (s seller) contracts() error { return s.showContracts(http.StatusOK, ui.Form{}) }

func (s seller) showContracts(status int, f ui.Form) error {
	joined, err := s.store.JoinedOverseas(s.ctx())
	if isNotFound(err) {
		return s.page(status, contracts.Join(f))
	}
	if err != nil {
		return err
	}
	all, err := s.store.Contracts(s.ctx())
	if err != nil {
		return err
	}
	regions, err := s.store.SalesRegions(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, contracts.List(all, regions, joined, market.DayOf(s.site.db.Now())))
}

func (s seller) joinContract() error {
	f := readForm(s)
	err := s.store.JoinContract(s.ctx(), f.checked("agreed"), f.checked("privacy"))
	if f.refused(err) {
		return s.showContracts(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/contracts", market.JoinContract)
}

func (s seller) contract() error { return s.showContract(http.StatusOK, ui.Form{}) }

func (s seller) showContract(status int, f ui.Form) error {
	contract, err := s.store.Contract(s.ctx(), s.Param("entity"))
	if err != nil {
		return err
	}
	all, err := s.store.SalesRegions(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, contracts.Detail(f, contract, all, market.DayOf(s.site.db.Now())))
}

func (s seller) signContract() error {
	f := readForm(s)
	err := s.store.SignContract(s.ctx(), s.Param("entity"), f.checked("agreed"))
	if f.refused(err) {
		return s.showContract(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/contracts/"+s.Param("entity"), market.SignContract)
}

func (s seller) contractForm() error { return s.showContractForm(http.StatusOK, ui.Form{}) }

func (s seller) showContractForm(status int, f ui.Form) error {
	contract, err := s.store.Contract(s.ctx(), s.Param("entity"))
	if err != nil {
		return err
	}
	if !market.ContractMoves.Can(contract.Status, market.CertifyContract) || !s.actor().May(market.CertifyContract) {
		return s.Redirect(http.StatusSeeOther, "/contracts/"+contract.Code)
	}
	return s.page(status, contracts.Certify(f, contract))
}

func (s seller) certifyContract() error {
	f := readForm(s)
	typed := market.ContractForm{LegalName: f.text("legal_name"), Address: f.text("address"), TaxNumber: f.text("tax_number"),
		BankName: f.text("bank_name"), Swift: f.text("swift"), AccountNo: f.text("account_no")}
	var proof *db.Upload
	if files := f.uploads("proof", market.FileProof); len(files) > 0 {
		proof = &files[0]
	}
	err := f.err()
	if err == nil {
		err = s.store.CertifyContract(s.ctx(), s.Param("entity"), typed, proof)
	}
	if f.refused(err) {
		return s.showContractForm(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/contracts/"+s.Param("entity"), market.CertifyContract)
}

func (o operator) contracts() error {
	all, err := o.store.Entities(o.ctx())
	if err != nil {
		return err
	}
	regions, err := o.store.Regions(o.ctx())
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, contracts.OperatorList(all, regions, market.DayOf(o.site.db.Now())))
}

func (o operator) contractForm() error { return o.showContractForm(http.StatusOK, ui.Form{}) }

// showContractForm shows the form of a new entity, or of the one named in the query.
func (o operator) showContractForm(status int, f ui.Form) error {
	all, err := o.store.Entities(o.ctx())
	if err != nil {
		return err
	}
	regions, err := o.store.Regions(o.ctx())
	if err != nil {
		return err
	}
	code := o.QueryParam("code")
	if code == "" {
		code = f.Or("code", "")
	}
	return o.page(status, contracts.Define(f, all, regions, code))
}

func (o operator) defineContract() error {
	f := readForm(o)
	day := f.day("replaced_on")
	entity := market.Entity{Code: f.text("code"), Usual: f.checked("usual"), ReplacedBy: f.text("replaced_by"),
		Name: market.JSON[map[string]string]{V: map[string]string{"zh-CN": f.text("name_zh"), "en": f.text("name_en")}},
		Text: market.JSON[map[string]string]{V: map[string]string{"zh-CN": f.text("text_zh"), "en": f.text("text_en")}}}
	if !day.IsZero() {
		entity.ReplacedOn = &day
	}
	err := f.err()
	if err == nil {
		err = o.store.DefineContract(o.ctx(), entity, f.Values["regions"])
	}
	if f.refused(err) {
		return o.showContractForm(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/contracts", market.DefineContract)
}
