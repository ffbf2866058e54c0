//! Debug information: files, functions, scopes, locations and variables as LLVM metadata.
//!
//! Nodes are numbered as they are first needed, in the order of the module, so equal modules give
//! equal text. No path of the building machine goes in: the directory is `.`, files have the names
//! of the source map.

use super::debug_type::Types;
use super::text::{Metadata, quoted};
use super::{EmitOptions, Opt};
use crate::base::source::{Pos, ShownFile, SourceMap};
use crate::ir::entities::*;
use crate::ir::function::{DebugVar, Function};
use crate::ir::module::Module;
use rustc_hash::FxHashMap;

/// Starts like clang's, so that gdb trusts the line table to say where a function's prologue ends
/// (gdb, `producer_is_llvm`).
const PRODUCER: &str = "clang LLVM (embgo)";

/// The state for the whole module.
pub(super) struct Debug<'a> {
    sources: &'a SourceMap,
    files: FxHashMap<Option<ShownFile>, u32>,
    types: Types<'a>,
    /// The compile unit, and its lists of global variables.
    unit: u32,
    globals_list: u32,
    globals: Vec<u32>,
    /// The type of every function: its parameters are described as variables.
    subroutine: u32,
    empty: u32,
    optimized: bool,
    /// The file and the line of the position asked for last.
    last: Option<(Pos, Place)>,
}

/// File, line and column.
#[derive(Clone, Copy)]
struct Place {
    file: Option<ShownFile>,
    line: u32,
    column: u32,
}

/// The scopes of one function.
pub(super) struct Scopes {
    pub subprogram: u32,
    file: Option<ShownFile>,
    /// The block of each scope of the function, once used.
    blocks: FxHashMap<u32, u32>,
    /// Parts of a scope that lie in another file.
    other_files: FxHashMap<(u32, Option<ShownFile>), u32>,
    locations: FxHashMap<(u32, u32, u32), u32>,
}

