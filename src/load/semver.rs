//! The order of module versions (semver.org 2.0.0, section 11).

use std::cmp::Ordering;

/// Compares two versions such as `v1.2.3`, `v1.3.0-rc.1` and `v0.0.0-2024...-abc`. What is no
/// version comes before all versions.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    match (parse(a), parse(b)) {
        (Some(a), Some(b)) => {
            a.0.cmp(&b.0).then_with(|| match (a.1.is_empty(), b.1.is_empty()) {
                // A release comes after what was released before it.
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                _ => identifiers(a.1, b.1),
            })
        }
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// The numbers and the pre-release.
fn parse(version: &str) -> Option<([u64; 3], &str)> {
    let version = version.strip_prefix('v')?;
    let version = version.split('+').next()?;
    let (numbers, pre) = version.split_once('-').unwrap_or((version, ""));
    let mut parts = [0; 3];
    for (i, n) in numbers.split('.').enumerate() {
        *parts.get_mut(i)? = n.parse().ok()?;
    }
    Some((parts, pre))
}

fn identifiers(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) => match (x.parse::<u64>(), y.parse::<u64>()) {
                (Ok(x), Ok(y)) => x.cmp(&y),
                // Numbers come before words.
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => x.cmp(y),
            },
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_specification() {
        let sorted = [
            "none",
            "v0.0.0-20240101000000-abcdefabcdef",
            "v0.1.0",
            "v1.0.0-alpha",
            "v1.0.0-alpha.1",
            "v1.0.0-alpha.beta",
            "v1.0.0-beta.2",
            "v1.0.0-beta.11",
            "v1.0.0-rc.1",
            "v1.0.0",
            "v1.2.0+incompatible",
            "v1.10.0",
        ];
        for (i, a) in sorted.iter().enumerate() {
            for (j, b) in sorted.iter().enumerate() {
                assert_eq!(compare(a, b), i.cmp(&j), "{a} {b}");
            }
        }
    }
}
