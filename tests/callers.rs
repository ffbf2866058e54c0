//! Who called: the programs of `tests/data/callers` print on emulated boards, at each level of
//! optimisation, what they print with official Go.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, goroot::goroot, root};
use std::process::Command;

fn compare(name: &str) {
    let file = root().join("tests/data/callers").join(name);
    let goroot = goroot();
    let mut go = Command::new(goroot.join("bin/go"));
    go.arg("run").arg(&file).env("GOROOT", &goroot).env("GOFLAGS", "").env("GOTOOLCHAIN", "local");
    go.envs([("GOOS", "linux"), ("GOARCH", "386"), ("CGO_ENABLED", "0")]);
    let out = go.output().expect("go can be started");
    assert!(out.status.success(), "go run {name}: {}", String::from_utf8_lossy(&out.stderr));
    // println writes to standard error there, to the console here.
    let want = String::from_utf8([out.stdout, out.stderr].concat()).expect("a text");
    for target in ["riscv-qemu", "cortex-m-qemu", "cortex-m4-qemu"] {
        for opt in ["0", "z", "2"] {
            let line = format!("run -target={target} -opt={opt} {}", file.display());
            let got = Embgo::new().run(&line).ok();
            let differs = want.lines().zip(got.lines()).find(|(w, g)| w != g);
            assert_eq!(differs, None, "{name} on {target} with -opt={opt}");
            assert_eq!(want.lines().count(), got.lines().count(), "{name} on {target}");
        }
    }
}

#[test]
fn callers() {
    compare("callers.go");
}

#[test]
fn lines() {
    compare("lines.go");
}
