//! Text in columns.

/// Lines up cells in columns with two blanks between them; the first row is the heading. No line
/// ends with blanks.
pub fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |i: usize| rows.iter().map(|r| r[i].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A number of bytes as people read it: `256K`, `2M`, `65500`.
pub fn bytes(n: u64) -> String {
    match n {
        0 => "-".to_owned(),
        n if n % (1 << 20) == 0 => format!("{}M", n >> 20),
        n if n % (1 << 10) == 0 => format!("{}K", n >> 10),
        n => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [["A", "B"], ["long", ""], ["x", "y"]].map(|r| r.map(str::to_owned));
        assert_eq!(columns(&rows), "A     B\nlong\nx     y\n");
        assert_eq!(
            [bytes(0), bytes(262144), bytes(100), bytes(1 << 21)],
            ["-", "256K", "100", "2M"]
        );
    }
}
