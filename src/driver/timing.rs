//! How long each phase of a build takes (`--time`).

use serde::Serialize;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// The phases so far, in the order they ran.
pub struct Timing {
    start: Instant,
    phases: Vec<(&'static str, Duration)>,
}

/// One line of the report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Line {
    pub phase: &'static str,
    /// Microseconds.
    pub us: u64,
}

impl Timing {
    pub fn start() -> Timing {
        Timing { start: Instant::now(), phases: Vec::new() }
    }

    /// Runs `f` as the phase `name`. A phase that runs several times is counted as one.
    pub fn phase<T>(&mut self, name: &'static str, f: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = f();
        let took = start.elapsed();
        match self.phases.iter_mut().find(|(n, _)| *n == name) {
            Some((_, sum)) => *sum += took,
            None => self.phases.push((name, took)),
        }
        result
    }

    /// Phases, then what lies between them, then the sum.
    pub fn lines(&self) -> Vec<Line> {
        let total = self.start.elapsed();
        let known: Duration = self.phases.iter().map(|(_, d)| *d).sum();
        let rest = [("other", total.saturating_sub(known)), ("total", total)];
        let all = self.phases.iter().copied().chain(rest);
        all.map(|(phase, d)| Line { phase, us: d.as_micros() as u64 }).collect()
    }
}

/// The report as a table for people.
pub fn table(lines: &[Line]) -> String {
    let width = lines.iter().map(|l| l.phase.len()).max().unwrap_or(0);
    let total = lines.last().map_or(0, |l| l.us).max(1);
    let mut out = String::new();
    for Line { phase, us } in lines {
        let (ms, tenth) = (us / 1000, us % 1000 / 100);
        let _ = writeln!(out, "{phase:width$} {ms:6}.{tenth} ms {:4} %", us * 100 / total);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_summed_by_name() {
        let mut timing = Timing::start();
        assert_eq!(timing.phase("parse", || 1) + timing.phase("check", || 2), 3);
        timing.phase("parse", || ());
        let names: Vec<_> = timing.lines().iter().map(|l| l.phase).collect();
        assert_eq!(names, ["parse", "check", "other", "total"]);
    }

    #[test]
    fn the_table_is_aligned() {
        let lines = [Line { phase: "link", us: 12_345 }, Line { phase: "total", us: 100_000 }];
        expect_test::expect![[r"
            link      12.3 ms   12 %
            total    100.0 ms  100 %
        "]]
        .assert_eq(&table(&lines));
    }
}
