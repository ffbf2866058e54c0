//! A part of a page that a test writes: what stands between two marks.

use std::path::Path;

/// Compares the section `name` of the page with `want`; with `UPDATE_EXPECT=1` writes it.
pub fn check(page: &Path, name: &str, want: &str) -> Result<(), String> {
    let (start, end) = (format!("<!-- {name} -->\n"), "<!-- end -->");
    let text = std::fs::read_to_string(page).map_err(|e| format!("{}: {e}", page.display()))?;
    let parts = text.split_once(&start).and_then(|(before, rest)| {
        let (is, after) = rest.split_once(end)?;
        Some((before, is, after))
    });
    let Some((before, is, after)) = parts else {
        return Err(format!("{} has no section {name}", page.display()));
    };
    if is == want {
        return Ok(());
    }
    if std::env::var_os("UPDATE_EXPECT").is_none() {
        return Err(format!("{}: section {name} is out of date", page.display()));
    }
    let new = format!("{before}{start}{want}{end}{after}");
    std::fs::write(page, new).map_err(|e| e.to_string())
}
