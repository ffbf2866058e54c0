//! Equal input gives equal bytes: wherever, whenever and however parallel a program is built.

#[path = "support/program.rs"]
mod program;

use program::{Embgo, Ended};

/// A module of two packages with all that could bring order into disorder: maps, interfaces,
/// closures, strings, initialisers in several files.
const FILES: [(&str, &str); 5] = [
    ("go.mod", "module example.com/same\n\ngo 1.24\n"),
    (
        "main.go",
        "package main\n\nimport \"example.com/same/shape\"\n\nvar table = map[string]int{\"a\": first(), \"b\": 2, \"c\": 3}\n\n\
         func main() {\n\tfor _, s := range shape.All() {\n\t\tprintln(s.Name(), s.Area())\n\t}\n\tprintln(table[\"a\"], second)\n}\n",
    ),
    ("other.go", "package main\n\nvar second = first() + 1\n\nfunc first() int { return 41 }\n"),
    (
        "shape/shape.go",
        "package shape\n\ntype Shape interface {\n\tName() string\n\tArea() int\n}\n\ntype square struct{ side int }\n\n\
         func (s square) Name() string { return \"square\" }\nfunc (s square) Area() int { return s.side * s.side }\n\n\
         // All is a list.\nfunc All() []Shape {\n\tmake := func(n int) Shape { return square{n} }\n\treturn []Shape{make(2), &rect{3, 4}, make(5)}\n}\n",
    ),
    (
        "shape/rect.go",
        "package shape\n\ntype rect struct{ a, b int }\n\nfunc (r *rect) Name() string { return \"rect\" }\n\
         func (r *rect) Area() int { return r.a * r.b }\n",
    ),
];

fn program(embgo: &Embgo, dir: &str) {
    for (name, text) in FILES {
        embgo.file(&format!("{dir}/{name}"), text);
    }
}

/// Builds the package in `dir` in three formats, with more settings in the environment.
fn images(embgo: &Embgo, dir: &str, target: &str, env: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let mut images = Vec::new();
    for format in ["elf", "bin", "uf2", "hex"] {
        let name = format!("{dir}/x.{format}");
        let mut command = embgo.command(&format!("build -target={target} -o x.{format} ."));
        command.current_dir(embgo.path().join(dir)).envs(env.iter().copied());
        Ended::of(command.output().expect("embgo starts")).ok();
        images.push((format.to_owned(), embgo.read(&name)));
    }
    images
}

#[track_caller]
fn same(one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)], what: &str) {
    for ((format, a), (_, b)) in one.iter().zip(other) {
        let at = a.iter().zip(b).position(|(a, b)| a != b);
        assert!(a == b, "{what}: {format} differs at {at:?} ({} and {} bytes)", a.len(), b.len());
    }
}

#[test]
fn folders_do_not_show() {
    for target in ["pico", "riscv-qemu"] {
        let (one, other) = (Embgo::new(), Embgo::new());
        program(&one, "a");
        program(&other, "some/where/else");
        let first = images(&one, "a", target, &[("EMBGO_CACHE", "off")]);
        let second = images(&other, "some/where/else", target, &[("EMBGO_CACHE", "off")]);
        same(&first, &second, target);
        let elf = &first[0].1;
        let place = one.path().to_string_lossy().into_owned().into_bytes();
        let shows = elf.windows(place.len()).any(|w| w == place);
        assert!(!shows, "the ELF file for {target} has the name of the folder in it");
    }
}

#[test]
fn cache_and_threads_do_not_show() {
    let embgo = Embgo::new();
    program(&embgo, "p");
    let cache = embgo.path().join("cache").to_string_lossy().into_owned();
    let target = "cortex-m-qemu";
    let without =
        images(&embgo, "p", target, &[("EMBGO_CACHE", "off"), ("RAYON_NUM_THREADS", "1")]);
    let fresh = images(&embgo, "p", target, &[("EMBGO_CACHE", &cache), ("RAYON_NUM_THREADS", "7")]);
    same(&without, &fresh, "with a cache");
    let cached = images(&embgo, "p", target, &[("EMBGO_CACHE", &cache)]);
    same(&without, &cached, "from the cache");
}

#[test]
fn builds_at_the_same_time_do_not_meet() {
    let embgo = Embgo::new();
    let cache = embgo.path().join("cache").to_string_lossy().into_owned();
    let dirs = ["p0", "p1", "p2", "p3"];
    dirs.iter().for_each(|dir| program(&embgo, dir));
    let all: Vec<_> = std::thread::scope(|scope| {
        let build = |dir: &'static str| {
            let (embgo, cache) = (&embgo, &cache);
            scope.spawn(move || images(embgo, dir, "microbit", &[("EMBGO_CACHE", cache)]))
        };
        let threads: Vec<_> = dirs.into_iter().map(build).collect();
        threads.into_iter().map(|t| t.join().expect("a build")).collect()
    });
    for other in &all[1..] {
        same(&all[0], other, "at the same time");
    }
}
