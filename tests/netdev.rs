//! Package net over a driver of a network, made as TinyGo's drivers are.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, root};

/// The module of `tests/data/netdev`, where the network ends in the program itself.
fn module() -> Embgo {
    let embgo = Embgo::new();
    for file in ["go.mod", "main.go", "loopback/loopback.go"] {
        let text = std::fs::read_to_string(root().join("tests/data/netdev").join(file));
        embgo.file(file, text.expect("the file is there"));
    }
    embgo
}

#[test]
fn connections_over_a_driver() {
    let ended = module().run("run -target=cortex-m-qemu -timeout=20s .");
    let want = "dial tcp: there is no network on this target\nloopback\nlookup tcp: no such host\n\
                socket 2 1 6\nconnect  127.0.0.1:80\ndial tcp 127.0.0.1:80: refused\n\
                dial unix: unknown network unix\nsocket 2 1 6\nsocket 2 1 6\n\
                connect  127.0.0.1:80\noption 1 9 true\nfrom 127.0.0.1:40000\none!\ntrue\ntwo!\n\
                true\nread tcp 127.0.0.1:80: too late true\ntrue true\n\
                read tcp 127.0.0.1:80: use of closed network connection\nsocket 2 2 17\n\
                connect  10.1.2.3:53\npacket :5 10.1.2.3:53\ntrue\nsocket 2 1 254\n\
                connect example.org invalid AddrPort\ndial tls example.org:443: refused\n";
    assert_eq!(ended.stdout, want, "{}", ended.stderr);
}

/// Drivers for other versions of TinyGo have other methods.
#[test]
fn a_driver_of_another_kind() {
    let embgo = module();
    let driver = std::fs::read_to_string(root().join("tests/data/netdev/loopback/loopback.go"));
    let other = driver
        .expect("the file is there")
        .replace("Bind(sockfd int, ip netip.AddrPort)", "Bind(sockfd int, port int)");
    embgo.file(
        "loopback/loopback.go",
        other.replace(
            "Bind(fd int, ip netip.AddrPort) error {\n",
            "Bind(fd int, port int) error {\n\tvar ip netip.AddrPort\n",
        ),
    );
    let ended = embgo.run("build -target=pico -o a.elf .");
    let want = "loopback/loopback.go:36:2: the function that is linked here takes another type: \
                loopback.Network does not implement net.device (wrong type for method Bind)";
    assert!(ended.code != 0 && ended.stderr.contains(want), "{}", ended.stderr);
}
