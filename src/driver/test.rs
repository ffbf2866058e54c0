//! `embgo test`: builds the test programs of packages, runs them, and judges the result.

use super::board::{self, Board};
use super::console::{self, Console};
use super::cover::{self, CoverOptions};
use super::options::BuildOptions;
use super::result::BuildResult;
use super::run::{self, RunOptions};
use super::timing::Timing;
use super::{build, front};
use crate::base::diag::plain;
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::load::Cover;
use crate::load::packages::{self, Found};
use crate::target::{self, Target};
use crate::tools::command::Runner;
use crate::tools::emulator::Ending;
use crate::trace::Decoder;
use anyhow::{Context as _, Result, anyhow, bail};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// What a test is asked for.
#[derive(Clone, Debug)]
pub struct TestOptions {
    /// The packages are in `inputs`.
    pub build: BuildOptions,
    /// The flags and arguments of the test program.
    pub args: Vec<String>,
    /// A program that runs longer is stopped.
    pub timeout: Option<Duration>,
    /// Build only, and write the program to this file.
    pub compile_to: Option<CompileTo>,
    /// How many packages at the same time.
    pub jobs: usize,
    /// Nothing more is started after a failure.
    pub fail_fast: bool,
    /// Count which statements run.
    pub cover: Option<CoverOptions>,
    /// Run on a connected board, not in the target's emulator or simulator.
    pub board: Option<Board>,
}

/// Where the built test program goes.
#[derive(Clone, Debug)]
pub struct CompileTo {
    /// The file; by default it is named after the package.
    pub file: Option<PathBuf>,
    /// Run it, too.
    pub run: bool,
}

/// How the test of a package ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    Passed,
    Failed,
    /// The package does not build; what is wrong.
    NotBuilt(String),
    NoTests,
    /// It was built and, as wanted, not run.
    Compiled(PathBuf),
    /// It was not started, because others had failed.
    NotStarted,
}

