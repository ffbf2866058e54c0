package net

import (
	"context"
	"errors"
	"io"
	"os"
	"time"
)

// Addresses, and the names of what other packages build upon. A network there is when a driver of a
// device has called useNetdev; or whoever has one makes a Conn of it.

// An Addr is an address of some network.
type Addr interface {
	Network() string
	String() string
}

// A Conn is a connection that carries a stream.
type Conn interface {
	Read(b []byte) (n int, err error)
	Write(b []byte) (n int, err error)
	Close() error
	LocalAddr() Addr
	RemoteAddr() Addr
	SetDeadline(t time.Time) error
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}

// A PacketConn is a connection that carries packets.
type PacketConn interface {
	ReadFrom(p []byte) (n int, addr Addr, err error)
	WriteTo(p []byte, addr Addr) (n int, err error)
	Close() error
	LocalAddr() Addr
	SetDeadline(t time.Time) error
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}

// A Listener waits for connections.
type Listener interface {
	Accept() (Conn, error)
	Close() error
	Addr() Addr
}

// An Error is one of a network.
type Error interface {
	error
	Timeout() bool
	Temporary() bool
}

// ErrClosed says that a connection is closed already.
var ErrClosed error = errClosed

var errClosed = errors.New("use of closed network connection")

// ErrWriteToConnected says that a connection has its address already.
var ErrWriteToConnected = errors.New("use of WriteTo with pre-connected connection")

var errMissingAddress = errors.New("missing address")

var errNoNetwork = errors.New("there is no network on this target")

// An OpError is about an operation on a connection.
type OpError struct {
	Op     string
	Net    string
	Source Addr
	Addr   Addr
	Err    error
}

func (e *OpError) Unwrap() error { return e.Err }

func (e *OpError) Error() string {
	if e == nil {
		return "<nil>"
	}
	s := e.Op
	if e.Net != "" {
		s += " " + e.Net
	}
	if e.Source != nil {
		s += " " + e.Source.String()
	}
	if e.Addr != nil {
		if e.Source != nil {
			s += "->"
		} else {
			s += " "
		}
		s += e.Addr.String()
	}
	return s + ": " + e.Err.Error()
}

// Timeout tells whether the error is that of waiting too long.
func (e *OpError) Timeout() bool {
	t, ok := e.Err.(interface{ Timeout() bool })
	return ok && t.Timeout()
}

// Temporary tells whether trying again may help.
func (e *OpError) Temporary() bool {
	t, ok := e.Err.(interface{ Temporary() bool })
	return ok && t.Temporary()
}

// A ParseError is about a text that is no address.
type ParseError struct {
	Type string
	Text string
}

func (e *ParseError) Error() string   { return "invalid " + e.Type + ": " + e.Text }
func (e *ParseError) Timeout() bool   { return false }
func (e *ParseError) Temporary() bool { return false }

// An AddrError is about an address.
type AddrError struct {
	Err  string
	Addr string
}

func (e *AddrError) Error() string {
	if e == nil {
		return "<nil>"
	}
	if e.Addr == "" {
		return e.Err
	}
	return "address " + e.Addr + ": " + e.Err
}

func (e *AddrError) Timeout() bool   { return false }
func (e *AddrError) Temporary() bool { return false }

// An UnknownNetworkError names a network that is none.
type UnknownNetworkError string

func (e UnknownNetworkError) Error() string   { return "unknown network " + string(e) }
func (e UnknownNetworkError) Timeout() bool   { return false }
func (e UnknownNetworkError) Temporary() bool { return false }

// An InvalidAddrError is about an address that cannot be.
type InvalidAddrError string

func (e InvalidAddrError) Error() string   { return string(e) }
func (e InvalidAddrError) Timeout() bool   { return false }
func (e InvalidAddrError) Temporary() bool { return false }

// A Dialer makes connections. When it gives up is the device's business.
type Dialer struct {
	Timeout   time.Duration
	Deadline  time.Time
	LocalAddr Addr
	KeepAlive time.Duration
}

// Dial connects to an address.
func (d *Dialer) Dial(network, address string) (Conn, error) {
	return Dial(network, address)
}

// DialContext connects to an address; the context is not looked at.
func (d *Dialer) DialContext(ctx context.Context, network, address string) (Conn, error) {
	return Dial(network, address)
}

