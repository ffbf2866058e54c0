package main

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

type upper struct{ r io.Reader }

func (u upper) Read(b []byte) (int, error) {
	n, err := u.r.Read(b)
	copy(b, strings.ToUpper(string(b[:n])))
	return n, err
}

func main() {
	sc := bufio.NewScanner(upper{strings.NewReader("one two\nthree\n\nfour")})
	for sc.Scan() {
		println(sc.Text())
	}
	sc = bufio.NewScanner(strings.NewReader("a bc  def"))
	sc.Split(bufio.ScanWords)
	for sc.Scan() {
		println(sc.Text())
	}
	r := bufio.NewReaderSize(strings.NewReader(strings.Repeat("x", 50)+"\nrest"), 16)
	line, prefix, err := r.ReadLine()
	println(string(line), prefix, err == nil)
	s, _ := r.ReadString('\n')
	println(len(s))
	b, _ := r.Peek(2)
	println(string(b))
	all, err := io.ReadAll(io.LimitReader(io.MultiReader(strings.NewReader("abc"), strings.NewReader("defg")), 5))
	println(string(all), err == nil)
	pr, pw := io.Pipe()
	go func() {
		w := bufio.NewWriter(pw)
		w.WriteString("through a pipe")
		w.Flush()
		pw.CloseWithError(errors.New("closed"))
	}()
	all, err = io.ReadAll(pr)
	println(string(all), err.Error())
	sr := io.NewSectionReader(strings.NewReader("0123456789"), 2, 5)
	all, _ = io.ReadAll(sr)
	println(string(all), sr.Size())
	_, err = io.ReadFull(strings.NewReader("ab"), make([]byte, 3))
	println(err == io.ErrUnexpectedEOF, errors.Is(err, io.EOF))
	var sb strings.Builder
	n, _ := io.Copy(io.MultiWriter(&sb, io.Discard), io.TeeReader(strings.NewReader("tee"), &sb))
	println(n, sb.String())
	_, err = os.ReadFile("/no/such/file")
	println(err.Error(), errors.Is(err, fs.ErrNotExist), os.IsNotExist(err))
	var pe *fs.PathError
	println(errors.As(err, &pe), pe.Op, pe.Path)
	println(path.Join("a", "../b", "/c"), path.Base("/x/y.z"), path.Ext("q.tar.gz"), path.Clean("a//b/./c/.."), path.Dir("/a/b"))
	ok, _ := path.Match("*.g?", "x.go")
	println(ok, filepath.Join("a", "b"), filepath.IsAbs("/x"))
	rel, _ := filepath.Rel("/a/b", "/a/c/d")
	println(rel, filepath.ToSlash("a/b"), fs.ValidPath("a/../b"))
	for i, w := 0, 0; i < len("aé☺😀\xff"); i += w {
		r, width := utf8.DecodeRuneInString("aé☺😀\xff"[i:])
		println(r, width)
		w = width
	}
	u := utf16.Encode([]rune("a😀"))
	println(len(u), u[1], u[2], string(utf16.Decode(u)))
	os.Stdout.WriteString("stdout\n")
	os.Setenv("X_Y", "z")
	println(os.ExpandEnv("$X_Y-${X_Y}$"), os.Getenv("X_Y"))
	e := errors.Join(errors.New("a"), io.EOF)
	println(e.Error(), errors.Is(e, io.EOF))
	defer println("not reached")
	os.Exit(0)
}
