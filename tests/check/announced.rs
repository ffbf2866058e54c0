//! The errors that a Go file announces in its comments: `/* ERROR "text" */` after the token, or
//! `// ERROR "text"` at the end of the line. `ERRORx` and Go's own `test/` folder use regular
//! expressions, of which the literal parts are compared.

/// An announced error.
pub struct Announced {
    pub line: u32,
    pub pattern: String,
    regex: bool,
}

impl Announced {
    /// Whether an error's words are the announced ones.
    pub fn matches(&self, message: &str) -> bool {
        if !self.regex {
            return message.contains(&self.pattern);
        }
        self.pattern.split('|').any(|alternative| {
            literals(alternative).iter().all(|literal| message.contains(literal.as_str()))
        })
    }
}

/// The parts of a regular expression that stand for themselves.
fn literals(regex: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = regex.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(c) if c.is_alphanumeric() => parts.push(String::new()),
                Some(c) => parts.last_mut().expect("never empty").push(c),
                None => {}
            },
            '[' => {
                while chars.next().is_some_and(|c| c != ']') {}
                parts.push(String::new());
            }
            '.' | '*' | '+' | '(' | ')' | '^' | '$' => parts.push(String::new()),
            // What comes before may be absent.
            '?' => {
                parts.last_mut().expect("never empty").pop();
                parts.push(String::new());
            }
            c => parts.last_mut().expect("never empty").push(c),
        }
    }
    parts.retain(|p| !p.is_empty());
    parts
}

/// All errors that the comments of a file announce.
pub fn announced(text: &str) -> Vec<Announced> {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let (mut i, mut line, mut token_line) = (0, 1, 1);
    while i < bytes.len() {
        let rest = &text[i..];
        let len = if rest.starts_with("//") {
            let len = rest.find('\n').unwrap_or(rest.len());
            comment(&rest[2..len], token_line, &mut out);
            len
        } else if rest.starts_with("/*") {
            let len = rest.find("*/").map_or(rest.len(), |n| n + 2);
            comment(&rest[2..len.max(4) - 2], token_line, &mut out);
            len
        } else {
            let len = token_len(rest);
            if !rest.starts_with(char::is_whitespace) {
                token_line = line;
            }
            len
        };
        line += text[i..i + len].bytes().filter(|&b| b == b'\n').count() as u32;
        i += len;
    }
    out
}

/// The length of a literal, or of one character.
fn token_len(rest: &str) -> usize {
    let quote = match rest.chars().next() {
        Some(c @ ('"' | '`' | '\'')) => c,
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

/// A comment that stands after a token of `line`.
fn comment(text: &str, line: u32, out: &mut Vec<Announced>) {
    let (text, kind) = match text.trim_start() {
        t if t.starts_with("ERRORx ") => (&t[7..], Some(true)),
        t if t.starts_with("ERROR ") => (&t[6..], None),
        t => match t.find("// ERROR ").map(|n| &t[n + 9..]) {
            Some(t) => (t, None),
            None if t.starts_with("GC_ERROR ") => (&t[9..], None),
            None => return,
        },
    };
    // Go's test folder writes several regular expressions in one comment.
    let mut rest = text.trim();
    while let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '`')) {
        let len = token_len(rest);
        let raw = rest.get(1..len.saturating_sub(1)).unwrap_or("");
        let pattern = match quote {
            '"' => raw.replace("\\\"", "\"").replace("\\\\", "\\"),
            _ => raw.to_owned(),
        };
        let regex = kind.unwrap_or_else(|| looks_like_regex(&pattern));
        out.push(Announced { line, pattern, regex });
        rest = rest[len..].trim_start();
    }
}

fn looks_like_regex(pattern: &str) -> bool {
    pattern.contains('|')
        || pattern.contains(".*")
        || pattern.contains('\\')
        || pattern.contains(".")
}
