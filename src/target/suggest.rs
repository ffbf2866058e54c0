//! Near names: takes what somebody wrote and what would have been right, gives the nearest.
//! Knows nothing of targets.

/// The known name nearest to `written`, if one is near enough to be meant.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let ranked = known.into_iter().map(|name| (distance(written, name), name));
    let limit = (written.chars().count() / 3).max(2);
    ranked.min().filter(|(d, _)| *d <= limit).map(|(_, name)| name)
}

/// Up to `count` known names that are near or share a beginning, nearest first.
pub fn near<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
    count: usize,
) -> Vec<&'a str> {
    let limit = (written.chars().count() / 3).max(2);
    let rank = |name: &'a str| {
        let d = distance(written, name);
        let contains = written.len() >= 3 && (name.contains(written) || written.starts_with(name));
        (d <= limit || contains).then_some((d, name))
    };
    let mut ranked: Vec<_> = known.into_iter().filter_map(rank).collect();
    ranked.sort();
    ranked.into_iter().take(count).map(|(_, name)| name).collect()
}

/// Edit distance (insert, delete, replace, swap of neighbours), without regard to case and with
/// `_` and `-` alike.
fn distance(a: &str, b: &str) -> usize {
    let fold = |s: &str| -> Vec<char> {
        s.chars().map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect()
    };
    let (a, b) = (fold(a), fold(b));
    // A name far longer than any of ours cannot be near, and must not cost quadratic time.
    if a.len().abs_diff(b.len()) > 16 || a.len() > 256 {
        return usize::MAX;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1; b.len() + 1];
        for j in 0..b.len() {
            let replace = last[j] + usize::from(a[i] != b[j]);
            row[j + 1] = replace.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_slip() {
        let known = ["pico", "microbit", "hifive1b"];
        assert_eq!(nearest("pcio", known), Some("pico"));
        assert_eq!(nearest("Micro_bit", known), Some("microbit"));
        assert_eq!(nearest("esp32s3", known), None);
        assert_eq!(near("hifive", known, 3), ["hifive1b"]);
    }
}
