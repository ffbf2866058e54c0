//! How tools are installed on this system: the exact command to type.

use super::spec::{LLVM_VERSIONS, Packages, ToolId};
use std::path::Path;

/// A package manager.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manager {
    Apt,
    Dnf,
    Pacman,
    Zypper,
    Apk,
    Brew,
}

impl Manager {
    /// The manager of a Linux distribution, from the text of its `os-release` file.
    fn of_release(text: &str) -> Option<Manager> {
        let value = |key: &str| {
            let line = text.lines().find_map(|l| l.strip_prefix(key)?.strip_prefix('='))?;
            Some(line.trim_matches('"'))
        };
        // The distribution's own name decides, then those of its relatives.
        let names = [value("ID"), value("ID_LIKE")];
        names.into_iter().flatten().flat_map(str::split_whitespace).find_map(|name| match name {
            "debian" | "ubuntu" | "raspbian" | "linuxmint" => Some(Manager::Apt),
            "fedora" | "rhel" | "centos" => Some(Manager::Dnf),
            "arch" | "manjaro" => Some(Manager::Pacman),
            "suse" | "opensuse" | "opensuse-tumbleweed" | "opensuse-leap" => Some(Manager::Zypper),
            "alpine" => Some(Manager::Apk),
            _ => None,
        })
    }

    fn install(self) -> &'static str {
        match self {
            Manager::Apt => "apt-get install",
            Manager::Dnf => "dnf install",
            Manager::Pacman => "pacman -S",
            Manager::Zypper => "zypper install",
            Manager::Apk => "apk add",
            Manager::Brew => "brew install",
        }
    }

    fn package(self, packages: &Packages) -> &'static str {
        match self {
            Manager::Apt => packages.apt,
            Manager::Dnf => packages.dnf,
            Manager::Pacman => packages.pacman,
            Manager::Zypper => packages.zypper,
            Manager::Apk => packages.apk,
            Manager::Brew => packages.brew,
        }
    }
}

/// What decides how the command looks.
#[derive(Clone, Debug)]
pub struct System {
    pub manager: Option<Manager>,
    /// The user is root, so the command needs no `sudo`.
    pub root: bool,
    /// A Python environment is activated, so that `pip` installs into it.
    pub environment: bool,
    /// The LLVM that the package manager offers, for the names of its packages.
    pub llvm: u32,
}

impl System {
    /// This system. Looks at files, never at the network.
    pub fn detect() -> System {
        let release = ["/etc/os-release", "/usr/lib/os-release"];
        let text = release.iter().find_map(|f| std::fs::read_to_string(f).ok());
        let manager = match text {
            Some(text) => Manager::of_release(&text),
            None if cfg!(target_os = "macos") => Some(Manager::Brew),
            None => None,
        };
        let llvm = match manager {
            Some(Manager::Apt) => newest_in_apt(Path::new("/var/lib/apt/lists")),
            _ => None,
        };
        let environment = std::env::var_os("VIRTUAL_ENV").is_some_and(|v| !v.is_empty());
        System { manager, root: is_root(), environment, llvm: llvm.unwrap_or(19) }
    }
}

/// Most systems keep their own Python closed, so packages go into an environment that embgo looks
/// into ([`find::user_environment`](super::find::user_environment)).
fn pip_command(active: bool, packages: &[String]) -> String {
    let packages = packages.join(" ");
    match active {
        true => format!("python3 -m pip install {packages}"),
        false => {
            let dir = "~/.local/share/embgo/python";
            format!("python3 -m venv {dir} && {dir}/bin/pip install {packages}")
        }
    }
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|m| m.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// The newest LLVM that apt's package lists name, if they were fetched and are not compressed.
fn newest_in_apt(lists: &Path) -> Option<u32> {
    let mut newest = None;
    for entry in std::fs::read_dir(lists).ok()?.flatten() {
        if !entry.file_name().to_string_lossy().ends_with("_Packages") {
            continue;
        }
        let Ok(text) = std::fs::read(entry.path()) else { continue };
        for version in LLVM_VERSIONS {
            let line = format!("\nPackage: clang-{version}\n");
            if newest.is_none_or(|n| n < version) && contains(&text, line.as_bytes()) {
                newest = Some(version);
            }
        }
    }
    newest
}

fn contains(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|w| w == what)
}

/// The command that installs `tools`, if there is one for this system. Tools that only PyPI has get
/// a second command.
pub fn command(system: &System, tools: &[ToolId]) -> Option<String> {
    let mut native = Vec::new();
    let mut pip = Vec::new();
    for tool in tools {
        let packages = &tool.spec().packages;
        let name = system.manager.map_or("", |m| m.package(packages));
        if name.is_empty() {
            pip.extend((!packages.pip.is_empty()).then(|| packages.pip.to_owned()));
            continue;
        }
        let name = name.replace("{v}", &system.llvm.to_string());
        if !native.contains(&name) {
            native.push(name);
        }
    }
    let mut commands = Vec::new();
    if let Some(manager) = system.manager
        && !native.is_empty()
    {
        let sudo = if system.root || manager == Manager::Brew { "" } else { "sudo " };
        commands.push(format!("{sudo}{} {}", manager.install(), native.join(" ")));
    }
    if !pip.is_empty() {
        commands.push(pip_command(system.environment, &pip));
    }
    (!commands.is_empty()).then(|| commands.join(" && "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_this_systems() {
        let on = |manager, root| System { manager, root, environment: true, llvm: 22 };
        let llvm = [ToolId::Clang, ToolId::Lld];
        let of = |system: System, tools: &[ToolId]| command(&system, tools).unwrap_or_default();
        let apt = Some(Manager::Apt);
        assert_eq!(of(on(apt, false), &llvm), "sudo apt-get install clang-22 lld-22");
        assert_eq!(of(on(apt, true), &[ToolId::Gdb]), "apt-get install gdb-multiarch");
        assert_eq!(of(on(Some(Manager::Brew), false), &llvm), "brew install llvm lld");
        assert_eq!(of(on(apt, true), &[ToolId::Labwired]), "python3 -m pip install labwired");
        assert_eq!(of(on(None, true), &llvm), "");
        let closed = System { environment: false, ..on(apt, true) };
        assert_eq!(
            of(closed, &[ToolId::Labwired]),
            "python3 -m venv ~/.local/share/embgo/python && \
             ~/.local/share/embgo/python/bin/pip install labwired"
        );
        let qemu = [ToolId::QemuArm, ToolId::QemuRiscv32];
        assert_eq!(of(on(Some(Manager::Brew), false), &qemu), "brew install qemu");
    }

    #[test]
    fn distributions_are_known_by_their_relatives() {
        let of = Manager::of_release;
        assert_eq!(of("PRETTY_NAME=\"x\"\nID=debian\n"), Some(Manager::Apt));
        assert_eq!(of("ID=pop\nID_LIKE=\"ubuntu debian\"\n"), Some(Manager::Apt));
        assert_eq!(of("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"), Some(Manager::Dnf));
        assert_eq!(of("ID=plan9\n"), None);
    }
}
