//! `embgo test`.

use super::args::TestArgs;
use super::out;
use crate::driver::board::Board;
use crate::driver::cover::CoverOptions;
use crate::driver::test::{self, CompileTo, Ended, Event, TestOptions, Verdict};
use crate::driver::test_output::{Converter, TestEvent, timestamp};
use crate::flash::Choice;
use crate::load::CoverMode;
use crate::load::packages::Found;
use anyhow::{Result, bail};
use std::time::SystemTime;

pub fn run(args: &TestArgs) -> Result<u8> {
    let options = options(args)?;
    let target = test::target(&options)?;
    let packages = test::plan(&options, &target)?;
    if args.compile && args.output.is_some() && packages.len() > 1 {
        bail!("-o names one file, and there are {} packages", packages.len());
    }
    let mut printer = Printer::new(args);
    let good = test::test(&options, &packages, &mut |p, event| printer.tell(p, event))?;
    if !good && !args.flags.json {
        out::print("FAIL\n")?;
    }
    Ok(u8::from(!good))
}

/// The target of tests when none is named: it has plenty of memory.
pub const TARGET: &str = "riscv-qemu";

fn options(args: &TestArgs) -> Result<TestOptions> {
    let mut build = args.flags.options(&args.packages)?;
    if build.target.is_empty() {
        if args.board {
            bail!("-board needs its name: -target=BOARD; `embgo targets` lists them");
        }
        build.target = TARGET.to_owned();
    }
    if args.cpu.as_deref().is_some_and(|c| c != "1") {
        bail!("-cpu={}: programs run on one core", args.cpu.as_deref().unwrap_or(""));
    }
    let compile_to = (args.compile || args.output.is_some())
        .then(|| CompileTo { file: args.output.clone(), run: !args.compile });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    // Times are only worth something when nothing else runs.
    let alone = args.bench.is_some() || args.board;
    let jobs = if alone { 1 } else { args.jobs.unwrap_or(cores) };
    Ok(TestOptions {
        build,
        args: program_args(args),
        // As with Go, zero means for ever.
        timeout: Some(args.timeout).filter(|t| !t.is_zero()),
        compile_to,
        jobs,
        fail_fast: args.failfast,
        cover: cover(args),
        board: args.board.then(|| board(args)),
    })
}

/// The board that is connected, and how to get at it.
fn board(args: &TestArgs) -> Board {
    let choice = Choice {
        method: args.method,
        port: args.port.clone(),
        probe: args.probe.clone(),
        wait: args.wait,
        ..Choice::default()
    };
    Board { choice, line: args.monitor_port.clone(), baud: args.monitor_baud }
}

/// Each of the flags means that statements are counted.
fn cover(args: &TestArgs) -> Option<CoverOptions> {
    let wanted = args.cover
        || args.covermode.is_some()
        || args.coverprofile.is_some()
        || !args.coverpkg.is_empty();
    wanted.then(|| CoverOptions {
        mode: args.covermode.unwrap_or(CoverMode::Set),
        patterns: args.coverpkg.clone(),
        profile: args.coverprofile.clone(),
    })
}

/// The flags of the test program.
fn program_args(args: &TestArgs) -> Vec<String> {
    let mut all = Vec::new();
    let mut add = |name: &str, value: &str| all.push(format!("-test.{name}={value}"));
    for (name, value) in [
        ("run", &args.run),
        ("skip", &args.skip),
        ("bench", &args.bench),
        ("benchtime", &args.benchtime),
        ("list", &args.list),
    ] {
        if let Some(value) = value {
            add(name, value);
        }
    }
    if args.flags.json {
        add("v", "test2json");
    } else if args.verbose {
        add("v", "true");
    }
    for (name, set) in
        [("short", args.short), ("benchmem", args.benchmem), ("failfast", args.failfast)]
    {
        if set {
            add(name, "true");
        }
    }
    if let Some(n) = args.parallel {
        add("parallel", &n.to_string());
    }
    if args.count != 1 {
        add("count", &args.count.to_string());
    }
    if !args.timeout.is_zero() {
        add("timeout", &format!("{}ms", args.timeout.as_millis()));
    }
    if !args.args.is_empty() {
        all.push("--".to_owned());
        all.extend(args.args.iter().cloned());
    }
    all
}

/// Prints what happens, as text or as JSON.
struct Printer<'a> {
    args: &'a TestArgs,
    /// Output is shown as it comes.
    stream: bool,
    held: Vec<u8>,
    converter: Converter,
}