// Dial connects to a host, by its address or by a name that the device finds, and port: "tcp" or "udp".
func Dial(network, address string) (Conn, error) {
	switch network {
	case "tcp", "tcp4":
		raddr, err := ResolveTCPAddr(network, address)
		if err != nil {
			return nil, err
		}
		c, err := DialTCP(network, nil, raddr)
		if err != nil {
			return nil, err
		}
		return c, nil
	case "udp", "udp4":
		raddr, err := ResolveUDPAddr(network, address)
		if err != nil {
			return nil, err
		}
		c, err := DialUDP(network, nil, raddr)
		if err != nil {
			return nil, err
		}
		return c, nil
	}
	return nil, &OpError{Op: "dial", Net: network, Err: UnknownNetworkError(network)}
}

// DialTimeout is Dial: when it gives up is the device's business.
func DialTimeout(network, address string, timeout time.Duration) (Conn, error) {
	return Dial(network, address)
}

// Listen waits for connections, "tcp", at a port.
func Listen(network, address string) (Listener, error) {
	laddr, err := ResolveTCPAddr(network, address)
	if err != nil {
		return nil, err
	}
	l, err := ListenTCP(network, laddr)
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Buffers are written one after the other.
type Buffers [][]byte

// WriteTo writes them, and drops what was written.
func (v *Buffers) WriteTo(w io.Writer) (n int64, err error) {
	for len(*v) != 0 {
		k, err := w.Write((*v)[0])
		n += int64(k)
		if err != nil {
			(*v)[0] = (*v)[0][k:]
			return n, err
		}
		*v = (*v)[1:]
	}
	return n, nil
}

// Read takes from the first.
func (v *Buffers) Read(p []byte) (n int, err error) {
	for len(p) != 0 && len(*v) != 0 {
		k := copy(p, (*v)[0])
		p = p[k:]
		(*v)[0] = (*v)[0][k:]
		if len((*v)[0]) == 0 {
			*v = (*v)[1:]
		}
		n += k
	}
	if len(*v) == 0 {
		return n, io.EOF
	}
	return n, nil
}

// JoinHostPort puts a host in brackets if it has colons, and the port behind it.
func JoinHostPort(host, port string) string {
	for i := 0; i < len(host); i++ {
		if host[i] == ':' {
			return "[" + host + "]:" + port
		}
	}
	return host + ":" + port
}

// SplitHostPort undoes JoinHostPort.
func SplitHostPort(hostport string) (host, port string, err error) {
	fail := func(why string) (string, string, error) {
		return "", "", &AddrError{Err: why, Addr: hostport}
	}
	colon := -1
	for i := 0; i < len(hostport); i++ {
		if hostport[i] == ':' {
			colon = i
		}
	}
	if colon < 0 {
		return fail("missing port in address")
	}
	host, port = hostport[:colon], hostport[colon+1:]
	inside := host
	if hostport[0] == '[' {
		end := 0
		for end < len(hostport) && hostport[end] != ']' {
			end++
		}
		switch {
		case end == len(hostport):
			return fail("missing ']' in address")
		case end+1 == len(hostport):
			return fail("missing port in address")
		case end+1 != colon:
			if hostport[end+1] == ':' {
				return fail("too many colons in address")
			}
			return fail("missing port in address")
		}
		host = hostport[1:end]
		inside = ""
		for i := 0; i < len(host); i++ {
			if host[i] == '[' {
				return fail("unexpected '[' in address")
			}
		}
	}
	for i := 0; i < len(inside); i++ {
		if inside[i] == ':' {
			return fail("too many colons in address")
		}
	}
	for i := 0; i < len(inside)+len(port); i++ {
		switch (inside + port)[i] {
		case '[':
			return fail("unexpected '[' in address")
		case ']':
			return fail("unexpected ']' in address")
		}
	}
	return host, port, nil
}

// pipe ends.

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

type pipe struct {
	*io.PipeReader
	w *io.PipeWriter
}

// Pipe gives two connections, each the other end of the other.
func Pipe() (Conn, Conn) {
	r1, w1 := io.Pipe()
	r2, w2 := io.Pipe()
	return &pipe{r1, w2}, &pipe{r2, w1}
}

func (p *pipe) Write(b []byte) (int, error) { return p.w.Write(b) }

func (p *pipe) Close() error {
	p.w.Close()
	return p.PipeReader.Close()
}

func (p *pipe) LocalAddr() Addr                    { return pipeAddr{} }
func (p *pipe) RemoteAddr() Addr                   { return pipeAddr{} }
func (p *pipe) SetDeadline(t time.Time) error      { return os.ErrNoDeadline }
func (p *pipe) SetReadDeadline(t time.Time) error  { return os.ErrNoDeadline }
func (p *pipe) SetWriteDeadline(t time.Time) error { return os.ErrNoDeadline }
