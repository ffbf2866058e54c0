//! Packages of the standard library that make no sense without an operating system.

/// What a package of the SDK needs that a microcontroller has not; nothing for most packages.
/// Packages of ours with the same path are found before this is asked.
pub(super) fn reason(path: &str) -> Option<&'static str> {
    let reason = match path {
        "os/exec" | "os/signal" | "os/user" | "internal/poll" | "internal/syscall/execenv" => {
            "an operating system with processes and users"
        }
        "syscall" | "internal/syscall/unix" | "internal/syscall/windows" => {
            "the system calls of an operating system"
        }
        "net/http" | "net/rpc" | "net/smtp" => "the network stack of an operating system",
        "plugin" => "the dynamic linker of an operating system",
        "runtime/cgo" | "runtime/race" | "runtime/msan" | "runtime/asan" => {
            "the runtime of the Go SDK"
        }
        "runtime/pprof" | "runtime/trace" | "runtime/coverage" => "the tracing of the Go SDK",
        "runtime" => "the runtime of the Go SDK",
        path if path.starts_with("net/http/") => "the network stack of an operating system",
        "log/syslog" => "the system log of an operating system",
        _ => return None,
    };
    Some(reason)
}

/// What to do without a package that TinyGo has and embgo has not; nothing for other packages.
pub(super) fn tinygos(path: &str) -> Option<&'static str> {
    let (first, _) = path.split_once('/')?;
    Some(match first {
        "machine" if path.starts_with("machine/usb") => {
            "of USB devices there are the serial port, machine.USBCDC, machine/usb/hid/keyboard and \
             machine/usb/hid/mouse; see docs/usb.md"
        }
        "machine" => "package machine has what docs/machine.md lists",
        "device" => {
            "that chip is not supported; `embgo svd` makes registers of a chip from its SVD file"
        }
        _ => return None,
    })
}

/// Does a test of the library that imports this need an operating system, itself or through what
/// the package imports?
pub(super) fn in_test(path: &str) -> bool {
    let indirect = ["crypto/tls", "internal/trace", "net/http/httptest", "net/http/httputil"];
    reason(path).is_some() || indirect.contains(&path)
}
