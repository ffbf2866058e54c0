//! The text of a description, to the data of the crate `svd-parser`.
//!
//! That crate takes numbers as they come: a few of them, all plainly wrong, would stop it or take
//! all memory. They are looked at before.

use anyhow::{Context as _, Result, anyhow};
use roxmltree::{Document, Node, ParsingOptions};
use svd_parser::svd::Device;
use svd_parser::{Config, ValidateLevel};

/// How deep elements may lie in others; the format needs about ten, and one more for each cluster.
const DEPTH: usize = 64;

/// How many elements an array may have.
pub const DIM: u32 = 1 << 16;

/// What to do about a description that is wrong.
const NEXT: &str = "correct the file there, or look for a newer one of the chip's maker";

/// Reads a description; errors begin with `file:line:column`.
pub fn device(text: &str, file: &str) -> Result<Device> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    depth(text, file)?;
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|e| xml_error(&e, file))?;
    if !document.root_element().has_tag_name("device") {
        let name = document.root_element().tag_name().name();
        return Err(anyhow!(
            "{file}: this is no SVD file: its outermost element is <{name}>, not <device>"
        ));
    }
    for node in document.descendants().filter(Node::is_element) {
        let problem = match node.tag_name().name() {
            "bitRange" => bit_range(&node),
            "bitOffset" | "bitWidth" | "lsb" | "msb" => small(&node, 1 << 16),
            "dim" => small(&node, DIM),
            "dimIndex" => dim_index(&node),
            _ => Ok(()),
        };
        if let Err(problem) = problem {
            let at = document.text_pos_at(node.range().start);
            return Err(anyhow!("{file}:{at}: {problem}; {NEXT}"));
        }
    }
    let config = Config::default().validate_level(ValidateLevel::Disabled);
    svd_parser::parse_with_config(text, &config).map_err(|e| schema_error(&e, file))
}

/// Refuses text whose elements lie deeper than any description's: what reads XML calls itself for
/// each of them.
fn depth(text: &str, file: &str) -> Result<()> {
    let mut depth = 0usize;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        // In comments and character data there are no elements.
        if let Some(end) = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")]
            .iter()
            .find_map(|(open, close)| rest.strip_prefix(open).map(|r| (r.find(close), r)))
        {
            let (Some(end), inner) = end else { return Ok(()) };
            rest = &inner[end..];
            continue;
        }
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        match () {
            () if tag.starts_with('/') => depth = depth.saturating_sub(1),
            () if tag.ends_with('/') || tag.starts_with('!') => {}
            () => depth += 1,
        }
        if depth > DEPTH {
            let line = text[..text.len() - rest.len()].matches('\n').count() + 1;
            return Err(anyhow!("{file}:{line}: elements lie more than {DEPTH} deep; {NEXT}"));
        }
    }
    Ok(())
}

fn xml_error(e: &roxmltree::Error, file: &str) -> anyhow::Error {
    let text = e.to_string();
    let what = text.rsplit_once(" at ").map_or(text.as_str(), |(what, _)| what);
    let at = e.pos();
    anyhow!("{file}:{at}: this is no XML: {what}; {NEXT}")
}

/// An error of the crate: its chain has the place ("Parsing register `CR` at 12:5") between what
/// lies around it and what is wrong.
fn schema_error(e: &anyhow::Error, file: &str) -> anyhow::Error {
    let chain: Vec<String> = e.chain().map(ToString::to_string).collect();
    let place = chain.iter().find_map(|text| {
        let (what, at) = text.rsplit_once("at ")?;
        let position = at.split(':').all(|n| n.parse::<u32>().is_ok()) && at.contains(':');
        position.then(|| (what.trim_start_matches("Parsing ").trim_end().to_owned(), at.to_owned()))
    });
    let cause = chain.last().cloned().unwrap_or_default();
    let error = anyhow!("{cause}; {NEXT}");
    match place {
        Some((what, at)) if what.is_empty() => error.context(format!("{file}:{at}")),
        Some((what, at)) => error.context(format!("{file}:{at}: {what}")),
        None => error.context(file.to_owned()),
    }
}

fn text<'a>(node: &Node<'a, '_>) -> &'a str {
    node.text().unwrap_or("").trim()
}

/// A number as the format writes it: decimal, `0x` or `0X`, `#` or `0b` for binary.
fn number(text: &str) -> Option<u64> {
    let text = text.trim().trim_start_matches('+');
    let digits = |prefix: &[&str]| prefix.iter().find_map(|p| text.strip_prefix(p));
    if let Some(hex) = digits(&["0x", "0X"]) {
        return u64::from_str_radix(hex, 16).ok();
    }
    match digits(&["#", "0b"]) {
        Some(binary) => u64::from_str_radix(&binary.replace(['x', 'X'], "0"), 2).ok(),
        None => text.parse().ok(),
    }
}

fn small(node: &Node<'_, '_>, limit: u32) -> Result<()> {
    let name = node.tag_name().name();
    let n = number(text(node)).with_context(|| format!("<{name}> is no number"))?;
    if n > u64::from(limit) {
        return Err(anyhow!("<{name}> is {n}, and the largest that makes sense is {limit}"));
    }
    Ok(())
}

/// `[7:0]`
fn bit_range(node: &Node<'_, '_>) -> Result<()> {
    // Not trimmed: the crate does not do it either.
    let range = node.text().unwrap_or("");
    let inner = range.strip_prefix('[').and_then(|r| r.strip_suffix(']'));
    let ends = inner.and_then(|i| i.split_once(':'));
    let number = |text: &str| text.parse::<u32>().ok();
    let numbers = ends.and_then(|(msb, lsb)| Some((number(msb)?, number(lsb)?)));
    if numbers.is_some_and(|(msb, lsb)| lsb <= msb && msb < 1 << 16) {
        return Ok(());
    }
    Err(anyhow!("<bitRange> is {range:?}, which is not of the form [7:0]"))
}

/// `0-7`, `A-H` or `A,B,C`
fn dim_index(node: &Node<'_, '_>) -> Result<()> {
    let index = text(node);
    let range = index.split_once('-').and_then(|(a, b)| Some((number(a)?, number(b)?)));
    match range {
        Some((first, last)) if first > last || last - first >= u64::from(DIM) => Err(anyhow!(
            "<dimIndex> is {index:?}: an array has at least one and at most {DIM} elements"
        )),
        _ => Ok(()),
    }
}
