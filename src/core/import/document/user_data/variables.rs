//! Variables of a shell, and their values in place of their names.

use std::collections::BTreeMap;

/// What a shell knows of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variable<'a> {
    Is(&'a str),
    /// It is set, maybe, and nobody knows to what.
    Unknown,
    /// Nothing has set it.
    Unset,
}

/// The variables of a shell that is followed.
#[derive(Debug, Clone, Default)]
pub(super) struct Variables(BTreeMap<String, Option<String>>);

impl Variables {
    pub(super) fn get(&self, name: &str) -> Variable<'_> {
        match self.0.get(name) {
            Some(Some(value)) => Variable::Is(value),
            Some(None) => Variable::Unknown,
            None => Variable::Unset,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), Some(value.into()));
    }

    /// From here on nobody knows its value.
    pub(super) fn forget(&mut self, name: &str) {
        self.0.insert(name.to_owned(), None);
    }

    pub(super) fn unset(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Gives positional parameters their values, from `$1` on, and returns what they were.
    pub(super) fn replace_positional(&mut self, args: &[String]) -> [Option<Option<String>>; 9] {
        std::array::from_fn(|at| {
            let name = (at + 1).to_string();
            match args.get(at) {
                Some(value) => self.0.insert(name, Some(value.clone())),
                None => self.0.remove(&name),
            }
        })
    }

    /// Gives positional parameters back what they were.
    pub(super) fn restore_positional(&mut self, before: [Option<Option<String>>; 9]) {
        for (at, value) in before.into_iter().enumerate() {
            let name = (at + 1).to_string();
            match value {
                Some(value) => self.0.insert(name, value),
                None => self.0.remove(&name),
            };
        }
    }
}

/// Puts the values of variables in place of their names, as long as the text stays below `most` bytes. Names
/// without a known value stay, and so does what the shell makes of a value by other operators than a default.
pub(super) fn substitute<'a>(
    text: &'a str,
    most: usize,
    variable: impl Fn(&str) -> Variable<'a>,
) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let (whole, inner, left) = parameter(after);
        match value(inner, &variable) {
            Some(value) if out.len() < most => out.push_str(value),
            _ => out.push_str(&["$", whole].concat()),
        }
        rest = left;
    }
    out.push_str(rest);
    out
}

/// What follows a `$`: the whole of the parameter, it without its braces, and the rest.
fn parameter(after: &str) -> (&str, &str, &str) {
    let split = |end| after.split_at_checked(end).unwrap_or((after, ""));
    if let Some(braced) = after.strip_prefix('{') {
        return match braced.split_once('}') {
            Some((inner, left)) => (split(inner.len() + 2).0, inner, left),
            None => ("", "", after),
        };
    }
    let end = match after.starts_with(|c: char| c.is_ascii_digit()) {
        // `$10` is `$1` and a 0.
        true => 1,
        false => after
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(after.len()),
    };
    let (name, left) = split(end);
    (name, name, left)
}

/// The value of a parameter without its braces: `NAME`, or `NAME:-default`.
fn value<'a>(inner: &'a str, variable: &impl Fn(&str) -> Variable<'a>) -> Option<&'a str> {
    let end = inner
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(inner.len());
    let (name, operator) = inner.split_at_checked(end)?;
    if name.is_empty() {
        return None;
    }
    if operator.is_empty() {
        return match variable(name) {
            Variable::Is(value) => Some(value),
            Variable::Unknown | Variable::Unset => None,
        };
    }
    // With a colon, an empty value is as good as none.
    let colon = operator.strip_prefix(':');
    let default = colon.unwrap_or(operator).strip_prefix(['-', '='])?;
    match variable(name) {
        Variable::Is("") if colon.is_some() => Some(default),
        Variable::Is(value) => Some(value),
        Variable::Unset => Some(default),
        Variable::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Variables, substitute};

    #[test]
    fn values_stand_in_place_of_names_and_defaults_where_nothing_is_set() {
        let mut variables = Variables::default();
        variables.set("a", "1");
        variables.set("empty", "");
        variables.set("1", "first");
        variables.forget("open");
        for (text, expected) in [
            ("$a", "1"),
            ("${a}b", "1b"),
            ("$ab", "$ab"),
            ("$10", "first0"),
            ("${a:-2}", "1"),
            ("${empty:-2}", "2"),
            ("${empty-2}", ""),
            ("${none:-2}", "2"),
            ("${none:=2}", "2"),
            ("${none-2}", "2"),
            // Set in a branch that may not be taken, its value is neither.
            ("${open:-2}", "${open:-2}"),
            ("$open", "$open"),
            ("${a%1}", "${a%1}"),
            ("${a:0:1}", "${a:0:1}"),
            ("${a:+2}", "${a:+2}"),
            ("${#a}", "${#a}"),
            ("$(nproc)", "$(nproc)"),
            ("${a", "${a"),
            ("$", "$"),
            ("a$", "a$"),
            ("", ""),
        ] {
            let read = substitute(text, 100, |name| variables.get(name));
            assert_eq!(read, expected, "{text}");
        }
        variables.unset("a");
        assert_eq!(substitute("${a:-2}", 100, |name| variables.get(name)), "2");
    }
}
