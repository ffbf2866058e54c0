package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"compress/gzip"
	"compress/lzw"
	"compress/zlib"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"index/suffixarray"
	"io"
	"strings"
)

func main() {
	text := []byte(strings.Repeat("the quick brown fox jumps over the lazy dog. ", 40))
	var z bytes.Buffer
	gw, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
	gw.Name = "a"
	gw.Write(text)
	gw.Close()
	sum := sha256.Sum256(z.Bytes())
	gr, err := gzip.NewReader(&z)
	all, err2 := io.ReadAll(gr)
	fmt.Println(gr.Name, err, err2, bytes.Equal(all, text), hex.EncodeToString(sum[:8]))
	for level := -2; level <= 9; level++ {
		var f bytes.Buffer
		w, _ := flate.NewWriter(&f, level)
		w.Write(text)
		w.Close()
		n := f.Len()
		all, err := io.ReadAll(flate.NewReader(&f))
		fmt.Println(level, n, err, len(all))
	}
	z.Reset()
	zw := zlib.NewWriter(&z)
	zw.Write(text)
	zw.Close()
	zr, _ := zlib.NewReader(&z)
	all, err = io.ReadAll(zr)
	fmt.Println(len(all), err)
	z.Reset()
	lw := lzw.NewWriter(&z, lzw.LSB, 8)
	lw.Write(text)
	lw.Close()
	n := z.Len()
	all, err = io.ReadAll(lzw.NewReader(&z, lzw.LSB, 8))
	fmt.Println(n, len(all), err)
	bz, _ := hex.DecodeString("425a68393141592653594eece83600000251800010400006449080200031064c4101a7a9a580bb9431f8bb9229c28482776741b0")
	all, err = io.ReadAll(bzip2.NewReader(bytes.NewReader(bz)))
	fmt.Printf("%q %v\n", all, err)

	z.Reset()
	tw := tar.NewWriter(&z)
	tw.WriteHeader(&tar.Header{Name: "f.txt", Size: 5, Mode: 0o600})
	tw.Write([]byte("hello"))
	tw.Close()
	tr := tar.NewReader(&z)
	h, err := tr.Next()
	all, _ = io.ReadAll(tr)
	fmt.Println(h.Name, h.Size, err, string(all))
	z.Reset()
	zipw := zip.NewWriter(&z)
	fw, _ := zipw.Create("dir/x")
	fw.Write(text)
	zipw.Close()
	zipr, err := zip.NewReader(bytes.NewReader(z.Bytes()), int64(z.Len()))
	rc, _ := zipr.File[0].Open()
	all, _ = io.ReadAll(rc)
	fmt.Println(zipr.File[0].Name, err, len(all))

	key := []byte("0123456789abcdef")
	block, _ := aes.NewCipher(key)
	out := make([]byte, 16)
	block.Encrypt(out, []byte("exampleplaintext"))
	fmt.Printf("%x\n", out)
	gcm, err := cipher.NewGCM(block)
	sealed := gcm.Seal(nil, make([]byte, 12), []byte("secret"), []byte("ad"))
	fmt.Printf("%x %v\n", sealed, err)
	opened, err := gcm.Open(nil, make([]byte, 12), sealed, []byte("ad"))
	fmt.Println(string(opened), err)
	sealed[0]++
	_, err = gcm.Open(nil, make([]byte, 12), sealed, []byte("ad"))
	fmt.Println(err)
	stream := cipher.NewCTR(block, key)
	stream.XORKeyStream(out, text[:16])
	fmt.Printf("%x %x\n", out, sha3.Sum256(text))
	priv := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	sig := ed25519.Sign(priv, text)
	fmt.Printf("%x %v\n", sig[:16], ed25519.Verify(priv.Public().(ed25519.PublicKey), text, sig))
	ek, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	fmt.Println(err)
	es, err := ecdsa.SignASN1(rand.Reader, ek, sum[:])
	fmt.Println(err, ecdsa.VerifyASN1(&ek.PublicKey, sum[:], es), ecdsa.VerifyASN1(&ek.PublicKey, sum[1:], es))
	r := make([]byte, 8)
	k, err := rand.Read(r)
	fmt.Println(k, err, bytes.Equal(r, make([]byte, 8)))

	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	img.Set(3, 4, color.RGBA{255, 10, 20, 255})
	z.Reset()
	fmt.Println(png.Encode(&z, img), z.Len())
	got, form, err := image.Decode(&z)
	fmt.Println(got.At(3, 4), form, err)
	ix := suffixarray.New([]byte("banana"))
	fmt.Println(len(ix.Lookup([]byte("ana"), -1)))
}
