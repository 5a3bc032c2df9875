//! How much written data the kernel lets wait in memory.

use std::fs;

use anyhow::{Context, Result};

use crate::undo::{Guard, Step, Undo};

/// Limits that hold until this goes out of scope.
#[derive(Debug)]
pub struct DirtyLimits {
    _guard: Guard,
}

fn file(name: &str) -> String {
    format!("/proc/sys/vm/dirty_{name}")
}

/// What brings a limit back: as bytes where it was bytes, else as the share of memory that it was.
fn restore(name: &str, bytes: &str, ratio: &str) -> Step {
    match bytes {
        "0" => Step::Write(file(&format!("{name}ratio")), ratio.to_owned()),
        bytes => Step::Write(file(&format!("{name}bytes")), bytes.to_owned()),
    }
}

impl DirtyLimits {
    /// From `background` bytes on the kernel writes them to the disk; `most` is what may wait at all.
    pub fn set(undo: &Undo, background: u64, most: u64) -> Result<Self> {
        let mut guard = undo.guard();
        for (name, value) in [("background_", background), ("", most)] {
            let read = |end: &str| {
                let file = file(&format!("{name}{end}"));
                let text = fs::read_to_string(&file).context(file)?;
                anyhow::Ok(text.trim().to_owned())
            };
            guard.add(restore(name, &read("bytes")?, &read("ratio")?));
            let file = file(&format!("{name}bytes"));
            fs::write(&file, value.to_string()).with_context(|| file)?;
        }
        Ok(Self { _guard: guard })
    }
}

#[cfg(test)]
mod tests {
    use super::restore;
    use crate::undo::Step;

    #[test]
    fn a_limit_comes_back_in_the_unit_that_it_had() {
        let write = |file: &str, text: &str| Step::Write(file.to_owned(), text.to_owned());
        assert_eq!(
            restore("", "0", "20"),
            write("/proc/sys/vm/dirty_ratio", "20")
        );
        assert_eq!(
            restore("background_", "4096", "0"),
            write("/proc/sys/vm/dirty_background_bytes", "4096")
        );
    }
}
