//! What a debugger needs: the server for a target, and what to tell gdb.

use super::run::tags;
use crate::target::Target;
use crate::tools::command::Command;
use crate::tools::emulator::Emulation;
use crate::tools::find::Search;
use crate::tools::spec::ToolId;
use anyhow::{Context as _, Result, bail};
use std::path::Path;

/// What serves gdb.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ServerKind {
    Qemu,
    ProbeRs,
    OpenOcd,
}

impl ServerKind {
    /// As `-server` names them.
    pub const NAMES: [(&str, ServerKind); 3] = [
        ("qemu", ServerKind::Qemu),
        ("probe-rs", ServerKind::ProbeRs),
        ("openocd", ServerKind::OpenOcd),
    ];

    pub fn named(name: &str) -> Option<ServerKind> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, kind)| *kind)
    }

    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, k)| *k == self).map_or("", |(name, _)| name)
    }

    /// Does the program have to be written to a chip first?
    fn is_board(self) -> bool {
        self != ServerKind::Qemu
    }
}

/// The server to use for a target: the wanted one, or the first that there is.
pub fn choose(target: &Target, wanted: Option<ServerKind>, search: &Search) -> Result<ServerKind> {
    use ServerKind::*;
    let reason = |kind| unusable(kind, target, search);
    if let Some(kind) = wanted {
        return match reason(kind) {
            None => Ok(kind),
            Some(why) => bail!("{} cannot serve {}: {why}", kind.name(), target.name),
        };
    }
    let all = [Qemu, ProbeRs, OpenOcd];
    if let Some(kind) = all.into_iter().find(|k| reason(*k).is_none()) {
        return Ok(kind);
    }
    let mut text = format!("nothing here can debug {}:", target.name);
    for kind in all {
        text += &format!("\n  {}: {}", kind.name(), reason(kind).unwrap_or_default());
    }
    bail!("{text}")
}

/// Why a server cannot be used with a target, or `None` if it can.
fn unusable(kind: ServerKind, target: &Target, search: &Search) -> Option<String> {
    let missing = |id: ToolId| search.find(id).err().map(|e| e.to_string());
    match kind {
        ServerKind::Qemu => {
            let qemu = target.emulator.first().is_some_and(|program| program.contains("qemu"));
            (!qemu).then(|| "the target has no emulator of QEMU".to_owned())
        }
        ServerKind::ProbeRs if target.debug.probe_rs_chip.is_empty() => {
            Some("the target does not name its chip (probe-rs-chip)".to_owned())
        }
        ServerKind::ProbeRs => missing(ToolId::ProbeRs),
        ServerKind::OpenOcd if target.debug.openocd_target.is_empty() => {
            Some("the target does not name its chip (openocd-target)".to_owned())
        }
        ServerKind::OpenOcd if target.debug.openocd_interface.is_empty() => {
            Some("the target does not name its probe (openocd-interface)".to_owned())
        }
        ServerKind::OpenOcd => missing(ToolId::OpenOcd),
    }
}

/// The server's command for a program. It lets nothing run before gdb says so.
pub fn server(
    kind: ServerKind,
    target: &Target,
    elf: &Path,
    image: Option<&Path>,
    port: u16,
    search: &Search,
) -> Result<Command> {
    match kind {
        ServerKind::Qemu => {
            let emulation = Emulation {
                command: &target.emulator,
                elf,
                image,
                args: &[],
                timeout: None,
                input: false,
                dir: None,
            };
            let mut command = emulation.to_command(search)?;
            command.arg("-S").arg("-gdb").arg(format!("tcp:127.0.0.1:{port}"));
            Ok(command)
        }
        ServerKind::ProbeRs => {
            let mut command = Command::new(&search.find(ToolId::ProbeRs)?);
            command.args(["gdb", "--chip", &target.debug.probe_rs_chip, "--reset-halt"]);
            command.arg("--gdb-connection-string").arg(format!("127.0.0.1:{port}"));
            Ok(command)
        }
        ServerKind::OpenOcd => {
            let debug = &target.debug;
            let mut command = Command::new(&search.find(ToolId::OpenOcd)?);
            command.arg("-f").arg(format!("interface/{}.cfg", debug.openocd_interface));
            if !debug.openocd_transport.is_empty() {
                command.arg("-c").arg(format!("transport select {}", debug.openocd_transport));
            }
            for line in &debug.openocd_commands {
                command.arg("-c").arg(line);
            }
            command.arg("-f").arg(format!("target/{}.cfg", debug.openocd_target));
            command
                .arg("-c")
                .arg(format!("gdb_port {port}; tcl_port disabled; telnet_port disabled"));
            Ok(command)
        }
    }
}

