//! Adds up what the test runners say.

use std::ops::AddAssign;

/// Numbers of tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that ran and held.
    pub passed: u64,
    /// Tests that ran and did not hold.
    pub failed: u64,
    /// Tests that were not run.
    pub ignored: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

/// Reads a runner's closing line, `test result: ok. 5 passed; 0 failed; 1 ignored; …`.
pub fn counts_in(line: &str) -> Option<Counts> {
    let numbers = line
        .trim()
        .strip_prefix("test result: ")?
        .split_once(". ")?
        .1;
    let of = |name: &str| {
        numbers
            .split(';')
            .find_map(|part| part.trim().strip_suffix(name)?.trim().parse::<u64>().ok())
    };
    Some(Counts {
        passed: of("passed")?,
        failed: of("failed")?,
        ignored: of("ignored").unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::{Counts, counts_in};

    #[test]
    fn closing_lines_of_cargo_and_of_wasm_bindgen_are_read() {
        let native = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s";
        assert_eq!(
            counts_in(native),
            Some(Counts {
                passed: 12,
                failed: 0,
                ignored: 1
            })
        );
        let browser =
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out; finished in 0.10s";
        assert_eq!(
            counts_in(browser),
            Some(Counts {
                passed: 3,
                failed: 2,
                ignored: 0
            })
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(counts_in("test parses::a_number ... ok"), None);
        assert_eq!(counts_in("running 3 tests"), None);
        assert_eq!(counts_in("test result: ok. many passed; 0 failed"), None);
    }
}