/// What is to be told of a package.
pub enum Event<'a> {
    /// Its program starts.
    Started,
    /// It wrote this.
    Output(&'a [u8]),
    Ended(&'a Ended),
}

/// The end of a package's test.
#[derive(Debug)]
pub struct Ended {
    pub verdict: Verdict,
    pub took: Duration,
    /// `coverage: 50.0% of statements`, where statements were counted.
    pub coverage: Option<String>,
    /// The lines of the profile.
    profile: String,
}

impl Ended {
    fn without_run(verdict: Verdict) -> Ended {
        Ended { verdict, took: Duration::ZERO, coverage: None, profile: String::new() }
    }
}

/// Finds the packages that are named.
pub fn plan(options: &TestOptions, target: &Target) -> Result<Vec<Found>> {
    let env = front::environment(&options.build.dir);
    packages::find(&env, &options.build.inputs, &tags(&options.build, target))
}

/// The build tags of what is tested.
pub(super) fn tags(build: &BuildOptions, target: &Target) -> Vec<String> {
    let mut tags = target.all_tags();
    tags.extend(build.tags.iter().cloned());
    tags
}

/// Loads the target of the tests.
pub fn target(options: &TestOptions) -> Result<Target> {
    target::load(&options.build.target, &DiskFs, &EmbeddedFs, &options.build.dir)
}

/// Tests the packages, several at a time, and tells of each in their order. The events of a
/// package come as they happen if it is its turn, else later.
pub fn test(
    options: &TestOptions,
    packages: &[Found],
    tell: &mut dyn FnMut(&Found, Event<'_>) -> Result<()>,
) -> Result<bool> {
    let matching = match &options.cover {
        Some(c) => cover::matching(c, &options.build, &target(options)?)?,
        None => Vec::new(),
    };
    let wanted =
        |p: &Found| options.cover.as_ref().map(|c| cover::wanted(c, &matching, packages, p));
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let (senders, receivers): (Vec<_>, Vec<_>) = packages.iter().map(|_| mpsc::channel()).unzip();
    let senders: Mutex<Vec<Option<mpsc::Sender<Message>>>> =
        Mutex::new(senders.into_iter().map(Some).collect());
    let work = || {
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(package) = packages.get(i) else { return };
            let sender = senders.lock().map(|mut s| s[i].take());
            let Ok(Some(sender)) = sender else { return };
            let skip = options.fail_fast && stop.load(Ordering::Relaxed);
            let result = match skip {
                true => Ok(Ended::without_run(Verdict::NotStarted)),
                false => one(options, package, wanted(package), &sender),
            };
            if !matches!(&result, Ok(e) if e.verdict.is_good()) {
                stop.store(true, Ordering::Relaxed);
            }
            // Nobody listens after an error, which is told already.
            let _ = sender.send(Message::Ended(result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.clamp(1, packages.len().max(1)) {
            // The phases walk deep trees, as they do in every command.
            let builder = std::thread::Builder::new().stack_size(256 << 20);
            builder.spawn_scoped(scope, work).context("cannot start a thread")?;
        }
        let mut good = true;
        let mut profile = String::new();
        for (package, receiver) in packages.iter().zip(receivers) {
            let ended = follow(package, &receiver, tell)?;
            good &= ended.verdict.is_good();
            profile.push_str(&ended.profile);
        }
        if let Some(CoverOptions { profile: Some(file), mode, .. }) = &options.cover {
            let text = cover::head(*mode) + &profile;
            crate::image::write_atomic(&options.build.dir.join(file), text.as_bytes())?;
        }
        Ok(good)
    })
}

enum Message {
    Started,
    Output(Vec<u8>),
    Ended(Result<Ended>),
}

/// Passes on what happens with a package, and gives how it ended.
fn follow(
    package: &Found,
    messages: &mpsc::Receiver<Message>,
    tell: &mut dyn FnMut(&Found, Event<'_>) -> Result<()>,
) -> Result<Ended> {
    for message in messages {
        match message {
            Message::Started => tell(package, Event::Started)?,
            Message::Output(bytes) => tell(package, Event::Output(&bytes))?,
            Message::Ended(result) => {
                let ended = result.with_context(|| package.path.clone())?;
                tell(package, Event::Ended(&ended))?;
                return Ok(ended);
            }
        }
    }
    Err(anyhow!("internal compiler error: the test of {} ended without a result", package.path))
}

impl Verdict {
    fn is_good(&self) -> bool {
        matches!(self, Verdict::Passed | Verdict::NoTests | Verdict::Compiled(_))
    }
}

/// Passes the output of a program on.
struct Sender<'a>(&'a mpsc::Sender<Message>);

impl Write for Sender<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let gone = |_| std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        self.0.send(Message::Output(bytes.to_vec())).map_err(gone)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Builds and runs the test of one package, and counts in it what is wanted.
fn one(
    options: &TestOptions,
    package: &Found,
    wanted: Option<Cover>,
    sender: &mpsc::Sender<Message>,
) -> Result<Ended> {
    if !package.has_tests {
        return untested(options, package, wanted);
    }
    let result = match compile(options, package, wanted) {
        Ok(result) => result,
        // A program that does not fit is one package's trouble, not that of the command.
        Err(e) => return Ok(Ended::without_run(Verdict::NotBuilt(format!("{e:#}\n")))),
    };
    let Some(built) = result.built.as_ref().filter(|_| !result.failed()) else {
        let lines = result.diagnostics.iter().map(|d| plain(d, &result.sources) + "\n");
        return Ok(Ended::without_run(Verdict::NotBuilt(lines.take(MOST).collect())));
    };
    if let Some(to) = &options.compile_to {
        let name = package.path.rsplit('/').next().unwrap_or("package");
        let file = to.file.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.test.elf")));
        let file = options.build.dir.join(file);
        crate::image::write_atomic(&file, &built.elf)?;
        if !to.run {
            return Ok(Ended::without_run(Verdict::Compiled(file)));
        }
    }
    let _ = sender.send(Message::Started);
    let mut sender = Sender(sender);
    let Some(c) = &options.cover else {
        let (verdict, took) = start(options, package, &result, &built.elf, &mut sender)?;
        return Ok(Ended { took, ..Ended::without_run(verdict) });
    };
    let mut filter = cover::Filter::new(&mut sender);
    let (verdict, took) = start(options, package, &result, &built.elf, &mut filter)?;
    filter.end()?;
    let told = c.profile.is_some() && filter.sum.is_some();
    let profile = match told {
        true => cover::profile(&result.covered, &filter.counts, c.mode),
        false => String::new(),
    };
    Ok(Ended { verdict, took, coverage: filter.sum, profile })
}

/// A package without tests, of which nothing has run.
fn untested(options: &TestOptions, package: &Found, wanted: Option<Cover>) -> Result<Ended> {
    let none = Ended::without_run(Verdict::NoTests);
    let Some(c) = options.cover.as_ref().filter(|_| package.has_code) else { return Ok(none) };
    // Those of a pattern are counted in the programs of other packages, too.
    let profiled = c.profile.is_some() && c.patterns.is_empty();
    let own = vec![package.path.clone()];
    let wanted = wanted.map(|w| Cover { packages: own, imported: Vec::new(), ..w });
    let build = build_options(options, package, wanted)?;
    let checked = front::check(&build, &[], &target(options)?, &mut Timing::start())?;
    let blocks = checked.covered.iter().flat_map(|p| &p.blocks);
    if blocks.map(|b| b.statements).sum::<u32>() == 0 {
        return Ok(none);
    }
    let profile = match profiled {
        true => cover::profile(&checked.covered, &cover::Counts::default(), c.mode),
        false => String::new(),
    };
    let coverage = Some("coverage: 0.0% of statements".to_owned());
    Ok(Ended { coverage, profile, ..none })
}

/// Runs a test program.
fn start(
    options: &TestOptions,
    package: &Found,
    result: &BuildResult,
    elf: &[u8],
    out: &mut (dyn Write + Send),
) -> Result<(Verdict, Duration)> {
    let mut elf = elf.to_vec();
    let dir = tempfile::tempdir().context("cannot make a temporary folder")?;
    let mut args = options.args.clone();
    if let Some(c) = &options.cover {
        args.splice(0..0, cover::args(c));
    }
    // With semihosting the program can ask for files of this computer.
    let emulated = !tells_exit(options, &result.target);
    if emulated && result.target.emulator.iter().any(|word| word.contains("semihosting")) {
        for i in 1..=TEMP_DIRS {
            std::fs::create_dir(dir.path().join(i.to_string()))
                .context("cannot make a temporary folder")?;
        }
        args.insert(0, format!("-test.files={}", dir.path().display()));
    }
    set_command_line(&mut elf, &args)?;
    let path = dir.path().join("test.elf");
    std::fs::write(&path, &elf).with_context(|| format!("cannot write {}", path.display()))?;
    let run_options = RunOptions {
        pins: None,
        timeout: options.timeout,
        echo: options.build.echo,
        // As the go command does: tests find their files beside them.
        dir: Some(&package.tests),
        ..Default::default()
    };
    let start = Instant::now();
    let out = &mut Explained { out, decoder: Decoder::new(&elf) };
    let ending = match emulated {
        true => run::run(&result.target, &path, dir.path(), &run_options, out)?,
        false => run_told(options, &result.target, &path, &run_options, out)?,
    };
    let verdict = judge(ending, options, out)?;
    Ok((verdict, start.elapsed()))
}

/// The output of a program, with the explanation of what it prints when it dies behind each line.
struct Explained<'a> {
    out: &'a mut (dyn Write + Send),
    decoder: Decoder,
}

impl Write for Explained<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for line in bytes.split_inclusive(|b| *b == b'\n') {
            self.out.write_all(line)?;
            for text in self.decoder.feed(line) {
                writeln!(self.out, "{text}")?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// Does the test program tell of its end by a line of its console?
fn tells_exit(options: &TestOptions, target: &Target) -> bool {
    options.board.is_some() || target.emulator.is_empty()
}

/// Runs a program that does, on a board or in a simulator.
fn run_told(
    options: &TestOptions,
    target: &Target,
    path: &Path,
    run_options: &RunOptions<'_>,
    out: &mut (dyn Write + Send),
) -> Result<Ending> {
    let over = AtomicBool::new(false);
    let mut console = Console::new(out, &over);
    let ending = match &options.board {
        Some(board) => {
            let elf =
                std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            let runner = Runner { echo: run_options.echo };
            let timeout = run_options.timeout;
            let run = board::Run { target, elf, runner, timeout, over: &over };
            board::run(board, run, &mut console)?
        }
        None => {
            let dir = path.parent().unwrap_or(Path::new("."));
            let run_options = RunOptions { over: Some(&over), ..*run_options };
            run::run(target, path, dir, &run_options, &mut console)?
        }
    };
    console.end()?;
    Ok(console.status.map_or(ending, Ending::Status))
}

/// How many folders are made ready for `t.TempDir`; package testing has the same number.
const TEMP_DIRS: u32 = 100;

/// How many errors of a package are told.
const MOST: usize = 10;

fn compile(options: &TestOptions, package: &Found, wanted: Option<Cover>) -> Result<BuildResult> {
    build::build(&build_options(options, package, wanted)?)
}

fn build_options(
    options: &TestOptions,
    package: &Found,
    wanted: Option<Cover>,
) -> Result<BuildOptions> {
    let mut build_options = options.build.clone();
    build_options.inputs = package.inputs.clone();
    build_options.test = true;
    build_options.no_output = true;
    let target = target(options)?;
    match tells_exit(options, &target) {
        true => build_options.tags.push(console::TAG.to_owned()),
        false => build_options.tags.extend(run::tags(&target)),
    }
    build_options.cover = wanted;
    Ok(build_options)
}

/// What the end of a program means; says why if the program itself could not.
fn judge(ending: Ending, options: &TestOptions, out: &mut dyn Write) -> Result<Verdict> {
    Ok(match ending {
        Ending::Status(0) => Verdict::Passed,
        Ending::Status(code) => {
            if code != 1 {
                writeln!(out, "exit status {code}")?;
            }
            Verdict::Failed
        }
        Ending::Signal(how) => {
            writeln!(out, "the emulator ended by itself ({how})")?;
            Verdict::Failed
        }
        Ending::TimedOut => {
            let after = options.timeout.unwrap_or_default();
            writeln!(out, "panic: test timed out after {after:?}")?;
            Verdict::Failed
        }
    })
}

/// Marks the place in a test program where package testing expects its command line.
const COMMAND_LINE: &[u8] = b"embgo test: command line";
/// How much room there is, the mark included.
const COMMAND_LINE_ROOM: usize = 1024;

/// Writes the command line into a linked program, so that other flags need no new compilation.
/// Each argument is a byte 1, its text and a zero.
fn set_command_line(elf: &mut [u8], args: &[String]) -> Result<()> {
    let mut text = Vec::new();
    for arg in args {
        text.push(1);
        text.extend_from_slice(arg.as_bytes());
        text.push(0);
    }
    let room = COMMAND_LINE_ROOM - COMMAND_LINE.len();
    if text.len() >= room {
        bail!("the arguments of the tests are too long: {} of at most {room} bytes", text.len());
    }
    if args.iter().any(|a| a.bytes().any(|b| b <= 1)) {
        bail!("an argument of the tests has a zero byte in it");
    }
    let places: Vec<usize> = memchr(elf).collect();
    if places.is_empty() {
        bail!("the test program has no place for its arguments; is `testing` embgo's own?");
    }
    for place in places {
        let start = place + COMMAND_LINE.len();
        elf[start..start + text.len()].copy_from_slice(&text);
    }
    Ok(())
}

/// Where the mark stands in a program.
fn memchr(elf: &[u8]) -> impl Iterator<Item = usize> {
    let windows = elf.windows(COMMAND_LINE_ROOM).enumerate();
    windows.filter(|(_, w)| w.starts_with(COMMAND_LINE)).map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_put_in_its_place() {
        let mut elf = vec![7; 10];
        elf.extend_from_slice(COMMAND_LINE);
        elf.resize(10 + COMMAND_LINE_ROOM, 0);
        elf.push(9);
        set_command_line(&mut elf, &["-a".to_owned(), String::new()]).unwrap();
        assert_eq!(&elf[10 + COMMAND_LINE.len()..][..7], b"\x01-a\0\x01\0\0");
        assert!(set_command_line(&mut elf, &["x".repeat(2000)]).is_err());
        assert!(set_command_line(&mut [0; 20], &[]).is_err());
    }
}
