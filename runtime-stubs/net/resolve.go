package net

import (
	"internal/strconv"
	"net/netip"
)

// ResolveTCPAddr is the address of a host, by its address or by a name that the device finds, and port.
func ResolveTCPAddr(network, address string) (*TCPAddr, error) {
	if network != "tcp" && network != "tcp4" {
		return nil, UnknownNetworkError(network)
	}
	ip, port, err := resolve(network, address)
	if err != nil {
		return nil, err
	}
	return &TCPAddr{IP: ip, Port: port}, nil
}

// ResolveUDPAddr is the same for UDP.
func ResolveUDPAddr(network, address string) (*UDPAddr, error) {
	if network != "udp" && network != "udp4" {
		return nil, UnknownNetworkError(network)
	}
	ip, port, err := resolve(network, address)
	if err != nil {
		return nil, err
	}
	return &UDPAddr{IP: ip, Port: port}, nil
}

// LookupHost has the device find a host's address.
func LookupHost(host string) (addrs []string, err error) {
	addr, err := lookup("ip", host)
	if err != nil {
		return nil, err
	}
	return []string{addr.String()}, nil
}

// LookupIP has the device find a host's address.
func LookupIP(host string) ([]IP, error) {
	addr, err := lookup("ip", host)
	if err != nil {
		return nil, err
	}
	return []IP{addr.AsSlice()}, nil
}

func resolve(network, address string) (ip IP, port int, err error) {
	host, text, err := SplitHostPort(address)
	if err != nil {
		return nil, 0, err
	}
	if port, err = parsePort(text); err != nil {
		return nil, 0, err
	}
	if host == "" {
		return nil, port, nil
	}
	addr, err := lookup(network, host)
	if err != nil {
		return nil, 0, err
	}
	return addr.AsSlice(), port, nil
}

// lookup is the address of a host, by its address or its name.
func lookup(network, host string) (netip.Addr, error) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr, nil
	}
	if driver == nil {
		return netip.Addr{}, &OpError{Op: "lookup", Net: network, Err: errNoNetwork}
	}
	addr, err := driver.GetHostByName(host)
	if err != nil {
		return netip.Addr{}, &OpError{Op: "lookup", Net: network, Err: err}
	}
	return addr, nil
}

// parsePort is a port by its number; names of services are not known.
func parsePort(text string) (int, error) {
	port, err := strconv.Atoi(text)
	if text == "" {
		port, err = 0, nil
	}
	if err != nil || port < 0 || port > 65535 {
		return 0, &AddrError{Err: "invalid port", Addr: text}
	}
	return port, nil
}

func portText(port int) string { return strconv.Itoa(port) }
