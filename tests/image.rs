//! Image formats: what is written can be read back, and nonsense is refused politely.

use arbtest::arbitrary::{self, Unstructured};
use embgo::image::segments::{Segment, Segments};
use embgo::image::{self, Format, Options, boot2, esp, hex, strip, uf2, vectors};
use object::build::elf::{Builder, SectionData};
use object::elf;

/// Some runs of bytes, not far from each other.
fn some_segments(u: &mut Unstructured<'_>) -> arbitrary::Result<Segments> {
    let mut address = u64::from(u.arbitrary::<u32>()?);
    let mut parts = Vec::new();
    for _ in 0..u.int_in_range(0..=4)? {
        let data: Vec<u8> = u.arbitrary()?;
        if address + data.len() as u64 > 1 << 32 {
            break;
        }
        parts.push(Segment { address: address as u32, data });
        address += parts.last().map_or(0, |p| p.data.len() as u64);
        address += u64::from(u.arbitrary::<u16>()?);
        if address >= 1 << 32 {
            break;
        }
    }
    Ok(Segments::new(parts, None).expect("built without overlap"))
}

#[test]
fn hex_comes_back() {
    arbtest::arbtest(|u| {
        let mut segments = some_segments(u)?;
        segments.entry = u.arbitrary()?;
        let text = hex::encode(&segments, &Options::default()).unwrap();
        assert_eq!(hex::decode(&text).unwrap(), segments);
        Ok(())
    });
}

#[test]
fn uf2_comes_back_in_pages() {
    arbtest::arbtest(|u| {
        let segments = some_segments(u)?;
        let fill = u.arbitrary()?;
        let family = u.arbitrary()?;
        let options = Options { uf2_family: family, fill, ..Options::default() };
        let file = uf2::encode(&segments, &options).unwrap();
        let contents = uf2::read(&file).unwrap();
        assert_eq!(contents.segments, segments.paged(256, fill));
        assert!(segments.is_empty() || contents.families == Vec::from_iter(family));
        Ok(())
    });
}

#[test]
fn esp_comes_back_in_words() {
    arbtest::arbtest(|u| {
        // The linker aligns everything that the ROM loads.
        let mut segments = some_segments(u)?.paged(4, 0);
        segments.entry = Some(u.arbitrary()?);
        let mapped = segments.iter().any(|s| esp::mapped(s.address).is_some());
        let image = match esp::encode(&segments, esp::Chip::Esp32C3) {
            Ok(image) => image,
            // What is mapped has to lie at its own offset, and hardly ever does here.
            Err(e) => {
                assert!(mapped, "{e}");
                return Ok(());
            }
        };
        assert!(mapped || esp::decode(&image).unwrap() == segments);
        let at = u.choose_index(image.len())?;
        let mut damaged = image.clone();
        damaged[at] ^= 1 << u.int_in_range(0..=7)?;
        // The flag that says whether there is a hash is itself covered only by the hash.
        assert!(at == 23 || esp::decode(&damaged).is_err());
        Ok(())
    });
}

