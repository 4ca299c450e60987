package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

func (site *site) draftRoutes(e *echo.Echo) {
	g := e.Group("/drafts", sees(market.Drafts))
	g.POST("/:id/keep", site.seller(seller.keepDraft))
	g.POST("/:id/attach", site.seller(seller.attachDraft))
	g.POST("/:id/detach", site.seller(seller.detachDraft))

	e.POST("/operator/drafts/:id/keep", site.operator(operator.keepDraft), sees(market.Drafts))
}

// words are the form's fields that a draft of that use keeps.
func (f *form) words(use market.DraftUse) map[string]string {
	words := map[string]string{}
	for _, name := range use.Words() {
		if text := f.Values.Get(name); text != "" {
			words[name] = text
		}
	}
	return words
}

// attach stores every file of the form in the draft, one act each, and keeps what was typed.
// What is wrong with a file is a fault of its field; the others are stored all the same.
func (f *form) attach(store *db.Seller, id market.SupervisionID, use market.DraftUse) error {
	ctx := f.context.Request().Context()
	for _, kind := range use.Kinds() {
		field := "file_" + string(kind)
		for _, file := range f.evidence(field, kind) {
			err := store.AttachDraft(ctx, id, use, file)
			var problem *market.Problem
			if errors.As(err, &problem) && problem.Kind == market.KindInvalid {
				for _, reason := range problem.Fields {
					f.fault(field, reason)
				}
				continue
			}
			if err != nil {
				return err
			}
		}
	}
	if words := f.words(use); len(words) > 0 {
		if err := store.KeepDraft(ctx, id, use, words); err != nil {
			return err
		}
	}
	return f.err()
}

// keepDraft remembers what is being typed. The script asks while somebody types; the button
// leads back to the form.
func (s seller) keepDraft() error {
	return s.draftAct(market.KeepDraft, func(f *form, id market.SupervisionID, use market.DraftUse) error {
		return s.store.KeepDraft(s.ctx(), id, use, f.words(use))
	})
}

// keepDraft remembers what the operator types into a decision.
func (o operator) keepDraft() error {
	id, err := pathID[market.Supervision](o, "id")
	if err != nil {
		return err
	}
	seller, _, err := o.store.SupervisionSeller(o.ctx(), id)
	if err != nil {
		return err
	}
	f, use := readForm(o), market.DraftUse(o.QueryParam("use"))
	if err = f.err(); err == nil {
		err = o.store.Seller(seller).KeepDraft(o.ctx(), id, use, f.words(use))
	}
	return answerDraft(o, err)
}

// attachDraft stores files at once: all that the form carries, or the one that a script sends.
func (s seller) attachDraft() error {
	return s.draftAct(market.AttachDraft, func(f *form, id market.SupervisionID, use market.DraftUse) error {
		return f.attach(s.store, id, use)
	})
}

// detachDraft takes one file out; what was typed meanwhile is kept.
func (s seller) detachDraft() error {
	return s.draftAct(market.DetachDraft, func(f *form, id market.SupervisionID, use market.DraftUse) error {
		file := formID[market.DraftFile](f, "file")
		if err := f.err(); err != nil {
			return err
		}
		if err := s.store.DetachDraft(s.ctx(), id, use, file); err != nil {
			return err
		}
		return f.attach(s.store, id, use)
	})
}

func (s seller) draftAct(act market.Act, do func(*form, market.SupervisionID, market.DraftUse) error) error {
	id, err := pathID[market.Supervision](s, "id")
	if err != nil {
		return err
	}
	if _, err := s.store.Supervision(s.ctx(), id); err != nil {
		return err
	}
	f, use := readForm(s), market.DraftUse(s.QueryParam("use"))
	if err = f.err(); err == nil {
		err = do(f, id, use)
	}
	if scripted(s) {
		return answerDraft(s, err)
	}
	if conflictOf(err) != nil {
		return s.site.failed(s, "/supervisions/"+id.String(), err)
	}
	if f.refused(err) {
		return s.showDraft(f, id, use, err)
	}
	if err != nil {
		return err
	}
	back, err := s.draftForm(id, use)
	if err != nil {
		return err
	}
	return s.done(back, act)
}

// scripted reports whether a script asks, which wants no page.
func scripted(c echo.Context) bool { return c.Request().Header.Get("Accept") == "application/json" }

// answerDraft tells a script how it went: why a file was refused, in words.
func answerDraft(c echo.Context, err error) error {
	var problem *market.Problem
	if err == nil {
		return c.JSON(http.StatusOK, map[string]any{"values": map[string]string{}})
	}
	if !errors.As(err, &problem) {
		return err
	}
	reason := problem.Told()
	for _, fault := range problem.Fields {
		reason = fault
	}
	return c.JSON(statusOf[problem.Kind], map[string]string{"error": i18n.Say(c.Request().Context(), reason)})
}

// draftForm is the address of the form that the draft belongs to.
func (s seller) draftForm(id market.SupervisionID, use market.DraftUse) (string, error) {
	at := "/supervisions/" + id.String()
	switch use {
	case market.DraftAppeal:
		return "/appeals/file?supervision=" + id.String(), nil
	case market.DraftSupply:
		appeals, err := s.store.AppealsOf(s.ctx(), id)
		if err == nil && len(appeals) > 0 {
			at = "/appeals/" + appeals[0].ID.String() + "/supply"
		}
		return at, err
	case market.DraftDelivery:
		flow, err := s.store.Supervision(s.ctx(), id)
		return at + "/" + flow.Step().Act.Verb(), err
	case market.DraftRequirement:
	}
	return at, nil
}

// showDraft shows the draft's form again, with everything typed and what is wrong.
func (s seller) showDraft(f *form, id market.SupervisionID, use market.DraftUse, cause error) error {
	switch use {
	case market.DraftAppeal:
		return s.showFileAppeal(f.Form, f.status, id)
	case market.DraftDelivery:
		flow, err := s.store.Supervision(s.ctx(), id)
		if err != nil {
			return err
		}
		return s.showHandOver(flow.Step().Act)(f.Form, f.status)
	case market.DraftSupply, market.DraftRequirement:
	}
	back, err := s.draftForm(id, use)
	if err != nil {
		return err
	}
	return s.site.failed(s, back, cause)
}
