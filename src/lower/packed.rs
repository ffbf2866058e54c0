//! Tables of runes that the library packs while it is compiled: `unicode.packRanges` and the like
//! are calls of no code, but values made here of the SDK's own tables. Package `internal/runeset`
//! of `runtime-stubs/` reads them and says how they look.

use super::Lower;
use crate::base::source::FileId;
use crate::check::program::Program;
use crate::ir::module::Const;
use crate::syntax::ast::{Call, ExprId};

/// How many ranges a block has.
const BLOCK: usize = 16;

/// Bits of the byte before the changes of a range's cases.
const ALTERNATING: u8 = 1;
const HAS_UPPER: u8 = 2;
const HAS_LOWER: u8 = 4;
const HAS_TITLE: u8 = 8;

/// What `unicode.UpperLower` is.
const UPPER_LOWER: i64 = 0x11_0000;

/// What a called function packs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Packer {
    /// A `unicode.RangeTable`.
    Ranges,
    /// A list of `unicode.CaseRange`.
    Cases,
    /// The four lists of package strconv.
    Print,
}

/// Is the called function one of those that pack?
pub(super) fn packer(prog: &Program, file: FileId, fun: ExprId) -> Option<Packer> {
    let obj = &prog.ents.objects[prog.object(file, fun)?];
    match (prog.ents.packages[obj.pkg?].path.as_str(), obj.name.as_str()) {
        ("unicode", "packRanges") => Some(Packer::Ranges),
        ("unicode", "packCases") => Some(Packer::Cases),
        ("strconv", "packPrint") => Some(Packer::Print),
        _ => None,
    }
}

impl Lower<'_> {
    /// The value of a call of a function that packs.
    pub(super) fn const_packed(&mut self, file: FileId, call: &Call) -> Option<Const> {
        let packer = packer(&self.c.prog, file, call.fun)?;
        let mut args = Vec::new();
        for &a in &call.args {
            let t = self.c.prog.type_of(file, a);
            args.push(self.const_init(file, a, t)?);
        }
        let bytes = match (packer, &args[..]) {
            (Packer::Ranges, [table]) => {
                let Const::Agg(lists) = self.pointed_value(table)? else { return None };
                let rows = [self.rows(&lists[0])?, self.rows(&lists[1])?].concat();
                pack(merged(rows.iter().flat_map(|r| stride(r[0], r[1], r[2]))), |_, _| {})
            }
            (Packer::Cases, [list]) => {
                let rows = self.rows(list)?;
                let ranges = rows.iter().map(|r| (r[0] as u32, r[1] as u32)).collect();
                pack(ranges, |i, out| changes([rows[i][2], rows[i][3], rows[i][4]], out))
            }
            (Packer::Print, lists) => {
                let lists: Option<Vec<_>> = lists.iter().map(|l| self.rows(l)).collect();
                pack(printed(&lists?), |_, _| {})
            }
            _ => return None,
        };
        Some(self.string_const(&bytes))
    }

    /// What a constant pointer points to.
    fn pointed_value(&self, pointer: &Const) -> Option<Const> {
        match pointer {
            Const::Global(g, 0) => self.m.globals[*g].init.clone(),
            _ => None,
        }
    }

    /// The elements of a constant slice, each as its numbers in order.
    fn rows(&self, slice: &Const) -> Option<Vec<Vec<i64>>> {
        let Const::Agg(header) = slice else { return None };
        let Const::Agg(list) = self.pointed_value(header.first()?)? else { return None };
        let numbers = |c: &Const| {
            let mut row = Vec::new();
            flat(c, &mut row).then_some(row)
        };
        list.iter().map(numbers).collect()
    }
}

/// The numbers in a constant. Those of a structure that are left out at its end, or an array that is
/// zero as a whole, are the three changes of a range's cases.
fn flat(c: &Const, row: &mut Vec<i64>) -> bool {
    match c {
        Const::Int(n) => row.push(i64::from(*n as u32 as i32)),
        Const::Zero => row.extend([0; 3]),
        Const::Agg(parts) => return parts.iter().all(|p| flat(p, row)),
        _ => return false,
    }
    true
}

/// The runes `lo`, `lo + step`, ... up to `hi`, as ranges.
fn stride(lo: i64, hi: i64, step: i64) -> Vec<(u32, u32)> {
    match step {
        1 => vec![(lo as u32, hi as u32)],
        _ => (lo..=hi).step_by(step as usize).map(|r| (r as u32, r as u32)).collect(),
    }
}

