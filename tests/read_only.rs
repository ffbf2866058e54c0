//! Variables that nothing writes lie in flash; those that something writes, in whatever way, in RAM.

#[path = "support/program.rs"]
mod program;

use program::Embgo;

/// What the program prints on a Cortex-M3, and its bytes of initialised data.
#[track_caller]
fn run(imports: &str, text: &str) -> (String, u64) {
    let embgo = Embgo::new();
    let table: Vec<String> = (100..164).map(|n| n.to_string()).collect();
    let table = format!("var table = []uint32{{{}}}\n", table.join(", "));
    embgo.file("main.go", format!("package main\n\n{imports}\n\n{table}\n{text}"));
    let output = embgo.run("run -target=cortex-m-qemu main.go").ok();
    let sizes = embgo.run("size -json -target=cortex-m-qemu main.go").ok();
    let mut reports =
        sizes.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let data = reports.find_map(|r| r["total"]["data"].as_u64());
    (output, data.expect("a size"))
}

const TABLE: u64 = 256;

#[track_caller]
fn in_flash(imports: &str, text: &str, want: &str) {
    let (output, data) = run(imports, text);
    assert_eq!(output, want, "{text}");
    assert!(data < TABLE, "{data} bytes of data: {text}");
}

#[track_caller]
fn in_ram(imports: &str, text: &str, want: &str) {
    let (output, data) = run(imports, text);
    assert_eq!(output, want, "{text}");
    assert!(data >= TABLE, "{data} bytes of data: {text}");
}

#[test]
fn what_is_only_read_is_in_flash() {
    let find = "//go:noinline\nfunc find(s []uint32, x uint32) int {\n\tlo, hi := 0, len(s)\n\
                \tfor lo < hi {\n\t\tmid := (lo + hi) / 2\n\t\tif e := s[mid]; e < x {\n\t\t\tlo = mid + 1\n\
                \t\t} else {\n\t\t\thi = mid\n\t\t}\n\t}\n\treturn lo\n}\n\n";
    in_flash("", &format!("{find}func main() {{ println(find(table, 117)) }}\n"), "17\n");
    // By way of a part, a variable and a result.
    let parts = "//go:noinline\nfunc upper() []uint32 {\n\tt := table\n\tif len(t) > 3 {\n\t\tt = t[32:]\n\t}\n\
                 \treturn t\n}\n\nfunc main() {\n\tvar to [4]uint32\n\tfor i := range to {\n\t\tto[i] = upper()[i]\n\t}\n\
                 \tprintln(find(upper(), 140), to[3])\n}\n";
    in_flash("", &format!("{find}{parts}"), "8 135\n");
    // Tables of tables.
    let nested = "type named struct {\n\tname string\n\tof   []uint32\n}\n\n\
                  var all = []*named{{\"a\", table}, {\"b\", []uint32{7, 8, 9}}}\n\n\
                  //go:noinline\nfunc sum(n *named) (s uint32) {\n\tfor _, x := range n.of {\n\t\ts += x\n\t}\n\
                  \treturn\n}\n\nfunc main() {\n\tfor _, n := range all {\n\t\tprintln(n.name, sum(n))\n\t}\n}\n";
    in_flash("", nested, "a 8416\nb 24\n");
}

#[test]
fn what_is_volatile_is_in_ram() {
    let text = "func main() { println(volatile.LoadUint32(&table[1])) }\n";
    in_ram("import \"runtime/volatile\"", text, "101\n");
}

#[test]
fn what_is_written_is_in_ram() {
    let show = "\nfunc main() {\n\tchange(table)\n\tprintln(table[0], table[1])\n}\n";
    let noinline = "//go:noinline\nfunc ";
    let ways = [
        "change(t []uint32) { t[1] = 5 }\n",
        "change(t []uint32) { set(&t[1]) }\n\n//go:noinline\nfunc set(p *uint32) { *p = 5 }\n",
        "change(t []uint32) { copy(t[1:], []uint32{5}) }\n",
        "change(t []uint32) { t = append(t[:1], 5) }\n",
        "change(t []uint32) { f := func() { t[1] = 5 }; kept = f; kept() }\n\nvar kept func()\n",
        "change(t []uint32) { kept = t; kept.([]uint32)[1] = 5 }\n\nvar kept any\n",
        "change(t []uint32) { kept.t = t; late() }\n\nvar kept struct{ t []uint32 }\n\n\
         //go:noinline\nfunc late() { kept.t[1] = 5 }\n",
        "change(t []uint32) { m := map[int][]uint32{1: t}; m[1][1] = 5 }\n",
        "change(t []uint32) { c := make(chan []uint32, 1); c <- t; (<-c)[1] = 5 }\n",
        "change(t []uint32) { by(t).set() }\n\ntype by []uint32\n\nfunc (b by) set() { b[1] = 5 }\n",
        "change(t []uint32) { set = func(t []uint32) { t[1] = 5 }; set(t) }\n\nvar set func([]uint32)\n",
        "change(t []uint32) { *(*uint32)(unsafe.Add(unsafe.Pointer(&t[0]), 4)) = 5 }\n",
        "change(t []uint32) { *(*uint32)(unsafe.Pointer(uintptr(unsafe.Pointer(&t[0])) + 4)) = 5 }\n",
        "change(t []uint32) {\n\th := *(*[3]uintptr)(unsafe.Pointer(&t))\n\
         \t*(*uint32)(unsafe.Pointer(h[0] + 4)) = 5\n}\n",
        "change([]uint32) {\n\tat := *(*uintptr)(unsafe.Pointer(&table))\n\
         \t*(*uint32)(unsafe.Pointer(at + 4)) = 5\n}\n",
        "change(t []uint32) { atomic.StoreUint32(&t[1], 5) }\n",
        "change(t []uint32) { clear(t[1:]); t[1] += 5 }\n",
        "change(t []uint32) { pair := [2][]uint32{t, t}; p := &pair; pick(p)[1] = 5 }\n\n\
         //go:noinline\nfunc pick(p *[2][]uint32) []uint32 { return p[1] }\n",
    ];
    for way in ways {
        let mut imports = String::new();
        for package in ["unsafe", "sync/atomic"] {
            let name = package.rsplit('/').next().expect("a name");
            if way.contains(&format!("{name}.")) {
                imports += &format!("import \"{package}\"\n");
            }
        }
        in_ram(&imports, &format!("{noinline}{way}{show}"), "100 5\n");
    }
}

/// The way to what is written is a constant, the box of a value in an interface, that a variable
/// declared before it leads to.
#[test]
fn what_is_written_by_way_of_a_constant_is_no_constant() {
    let boxed = "type box struct {\n\tof *[3]int\n\tn  int\n}\n\nvar a any = box{&d, 4}\n\n\
                 var d = [3]int{1, 2, 3}\n\n//go:noinline\nfunc sum(p *[3]int) int { return p[0] + p[1] }\n\n\
                 func main() {\n\ta.(box).of[0] = 50\n\tprintln(sum(&d), d[0])\n}\n";
    assert_eq!(run("", boxed).0, "52 50\n");
}
