package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"html"
	htemplate "html/template"
	"log"
	"log/slog"
	"mime"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strings"
	"text/template"
)

func main() {
	re := regexp.MustCompile(`(?P<user>[a-z]+)@(\w+)\.com`)
	s := "bob@example.com, amy@test.com"
	fmt.Println(re.FindAllString(s, -1), re.FindStringSubmatchIndex(s), re.SubexpNames())
	fmt.Println(re.ReplaceAllString(s, "$2:${user}"), re.MatchString("x"))
	fmt.Println(regexp.MustCompile(`a*?(b|c)+\d{2,3}`).FindString("xaabcbc1234"))
	_, err := regexp.Compile("a(b")
	fmt.Println(err)
	fmt.Println(regexp.MustCompile(`[,;]\s*`).Split("a, b;c", -1))

	t := template.Must(template.New("t").Funcs(template.FuncMap{"up": strings.ToUpper}).Parse(
		`{{define "row"}}[{{.Name | up | printf "%-6s"}}{{if gt .N 1}} many{{else}} one{{end}}]{{end}}` +
			`{{range $i, $e := .}}{{$i}}:{{template "row" $e}}{{end}}{{len .}}` + "\n"))
	type row struct {
		Name string
		N    int
	}
	fmt.Println(t.Execute(os.Stdout, []row{{"a", 1}, {"bc", 2}}))
	fmt.Println(template.Must(template.New("e").Parse("{{.Missing}}")).Execute(os.Stdout, row{}))
	h := htemplate.Must(htemplate.New("h").Parse(`<a href="/x?q={{.}}" onclick="f({{.}})">{{.}}</a>` + "\n"))
	fmt.Println(h.Execute(os.Stdout, `<b> "&'`))
	fmt.Println(html.EscapeString("<a&b>"), html.UnescapeString("&lt;&eacute;&#39;"))

	l := log.New(os.Stdout, "[p] ", log.Lmsgprefix)
	l.Printf("x=%d", 5)
	sl := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(g []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	sl.With("a", 1).WithGroup("g").Info("hello world", "k", "v v", slog.Int("n", 3))
	js := slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{Level: slog.LevelWarn, ReplaceAttr: func(g []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	js.Info("no")
	js.Warn("yes", "err", os.ErrInvalid)

	fs := flag.NewFlagSet("prog", flag.ContinueOnError)
	fs.SetOutput(os.Stdout)
	n := fs.Int("n", 5, "a `number`")
	v := fs.Bool("v", false, "verbose")
	d := fs.Duration("d", 0, "how long")
	fmt.Println(fs.Parse([]string{"-n=7", "-v", "-d", "1m", "rest"}), *n, *v, *d, fs.Args())
	fmt.Println(fs.Parse([]string{"-zzz"}))

	u, err := url.Parse("https://user:pw@host.com:8080/a%20b/c?q=1&q=2&x=%26#frag")
	fmt.Println(u.Host, u.Port(), u.Path, u.Query()["q"], u.Query().Get("x"), u.Fragment, u.User.Username(), err, u)
	fmt.Println(url.QueryEscape("a b&c"), url.PathEscape("a b/c"), u.JoinPath("../d").String())
	p := netip.MustParsePrefix("10.1.0.0/16")
	fmt.Println(p.Contains(netip.MustParseAddr("10.1.2.3")), netip.MustParseAddr("::1").Is6(), p.Masked())
	fmt.Println(mime.TypeByExtension(".html"), mime.FormatMediaType("text/plain", map[string]string{"charset": "utf-8"}))

	src, err := format.Source([]byte("package  p\nfunc f( a int){ x:=a+ 1; _ = x }"))
	fmt.Println(string(src), err)
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "x.go", "package p\nfunc F() { g(1) }\nvar V = 2", 0)
	fmt.Println(err)
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			fmt.Println(id.Name, fset.Position(id.Pos()))
		}
		return true
	})
	_, err = parser.ParseExpr("a +")
	fmt.Println(err)
	var b bytes.Buffer
	fmt.Fprintf(&b, "%v", fset.Position(f.Pos()))
	fmt.Println(b.String())
}
