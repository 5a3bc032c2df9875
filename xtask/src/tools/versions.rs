//! Reads version numbers out of Cargo.lock and out of what programs print.

/// The version of a package in the text of a Cargo.lock.
pub fn locked(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.by_ref().find(|line| line.trim() == name)?;
    let version = lines
        .next()?
        .trim()
        .strip_prefix("version = \"")?
        .strip_suffix('"')?;
    Some(version.to_owned())
}

/// The first word that starts with a digit, as in `trunk 0.21.14` or `wasm-opt version 132 (…)`.
pub fn printed(text: &str) -> Option<&str> {
    text.split_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
}

/// Major and minor of a release: `1.95` of `1.95.0` and of `1.95.0+dfsg1-1~bpo13+1`.
pub fn series(release: &str) -> Option<String> {
    let mut parts = release.split('.');
    let (major, minor) = (parts.next()?, parts.next()?);
    let minor: String = minor.chars().take_while(char::is_ascii_digit).collect();
    let numeric =
        !major.is_empty() && major.chars().all(|digit| digit.is_ascii_digit()) && !minor.is_empty();
    numeric.then(|| format!("{major}.{minor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "\
version = 4

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.126\"
source = \"registry\"

[[package]]
name = \"wasm-bindgen-futures\"
version = \"0.4.76\"
";

    #[test]
    fn a_locked_version_is_that_of_the_whole_name() {
        assert_eq!(locked(LOCK, "wasm-bindgen").as_deref(), Some("0.2.126"));
        assert_eq!(
            locked(LOCK, "wasm-bindgen-futures").as_deref(),
            Some("0.4.76")
        );
        assert_eq!(locked(LOCK, "wasm"), None);
    }

    #[test]
    fn a_printed_version_is_found_behind_the_name() {
        assert_eq!(printed("trunk 0.21.14"), Some("0.21.14"));
        assert_eq!(printed("wasm-opt version 132 (version_132)"), Some("132"));
        assert_eq!(printed("no version"), None);
    }

    #[test]
    fn a_series_leaves_patch_level_and_packaging_out() {
        assert_eq!(series("1.95.0").as_deref(), Some("1.95"));
        assert_eq!(series("1.95.0+dfsg1-1~bpo13+1").as_deref(), Some("1.95"));
        assert_eq!(series("1.96-nightly").as_deref(), Some("1.96"));
        assert_eq!(series("1"), None);
        assert_eq!(series("bookworm.1"), None);
    }
}
