//! `make bench`: sizes, times and instructions, as one table to read and to keep.
//!
//! Times depend on the computer; sizes and instructions executed in QEMU do not.

use embgo::base::source::{FileId, Pos};
use embgo::syntax::parser;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[path = "../tests/sdk/library.rs"]
mod library;

fn main() {
    // `cargo test --benches` passes flags of the test harness; there is nothing to test here.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let dir = tempfile::tempdir().expect("a temporary folder");
    let bench = Bench { dir: dir.path() };
    println!("## Sizes of the image in bytes, -opt=z\n");
    bench.sizes();
    println!("\n## Sizes of programs that use the library, -opt=z, cortex-m-qemu\n");
    bench.library_sizes();
    println!("\n## Time of `embgo build`, milliseconds (median of several runs)\n");
    bench.times();
    println!("\n## Where the time goes, milliseconds\n");
    bench.phases();
    println!("\n## The front end on the Go SDK\n");
    let src = go_sources();
    match &src {
        Some(src) => {
            parsing(src);
            checking(src);
        }
        None => println!("no Go SDK was found"),
    }
    println!("\n## Time and memory by length of the program\n");
    bench.lengths();
    println!("\n## Instructions executed, in thousands (QEMU, -opt=2)\n");
    bench.instructions();
    println!("\n## Goroutines and memory: instructions executed, in thousands\n");
    bench.runtime();
    println!("\n## Waking goroutines\n");
    bench.waking();
    println!("\n## The smallest programs, bytes of flash on cortex-m-qemu, -opt=z\n");
    bench.smallest();
}

struct Bench<'a> {
    dir: &'a Path,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn example(name: &str) -> String {
    root().join("examples").join(name).display().to_string()
}