#[test]
fn esp_images_are_as_esptool_wants_them() {
    let Some(python) = find_esptool() else {
        panic!("esptool was not found; run `make deps`");
    };
    let part = |address, n| Segment { address, data: vec![7; n] };
    let parts = vec![part(0x403b_c000, 1001), part(0x3fc8_0000, 300)];
    let segments = Segments::new(parts, Some(0x403b_c000)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.bin");
    let image = esp::encode(&segments, esp::Chip::Esp32C3).unwrap();
    std::fs::write(&path, image).unwrap();
    let output = std::process::Command::new(python)
        .args(["--chip", "esp32c3", "image-info"])
        .arg(&path)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    for line in ["Entry point: 0x403bc000", "Segments: 2", "ESP32-C3", "(valid)"] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

fn find_esptool() -> Option<std::path::PathBuf> {
    use embgo::tools::{find::Search, spec::ToolId};
    Search::from_env().find(ToolId::Esptool).ok().map(|tool| tool.path)
}

#[test]
fn bin_comes_back_with_its_gaps_filled() {
    arbtest::arbtest(|u| {
        let segments = some_segments(u)?;
        let base = segments.start().unwrap_or(0);
        let options = Options { base, ..Options::default() };
        let file = image::encode(&segments, Format::Bin, &options).unwrap();
        let back = image::decode(&file, Format::Bin, &options).unwrap();
        assert_eq!(back.paged(4096, 0xff), filled(&segments).paged(4096, 0xff));
        Ok(())
    });
}

/// One run from the first to the last byte.
fn filled(segments: &Segments) -> Segments {
    let Some(start) = segments.start() else { return Segments::default() };
    let mut data: Vec<u8> = Vec::new();
    for part in segments {
        data.resize((part.address - start) as usize, 0xff);
        data.extend(&part.data);
    }
    Segments::new(vec![Segment { address: start, data }], None).unwrap()
}

#[test]
fn readers_never_panic() {
    arbtest::arbtest(|u| {
        let bytes: Vec<u8> = u.arbitrary()?;
        for format in ["elf", "bin", "hex", "uf2", "esp32c3"].map(|n| Format::named(n).unwrap()) {
            let _ = image::decode(&bytes, format, &Options::default());
        }
        let _ = strip::strip(&bytes);
        let _ = boot2::patch_boot2(&mut bytes.clone());
        Ok(())
    });
}

/// Readers meet files that are almost right more often than noise.
#[test]
fn readers_never_panic_on_damaged_files() {
    let good = sample_elf();
    arbtest::arbtest(|u| {
        let mut elf = good.clone();
        for _ in 0..u.int_in_range(1..=8)? {
            let at = u.choose_index(elf.len())?;
            elf[at] = u.arbitrary()?;
        }
        elf.truncate(u.int_in_range(0..=elf.len())?.max(elf.len() / 2));
        let _ = Segments::from_elf(&elf);
        let _ = strip::strip(&elf);
        let _ = vectors::at_start(&elf, u.int_in_range(0x0fff_fff0..=0x1000_0150)?, u.arbitrary()?);
        let _ = boot2::patch_boot2(&mut elf.clone());
        let mut file = uf2::encode(&some_segments(u)?, &Options::default()).unwrap();
        if !file.is_empty() {
            let at = u.choose_index(file.len())?;
            file[at] = u.arbitrary()?;
        }
        let _ = uf2::decode(&file);
        Ok(())
    });
}

#[test]
fn damage_is_named_with_its_place() {
    let segments =
        Segments::new(vec![Segment { address: 0x1000, data: vec![1; 40] }], None).unwrap();
    let text = String::from_utf8(hex::encode(&segments, &Options::default()).unwrap()).unwrap();
    let error = |text: &str| format!("{:#}", hex::decode(text.as_bytes()).unwrap_err());
    let damaged = text.replacen(":101010", ":101011", 1);
    assert_eq!(error(&damaged), "Intel HEX, line 2: the checksum is 0xc0 but the record's is 0xbf");
    assert_eq!(error(":00"), "Intel HEX, line 1: it is too short for a record");
    assert_eq!(error("\nhello"), "Intel HEX, line 2: it does not start with ':'");
    assert_eq!(error(":0x"), "Intel HEX, line 1: column 2: not a hexadecimal number");
    let cut = text.lines().next().unwrap();
    assert_eq!(error(cut), "Intel HEX: the end record is missing, so the file is cut off");

    let file = uf2::encode(&segments, &Options::default()).unwrap();
    let error = |file: &[u8]| format!("{:#}", uf2::decode(file).unwrap_err());
    let mut damaged = file.clone();
    damaged[510] = 0;
    assert_eq!(
        error(&damaged),
        "UF2 block 0 (offset 0x0): the magic number at the end is 0x0a006f30 instead of \
         0x0ab16f30"
    );
    assert_eq!(
        error(&file[..500]),
        "UF2: 500 bytes are not a whole number of blocks of 512; the last is cut off at offset 0x0"
    );
    let twice = [file.clone(), file].concat();
    assert_eq!(
        error(&twice),
        "UF2 block 0 (offset 0x0): it says that there are 1 blocks, but there are 2"
    );
}

#[test]
fn uf2_blocks_are_as_the_boot_rom_wants_them() {
    let data = vec![7; 300];
    let segments = Segments::new(vec![Segment { address: 0x1000_0000, data }], None).unwrap();
    let options = Options { uf2_family: Some(uf2::FAMILY_RP2040), ..Options::default() };
    let file = uf2::encode(&segments, &options).unwrap();
    // A whole sector of 4096 bytes, 256 a block.
    assert_eq!(file.len(), 16 * 512);
    let word = |block: usize, at: usize| {
        u32::from_le_bytes(file[512 * block + at..][..4].try_into().unwrap())
    };
    assert_eq!([word(3, 0), word(3, 4), word(3, 508)], [0x0a324655, 0x9e5d5157, 0x0ab16f30]);
    assert_eq!([word(3, 8), word(3, 12), word(3, 16)], [0x2000, 0x1000_0300, 256]);
    assert_eq!([word(3, 20), word(3, 24), word(3, 28)], [3, 16, 0xe48b_ff56]);
    assert_eq!((file[512 + 32 + 43], file[512 + 32 + 44]), (7, 0xff));
}

#[test]
fn overlaps_and_ends_are_checked() {
    let part = |address, n| Segment { address, data: vec![0; n] };
    let error = |parts| Segments::new(parts, None).unwrap_err().to_string();
    assert!(error(vec![part(0x10, 8), part(0x14, 1)]).contains("overlap"));
    assert!(error(vec![part(u32::MAX, 2)]).contains("beyond the 32-bit address space"));
    let far = Segments::new(vec![part(0, 1), part(0x2000_0000, 1)], None).unwrap();
    let error = image::encode(&far, Format::Bin, &Options::default()).unwrap_err().to_string();
    assert!(error.contains("too far for a flat .bin file"), "{error}");
}

/// A small ARM executable with a boot block, code, a symbol and debug information.
fn sample_elf() -> Vec<u8> {
    let mut b = Builder::new(object::Endianness::Little, false);
    b.header.e_type = elf::ET_EXEC;
    b.header.e_machine = elf::EM_ARM;
    b.header.e_entry = 0x1000_0101;
    b.header.e_phoff = 0x34;
    let mut load = Vec::new();
    for (name, address, size) in [(".boot2", 0x1000_0000u64, 256usize), (".text", 0x1000_0100, 64)]
    {
        let section = b.sections.add();
        section.name = name.into();
        section.sh_type = elf::SHT_PROGBITS;
        section.sh_flags = elf::SHF_ALLOC | elf::SHF_EXECINSTR;
        section.sh_addr = address;
        section.sh_addralign = 4;
        section.sh_offset = 0x1000 + (address & 0xfff);
        section.data = SectionData::Data(vec![0x42; size].into());
        load.push(section.id());
    }
    let debug = b.sections.add();
    debug.name = ".debug_info".into();
    debug.sh_type = elf::SHT_PROGBITS;
    debug.sh_addralign = 1;
    debug.data = SectionData::Data(vec![9; 100].into());
    for (name, kind, data) in [
        (".shstrtab", elf::SHT_STRTAB, SectionData::SectionString),
        (".symtab", elf::SHT_SYMTAB, SectionData::Symbol),
        (".strtab", elf::SHT_STRTAB, SectionData::String),
    ] {
        let section = b.sections.add();
        section.name = name.into();
        section.sh_type = kind;
        section.sh_addralign = 4;
        section.data = data;
    }
    let symbol = b.symbols.add();
    symbol.name = "main".into();
    symbol.section = Some(load[1]);
    symbol.st_value = 0x1000_0100;
    b.set_section_sizes();
    let segment = b.segments.add();
    segment.p_type = elf::PT_LOAD;
    segment.p_flags = elf::PF_R | elf::PF_X;
    segment.p_align = 0x1000;
    segment.p_offset = 0x1000;
    segment.p_vaddr = 0x1000_0000;
    segment.p_paddr = 0x1000_0000;
    segment.p_filesz = 320;
    segment.p_memsz = 320;
    segment.sections = load;
    let mut out = Vec::new();
    b.write(&mut out).unwrap();
    out
}

#[test]
fn an_elf_file_gives_its_segments() {
    let segments = Segments::from_elf(&sample_elf()).unwrap();
    assert_eq!(segments.entry, Some(0x1000_0101));
    let parts: Vec<_> = segments.iter().map(|p| (p.address, p.data.len())).collect();
    assert_eq!(parts, [(0x1000_0000, 320)]);
    let error = format!("{:#}", Segments::from_elf(b"not at all").unwrap_err());
    assert!(error.starts_with("not a readable ELF file"), "{error}");
}

#[test]
fn stripping_keeps_what_is_loaded() {
    let elf = sample_elf();
    let stripped = strip::strip(&elf).unwrap();
    assert_eq!(Segments::from_elf(&stripped).unwrap(), Segments::from_elf(&elf).unwrap());
    let parsed = goblin::elf::Elf::parse(&stripped).unwrap();
    let names: Vec<_> = parsed
        .section_headers
        .iter()
        .filter_map(|s| parsed.shdr_strtab.get_at(s.sh_name))
        .collect();
    assert_eq!(names, ["", ".boot2", ".text", ".shstrtab"]);
    assert_eq!(parsed.entry, 0x1000_0101);
    assert!(parsed.syms.is_empty());
    assert_eq!(strip::strip(&stripped).unwrap(), stripped);
}

#[test]
fn vectors_are_copied_to_where_a_boot_loader_would_be() {
    let elf = sample_elf();
    let before = Segments::from_elf(&elf).unwrap();
    let table = before.iter().next().unwrap().data[0x40..0x48].to_vec();
    let started = vectors::at_start(&elf, 0x1000_0040, 0).unwrap();
    let mut after: Vec<_> = Segments::from_elf(&started).unwrap().iter().cloned().collect();
    let first = after.remove(0);
    assert_eq!((first.address, first.data), (0, table));
    assert!(after.iter().eq(before.iter()));
    let error = |table, start| format!("{:#}", vectors::at_start(&elf, table, start).unwrap_err());
    assert!(error(0x2000_0000, 0).ends_with("the program has none at 0x20000000"));
    assert!(error(0x1000_0000, 0x1000_0000).ends_with("other things at 0x10000000"));
}

#[test]
fn the_boot_block_gets_its_checksum() {
    let mut elf = sample_elf();
    assert!(boot2::patch_boot2(&mut elf).unwrap());
    let flash = &Segments::from_elf(&elf).unwrap().iter().next().unwrap().data.clone();
    let sum = u32::from_le_bytes(flash[252..256].try_into().unwrap());
    assert_eq!(sum, boot2::crc32(&flash[..252]));
    // The CRC of a message with its own CRC behind it, high byte first, is 0.
    let whole = [&flash[..252], &sum.to_be_bytes()[..]].concat();
    assert_eq!(boot2::crc32(&whole), 0);
    assert_eq!(flash[256], 0x42);
    let at = elf.windows(6).position(|w| w == b".boot2").unwrap();
    elf[at] = b'x';
    assert!(!boot2::patch_boot2(&mut elf).unwrap());
}

#[test]
fn files_appear_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.bin");
    image::write_atomic(&path, b"one").unwrap();
    image::write_atomic(&path, b"two").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"two");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    let error = |p: &std::path::Path| format!("{:#}", image::write_atomic(p, b"").unwrap_err());
    assert!(error(dir.path()).contains("it is a folder"));
    assert!(error(&dir.path().join("no/x.bin")).contains("there is no folder"));
}

