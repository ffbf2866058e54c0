//! Tests of the function builder.

use super::*;

fn start() -> (Module, FuncBuilder) {
    let mut m = Module::default();
    let params = [Ty::I32, Ty::Ptr].into();
    let sig = m.sig(Sig { params, result: Some(Ty::I32) });
    let b = FuncBuilder::new(&m, Function::new("f".to_owned(), sig));
    (m, b)
}

#[test]
fn constants_make_no_instructions() {
    let (mut m, mut b) = start();
    let two = b.add(Operand::i32(-1), Operand::i32(3));
    assert_eq!(two, Operand::i32(2));
    assert_eq!(b.add(b.param(0), Operand::i32(0)), b.param(0));
    assert_eq!(b.int_resize(Operand::int(Ty::I8, 0xff), Ty::I32, true), Operand::i32(-1));
    assert_eq!(b.not(Operand::bool(true)), Operand::bool(false));
    let pair = m.agg(Agg::Struct([Ty::Ptr, Ty::I32].into()));
    let made = b.make_agg(Ty::Agg(pair), vec![b.param(1), two]);
    assert_eq!(b.extract(&m, made, 1), two);
    let made = b.make_agg(Ty::Agg(pair), vec![Operand::Null, Operand::i32(0)]);
    assert_eq!(b.extract(&m, made, 0), Operand::Null);
    assert_eq!(b.func.blocks[b.current()].insts.len(), 1);
}

#[test]
fn code_behind_a_terminator_goes_to_a_block_of_its_own() {
    let (_, mut b) = start();
    b.ret(Some(b.param(0)));
    b.ret(Some(Operand::i32(1)));
    b.store(b.param(1), Operand::i32(1));
    let f = b.finish();
    assert_eq!(f.blocks.len(), 2);
    assert_eq!(f.blocks[BlockId(0)].term, Some(Term::Ret(Some(Operand::Value(ValueId(0))))));
    assert_eq!(f.blocks[BlockId(1)].term, Some(Term::Unreachable));
}

#[test]
fn pointer_arithmetic_keeps_the_pointer() {
    let (_, mut b) = start();
    let p = b.cast(CastOp::PtrToInt, b.param(1), Ty::I32);
    let sum = b.add(p, b.param(0));
    b.cast(CastOp::IntToPtr, sum, Ty::Ptr);
    let last = b.func.blocks[b.current()].insts.last().map(|inst| inst.op.clone());
    let (base, index) = (b.param(1), b.param(0));
    assert_eq!(last, Some(Op::ElemAddr { base, elem: Ty::I8, index }));
}
