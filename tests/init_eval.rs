//! Initialisers that are run at compile time: which ones are, and that they compute what the
//! program would have computed itself.

#[path = "support/program.rs"]
mod program;

use arbtest::arbtest;
use program::Embgo;
use std::fmt::Write;

/// The functions that `embgo.init` still calls.
fn left(source: &str, flags: &str) -> Vec<String> {
    let embgo = Embgo::new();
    embgo.file("main.go", source);
    embgo.run(&format!("build -target=cortex-m-qemu {flags} -emit=ir -o x.ir main.go")).ok();
    let text = String::from_utf8(embgo.read("x.ir")).expect("text");
    let function = |head: &str| {
        let (_, rest) = text.split_once(head).unwrap_or_else(|| panic!("no {head}"));
        rest.split_once("\n}\n").expect("it ends").0.to_owned()
    };
    if !text.contains(" \"embgo.init\" ") {
        return Vec::new();
    }
    let body = function(" \"embgo.init\" ");
    let calls = body.lines().filter_map(|l| l.trim().strip_prefix("call ")?.split('(').next());
    let name = |f: &str| {
        let (_, rest) = text.split_once(&format!("\nfunc {f} \"")).expect("it is there");
        rest.split_once('"').expect("it ends").0.replace("\\c2\\b7", "\u{b7}")
    };
    calls.map(name).filter(|n| n.starts_with("main.")).collect()
}

#[test]
fn what_is_known_needs_no_code() {
    let source = "package main\n\nimport \"strings\"\n\n\
        var squares = fill()\n\
        var upper = strings.ToUpper(\"hello\") + strings.Repeat(\"!\", 3)\n\
        var count = len(squares) + len(upper)\n\
        func fill() (list []int) {\n\tfor i := range 9 {\n\t\tlist = append(list, i*i)\n\t}\n\treturn\n}\n\
        func main() { println(squares[3], upper, count) }\n";
    assert_eq!(left(source, ""), [""; 0]);
}

#[test]
fn hardware_and_what_depends_on_it_stays() {
    let source = "package main\n\nimport (\n\t\"runtime/volatile\"\n\t\"unsafe\"\n)\n\n\
        var id = volatile.LoadUint32((*uint32)(unsafe.Pointer(uintptr(0xe000ed00))))\n\
        var core = id >> 4 & 0xfff\n\
        var other = twice(21)\n\
        func twice(n uint32) uint32 { return n + n }\n\
        func main() { println(core, other) }\n";
    assert_eq!(left(source, ""), ["main.init", "main.init·2"]);
    let embgo = Embgo::new();
    embgo.file("main.go", source);
    let run = embgo.run("run -target=cortex-m-qemu main.go");
    // The part number of the Cortex-M3.
    assert_eq!(run.ok(), "3107 42\n");
}

#[test]
fn panics_happen_when_the_program_runs() {
    let source = "package main\n\n\
        var list = make([]int, 3)\n\
        var at = 5\n\
        func init() { println(\"before\") }\n\
        func init() { list[at] = 1 }\n\
        func init() { println(\"never\") }\n\
        func main() { println(list[0]) }\n";
    let embgo = Embgo::new();
    embgo.file("main.go", source);
    let run = embgo.run("run -target=cortex-m-qemu main.go");
    assert_ne!(run.code, 0);
    let text = format!("{}{}", run.stdout, run.stderr);
    assert!(text.contains("before"), "{text}");
    assert!(text.contains("index out of range [5] with length 3"), "{text}");
    assert!(!text.contains("never"), "{text}");
}

#[test]
fn what_waits_or_starts_goroutines_stays() {
    let source = "package main\n\n\
        var done = make(chan int, 1)\n\
        var got int\n\
        func init() { done <- 7 }\n\
        func init() { go func() { got = <-done; done <- 1 }() }\n\
        func init() { println(\"two\") }\n\
        func main() {\n\tfor got == 0 {\n\t\t<-done\n\t\tdone <- 0\n\t}\n\tprintln(got)\n}\n";
    let stay = left(source, "");
    // The goroutine, and the line that is printed after its start.
    assert_eq!(stay, ["main.init.1", "main.init.2"]);
}

