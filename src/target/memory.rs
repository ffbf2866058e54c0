//! The memory map: named regions, and which of them plays which role. Checked here once, so that
//! the rooms behind may index without doubt.

use super::layers::{Entry, Value};
use super::number;
use super::suggest;
use anyhow::{Result, anyhow, bail};
use serde::Serialize;
use serde_json::Value as Json;

/// One range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Region {
    pub name: String,
    pub origin: u32,
    pub length: u32,
    pub writable: bool,
    pub executable: bool,
    /// The address at which another bus sees the same bytes, if there is one.
    pub alias: Option<u32>,
    /// Bytes left free in front of `origin`, for a bootloader.
    pub reserved: u32,
}

/// What a region is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The second boot stage of an RP2040.
    Boot2,
    Vectors,
    Code,
    Rodata,
    /// Where the first content of `Data` lies in the image.
    Load,
    /// Functions that run from RAM.
    Ramfunc,
    Data,
    Bss,
    Noinit,
    Stack,
    Heap,
}

/// The memory of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Memory {
    /// In the order of their addresses.
    pub regions: Vec<Region>,
    /// Per role the index of its region, in the order of `Role::ALL`.
    roles: [Option<usize>; Role::ALL.len()],
}

impl Role {
    pub const ALL: [Role; 11] = [
        Role::Boot2,
        Role::Vectors,
        Role::Code,
        Role::Rodata,
        Role::Load,
        Role::Ramfunc,
        Role::Data,
        Role::Bss,
        Role::Noinit,
        Role::Stack,
        Role::Heap,
    ];

    /// As `layout` in a target file has it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Boot2 => "boot2",
            Role::Vectors => "vectors",
            Role::Code => "code",
            Role::Rodata => "rodata",
            Role::Load => "load",
            Role::Ramfunc => "ramfunc",
            Role::Data => "data",
            Role::Bss => "bss",
            Role::Noinit => "noinit",
            Role::Stack => "stack",
            Role::Heap => "heap",
        }
    }

    /// The role whose region this one takes when the file gives none.
    fn fallback(self) -> Option<Role> {
        match self {
            Role::Boot2 | Role::Code | Role::Data | Role::Load => None,
            Role::Vectors | Role::Rodata => Some(Role::Code),
            Role::Ramfunc | Role::Bss | Role::Stack => Some(Role::Data),
            Role::Noinit | Role::Heap => Some(Role::Bss),
        }
    }

    fn must_be_writable(self) -> bool {
        matches!(
            self,
            Role::Ramfunc | Role::Data | Role::Bss | Role::Noinit | Role::Stack | Role::Heap
        )
    }

    fn must_be_executable(self) -> bool {
        matches!(self, Role::Boot2 | Role::Code | Role::Ramfunc)
    }
}

impl Region {
    /// One past the last byte; a region may end at the end of the address space.
    pub fn end(&self) -> u64 {
        u64::from(self.origin) + u64::from(self.length)
    }

    pub fn contains(&self, address: u64) -> bool {
        (u64::from(self.origin)..self.end()).contains(&address)
    }

    /// The address at which overlaps count.
    fn physical(&self) -> (u64, u64) {
        let start = u64::from(self.alias.unwrap_or(self.origin));
        (start - u64::from(self.reserved).min(start), start + u64::from(self.length))
    }
}

impl Memory {
    pub fn region(&self, name: &str) -> Option<&Region> {
        self.regions.iter().find(|r| r.name == name)
    }

    /// The region of a role; none only for `boot2` on chips without one.
    pub fn role(&self, role: Role) -> Option<&Region> {
        self.roles[role as usize].map(|i| &self.regions[i])
    }

    /// The region of a role that every target has.
    fn required(&self, role: Role) -> &Region {
        self.role(role).expect("checked when the memory map was built")
    }

    pub fn code(&self) -> &Region {
        self.required(Role::Code)
    }

    pub fn data(&self) -> &Region {
        self.required(Role::Data)
    }

    pub fn stack(&self) -> &Region {
        self.required(Role::Stack)
    }

    pub fn heap(&self) -> &Region {
        self.required(Role::Heap)
    }

    /// Where the image keeps the first content of `.data`; the data region itself when the whole
    /// image is loaded to RAM.
    pub fn load(&self) -> &Region {
        self.required(Role::Load)
    }

