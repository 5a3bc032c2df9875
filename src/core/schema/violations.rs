//! What is found while a document is walked through.

use crate::core::config::KarpenterVersion;
use crate::core::yaml::DocumentPath;

/// Most violations of one document that are said; what is beyond is said in number.
pub(super) const MAX_VIOLATIONS: usize = 100;

/// What kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViolationKind {
    /// A field that no version knows.
    UnknownField,
    /// A field of a later Karpenter.
    NewerField,
    /// A field that is missing.
    RequiredField,
    /// A value of another type.
    WrongType,
    /// A text that does not match the field's pattern.
    WrongForm,
    /// A text or list that is too short or too long.
    WrongLength,
    /// A number outside its bounds.
    OutOfRange,
    /// An item twice in a set.
    RepeatedItem,
    /// A word that the field does not take.
    UnknownValue,
    /// A word of a later Karpenter.
    NewerValue,
    /// Fields that do not go together.
    CrossFieldRule,
}

impl ViolationKind {
    /// Whether everything below the place is refused with it.
    pub(crate) const fn is_about_all_below(self) -> bool {
        matches!(
            self,
            Self::UnknownField | Self::NewerField | Self::WrongType
        )
    }
}

/// One thing for which an API server would refuse the document, or drop a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) kind: ViolationKind,
    /// One-based line.
    pub(crate) line: usize,
    /// Where in the document.
    pub(crate) path: DocumentPath,
    pub(crate) message: String,
}

/// A walk through a document.
pub(super) struct Check {
    pub(super) karpenter: KarpenterVersion,
    pub(super) path: DocumentPath,
    pub(super) found: Vec<Violation>,
    /// Violations of the structure so far; rules do not run below one.
    pub(super) structural: usize,
    /// Violations that are counted only.
    pub(super) more: usize,
}

impl Check {
    /// The minor version of Karpenter.
    pub(super) fn minor(&self) -> u8 {
        self.karpenter.to_minor()
    }

    /// A rule between fields is broken at this place.
    pub(super) fn broken(&mut self, line: usize, message: impl Into<String>) {
        if self.is_full() {
            return;
        }
        let path = self.path.clone();
        self.found.push(Violation {
            kind: ViolationKind::CrossFieldRule,
            line,
            path,
            message: message.into(),
        });
    }

    pub(super) fn structure(&mut self, kind: ViolationKind, line: usize, message: String) {
        self.structural += 1;
        if self.is_full() {
            return;
        }
        let path = self.path.clone();
        self.found.push(Violation {
            kind,
            line,
            path,
            message,
        });
    }

    /// Whether enough was said: what is beyond is counted.
    pub(super) fn is_full(&mut self) -> bool {
        let full = self.found.len() >= MAX_VIOLATIONS;
        self.more += usize::from(full);
        full
    }

    pub(super) fn within(&mut self, name: &str, then: impl FnOnce(&mut Self)) {
        self.path.push_key(name);
        then(self);
        self.path.pop();
    }

    pub(super) fn item(&mut self, index: usize, then: impl FnOnce(&mut Self)) {
        self.path.push_index(index);
        then(self);
        self.path.pop();
    }
}
