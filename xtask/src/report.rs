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

/// A test that was not run, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ignored {
    /// Its reason, empty where it has none.
    pub why: String,
    /// Its path: `crds::every_preset_is_accepted`.
    pub test: String,
}

/// Reads a runner's line about an ignored test, `test crds::a_test ... ignored, the reason`.
pub fn ignored_in(line: &str) -> Option<Ignored> {
    let (test, said) = line.trim().strip_prefix("test ")?.split_once(" ... ")?;
    let why = said.strip_prefix("ignored")?;
    let why = match why.strip_prefix(", ") {
        Some(why) => why.trim(),
        None if why.is_empty() => "",
        None => return None,
    };
    Some(Ignored {
        why: why.to_owned(),
        test: test.to_owned(),
    })
}

/// The ignored tests, each reason once: `ignored, as the reason: first, second`.
pub fn ignored_lines(mut ignored: Vec<Ignored>) -> Vec<String> {
    ignored.sort();
    ignored
        .chunk_by(|one, other| one.why == other.why)
        .map(|same| {
            let tests: Vec<&str> = same.iter().map(|one| one.test.as_str()).collect();
            let why = match same.first().map_or("", |one| one.why.as_str()) {
                "" => "no reason given",
                why => why,
            };
            format!("ignored ({why}): {}", tests.join(", "))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Counts, Ignored, counts_in, ignored_in, ignored_lines};

    fn ignored(test: &str, why: &str) -> Ignored {
        Ignored {
            why: why.to_owned(),
            test: test.to_owned(),
        }
    }

    #[test]
    fn ignored_tests_are_read_with_their_reasons() {
        assert_eq!(
            ignored_in("test crds::a ... ignored, the CRDs are not there"),
            Some(ignored("crds::a", "the CRDs are not there"))
        );
        assert_eq!(ignored_in("test b ... ignored"), Some(ignored("b", "")));
        assert_eq!(ignored_in("test c ... ok"), None);
        assert_eq!(ignored_in("test d ... ignoredly"), None);
        assert_eq!(
            ignored_in("test src/lib.rs - f (line 3) ... ignored"),
            Some(ignored("src/lib.rs - f (line 3)", ""))
        );
    }

    #[test]
    fn ignored_tests_are_named_by_reason() {
        assert_eq!(ignored_lines(Vec::new()), Vec::<String>::new());
        assert_eq!(
            ignored_lines(vec![
                ignored("c", "no CRDs"),
                ignored("b", ""),
                ignored("a", "no CRDs")
            ]),
            ["ignored (no reason given): b", "ignored (no CRDs): a, c"]
        );
    }

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
