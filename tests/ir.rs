//! The IR's text, the verifier and the passes. `tests/data/ir/PASS*.ir` are modules whose first
//! comment names a pass; `PASS*.expected` is what it makes of them (`UPDATE_EXPECT=1` writes it).

use arbtest::arbtest;
use embgo::base::index::Idx;
use embgo::base::source::SourceMap;
use embgo::ir::builder::FuncBuilder;
use embgo::ir::entities::*;
use embgo::ir::function::*;
use embgo::ir::module::*;
use embgo::ir::{parse, print, verify};
use embgo::llvm::{Atomics, EmitOptions, EmitTarget, Masking, Opt, PanicStrategy, emit};
use embgo::passes::{self, PassConfig};
use expect_test::expect_file;
use std::path::{Path, PathBuf};
use std::process::Command;

fn inputs(dir: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(dir);
    let entries = std::fs::read_dir(&dir).expect("the folder is readable").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "ir"));
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

fn read(path: &Path) -> (String, Module) {
    let text = std::fs::read_to_string(path).expect("readable");
    let m = parse::module(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    verify::module(&m).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    (text, m)
}

#[test]
fn passes_do_what_is_expected() {
    let config = PassConfig::default();
    for path in inputs("ir") {
        let (text, mut m) = read(&path);
        let name = text.lines().next().and_then(|l| l.strip_prefix("; ")).unwrap_or("");
        let pass = passes::find(name).unwrap_or_else(|| panic!("no pass {name}"));
        (pass.run)(&mut m, &config);
        verify::module(&m).unwrap_or_else(|e| panic!("{} after {name}: {e}", path.display()));
        expect_file![path.with_extension("expected")].assert_eq(&print::module(&m));
    }
}

#[test]
fn the_table_of_passes_keeps_its_own_order() {
    for (i, pass) in passes::PASSES.iter().enumerate() {
        for needed in pass.needs {
            let earlier = passes::PASSES[..i].iter().any(|p| p.name == *needed);
            assert!(earlier, "{} must come after {needed}", pass.name);
        }
    }
}

#[test]
fn text_of_the_examples_is_stable() {
    for path in inputs("ir").into_iter().chain(inputs("llvm")) {
        let (_, m) = read(&path);
        let text = print::module(&m);
        let again = parse::module(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(print::module(&again), text);
    }
}

#[test]
fn verifier_names_function_and_instruction() {
    let text = "sig sig0 = (i32)\nfunc f0 \"main.f\" sig0 (v0: i32) {\nb0:\n  \
                v1: i64 = add v0, 1:i32\n  ret\n}\n";
    let m = parse::module(text).expect("well formed");
    let error = verify::module(&m).expect_err("ill typed").to_string();
    let expected = "function f0 main.f: b0: v1: i64 = add v0, 1:i32: v1 is i64, not i32";
    assert_eq!(error, expected);
}

#[test]
fn verifier_wants_definitions_before_uses() {
    let body = |code: &str| {
        let text = format!("sig sig0 = (bool)\nfunc f0 \"f\" sig0 (v0: bool) {{\n{code}}}\n");
        verify::module(&parse::module(&text).expect("well formed")).map_err(|e| e.to_string())
    };
    let diamond = "b0:\n condbr v0, b1, b2\nb1:\n v1: bool = xor v0, v0\n br b3\nb2:\n br b3\n\
                   b3:\n v2: bool = xor v1, v0\n ret\n";
    assert!(body(diamond).expect_err("one path lacks it").contains("before its definition"));
    let above = "b0:\n v1: bool = xor v0, v0\n condbr v0, b1, b2\nb1:\n br b3\nb2:\n br b3\n\
                 b3:\n v2: bool = xor v1, v0\n ret\n";
    assert_eq!(body(above), Ok(()));
    assert!(body("b0:\n v1: bool = xor v1, v0\n ret\n").is_err());
    assert!(body("b0:\n br b7\n").is_err());
    assert!(body("b0:\n").is_err());
}

#[test]
fn parser_never_panics() {
    let texts: Vec<String> =
        inputs("ir").iter().chain(&inputs("llvm")).map(|p| read(p).0).collect();
    arbtest(|u| {
        let mut text = u.choose(&texts)?.clone().into_bytes();
        for _ in 0..u.int_in_range(1..=8)? {
            let at = u.choose_index(text.len())?;
            match u.int_in_range(0..=3)? {
                0 => text[at] = u.arbitrary()?,
                1 => text.truncate(at),
                2 => text.insert(at, *u.choose(b"{}()[],:@\"\\0 \nvgfbs;")?),
                _ => {
                    text.remove(at);
                }
            }
            if text.is_empty() {
                break;
            }
        }
        if let Ok(m) = parse::module(&String::from_utf8_lossy(&text)) {
            // The verifier takes anything that parses.
            let _ = verify::module(&m);
        }
        Ok(())
    });
}

type Source<'a, 'b> = &'a mut arbtest::arbitrary::Unstructured<'b>;
type Made<T> = arbtest::arbitrary::Result<T>;

const SCALARS: [Ty; 8] = [Ty::Bool, Ty::I8, Ty::I16, Ty::I32, Ty::I64, Ty::F32, Ty::F64, Ty::Ptr];

fn any_ty(u: Source, m: &Module) -> Made<Ty> {
    if m.aggs.is_empty() || u.ratio(3, 4)? {
        return Ok(*u.choose(&SCALARS)?);
    }
    Ok(Ty::Agg(AggId(u.choose_index(m.aggs.len())? as u32)))
}

fn any_module(u: Source) -> Made<Module> {
    let mut m = Module::default();
    for _ in 0..u.int_in_range(0..=4)? {
        let parts = u.int_in_range(0..=3)?;
        let fields: Vec<Ty> = (0..parts).map(|_| any_ty(u, &m)).collect::<Made<_>>()?;
        let agg = if u.ratio(1, 4)? {
            Agg::Array(any_ty(u, &m)?, u.int_in_range(0..=5)?)
        } else {
            Agg::Struct(fields.into())
        };
        m.agg(agg);
    }
    let alloc = m.sig(Sig { params: [Ty::I32, Ty::I32].into(), result: Some(Ty::Ptr) });
    let report = m.sig(Sig::default());
    m.alloc = Some(m.funcs.push(Function::new("runtime.alloc".into(), alloc)));
    let nil = m.funcs.push(Function::new("runtime.panicNil".into(), report));
    m.checks.insert(CheckKind::Nil, nil);
    for i in 0..u.int_in_range(0..=3)? {
        let ty = any_ty(u, &m)?;
        let init = if u.ratio(1, 4)? { None } else { Some(Const::Zero) };
        m.globals.push(Global {
            name: format!("main.g \"{i}\""),
            ty,
            init,
            constant: u.arbitrary()?,
            align: *u.choose(&[0, 4, 8])?,
            section: if u.ratio(1, 8)? { Some(".data.x".into()) } else { None },
            export: u.arbitrary()?,
            unnamed: u.arbitrary()?,
            debug: None,
        });
    }
    let count = u.int_in_range(1..=3)?;
    for i in 0..count {
        let parts = u.int_in_range(0..=3)?;
        let params: Vec<Ty> = (0..parts).map(|_| any_ty(u, &m)).collect::<Made<_>>()?;
        let result = if u.arbitrary()? { Some(any_ty(u, &m)?) } else { None };
        let sig = m.sig(Sig { params: params.into(), result });
        m.funcs.push(Function::new(format!("main.f{i}"), sig));
    }
    for i in 2..m.funcs.len() {
        let id = FuncId(i as u32);
        let mut f = m.funcs[id].clone();
        f.attrs.export = u.arbitrary()?;
        f.attrs.noinline = u.arbitrary()?;
        m.funcs[id] = any_body(u, &m, f)?;
    }
    Ok(m)
}

/// Code in a few blocks. Temporaries of the entry are used everywhere, others in their block.
fn any_body(u: Source, m: &Module, f: Function) -> Made<Function> {
    let mut b = FuncBuilder::new(m, f);
    let mut everywhere: Vec<Operand> = (0..b.func.params.len()).map(|i| b.param(i)).collect();
    for _ in 0..u.int_in_range(0..=3)? {
        let ty = any_ty(u, m)?;
        let slot = b.slot(ty, None);
        everywhere.push(slot);
    }
    everywhere.extend(m.globals.ids().map(Operand::Global));
    let mut blocks = vec![b.current()];
    blocks.extend((0..u.int_in_range(0..=4)?).map(|_| b.new_block()));
    let result = m.sig_def(b.func.sig).result;
    for (i, block) in blocks.iter().enumerate() {
        b.switch_to(*block);
        let mut known = everywhere.clone();
        for _ in 0..u.int_in_range(0..=8)? {
            any_inst(u, m, &mut b, &mut known)?;
        }
        if i == 0 {
            everywhere = known.clone();
        }
        let target = |u: Source| u.choose(&blocks).copied();
        match u.int_in_range(0..=3)? {
            0 => {
                let to = target(u)?;
                b.br(to);
            }
            1 => {
                let cond = pick(u, &b, &known, Ty::Bool)?;
                let (then, els) = (target(u)?, target(u)?);
                b.cond_br(cond, then, els);
            }
            2 => {
                let value = pick(u, &b, &known, Ty::I32)?;
                let (one, default) = (target(u)?, target(u)?);
                b.switch(value, vec![(3, one)], default);
            }
            _ => {
                let value = result.map(|ty| pick(u, &b, &known, ty)).transpose()?;
                b.ret(value);
            }
        }
    }
    Ok(b.finish())
}

/// A known operand of the type, or a constant.
fn pick(u: Source, b: &FuncBuilder, known: &[Operand], ty: Ty) -> Made<Operand> {
    let fitting: Vec<Operand> = known.iter().copied().filter(|o| b.ty(*o) == ty).collect();
    if fitting.is_empty() || u.ratio(1, 4)? {
        return Ok(match ty {
            _ if ty.is_int() => Operand::int(ty, u.arbitrary()?),
            Ty::F32 => Operand::Float(ty, u.arbitrary::<u32>()?.into()),
            Ty::F64 => Operand::Float(ty, u.arbitrary()?),
            _ if u.arbitrary()? => Operand::Undef(ty),
            _ => Operand::zero(ty),
        });
    }
    u.choose(&fitting).copied()
}

fn any_inst(u: Source, m: &Module, b: &mut FuncBuilder, known: &mut Vec<Operand>) -> Made<()> {
    let ty = any_ty(u, m)?;
    let made = match u.int_in_range(0..=13)? {
        0 => {
            let (x, y) = (pick(u, b, known, Ty::I32)?, pick(u, b, known, Ty::I32)?);
            b.bin(*u.choose(&[BinOp::Add, BinOp::Xor, BinOp::Mul, BinOp::And])?, x, y)
        }
        1 => {
            let (x, y) = (pick(u, b, known, Ty::Ptr)?, pick(u, b, known, Ty::Ptr)?);
            b.cmp(*u.choose(&[CmpOp::Eq, CmpOp::Ne])?, x, y)
        }
        2 => {
            let ptr = pick(u, b, known, Ty::Ptr)?;
            b.load(ptr, ty)
        }
        3 => {
            let (ptr, value) = (pick(u, b, known, Ty::Ptr)?, pick(u, b, known, ty)?);
            b.store(ptr, value);
            return Ok(());
        }
        4 => b.new_object(ty, u.arbitrary()?, "a \"new\""),
        5 => {
            let ptr = pick(u, b, known, Ty::Ptr)?;
            b.check_nil(ptr);
            return Ok(());
        }
        6 => {
            let (base, index) = (pick(u, b, known, Ty::Ptr)?, pick(u, b, known, Ty::I32)?);
            b.elem_addr(base, ty, index)
        }
        7 => {
            let Ty::Agg(id) = ty else { return Ok(()) };
            let Agg::Struct(fields) = m.agg_def(id) else { return Ok(()) };
            let parts: Vec<Operand> =
                fields.iter().map(|f| pick(u, b, known, *f)).collect::<Made<_>>()?;
            b.make_agg(ty, parts)
        }
        8 => {
            let Ty::Agg(id) = ty else { return Ok(()) };
            let Agg::Struct(fields) = m.agg_def(id) else { return Ok(()) };
            let agg = pick(u, b, known, ty)?;
            if fields.is_empty() {
                return Ok(());
            }
            let i = u.choose_index(fields.len())?;
            b.extract(m, agg, i as u32)
        }
        9 => {
            let (dst, src) = (pick(u, b, known, Ty::Ptr)?, pick(u, b, known, Ty::Ptr)?);
            b.copy(dst, src, ty);
            return Ok(());
        }
        10 => {
            let f = FuncId::new(u.choose_index(m.funcs.len())?);
            let params = &m.sig_def(m.funcs[f].sig).params;
            let args: Vec<Operand> =
                params.iter().map(|t| pick(u, b, known, *t)).collect::<Made<_>>()?;
            match b.call(m, f, args) {
                Some(v) => v,
                None => return Ok(()),
            }
        }
        11 => {
            let dst = pick(u, b, known, Ty::Ptr)?;
            b.zero(dst, ty);
            return Ok(());
        }
        12 => {
            let v = pick(u, b, known, Ty::I32)?;
            b.int_resize(v, *u.choose(&[Ty::I8, Ty::I64, Ty::Bool])?, u.arbitrary()?)
        }
        _ => {
            let cond = pick(u, b, known, Ty::Bool)?;
            let (x, y) = (pick(u, b, known, ty)?, pick(u, b, known, ty)?);
            b.select(cond, x, y)
        }
    };
    known.push(made);
    Ok(())
}

#[test]
fn any_module_prints_parses_and_passes() {
    let config = PassConfig { verify: true, ..PassConfig::default() };
    arbtest(|u| {
        let mut m = any_module(u)?;
        verify::module(&m).unwrap_or_else(|e| panic!("{e}\n{}", print::module(&m)));
        let text = print::module(&m);
        let again = parse::module(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        assert_eq!(print::module(&again), text);
        assert_eq!((&again.globals.as_slice(), &again.aggs), (&m.globals.as_slice(), &m.aggs));
        assert_eq!(again.funcs.as_slice(), m.funcs.as_slice());
        passes::run(&mut m, &config, &mut |_, _| {}).unwrap_or_else(|e| panic!("{e}\n{text}"));
        Ok(())
    });
}

#[test]
fn llvm_accepts_any_module() {
    let names = ["opt-22", "opt-21", "opt-20", "opt-19", "opt"];
    let opt = names.iter().find_map(|n| which::which(n).ok());
    let opt = opt.expect("opt of LLVM is not installed; `make setup` installs it");
    let target = EmitTarget {
        triple: "thumbv7m-none-eabi".into(),
        data_layout: "e-m:e-p:32:32-Fi8-i64:64-v128:64:128-a:0:32-n32-S64".into(),
        cpu: "cortex-m3".into(),
        features: String::new(),
        abi: String::new(),
        atomics: Atomics::Native(Masking::Primask),
    };
    let panic = PanicStrategy::Print;
    let opts = EmitOptions { opt: Opt::MinSize, debug: true, panic, no_builtins: true };
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("any.ll");
    for seed in 0..24 {
        arbtest(|u| {
            let mut m = any_module(u)?;
            passes::run(&mut m, &PassConfig::default(), &mut |_, _| {}).expect("a fine module");
            let text = emit(&m, &target, &SourceMap::default(), &opts);
            std::fs::write(&file, &text).expect("written");
            let args = ["-passes=default<O1>", "-disable-output"];
            let out = Command::new(&opt).args(args).arg(&file).output().expect("runs");
            assert!(out.status.success(), "{}\n{text}", String::from_utf8_lossy(&out.stderr));
            Ok(())
        })
        .seed(seed << 32 | 0x1000);
    }
}
