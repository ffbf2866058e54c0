// Package loopback is a network that ends in the program itself, made as drivers for TinyGo are.
package loopback

import (
	"errors"
	"io"
	"net/netip"
	"time"
	_ "unsafe" // for go:linkname
)

// Network is what a driver does. Package net knows it under another name.
type Network interface {
	Socket(domain int, stype int, protocol int) (int, error)
	Bind(sockfd int, ip netip.AddrPort) error
	Connect(sockfd int, host string, ip netip.AddrPort) error
	Listen(sockfd int, backlog int) error
	Accept(sockfd int) (int, netip.AddrPort, error)
	Send(sockfd int, buf []byte, flags int, deadline time.Time) (int, error)
	Recv(sockfd int, buf []byte, flags int, deadline time.Time) (int, error)
	Close(sockfd int) error
	SetSockOpt(sockfd int, level int, opt int, value interface{}) error
	GetHostByName(name string) (netip.Addr, error)
	Addr() (netip.Addr, error)

	// Name is only for whoever looks at the driver itself.
	Name() string
}

//go:linkname use net.useNetdev
func use(n Network)

// Use makes a new loopback the network of package net.
func Use() Network {
	var n Network = &loopback{}
	use(n)
	return n
}

var (
	errRefused = errors.New("refused")
	errName    = errors.New("no such host")
	here       = netip.MustParseAddr("127.0.0.1")
)

type end struct {
	kind  int
	own   netip.AddrPort
	in    []byte
	over  bool
	other *end
	calls chan *end
}

type loopback struct {
	ends []*end
}

func (n *loopback) Name() string { return "loopback" }

func (n *loopback) add(e *end) int {
	n.ends = append(n.ends, e)
	return len(n.ends) - 1
}

func (n *loopback) Socket(domain, stype, protocol int) (int, error) {
	println("socket", domain, stype, protocol)
	return n.add(&end{kind: stype}), nil
}

func (n *loopback) Bind(fd int, ip netip.AddrPort) error {
	n.ends[fd].own = ip
	return nil
}

func (n *loopback) Connect(fd int, host string, ip netip.AddrPort) error {
	println("connect", host, ip.String())
	e := n.ends[fd]
	for _, l := range n.ends {
		if l.calls != nil && l.own.Port() == ip.Port() {
			e.own = netip.AddrPortFrom(here, 40000)
			e.other = &end{other: e}
			l.calls <- e.other
			return nil
		}
	}
	if e.kind == 2 {
		// What is sent comes back.
		e.other = e
		return nil
	}
	return errRefused
}

func (n *loopback) Listen(fd, backlog int) error {
	n.ends[fd].calls = make(chan *end, backlog)
	return nil
}

func (n *loopback) Accept(fd int) (int, netip.AddrPort, error) {
	e := <-n.ends[fd].calls
	return n.add(e), e.other.own, nil
}

func (n *loopback) Send(fd int, buf []byte, flags int, deadline time.Time) (int, error) {
	to := n.ends[fd].other
	to.in = append(to.in, buf...)
	return len(buf), nil
}

type tooLate struct{}

func (tooLate) Error() string { return "too late" }
func (tooLate) Timeout() bool { return true }

func (n *loopback) Recv(fd int, buf []byte, flags int, deadline time.Time) (int, error) {
	e := n.ends[fd]
	for len(e.in) == 0 {
		if e.over {
			return 0, io.EOF
		}
		if !deadline.IsZero() && time.Now().After(deadline) {
			return -1, tooLate{}
		}
		time.Sleep(time.Millisecond)
	}
	k := copy(buf, e.in)
	e.in = e.in[k:]
	return k, nil
}

func (n *loopback) Close(fd int) error {
	if e := n.ends[fd]; e.other != nil {
		e.other.over = true
	}
	return nil
}

func (n *loopback) SetSockOpt(fd, level, opt int, value interface{}) error {
	println("option", level, opt, value.(bool))
	return nil
}

func (n *loopback) GetHostByName(name string) (netip.Addr, error) {
	if name != "here" {
		return netip.Addr{}, errName
	}
	return here, nil
}

func (n *loopback) Addr() (netip.Addr, error) { return here, nil }
