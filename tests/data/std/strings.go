package main

import (
	"bytes"
	"strings"
	"unicode"
)

func main() {
	s := "The quick brown fox, the lazy dog; Über straße"
	println(strings.ToUpper(s), strings.ToLower(s), strings.Title("hello world"))
	println(strings.Index(s, "fox"), strings.LastIndex(s, "o"), strings.IndexByte(s, 'q'), strings.IndexAny(s, ";,"), strings.Count(s, "o"))
	for i, f := range strings.Fields(s) {
		println(i, f)
	}
	for _, p := range strings.SplitN("a,b,c,d", ",", 3) {
		println(p)
	}
	println(strings.Join(strings.Split("1-2-3", "-"), "+"), strings.Repeat("ab", 5))
	println(strings.Replace("aaaa", "a", "bc", 3), strings.ReplaceAll("oink oink", "k", "ky"))
	println(strings.TrimSpace("  \t x \n"), strings.Trim("xxhixx", "x"), strings.TrimPrefix("prefix-a", "prefix-"), strings.TrimLeft("aab", "a"))
	r := strings.NewReplacer("<", "&lt;", ">", "&gt;", "dog", "cat")
	println(r.Replace("<dog>"))
	println(strings.EqualFold("Straße", "STRAßE"), strings.Contains(s, "lazy"), strings.HasSuffix(s, "ße"))
	println(strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s))
	before, after, ok := strings.Cut("key=value", "=")
	println(before, after, ok)
	var b strings.Builder
	for i := 0; i < 10; i++ {
		b.WriteByte(byte('0' + i))
		b.WriteRune('é')
	}
	println(b.String(), b.Len())
	for part := range strings.SplitSeq("x:y:z", ":") {
		println(part)
	}
	for line := range strings.Lines("one\ntwo\nthree") {
		println(len(line), line)
	}
	var buf bytes.Buffer
	buf.WriteString("hello ")
	buf.Write([]byte("world"))
	line, err := buf.ReadString('o')
	println(line, err == nil, buf.Len(), buf.String())
	println(bytes.Compare([]byte("a"), []byte("b")), bytes.Equal([]byte("x"), []byte("x")), string(bytes.ToUpper([]byte("abc"))))
	println(string(bytes.Join([][]byte{[]byte("a"), []byte("b")}, []byte("--"))), bytes.Contains([]byte("seafood"), []byte("foo")))
	println(strings.ContainsFunc("abc1", unicode.IsDigit), strings.Compare("a", "b"), strings.ToValidUTF8("a\xffb", "?"))
}
