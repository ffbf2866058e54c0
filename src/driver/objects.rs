//! The object files of a program, and the link. What was compiled before comes from the cache: the
//! key is everything that decides about the result.

use super::build;
use super::cache::{Cache, KeyBuilder};
use super::front;
use super::options::{BuildOptions, Opt, PanicStrategy};
use super::timing::Timing;
use super::work::WorkDir;
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::{DiskFs, FileSystem};
use crate::base::intern::Symbol;
use crate::link;
use crate::lower::program::Roots;
use crate::target::Target;
use crate::target::arch::Arch;
use crate::target::layers::DataFile;
use crate::tools::Tool;
use crate::tools::command::{Command, Failed, Runner};
use crate::tools::find::Search;
use crate::tools::spec::ToolId;
use crate::{llvm, lower, stack};
use anyhow::{Context as _, Result, anyhow};
use std::path::PathBuf;

/// The import path of the arithmetic helpers.
const HELPERS: &str = "internal/builtins";

/// What compiling and linking needs to know.
pub struct Objects<'a> {
    pub target: &'a Target,
    pub options: &'a BuildOptions,
    pub search: &'a Search,
    pub runner: Runner,
    pub work: &'a WorkDir,
    /// `None` where there is no place for one.
    pub cache: &'a Option<Cache>,
    /// The arithmetic helpers' assembly text, once it is known.
    pub helpers: std::cell::OnceCell<String>,
}

/// A compiled object file.
pub struct Object {
    path: PathBuf,
    bytes: Vec<u8>,
}

/// The result of the link.
pub struct Linked {
    pub elf: Vec<u8>,
    /// The linker's map, where that was asked for.
    pub map: String,
}