#[test]
fn large_tables_stay_code_where_size_counts() {
    let source = "package main\n\n\
        var table = func() (t [1024]uint32) {\n\tfor i := range t {\n\t\tt[i] = uint32(i * i)\n\t}\n\treturn\n}()\n\
        var n = 77\n\
        func main() { println(table[n]) }\n";
    assert_eq!(left(source, "-opt=z"), ["main.init"]);
    assert_eq!(left(source, "-opt=2"), [""; 0]);
}

#[test]
fn endless_work_is_left() {
    let source = "package main\n\n\
        var n = func() (n uint32) {\n\tfor i := range uint32(1 << 22) {\n\t\tn += i ^ n<<3\n\t}\n\treturn\n}()\n\
        func main() { println(n) }\n";
    assert_eq!(left(source, ""), ["main.init"]);
}

type Source<'a, 'b> = &'a mut arbtest::arbitrary::Unstructured<'b>;
type Made<T> = arbtest::arbitrary::Result<T>;

const TYPES: [&str; 10] = [
    "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64",
];

/// An expression of type `ty` over variables `a` (int8) to `j` (float64), one of each type.
fn expr(u: Source, ty: usize, depth: u32) -> Made<String> {
    let float = ty >= 8;
    if depth == 0 || u.ratio(1, 6)? {
        return Ok(if u.ratio(2, 3)? {
            format!("{}", (b'a' + ty as u8) as char)
        } else {
            format!("known({}({}))", TYPES[ty], u.int_in_range(0..=127u8)?)
        });
    }
    let sub = |u: Source, ty| expr(u, ty, depth - 1);
    Ok(match u.int_in_range(0..=7u8)? {
        0 => {
            // Conversions of floats to integers are only for what fits.
            let from = if float { u.choose_index(10)? } else { u.choose_index(8)? };
            format!("{}({})", TYPES[ty], sub(u, from)?)
        }
        1 if !float => {
            let op = *u.choose(&["<<", ">>"])?;
            format!("({} {op} ({} & 31))", sub(u, ty)?, sub(u, 5)?)
        }
        2 if !float => {
            let op = *u.choose(&["/", "%"])?;
            format!("({} {op} ({} | 1))", sub(u, ty)?, sub(u, ty)?)
        }
        3 => {
            let op = *u.choose(&["<", "<=", "==", "!=", ">", ">="])?;
            let of = u.choose_index(10)?;
            format!("pick({} {op} {}, {}, {})", sub(u, of)?, sub(u, of)?, sub(u, ty)?, sub(u, ty)?)
        }
        4 if !float => format!("-({})", sub(u, ty)?),
        5 if ty == 5 => format!(
            "uint32(bits.{}32({}))",
            u.choose(&["OnesCount", "Len", "Reverse"])?,
            sub(u, 5)?
        ),
        5 if ty == 7 => format!(
            "uint64(bits.{}64({}))",
            u.choose(&["LeadingZeros", "TrailingZeros"])?,
            sub(u, 7)?
        ),
        _ => {
            let ops: &[&str] =
                if float { &["+", "-", "*"] } else { &["+", "-", "*", "&", "|", "^", "&^"] };
            format!("({} {} {})", sub(u, ty)?, u.choose(ops)?, sub(u, ty)?)
        }
    })
}

