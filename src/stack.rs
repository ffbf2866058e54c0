//! How much stack a program needs, and the check that stops it before it uses more.
//!
//! Takes the IR (who can be called through a function value or an interface, what `go` starts) and
//! what clang made of it as assembly text (frames and calls as they really are, after inlining).
//! Gives the bytes that each goroutine, `main` and each interrupt handler need in the worst case,
//! and the same text with a check at the start of functions whose callers cannot be proven to have
//! left enough. Knows the calling conventions of Thumb, RV32 and Xtensa, but no files and no tools.

pub mod asm;
pub mod calls;
pub mod facts;
pub mod graph;
pub mod handlers;
pub mod insert;
pub mod notes;
pub mod plan;
pub mod traced;