impl Bench<'_> {
    fn embgo(&self, cache: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_embgo"));
        command.args(args).current_dir(self.dir);
        command.env("EMBGO_CACHE", self.dir.join(cache)).env_remove("EMBGO_LLVM");
        command
    }

    /// The objects that a command prints with `-json`; `None` with a message if it fails.
    fn json(&self, args: &[&str]) -> Option<Vec<Value>> {
        let output = self.embgo("cache", args).output().expect("embgo starts");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            eprintln!(
                "embgo {}: {text}{}",
                args.join(" "),
                String::from_utf8_lossy(&output.stderr)
            );
            return None;
        }
        Some(text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect())
    }

    fn sizes(&self) {
        println!("| board | hello: flash | RAM | blinky: flash | RAM |\n|---|---|---|---|---|");
        let targets = embgo::target::list::list(&embgo::base::embedded::EmbeddedFs);
        for target in targets {
            let board = format!("-target={}", target.name);
            let cells: Vec<String> = ["hello", "blinky"]
                .iter()
                .flat_map(|program| {
                    // Not every emulated machine has an LED.
                    let none = target.name.ends_with("-qemu") && *program == "blinky";
                    let args = ["size", "-json", &board, &example(program)];
                    let found = (!none).then(|| self.json(&args)).flatten().unwrap_or_default();
                    let total = found.iter().find_map(|v| v.get("total")).cloned();
                    let cell = |key: &str| match &total {
                        Some(total) => total[key].to_string(),
                        None => "–".to_owned(),
                    };
                    [cell("flash"), cell("ram")]
                })
                .collect();
            println!("| {} | {} |", target.name, cells.join(" | "));
        }
    }

    fn library_sizes(&self) {
        println!("| program | flash | RAM |\n|---|---|---|");
        for program in ["fmthello", "sprintf", "words", "json"] {
            let file = root().join("benches/programs").join(format!("{program}.go"));
            let file = file.display().to_string();
            let found = self.json(&["size", "-json", "-target=cortex-m-qemu", &file]);
            let found = found.unwrap_or_default();
            if let Some(total) = found.iter().find_map(|v| v.get("total")) {
                println!("| {program} | {} | {} |", total["flash"], total["ram"]);
            }
        }
    }

    /// How long a build takes.
    fn time(&self, cache: &str, args: &[&str]) -> Duration {
        let mut command = self.embgo(cache, args);
        let start = Instant::now();
        let output = command.output().expect("embgo starts");
        let took = start.elapsed();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        took
    }

    fn times(&self) {
        println!("| program | target | nothing cached | a file changed | nothing changed | MB |");
        println!("|---|---|---|---|---|---|");
        for (program, target) in [
            ("examples/hello/main.go", "cortex-m-qemu"),
            ("examples/hello/main.go", "riscv-qemu"),
            ("examples/blinky/main.go", "pico"),
            ("benches/programs/fmthello.go", "cortex-m-qemu"),
        ] {
            let text = fs::read_to_string(root().join(program)).expect("the example is readable");
            let program = program.trim_end_matches("/main.go").trim_end_matches(".go");
            let program = program.rsplit('/').next().unwrap_or(program);
            let package = self.dir.join(program);
            fs::create_dir_all(&package).expect("a folder");
            let file = package.join("main.go");
            fs::write(&file, &text).expect("a file");
            let board = format!("-target={target}");
            let package = package.display().to_string();
            let args = ["build", &board, "-o", "x.elf", &package];
            let first =
                median((0..3).map(|i| self.time(&format!("{program}-{target}-{i}"), &args)));
            let changed = median((0..5).map(|i| {
                let more = format!("{text}\nfunc more{i}() int {{ return {i} }}\n");
                let used = more.replacen(
                    "func main() {\n",
                    &format!("func main() {{\n\tprintln(more{i}())\n"),
                    1,
                );
                fs::write(&file, used).expect("a file");
                self.time("cache", &args)
            }));
            fs::write(&file, &text).expect("a file");
            let again = median((0..9).map(|_| self.time("cache", &args)));
            let fresh = format!("{program}-{target}-memory");
            let (_, mb) = watch(&mut self.embgo(&fresh, &args));
            println!("| {program} | {target} | {first:.0} | {changed:.0} | {again:.0} | {mb:.0} |");
        }
    }

    fn phases(&self) {
        let hello = example("hello");
        let args = ["build", "-target=cortex-m-qemu", "-json", "-time", "-o", "x.elf", &hello];
        let mut columns: Vec<Vec<(String, f64)>> = Vec::new();
        for cache in ["phases", "phases"] {
            let output = self.embgo(cache, &args).output().expect("embgo starts");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let values = text.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok());
            let phase = |v: Value| {
                let name = v["phase"].as_str()?.to_owned();
                Some((name, v["us"].as_f64()? / 1000.0))
            };
            columns.push(values.filter_map(phase).collect());
        }
        println!("| phase | first build | second |\n|---|---|---|");
        for (name, ms) in &columns[0] {
            let second = columns[1].iter().find(|(n, _)| n == name).map_or(0.0, |(_, ms)| *ms);
            println!("| {name} | {ms:.1} | {second:.1} |");
        }
    }

    /// What a generated program of some length takes up to LLVM's text, without what the shortest
    /// such program takes, which needs the same parts of the runtime: both should grow like the
    /// length.
    fn lengths(&self) {
        println!("| lines | milliseconds | µs a line | MB | KB a line |\n|---|---|---|---|---|");
        let mut shortest = None;
        for (lines, times) in [(28, 15), (1_000, 15), (10_000, 6), (100_000, 3)] {
            let text = long_program(lines);
            fs::write(self.dir.join("long.go"), &text).expect("a file");
            let runs: Vec<(f64, f64)> = (0..times).map(|_| self.long()).collect();
            // Whatever else the computer does only adds.
            let least = |of: fn(&(f64, f64)) -> f64| runs.iter().map(of).fold(f64::MAX, f64::min);
            let (ms, mb) = (least(|r| r.0), least(|r| r.1));
            let n = text.lines().count() as f64;
            let Some((n0, ms0, mb0)) = shortest else {
                shortest = Some((n, ms, mb));
                println!("| {n} | {ms:.0} | | {mb:.0} | |");
                continue;
            };
            println!(
                "| {n} | {ms:.0} | {:.1} | {mb:.0} | {:.2} |",
                (ms - ms0) * 1000.0 / (n - n0),
                (mb - mb0) * 1024.0 / (n - n0)
            );
        }
    }

    /// Milliseconds and megabytes for `long.go`.
    fn long(&self) -> (f64, f64) {
        let mut command = self.embgo(
            "long",
            &["build", "-target=riscv-qemu", "-emit=ll", "-o", "long.ll", "long.go"],
        );
        watch(&mut command)
    }

    fn instructions(&self) {
        let Some(plugin) = self.plugin() else {
            println!("no C compiler or no QEMU that takes plugins");
            return;
        };
        let boards = [("cortex-m4-qemu", "Cortex-M4F"), ("riscv-qemu", "RV32IMAC")];
        println!("| program | {} | {} |\n|---|---|---|", boards[0].1, boards[1].1);
        let mut programs: Vec<PathBuf> = fs::read_dir(root().join("benches/programs"))
            .expect("a folder of programs")
            .flatten()
            .map(|e| e.path())
            .collect();
        programs.sort();
        for program in programs {
            let counts = boards.map(|(target, _)| self.count(&plugin, target, "-opt=2", &program));
            let cells = counts.map(|c| c.map_or("–".to_owned(), |n| (n / 1000).to_string()));
            let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            println!("| {name} | {} |", cells.join(" | "));
        }
    }

    /// What goroutines, channels, maps and the collector cost, in 64 KB of memory on one of them.
    fn runtime(&self) {
        let Some(plugin) = self.plugin() else { return };
        println!("| program | Cortex-M3, z | Cortex-M3, 2 | RV32IMAC, z | RV32IMAC, 2 |");
        println!("|---|---|---|---|---|");
        for program in ["allocs", "channels", "churn", "fillmap", "starts"] {
            let file = root().join(format!("benches/runtime/{program}.go"));
            let cells = ["cortex-m-qemu", "riscv-qemu"].map(|target| {
                ["-opt=z", "-opt=2"].map(|opt| {
                    let count = self.count(&plugin, target, opt, &file);
                    count.map_or("–".to_owned(), |n| (n / 1000).to_string())
                })
            });
            println!("| {program} | {} |", cells.concat().join(" | "));
        }
        self.steps(&plugin);
    }

    /// What marking in steps costs: instructions, as multiples of those with the usual collector.
    fn steps(&self, plugin: &Path) {
        println!("\n| -gc=incremental | Cortex-M3, z | Cortex-M3, 2 | RV32IMAC, z | RV32IMAC, 2 |");
        println!("|---|---|---|---|---|");
        let small = root().join("benches/runtime/small.json").display().to_string();
        for program in ["allocs", "churn", "fillmap", "starts"] {
            let file = root().join(format!("benches/runtime/{program}.go"));
            let cells = ["cortex-m-qemu", &small].map(|target| {
                ["-opt=z", "-opt=2"].map(|opt| {
                    let [slab, steps] = ["-gc=slab", "-gc=incremental"]
                        .map(|gc| self.count_with(plugin, target, &[opt, gc], &file));
                    let ratio = slab.zip(steps).map(|(a, b)| b as f64 / a as f64);
                    ratio.map_or("–".to_owned(), |r| format!("{r:.2}"))
                })
            });
            println!("| {program} | {} |", cells.concat().join(" | "));
        }
    }

    /// What one switch costs: cycles in the simulator, instructions in QEMU.
    fn waking(&self) {
        println!("| 10,000 wake-ups, ESP32-C3 in the simulator | mean | P99 | least | most |");
        println!("|---|---|---|---|---|");
        for (opt, name) in [("-opt=z", "z"), ("-opt=2", "2")] {
            let program = root().join("benches/wakeups").display().to_string();
            let args = ["run", "-target=esp32-c3-devkitm", "-for=60ms", opt, &program];
            let output = self.embgo("cache", &args).output().expect("embgo starts");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            for (word, what) in [("go", "`go` to the first instruction"), ("send", "channel send")]
            {
                let line =
                    text.lines().find(|l| l.starts_with(&format!("{word} mean "))).unwrap_or("");
                let n: Vec<&str> = line.split(' ').skip(1).collect();
                let [_, mean, _, p99, _, least, _, most] = n[..] else { continue };
                println!("| {what}, cycles, {name} | {mean} | {p99} | {least} | {most} |");
            }
        }
        let Some(plugin) = self.plugin() else { return };
        println!("\n| instructions | Cortex-M3, z | Cortex-M3, 2 | RV32IMAC, z | RV32IMAC, 2 |");
        println!("|---|---|---|---|---|");
        for (program, times, what) in [
            ("starts", 10_000, "a goroutine started, run and ended"),
            ("channels", 20_000, "one way over a channel without a buffer"),
        ] {
            let file = root().join(format!("benches/runtime/{program}.go"));
            let cells = ["cortex-m-qemu", "riscv-qemu"].map(|target| {
                ["-opt=z", "-opt=2"].map(|opt| {
                    let count = self.count(&plugin, target, opt, &file);
                    count.map_or("–".to_owned(), |n| (n / times).to_string())
                })
            });
            println!("| {what} | {} |", cells.concat().join(" | "));
        }
        for gc in ["slab", "incremental"] {
            let stops = ["-opt=z", "-opt=2"]
                .map(|opt| self.stop(gc, opt).map_or("–".to_owned(), |n| n.to_string()));
            let stops = stops.join(" | ");
            println!("| the longest stop, -gc={gc}, 40 KB in use | – | – | {stops} |");
        }
    }

    /// The longest stop of the collector: QEMU's clock counts a nanosecond an instruction.
    fn stop(&self, gc: &str, opt: &str) -> Option<u64> {
        let [program, target] = ["stops.go", "small.json"]
            .map(|name| root().join("benches/runtime").join(name).display().to_string());
        let (target, gc) = (format!("-target={target}"), format!("-gc={gc}"));
        self.json(&["build", "-json", &target, &gc, opt, "-o", "stops.elf", &program])?;
        let info = self.json(&["info", "-json", "-target=riscv-qemu"])?;
        let words = info.first()?["emulator"].as_array()?.clone();
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        let elf = self.dir.join("stops.elf").display().to_string();
        let output = Command::new("timeout")
            .arg("60")
            .args(words.iter().map(|w| w.replace("{}", &elf)))
            .args(["-icount", "shift=0"])
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.trim().strip_prefix("longest stop ")?.parse().ok()
    }

    fn smallest(&self) {
        println!("| program | flags | flash | RAM |\n|---|---|---|---|");
        let channels = root().join("benches/runtime/channels.go").display().to_string();
        let hello = example("hello");
        let none = ["-panic=trap", "-scheduler=none", "-gc=none"];
        let rows: [(&str, &String, &[&str]); 3] =
            [("hello", &hello, &[]), ("hello", &hello, &none), ("channels", &channels, &[])];
        for (name, program, flags) in rows {
            let args = [&["size", "-json", "-target=cortex-m-qemu"], flags, &[program]].concat();
            let found = self.json(&args).unwrap_or_default();
            let Some(total) = found.iter().find_map(|v| v.get("total")) else { continue };
            println!("| {name} | {} | {} | {} |", flags.join(" "), total["flash"], total["ram"]);
        }
    }

    /// The counting plugin for QEMU, compiled.
    fn plugin(&self) -> Option<PathBuf> {
        let out = self.dir.join("libicount.so");
        let source = root().join("tests/support/icount.c");
        let compiled = ["cc", "clang", "clang-22"].iter().any(|cc| {
            let mut command = Command::new(cc);
            command.args(["-shared", "-fPIC", "-O2", "-o"]).arg(&out).arg(&source);
            command.status().is_ok_and(|s| s.success())
        });
        compiled.then_some(out)
    }

    /// How many instructions a program executes.
    fn count(&self, plugin: &Path, target: &str, opt: &str, program: &Path) -> Option<u64> {
        self.count_with(plugin, target, &[opt], program)
    }

    fn count_with(
        &self,
        plugin: &Path,
        target: &str,
        flags: &[&str],
        program: &Path,
    ) -> Option<u64> {
        let board = format!("-target={target}");
        let program = program.display().to_string();
        let build = ["build", "-json", &board, "-o", "count.elf", &program];
        self.json(&[&build, flags].concat())?;
        let info = self.json(&["info", "-json", &board])?;
        let words = info.first()?["emulator"].as_array()?.clone();
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        let (qemu, words) = words.split_first()?;
        let elf = self.dir.join("count.elf").display().to_string();
        let out = self.dir.join("count.txt");
        let status = Command::new("timeout")
            .args(["300", qemu])
            .args(words.iter().map(|w| w.replace("{}", &elf)))
            .arg("-plugin")
            .arg(format!("file={}", plugin.display()))
            .env("ICOUNT_OUT", &out)
            .output()
            .ok()?;
        if !status.status.success() {
            eprintln!("{program} on {target}: {}", String::from_utf8_lossy(&status.stderr));
            return None;
        }
        fs::read_to_string(out).ok()?.trim().parse().ok()
    }
}

