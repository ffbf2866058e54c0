package net

import (
	"io"
	"net/netip"
	"time"
)

func isEOF(err error) bool { return err == io.EOF }

// TCPConn is a TCP connection of the device that useNetdev was given.
type TCPConn struct {
	socket
}

// SetKeepAlive has the device find out whether the other end is still there, or not.
func (c *TCPConn) SetKeepAlive(keepalive bool) error {
	return driver.SetSockOpt(c.fd, levelSocket, optKeepAlive, keepalive)
}

// SetKeepAlivePeriod sets how often.
func (c *TCPConn) SetKeepAlivePeriod(d time.Duration) error {
	// In halves of a second, as the devices count.
	return driver.SetSockOpt(c.fd, levelTCP, optKeepAliveIn, 2*d.Seconds())
}

// SetNoDelay does nothing: the device decides when to send.
func (c *TCPConn) SetNoDelay(noDelay bool) error { return nil }

// UDPConn sends packets to one address, and receives them.
type UDPConn struct {
	socket
}

// TLSConn is a connection that the device encrypts.
type TLSConn struct {
	socket
}

// TLSAddr is a host by its name, which its certificate has.
type TLSAddr struct {
	Host string
	Port int
}

func (a *TLSAddr) Network() string { return "tls" }

func (a *TLSAddr) String() string {
	if a == nil {
		return "<nil>"
	}
	return JoinHostPort(a.Host, portText(a.Port))
}

// DialTCP connects to an address; laddr may be nil.
func DialTCP(network string, laddr, raddr *TCPAddr) (*TCPConn, error) {
	if raddr == nil {
		return nil, &OpError{Op: "dial", Net: network, Err: errMissingAddress}
	}
	s, err := openSocket("dial", network)
	if err != nil {
		return nil, err
	}
	if laddr != nil {
		s.local = laddr
	}
	if err := s.connect("", raddr.AddrPort(), raddr); err != nil {
		return nil, err
	}
	return &TCPConn{*s}, nil
}

// DialUDP sends packets to an address, from the port of laddr if it is not nil.
func DialUDP(network string, laddr, raddr *UDPAddr) (*UDPConn, error) {
	if raddr == nil {
		return nil, &OpError{Op: "dial", Net: network, Err: errMissingAddress}
	}
	s, err := openSocket("dial", network)
	if err != nil {
		return nil, err
	}
	if laddr == nil {
		laddr = &UDPAddr{}
	}
	s.local = laddr
	if err := s.bind("dial", laddr.AddrPort()); err != nil {
		return nil, err
	}
	if err := s.connect("", raddr.AddrPort(), raddr); err != nil {
		return nil, err
	}
	return &UDPConn{*s}, nil
}

// DialTLS connects to a host and port over a connection that the device encrypts.
func DialTLS(address string) (*TLSConn, error) {
	host, text, err := SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := parsePort(text)
	if err != nil {
		return nil, err
	}
	if port == 0 {
		port = 443
	}
	s, err := openSocket("dial", "tls")
	if err != nil {
		return nil, err
	}
	to := netip.AddrPortFrom(netip.Addr{}, uint16(port))
	if err := s.connect(host, to, &TLSAddr{host, port}); err != nil {
		return nil, err
	}
	return &TLSConn{*s}, nil
}

// bind gives the socket an address of its own, or closes it.
func (s *socket) bind(op string, to netip.AddrPort) error {
	if err := driver.Bind(s.fd, unmap(to)); err != nil {
		driver.Close(s.fd)
		return s.fail(op, err)
	}
	return nil
}

// TCPListener waits for connections.
type TCPListener struct {
	socket
}

// ListenTCP has the device wait for connections at the address, or at the port of any of its own.
func ListenTCP(network string, laddr *TCPAddr) (*TCPListener, error) {
	if network != "tcp" && network != "tcp4" {
		return nil, &OpError{Op: "listen", Net: network, Err: UnknownNetworkError(network)}
	}
	s, err := openSocket("listen", network)
	if err != nil {
		return nil, err
	}
	if laddr == nil {
		laddr = &TCPAddr{}
	}
	s.local = laddr
	if err := s.bind("listen", laddr.AddrPort()); err != nil {
		return nil, err
	}
	return s.listen()
}

func (s *socket) listen() (*TCPListener, error) {
	const backlog = 5
	if err := driver.Listen(s.fd, backlog); err != nil {
		driver.Close(s.fd)
		return nil, s.fail("listen", err)
	}
	return &TCPListener{*s}, nil
}

// AcceptTCP waits for a connection.
func (l *TCPListener) AcceptTCP() (*TCPConn, error) {
	if l.closed {
		return nil, l.fail("accept", errClosed)
	}
	fd, from, err := driver.Accept(l.fd)
	if err != nil {
		return nil, l.fail("accept", err)
	}
	return &TCPConn{socket{fd: fd, net: l.net, local: l.local, remote: TCPAddrFromAddrPort(from)}}, nil
}

// Accept waits for a connection.
func (l *TCPListener) Accept() (Conn, error) {
	c, err := l.AcceptTCP()
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Addr is the address that is listened at.
func (l *TCPListener) Addr() Addr { return l.local }
