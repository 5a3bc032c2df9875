//! How rules about files are declared: each with what is said of it, and the list that holds them.

/// Declares rules and the list that holds them all.
macro_rules! file_rules {
    ($($name:ident: [$($severity:ident),+] {
        id: $id:literal,
        what: $what:literal,
        why: $why:literal,
        how: $how:literal,
        source: $source:expr,
    })+) => {
        $(pub(in crate::core) static $name: Rule = Rule {
            id: $id,
            severities: &[$(Severity::$severity),+],
            check: None,
        };)+

        pub(super) const RULES: &[(&Rule, &RuleWords)] = &[$((&$name, &RuleWords {
            what: $what,
            why: $why,
            how: $how,
            source: $source,
        })),+];
    };
}
pub(super) use file_rules;
