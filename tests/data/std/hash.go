package main

import (
	"container/heap"
	"container/list"
	"container/ring"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
	"hash/maphash"
)

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ints) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

func main() {
	data := make([]byte, 1000)
	for i := range data {
		data[i] = byte(i * 7)
	}
	println(adler32.Checksum(data), crc32.ChecksumIEEE(data), crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)), crc64.Checksum(data, crc64.MakeTable(crc64.ECMA)))
	f := fnv.New64a()
	f.Write(data)
	println(f.Sum64())
	s := maphash.MakeSeed()
	println(maphash.Bytes(s, data) == maphash.Bytes(s, data), maphash.String(s, "a") == maphash.String(s, "b"))
	m := md5.Sum(data)
	println(hex.EncodeToString(m[:]))
	s1 := sha1.Sum(data)
	println(hex.EncodeToString(s1[:]))
	s256 := sha256.Sum256(data)
	println(hex.EncodeToString(s256[:]))
	s512 := sha512.Sum512(data)
	println(hex.EncodeToString(s512[:]))
	h := hmac.New(sha256.New, []byte("key"))
	h.Write(data)
	println(hex.EncodeToString(h.Sum(nil)))

	q := &ints{5, 2, 8}
	heap.Init(q)
	heap.Push(q, 3)
	for q.Len() > 0 {
		println(heap.Pop(q).(int))
	}
	l := list.New()
	l.PushBack(4)
	l.PushFront(1)
	l.InsertBefore(3, l.Back())
	for e := l.Front(); e != nil; e = e.Next() {
		println(e.Value.(int))
	}
	r := ring.New(3)
	for i := 0; i < 3; i++ {
		r.Value = i
		r = r.Next()
	}
	r.Do(func(v any) { println(v.(int)) })
}
