//! Durations as Go writes them: `10s`, `1m30s`, `500ms`, `1.5h`.

use std::time::Duration;

/// Reads a duration; a number without a unit means seconds.
pub fn parse(text: &str) -> Result<Duration, String> {
    let problem = || format!("{text:?} is no duration; write 10s, 500ms or 1m30s");
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).map_err(|_| problem());
    }
    let mut rest = text;
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(problem)?;
        let (number, tail) = rest.split_at(digits);
        let letters = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let number: f64 = number.parse().map_err(|_| problem())?;
        let scale = match unit {
            "ns" => 1e-9,
            "us" | "µs" | "μs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return Err(problem()),
        };
        let part = Duration::try_from_secs_f64(number * scale).map_err(|_| problem())?;
        total = total.checked_add(part).ok_or_else(problem)?;
        rest = tail;
    }
    if text.is_empty() { Err(problem()) } else { Ok(total) }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use std::time::Duration;

    #[test]
    fn durations_are_read() {
        let ms = |text| parse(text).map(|d: Duration| d.as_micros() as f64 / 1000.0);
        assert_eq!(ms("10s"), Ok(10_000.0));
        assert_eq!(ms("1m30s"), Ok(90_000.0));
        assert_eq!(ms("500us"), Ok(0.5));
        assert_eq!(ms("1.5"), Ok(1500.0));
        for bad in ["", "s", "10", "1x", "-1s", "1e400s", "99999999999999999999h", "..s"] {
            assert_eq!(parse(bad).is_ok(), bad == "10", "{bad}");
        }
    }
}
