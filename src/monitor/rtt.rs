//! The console of programs that were built with `-serial=rtt`: rings in the chip's memory, which a
//! debug probe reads and writes while the program runs (SEGGER's Real Time Transfer).

use super::{LOOK, Line, RETRY, Source};
use crate::flash::{Choice, Look, probe};
use crate::target::Target;
use anyhow::{Result, anyhow, bail};
use probe_rs::rtt::{ChannelMode, Rtt, find_rtt_control_block_in_raw_file};
use probe_rs::{Core, Session};
use std::io::{Error, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

/// How long the program may take until it has made its console.
const START: Duration = Duration::from_secs(3);
/// The pause between two looks at a ring that is empty.
const PAUSE: Duration = Duration::from_millis(2);

/// The memory of a target's chip, behind a debug probe.
pub struct Memory {
    target: Target,
    choice: Choice,
    /// Where the control block is, if the program's ELF file tells.
    block: Option<u64>,
}

impl Memory {
    /// The program's ELF file tells where to look; without it all RAM is searched.
    pub fn new(target: &Target, probe: Option<&str>, elf: Option<&[u8]>) -> Memory {
        let choice = Choice { probe: probe.map(str::to_owned), ..Choice::default() };
        let block = elf.and_then(|elf| find_rtt_control_block_in_raw_file(elf).ok().flatten());
        Memory { target: target.clone(), choice, block }
    }
}

impl Source for Memory {
    fn name(&self) -> String {
        format!("the memory of {}", self.target.debug.probe_rs_chip)
    }

    fn open(&mut self) -> Result<Box<dyn Line>> {
        let probe = match probe::find(&self.target, &self.choice)? {
            Look::Found(probe) => probe,
            Look::Absent(why) => bail!(why),
        };
        let mut session = probe.into_session();
        let rtt = attach(&mut session, self.block)?;
        Ok(Box::new(Rings { session, rtt }))
    }

    fn again(&mut self) -> Option<Box<dyn Line>> {
        self.open().ok()
    }
}

/// Finds the control block, waiting for the program to make it. While somebody listens, the
/// program waits for room, so that nothing is lost.
fn attach(session: &mut Session, block: Option<u64>) -> Result<Rtt> {
    let end = Instant::now() + START;
    let mut core = session.core(0).map_err(|e| anyhow!("the chip: {}", probe::chain(&e)))?;
    loop {
        let found = match block {
            Some(address) => Rtt::attach_at(&mut core, address),
            None => Rtt::attach(&mut core),
        };
        match found {
            Ok(mut rtt) => {
                let Some(up) = rtt.up_channel(0) else { bail!("the program's console has no end") };
                up.set_mode(&mut core, ChannelMode::BlockIfFull)
                    .map_err(|e| anyhow!("the console: {}", probe::chain(&e)))?;
                return Ok(rtt);
            }
            Err(_) if Instant::now() < end => std::thread::sleep(RETRY),
            Err(e) => bail!(
                "there is no RTT console in the chip's memory ({}): the program has to be built \
                 with -serial=rtt, and to have printed something",
                probe::chain(&e)
            ),
        }
    }
}

/// An open console.
struct Rings {
    session: Session,
    rtt: Rtt,
}

impl Rings {
    /// Tries once and again to move bytes, until there are some or the time is over.
    fn within(
        &mut self,
        time: Duration,
        mut moved: impl FnMut(&mut Rtt, &mut Core<'_>) -> Result<usize, Error>,
    ) -> Result<usize, Error> {
        let end = Instant::now() + time;
        loop {
            let mut core = self.session.core(0).map_err(Error::other)?;
            match moved(&mut self.rtt, &mut core)? {
                0 if Instant::now() >= end => return Err(ErrorKind::TimedOut.into()),
                0 => {}
                n => return Ok(n),
            }
            drop(core);
            std::thread::sleep(PAUSE);
        }
    }
}

impl Line for Rings {}

impl Read for Rings {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        self.within(LOOK, |rtt, core| {
            let up = rtt.up_channel(0).ok_or(ErrorKind::NotFound)?;
            up.read(core, buffer).map_err(Error::other)
        })
    }
}

impl Write for Rings {
    /// A program that reads nothing for a while is an error.
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        self.within(START, |rtt, core| {
            let down = rtt.down_channel(0).ok_or(ErrorKind::NotFound)?;
            down.write(core, bytes).map_err(Error::other)
        })
    }

    fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

impl Drop for Rings {
    /// With nobody listening the program must not wait for room.
    fn drop(&mut self) {
        if let (Ok(mut core), Some(up)) = (self.session.core(0), self.rtt.up_channel(0)) {
            // A probe that is gone cannot be told any more.
            let _ = up.set_mode(&mut core, ChannelMode::NoBlockSkip);
        }
    }
}