impl Objects<'_> {
    /// The program's own module, from the assembly text that [`Objects::assembly`] gave.
    pub fn program(&self, asm: &str) -> Result<Object> {
        self.assemble("program", asm)
    }

    /// The program's module as assembly text, with the sizes of frames.
    pub fn assembly(&self, ll: &str) -> Result<String> {
        let mut args = self.clang_args();
        args.push(opt_flag(self.options.opt).into());
        self.to_assembly("program", ll, &args)
    }

    fn to_assembly(&self, name: &str, ll: &str, args: &[String]) -> Result<String> {
        let mut args = [args, &["-S".to_owned(), "-fstack-size-section".to_owned()]].concat();
        // Comments cost time and are for readers.
        if self.options.emit != Some(super::options::Emit::Asm) {
            args.push("-fno-verbose-asm".to_owned());
        }
        if self.target.arch == Arch::RiscV32 {
            // LLVM 22 multiplies wrongly by a hoisted 64-bit constant with 0x80000000 in one half:
            // the half is no power of two any more for it, and it shifts by 32 bits.
            args.extend(["-mllvm", "-disable-constant-hoisting"].map(str::to_owned));
        }
        if self.options.opt.for_speed() {
            // Loops whose length is not known gain nothing by being written out several times: on
            // the Cortex-M4 the copies keep so much in registers that they spill (a sieve took 2.6
            // times the instructions and half as much code again). The number is a third of LLVM's.
            let fewer = ["-unroll-runtime=false", "-unroll-partial-threshold=30"];
            args.extend(fewer.iter().flat_map(|a| ["-mllvm".to_owned(), (*a).to_owned()]));
        }
        if !self.target.jump_tables {
            args.extend(["-mllvm", "-min-jump-table-entries=4294967295"].map(str::to_owned));
        }
        let object = self.compile(name, "ll", ll.as_bytes(), &args)?;
        // LLVM's comments show bytes of strings as they are.
        let text = String::from_utf8_lossy(&object.bytes).into_owned();
        Ok(match self.target.arch {
            Arch::Xtensa => llvm::xtensa::place_literals(&text),
            Arch::Arm | Arch::RiscV32 => text,
        })
    }

    fn assemble(&self, name: &str, asm: &str) -> Result<Object> {
        let mut args = self.clang_args();
        args.push("-Wno-unused-command-line-argument".to_owned());
        match self.target.arch {
            Arch::RiscV32 => {
                let text = stack::insert::callable(asm);
                self.compile(name, "s", text.as_bytes(), &args)
            }
            Arch::Arm | Arch::Xtensa => self.compile(name, "s", asm.as_bytes(), &args),
        }
    }

    /// An object that holds data under a name.
    pub fn data(&self, name: &str, bytes: &[u8]) -> Result<Object> {
        use std::fmt::Write as _;
        let mut text = format!(
            "\t.section\t.rodata.{name},\"a\",%progbits\n\t.p2align\t2\n\t.global\t{name}\n\
             \t.type\t{name},%object\n{name}:\n"
        );
        for line in bytes.chunks(64) {
            text.push_str("\t.byte\t");
            for (i, b) in line.iter().enumerate() {
                let _ = write!(text, "{}{b}", if i > 0 { "," } else { "" });
            }
            text.push('\n');
        }
        let _ = writeln!(text, "\t.size\t{name}, .-{name}");
        let args = self.clang_args();
        self.compile(name, "s", text.as_bytes(), &args)
    }

    /// The target's assembly files and the arithmetic helpers: the same for every program.
    pub fn runtime(&self) -> Result<Vec<Object>> {
        let mut objects = Vec::new();
        for (i, file) in self.target.extra_files.iter().enumerate() {
            let text = read(file)?;
            let name = file.path.file_stem().map_or("extra".into(), |s| s.to_string_lossy());
            let extension = file.path.extension().map_or("S".into(), |s| s.to_string_lossy());
            let mut args = self.clang_args();
            args.extend(self.target.asm_args());
            if extension != "S" {
                args.push(opt_flag(self.options.opt).into());
            }
            objects.push(self.compile(&format!("{i}-{name}"), &extension, &text, &args)?);
        }
        objects.push(self.assemble("helpers", self.helpers()?)?);
        Ok(objects)
    }

    /// The target's assembly files as text, each with whether it is one of ours.
    pub fn extra_texts(&self) -> Result<Vec<(String, bool)>> {
        let files = self.target.extra_files.iter();
        let files = files.filter(|f| f.path.extension().is_some_and(|e| e == "S" || e == "s"));
        files.map(|f| Ok((String::from_utf8_lossy(&read(f)?).into_owned(), f.embedded))).collect()
    }

    /// The arithmetic helpers are Go source, compiled as a module of their own: LLVM asks for them
    /// only after it has compiled the program.
    pub fn helpers(&self) -> Result<&str> {
        if let Some(text) = self.helpers.get() {
            return Ok(text);
        }
        let text = self.make_helpers()?;
        Ok(self.helpers.get_or_init(|| text))
    }

    fn make_helpers(&self) -> Result<String> {
        let dir = format!("runtime-stubs/{HELPERS}/");
        let mut key = KeyBuilder::new("helpers");
        key.add(env!("EMBGO_BUILD_ID"));
        for (name, content) in crate::base::embedded::below(&dir) {
            key.add(name).add(content);
        }
        let args = self.clang_args();
        key.add(args.join("\0")).add(self.target.all_tags().join(","));
        key.add(&self.target.cpu).add(&self.target.features);
        key.add(self.clang()?.path.as_os_str().as_encoded_bytes());
        let key = key.finish();
        let found = self.cache.as_ref().and_then(|c| c.get(&key));
        if let Some(text) = found.and_then(|bytes| String::from_utf8(bytes).ok()) {
            return Ok(text);
        }
        let text = self.compile_helpers()?;
        self.store(&key, text.as_bytes());
        Ok(text)
    }

    fn compile_helpers(&self) -> Result<String> {
        let options = BuildOptions {
            // The helpers are internal to Go's own packages; one of those is the root.
            inputs: vec!["runtime".to_owned()],
            opt: Opt::Os,
            debug: false,
            emit: None,
            set: Vec::new(),
            test: false,
            ..self.options.clone()
        };
        let mut front = front::check(&options, &[HELPERS], self.target, &mut Timing::start())?;
        let roots = Roots::Exports(Symbol::new(HELPERS));
        let module = match front.checker.diags.has_errors() {
            true => None,
            false => Some(lower::program::program(&mut front.checker, &roots)),
        };
        let sources = front.checker.prog.sources;
        if front.checker.diags.has_errors() {
            let first = front.checker.diags.sorted(&sources).swap_remove(0);
            let text = crate::base::diag::plain(&first, &sources);
            return Err(anyhow!("internal compiler error: the arithmetic helpers: {text}"));
        }
        let mut module = module.expect("there was no error");
        build::run_passes(&mut module, Opt::Os, PanicStrategy::Trap, &mut |_, _, _| ())?;
        let emit = llvm::EmitOptions {
            opt: llvm::Opt::Size,
            debug: false,
            panic: llvm::PanicStrategy::Trap,
            no_builtins: true,
        };
        let ll = llvm::emit(&module, &build::emit_target(self.target), &sources, &emit);
        let mut args = self.clang_args();
        args.extend(["-Os".to_owned(), "-ffreestanding".to_owned(), "-fno-builtin".to_owned()]);
        self.to_assembly("helpers", &ll, &args)
    }

    fn clang(&self) -> Result<Tool> {
        Ok(self.search.find(ToolId::Clang)?)
    }

    fn clang_args(&self) -> Vec<String> {
        let mut args = self.target.clang_args();
        args.extend(["-ffunction-sections", "-fdata-sections", "-nostdlib"].map(Into::into));
        args
    }

    /// Compiles one file, unless it was compiled before.
    fn compile(&self, name: &str, extension: &str, text: &[u8], args: &[String]) -> Result<Object> {
        let clang = self.clang()?;
        let mut key = KeyBuilder::new("object");
        key.add(clang.path.as_os_str().as_encoded_bytes());
        key.add(args.join("\0")).add(extension).add(text);
        key.add(self.target.assembler_args().join("\0"));
        let key = key.finish();
        // Text that is asked for with -S is an "object", too.
        let made = if args.iter().any(|a| a == "-S") { "made.s" } else { "o" };
        let path = self.work.path(&format!("{name}.{made}"));
        if let Some(bytes) = self.cache.as_ref().and_then(|c| c.get(&key)) {
            std::fs::write(&path, &bytes).with_context(|| format!("{}", path.display()))?;
            return Ok(Object { path, bytes });
        }
        let input = self.work.file(&format!("{name}.{extension}"), text)?;
        let mut command = Command::new(&clang);
        command.args(args);
        match extension {
            "ll" => drop(command.args(["-Wno-override-module", "-x", "ir"])),
            "s" | "S" => drop(command.args(self.target.assembler_args())),
            _ => {}
        }
        if !args.iter().any(|a| a == "-S") {
            command.arg("-c");
        }
        command.arg(&input).arg("-o").arg(&path);
        self.runner.run(&command)?;
        let bytes = std::fs::read(&path).with_context(|| format!("{}", path.display()))?;
        self.store(&key, &bytes);
        Ok(Object { path, bytes })
    }

    /// A cache that cannot be written to costs time, not the build.
    fn store(&self, key: &super::cache::Key, bytes: &[u8]) {
        if let Some(cache) = self.cache {
            let _ = cache.put(key, bytes);
        }
    }

    /// LLVM's linker knows no Xtensa.
    fn linker(&self) -> ToolId {
        match self.target.arch {
            Arch::Xtensa => ToolId::XtensaLd,
            Arch::Arm | Arch::RiscV32 => ToolId::Lld,
        }
    }

    /// Links the objects with the target's script.
    pub fn link(&self, objects: &[Object], symbols: &[(String, u64)]) -> Result<Linked> {
        let want_map = self.options.emit == Some(super::options::Emit::Map);
        let script = link::script::script(self.target, &Default::default())?;
        let linker = self.search.find(self.linker())?;
        let mut key = KeyBuilder::new("link");
        key.add(linker.path.as_os_str().as_encoded_bytes()).add(&script);
        key.add(self.target.ldflags.join("\0"));
        key.add(link::symbols(symbols).join("\0"));
        for o in objects {
            key.add(&o.bytes);
        }
        let key = key.finish();
        if !want_map && let Some(elf) = self.cache.as_ref().and_then(|c| c.get(&key)) {
            return Ok(Linked { elf, map: String::new() });
        }
        let script_path = self.work.file("link.ld", script.as_bytes())?;
        let elf_path = self.work.path("program.elf");
        let map_path = want_map.then(|| self.work.path("program.map"));
        let paths: Vec<_> = objects.iter().map(|o| o.path.as_path()).collect();
        let args =
            link::arguments(self.target, &script_path, &paths, &elf_path, map_path.as_deref());
        let mut command = Command::new(&linker);
        // In front of the script, which lays out memory by some of them.
        command.args(link::symbols(symbols)).args(args);
        if let Err(e) = self.runner.run(&command) {
            return Err(self.explain(e, &paths, symbols));
        }
        let elf = std::fs::read(&elf_path).with_context(|| format!("{}", elf_path.display()))?;
        self.store(&key, &elf);
        let map = match map_path {
            Some(p) => std::fs::read_to_string(&p).with_context(|| format!("{}", p.display()))?,
            None => String::new(),
        };
        Ok(Linked { elf, map })
    }

    /// Says what does not fit, if that is why the link failed: the sizes come from a second link
    /// with all the room there is.
    fn explain(
        &self,
        error: anyhow::Error,
        objects: &[&std::path::Path],
        symbols: &[(String, u64)],
    ) -> anyhow::Error {
        let Some(failed) = error.downcast_ref::<Failed>() else { return error };
        if !failed.stderr.contains("will not fit in region") {
            return error;
        }
        let sizes = self.relaxed_link(objects, symbols).ok();
        match link::overflow::explain(&failed.stderr, self.target, sizes.as_ref()) {
            Some(overflow) => anyhow!("{overflow}"),
            None => error,
        }
    }

    fn relaxed_link(
        &self,
        objects: &[&std::path::Path],
        symbols: &[(String, u64)],
    ) -> Result<link::report::Report> {
        let options = link::script::LinkOptions { relaxed: true, ..Default::default() };
        let script = link::script::script(self.target, &options)?;
        let script = self.work.file("relaxed.ld", script.as_bytes())?;
        let out = self.work.path("relaxed.elf");
        let mut command = Command::new(&self.search.find(self.linker())?);
        command.args(link::symbols(symbols));
        command.args(link::arguments(self.target, &script, objects, &out, None));
        command.arg(link::RELAXED_ARGUMENT);
        Runner::default().run(&command)?;
        link::report::read(&std::fs::read(&out)?)
    }
}

fn read(file: &DataFile) -> Result<Vec<u8>> {
    let tree: &dyn FileSystem = if file.embedded { &EmbeddedFs } else { &DiskFs };
    tree.read(&file.path).with_context(|| format!("cannot read {}", file.path.display()))
}

fn opt_flag(opt: Opt) -> &'static str {
    match opt {
        Opt::O0 => "-O0",
        Opt::O1 => "-O1",
        Opt::O2 => "-O2",
        Opt::Os => "-Os",
        Opt::Oz => "-Oz",
    }
}
