//! Numbers as target files write them: `4096`, `"0x1000"`, `"4K"`, `"2M-256"`.

use serde_json::Value as Json;

/// The number a JSON value stands for; none if it is not a whole number from 0 up.
pub fn parse(json: &Json) -> Option<u64> {
    match json {
        Json::Number(n) => n.as_u64(),
        Json::String(s) => parse_text(s),
        _ => None,
    }
}

/// A sum or difference of terms, from left to right.
pub fn parse_text(text: &str) -> Option<u64> {
    let mut total: u64 = 0;
    let mut minus = false;
    let mut rest = text;
    loop {
        let end = rest.find(['+', '-']).unwrap_or(rest.len());
        let value = term(rest[..end].trim())?;
        total = if minus { total.checked_sub(value)? } else { total.checked_add(value)? };
        let Some(sign) = rest[end..].chars().next() else { return Some(total) };
        minus = sign == '-';
        rest = &rest[end + 1..];
    }
}

/// Digits, with `0x` in front or a unit of 1024 behind.
fn term(text: &str) -> Option<u64> {
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        // `from_str_radix` would take a sign.
        let digits = !hex.is_empty() && hex.chars().all(|c| c.is_ascii_hexdigit());
        return digits.then(|| u64::from_str_radix(hex, 16).ok()).flatten();
    }
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let unit: u64 = match text[digits.len()..].trim() {
        "" | "B" => 1,
        "K" | "k" | "KB" | "KiB" => 1 << 10,
        "M" | "m" | "MB" | "MiB" => 1 << 20,
        "G" | "GB" | "GiB" => 1 << 30,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

/// Bytes as people write them: `256K`, `2M`, `2097408`.
pub fn show(bytes: u64) -> String {
    match bytes {
        0 => "0".into(),
        b if b % (1 << 20) == 0 => format!("{}M", b >> 20),
        b if b % (1 << 10) == 0 => format!("{}K", b >> 10),
        b => b.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        assert_eq!(parse_text("0x20000000"), Some(0x2000_0000));
        assert_eq!(parse_text("256K"), Some(256 << 10));
        assert_eq!(parse_text(" 2M - 256 "), Some((2 << 20) - 256));
        assert_eq!(parse_text("264 KB"), Some(264 << 10));
        for bad in ["", "-", "1-2", "0x", "0x-1", "12Q", "K", "1..2", "99999999999999999999", "é"]
        {
            assert_eq!(parse_text(bad), None, "{bad}");
        }
    }
}
