//! The link of a program that asks for its callers: its table tells addresses, so it can be made
//! only from the linked program, and is put into it by linking once more.

use super::objects::{Linked, Object, Objects};
use crate::base::source::{Pos, SourceMap};
use crate::stack::traced::{Known, TABLE};
use crate::trace::callers;
use anyhow::{Result, anyhow};

/// How often addresses may change because the table has got another size.
const LINKS: u32 = 5;

impl Objects<'_> {
    /// Links the objects and a table of what is known of the functions.
    pub fn link_with_callers(
        &self,
        mut objects: Vec<Object>,
        symbols: &[(String, u64)],
        known: &[Known],
        sources: &SourceMap,
    ) -> Result<Linked> {
        let place = |pos: Pos| match sources.shown(pos) {
            None => ("?".to_owned(), 0),
            Some(shown) => (sources.shown_name(shown.file).to_owned(), shown.line),
        };
        let mut table = vec![0; 16];
        let mut before = Vec::new();
        for _ in 0..LINKS {
            objects.push(self.data(TABLE, &table)?);
            let linked = self.link(&objects, symbols)?;
            objects.pop();
            let functions = callers::functions(&linked.elf)?;
            if functions == before {
                return Ok(linked);
            }
            table = callers::table(&linked.elf, known, place)?;
            before = functions;
        }
        Err(anyhow!("internal compiler error: the table of callers finds no place"))
    }
}
