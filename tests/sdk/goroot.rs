//! The Go SDK that tests compare with.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The root of the SDK: `$EMBGO_TEST_GOROOT`, or that of the `go` command, which is asked once.
pub fn goroot() -> PathBuf {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(find).clone()
}

fn find() -> PathBuf {
    if let Some(root) = std::env::var_os("EMBGO_TEST_GOROOT") {
        return root.into();
    }
    for go in [".venv/bin/go", "go"] {
        let Ok(out) = Command::new(go).args(["env", "GOROOT"]).output() else { continue };
        let root = String::from_utf8_lossy(&out.stdout).trim().to_owned();
        if out.status.success() && !root.is_empty() {
            return root.into();
        }
    }
    panic!("no Go SDK found: run `make deps`, or name one in EMBGO_TEST_GOROOT");
}