/// A program that computes the same at initialisation and, from values that the compiler does not
/// know, at run time, and shows what differs.
fn arithmetic(u: Source) -> Made<String> {
    let mut text = "package main\n\nimport (\n\t\"math/bits\"\n\t\"math\"\n\t\"runtime/volatile\"\n)\n\n\
        var zero volatile.Register32\n\n\
        func known[T any](x T) T { return x }\n\n\
        func pick[T any](c bool, x, y T) T {\n\tif c {\n\t\treturn x\n\t}\n\treturn y\n}\n\n\
        func same[T comparable](n int, x, y T) {\n\tif x != y && (x == x || y == y) {\n\t\tprintln(\"differs\", n)\n\t}\n}\n\n\
        var _, _ = bits.Len32(0), math.Pi\n\n"
        .to_owned();
    let letters: Vec<char> = ('a'..='j').collect();
    let params: Vec<String> = letters.iter().zip(TYPES).map(|(l, t)| format!("{l} {t}")).collect();
    let mut main = String::new();
    for n in 0..24 {
        let ty = u.choose_index(10)?;
        let body = expr(u, ty, 4)?;
        let args: Vec<String> = (0..10)
            .map(|t| {
                Ok(match t {
                    8 | 9 => format!(
                        "{}({}.{})",
                        TYPES[t],
                        u.int_in_range(-999..=999i32)?,
                        u.int_in_range(0..=999u32)?
                    ),
                    _ => {
                        let bits = 8 << (t / 2);
                        let v = u.arbitrary::<u64>()? >> (64 - bits);
                        if t % 2 == 0 {
                            format!("{}({})", TYPES[t], (v << (64 - bits)) as i64 >> (64 - bits))
                        } else {
                            format!("{}({v})", TYPES[t])
                        }
                    }
                })
            })
            .collect::<Made<_>>()?;
        let _ =
            writeln!(text, "func f{n}({}) {} {{ return {body} }}", params.join(", "), TYPES[ty]);
        let _ = writeln!(text, "var v{n} = f{n}({})", args.join(", "));
        let unknown: Vec<String> =
            args.iter().zip(TYPES).map(|(a, t)| format!("{a}+{t}(z)")).collect();
        let _ = writeln!(main, "\tsame({n}, v{n}, f{n}({}))", unknown.join(", "));
    }
    let _ = writeln!(text, "\nfunc main() {{\n\tz := zero.Get()\n{main}\tprintln(\"done\")\n}}");
    Ok(text)
}

#[test]
fn arithmetic_is_that_of_the_processor() {
    let targets = ["cortex-m-qemu", "riscv-qemu", "cortex-m4-qemu"];
    for (seed, target) in targets.iter().enumerate() {
        arbtest(|u| {
            let text = arithmetic(u)?;
            // Only what makes a NaN is left.
            let left = left(&text, "-opt=2");
            assert!(left.len() < 6, "{left:?}\n{text}");
            let embgo = Embgo::new();
            embgo.file("main.go", &text);
            let run = embgo.run(&format!("run -opt=2 -target={target} main.go"));
            assert_eq!(run.ok(), "done\n", "{text}");
            Ok(())
        })
        .seed((seed as u64 + 1) << 32 | 0x4000);
    }
}

/// `-ldflags "-X name=value"`, as Go's linker has it: before other variables get their values.
#[test]
fn strings_from_the_command_line() {
    let embgo = Embgo::new();
    let source = "package main\n\nvar (\n\tssid string\n\tpass = \"none\"\n\turl  = ssid + \"/\" + pass\n\t\
                  when = now()\n)\n\nfunc now() string { return \"now\" }\n\n\
                  func main() {\n\tprintln(ssid, pass, url, when)\n}\n";
    embgo.file("main.go", source);
    for (flags, want) in [
        ("-opt=2", " none /none now\n"),
        ("-ldflags=-X=main.ssid=home", "home none home/none now\n"),
        ("-ldflags=-X=main.pass= -opt=0", "  / now\n"),
        ("-ldflags=-X=some.where/else.V=1", " none /none now\n"),
    ] {
        let ended = embgo.run(&format!("run -target=cortex-m-qemu -timeout=20s {flags} main.go"));
        assert_eq!(ended.stdout, want, "{flags}: {}", ended.stderr);
    }
    for (name, want) in [
        ("none", "-ldflags: main has no package variable none of type string"),
        ("when", "-ldflags: main.when has a value that is computed when the program starts"),
    ] {
        let line = format!("build -target=cortex-m-qemu -ldflags=-X=main.{name}=1 main.go");
        let ended = embgo.run(&line);
        assert!(ended.code == 1 && ended.stderr.contains(want), "{}", ended.stderr);
    }
}
