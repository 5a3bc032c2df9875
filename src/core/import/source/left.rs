//! What a wrapper holds that is left unread.

use std::cmp::Ordering;

/// Most things of one text that are named as unread.
pub(super) const MAX_LEFT: usize = 100;

/// Something that is left unread, at a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Left {
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) what: String,
    pub(in crate::core::import) why: String,
    /// What is left only because files were not given that it names.
    pub(in crate::core::import) absent: Absent,
}

/// Files that another one names, by their paths from its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum Absent {
    Nothing,
    /// One, with what to say once it is given; nothing if it is then read as it is meant.
    File {
        path: String,
        given: Option<&'static str>,
    },
    /// Several, whose names are added to what was left.
    Files(Vec<String>),
}

/// Adds to what is left; what does not fit is said once.
pub(super) fn push_bounded(all: &mut Vec<Left>, left: Left) {
    match all.len().cmp(&MAX_LEFT) {
        Ordering::Less => all.push(left),
        Ordering::Equal => {
            let why = format!("only the first {MAX_LEFT} places are named.");
            all.push(Left::new(left.line, "more of this file", why));
        }
        Ordering::Greater => {}
    }
}

impl Left {
    pub(super) fn new(line: usize, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
            why: why.into(),
            absent: Absent::Nothing,
        }
    }

    /// The same, once those files are known that were given.
    pub(in crate::core::import) fn once_given(
        mut self,
        is_given: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        match &self.absent {
            Absent::Nothing => {}
            Absent::File { path, given } => {
                if is_given(path) {
                    self.why = (*given)?.to_owned();
                }
            }
            Absent::Files(paths) => {
                let missing: Vec<&str> = paths
                    .iter()
                    .map(String::as_str)
                    .filter(|path| !is_given(path))
                    .collect();
                let first: Vec<&str> = missing.iter().take(5).copied().collect();
                if first.is_empty() {
                    return None;
                }
                let more = if missing.len() > 5 { " …" } else { "" };
                self.what = format!("{}: {}{more}", self.what, first.join(", "));
            }
        }
        Some(self)
    }
}
