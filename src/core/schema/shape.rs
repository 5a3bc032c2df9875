//! What a place of a document may hold.

use super::violations::Check;
use crate::core::yaml::Node;

/// A rule about what stands at a place, run once its structure is right.
pub(super) type Rule = fn(&Node, &mut Check);

/// What a place may hold, and the rules about it.
pub(super) struct Schema {
    pub(super) shape: Shape,
    pub(super) rules: &'static [Rule],
}

/// A text's test and what it should be.
pub(super) struct Matcher {
    pub(super) is_right: fn(&str) -> bool,
    pub(super) should: &'static str,
}

/// A type with its bounds.
pub(super) enum Shape {
    /// Text, maybe of a form, of at least and at most so many characters.
    Text(Option<&'static Matcher>, usize, usize),
    /// One of some words, each with the minor version of Karpenter that knows it first.
    Words(&'static [(&'static str, u8)]),
    /// A whole number.
    Integer(Option<i64>, Option<i64>),
    /// True or false.
    Bool,
    /// A quantity, as a whole number or text.
    Quantity(&'static Matcher),
    /// A list of at least and at most so many.
    List(&'static Schema, usize, usize),
    /// A list in which nothing is twice.
    Set(&'static Schema, usize),
    /// A map with any keys, at most so many.
    Map(&'static Schema, usize),
    /// A map with these keys.
    Object(&'static [Member]),
}

/// A key of an object.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) schema: &'static Schema,
    /// Minor version of Karpenter whose CRD has it first.
    pub(super) since: u8,
    pub(super) required: bool,
}

const ANY: usize = usize::MAX;

impl Schema {
    const fn new(shape: Shape) -> Self {
        Self { shape, rules: &[] }
    }

    pub(super) const fn ruled(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    pub(super) const fn text() -> Self {
        Self::new(Shape::Text(None, 0, ANY))
    }

    pub(super) const fn like(matcher: &'static Matcher) -> Self {
        Self::new(Shape::Text(Some(matcher), 0, ANY))
    }

    pub(super) const fn sized(
        matcher: Option<&'static Matcher>,
        least: usize,
        most: usize,
    ) -> Self {
        Self::new(Shape::Text(matcher, least, most))
    }

    pub(super) const fn words(words: &'static [(&'static str, u8)]) -> Self {
        Self::new(Shape::Words(words))
    }

    pub(super) const fn integer() -> Self {
        Self::new(Shape::Integer(None, None))
    }

    pub(super) const fn at_least(least: i64) -> Self {
        Self::new(Shape::Integer(Some(least), None))
    }

    pub(super) const fn within(least: i64, most: i64) -> Self {
        Self::new(Shape::Integer(Some(least), Some(most)))
    }

    pub(super) const fn flag() -> Self {
        Self::new(Shape::Bool)
    }

    pub(super) const fn quantity(matcher: &'static Matcher) -> Self {
        Self::new(Shape::Quantity(matcher))
    }

    pub(super) const fn list(of: &'static Self) -> Self {
        Self::new(Shape::List(of, 0, ANY))
    }

    pub(super) const fn list_of(of: &'static Self, least: usize, most: usize) -> Self {
        Self::new(Shape::List(of, least, most))
    }

    pub(super) const fn set_of(of: &'static Self, most: usize) -> Self {
        Self::new(Shape::Set(of, most))
    }

    pub(super) const fn map(of: &'static Self) -> Self {
        Self::new(Shape::Map(of, ANY))
    }

    pub(super) const fn map_of(of: &'static Self, most: usize) -> Self {
        Self::new(Shape::Map(of, most))
    }

    pub(super) const fn object(members: &'static [Member]) -> Self {
        Self::new(Shape::Object(members))
    }
}

impl Member {
    pub(super) const fn new(name: &'static str, schema: &'static Schema) -> Self {
        Self {
            name,
            schema,
            since: 0,
            required: false,
        }
    }

    pub(super) const fn since(mut self, minor: u8) -> Self {
        self.since = minor;
        self
    }

    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}
