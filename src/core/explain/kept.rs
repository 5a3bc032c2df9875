//! Which lines hold what was kept from imported files.

use super::place::Line;
use crate::core::config::{Config, Override, Step};
use crate::core::set_file::File;

/// Whether a kept value stands in this line, and not what the settings would write.
pub(super) fn is_kept(config: &Config, file: &File, line: &Line) -> bool {
    let beside = file.path.starts_with("non-");
    config
        .kept
        .iter()
        .filter(|kept| kept.value.is_some() && kept.document.as_str() == line.kind)
        .filter(|kept| kept.comparison == beside || file.path == "workload.yaml")
        .any(|kept| is_inside(line, kept))
}

fn is_inside(line: &Line, kept: &Override) -> bool {
    let mut segments = line.path.iter().peekable();
    kept.path.iter().all(|step| match step {
        Step::Key(key) => {
            // An entry's name is not said where the path asks for none.
            let _ = segments.next_if(|segment| segment.starts_with('['));
            segments.next() == Some(key)
        }
        Step::Item(names) => match segments.next_if(|segment| segment.starts_with('[')) {
            Some(name) => names
                .iter()
                .any(|(_, value)| name.trim_matches(['[', ']']) == value),
            None => true,
        },
    })
}
