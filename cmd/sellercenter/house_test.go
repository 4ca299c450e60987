package main

import (
	"bytes"
	"flag"
	"go/ast"
	"go/token"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/handlers"
	"sellercenter/internal/market"
	"sellercenter/migrations"
)

var update = flag.Bool("update", false, "write golden files anew")

const root = "../.."

// mayImport says which of our packages each folder may import; tests may import more.
var mayImport = map[string][]string{
	"internal/market":        {},
	"internal/signing":       {},
	"internal/bundle":        {"internal/market"},
	"internal/password":      {},
	"internal/exampleseller": {"internal/market", "internal/signing"},
	"internal/jobs":          {"db", "internal/market", "internal/signing"},
	"migrations":             {},
	"static":                 {},
	"db":                     {"internal/bundle", "internal/market", "internal/password", "internal/signing", "migrations"},
	"db/bench":               {"db", "internal/market", "internal/password"},
	"db/embedded":            {},
	"db/world":               {"db", "internal/exampleseller", "internal/jobs", "internal/market", "internal/password", "internal/signing"},
	"db/dbtest":              {"db", "db/embedded", "db/world", "internal/jobs", "internal/market"},
	"views/i18n":             {"internal/market"},
	"views/ui":               {"internal/market", "static", "views/i18n"},
	"views/*":                {"internal/market", "views/i18n", "views/ui"},
	"handlers":               {"db", "internal/bundle", "internal/jobs", "internal/market", "internal/password", "internal/signing", "static", "views/*", "views/i18n", "views/ui"},
}

func TestImportsPointOneWay(t *testing.T) {
	t.Parallel()
	for _, file := range sources(t) {
		folder := filepath.ToSlash(filepath.Dir(file.path))
		if file.test || strings.HasPrefix(folder, "cmd/") {
			continue
		}
		allowed, known := mayImport[folder]
		if !known && strings.HasPrefix(folder, "views/") {
			allowed, known = mayImport["views/*"], true
		}
		require.True(t, known, "%s: say in mayImport what this folder may import", folder)
		for _, spec := range file.Imports {
			imported, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), "sellercenter/")
			if !ours {
				continue
			}
			ok := slices.Contains(allowed, imported) ||
				slices.Contains(allowed, "views/*") && strings.HasPrefix(imported, "views/")
			require.True(t, ok, "%s must not import %s", file.path, imported)
		}
	}
}

func TestRulesAndStoreAskNoClockOfTheirOwn(t *testing.T) {
	t.Parallel()
	for _, file := range sources(t) {
		if file.test || !file.in("internal/market") && !file.in("db") {
			continue
		}
		ast.Inspect(file.File, func(node ast.Node) bool {
			if selector, ok := node.(*ast.SelectorExpr); ok {
				name, ok := selector.X.(*ast.Ident)
				require.False(t, ok && name.Name == "time" && selector.Sel.Name == "Now", "%s asks time.Now", file.path)
			}
			return true
		})
	}
}

// floats are the files that may calculate in binary fractions, each with its reason.
var floats = map[string]string{
	"internal/market/home.go": "shares of a plot",
}

func TestMoneyNeverMeetsBinaryFractions(t *testing.T) {
	t.Parallel()
	for _, file := range sources(t) {
		if file.test || floats[file.path] != "" || !file.in("internal/market") && !file.in("db") {
			continue
		}
		ast.Inspect(file.File, func(node ast.Node) bool {
			ident, ok := node.(*ast.Ident)
			require.False(t, ok && (ident.Name == "float64" || ident.Name == "float32"), "%s uses %v", file.path, node)
			return true
		})
	}
}

func TestStatementsNameTheirColumns(t *testing.T) {
	t.Parallel()
	star := regexp.MustCompile(`(?i)\bSELECT\s+\*`)
	for _, file := range sources(t) {
		for _, text := range file.literals() {
			require.Empty(t, star.FindString(text), file.path)
		}
	}
}