/// Milliseconds that a command takes, and the most megabytes that it and its children have in use
/// at a time.
fn watch(command: &mut Command) -> (f64, f64) {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut peak = 0;
    let status = loop {
        peak = peak.max(resident(child.id()));
        match child.try_wait().expect("its state") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    assert!(status.success(), "{command:?} succeeds");
    (start.elapsed().as_secs_f64() * 1000.0, peak as f64 / 1024.0)
}

/// The memory of a process and its children, KB.
fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let own = line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0);
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let children = tasks.filter_map(|t| fs::read_to_string(t.path().join("children")).ok());
    let below = children.map(|text| {
        let pids = text.split_whitespace().filter_map(|p| p.parse().ok());
        pids.map(resident).sum::<u64>()
    });
    own + below.sum::<u64>()
}

/// A program of about this many lines, all of which is reached.
fn long_program(lines: usize) -> String {
    let mut text = String::from("package main\n\ntype point struct{ x, y int }\n\n");
    let count = lines / 28;
    for k in 0..count {
        let next = if k % 10 == 0 { "a*b".into() } else { format!("f{}(a-1, b)", k - 1) };
        text += &format!(
            "type t{k} struct {{\n\tp point\n\tn int\n\ts []int\n}}\n\n\
             func (t *t{k}) add(v int) int {{\n\tt.n += v\n\tt.s = append(t.s, t.n)\n\
             \treturn len(t.s)\n}}\n\n\
             func f{k}(a, b int) int {{\n\tvar t t{k}\n\tfor i := 0; i < a; i++ {{\n\
             \t\tif i%3 == b {{\n\t\t\tt.p.x += i\n\t\t}} else {{\n\t\t\tt.p.y -= t.add(i)\n\t\t}}\n\
             \t}}\n\tif t.p.x > t.p.y {{\n\t\treturn t.p.x + {next}\n\t}}\n\treturn t.p.y\n}}\n\n"
        );
    }
    text += "func main() {\n\tsum := 0\n";
    // Even the shortest program reaches its function, and with it the allocator.
    for k in (9..count).step_by(10).chain((count < 10).then_some(count - 1)) {
        text += &format!("\tsum += f{k}({k}&7, {k}&3)\n");
    }
    text + "\tprintln(sum)\n}\n"
}

