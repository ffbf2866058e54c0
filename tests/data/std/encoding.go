package main

import (
	"bytes"
	"encoding/ascii85"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/csv"
	"encoding/hex"
	"encoding/pem"
	"io"
	"strings"
)

func main() {
	data := []byte("hello, \x00\xff world! 0123456789")
	println(hex.EncodeToString(data))
	print(hex.Dump(data))
	_, err := hex.DecodeString("abz")
	println(err.Error())
	println(base64.StdEncoding.EncodeToString(data), base64.RawURLEncoding.EncodeToString(data))
	d, err := base64.StdEncoding.DecodeString("aGVsbG8=")
	println(string(d), err == nil)
	_, err = base64.StdEncoding.DecodeString("a*b")
	println(err.Error())
	println(base32.StdEncoding.EncodeToString(data), base32.HexEncoding.EncodeToString(data))
	out := make([]byte, ascii85.MaxEncodedLen(len(data)))
	println(string(out[:ascii85.Encode(out, data)]))
	b := binary.LittleEndian.AppendUint32(nil, 0xdeadbeef)
	b = binary.BigEndian.AppendUint64(b, 0x0102030405060708)
	println(hex.EncodeToString(b), binary.BigEndian.Uint16(b), binary.LittleEndian.Uint64(b[4:]))
	v := binary.AppendUvarint(nil, 300)
	v = binary.AppendVarint(v, -7)
	x, n := binary.Uvarint(v)
	y, m := binary.Varint(v[n:])
	println(x, n, y, m)
	r := csv.NewReader(strings.NewReader("a,b,\"c d\"\n1,\"x \"\"y\"\"\",3\n"))
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		println(len(rec), strings.Join(rec, "|"))
	}
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.Write([]string{"x", "y,z", "q\"r"})
	w.Flush()
	print(buf.String())
	p := pem.EncodeToMemory(&pem.Block{Type: "TEST", Headers: map[string]string{"a": "b"}, Bytes: data})
	print(string(p))
	block, rest := pem.Decode(p)
	println(block.Type, block.Headers["a"], bytes.Equal(block.Bytes, data), len(rest))
}
