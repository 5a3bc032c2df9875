//! What decides most, and what the rest of the form holds while it is closed.

use super::words;
use crate::core::{Applies, Field, Group};
use crate::ui::state::{FieldNow, of_group};
use crate::ui::strings;

/// Fields that every set needs an answer for, in the order in which people know theirs.
const ESSENTIALS: [&str; 7] = [
    "cluster.name",
    "cluster.nodeRole",
    "cluster.region",
    "image.reference",
    "image.compressedSize",
    "nodes.families",
    "engine.kind",
];

/// The essential fields, in their order.
pub fn essentials() -> impl Iterator<Item = &'static Field> {
    ESSENTIALS.into_iter().filter_map(Field::find)
}

/// Whether a field stands among the essential ones, and not in its group.
pub fn is_essential(field: &Field) -> bool {
    ESSENTIALS.contains(&field.path)
}

/// The fields of a group that are not essential.
pub fn rest_of(form: &[FieldNow], group: Group) -> impl Iterator<Item = &FieldNow> {
    of_group(form, group).filter(|now| !is_essential(now.field))
}

/// What a group holds, in one line: the values that say most, without those that are empty or mean
/// nothing now; what the group decides where that is all of them.
pub fn summary(form: &[FieldNow], group: Group) -> String {
    let shown = strings::form::SUMMARIES
        .iter()
        .filter_map(|(before, path, after)| {
            let now = of_group(form, group).find(|now| now.field.path == *path)?;
            let is_told = now.applies == Applies::Yes && !now.text.is_empty();
            is_told.then(|| format!("{before}{}{after}", words::default(now.field, &now.text)))
        });
    let line = shown.collect::<Vec<_>>().join(" · ");
    if line.is_empty() {
        group.help().to_owned()
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::{ESSENTIALS, is_essential};
    use crate::core::Field;
    use crate::ui::strings;

    #[test]
    fn every_field_that_is_named_exists_and_stands_in_one_place() {
        for path in ESSENTIALS {
            assert!(Field::find(path).is_some(), "{path}");
        }
        for (_, path, _) in strings::form::SUMMARIES {
            let field = Field::find(path).unwrap_or_else(|| panic!("{path} is no field"));
            assert!(!is_essential(field), "{path} is in sight anyway");
        }
    }
}
