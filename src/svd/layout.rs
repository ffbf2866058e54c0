//! Structs of registers: every register at its offset, in the order of the offsets.
//!
//! Go has no unions. Of registers at the same place the first one is a field; the others, and
//! whatever overlaps a field, are methods that give a pointer.

use super::names::{self, Taken};
use super::resolve::{Array, Block, Chip, Field, Item, Peripheral, Shape};
use std::collections::BTreeMap;

/// Everything that is printed.
#[derive(Debug)]
pub struct Package {
    pub chip: String,
    pub about: String,
    pub types: Vec<Struct>,
    pub instances: Vec<Instance>,
    /// Number, name, description.
    pub interrupts: Vec<(u32, String, String)>,
    pub warnings: Vec<String>,
}

/// A peripheral in memory.
#[derive(Debug)]
pub struct Instance {
    pub name: String,
    pub type_name: String,
    pub address: u32,
    pub about: String,
}

/// A struct of registers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Struct {
    /// Without `_Type`.
    pub name: String,
    pub about: String,
    pub size: u32,
    pub align: u32,
    pub members: Vec<Member>,
    pub constants: Vec<Constants>,
}

/// A field of a struct, or a method instead of one.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    pub name: String,
    pub about: String,
    pub offset: u32,
    pub kind: Kind,
    pub count: Option<u32>,
    /// It overlaps what is a field already.
    pub method: bool,
    /// Bytes without a register before it.
    pub gap: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A register of 8, 16, 32 or 64 bits.
    Register(u32),
    /// A struct by its name.
    Struct(String),
    /// Nothing, at the end of a struct.
    Gap,
}

/// The constants of a register.
#[derive(Debug, PartialEq, Eq)]
pub struct Constants {
    pub register: String,
    pub about: String,
    pub fields: Vec<FieldConstants>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct FieldConstants {
    pub name: String,
    pub about: String,
    pub lsb: u32,
    pub width: u32,
    /// Name, number, description.
    pub values: Vec<(String, u64, String)>,
}

impl Struct {
    /// How many registers have a name in it.
    pub fn registers(&self) -> usize {
        self.members.iter().filter(|m| matches!(m.kind, Kind::Register(_))).count()
    }
}

/// Lays a chip out.
pub fn package(chip: Chip) -> Package {
    let mut taken = Taken::default();
    // Instances have the plain names; what else would have one of them gets a number.
    let instances: Vec<String> =
        chip.peripherals.iter().map(|p| taken.claim(names::exported(&p.name))).collect();
    let interrupts: Vec<_> = chip
        .interrupts
        .into_iter()
        .map(|(n, name, about)| (n, taken.claim(format!("IRQ_{}", names::part(&name))), about))
        .collect();
    let stems = struct_names(&chip.peripherals);
    let mut out = Package {
        chip: chip.name,
        about: chip.about,
        types: Vec::new(),
        instances: Vec::new(),
        interrupts,
        warnings: chip.warnings,
    };
    // Peripherals of one family that look the same have one type.
    let mut known: BTreeMap<(String, String), String> = BTreeMap::new();
    for ((p, name), stem) in chip.peripherals.iter().zip(instances).zip(stems) {
        let family = p.group.clone().unwrap_or_else(|| p.root.clone());
        let shape = (family, shape(&p.block));
        let type_name = match known.get(&shape) {
            Some(name) => name.clone(),
            None => {
                let name = struct_name(&mut taken, &stem);
                let mut layout = Layout { taken: &mut taken, package: &mut out };
                layout.block(name.clone(), &p.block, None);
                known.insert(shape, name.clone());
                name
            }
        };
        out.instances.push(Instance {
            name,
            type_name,
            address: p.address,
            about: p.about.clone(),
        });
    }
    out
}

/// How the struct of each peripheral should be called: as the description says; by its group, if
/// it is the first of it; by what the names of a family have in common; else as the peripheral.
fn struct_names(peripherals: &[Peripheral]) -> Vec<String> {
    let stem = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let mut families: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for p in peripherals {
        families.entry(&p.root).or_default().push(&p.name);
    }
    let mut groups: BTreeMap<String, String> = BTreeMap::new();
    let name = |p: &Peripheral| {
        if let Some(name) = &p.struct_name {
            return names::exported(name.trim_end_matches("_Type"));
        }
        if let Some(group) = p.group.as_deref()
            && groups.get(group).is_none_or(|first| *first == shape(&p.block))
        {
            groups.entry(group.to_owned()).or_insert_with(|| shape(&p.block));
            return names::exported(group);
        }
        let common = stem(&p.name);
        let family = families.get(p.root.as_str()).map_or(&[][..], Vec::as_slice);
        let shared = family.len() > 1 && !common.is_empty();
        // `I2C0` and `I2C1` are of type I2C; a lone `I2C0` keeps its number.
        let free = peripherals.iter().all(|q| q.name != common);
        if shared && free && family.iter().all(|n| stem(n) == common) {
            return names::exported(&common);
        }
        // A list of peripherals: `PORT%s`.
        if shared && peripherals.iter().all(|q| q.name != p.root) {
            return names::exported(&p.root);
        }
        names::exported(&p.name)
    };
    peripherals.iter().map(name).collect()
}

/// Takes a free name for a struct, and gives it without `_Type`.
fn struct_name(taken: &mut Taken, stem: &str) -> String {
    let name = taken.claim(format!("{stem}_Type"));
    name.strip_suffix("_Type").unwrap_or(&name).to_owned()
}

/// All that two blocks must have in common to be of one type, as text.
fn shape(block: &Block) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for item in &block.items {
        let array = item.array.map_or((0, 0), |a| (a.count, a.stride));
        let _ = write!(out, "{} {} {array:?} ", item.name, item.offset);
        match &item.shape {
            Shape::Cluster(inner) => out += &format!("{{{}}}", shape(inner)),
            Shape::Register { bits, fields } => {
                let _ = write!(out, "{bits}");
                for f in fields {
                    let _ = write!(out, " {}:{}:{}", f.name, f.lsb, f.width);
                    f.values.iter().for_each(|(name, n, _)| out += &format!(",{name}={n}"));
                }
            }
        }
        out.push(';');
    }
    out
}

