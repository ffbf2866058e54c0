//! What test programs print, as events (`go doc test2json`): which test starts, pauses and ends,
//! and what belongs to it.

use serde::Serialize;

/// One event, a line of `embgo test -json`.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TestEvent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    pub action: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub package: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub test: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elapsed: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub failed_build: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub key: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
}

/// Marks the lines that are about tests; tests may print lines that look the same.
const MARK: char = '\x16';

/// Reads the output of a test program piece by piece.
#[derive(Default)]
pub struct Converter {
    package: String,
    /// The test that prints.
    test: String,
    line: Vec<u8>,
    /// The end of a benchmark's line is still to come.
    result: Option<&'static str>,
}

impl Converter {
    pub fn new(package: &str) -> Converter {
        Converter { package: package.to_owned(), ..Converter::default() }
    }

    /// The events in the next piece of output.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<TestEvent> {
        let mut events = Vec::new();
        for &b in bytes {
            self.line.push(b);
            if b == b'\n' {
                let line = std::mem::take(&mut self.line);
                self.line(&String::from_utf8_lossy(&line), &mut events);
            }
        }
        events
    }

    /// The events in what is left when the program has ended.
    pub fn end(&mut self) -> Vec<TestEvent> {
        let mut events = Vec::new();
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            self.line(&String::from_utf8_lossy(&line), &mut events);
        }
        events
    }

    /// How the program ended by its own words, if it came so far.
    pub fn result(&self) -> Option<&'static str> {
        self.result
    }

    fn event(&self, action: &'static str) -> TestEvent {
        TestEvent {
            action,
            package: self.package.clone(),
            test: self.test.clone(),
            ..TestEvent::default()
        }
    }

    fn output(&self, text: &str, events: &mut Vec<TestEvent>) {
        events.push(TestEvent { output: Some(text.to_owned()), ..self.event("output") });
    }

    fn line(&mut self, line: &str, events: &mut Vec<TestEvent>) {
        let Some(at) = line.find(MARK) else { return self.output(line, events) };
        if at > 0 {
            self.output(&line[..at], events);
        }
        self.framing(&line[at + 1..], events);
    }

    /// A line about a test.
    fn framing(&mut self, line: &str, events: &mut Vec<TestEvent>) {
        let text = line.trim_end_matches(['\n', '\r']);
        if matches!(text, "PASS" | "FAIL") {
            self.result = Some(if text == "PASS" { "pass" } else { "fail" });
            self.test.clear();
            return self.output(line, events);
        }
        if let Some(rest) = text.strip_prefix("=== ") {
            let (verb, name) = rest.split_at(rest.len().min(6));
            return self.progress(verb.trim(), name, line, events);
        }
        let report = text.strip_prefix("--- ").and_then(|rest| rest.split_once(": "));
        let Some((verb, rest)) = report else { return self.output(line, events) };
        let action = match verb {
            "PASS" => "pass",
            "FAIL" => "fail",
            "SKIP" => "skip",
            "BENCH" => "bench",
            _ => return self.output(line, events),
        };
        let (name, seconds) = match rest.rsplit_once(" (") {
            Some((name, time)) => (name, time.strip_suffix("s)").and_then(|t| t.parse().ok())),
            None => (rest, None),
        };
        name.clone_into(&mut self.test);
        self.output(line, events);
        events.push(TestEvent { elapsed: seconds, ..self.event(action) });
    }

    fn progress(&mut self, verb: &str, name: &str, line: &str, events: &mut Vec<TestEvent>) {
        let (name, rest) = match verb {
            "ATTR" => name.split_once(' ').unwrap_or((name, "")),
            _ => (name, ""),
        };
        name.clone_into(&mut self.test);
        let action = match verb {
            "RUN" => "run",
            "PAUSE" => "pause",
            "CONT" => "cont",
            "ATTR" => {
                let (key, value) = rest.split_once(' ').unwrap_or((rest, ""));
                let (key, value) = (key.to_owned(), value.to_owned());
                self.output(line, events);
                events.push(TestEvent { key, value, ..self.event("attr") });
                return;
            }
            _ => return self.output(line, events),
        };
        events.push(self.event(action));
        self.output(line, events);
    }
}

/// The present time as RFC 3339 has it, in UTC with nanoseconds.
pub fn timestamp(now: std::time::SystemTime) -> String {
    let since = now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let (days, rest) = (since.as_secs() / 86400, since.as_secs() % 86400);
    // From days to a date: the years begin with March, so that the leap day is the last
    // (howardhinnant.github.io/date_algorithms.html gives the derivation).
    let shifted = days + 719_468;
    let (era, day) = (shifted / 146_097, shifted % 146_097);
    let year = (day - day / 1460 + day / 36524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, (month + 2) % 12 + 1);
    let year = year + era * 400 + u64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:09}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60,
        since.subsec_nanos()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn events() {
        let mut c = Converter::new("p");
        let mut all = c.feed(b"\x16=== RUN   TestA\nhel");
        all.extend(c.feed(b"lo\x16--- PASS: TestA (0.25s)\n=== RUN   no\n\x16PASS\n"));
        all.extend(c.end());
        let lines: Vec<String> = all.iter().map(|e| serde_json::to_string(e).unwrap()).collect();
        expect![[r#"
            {"Action":"run","Package":"p","Test":"TestA"}
            {"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
            {"Action":"output","Package":"p","Test":"TestA","Output":"hello"}
            {"Action":"output","Package":"p","Test":"TestA","Output":"--- PASS: TestA (0.25s)\n"}
            {"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.25}
            {"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   no\n"}
            {"Action":"output","Package":"p","Output":"PASS\n"}"#]]
        .assert_eq(&lines.join("\n"));
        assert_eq!(c.result(), Some("pass"));
    }

    #[test]
    fn times() {
        let at = |s| timestamp(UNIX_EPOCH + Duration::from_secs(s));
        assert_eq!(at(0), "1970-01-01T00:00:00.000000000Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00.000000000Z");
        assert_eq!(at(1_795_423_210), "2026-11-23T08:40:10.000000000Z");
    }
}
