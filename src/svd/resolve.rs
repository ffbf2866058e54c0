//! What the chip has, with nothing left to look up: derived elements have what they derive, lists
//! are written out, sizes are known.

use super::names;
use super::read::DIM;
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use svd_parser::svd::{
    Cluster, DeriveFrom, Device, DimElement, EnumeratedValues, Field as SvdField, MaybeArray,
    Peripheral as SvdPeripheral, Register, RegisterCluster, RegisterProperties,
};

/// How many elements may derive from each other in a row; more are a circle.
const CHAIN: usize = 16;

/// How many registers are written out at most.
const REGISTERS: usize = 1 << 18;

#[derive(Debug)]
pub struct Chip {
    pub name: String,
    pub about: String,
    pub peripherals: Vec<Peripheral>,
    /// By number.
    pub interrupts: Vec<(u32, String, String)>,
    pub warnings: Vec<String>,
}

/// One instance of a peripheral.
#[derive(Debug)]
pub struct Peripheral {
    pub name: String,
    pub address: u32,
    pub about: String,
    /// How the struct is to be called, if the description says.
    pub struct_name: Option<String>,
    pub group: Option<String>,
    /// The peripheral, or list of them, at the end of the chain of what it derives from.
    pub root: String,
    pub block: Block,
}

/// Registers that belong together: of a peripheral, or of a cluster in it.
#[derive(Debug, Default)]
pub struct Block {
    pub about: String,
    pub items: Vec<Item>,
}

/// A register, a cluster, or an array of them.
#[derive(Debug)]
pub struct Item {
    /// Its name in the description, for messages.
    pub path: String,
    pub name: String,
    pub about: String,
    pub offset: u32,
    pub shape: Shape,
    pub array: Option<Array>,
    /// Another view of what has a name already.
    pub alternate: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Array {
    pub count: u32,
    pub stride: u32,
}

#[derive(Debug)]
pub enum Shape {
    Register { bits: u32, fields: Vec<Field> },
    Cluster(Block),
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub about: String,
    pub lsb: u32,
    pub width: u32,
    pub values: Vec<(String, u64, String)>,
}

/// Resolves a device, as far as `wanted` names its peripherals or their groups.
pub fn chip(device: &Device, file: &str, wanted: &[String]) -> Result<Chip> {
    let mut resolver = Resolver::new(device);
    let chosen = choose(device, file, wanted)?;
    let mut peripherals = Vec::new();
    for p in chosen {
        resolver.peripheral(p, &mut peripherals);
        if resolver.registers > REGISTERS {
            bail!(
                "{file}: the chip has more than {REGISTERS} registers with its lists written out; \
                 name the peripherals that you need with -peripherals"
            );
        }
    }
    let mut interrupts: Vec<(u32, String, String)> = device
        .peripherals
        .iter()
        .flat_map(|p| p.interrupt.iter())
        .map(|i| (i.value, i.name.clone(), names::comment(i.description.as_deref())))
        .collect();
    interrupts.sort();
    interrupts.dedup_by(|a, b| (a.0, &a.1) == (b.0, &b.1));
    Ok(Chip {
        name: device.name.clone(),
        about: names::comment(Some(&device.description)),
        peripherals,
        interrupts,
        warnings: resolver.warnings,
    })
}

/// The peripherals that were asked for, in the order of the description.
fn choose<'a>(device: &'a Device, file: &str, wanted: &[String]) -> Result<Vec<&'a SvdPeripheral>> {
    let matches = |p: &SvdPeripheral, name: &str| {
        let listed = match p {
            MaybeArray::Single(_) => false,
            MaybeArray::Array(_, dim) => {
                dim.indexes().any(|i| at_index(&p.name, &i).eq_ignore_ascii_case(name))
            }
        };
        let group = group(device, p).is_some_and(|g| g.eq_ignore_ascii_case(name));
        listed || group || p.name.eq_ignore_ascii_case(name)
    };
    for name in wanted {
        if !device.peripherals.iter().any(|p| matches(p, name)) {
            let all: Vec<&str> = device.peripherals.iter().map(|p| p.name.as_str()).collect();
            bail!("{file} has no peripheral or group {name}; there are {}", all.join(", "));
        }
    }
    let all = device.peripherals.iter();
    Ok(all.filter(|p| wanted.is_empty() || wanted.iter().any(|n| matches(p, n))).collect())
}

