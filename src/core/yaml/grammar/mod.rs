//! YAML's grammar as `kubectl` reads it: a port of go-yaml 2's scanner and parser, which are
//! libyaml's (`LICENSE`) with changes of their own.
//!
//! Sources: `scannerc.go`, `parserc.go` and `readerc.go` of go-yaml 2.4.0, which
//! sigs.k8s.io/yaml takes for `kubectl`, read on 2026-11-29. Steps and their order are kept, so
//! that a text is refused or taken for the same reason; what differs: a text is whole and is
//! UTF-8, nesting is bounded by [`MAX_DEPTH`] already here, and errors are in our words.
//!
//! No crate reads this grammar: libyaml-safer 0.3 panics on `[!a, b]`, on an open escape and on a
//! block scalar without a last line feed, unsafe-libyaml gives raw pointers, and both are libyaml,
//! which takes `%YAML 1.2`, `"\/"` and `{a: b?c}` and so is not what `kubectl` reads.
//!
//! Time is linear in the text: what is looked at ahead ends with the line or 1,024 characters.

mod cursor;
mod parser;
mod properties;
mod scalars;
mod scanner;
mod token;

pub(super) use parser::{BEHIND_THE_END, Parser};

/// Deepest nesting of collections; a Config has four levels and a manifest about ten.
pub(super) const MAX_DEPTH: usize = 64;

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Quoted,
    /// `|` or `>`.
    Block,
}

/// A part of a document, the one-based line at which it begins, and the bytes before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) line: usize,
    pub(super) offset: usize,
    pub(super) kind: EventKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EventKind {
    DocumentStart,
    DocumentEnd,
    StreamEnd,
    Alias(String),
    Scalar {
        text: String,
        style: Style,
        properties: Properties,
    },
    SequenceStart(Properties),
    SequenceEnd,
    MappingStart(Properties),
    MappingEnd,
}

/// What may stand before a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Properties {
    pub(super) anchor: Option<String>,
    /// The tag in full: `tag:yaml.org,2002:str` for `!!str`.
    pub(super) tag: Option<String>,
}

/// Why a text is not YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// One-based line.
    pub(super) line: usize,
    /// What is wrong, without a full stop.
    pub(super) problem: &'static str,
}
