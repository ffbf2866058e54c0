package net

import (
	"net/netip"
	"time"
)

// device makes a network of what a driver can do: a radio module behind a serial port, say. It is the
// interface of TinyGo's drivers (tinygo.org/x/drivers/netdev), which is like that of BSD's sockets; a
// driver gives its own to useNetdev, under this symbol. Several goroutines may call the methods.
type device interface {
	GetHostByName(name string) (netip.Addr, error)
	Addr() (netip.Addr, error)
	Socket(domain int, stype int, protocol int) (int, error)
	Bind(sockfd int, ip netip.AddrPort) error
	Connect(sockfd int, host string, ip netip.AddrPort) error
	Listen(sockfd int, backlog int) error
	Accept(sockfd int) (int, netip.AddrPort, error)
	Send(sockfd int, buf []byte, flags int, deadline time.Time) (int, error)
	Recv(sockfd int, buf []byte, flags int, deadline time.Time) (int, error)
	Close(sockfd int) error
	SetSockOpt(sockfd int, level int, opt int, value interface{}) error
}

// Numbers of sockets' kinds and options, as the drivers know them; TLS is done by the device.
const (
	afINET         = 2
	sockStream     = 1
	sockDatagram   = 2
	protocolTCP    = 6
	protocolUDP    = 17
	protocolTLS    = 254
	levelSocket    = 1
	levelTCP       = 6
	optKeepAlive   = 9
	optKeepAliveIn = 5
)

// driver is the device, once there is one.
var driver device

func useNetdev(dev device) {
	driver = dev
}

// socket is an open one of the device.
type socket struct {
	fd                int
	net               string
	local, remote     Addr
	readEnd, writeEnd time.Time
	closed            bool
}

// fail is the error of an operation on the socket.
func (s *socket) fail(op string, err error) error {
	return &OpError{Op: op, Net: s.net, Source: s.local, Addr: s.remote, Err: err}
}

// openSocket opens a socket of the kind that the network's name says.
func openSocket(op, net string) (*socket, error) {
	kind, protocol := sockStream, protocolTCP
	switch net {
	case "tcp", "tcp4":
	case "udp", "udp4":
		kind, protocol = sockDatagram, protocolUDP
	case "tls":
		protocol = protocolTLS
	default:
		return nil, &OpError{Op: op, Net: net, Err: UnknownNetworkError(net)}
	}
	if driver == nil {
		return nil, &OpError{Op: op, Net: net, Err: errNoNetwork}
	}
	fd, err := driver.Socket(afINET, kind, protocol)
	if err != nil {
		return nil, &OpError{Op: op, Net: net, Err: err}
	}
	return &socket{fd: fd, net: net}, nil
}

// connect connects a new socket; one that cannot be connected is closed.
func (s *socket) connect(host string, to netip.AddrPort, remote Addr) error {
	s.remote = remote
	if err := driver.Connect(s.fd, host, unmap(to)); err != nil {
		driver.Close(s.fd)
		return s.fail("dial", err)
	}
	return nil
}

// unmap makes an IPv4 address in IPv6's form one of IPv4, which is what the devices know.
func unmap(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

// Read waits for bytes and takes as many as there are.
func (s *socket) Read(b []byte) (n int, err error) {
	if s.closed {
		return 0, s.fail("read", errClosed)
	}
	n, err = driver.Recv(s.fd, b, 0, s.readEnd)
	return s.done("read", n, err)
}

// Write sends bytes.
func (s *socket) Write(b []byte) (n int, err error) {
	if s.closed {
		return 0, s.fail("write", errClosed)
	}
	n, err = driver.Send(s.fd, b, 0, s.writeEnd)
	return s.done("write", n, err)
}

// done is what Read and Write return: devices count -1 byte when they fail, and an end is no failure.
func (s *socket) done(op string, n int, err error) (int, error) {
	if n < 0 {
		n = 0
	}
	if err != nil && !isEOF(err) {
		err = s.fail(op, err)
	}
	return n, err
}

// Close closes the connection.
func (s *socket) Close() error {
	if s.closed {
		return s.fail("close", errClosed)
	}
	s.closed = true
	if err := driver.Close(s.fd); err != nil {
		return s.fail("close", err)
	}
	return nil
}

// LocalAddr is this end's address, as far as it is known.
func (s *socket) LocalAddr() Addr { return s.local }

// RemoteAddr is the other end's address.
func (s *socket) RemoteAddr() Addr { return s.remote }

// SetDeadline sets when Read and Write give up; the zero time is never.
func (s *socket) SetDeadline(t time.Time) error {
	s.readEnd, s.writeEnd = t, t
	return nil
}

// SetReadDeadline sets when Read gives up.
func (s *socket) SetReadDeadline(t time.Time) error {
	s.readEnd = t
	return nil
}

// SetWriteDeadline sets when Write gives up.
func (s *socket) SetWriteDeadline(t time.Time) error {
	s.writeEnd = t
	return nil
}
