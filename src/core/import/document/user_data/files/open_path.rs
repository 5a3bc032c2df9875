//! Paths that the shell computes, and nobody knows here: whether SOCI's configuration may be meant.

use crate::core::import::document::user_data::shell::SOCI_CONFIG;

/// What stands in words in place of a change of such a file.
pub(super) const WHAT: &str = "the shell computes the file's name, which may be this one";

/// Whether a path rests on a value that is not known.
pub(super) fn is_open(path: &str) -> bool {
    path.contains(['$', '`'])
}

/// Whether a file with an open path may be SOCI's configuration: by what is known of its name, or else
/// because what is written there is about SOCI.
pub(super) fn may_be_of_soci(path: &str, is_about_soci: bool) -> bool {
    if path.contains("mktemp") {
        return false;
    }
    // In the default of a variable that is not known.
    if path.contains(SOCI_CONFIG) {
        return true;
    }
    let pieces = literals(path);
    let is_named = |piece: &&str| piece.contains("soci") || piece.ends_with("/config.toml");
    fits(&pieces, SOCI_CONFIG) && (is_about_soci || pieces.iter().any(is_named))
}

/// What is known of a path, in order: the texts around variables and commands.
fn literals(path: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(['$', '`']) {
        let (before, from) = rest.split_at(at);
        pieces.push(before);
        rest = from.get(length(from)..).unwrap_or_default();
    }
    pieces.push(rest);
    pieces
}

/// The bytes of a variable or a command at the beginning of a text.
fn length(from: &str) -> usize {
    let closed = |open: char, close: char| {
        let mut depth = 0_usize;
        from.char_indices().find_map(|(at, letter)| {
            if letter == open {
                depth += 1;
            } else if letter == close {
                depth = depth.saturating_sub(1);
                return (depth == 0).then_some(at + 1);
            }
            None
        })
    };
    let end = if let Some(inner) = from.strip_prefix('`') {
        inner.find('`').map(|at| at + 2)
    } else if from.starts_with("${") {
        closed('{', '}')
    } else if from.starts_with("$(") {
        closed('(', ')')
    } else {
        from.char_indices()
            .skip(1)
            .find(|(_, letter)| !letter.is_ascii_alphanumeric() && *letter != '_')
            .map(|(at, _)| at)
    };
    end.unwrap_or(from.len())
}

/// Whether a path may be made of these pieces with anything between them.
fn fits(pieces: &[&str], path: &str) -> bool {
    let [first, between @ .., last] = pieces else {
        return pieces == [path];
    };
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    for piece in between {
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = rest.get(at + piece.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{fits, literals};
    use crate::core::import::document::user_data::shell::SOCI_CONFIG;

    #[test]
    fn a_path_may_be_what_its_known_parts_leave_open() {
        for (path, may) in [
            ("$F", true),
            ("${F}", true),
            ("$(cat /x)", true),
            ("`cat /x`", true),
            ("/etc/$D/config.toml", true),
            ("/etc/soci-$A-grpc/$B", true),
            ("${D%/}/config.toml", true),
            ("$(dirname $(which x))/config.toml", true),
            ("/var/$F", false),
            ("$D/config.json", false),
            ("/etc/${D}x/config.toml", false),
            ("$A$B", true),
        ] {
            assert_eq!(fits(&literals(path), SOCI_CONFIG), may, "{path}");
        }
    }
}
