//! Where a text's values are still to be filled in, whatever the template's language.

use std::ops::Range;

use super::scan::{Mark, scan};
use crate::core::import::source::Dialect;
use crate::core::placeholder::places;

/// The placeholders of a text that is not cut at directives any more, in bytes and in their order. A
/// condition within a line is one with all that it guards.
pub(in crate::core::import) fn value_places(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut depth = 0_usize;
    let mut begin = 0;
    for span in scan(text, Dialect::Unknown) {
        if depth == 0 {
            begin = span.start;
        }
        match span.mark {
            Mark::If | Mark::Loop | Mark::Scope => depth += 1,
            Mark::End => depth = depth.saturating_sub(1),
            _ => {}
        }
        let inside = text.get(begin..span.end).unwrap_or_default();
        if inside.contains('\n') && depth > 0 {
            depth = 0;
        }
        if depth == 0 && begin >= at {
            between(text, at, begin, &mut found);
            found.push(begin..span.end);
            at = span.end;
        }
    }
    between(text, at, text.len(), &mut found);
    found
}

fn between(text: &str, from: usize, to: usize, found: &mut Vec<Range<usize>>) {
    let own = text.get(from..to).unwrap_or_default();
    found.extend(places(own).map(|place| place.start + from..place.end + from));
}
