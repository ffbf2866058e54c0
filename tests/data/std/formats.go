package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"strings"
	"text/scanner"
	"text/tabwriter"
	"time"
)

type Inner struct {
	X, Y int `json:"x,omitempty"`
}

type Rec struct {
	XMLName xml.Name       `xml:"rec" json:"-"`
	Name    string         `json:"name" xml:"name,attr"`
	Tags    []string       `json:"tags" xml:"tag"`
	In      *Inner         `json:"in" xml:"in"`
	M       map[string]any `json:"m" xml:"-"`
	T       time.Duration  `json:"t" xml:"t"`
	F       float32        `json:"f" xml:"f"`
}

type stringer int

func (s stringer) String() string { return fmt.Sprintf("<%d>", int(s)) }

func main() {
	fmt.Printf("%d %5d %-5d| %05d %x %X %o %b %c %U %q\n", 42, 42, 42, 42, 255, 255, 8, 5, 'A', 'é', 'x')
	fmt.Printf("%f %.2f %8.3f %e %g %G %t %v %p\n", 3.14159, 2.5, 1.0, 1e10, 1e-7, 1e20, true, nil, nil)
	fmt.Printf("%s %10s %-10s| %q %x % x %.2s\n", "go", "go", "go", "q\n", "hex", "hex", "trunc")
	fmt.Printf("%v %+v %#v %T\n", Inner{1, 2}, &Inner{1, 2}, Inner{1, 2}, Inner{})
	fmt.Printf("%v %d %s %v\n", stringer(7), stringer(7), stringer(7), []stringer{1, 2})
	fmt.Printf("%v %v %v %#v\n", map[string]int{"b": 2, "a": 1}, []byte("hi"), [2]bool{true}, []any{1, "x", nil, 2.5})
	fmt.Printf("%[2]d %[1]d %*d %!|%z %d\n", 1, 2, 5, 42, 3)
	fmt.Printf("%6.2f%% %+d % d %#x %08b %v\n", 99.5, 5, 5, 255, 5, 1+2i)
	var a, b int
	var s string
	n, err := fmt.Sscanf("10 abc 0x1f", "%d %s %v", &a, &s, &b)
	fmt.Println(n, err, a, s, b)
	fmt.Fprintln(os.Stdout, fmt.Errorf("w: %w", os.ErrExist), fmt.Sprint("a", 1, 2, "b"))

	r := Rec{Name: "n", Tags: []string{"a", "<b>"}, In: &Inner{X: 1}, M: map[string]any{"k": []any{1.5, nil, "s"}}, T: time.Second, F: 0.1}
	j, err := json.MarshalIndent(r, "", "  ")
	fmt.Println(string(j), err)
	var back Rec
	fmt.Println(json.Unmarshal(j, &back), back.Name, back.Tags, *back.In, back.M, back.T, back.F)
	var v any
	fmt.Println(json.Unmarshal([]byte(`{"a":[1,2,{"b":null}],"c":"\u00e9"}`), &v), v)
	fmt.Println(json.Unmarshal([]byte(`{"a":}`), &v))
	fmt.Println(json.Unmarshal([]byte(`{"name":5}`), &back))
	dec := json.NewDecoder(strings.NewReader(`{"name":"1"} {"name":"2"}`))
	for dec.More() {
		var r Rec
		if err := dec.Decode(&r); err != nil {
			fmt.Println(err)
			break
		}
		fmt.Println(r.Name)
	}
	x, err := xml.Marshal(r)
	fmt.Println(string(x), err)
	var xb Rec
	fmt.Println(xml.Unmarshal(x, &xb), xb.Name, xb.Tags, xb.In.X, xb.F)
	var buf bytes.Buffer
	gob.Register([]any{})
	fmt.Println(gob.NewEncoder(&buf).Encode(map[string]Inner{"a": {1, 2}}))
	var g map[string]Inner
	fmt.Println(gob.NewDecoder(&buf).Decode(&g), g)

	w := tabwriter.NewWriter(os.Stdout, 0, 8, 1, '.', tabwriter.AlignRight|tabwriter.Debug)
	fmt.Fprintln(w, "a\tbbb\tc")
	fmt.Fprintln(w, "aaaa\tb\tccccc")
	w.Flush()
	var sc scanner.Scanner
	sc.Init(strings.NewReader("x := 3.5 + \"s\" // c"))
	for tok := sc.Scan(); tok != scanner.EOF; tok = sc.Scan() {
		fmt.Println(sc.Position, sc.TokenText())
	}
}