    /// All roles of a region, in order.
    pub fn roles_of(&self, region: &Region) -> Vec<Role> {
        let is = |role: &Role| self.role(*role).is_some_and(|r| r.name == region.name);
        Role::ALL.into_iter().filter(is).collect()
    }

    /// Builds the map from the keys `memory` and `layout`. `offset` bytes at the start of the
    /// region of the vectors are left free.
    pub fn build(memory: &Entry, layout: Option<&Entry>, offset: u64) -> Result<Memory> {
        let Value::Object(parts) = &memory.value else { unreachable!("by the key table") };
        let mut regions = Vec::new();
        for (name, (json, file)) in parts {
            if !json.is_null() {
                regions.push(region(name, json, file)?);
            }
        }
        if regions.is_empty() {
            bail!("{}: \"memory\": no region; name at least one", memory.file);
        }
        regions.sort_by_key(|r| r.origin);
        let mut map = Memory { regions, roles: [None; Role::ALL.len()] };
        if let Some(layout) = layout {
            map.take_roles(layout)?;
        }
        map.complete_roles(&memory.file)?;
        map.shift(offset, &memory.file)?;
        map.check(&memory.file)?;
        Ok(map)
    }

    fn take_roles(&mut self, layout: &Entry) -> Result<()> {
        let Value::Object(parts) = &layout.value else { unreachable!("by the key table") };
        for (name, (json, file)) in parts {
            let Some(role) = Role::ALL.into_iter().find(|r| r.name() == name) else {
                let known: Vec<_> = Role::ALL.iter().map(|r| r.name()).collect();
                let hint = match suggest::nearest(name, known.iter().copied()) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None => format!("the roles are {}", known.join(", ")),
                };
                bail!("{file}: \"layout\": unknown role {name:?}; {hint}");
            };
            if json.is_null() {
                continue;
            }
            let wanted = json.as_str().ok_or_else(|| {
                anyhow!("{file}: \"layout.{name}\" must be the name of a memory region")
            })?;
            let index = self.regions.iter().position(|r| r.name == wanted).ok_or_else(|| {
                let names: Vec<_> = self.regions.iter().map(|r| r.name.as_str()).collect();
                anyhow!(
                    "{file}: \"layout.{name}\": there is no memory region {wanted:?}; there are {}",
                    names.join(", ")
                )
            })?;
            self.roles[role as usize] = Some(index);
        }
        Ok(())
    }

    /// Fills in what the file leaves open: `flash` and `ram` by name, the rest by `fallback`.
    fn complete_roles(&mut self, file: &str) -> Result<()> {
        let named = |name: &str| self.regions.iter().position(|r| r.name == name);
        let (flash, ram) = (named("flash"), named("ram"));
        let code = self.roles[Role::Code as usize].or(flash).or(ram);
        let data = self.roles[Role::Data as usize].or(ram);
        for (role, index) in [(Role::Code, code), (Role::Data, data)] {
            let Some(index) = index else {
                let names: Vec<_> = self.regions.iter().map(|r| r.name.as_str()).collect();
                let role = role.name();
                bail!(
                    "{file}: \"layout\" must say which region holds the {role}: \
                     \"layout\": {{\"{role}\": ...}} with one of {}",
                    names.join(", ")
                );
            };
            self.roles[role as usize] = Some(index);
        }
        for role in Role::ALL {
            if let (None, Some(other)) = (self.roles[role as usize], role.fallback()) {
                self.roles[role as usize] = self.roles[other as usize];
            }
        }
        // Read-only code means that the image lies there and `.data` must be copied from it.
        let from = if self.code().writable { Role::Data } else { Role::Code };
        let from = self.roles[from as usize];
        self.roles[Role::Load as usize] = self.roles[Role::Load as usize].or(from);
        Ok(())
    }

    fn shift(&mut self, offset: u64, file: &str) -> Result<()> {
        if offset == 0 {
            return Ok(());
        }
        let index = self.roles[Role::Vectors as usize].expect("completed before");
        let region = &mut self.regions[index];
        let offset = u32::try_from(offset).ok().filter(|o| *o < region.length);
        let Some(offset) = offset else {
            bail!(
                "{file}: \"image-offset\" leaves nothing of the region {:?}, which has {}",
                region.name,
                number::show(region.length.into())
            );
        };
        region.origin += offset;
        region.length -= offset;
        region.alias = region.alias.map(|a| a + offset);
        region.reserved = offset;
        Ok(())
    }

    fn check(&self, file: &str) -> Result<()> {
        for (i, a) in self.regions.iter().enumerate() {
            for b in &self.regions[i + 1..] {
                let ((a0, a1), (b0, b1)) = (a.physical(), b.physical());
                if a0 < b1 && b0 < a1 {
                    bail!(
                        "{file}: \"memory\": the regions {:?} ({a0:#010x} to {:#010x}) and {:?} \
                         ({b0:#010x} to {:#010x}) overlap; change an origin or a length",
                        a.name,
                        a1 - 1,
                        b.name,
                        b1 - 1
                    );
                }
            }
        }
        for role in Role::ALL {
            let Some(region) = self.role(role) else { continue };
            let lacks = if role.must_be_writable() && !region.writable {
                "w"
            } else if role.must_be_executable() && !region.executable {
                "x"
            } else {
                continue;
            };
            bail!(
                "{file}: the region {:?} is to hold the {}, but its flags lack \"{lacks}\"; \
                 choose another in \"layout\" or add the flag in \"memory\"",
                region.name,
                role.name()
            );
        }
        Ok(())
    }
}