/// What the linker makes with our own script, for a board with a boot block.
fn linked_for_pico(dir: &std::path::Path) -> Vec<u8> {
    use embgo::base::{embedded::EmbeddedFs, fs::MemFs};
    use embgo::link::{self, script};
    use embgo::tools::command::{Command, Runner};
    use embgo::tools::{find::Search, spec::ToolId};
    let search = Search::from_env();
    let (Ok(clang), Ok(lld)) = (search.find(ToolId::Clang), search.find(ToolId::Lld)) else {
        panic!("no LLVM was found; run `make deps`");
    };
    let target = embgo::target::load("pico", &MemFs::default(), &EmbeddedFs, dir).unwrap();
    let source = "
        volatile int counter = 7, zero;
        const char text[] = \"constant\";
        __attribute__((section(\".boot2\"), used)) static const char boot[252] = {1, 2, 3};
        void Reset_Handler(void) { for (;;) zero += counter + text[zero & 7]; }
        __attribute__((section(\".isr_vector\"), used))
        static void *const vectors[2] = {(void *)0x20002000, Reset_Handler};
    ";
    let run = |command: &mut Command| Runner::default().run(command).unwrap();
    let object = dir.join("x.o");
    run(Command::new(&clang)
        .args(target.clang_args())
        .args(["-g", "-Os", "-ffreestanding", "-c", "-x", "c", "-", "-o"])
        .arg(&object)
        .input(source));
    let (ld, elf) = (dir.join("x.ld"), dir.join("x.elf"));
    std::fs::write(&ld, script::script(&target, &Default::default()).unwrap()).unwrap();
    run(Command::new(&lld).args(link::arguments(&target, &ld, &[&object], &elf, None)));
    std::fs::read(elf).unwrap()
}

#[test]
fn the_linkers_output_can_be_patched_stripped_and_packed() {
    let dir = tempfile::tempdir().unwrap();
    let mut elf = linked_for_pico(dir.path());
    assert!(boot2::patch_boot2(&mut elf).unwrap());
    let segments = Segments::from_elf(&elf).unwrap();
    assert_eq!(segments.start(), Some(0x1000_0000));
    let flash = &segments.iter().next().unwrap().data;
    assert_eq!(boot2::crc32(&flash[..252]).to_le_bytes(), flash[252..256]);
    assert_eq!(flash[256..260], 0x2000_2000u32.to_le_bytes());

    let stripped = strip::strip(&elf).unwrap();
    assert!(stripped.len() < elf.len() / 2, "{} of {}", stripped.len(), elf.len());
    assert_eq!(Segments::from_elf(&stripped).unwrap(), segments);
    let parsed = goblin::elf::Elf::parse(&stripped).unwrap();
    assert!(parsed.syms.is_empty());
    assert_eq!(
        embgo::link::report::read(&stripped).unwrap().total,
        embgo::link::report::read(&elf).unwrap().total
    );

    let options = Options { uf2_family: Some(uf2::FAMILY_RP2040), ..Options::default() };
    let file = image::from_elf(&stripped, Format::Uf2, &options).unwrap();
    let mut flash = segments.paged(4096, 0xff);
    flash.entry = None;
    assert_eq!(uf2::decode(&file).unwrap(), flash);
}