/// Milliseconds.
fn median(times: impl Iterator<Item = Duration>) -> f64 {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// The folder `src` of the Go SDK.
fn go_sources() -> Option<PathBuf> {
    let python = root().join(".venv/bin/go");
    let go = ["go".to_owned(), python.display().to_string()];
    let roots = go.iter().filter_map(|go| {
        let output = Command::new(go).args(["env", "GOROOT"]).output().ok()?;
        Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()).join("src"))
    });
    roots.into_iter().find(|p| p.is_dir())
}

/// Parses every file of the SDK, one after the other.
fn parsing(src: &Path) {
    let mut texts = Vec::new();
    collect(src, &mut texts);
    let bytes: usize = texts.iter().map(String::len).sum();
    let start = (Instant::now(), cpu_time());
    let mut declarations = 0;
    for text in &texts {
        let (file, _) = parser::parse(FileId(0), Pos(1), text);
        declarations += file.decls.len();
    }
    let took = took(start);
    println!(
        "Parsing {} files, {:.1} MB, {declarations} declarations on one core: {:.0} ms, {:.0} MB/s.",
        texts.len(),
        bytes as f64 / 1e6,
        took.as_secs_f64() * 1000.0,
        bytes as f64 / 1e6 / took.as_secs_f64()
    );
}