/// The group of a peripheral, its own or that of what it derives from.
fn group<'a>(device: &'a Device, mut p: &'a SvdPeripheral) -> Option<&'a str> {
    for _ in 0..CHAIN {
        if p.group_name.is_some() {
            break;
        }
        let base = p.derived_from.as_deref()?;
        p = device.peripherals.iter().find(|q| q.name == base)?;
    }
    p.group_name.as_deref()
}

/// The name of one element of a list.
fn at_index(name: &str, index: &str) -> String {
    name.replace("[%s]", index).replace("%s", index)
}

/// The name of a whole list.
fn whole(name: &str) -> String {
    name.replace("[%s]", "").replace("%s", "")
}

/// The elements by their paths, `PERIPHERAL.CLUSTER.REGISTER.FIELD.VALUES`, for `derivedFrom`.
#[derive(Default)]
struct Index<'a> {
    peripherals: BTreeMap<String, &'a SvdPeripheral>,
    clusters: BTreeMap<String, &'a Cluster>,
    registers: BTreeMap<String, &'a Register>,
    fields: BTreeMap<String, &'a SvdField>,
    values: BTreeMap<String, &'a EnumeratedValues>,
}

impl<'a> Index<'a> {
    fn block(&mut self, path: &str, children: &'a [RegisterCluster]) {
        for child in children {
            match child {
                RegisterCluster::Cluster(c) => {
                    for name in [c.name.clone(), whole(&c.name)] {
                        let path = format!("{path}.{name}");
                        self.block(&path, &c.children);
                        self.clusters.insert(path, c);
                        if c.is_single() {
                            break;
                        }
                    }
                }
                RegisterCluster::Register(r) => self.register(path, r),
            }
        }
    }

    fn register(&mut self, path: &str, r: &'a Register) {
        for name in [r.name.clone(), whole(&r.name)] {
            let path = format!("{path}.{name}");
            for f in r.fields() {
                let path = format!("{path}.{}", f.name);
                for v in &f.enumerated_values {
                    if let Some(name) = &v.name {
                        self.values.insert(format!("{path}.{name}"), v);
                    }
                }
                self.fields.insert(path, f);
            }
            self.registers.insert(path, r);
        }
    }
}

/// Looks a name up in the block it is used in, then in those around it, then as a full path.
fn find<'a, T>(map: &BTreeMap<String, &'a T>, scope: &str, name: &str) -> Option<(String, &'a T)> {
    let mut scope = Some(scope);
    while let Some(around) = scope {
        let path = format!("{around}.{name}");
        if let Some(found) = map.get(&path) {
            return Some((path, found));
        }
        scope = around.rsplit_once('.').map(|(outer, _)| outer);
    }
    map.get(name).map(|found| (name.to_owned(), *found))
}

/// What may derive from another of its kind.
trait Derived: Clone + DeriveFrom {
    /// What it derives from.
    fn base(&self) -> Option<&str>;
    /// Whether it has content of its own, and not what it derives.
    fn is_full(&self) -> bool;
}

impl Derived for SvdPeripheral {
    fn base(&self) -> Option<&str> {
        self.derived_from.as_deref()
    }
    fn is_full(&self) -> bool {
        self.registers.is_some()
    }
}

impl Derived for Cluster {
    fn base(&self) -> Option<&str> {
        self.derived_from.as_deref()
    }
    fn is_full(&self) -> bool {
        !self.children.is_empty()
    }
}

impl Derived for Register {
    fn base(&self) -> Option<&str> {
        self.derived_from.as_deref()
    }
    fn is_full(&self) -> bool {
        self.fields.is_some()
    }
}

impl Derived for SvdField {
    fn base(&self) -> Option<&str> {
        self.derived_from.as_deref()
    }
    fn is_full(&self) -> bool {
        !self.enumerated_values.is_empty()
    }
}

impl Derived for EnumeratedValues {
    fn base(&self) -> Option<&str> {
        self.derived_from.as_deref()
    }
    fn is_full(&self) -> bool {
        !self.values.is_empty()
    }
}

