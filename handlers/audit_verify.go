package handlers

import (
	"net/http"

	"sellercenter/internal/market"
	"sellercenter/views/audits"
)

func (s seller) audit() error {
	id, err := pathID[market.Audit](s, "id")
	if err != nil {
		return err
	}
	audit, err := s.store.Audit(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, audits.Show(audit, "/audits"))
}

// verifyAudits reads the seller's chain; nothing is changed by it.
func (s seller) verifyAudits() error {
	check, err := s.store.CheckAudit(s.ctx())
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, audits.Verify([]market.SellerCheck{{AuditCheck: check}}, "/audits"))
}

func (o operator) audit() error {
	id, err := pathID[market.Audit](o, "id")
	if err != nil {
		return err
	}
	audit, err := o.store.Audit(o.ctx(), id)
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, audits.Show(audit, "/operator/audits"))
}

// verifyAudits reads every seller's chain.
func (o operator) verifyAudits() error {
	checks, err := o.store.CheckAudits(o.ctx())
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, audits.Verify(checks, "/operator/audits"))
}