impl Printer<'_> {
    fn new(args: &TestArgs) -> Printer<'_> {
        // As the go command: the package in the current folder, and benchmarks, are watched.
        let stream = args.packages.is_empty() || args.bench.is_some();
        Printer { args, stream, held: Vec::new(), converter: Converter::default() }
    }

    fn tell(&mut self, package: &Found, event: Event<'_>) -> Result<()> {
        if self.args.flags.json { self.json(package, event) } else { self.text(package, event) }
    }

    fn text(&mut self, package: &Found, event: Event<'_>) -> Result<()> {
        let path = &package.path;
        match event {
            Event::Started => self.held.clear(),
            Event::Output(bytes) if self.stream || self.args.verbose => {
                out::print(&String::from_utf8_lossy(bytes))?;
            }
            Event::Output(bytes) => self.held.extend_from_slice(bytes),
            Event::Ended(ended) => {
                let verdict = &ended.verdict;
                if !matches!(verdict, Verdict::Passed) || self.args.list.is_some() {
                    out::print(&String::from_utf8_lossy(&self.held))?;
                }
                self.held.clear();
                if let Verdict::NotBuilt(why) = verdict {
                    out::note(&format!("# {path} [{path}.test]\n{}", why.trim_end()));
                }
                out::print(&last_line(path, ended))?;
            }
        }
        Ok(())
    }

    fn json(&mut self, package: &Found, event: Event<'_>) -> Result<()> {
        let path = package.path.clone();
        let of = |action| TestEvent { action, package: path.clone(), ..TestEvent::default() };
        match event {
            Event::Started => {
                self.converter = Converter::new(&path);
                print_events([of("start")])
            }
            Event::Output(bytes) => print_events(self.converter.feed(bytes)),
            Event::Ended(ended) => {
                let (verdict, took) = (&ended.verdict, ended.took);
                print_events(self.converter.end())?;
                self.converter = Converter::new(&path);
                let mut end = of(match verdict {
                    Verdict::Passed | Verdict::Compiled(_) => "pass",
                    Verdict::Failed | Verdict::NotBuilt(_) => "fail",
                    Verdict::NoTests | Verdict::NotStarted => "skip",
                });
                end.elapsed = Some((took.as_secs_f64() * 1000.0).round() / 1000.0);
                if let Verdict::NotBuilt(why) = verdict {
                    end.failed_build = format!("{path} [{path}.test]");
                    for line in why.lines() {
                        print_build(&end.failed_build, "build-output", Some(&format!("{line}\n")))?;
                    }
                    print_build(&end.failed_build, "build-fail", None)?;
                }
                if !matches!(verdict, Verdict::Passed | Verdict::Failed) {
                    print_events([of("start")])?;
                }
                let output = Some(last_line(&path, ended));
                print_events([TestEvent { output, ..of("output") }, end])
            }
        }
    }
}

fn print_events(events: impl IntoIterator<Item = TestEvent>) -> Result<()> {
    events.into_iter().try_for_each(|e| {
        out::print_json(&TestEvent { time: Some(timestamp(SystemTime::now())), ..e })
    })
}

fn print_build(path: &str, action: &str, output: Option<&str>) -> Result<()> {
    let mut event = serde_json::json!({ "ImportPath": path, "Action": action });
    if let Some(output) = output {
        event["Output"] = output.into();
    }
    out::print_json(&event)
}

/// The line that sums up a package.
fn last_line(path: &str, ended: &Ended) -> String {
    let seconds = ended.took.as_secs_f64();
    let covered = ended.coverage.as_ref();
    match &ended.verdict {
        Verdict::Passed => {
            let covered = covered.map_or(String::new(), |c| format!("\t{c}"));
            format!("ok  \t{path}\t{seconds:.3}s{covered}\n")
        }
        Verdict::Failed => format!("FAIL\t{path}\t{seconds:.3}s\n"),
        Verdict::NotBuilt(_) => format!("FAIL\t{path} [build failed]\n"),
        Verdict::NoTests => match covered {
            Some(covered) => format!("\t{path}\t\t{covered}\n"),
            None => format!("?   \t{path}\t[no test files]\n"),
        },
        Verdict::NotStarted => format!("?   \t{path}\t[not run after a failure]\n"),
        Verdict::Compiled(_) => String::new(),
    }
}