/// Gives the element `path` what it derives from others, step by step. With it comes the path of
/// the element whose content it has: names in there are looked up there.
fn derive<T: Derived>(
    own: &T,
    path: &str,
    first: Option<String>,
    map: &BTreeMap<String, &T>,
) -> Result<(T, String), String> {
    let outer = |path: &str| path.rsplit_once('.').map_or(String::new(), |(o, _)| o.to_owned());
    let mut out = own.clone();
    let mut home = own.is_full().then(|| path.to_owned());
    let mut scope = outer(path);
    let mut base = first;
    for _ in 0..CHAIN {
        let Some(name) = base else { return Ok((out, home.unwrap_or_else(|| path.to_owned()))) };
        let Some((path, from)) = find(map, &scope, &name) else {
            return Err(format!("it derives from {name}, which is not there"));
        };
        out = out.derive_from(from);
        base = from.base().map(str::to_owned);
        scope = outer(&path);
        if home.is_none() && from.is_full() {
            home = Some(path);
        }
    }
    Err(format!("it derives from {} in a circle", base.unwrap_or_default()))
}

struct Resolver<'a> {
    device: &'a Device,
    index: Index<'a>,
    warnings: Vec<String>,
    registers: usize,
}

impl<'a> Resolver<'a> {
    fn new(device: &'a Device) -> Resolver<'a> {
        let mut index = Index::default();
        for p in &device.peripherals {
            index.block(&p.name, p.registers.as_deref().unwrap_or(&[]));
            index.peripherals.insert(p.name.clone(), p);
            if let MaybeArray::Array(_, dim) = p {
                for i in dim.indexes() {
                    index.peripherals.insert(at_index(&p.name, &i), p);
                }
            }
        }
        Resolver { device, index, warnings: Vec::new(), registers: 0 }
    }

    fn left_out(&mut self, path: &str, why: &str) {
        let warning = format!("{path} is left out: {why}");
        // Peripherals that derive from others repeat what is wrong with these.
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// What it derives, or nothing and a warning.
    fn derived<T>(&mut self, path: &str, got: Result<T, String>) -> Option<T> {
        got.inspect_err(|why| self.left_out(path, why)).ok()
    }

    fn peripheral(&mut self, own: &'a SvdPeripheral, out: &mut Vec<Peripheral>) {
        let base = own.derived_from.clone();
        let got = derive(own, &own.name, base, &self.index.peripherals);
        let Some((p, home)) = self.derived(&own.name, got) else { return };
        // The chain has an end, or `derive` would have said so.
        let mut root = own;
        while let Some(base) =
            root.derived_from.as_ref().and_then(|b| self.index.peripherals.get(b))
        {
            root = base;
        }
        let properties =
            p.default_register_properties.derive_from(&self.device.default_register_properties);
        let Some(registers) = p.registers.as_deref() else { return };
        for (name, offset) in instances(&p) {
            let Ok(address) = u32::try_from(p.base_address.saturating_add(offset)) else {
                self.left_out(&name, "its address has more than 32 bits");
                continue;
            };
            let items = self.block(&home, registers, &properties);
            out.push(Peripheral {
                about: names::comment(p.description.as_deref()),
                struct_name: p.header_struct_name.clone(),
                group: p.group_name.clone().filter(|g| !g.trim().is_empty()),
                root: whole(&root.name),
                block: Block { about: names::comment(p.description.as_deref()), items },
                name,
                address,
            });
        }
    }

    fn block(
        &mut self,
        path: &str,
        children: &[RegisterCluster],
        properties: &RegisterProperties,
    ) -> Vec<Item> {
        let mut items = Vec::new();
        for child in children {
            if self.registers > REGISTERS {
                break;
            }
            match child {
                RegisterCluster::Register(r) => self.register(path, r, properties, &mut items),
                RegisterCluster::Cluster(c) => self.cluster(path, c, properties, &mut items),
            }
        }
        items
    }

    fn cluster(
        &mut self,
        scope: &str,
        own: &Cluster,
        properties: &RegisterProperties,
        out: &mut Vec<Item>,
    ) {
        let path = format!("{scope}.{}", own.name);
        let got = derive(own, &path, own.derived_from.clone(), &self.index.clusters);
        let Some((c, home)) = self.derived(&path, got) else { return };
        let properties = c.default_register_properties.derive_from(properties);
        let dim = dim_of(&c);
        let about = names::comment(c.description.as_deref());
        for (name, offset, array) in places(&c.name, c.address_offset, dim) {
            self.registers += 1;
            if self.registers > REGISTERS {
                return;
            }
            let items = self.block(&home, &c.children, &properties);
            out.push(Item {
                path: format!("{scope}.{name}"),
                name,
                about: about.clone(),
                offset,
                shape: Shape::Cluster(Block { about: about.clone(), items }),
                array,
                alternate: c.alternate_cluster.is_some(),
            });
        }
    }

    fn register(
        &mut self,
        scope: &str,
        own: &Register,
        properties: &RegisterProperties,
        out: &mut Vec<Item>,
    ) {
        let path = format!("{scope}.{}", own.name);
        let got = derive(own, &path, own.derived_from.clone(), &self.index.registers);
        let Some((r, home)) = self.derived(&path, got) else { return };
        let bits = r.properties.derive_from(properties).size.unwrap_or(32);
        let fields = self.fields(&home, r.fields.as_deref().unwrap_or(&[]), bits);
        for (name, offset, array) in places(&r.name, r.address_offset, dim_of(&r)) {
            self.registers += 1;
            if self.registers > REGISTERS {
                return;
            }
            out.push(Item {
                path: format!("{scope}.{name}"),
                name,
                about: names::comment(r.description.as_deref()),
                offset,
                shape: Shape::Register { bits, fields: fields.clone() },
                array,
                alternate: r.alternate_register.is_some() || r.alternate_group.is_some(),
            });
        }
    }

    fn fields(&mut self, register: &str, fields: &[SvdField], bits: u32) -> Vec<Field> {
        let mut out = Vec::new();
        for own in fields {
            let path = format!("{register}.{}", own.name);
            let got = derive(own, &path, own.derived_from.clone(), &self.index.fields);
            let Some((f, home)) = self.derived(&path, got) else { continue };
            let values = self.values(&home, &f.enumerated_values);
            let range = f.bit_range;
            for (name, lsb, _) in places(&f.name.replace("[%s]", "%s"), range.offset, dim_of(&f)) {
                if range.width == 0 || lsb.saturating_add(range.width) > bits.max(8) {
                    self.left_out(&path, &format!("its bits are not among the register's {bits}"));
                    break;
                }
                out.push(Field {
                    name,
                    about: names::comment(f.description.as_deref()),
                    lsb,
                    width: range.width,
                    values: values.clone(),
                });
            }
        }
        out
    }

    fn values(&mut self, field: &str, sets: &[EnumeratedValues]) -> Vec<(String, u64, String)> {
        let mut out = Vec::new();
        for own in sets {
            let path = format!("{field}.{}", own.name.as_deref().unwrap_or("(values)"));
            let base = own.derived_from.as_ref().map(|name| self.value_path(field, name));
            let got = derive(own, &path, base, &self.index.values);
            let Some((set, _)) = self.derived(&path, got) else { continue };
            for value in set.values {
                let Some(n) = value.value else { continue };
                let about = names::comment(value.description.as_deref());
                out.push((value.name, n, about));
            }
        }
        out
    }

    /// A set of values without a path may be that of another field of the register.
    fn value_path(&self, field: &str, name: &str) -> String {
        let register = field.rsplit_once('.').map_or("", |(outer, _)| outer);
        let prefix = format!("{register}.");
        let inside = self.index.values.range(prefix.clone()..);
        let mut inside = inside.map(|(path, _)| path).take_while(|p| p.starts_with(&prefix));
        let suffix = format!(".{name}");
        inside.find(|p| p.ends_with(&suffix)).cloned().unwrap_or_else(|| name.to_owned())
    }
}

fn dim_of<T>(element: &MaybeArray<T>) -> Option<&DimElement> {
    match element {
        MaybeArray::Single(_) => None,
        MaybeArray::Array(_, dim) => Some(dim),
    }
}

/// The instances of a peripheral with their distance from the first.
fn instances(p: &SvdPeripheral) -> Vec<(String, u64)> {
    match dim_of(p) {
        None => vec![(p.name.clone(), 0)],
        Some(dim) => (0u64..)
            .zip(dim.indexes())
            .map(|(n, i)| (at_index(&p.name, &i), n * u64::from(dim.dim_increment)))
            .collect(),
    }
}

/// Name and offset of an element: `X[%s]` is an array, `X%s` a list of elements of their own.
fn places(name: &str, offset: u32, dim: Option<&DimElement>) -> Vec<(String, u32, Option<Array>)> {
    let Some(dim) = dim else { return vec![(name.to_owned(), offset, None)] };
    let count = dim.dim.min(DIM);
    if name.contains("[%s]") {
        let array = Array { count, stride: dim.dim_increment };
        return vec![(whole(name), offset, Some(array))];
    }
    let at = |n: u32| offset.checked_add(n.checked_mul(dim.dim_increment)?);
    let elements = (0..count).zip(dim.indexes());
    elements.filter_map(|(n, i)| Some((at_index(name, &i), at(n)?, None))).collect()
}
