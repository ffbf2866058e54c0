//! Random programs, compiled by embgo and by official Go: both must print the same.
//!
//! `docs/differential.md` says what the programs are made of. `EMBGO_DIFF_PROGRAMS` sets how many
//! are tried, `EMBGO_DIFF_SEED` the first seed, `EMBGO_DIFF_SECONDS` when to stop.

mod compare;
mod state;
mod expr;
mod place;
mod program;
mod rng;
mod stmt;
mod tree;
mod types;
mod uses;

use state::Panics;
use std::time::{Duration, Instant};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |v| v.parse().expect("a number"))
}

fn of(seed: u64) -> compare::Seed {
    (seed, Panics::of(seed))
}

/// Programs that once showed a difference.
#[test]
fn kept_programs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/differential/seeds.txt");
    let text = std::fs::read_to_string(path).expect("seeds.txt is readable");
    let lines = text.lines().map(|l| l.split('#').next().unwrap_or("").trim());
    let seed = |l: &str| match l.split_once(' ') {
        Some((seed, "ordered")) => (seed.parse().expect("a seed"), Panics::Ordered),
        Some(_) => panic!("neither a seed nor `seed ordered`: {l}"),
        None => of(l.parse().expect("a seed")),
    };
    let seeds: Vec<compare::Seed> = lines.filter(|l| !l.is_empty()).map(seed).collect();
    for seeds in seeds.chunks(50) {
        compare::check(seeds, &compare::builds(None)).unwrap_or_else(|report| panic!("{report}"));
    }
}

/// Programs that nobody has seen yet, as many as the time allows.
#[test]
fn new_programs() {
    let count = number("EMBGO_DIFF_PROGRAMS", 100);
    let first = number("EMBGO_DIFF_SEED", 1);
    let end = Instant::now() + Duration::from_secs(number("EMBGO_DIFF_SECONDS", 60));
    let size = number("EMBGO_DIFF_FILE", 25);
    let (mut done, mut differences) = (0, 0);
    while done < count && Instant::now() < end {
        let seeds = first + done..first + count.min(done + size);
        let seeds: Vec<compare::Seed> = seeds.map(of).collect();
        // Every build takes its turn, so that more programs fit into the time.
        let all = std::env::var_os("EMBGO_DIFF_ALL").is_some();
        let turn = (!all).then_some(((first + done) / size) as usize);
        if let Err(report) = compare::check(&seeds, &compare::builds(turn)) {
            differences += 1;
            eprintln!("{report}");
        }
        done += seeds.len() as u64;
        println!("{done} programs, {differences} differences");
    }
    assert_eq!(differences, 0, "differences, described above");
}