/// Ranges in order, those that touch as one.
fn merged(ranges: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for (lo, hi) in ranges {
        match out.last_mut() {
            Some(last) if last.1 + 1 == lo => last.1 = hi,
            _ => out.push((lo, hi)),
        }
    }
    out
}

/// The ranges of package strconv: pairs of first and last rune without the exceptions.
fn printed(lists: &[Vec<Vec<i64>>]) -> Vec<(u32, u32)> {
    let mut out = Vec::new();
    for (pairs, except, base) in [(&lists[0], &lists[1], 0), (&lists[2], &lists[3], 0x10000)] {
        let wide = |r: &Vec<i64>| r[0] as u32 & if base == 0 { 0xffff } else { u32::MAX };
        let except: Vec<u32> = except.iter().map(|r| base + (r[0] as u32 & 0xffff)).collect();
        for pair in pairs.chunks_exact(2) {
            let (mut lo, hi) = (wide(&pair[0]), wide(&pair[1]));
            let from = except.partition_point(|x| *x < lo);
            for &x in except[from..].iter().take_while(|x| **x <= hi) {
                if lo < x {
                    out.push((lo, x - 1));
                }
                lo = x + 1;
            }
            if lo <= hi {
                out.push((lo, hi));
            }
        }
    }
    merged(out.into_iter())
}

/// The table of ranges; `more` adds what follows a range's length.
fn pack(ranges: Vec<(u32, u32)>, more: impl Fn(usize, &mut Vec<u8>)) -> Vec<u8> {
    let blocks = ranges.len().div_ceil(BLOCK);
    let start = 2 + 5 * blocks;
    let mut out = (blocks as u16).to_le_bytes().to_vec();
    let mut data = Vec::new();
    let mut end = 0;
    for (i, &(lo, hi)) in ranges.iter().enumerate() {
        if i % BLOCK == 0 {
            out.extend(&lo.to_le_bytes()[..3]);
            out.extend(((start + data.len()) as u16).to_le_bytes());
        } else {
            number(lo - end, &mut data);
        }
        number(hi - lo, &mut data);
        more(i, &mut data);
        end = hi + 1;
    }
    out.extend(data);
    out
}

/// The changes to upper, lower and title case.
fn changes([upper, lower, title]: [i64; 3], out: &mut Vec<u8>) {
    if upper == UPPER_LOWER && lower == UPPER_LOWER && title == UPPER_LOWER {
        return out.push(ALTERNATING);
    }
    let all = [
        (HAS_UPPER, upper, upper != 0),
        (HAS_LOWER, lower, lower != 0),
        (HAS_TITLE, title, title != upper),
    ];
    let listed = all.into_iter().filter(|(_, _, there)| *there);
    out.push(listed.clone().fold(0, |bits, (bit, ..)| bits | bit));
    for (_, change, _) in listed {
        number(((change << 1) ^ (change >> 63)) as u32, out);
    }
}

/// A number of 7 bits a byte, the lowest first.
fn number(mut n: u32, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table() {
        let table = pack(vec![(0x41, 0x5a), (0x300, 0x300), (0x1_0000, 0x1_0080)], |_, _| {});
        let want = [1, 0, 0x41, 0, 0, 7, 0, 25, 0xa5, 5, 0, 0xff, 0xf9, 3, 0x80, 1];
        assert_eq!(table, want);
    }

    #[test]
    fn exceptions() {
        let list = |l: &[i64]| l.iter().map(|n| vec![*n]).collect::<Vec<_>>();
        let lists = [
            list(&[0xa1, 0xac, 0xad, 0xb0]),
            list(&[0xa1, 0xaf]),
            list(&[0x1_0000, 0x1_0004]),
            list(&[2]),
        ];
        assert_eq!(
            printed(&lists),
            [(0xa2, 0xae), (0xb0, 0xb0), (0x1_0000, 0x1_0001), (0x1_0003, 0x1_0004)]
        );
    }

    #[test]
    fn cases() {
        let mut out = Vec::new();
        changes([0, 32, 0], &mut out);
        changes([UPPER_LOWER; 3], &mut out);
        changes([-1, 0, 1], &mut out);
        assert_eq!(out, [HAS_LOWER, 64, ALTERNATING, HAS_UPPER | HAS_TITLE, 1, 2]);
    }
}
