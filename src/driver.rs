//! The pipeline: from options to an image.
//!
//! Uses every room above it. Prints nothing: what people should see is in the results, and the
//! command line shows it.

pub mod board;
pub mod build;
pub mod cache;
mod callers;
mod console;
pub mod config;
pub mod cover;
pub mod debug;
pub mod front;
pub mod memory;
pub mod ide;
pub mod ldflags;
pub mod list;
pub mod objects;
pub mod options;
pub mod output;
pub mod pins;
pub mod result;
pub mod run;
pub mod stacks;
pub mod test;
pub mod test_output;
pub mod timing;
pub mod work;
