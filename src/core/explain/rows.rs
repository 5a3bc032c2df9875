//! The table's rows.

use super::place::Line;
use crate::core::config::sources::{BLUEPRINT, CHOICE, Source};

/// Why a line has its value.
#[derive(Debug, Clone, Copy)]
pub(super) enum ValueOrigin {
    /// A document of this kind has it always.
    Form,
    /// The fields decide it.
    Field,
    /// It follows from something, for this reason.
    Derived(&'static str),
    /// Nothing that is known.
    Override,
}

/// What stands at a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Kinds of documents, separated by blanks; empty for what has none.
    pub(super) kinds: &'static str,
    /// Segments of the path, separated by blanks; `*` is any segment, `**` at the end any rest.
    /// For scripts and MIME how the line begins.
    pub(super) path: &'static str,
    /// What the line does; the first field's help if empty.
    pub(super) what: &'static str,
    pub(super) from: ValueOrigin,
    pub(super) fields: &'static [&'static str],
    pub(super) rule: Option<&'static str>,
    /// The first field's source if none.
    pub(super) source: Option<Source>,
}

/// A row that a document of its kind always has.
pub(super) const fn form(
    kinds: &'static str,
    path: &'static str,
    what: &'static str,
    source: Source,
) -> Row {
    Row {
        kinds,
        path,
        what,
        from: ValueOrigin::Form,
        fields: &[],
        rule: None,
        source: Some(source),
    }
}

/// A row that fields decide; the first one's help says what it does.
pub(super) const fn field(
    kinds: &'static str,
    path: &'static str,
    fields: &'static [&'static str],
) -> Row {
    Row {
        kinds,
        path,
        what: "",
        from: ValueOrigin::Field,
        fields,
        rule: None,
        source: None,
    }
}

/// A row that follows from something.
pub(super) const fn derived(
    kinds: &'static str,
    path: &'static str,
    what: &'static str,
    why: &'static str,
    fields: &'static [&'static str],
    source: Source,
) -> Row {
    Row {
        kinds,
        path,
        what,
        from: ValueOrigin::Derived(why),
        fields,
        rule: None,
        source: Some(source),
    }
}

impl Row {
    /// The same with the rule that knows more.
    pub(super) const fn rule(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }

    pub(super) fn is_of(&self, line: &Line, bottlerocket: bool) -> bool {
        let kinds = self.kinds;
        if !kinds.split(' ').any(|kind| kind == line.kind) {
            return false;
        }
        let mut wanted = self.path.split(' ');
        for segment in &line.path {
            let segment = name_of(segment, bottlerocket);
            match wanted.next() {
                Some("**") => return true,
                Some("*") => {}
                Some(word) if word == segment => {}
                _ => return false,
            }
        }
        matches!(wanted.next(), None | Some("**"))
    }
}

/// `[instance-cpu]` of `[karpenter.k8s.aws/instance-cpu]` and of Auto Mode's label; `[os]` of the
/// device that holds no images on Bottlerocket.
fn name_of(segment: &str, bottlerocket: bool) -> String {
    if bottlerocket && segment == "[/dev/xvda]" {
        return "[os]".to_owned();
    }
    segment
        .replace("karpenter.k8s.aws/", "")
        .replace("eks.amazonaws.com/", "")
}

pub(super) const PROSE: Row = form(
    "",
    "",
    "Text for maintainers: the files and the next steps.",
    CHOICE,
);
pub(super) const COMMENT: Row = form("", "", "A comment for readers; programs ignore it.", CHOICE);
pub(super) const KEPT: Row = Row {
    kinds: "",
    path: "",
    what: "A value not written by any setting.",
    from: ValueOrigin::Override,
    fields: &["kept"],
    rule: None,
    source: Some(BLUEPRINT),
};
