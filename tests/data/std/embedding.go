package main

import (
	"embed"
	"io/fs"
)

type text string

//go:embed embedded/a.txt
var a text

//go:embed embedded/sub/*.bin
var b []byte

var size = len(a)

//go:embed embedded "embedding.go"
var all embed.FS

func main() {
	print(a)
	println(size, len(b), b[len(b)-1])
	fs.WalkDir(all, ".", func(path string, d fs.DirEntry, err error) error {
		info, _ := d.Info()
		println(path, d.IsDir(), info.Size())
		return nil
	})
	data, err := all.ReadFile("embedded/a.txt")
	println(string(data), err == nil)
	_, err = all.Open("embedded/none")
	println(err.Error())
	_, err = all.ReadFile("embedded/.hidden")
	println(err != nil)
}