/// Loads and type-checks, with all bodies, every public package of the library that a board can
/// have, and what they import. The packages are those of `docs/std.md`.
fn checking(src: &Path) {
    let page = fs::read_to_string(root().join("docs/std.md")).expect("docs/std.md");
    let (_, list) = page.split_once("have no errors").expect("the list of packages");
    let list = list.split_once("\n\n").expect("its end").0;
    let packages: Vec<String> = list.split('`').skip(3).step_by(2).map(str::to_owned).collect();
    let dir = tempfile::tempdir().expect("a temporary folder");
    library::importing(&packages, dir.path());
    let goroot = src.parent().expect("src is in it").to_owned();
    // One thread, so that its time is all there is; the syntax tree wants a deep stack.
    let run = move || {
        let start = (Instant::now(), cpu_time());
        let (loaded, _) = library::for_board(dir.path(), goroot);
        let all = loaded.packages.len();
        let said = library::check_all_bodies(loaded).diags;
        assert!(said.is_empty(), "the library has no errors");
        (all, took(start))
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(256 << 20).build();
    let (all, took) = pool.expect("a thread").install(run);
    println!(
        "\nReading and type-checking {} public packages, {all} with what they import, all \
         bodies, on one core: {:.0} ms.",
        packages.len(),
        took.as_secs_f64() * 1000.0
    );
}

/// The time since then. On a computer that has other things to do, too, only the processor's time
/// is a measure.
fn took((wall, before): (Instant, Option<Duration>)) -> Duration {
    match (before, cpu_time()) {
        (Some(before), Some(after)) => after - before,
        _ => wall.elapsed(),
    }
}

/// How long this thread has had a processor, where the system tells.
fn cpu_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
}

fn collect(dir: &Path, out: &mut Vec<String>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if path.file_name().is_none_or(|n| n != "testdata") {
                collect(&path, out);
            }
        } else if path.extension().is_some_and(|e| e == "go") {
            out.extend(fs::read_to_string(&path));
        }
    }
}
