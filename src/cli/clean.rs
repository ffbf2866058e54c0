//! `embgo clean`.

use super::args::CleanArgs;
use super::out;
use crate::driver::cache::Cache;
use anyhow::Result;

pub fn run(_: &CleanArgs) -> Result<u8> {
    let Some(cache) = Cache::from_env() else {
        out::note("there is no cache");
        return Ok(0);
    };
    let removed = cache.clean()?;
    let (files, bytes, dir) = (removed.files, removed.bytes, cache.dir().display());
    out::note(&format!("removed {files} files ({bytes} bytes) from {dir}"));
    Ok(0)
}
