//! What hand-written assembly says of the stack it takes.
//!
//! A line `// stack: name bytes`, or `// stack: name bytes bytes-with-floats`, gives the frame of a
//! function. In our own files the other functions take none.

use rustc_hash::FxHashMap;

/// Adds the frames of the functions in a file.
pub fn read(text: &str, ours: bool, floats: bool, frames: &mut FxHashMap<String, u32>) {
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("// stack:") {
            let words: Vec<&str> = rest.split_whitespace().collect();
            let bytes = if floats { words.get(2).or(words.get(1)) } else { words.get(1) };
            if let (Some(name), Some(Ok(bytes))) = (words.first(), bytes.map(|b| b.parse())) {
                frames.insert((*name).to_owned(), bytes);
            }
            continue;
        }
        // `.type name, %function`, or the macro of ours that says the same.
        let named = line.strip_prefix(".type").or(line.strip_prefix("function "));
        if let Some(rest) = named.filter(|_| ours) {
            let name = rest.split(',').next().unwrap_or_default().trim();
            frames.entry(name.to_owned()).or_insert(0);
        }
    }
}
