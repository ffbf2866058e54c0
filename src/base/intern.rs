//! Names as cheap, comparable values.
//!
//! A [`Symbol`] is a pointer to a string that lives as long as the process; equal strings have
//! equal pointers. A compiler run interns some tens of thousands of names and then exits, so the
//! strings are never freed. Each thread keeps a cache of its own, so that parsing files in parallel
//! takes the global lock only for names that the thread has not met.

use rustc_hash::FxHashSet;
use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::sync::{LazyLock, Mutex};

/// An interned string. Equality and hashing look at the address only; ordering compares the text,
/// so that sorted output does not depend on the order of interning.
#[derive(Clone, Copy)]
pub struct Symbol(&'static str);

static GLOBAL: LazyLock<Mutex<FxHashSet<&'static str>>> = LazyLock::new(Mutex::default);

thread_local! {
    static LOCAL: RefCell<FxHashSet<&'static str>> = RefCell::default();
}

impl Symbol {
    /// Interns `text`.
    pub fn new(text: &str) -> Symbol {
        LOCAL.with_borrow_mut(|local| {
            if let Some(s) = local.get(text) {
                return Symbol(s);
            }
            // A thread that panicked while holding the lock left a valid set behind.
            let mut global = GLOBAL.lock().unwrap_or_else(|e| e.into_inner());
            let s = match global.get(text) {
                Some(s) => *s,
                None => {
                    let s: &'static str = Box::leak(text.into());
                    global.insert(s);
                    s
                }
            };
            local.insert(s);
            Symbol(s)
        })
    }

    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// The blank identifier `_`.
    pub fn is_blank(self) -> bool {
        self.0 == "_"
    }

    /// Reports whether the name starts with an upper-case letter (spec: Exported identifiers).
    pub fn is_exported(self) -> bool {
        self.0.chars().next().is_some_and(char::is_uppercase)
    }
}

impl PartialEq for Symbol {
    fn eq(&self, other: &Symbol) -> bool {
        std::ptr::eq(self.0.as_ptr(), other.0.as_ptr()) && self.0.len() == other.0.len()
    }
}

impl Eq for Symbol {}

impl Hash for Symbol {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.0.as_ptr() as usize);
    }
}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Symbol) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Symbol {
    fn cmp(&self, other: &Symbol) -> std::cmp::Ordering {
        self.0.cmp(other.0)
    }
}

impl std::fmt::Display for Symbol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.0)
    }
}

impl std::fmt::Debug for Symbol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Symbol;

    #[test]
    fn equal_text_is_equal_across_threads() {
        let here = Symbol::new("some name");
        let there = std::thread::spawn(|| Symbol::new("some name")).join().unwrap();
        assert_eq!(here, there);
        assert_ne!(here, Symbol::new("another"));
        assert!(Symbol::new("a") < Symbol::new("b"));
    }
}