fn region(name: &str, json: &Json, file: &str) -> Result<Region> {
    // The name goes into the linker script, where `-` and a digit in front mean something else.
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let digit = name.starts_with(|c: char| c.is_ascii_digit());
    if name.is_empty() || name.len() > 32 || digit || !name.chars().all(plain) {
        bail!("{file}: \"memory\": {name:?} is no name for a region; use letters, digits and _");
    }
    let Json::Object(parts) = json else {
        bail!(
            "{file}: \"memory.{name}\" must be an object such as \
             {{\"origin\": \"0x20000000\", \"length\": \"64K\", \"flags\": \"rwx\"}}"
        );
    };
    const PARTS: [&str; 4] = ["origin", "length", "flags", "alias"];
    if let Some(part) = parts.keys().find(|p| !PARTS.contains(&p.as_str())) {
        let hint = match suggest::nearest(part, PARTS) {
            Some(near) => format!("did you mean {near:?}?"),
            None => format!("a region has {}", PARTS.join(", ")),
        };
        bail!("{file}: \"memory.{name}\": unknown key {part:?}; {hint}");
    }
    let value = |part: &str| -> Result<Option<u32>> {
        let Some(json) = parts.get(part).filter(|j| !j.is_null()) else { return Ok(None) };
        let value = number::parse(json).and_then(|n| u32::try_from(n).ok());
        value.map(Some).ok_or_else(|| {
            anyhow!(
                "{file}: \"memory.{name}.{part}\" must be a number below 4G, or a string such as \
                 \"0x20000000\" or \"64K\""
            )
        })
    };
    let needed = |part: &str| {
        value(part)?.ok_or_else(|| anyhow!("{file}: \"memory.{name}\" needs {part:?}"))
    };
    let (origin, length) = (needed("origin")?, needed("length")?);
    if length == 0 {
        bail!("{file}: \"memory.{name}.length\" is 0; a region has at least one byte");
    }
    let alias = value("alias")?;
    if u64::from(origin.max(alias.unwrap_or(0))) + u64::from(length) > 1 << 32 {
        bail!("{file}: \"memory.{name}\" ends beyond the 4 GiB a 32-bit processor can address");
    }
    let flags = match parts.get("flags") {
        None | Some(Json::Null) if name.contains("flash") || name.contains("rom") => "rx",
        None | Some(Json::Null) => "rwx",
        Some(Json::String(flags)) => flags,
        Some(_) => "?",
    };
    if !flags.contains('r') || flags.chars().any(|c| !"rwx".contains(c)) {
        bail!("{file}: \"memory.{name}.flags\" must be a string of r, w and x, with r in it");
    }
    Ok(Region {
        name: name.to_owned(),
        origin,
        length,
        writable: flags.contains('w'),
        executable: flags.contains('x'),
        alias,
        reserved: 0,
    })
}