func TestNothingIsLeftForLater(t *testing.T) {
	t.Parallel()
	later := regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`)
	for _, file := range sources(t) {
		for _, group := range file.Comments {
			require.Empty(t, later.FindString(group.Text()), file.path)
		}
	}
}

func TestEveryExportedNameSaysWhatItIs(t *testing.T) {
	t.Parallel()
	packages := map[string]bool{}
	for _, file := range sources(t) {
		if file.test || file.generated {
			continue
		}
		folder := filepath.Dir(file.path)
		packages[folder] = packages[folder] || file.Doc != nil
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && ofExported(d) {
					require.NotNil(t, d.Doc, "%s: %s", file.path, d.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch s := spec.(type) {
					case *ast.TypeSpec:
						require.False(t, s.Name.IsExported() && d.Doc == nil && s.Doc == nil, "%s: %s", file.path, s.Name)
					case *ast.ValueSpec:
						require.False(t, s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil, "%s: %s", file.path, s.Names[0])
					}
				}
			}
		}
	}
	for folder, said := range packages {
		require.True(t, said || saidInPage(t, folder), "package %s does not say what it is", folder)
	}
}

// saidInPage reports whether one of the folder's pages begins with the package's sentence.
func saidInPage(t *testing.T, folder string) bool {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(root, folder, "*.templ"))
	require.NoError(t, err)
	return slices.ContainsFunc(pages, func(page string) bool {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		return bytes.HasPrefix(text, []byte("// Package "))
	})
}

// ofExported reports whether the function belongs to a type that others can see, or to none.
func ofExported(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	on := f.Recv.List[0].Type
	if star, ok := on.(*ast.StarExpr); ok {
		on = star.X
	}
	if generic, ok := on.(*ast.IndexExpr); ok {
		on = generic.X
	}
	name, ok := on.(*ast.Ident)
	return ok && name.IsExported()
}

// sharedTables belong to no seller; every other table begins with its seller.
var sharedTables = []string{"settings", "calendar", "people", "invitations", "tries", "operators", "sellers", "sessions", "storefronts",
	"nonces", "calls", "agreements", "categories", "rates", "tracks", "flow_templates", "couriers", "partners", "partner_bindings", "taxes", "entities", "regions", "desk_notices", "desk_receivers",
	"five_day_uses", "credit_cycles", "repayments", "parameters"}

func TestEveryTableBeginsWithItsSeller(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(migrations.FS, "*.sql")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	table := regexp.MustCompile(`(?s)CREATE TABLE (\w+) \(\s*(\w+)`)
	unseen := slices.Clone(sharedTables)
	for _, name := range names {
		text, err := fs.ReadFile(migrations.FS, name)
		require.NoError(t, err)
		for _, found := range table.FindAllStringSubmatch(string(text), -1) {
			if slices.Contains(sharedTables, found[1]) {
				unseen = slices.DeleteFunc(unseen, func(name string) bool { return name == found[1] })
			} else {
				require.Equal(t, "seller_id", found[2], "%s in %s", found[1], name)
			}
		}
	}
	require.Empty(t, unseen, "no such tables any more")
}

func TestPermissionsAreOnOnePage(t *testing.T) {
	t.Parallel()
	var page strings.Builder
	for _, area := range market.Areas() {
		page.WriteString(string(area) + ": " + roles(market.Viewers(area)) + "\n")
		for _, act := range market.Acts() {
			if act.Area() == area {
				page.WriteString("  " + string(act) + ": " + roles(market.Doers(act)) + "\n")
			}
		}
	}
	for _, act := range market.Acts() {
		require.Contains(t, market.Areas(), act.Area(), "%s is about no declared area", act)
		require.NotEmpty(t, market.Doers(act), "nobody may do %s", act)
	}
	golden := filepath.Join(root, "internal/market/testdata/permissions.txt")
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(page.String()), 0o644))
	}
	kept, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(kept), page.String(), "go test ./cmd/sellercenter -run Permissions -update")
}

func roles(who []market.Role) string {
	names := make([]string, len(who))
	for i, role := range who {
		names[i] = string(role)
	}
	return strings.Join(names, " ")
}

// notActs are POST routes that are no act, each with its reason.
var notActs = map[string]string{
	"/language":      "a preference of the reader",
	"/theme":         "a preference of the reader",
	"/sign-in":       "plumbing of sessions",
	"/sign-in/code":  "plumbing of sessions",
	"/sign-out":      "plumbing of sessions",
	"/register":      "nobody is somebody yet",
	"/register/code": "nobody is somebody yet",
	"/welcome/:link": "nobody is somebody yet",
}

// buyersDoors hold POST routes that play a buyer's act, named as the buyer's program sees it.
var buyersDoors = []string{"/storefront/", "/sandboxes", "/api/", "/rest/"}

func TestEveryPostIsAnAct(t *testing.T) {
	t.Parallel()
	router := handlers.New(nil, handlers.Options{Log: slog.New(slog.DiscardHandler), Development: true})
	acts := market.Acts()
	for _, route := range router.Routes() {
		buyers := slices.ContainsFunc(buyersDoors, func(door string) bool { return strings.HasPrefix(route.Path, door) })
		if route.Method != http.MethodPost || notActs[route.Path] != "" || buyers {
			continue
		}
		steps := strings.Split(strings.TrimPrefix(strings.TrimPrefix(route.Path, "/operator"), "/"), "/")
		act := market.Act(strings.TrimSuffix(steps[0], "s") + "." + strings.ReplaceAll(steps[len(steps)-1], "-", "_"))
		require.Contains(t, acts, act, "POST %s", route.Path)
	}
}

// ends says of each kind of status where its life begins and where it ends.
var ends = map[string]struct{ begin, end []string }{
	"AppealStatus":        {[]string{"AppealPending"}, []string{"AppealDecided", "AppealRejected", "AppealWithdrawn"}},
	"CertificationStatus": {[]string{"Uncertified", "CertificationLocked"}, []string{"Certified"}}, // wrong amounts lock
	"CredentialStatus":    {[]string{"CredentialApplied"}, []string{"CredentialRevoked"}},
	"EndpointStatus":      {[]string{"EndpointUnverified"}, []string{"EndpointRemoved"}},
	"FulfilmentStatus": {[]string{"FulfilmentQueued", "FulfilmentProcessing", "FulfilmentRetrying"}, // calls lead there: Fulfilment.After
		[]string{"FulfilmentDone", "FulfilmentCancelled"}},
	"InvoiceStatus":           {[]string{"InvoiceRequested"}, []string{"InvoiceCompleted", "InvoiceReturned", "InvoiceRejected", "InvoiceCancelled"}},
	"ContractStatus":          {[]string{"ContractUnsigned"}, []string{"ContractCertified"}},
	"InstanceStatus":          {[]string{"InstanceOpening", "InstanceInUse"}, []string{"InstanceOpening", "InstanceReleased"}}, // its order opens it
	"SanctionStatus":          {[]string{"SanctionRunning"}, []string{"SanctionOver", "SanctionLifted"}},
	"KeyStatus":               {[]string{"KeyActive"}, []string{"KeyRevoked"}},
	"OfferStatus":             {[]string{"OfferPending"}, []string{"OfferUsedUp", "OfferExpired", "OfferRejected", "OfferWithdrawn"}},
	"CouponStatus":            {[]string{"CouponPending"}, []string{"CouponVoided", "CouponExpired", "CouponRejected", "CouponWithdrawn"}},
	"DemandStatus":            {[]string{"DemandToAccept"}, []string{"DemandWon", "DemandRefused", "DemandSucceeded", "DemandFailed", "DemandTimedOut"}},
	"PartnerStatus":           {[]string{"PartnerDraft"}, []string{"PartnerLeft"}},
	"ResaleStatus":            {[]string{"ResaleActive"}, []string{"ResaleEnded", "ResaleExpired"}},
	"TestCreditStatus":        {[]string{"TestCreditPending"}, []string{"TestCreditRejected", "TestCreditWithdrawn", "TestCreditExpired"}},
	"OrderStatus":             {[]string{"OrderPendingPayment", "OrderRefunded"}, []string{"OrderCompleted", "OrderCancelled", "OrderRefunded"}}, // a paid refund ends an order
	"ProductStatus":           {[]string{"ProductNone"}, []string{"ProductOffSale"}},
	"RefundStatus":            {[]string{"RefundRequested", "RefundTransit"}, []string{"RefundPaid", "RefundRejected", "RefundWithdrawn"}},
	"PlanStatus":              {[]string{"PlanNone"}, []string{"PlanApproved"}},
	"JointStatus":             {[]string{"JointNone"}, []string{"JointPassed"}},
	"AssetStatus":             {[]string{"AssetNone"}, []string{"AssetNone", "AssetApproved"}},
	"ScanStatus":              {[]string{"ScanDraft"}, []string{"ScanDeleted"}},
	"ReviewStatus":            {[]string{"ReviewPending"}, []string{"ReviewApproved", "ReviewRejected", "ReviewWithdrawn"}},
	"SellerStatus":            {[]string{"SellerApplying"}, []string{"SellerExited"}},
	"IdentityStatus":          {[]string{"IdentityNone"}, []string{"IdentityVerified"}},
	"LetterStatus":            {[]string{"LetterMissing"}, []string{"LetterValid"}},
	"StoreStatus":             {[]string{"StoreNone"}, []string{"StoreLive"}},
	"UpgradeStatus":           {[]string{"UpgradeNone"}, []string{"UpgradeVoid", "UpgradeEnded"}},
	"CommentStatus":           {[]string{"CommentWaiting"}, []string{"CommentDeleted"}},
	"TicketStatus":            {[]string{"TicketDispatched"}, []string{"TicketClosed", "TicketCancelled"}},
	"QuestionStatus":          {[]string{"QuestionWaiting"}, []string{"QuestionAnswered"}},
	"TaskStatus":              {[]string{"TaskPreviewed", "TaskRunning"}, []string{"TaskUndone", "TaskDropped", "TaskExpired"}},
	"SettlementInvoiceStatus": {[]string{"SettlementInvoiceEntered"}, []string{"SettlementInvoicePassed", "SettlementInvoiceRejected"}},
	"StatementStatus":         {[]string{"StatementReviewing"}, []string{"StatementCompleted", "StatementCarried"}},
}

func TestEveryStatusIsReachedAndEveryUnfinishedOneLeft(t *testing.T) {
	t.Parallel()
	statuses, moves := map[string][]string{}, map[string][][3]string{}
	for _, file := range sources(t) {
		if file.test || !file.in("internal/market") {
			continue
		}
		ast.Inspect(file.File, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.GenDecl:
				if n.Tok == token.CONST {
					for _, spec := range n.Specs {
						value := spec.(*ast.ValueSpec)
						if kind, ok := value.Type.(*ast.Ident); ok {
							statuses[kind.Name] = append(statuses[kind.Name], value.Names[0].Name)
						}
					}
				}
			case *ast.CompositeLit:
				for _, table := range movesIn(n) {
					moves[table.kind] = append(moves[table.kind], table.moves...)
				}
			}
			return true
		})
	}
	require.NotEmpty(t, moves)
	for kind, table := range moves {
		life, known := ends[kind]
		require.True(t, known, "%s: say in ends where its life begins and ends", kind)
		reached, left := slices.Clone(life.begin), slices.Clone(life.end)
		for again := true; again; {
			again = false
			for _, move := range table {
				if from, to := move[0], move[2]; slices.Contains(reached, from) && !slices.Contains(reached, to) {
					reached, again = append(reached, to), true
				}
			}
		}
		for _, move := range table {
			if move[0] != move[2] {
				left = append(left, move[0])
			}
		}
		for _, status := range statuses[kind] {
			require.Contains(t, reached, status, "nothing leads to it")
			require.Contains(t, left, status, "nothing leads on")
		}
	}
}

func TestTheHouseIsWholeFromTheStreet(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"README.md", "Makefile", "go.mod", "go.sum", ".gitattributes", ".ci/run", ".ci/lint", ".ci/need", "db/schema.sql"} {
		stat, err := os.Stat(filepath.Join(root, name))
		require.NoError(t, err)
		require.NotZero(t, stat.Size(), name)
		if strings.HasPrefix(name, ".ci/") {
			require.NotZero(t, stat.Mode()&0o100, "%s cannot be run", name)
		}
	}
}
