//! What people see in a terminal: the progress bar of `embgo flash`, and `embgo monitor` with what
//! is typed. The terminal is tmux; the boards are the peers of `tests/flash.rs` and
//! `tests/monitor.rs`.
#![cfg(target_os = "linux")]

#[path = "support/program.rs"]
mod program;

use program::{Embgo, python, root};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A terminal with a shell in it, and the folder it is in.
struct Terminal {
    embgo: Embgo,
    peer: Option<Child>,
}

impl Terminal {
    fn open() -> Terminal {
        let terminal = Terminal { embgo: Embgo::new(), peer: None };
        let shell = "env PS1=ready: sh";
        terminal.tmux(&["-f", "/dev/null", "new-session", "-d", "-x", "110", "-y", "30", shell]);
        terminal.wait_for("ready:");
        terminal
    }

    /// One command of tmux's, to a server of this test's own.
    fn tmux(&self, args: &[&str]) -> String {
        let mut tmux = Command::new("tmux");
        tmux.arg("-S").arg(self.embgo.path().join("tmux")).args(args);
        // The environment is that of every other test.
        let settings = self.embgo.command("version");
        for (name, value) in settings.get_envs() {
            match value {
                Some(value) => tmux.env(name, value),
                None => tmux.env_remove(name),
            };
        }
        tmux.env("TERM", "xterm").env_remove("TMUX").current_dir(self.embgo.path());
        let output = tmux.output().unwrap_or_else(|e| panic!("tmux: {e}; `make deps`"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "tmux {args:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    /// The screen once it shows a text.
    #[track_caller]
    fn wait_for(&self, text: &str) -> String {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let screen = self.screen();
            if screen.contains(text) {
                return screen;
            }
            assert!(Instant::now() < end, "{text:?} does not come:\n{screen}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn keys(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat());
    }

    /// Types a line for embgo, and Enter.
    fn embgo(&self, line: &str) {
        let program = env!("CARGO_BIN_EXE_embgo");
        self.keys(&[&format!("clear; {program} {line}; echo status $?"), "Enter"]);
    }

    /// Starts a board and gives the first line that it prints.
    fn board(&mut self, script: &str, args: &[&str]) -> String {
        let mut command = Command::new(python());
        command.arg(root().join("tests/support").join(script)).args(args);
        command.current_dir(self.embgo.path()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|e| panic!("{e}; `make deps`"));
        let mut line = String::new();
        let out = child.stdout.take().expect("it is a pipe");
        let mut out = BufReader::new(out);
        out.read_line(&mut line).expect("the board says that it is ready");
        // What it prints later is not looked at, but has to go somewhere.
        std::thread::spawn(move || out.lines().map_while(Result::ok).for_each(drop));
        self.peer = Some(child);
        line.trim().to_owned()
    }

    /// Whether the shell has its terminal as it was: it edits lines and shows what is typed.
    #[track_caller]
    fn is_sane(&self) {
        self.keys(&["clear; stty -a", "Enter"]);
        let screen = self.wait_for("icanon");
        for mode in ["icanon", "echo", "isig", "icrnl", "opost"] {
            let mut words = screen.split([' ', '\n', ';']);
            assert!(words.any(|w| w == mode), "not {mode}:\n{screen}");
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Some(peer) = &mut self.peer {
            let _ = peer.kill();
            let _ = peer.wait();
        }
        let socket = self.embgo.path().join("tmux");
        let _ = Command::new("tmux").arg("-S").arg(socket).arg("kill-server").output();
    }
}

/// The board takes the first blocks and then nothing more: the bar stands, and Ctrl-C ends it.
#[test]
fn flashing_shows_a_bar() {
    let mut terminal = Terminal::open();
    let mut noise = 1u32;
    let bytes: Vec<u8> = (0..200_000)
        .map(|_| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        })
        .collect();
    let text: String = bytes.iter().map(|b| format!("\\x{b:02x}")).collect();
    let source = format!(
        "package main\n\nconst s = \"{text}\"\n\nfunc main() {{\n\tfor i := \
                          range len(s) {{\n\t\tprintln(s[i])\n\t}}\n}}\n"
    );
    terminal.embgo.file("noise.go", source);
    terminal.embgo.run("build -target=esp32-c3-devkitm -o noise.bin noise.go").ok();
    let port = terminal.board("esp_rom.py", &["esp32c3", "flash", "stop=6"]);
    terminal.embgo(&format!("flash -target=esp32-c3-devkitm -no-reset -port={port} noise.bin"));
    let screen = terminal.wait_for("writing [█");
    let line = screen.lines().find(|l| l.contains("writing [")).unwrap_or_default();
    // `writing [███░░░░░] 64.00 KiB/197.02 KiB 120.41 KiB/s 1s`
    let rest = line.split_once(']').map_or("", |(_, rest)| rest);
    let words: Vec<&str> = rest.split_whitespace().collect();
    let [done, sizes, "KiB", rate, unit, left] = words[..] else { panic!("{line}") };
    let number = |text: &str| text.replace(',', "").parse::<f64>().expect("a number");
    let total = sizes.strip_prefix("KiB/").expect("of so many");
    assert!(0.0 < number(done) && number(done) < number(total), "{line}");
    assert!(number(rate) > 0.0 && unit.ends_with("B/s") && left.ends_with('s'), "{line}");
    terminal.keys(&["C-c"]);
    let screen = terminal.wait_for("status 130");
    assert!(screen.contains("interrupted: the board's flash is incomplete"), "{screen}");
    terminal.is_sane();
}

#[test]
fn lines_go_to_the_board_and_ctrl_c_leaves() {
    let mut terminal = Terminal::open();
    terminal.board("serial_peer.py", &["port", "-echo"]);
    terminal.embgo("monitor -port=port");
    terminal.wait_for("Ctrl-C leaves");
    terminal.keys(&["hello", "Enter"]);
    terminal.wait_for("got: hello");
    terminal.keys(&["C-c"]);
    terminal.wait_for("status 0");
    terminal.is_sane();
}

/// Each key goes at once, Ctrl-C too; Ctrl-] leaves.
#[test]
fn keys_go_to_the_board_in_raw_mode() {
    let mut terminal = Terminal::open();
    terminal.board("serial_peer.py", &["port", "-echo"]);
    terminal.embgo("monitor -port=port -raw");
    terminal.wait_for("Ctrl-] leaves");
    // What is typed is not shown by this side.
    terminal.keys(&["abc", "C-c"]);
    std::thread::sleep(Duration::from_millis(300));
    assert!(!terminal.screen().contains("abc"), "{}", terminal.screen());
    terminal.keys(&["C-j"]);
    let screen = terminal.wait_for("got: abc");
    assert!(!screen.contains("status"), "{screen}");
    terminal.keys(&["C-]"]);
    terminal.wait_for("status 0");
    terminal.is_sane();
}

/// A watch for a text that is interrupted has not found it.
#[test]
fn an_interrupted_wait_is_no_success() {
    let mut terminal = Terminal::open();
    terminal.board("serial_peer.py", &["port"]);
    terminal.embgo("monitor -port=port -until=never");
    terminal.wait_for("Ctrl-C leaves");
    terminal.keys(&["C-c"]);
    terminal.wait_for("status 130");
    terminal.is_sane();
}
