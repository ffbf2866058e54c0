//! embgo's intermediate representation: what is left of a Go program when its types, closures,
//! interfaces and statements have become loads, stores, calls and branches.
//!
//! Temporaries ([`entities::ValueId`]) are assigned once; variables are [`function::Slot`]s, read
//! and written by load and store, so there are no phi nodes (LLVM's mem2reg makes SSA of it).
//! Knows nothing of Go's syntax or types. Every module prints to a text that parses back.

pub mod builder;
pub mod cfg;
pub mod entities;
pub mod fold;
pub mod function;
pub mod layout;
pub mod module;
mod names;
pub mod parse;
pub mod print;
pub mod verify;
pub mod visit;
