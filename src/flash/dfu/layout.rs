//! What a DfuSe device says of its memory, in the name of each setting of its interface:
//! `@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg` (UM0424, "DfuSe File Format and
//! descriptors", 10.3.2).

use crate::image::segments::Segment;

/// One piece of memory that is erased as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sector {
    pub address: u32,
    pub size: u32,
    pub readable: bool,
    pub erasable: bool,
    pub writable: bool,
}

impl Sector {
    pub fn end(&self) -> u64 {
        u64::from(self.address) + u64::from(self.size)
    }

    /// The part of a run that lies in here.
    pub fn part<'a>(&self, segment: &'a Segment) -> Option<(u32, &'a [u8])> {
        let start = self.address.max(segment.address);
        let end = self.end().min(segment.end());
        let length = end.checked_sub(u64::from(start)).filter(|l| *l > 0)?;
        let from = (start - segment.address) as usize;
        Some((start, &segment.data[from..from + length as usize]))
    }
}

/// A memory: its name and its sectors in the order of their addresses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    pub name: String,
    pub sectors: Vec<Sector>,
}

/// No memory has more sectors; a device that says so talks nonsense.
const MOST: usize = 1 << 16;

impl Layout {
    /// Reads the name of a setting; `None` if it is not of this form.
    pub fn parse(text: &str) -> Option<Layout> {
        let mut parts = text.strip_prefix('@')?.split('/');
        let name = parts.next()?.trim().to_owned();
        let mut sectors = Vec::new();
        while let Some(address) = parts.next() {
            let digits = address.trim().strip_prefix("0x").or(address.trim().strip_prefix("0X"))?;
            let mut address = u32::from_str_radix(digits, 16).ok()?;
            for group in parts.next()?.split(',') {
                address = add(&mut sectors, address, group.trim())?;
            }
        }
        sectors.sort_by_key(|s: &Sector| s.address);
        Some(Layout { name, sectors }).filter(|l| !l.sectors.is_empty())
    }

    /// Whether all of a run can be written here.
    pub fn holds(&self, segment: &Segment) -> bool {
        let parts = self.sectors.iter().filter(|s| s.writable).filter_map(|s| s.part(segment));
        parts.map(|(_, part)| part.len()).sum::<usize>() == segment.data.len()
    }
}

/// Adds `04*016Kg`: how many, how big, in which unit, and what may be done. Gives the address
/// behind them.
fn add(sectors: &mut Vec<Sector>, start: u32, group: &str) -> Option<u32> {
    let (count, rest) = group.split_once('*')?;
    let count: u32 = count.trim().parse().ok()?;
    let (rest, mode) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
    // Bits 0 to 2 of the letter: readable, erasable, writable.
    let mode = mode.bytes().next().filter(|m| (b'a'..=b'g').contains(m))?;
    let digits = rest.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match rest[digits.len()..].trim() {
        "" | "B" => 1,
        "K" => 1 << 10,
        "M" => 1 << 20,
        _ => return None,
    };
    let size: u32 = digits.trim().parse::<u32>().ok()?.checked_mul(unit).filter(|s| *s > 0)?;
    if sectors.len() + count as usize > MOST {
        return None;
    }
    let mut address = start;
    for _ in 0..count {
        sectors.push(Sector {
            address,
            size,
            readable: mode & 1 != 0,
            erasable: mode & 2 != 0,
            writable: mode & 4 != 0,
        });
        address = address.checked_add(size)?;
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_stm32f4_is_read() {
        let text = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";
        let layout = Layout::parse(text).unwrap();
        assert_eq!(layout.name, "Internal Flash");
        assert_eq!(layout.sectors.len(), 12);
        assert_eq!(layout.sectors[4].address, 0x0801_0000);
        assert_eq!(layout.sectors.last().unwrap().end(), 0x0810_0000);
        assert!(layout.sectors.iter().all(|s| s.readable && s.erasable && s.writable));
        let inside = Segment { address: 0x080f_fff0, data: vec![0; 16] };
        let across = Segment { address: 0x080f_fff0, data: vec![0; 17] };
        assert!(layout.holds(&inside) && !layout.holds(&across));
    }

    #[test]
    fn other_memories_are_read() {
        let options = Layout::parse("@Option Bytes  /0x1FFFC000/01*016 e").unwrap();
        assert_eq!(
            options.sectors,
            [Sector {
                address: 0x1fff_c000,
                size: 16,
                readable: true,
                erasable: false,
                writable: true,
            }]
        );
        let two = Layout::parse("@X /0x08000000/2*1Ma/0x10/3*5Bg").unwrap();
        assert_eq!(
            two.sectors.iter().map(|s| s.address).collect::<Vec<_>>(),
            [0x10, 0x15, 0x1a, 0x0800_0000, 0x0810_0000]
        );
    }

    #[test]
    fn nonsense_is_refused() {
        let bad = [
            "",
            "@",
            "@x",
            "Internal Flash",
            "@x/0x08000000",
            "@x/8/4*16Kg",
            "@x/0x0/4*16K",
            "@x/0x0/*16Kg",
            "@x/0x0/4*Kg",
            "@x/0x0/4*16Gg",
            "@x/0x0/4*16Kz",
            "@x/0x0/99999999*1Kg",
            "@x/0xfffff000/2*1Mg",
            "@x/0x0/4*0Kg",
            "@x/0x0/4*16Kä",
        ];
        for text in bad {
            assert_eq!(Layout::parse(text), None, "{text}");
        }
    }

    #[test]
    fn any_text_is_taken() {
        arbtest::arbtest(|u| {
            let text: String = u.arbitrary()?;
            let _ = Layout::parse(&format!("@{text}"));
            let _ = Layout::parse(&format!("@x/0x0/{text}"));
            Ok(())
        })
        .budget_ms(200);
    }
}
