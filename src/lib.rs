//! embgo compiles Go for microcontrollers and puts it on the board.
//!
//! ```text
//!  Go files --load--> syntax trees --check--> typed program --lower--> IR --passes--> IR
//!     --llvm--> LLVM IR --tools(clang)--> object --link(ld.lld)--> ELF --image--> bin hex uf2
//! ```
//!
//! The modules below stand in the order of that picture, and each uses only modules listed above
//! it; `tests/tidy.rs` checks that.

pub mod base;
pub mod target;
pub mod syntax;
pub mod load;
pub mod types;
pub mod check;
pub mod ir;
pub mod lower;
pub mod passes;
pub mod llvm;
pub mod stack;
pub mod tools;
pub mod link;
pub mod image;
pub mod trace;
pub mod flash;
pub mod monitor;
pub mod svd;
pub mod driver;
pub mod cli;
