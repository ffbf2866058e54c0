//! `embgo run -pins`: what is told of the pins of blinking programs in the simulator.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended, python, root};
use std::path::Path;

fn run(embgo: &Embgo, flags: &str, package: &Path) -> Ended {
    let mut command = embgo.command(&format!("run -pins {flags}"));
    command.arg(package).env("EMBGO_PYTHON", python());
    Ended::of(command.output().expect("embgo starts"))
}

/// The times between changes, which come in turn: high, low, high.
fn halves(changes: &[(f64, bool)]) -> Vec<f64> {
    for (i, (_, high)) in changes.iter().enumerate() {
        assert_eq!(*high, i % 2 == 0, "{changes:?}");
    }
    changes.windows(2).map(|w| w[1].0 - w[0].0).collect()
}

/// The simulator's timer runs 125 times as fast as the chip's: half a second takes 4 ms.
#[test]
fn blinky_of_the_pico_changes_its_led() {
    let embgo = Embgo::new();
    let blinky = root().join("examples/blinky");
    let line = format!("build -target=pico -o blinky.elf {}", blinky.display());
    embgo.run(&line).ok();
    // A package, and a file that was built before.
    for program in [blinky, embgo.path().join("blinky.elf")] {
        let ended = run(&embgo, "-target=pico -for=17ms", &program);
        assert_eq!((ended.code, ended.stdout.as_str()), (0, ""), "{}", ended.stderr);
        let change = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [time, "ms", "LED", level @ ("high" | "low")] = words[..] else { panic!("{line}") };
            (time.parse().expect("a number"), level == "high")
        };
        let changes: Vec<(f64, bool)> = ended.stderr.lines().map(change).collect();
        let halves = halves(&changes);
        assert_eq!(halves.len(), 4, "{changes:?}");
        assert!(halves.iter().all(|h| (h - 4.0).abs() < 0.03), "{halves:?}");
    }
}

#[test]
fn changes_are_told_as_json() {
    let embgo = Embgo::new();
    let blink = root().join("tests/data/boards/blink");
    // The LED of the one is on the second register of its chip.
    for (target, number, name) in [
        ("esp32-s3-devkitc", 48, "GPIO48"),
        ("stm32f4disco", 60, "PD12"),
        ("mimxrt1064-evk", 9, "LED"),
        ("teensy41", 35, "D13"),
    ] {
        let ended = run(&embgo, &format!("-target={target} -for=16ms -json"), &blink);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        assert!(ended.stdout.ends_with("hello world!\n"), "{}", ended.stdout);
        let changes: Vec<(f64, bool)> = ended
            .stderr
            .lines()
            .map(|line| {
                let change: serde_json::Value = serde_json::from_str(line).expect("JSON");
                assert_eq!((&change["kind"], &change["pin"]), (&"pin".into(), &number.into()));
                let names = change["names"].as_array().expect("a list");
                assert!(names[0] == "LED" && names.contains(&name.into()), "{change}");
                let micros = change["micros"].as_f64().expect("a number");
                (micros, change["high"].as_bool().expect("a level"))
            })
            .collect();
        let halves = halves(&changes);
        assert!(halves.len() >= 3, "{changes:?}");
        // The timer of the STM32 counts at twice the rate there.
        let want = if number == 60 { 2500.0 } else { 5000.0 };
        assert!(halves.iter().all(|h| (h - want).abs() <= 20.0), "{target}: {halves:?}");
    }
}

#[test]
fn emulators_do_not_tell_of_pins() {
    let embgo = Embgo::new();
    let hello = root().join("examples/hello");
    let ended = run(&embgo, "-target=riscv-qemu", &hello);
    assert_eq!((ended.code, ended.stdout.as_str()), (1, ""), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("-pins needs a simulator, and riscv-qemu runs"),
        "{}",
        ended.stderr
    );
}

/// A board of one's own can have models of one's own.
#[test]
fn what_a_simulator_lacks_can_be_added() {
    let embgo = Embgo::new();
    let board = |parts: &str| {
        format!("{{\"inherits\": [\"pico\"], \"simulator\": {{\"parts\": \"{parts}\"}}}}")
    };
    embgo.file("board.json", board("parts.py"));
    embgo.file("none.json", board("none.py"));
    // A device that answers at once what the program asks.
    let parts = "STEP_US = 100\n\n\nclass Parts:\n    def __init__(self, sim):\n        self.sim = sim\n\n    \
                 def before(self):\n        at = self.sim.symbol(\"main.device\")\n        \
                 if self.sim.read_u32(at) == 1:\n            self.sim.write_u32(at, ANSWER)\n";
    let program = "package main\n\nimport \"runtime/volatile\"\n\nvar device volatile.Register32\n\n\
                   func main() {\n\tdevice.Set(1)\n\tfor device.Get() == 1 {\n\t}\n\t\
                   println(device.Get())\n}\n";
    embgo.file("main.go", program);
    let said = |answer: &str, target: &str| {
        embgo.file("parts.py", parts.replace("ANSWER", answer));
        let mut command = embgo.command(&format!("run -target={target} -for=2ms main.go"));
        Ended::of(command.env("EMBGO_PYTHON", python()).output().expect("embgo starts"))
    };
    let ended = said("42", "board.json");
    assert_eq!(ended.stdout, "42\n", "{}", ended.stderr);
    let ended = said("maybe", "board.json");
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stderr.contains("parts.py: NameError: name 'maybe'"), "{}", ended.stderr);
    let ended = said("42", "none.json");
    let want = "\"simulator.parts\": there is no file \"none.py\"";
    assert!(ended.code == 1 && ended.stderr.contains(want), "{}", ended.stderr);
}