/// What gdb is to do until the program stands at the start of `main`, but for the last step, which
/// lets it run.
pub fn commands(kind: ServerKind, port: u16) -> Vec<String> {
    let mut all = vec![format!("target extended-remote 127.0.0.1:{port}")];
    if kind.is_board() {
        all.extend(["monitor reset halt", "load", "monitor reset halt"].map(str::to_owned));
    }
    all.push("tbreak main.main".to_owned());
    all
}

/// gdb for the target's processor.
pub fn gdb(target: &Target, search: &Search) -> Result<Command> {
    // A toolchain's own gdb, as TinyGo's target files name them, may know more of the chip.
    let own = target.debug.gdb.iter().filter(|name| name.as_str() != "gdb");
    let own = own.filter_map(|name| which::which_in(name, search.path.as_ref(), "/").ok()).next();
    match own {
        Some(path) => Ok(Command::program(&path)),
        None => Ok(Command::new(&search.find(ToolId::Gdb)?)),
    }
}

/// The build tags of a program that is debugged with this server.
pub fn build_tags(kind: ServerKind, target: &Target) -> Vec<String> {
    if kind == ServerKind::Qemu { tags(target) } else { Vec::new() }
}

/// VS Code's `launch.json` with a configuration for the target in place of the one of its name, and
/// what else `before` holds.
pub fn launch_json(before: Option<&str>, session: &LaunchSession<'_>) -> Result<String> {
    use serde_json::{Value, json};
    let mut file: Value = match before {
        Some(text) => serde_json::from_str(text).context(
            "it has comments or is no JSON; remove the comments, or move it away and merge by hand",
        )?,
        None => json!({ "version": "0.2.0", "configurations": [] }),
    };
    let Some(list) = file.get_mut("configurations").and_then(Value::as_array_mut) else {
        bail!("it has no list of configurations");
    };
    let name = format!("embgo: {}", session.target);
    list.retain(|c| c["name"] != name.as_str());
    let setup: Vec<Value> = std::iter::once(format!("file {}", session.elf))
        .chain(session.commands.iter().cloned())
        .map(|text| json!({ "text": text }))
        .collect();
    list.push(json!({
        "name": name,
        "type": "cppdbg",
        "request": "launch",
        "program": session.elf,
        "cwd": "${workspaceFolder}",
        "MIMode": "gdb",
        "miDebuggerPath": session.gdb,
        "debugServerPath": session.embgo,
        "debugServerArgs": session.server_args,
        "serverStarted": READY,
        "filterStderr": true,
        "filterStdout": true,
        "customLaunchSetupCommands": setup,
        "launchCompleteCommand": "exec-continue",
        "externalConsole": false,
    }));
    Ok(serde_json::to_string_pretty(&file)? + "\n")
}

/// What `embgo gdb -serve` says when gdb may connect.
pub const READY: &str = "ready for gdb on port";

/// What a configuration of VS Code holds.
pub struct LaunchSession<'a> {
    pub target: &'a str,
    /// Where the server puts the program, as VS Code writes places.
    pub elf: &'a str,
    pub gdb: &'a str,
    pub embgo: &'a str,
    pub server_args: &'a str,
    pub commands: &'a [String],
}
