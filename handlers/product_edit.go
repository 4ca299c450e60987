package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"sellercenter/internal/market"
	"sellercenter/views/products"
	"sellercenter/views/ui"
)

// productStep shows one page of the publishing wizard.
func (s seller) productStep() error {
	editing, err := s.editing()
	if err != nil {
		return err
	}
	if editing.Draft.V == nil || editing.Open != nil || !s.actor().May(market.EditProduct) {
		return s.Redirect(http.StatusSeeOther, "/products/"+editing.ID.String())
	}
	step := market.ProductStep(s.QueryParam("step"))
	if !step.Known() {
		step = market.StepAccess
	}
	w := products.Wizard{ProductEditing: editing, Step: step}
	if err := s.openSpec(&w, s.QueryParam("spec")); err != nil {
		return err
	}
	return s.wizard(http.StatusOK, w)
}

// editProduct saves what was typed, right or wrong, then goes where the button leads. A
// step with faults is shown again; nothing typed is lost.
func (s seller) editProduct() error {
	editing, err := s.editing()
	if err != nil {
		return err
	}
	f := readForm(s)
	w := products.Wizard{ProductEditing: editing, Step: market.ProductStep(f.text("step"))}
	if !w.Step.Known() || editing.Draft.V == nil {
		return market.NotFound
	}
	theirs := editing.Content
	if err := s.openSpec(&w, f.text("spec")); err != nil {
		return err
	}
	then := f.text("then")
	if w.Spec != nil {
		w.Content.Specs = slices.Clone(w.Content.Specs)
		w.Content.Specs[w.SpecNo] = f.spec(w.SpecNo, *w.Spec, w.Facts, w.Choices)
		w.Spec = &w.Content.Specs[w.SpecNo]
	} else {
		w.Content = f.productContent(w.Step, editing.Product, editing.Content)
		addSpec(&w.Content, then)
	}
	if then == "next" || then == "back" {
		w.Content.Visit(w.Step)
	}
	version, uploads := f.number("draft_version"), f.productUploads(w.Step)
	saved, err := market.Product{}, f.err()
	if err == nil {
		saved, err = s.store.EditProduct(s.ctx(), editing.ID, version, w.Content, uploads...)
	}
	if s.Request().Header.Get("X-Autosave") != "" {
		return s.autosaved(saved, w, err)
	}
	if f.refused(err) {
		w.Form = f.Form
		if w.Stale() {
			w.Theirs = market.Changes(&theirs, w.Content)
		}
		return s.wizard(f.status, w)
	}
	if err != nil {
		return err
	}
	switch page := specPage(saved, then); {
	case w.Spec != nil:
		return s.onwardSpec(saved, w.Spec.ID, then)
	case page != "":
		return s.Redirect(http.StatusSeeOther, page)
	case then == "next":
		return s.onward(saved, w.Step)
	}
	return s.Redirect(http.StatusSeeOther, afterEdit(saved, w.Step, then))
}

// onward leads to the next step, unless this one still has faults.
func (s seller) onward(saved market.Product, step market.ProductStep) error {
	editing, err := s.editing()
	if err != nil {
		return err
	}
	if faults := editing.Content.Faults(editing.Facts)[step]; len(faults) > 0 {
		reason := market.Because("problem.invalid", len(faults))
		return s.wizard(http.StatusUnprocessableEntity, products.Wizard{ProductEditing: editing, Step: step,
			Form: ui.Form{Fields: faults, Problem: &reason}})
	}
	return s.Redirect(http.StatusSeeOther, afterEdit(saved, step, string(saved.AccessType.Next(step))))
}

// onwardSpec stays at the spec, or leads back to all specs: with a check only while nothing
// is wrong with it.
func (s seller) onwardSpec(saved market.Product, id market.SpecID, then string) error {
	if then == string(market.StepSpecs) {
		return s.Redirect(http.StatusSeeOther, afterEdit(saved, market.StepSpecs, then))
	}
	if then != "checked" {
		return s.Redirect(http.StatusSeeOther, afterEdit(saved, market.StepSpecs, string(market.StepSpecs))+"&spec="+id.String())
	}
	editing, err := s.editing()
	if err != nil {
		return err
	}
	w := products.Wizard{ProductEditing: editing, Step: market.StepSpecs}
	if err := s.openSpec(&w, id.String()); err != nil {
		return err
	}
	faults := w.OfSpec(editing.Content.Faults(editing.Facts)[market.StepSpecs])
	if len(faults) == 0 {
		return s.Redirect(http.StatusSeeOther, afterEdit(saved, market.StepSpecs, then))
	}
	reason := market.Because("problem.invalid", len(faults))
	w.Form = ui.Form{Fields: faults, Problem: &reason}
	return s.wizard(http.StatusUnprocessableEntity, w)
}

// afterEdit is the page that a button of the wizard leads to.
func afterEdit(product market.Product, step market.ProductStep, then string) string {
	to := market.ProductStep(then)
	if then == "back" {
		to = product.AccessType.Previous(step)
	}
	if !to.Known() {
		to = step
	}
	return "/products/" + product.ID.String() + "/edit?saved=1&step=" + string(to)
}

// autosaved answers the script: what the next save must send instead of what it has.
func (s seller) autosaved(saved market.Product, w products.Wizard, err error) error {
	var problem *market.Problem
	if errors.As(err, &problem) {
		return s.NoContent(statusOf[problem.Kind])
	}
	if err != nil {
		return err
	}
	values := map[string]string{"draft_version": strconv.Itoa(saved.DraftVersion)}
	for n, spec := range saved.Draft.V.Specs {
		values["spec_id_"+strconv.Itoa(n)] = spec.ID.String()
		if w.Spec == nil || w.SpecNo != n {
			continue
		}
		for k, sku := range spec.SKUs {
			values[market.CellField("sku", "id", n, k)] = sku.ID.String()
		}
		for k, p := range spec.Packages {
			values[market.CellField("package", "id", n, k)] = p.ID.String()
		}
	}
	return s.JSON(http.StatusOK, map[string]any{"values": values})
}

// submitProduct asks for the operator's consent; the tick of the self-check comes along.
func (s seller) submitProduct() error {
	editing, err := s.editing()
	if err != nil {
		return err
	}
	f := readForm(s)
	version := f.number("draft_version")
	review := market.Review{}
	if err = f.err(); err == nil && editing.Draft.V != nil && f.checked("self_check") != editing.Content.SelfCheck {
		editing.Content.SelfCheck = f.checked("self_check")
		var saved market.Product
		saved, err = s.store.EditProduct(s.ctx(), editing.ID, version, editing.Content)
		version = saved.DraftVersion
		editing.DraftVersion = version
	}
	if err == nil {
		err = s.tryCases(editing)
	}
	if err == nil {
		review, err = s.store.SubmitProduct(s.ctx(), editing.ID, version)
	}
	if editing.Draft.V != nil && f.refused(err) {
		return s.wizard(f.status, products.Wizard{ProductEditing: editing, Step: market.StepPreview, Form: f.Form})
	}
	if err != nil {
		return s.site.failed(s, "/products/"+editing.ID.String(), err)
	}
	return s.flash("/reviews/"+review.ID.String(), market.Because("product.submitted", review.Number))
}

func (s seller) editing() (market.ProductEditing, error) {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return market.ProductEditing{}, err
	}
	return s.store.ProductEditing(s.ctx(), id)
}

func (s seller) wizard(status int, w products.Wizard) error {
	w.JustSaved = s.QueryParam("saved") != ""
	if w.Spec != nil {
		w.Calculation = draftCalculation(s, w)
	}
	return s.page(status, products.Edit(w))
}