impl<'a> Debug<'a> {
    pub fn new(
        m: &'a Module,
        sources: &'a SourceMap,
        meta: &mut Metadata,
        opts: &EmitOptions,
    ) -> Debug<'a> {
        let unit = meta.reserve();
        let globals_list = meta.reserve();
        let empty = meta.list(&[]);
        let none = meta.node(format_args!("!{{null}}"));
        let subroutine = meta.node(format_args!("!DISubroutineType(types: !{none})"));
        let types = Types::new(m, meta);
        Debug {
            sources,
            files: FxHashMap::default(),
            types,
            unit,
            globals_list,
            globals: Vec::new(),
            subroutine,
            empty,
            optimized: opts.opt != Opt::Speed,
            last: None,
        }
    }

    /// Writes what was put off; the compile unit, which is named in `!llvm.dbg.cu`.
    pub fn finish(&mut self, meta: &mut Metadata, flags: &mut Vec<u32>) -> u32 {
        self.types.finish(meta);
        // The unit carries the name of the file of the first function or variable described.
        let file = self.main_file(meta);
        meta.define_list(self.globals_list, &self.globals);
        let (globals, optimized) = (self.globals_list, self.optimized);
        meta.define(
            self.unit,
            format_args!(
                "distinct !DICompileUnit(language: DW_LANG_Go, file: !{file}, producer: \"{PRODUCER}\", \
                 isOptimized: {optimized}, runtimeVersion: 0, emissionKind: FullDebug, \
                 globals: !{globals}, splitDebugInlining: true, nameTableKind: None)"
            ),
        );
        flags.push(meta.node(format_args!("!{{i32 7, !\"Dwarf Version\", i32 4}}")));
        flags.push(meta.node(format_args!("!{{i32 2, !\"Debug Info Version\", i32 3}}")));
        self.unit
    }

    fn main_file(&mut self, meta: &mut Metadata) -> u32 {
        let first = self.files.values().min().copied();
        first.unwrap_or_else(|| self.file(meta, None))
    }

    fn file(&mut self, meta: &mut Metadata, file: Option<ShownFile>) -> u32 {
        if let Some(id) = self.files.get(&file) {
            return *id;
        }
        let name = file.map_or("<generated>", |f| self.sources.shown_name(f));
        let name = quoted(name);
        let id = meta.node(format_args!("!DIFile(filename: {name}, directory: \".\")"));
        self.files.insert(file, id);
        id
    }

    fn place(&mut self, pos: Pos) -> Place {
        if let Some((last, place)) = self.last
            && last == pos
        {
            return place;
        }
        let place = match self.sources.shown(pos) {
            None => Place { file: None, line: 0, column: 0 },
            // LLVM keeps 16 bits of the column.
            Some(s) => Place {
                file: Some(s.file),
                line: s.line,
                column: if s.column > 0xffff { 0 } else { s.column },
            },
        };
        self.last = Some((pos, place));
        place
    }

    /// The description of a function.
    pub fn subprogram(&mut self, meta: &mut Metadata, f: &Function) -> Scopes {
        let place = self.place(f.pos);
        let file = self.file(meta, place.file);
        let (name, symbol) = (quoted(&f.debug_name), quoted(&f.name));
        let local = if f.attrs.export { "" } else { "DISPFlagLocalToUnit | " };
        let optimized = if self.optimized { " | DISPFlagOptimized" } else { "" };
        let (line, ty, unit, empty) = (place.line, self.subroutine, self.unit, self.empty);
        let linkage = match f.debug_name == f.name {
            true => String::new(),
            false => format!(", linkageName: {symbol}"),
        };
        let subprogram = meta.node(format_args!(
            "distinct !DISubprogram(name: {name}{linkage}, scope: !{file}, file: !{file}, \
             line: {line}, type: !{ty}, scopeLine: {line}, \
             spFlags: {local}DISPFlagDefinition{optimized}, unit: !{unit}, retainedNodes: !{empty})"
        ));
        Scopes {
            subprogram,
            file: place.file,
            blocks: FxHashMap::default(),
            other_files: FxHashMap::default(),
            locations: FxHashMap::default(),
        }
    }

    /// The lexical block of scope `idx` of the function.
    fn scope(&mut self, meta: &mut Metadata, s: &mut Scopes, f: &Function, idx: u32) -> u32 {
        if let Some(id) = s.blocks.get(&idx) {
            return *id;
        }
        // Scope 0 is the function; a parent has a smaller number than its children.
        let Some((parent, pos)) = f.scopes.get(idx as usize).filter(|s| idx > 0 && s.0 < idx)
        else {
            return s.subprogram;
        };
        let parent = self.scope(meta, s, f, *parent);
        let place = self.place(*pos);
        let file = self.file(meta, place.file.or(s.file));
        let (line, column) = (place.line, place.column);
        let id = meta.node(format_args!(
            "distinct !DILexicalBlock(scope: !{parent}, file: !{file}, line: {line}, \
             column: {column})"
        ));
        s.blocks.insert(idx, id);
        id
    }

    /// The node of a location in the function; line 0 where the source is unknown.
    pub fn location(&mut self, meta: &mut Metadata, s: &mut Scopes, f: &Function, loc: Loc) -> u32 {
        let mut scope = self.scope(meta, s, f, loc.scope);
        let place = self.place(loc.pos);
        if place.file.is_some() && place.file != s.file {
            let key = (scope, place.file);
            scope = match s.other_files.get(&key) {
                Some(id) => *id,
                None => {
                    let file = self.file(meta, place.file);
                    let id = meta.node(format_args!(
                        "!DILexicalBlockFile(scope: !{scope}, file: !{file}, discriminator: 0)"
                    ));
                    s.other_files.insert(key, id);
                    id
                }
            };
        }
        let (line, column) = (place.line, place.column);
        *s.locations.entry((scope, line, column)).or_insert_with(|| {
            meta.node(format_args!("!DILocation(line: {line}, column: {column}, scope: !{scope})"))
        })
    }

    /// A variable of the function and its location. `arg` is its number as a parameter or 0.
    pub fn variable(
        &mut self,
        meta: &mut Metadata,
        s: &mut Scopes,
        f: &Function,
        var: &DebugVar,
        arg: u32,
    ) -> (u32, u32) {
        let loc = self.location(meta, s, f, Loc { pos: var.pos, scope: var.scope });
        // A parameter belongs to the function itself.
        let scope = if arg > 0 { s.subprogram } else { self.scope(meta, s, f, var.scope) };
        let place = self.place(var.pos);
        let file = self.file(meta, place.file.or(s.file));
        let ty = self.types.get(meta, var.ty);
        let (name, line) = (quoted(&var.name), place.line);
        let arg = if arg > 0 { format!(" arg: {arg},") } else { String::new() };
        let id = meta.node(format_args!(
            "!DILocalVariable(name: {name},{arg} scope: !{scope}, file: !{file}, line: {line}, \
             type: !{ty})"
        ));
        (id, loc)
    }

    /// A global variable; the node to attach to it.
    pub fn global(
        &mut self,
        meta: &mut Metadata,
        name: &str,
        symbol: &str,
        ty: DebugTypeId,
        pos: Pos,
        local: bool,
    ) -> u32 {
        let place = self.place(pos);
        let file = self.file(meta, place.file);
        let ty = self.types.get(meta, ty);
        let (unit, line) = (self.unit, place.line);
        let linkage = match name == symbol {
            true => String::new(),
            false => format!(" linkageName: {},", quoted(symbol)),
        };
        let name = quoted(name);
        let var = meta.node(format_args!(
            "distinct !DIGlobalVariable(name: {name},{linkage} scope: !{unit}, file: !{file}, \
             line: {line}, type: !{ty}, isLocal: {local}, isDefinition: true)"
        ));
        let id = meta
            .node(format_args!("!DIGlobalVariableExpression(var: !{var}, expr: !DIExpression())"));
        self.globals.push(id);
        id
    }
}