struct Layout<'a> {
    taken: &'a mut Taken,
    package: &'a mut Package,
}

/// An item with what Go needs to know of it.
struct Sized<'a> {
    item: &'a Item,
    name: String,
    offset: u32,
    kind: Kind,
    count: Option<u32>,
    size: u32,
    align: u32,
}

impl Layout<'_> {
    fn left_out(&mut self, item: &Item, why: &str) {
        self.package.warnings.push(format!("{} is left out: {why}", item.path));
    }

    /// Adds the struct of a block, of `room` bytes if it is an array's element, and gives its size
    /// and alignment. Structs of clusters come after it.
    fn block(&mut self, name: String, block: &Block, room: Option<u32>) -> (u32, u32) {
        let mut out = Struct { name, about: block.about.clone(), ..Struct::default() };
        let at = self.package.types.len();
        let mut sized = Vec::new();
        for item in &block.items {
            self.constants(&mut out, item);
            self.measure(&out.name, item, &block.items, room, &mut sized);
        }
        sized.sort_by_key(|s| (s.offset, s.item.alternate));
        self.place(&mut out, sized);
        out.align = out.align.max(1);
        let end = out.size;
        out.size = end.next_multiple_of(out.align);
        if let Some(room) = room
            && room > out.size
        {
            out.members.push(Member {
                name: "_".to_owned(),
                about: String::new(),
                offset: room,
                kind: Kind::Gap,
                count: None,
                method: false,
                gap: room - end,
            });
            out.size = room;
        }
        let measures = (out.size, out.align);
        self.package.types.insert(at, out);
        measures
    }

    /// Puts the items at their places: fields where they fit, methods where something is already.
    fn place(&mut self, out: &mut Struct, sized: Vec<Sized<'_>>) {
        let mut members = Taken::default();
        for s in sized {
            let method = s.offset < out.size;
            let name = members.claim(s.name);
            out.members.push(Member {
                about: s.item.about.clone(),
                name,
                offset: s.offset,
                kind: s.kind,
                count: s.count,
                method,
                gap: if method { 0 } else { s.offset - out.size },
            });
            if !method {
                out.size = s.offset + s.size;
                out.align = out.align.max(s.align);
            }
        }
    }

    /// Finds the type and size of an item. One that cannot be in the struct is left out.
    fn measure<'i>(
        &mut self,
        owner: &str,
        item: &'i Item,
        all: &[Item],
        room: Option<u32>,
        out: &mut Vec<Sized<'i>>,
    ) {
        let name = names::exported(&item.name);
        let (kind, one, align, words) = match &item.shape {
            Shape::Register { bits, .. } => match register(*bits) {
                Some((bits, words)) => (Kind::Register(bits), bits / 8 * words, bits / 8, words),
                None => return self.left_out(item, &format!("a register cannot have {bits} bits")),
            },
            Shape::Cluster(block) => {
                let stride = item.array.map(|a| a.stride);
                let inner = struct_name(self.taken, &format!("{owner}_{name}"));
                let before = self.package.types.len();
                let (size, align) = self.block(inner.clone(), block, stride);
                if size == 0 {
                    self.package.types.truncate(before);
                    return self.left_out(item, "there is no register in it");
                }
                (Kind::Struct(inner), size, align, 1)
            }
        };
        let sized = |offset, name, kind, count, size| Sized {
            item,
            name,
            offset,
            kind,
            count,
            size,
            align,
        };
        let end = |size: u64| u64::from(item.offset) + size;
        let array = item.array.unwrap_or(Array { count: 1, stride: one });
        let total = u64::from(array.count.max(1) - 1) * u64::from(array.stride) + u64::from(one);
        if !item.offset.is_multiple_of(align) || !array.stride.is_multiple_of(align) {
            return self
                .left_out(item, &format!("its address is no multiple of its {align} bytes"));
        }
        if array.count == 0 || array.stride < one {
            return self.left_out(item, "its elements overlap each other, or there are none");
        }
        if end(total) > u64::from(room.unwrap_or(1 << 30)) {
            return self.left_out(item, "it goes beyond the end of what it is in");
        }
        let many = item.array.is_some();
        if !many || (array.stride == one && words == 1) {
            let count = if many { Some(array.count) } else { (words > 1).then_some(words) };
            return out.push(sized(item.offset, name, kind, count, total as u32));
        }
        // Between the elements there is room. If nothing lies in it, they are an array of structs.
        let room = u64::from(array.count) * u64::from(array.stride);
        let within = |other: &Item| {
            !std::ptr::eq(other, item) && u64::from(other.offset) < end(room) && {
                let array = other.array.unwrap_or(Array { count: 1, stride: 1 });
                let length = u64::from(array.count) * u64::from(array.stride);
                u64::from(other.offset) + length > u64::from(item.offset)
            }
        };
        if words == 1 && !all.iter().any(within) {
            let inner = struct_name(self.taken, &format!("{owner}_{name}"));
            self.package.types.push(spaced(&inner, item, kind, one, array.stride));
            let total = array.count * array.stride;
            let kind = Kind::Struct(inner);
            return out.push(sized(item.offset, name, kind, Some(array.count), total));
        }
        for n in 0..array.count {
            let name = format!("{name}{n}");
            let count = (words > 1).then_some(words);
            out.push(sized(item.offset + n * array.stride, name, kind.clone(), count, one));
        }
    }

    fn constants(&mut self, out: &mut Struct, item: &Item) {
        let Shape::Register { fields, .. } = &item.shape else { return };
        let prefix = format!("{}_{}", out.name, names::part(&item.name));
        let fields: Vec<FieldConstants> =
            fields.iter().map(|f| self.field_constants(&prefix, f)).collect();
        if !fields.is_empty() {
            out.constants.push(Constants {
                register: names::exported(&item.name),
                about: item.about.clone(),
                fields,
            });
        }
    }

    fn field_constants(&mut self, prefix: &str, field: &Field) -> FieldConstants {
        // `_Pos` stands for all three: the other two are never claimed without it.
        let name = self.taken.claim(format!("{prefix}_{}_Pos", names::part(&field.name)));
        let name = match name.rsplit_once("_Pos_") {
            Some((name, n)) if n.parse::<u32>().is_ok() => format!("{name}_{n}"),
            _ => name.strip_suffix("_Pos").unwrap_or(&name).to_owned(),
        };
        self.taken.claim(format!("{name}_Msk"));
        if field.width == 1 {
            self.taken.claim(name.clone());
        }
        let mut values: Vec<(String, u64, String)> = Vec::new();
        let mut plain: Vec<(&str, u64)> = Vec::new();
        for (value, n, about) in &field.values {
            // Sets for reading and for writing often have values in common.
            if plain.contains(&(value.as_str(), *n)) {
                continue;
            }
            plain.push((value, *n));
            let value = self.taken.claim(format!("{name}_{}", names::part(value)));
            values.push((value, *n, about.clone()));
        }
        FieldConstants {
            name,
            about: field.about.clone(),
            lsb: field.lsb,
            width: field.width,
            values,
        }
    }
}

/// The width of the volatile type for a register of so many bits, and how many of them.
fn register(bits: u32) -> Option<(u32, u32)> {
    match bits {
        1..=8 => Some((8, 1)),
        9..=16 => Some((16, 1)),
        17..=32 => Some((32, 1)),
        33..=64 => Some((64, 1)),
        65..=4096 => Some((32, bits.div_ceil(32))),
        _ => None,
    }
}

/// The struct of one element of an array whose elements are apart.
fn spaced(name: &str, item: &Item, kind: Kind, size: u32, stride: u32) -> Struct {
    let member = |name: &str, offset, kind, gap| Member {
        name: name.to_owned(),
        about: String::new(),
        offset,
        kind,
        count: None,
        method: false,
        gap,
    };
    let rest = Member { offset: stride, ..member("_", 0, Kind::Gap, stride - size) };
    Struct {
        name: name.to_owned(),
        about: item.about.clone(),
        size: stride,
        align: size.min(8),
        members: vec![member("", 0, kind, 0), rest],
        constants: Vec::new(),
    }
}
