package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"time"

	"example.com/netdev/loopback"
)

// serve gives lines back, with another end.
func serve(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			println("accept:", err.Error())
			return
		}
		println("from", c.RemoteAddr().String())
		lines := bufio.NewScanner(c)
		for lines.Scan() {
			c.Write([]byte(lines.Text() + "!\n"))
		}
		c.Close()
	}
}

func main() {
	_, err := net.Dial("tcp", "127.0.0.1:80")
	println(err.Error())
	println(loopback.Use().Name())

	_, err = net.Dial("tcp", "there:80")
	println(err.Error())
	_, err = net.Dial("tcp", "here:80")
	println(err.Error())
	_, err = net.Dial("unix", "here")
	println(err.Error())

	l, err := net.Listen("tcp", ":80")
	if err != nil {
		println(err.Error())
		return
	}
	go serve(l)
	c, err := net.Dial("tcp", "here:80")
	if err != nil {
		println(err.Error())
		return
	}
	c.(*net.TCPConn).SetKeepAlive(true)
	c.Write([]byte("one\ntwo\n"))
	back := bufio.NewReader(c)
	for range 2 {
		line, err := back.ReadString('\n')
		print(line)
		println(err == nil)
	}
	c.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	_, err = back.ReadByte()
	var failed net.Error
	println(err.Error(), errors.As(err, &failed) && failed.Timeout())
	println(c.Close() == nil, errors.Is(c.Close(), net.ErrClosed))
	_, err = c.Read(make([]byte, 1))
	println(err.Error())

	u, err := net.DialUDP("udp", &net.UDPAddr{Port: 5}, &net.UDPAddr{IP: net.ParseIP("10.1.2.3"), Port: 53})
	if err != nil {
		println(err.Error())
		return
	}
	u.Write([]byte("packet"))
	packet := make([]byte, 20)
	n, _ := u.Read(packet)
	println(string(packet[:n]), u.LocalAddr().String(), u.RemoteAddr().String())
	u.Close()
	_, err = io.ReadAll(u)
	println(err != nil)

	_, err = net.DialTLS("example.org:443")
	println(err.Error())
}
