//! What the pins of a board are called: the constants of type `Pin` in its package machine.

use super::front;
use crate::check;
use crate::load;
use crate::target::Target;
use crate::types::repr::ObjectKind;
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::path::Path;

/// Per number of a pin its names, the best first: `LED`, then in the order in which the board's
/// file and then the chip's declare them.
pub fn names(target: &Target) -> Result<BTreeMap<u32, Vec<String>>> {
    let env = front::environment(Path::new("."));
    let roots = load::Roots::from_args(&["machine".to_owned()])?;
    let (loaded, diags) = load::program(&env, &roots, &target.all_tags())?;
    if diags.stops_checking() {
        bail!("the package machine of {} cannot be loaded", target.name);
    }
    let checker = check::check_program(loaded);
    let prog = &checker.prog;
    let mut found: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let scope = prog.ents.packages[prog.main].scope;
    for (name, obj) in &prog.ents.scopes[scope].names {
        let object = &prog.ents.objects[*obj];
        let ObjectKind::Const { value: Some(value) } = object.kind else { continue };
        let ty = crate::types::print::type_string(&prog.types, &prog.ents, None, object.ty);
        let number = prog.consts[value].as_i64().and_then(|n| u32::try_from(n).ok());
        if let (true, Some(number)) = (ty == "machine.Pin", number) {
            let names = found.entry(number).or_default();
            match name.as_str() {
                "LED" => names.insert(0, "LED".to_owned()),
                name => names.push(name.to_owned()),
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::embedded::EmbeddedFs;
    use crate::base::fs::DiskFs;

    #[test]
    fn pins_have_the_names_of_their_board() {
        let of = |board: &str, number: u32| {
            let target = crate::target::load(board, &DiskFs, &EmbeddedFs, Path::new(".")).unwrap();
            names(&target).unwrap().remove(&number).unwrap_or_default()
        };
        assert_eq!(of("pico", 25), ["LED", "GPIO25"]);
        assert_eq!(of("stm32f4disco", 60), ["LED", "LED_GREEN", "LED_BUILTIN", "LED1", "PD12"]);
        assert_eq!(of("esp32-c3-devkitm", 3), ["GPIO3", "ADC3"]);
        assert!(of("pico", 30).is_empty());
    }
}
