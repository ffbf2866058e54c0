//! The errors that a Go file announces in its comments: `/* ERROR "text" */` after the token, or
//! `// ERROR "text"` at the end of the line. `ERRORx` and Go's own `test/` folder use regular
//! expressions.

use regex_lite::Regex;

/// An announced error.
pub struct Announced {
    pub line: u32,
    /// Of the token before the comment.
    pub column: u32,
    pub pattern: String,
    regex: Option<Regex>,
}

impl Announced {
    /// Whether an error's words are the announced ones.
    pub fn matches(&self, message: &str) -> bool {
        match &self.regex {
            Some(regex) => regex.is_match(message),
            None => message.contains(&self.pattern),
        }
    }
}

/// All errors that the comments of a file announce.
pub fn announced(text: &str) -> Vec<Announced> {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let (mut i, mut line, mut line_start, mut token) = (0, 1, 0, (1, 1));
    while i < bytes.len() {
        let rest = &text[i..];
        let len = if rest.starts_with("//") {
            let len = rest.find('\n').unwrap_or(rest.len());
            comment(&rest[2..len], token, &mut out);
            len
        } else if rest.starts_with("/*") {
            let len = rest.find("*/").map_or(rest.len(), |n| n + 2);
            comment(&rest[2..len.max(4) - 2], token, &mut out);
            len
        } else {
            let len = token_len(rest);
            if !rest.starts_with(char::is_whitespace) {
                token = (line, (i - line_start + 1) as u32);
            }
            len
        };
        for (at, _) in text[i..i + len].match_indices('\n') {
            line += 1;
            line_start = i + at + 1;
        }
        i += len;
    }
    out
}

/// All errors that an `// errorcheck` file announces: regular expressions after `// ERROR` or
/// `// GC_ERROR`, for their own line; `LINE` in them is its number.
pub fn errorcheck(text: &str) -> Vec<Announced> {
    let mut out = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let marks = ["// ERROR ", "// GC_ERROR ", "/* ERROR ", "/* GC_ERROR "];
        let Some(rest) = marks.iter().find_map(|m| Some(text.split_once(m)?.1)) else { continue };
        let mut rest = rest.trim_start();
        while rest.starts_with(['"', '`']) {
            let len = token_len(rest);
            let pattern = rest.get(1..len.saturating_sub(1)).unwrap_or("");
            // The text as it stands, without the meaning of its backslashes.
            let mut pattern = pattern.to_owned();
            for n in 1..20u32 {
                pattern = pattern.replace(&format!("LINE+{n}"), &(line + n).to_string());
                pattern =
                    pattern.replace(&format!("LINE-{n}"), &line.saturating_sub(n).to_string());
            }
            let pattern = pattern.replace("LINE", &line.to_string());
            let regex = Some(self::regex(&pattern));
            out.push(Announced { line, column: 0, pattern, regex });
            rest = rest[len..].trim_start();
        }
    }
    out
}

/// The length of a literal, a name or number, or of one character.
fn token_len(rest: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let quote = match rest.chars().next() {
        Some(c @ ('"' | '`' | '\'')) => c,
        Some(c) if is_word(c) => return rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        Some(c) => return c.len_utf8(),
        None => return 0,
    };
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            '\n' if quote != '`' => return i,
            c if c == quote => return i + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A comment that stands after a token.
fn comment(text: &str, (line, column): (u32, u32), out: &mut Vec<Announced>) {
    let (text, kind) = match text.strip_prefix(' ').unwrap_or("") {
        t if t.starts_with("ERRORx ") => (&t[7..], Some(true)),
        t if t.starts_with("ERROR ") => (&t[6..], None),
        _ if text.starts_with(" GC_ERROR ") => (&text[10..], None),
        // Code that is commented out announces nothing.
        _ => return,
    };
    // Go's test folder writes several regular expressions in one comment.
    let mut rest = text.trim();
    while let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '`')) {
        let len = token_len(rest);
        let raw = rest.get(1..len.saturating_sub(1)).unwrap_or("");
        let pattern = match quote {
            '"' => unescaped(raw),
            _ => raw.to_owned(),
        };
        let regex = kind.unwrap_or(false).then(|| regex(&pattern));
        out.push(Announced { line, column, pattern, regex });
        rest = rest[len..].trim_start();
    }
}

/// The value of an interpreted string.
fn unescaped(raw: &str) -> String {
    let mut out = String::new();
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                other => out.extend(other),
            },
            c => out.push(c),
        }
    }
    out
}

/// A regular expression as Go writes it: a brace that does not begin a number of repetitions
/// stands for itself.
pub fn regex(pattern: &str) -> Regex {
    let mut out = String::new();
    let mut chars = pattern.chars().peekable();
    let mut repeating = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
                continue;
            }
            '{' => {
                repeating = chars.peek().is_some_and(char::is_ascii_digit);
                out.push_str(if repeating { "{" } else { "\\{" });
                continue;
            }
            '}' if !std::mem::take(&mut repeating) => out.push('\\'),
            _ => {}
        }
        out.push(c);
    }
    Regex::new(&out).unwrap_or_else(|e| panic!("{pattern}: {e}"))
}
