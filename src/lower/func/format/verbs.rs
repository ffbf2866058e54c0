//! Reads the formats of package fmt, as far as calls are made in pieces.

/// A verb with its flags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verb {
    pub letter: u8,
    pub minus: bool,
    pub zero: bool,
    pub width: Option<u32>,
    pub prec: Option<u32>,
}

/// A piece of a format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    Text(Vec<u8>),
    Verb(Verb),
}

/// A text that is wider comes from package fmt.
const MAX_WIDTH: u32 = 1000;

impl Verb {
    pub fn plain(letter: u8) -> Self {
        Verb { letter, minus: false, zero: false, width: None, prec: None }
    }
}

/// The parts of a format; `None` if there is something in it that is left to package fmt.
pub fn parts(format: &[u8]) -> Option<Vec<Part>> {
    let mut list = Vec::new();
    let mut text = Vec::new();
    let mut rest = format;
    while let Some((&c, after)) = rest.split_first() {
        rest = after;
        if c != b'%' {
            text.push(c);
            continue;
        }
        if rest.first() == Some(&b'%') {
            rest = &rest[1..];
            text.push(b'%');
            continue;
        }
        let (verb, after) = verb(rest)?;
        rest = after;
        if !text.is_empty() {
            list.push(Part::Text(std::mem::take(&mut text)));
        }
        list.push(Part::Verb(verb));
    }
    if !text.is_empty() {
        list.push(Part::Text(text));
    }
    Some(list)
}

/// The verb behind a percent sign, and what follows it.
fn verb(mut rest: &[u8]) -> Option<(Verb, &[u8])> {
    let mut verb = Verb::plain(0);
    loop {
        match rest.first()? {
            b'-' => verb.minus = true,
            b'0' => verb.zero = true,
            _ => break,
        }
        rest = &rest[1..];
    }
    (verb.width, rest) = number(rest)?;
    if rest.first() == Some(&b'.') {
        (verb.prec, rest) = number(&rest[1..])?;
        // A point alone is a precision of 0.
        verb.prec = verb.prec.or(Some(0));
    }
    let (&letter, rest) = rest.split_first()?;
    verb.letter = letter;
    let known = b"vsqdxXobctfFegw".contains(&letter);
    (known && !(verb.minus && verb.zero)).then_some((verb, rest))
}

/// A decimal number, if there is one; `None` if it is too large.
fn number(rest: &[u8]) -> Option<(Option<u32>, &[u8])> {
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let (number, after) = rest.split_at(digits);
    if number.is_empty() {
        return Some((None, after));
    }
    let number = number.iter().try_fold(0u32, |n, c| {
        let n = n * 10 + u32::from(c - b'0');
        (n <= MAX_WIDTH).then_some(n)
    })?;
    Some((Some(number), after))
}
