//! Links: a whole state of the page behind the `#` of its address.
//!
//! `v2_cn.demo_vi.4000_z` is version 2, the cluster's name, the volume's IOPS, and the end. A link
//! holds what differs from its version's defaults ([`FormatVersion::base`]) and nothing else.
//!
//! # Letters
//! Letters, digits and `- . _ ~`: those that no program encodes and no chat cuts off, because the
//! last one is always the letter `z`. `_` parts the items, the first `.` parts code and value, `~`
//! begins an escape ([`letters`]). A link therefore never holds `%`; where there is one, somebody
//! encoded it, maybe twice, and it is decoded until there is none.
//!
//! # What keeps old links readable
//! - Codes are append-only: a row of [`codes::CODES`] is never changed, removed or used again for
//!   another field. `tests/links/codes.txt` holds the table, and a test compares.
//! - Each row holds what version 1 means by a link without it, and a later version only what it
//!   changed. Links are read against these texts, not against `Config::default()`: a default that
//!   changes makes a version, and old links mean what their senders saw.
//! - A new field gets a new row at the end, with the default that leaves older states as they were.
//! - A field that goes away keeps its row, with the path that it had; reading says that it is gone.
//!   A field that moves is named by its new path in [`codes::MOVED`].
//! - A value that becomes narrower or is renamed is migrated where it is read ([`items`]), so that
//!   the links of `tests/links` keep their meaning.
//! - Every version so far has the same notation; another one would have a module of its own. A newer
//!   version than this one knows is read as far as its codes are known.
//!
//! Reading never fails as a whole: it returns a Config and a list of what could not be read.

mod codes;
mod items;
mod layers;
mod letters;
mod names;
mod state;

use super::fields::MAX_LIST_LENGTH;
use super::format::FormatVersion;
pub(super) use codes::first_defaults;
pub use names::{left_out, without_names};
pub use state::{Link, LinkProblem};

/// Most bytes of a link that are looked at. A heavily edited Config has under 2,000; what is kept
/// from files has up to [`MAX_LIST_LENGTH`], and a byte becomes up to three.
const MAX_LENGTH: usize = 4 * MAX_LIST_LENGTH;
/// Longest text that is no value of its field in a link for this machine.
const MAX_REFUSED_LENGTH: usize = 16_384;
/// From here on, chats and mail programs may cut a link off: a value of experience, no standard.
const LONG: usize = 8_000;
/// Most problems that are told one by one.
const MAX_PROBLEMS: usize = 20;

/// A link as far as it could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadLink {
    /// What could be read; the default for the rest.
    pub link: Link,
    /// What could not.
    pub problems: Vec<LinkProblem>,
}

impl Link {
    /// The link without names and ids ([`without_names`]), and without texts that are no values,
    /// which may hold anything.
    #[must_use]
    pub fn without_names(&self) -> Self {
        Self {
            config: without_names(&self.config),
            refused: Vec::new(),
            ..self.clone()
        }
    }

    /// The link as it stands behind the `#`. Texts that are no values are left out where they are
    /// longer than a line; [`Link::write_whole`] keeps them.
    pub fn write(&self) -> String {
        const LINE: usize = 120;
        items::write(self, LINE)
    }

    /// The same with everything that was typed, for this machine's own memory.
    pub fn write_whole(&self) -> String {
        items::write(self, MAX_REFUSED_LENGTH)
    }

    /// Whether a written link is so long that programs on its way may cut it off.
    pub fn is_long(written: &str) -> bool {
        written.len() > LONG
    }

    /// What to know of such a link.
    pub const LONG_NOTE: &'static str = "The link is longer than 8,000 characters, and chats and mail programs may cut it off. The Config file contains the same.";

    /// Every code with its field's path and what version 1 means by a link without it, in the order
    /// in which they were added.
    pub fn codes() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        codes::CODES
            .iter()
            .map(|code| (code.code, code.path, code.default))
    }
}

/// Reads a link: an address, or what stands behind its `#`, however it was copied. `None` if the
/// text is no link of this tool.
pub fn read_link(text: &str) -> Option<ReadLink> {
    let whole = text.len() <= MAX_LENGTH;
    let text = match text.char_indices().find(|(at, _)| *at >= MAX_LENGTH) {
        Some((at, _)) => text.get(..at).unwrap_or_default(),
        None => text,
    };
    let decoded = letters::unwrapped(text);
    let (version, items) = version(&decoded)?;
    let mut problems = Vec::new();
    if !whole {
        problems.push(LinkProblem {
            field: None,
            message: format!(
                "The link has more than {MAX_LENGTH} characters; only these were read."
            ),
        });
    }
    let newest = FormatVersion::NEWEST;
    if version > newest.number() {
        problems.push(LinkProblem {
            field: None,
            message: format!(
                "The link was created by a newer version of this tool: it has format {version}, this version supports {}. Supported settings were read; reload the page to get the newer version.",
                newest.number()
            ),
        });
    }
    let version = FormatVersion::numbered(version).unwrap_or(newest);
    let link = items::read(version, items, whole, &mut problems);
    let told = problems.len();
    if told > MAX_PROBLEMS {
        problems.truncate(MAX_PROBLEMS);
        problems.push(LinkProblem {
            field: None,
            message: format!("And {} more.", told - MAX_PROBLEMS),
        });
    }
    Some(ReadLink { link, problems })
}

/// The version and the items behind it.
fn version(text: &str) -> Option<(u32, &str)> {
    let rest = text.strip_prefix('v').or_else(|| text.strip_prefix('V'))?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let (digits, items) = rest.split_at_checked(end)?;
    let version = digits.parse().ok().filter(|version| *version > 0)?;
    if items.is_empty() {
        return Some((version, items));
    }
    items.strip_prefix('_').map(|items| (version, items))
}

#[cfg(test)]
mod tests;
