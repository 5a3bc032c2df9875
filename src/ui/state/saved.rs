//! Settings that this browser keeps under a name; one key each, so that two windows do not write
//! over each other's list.

use crate::core::{Link, ReadLink, read_link};
use crate::ui::platform::storage::{self, NotKept};

const START: &str = "soci-configurator-saved:";
/// Most letters of a name.
pub const MAX_LENGTH: usize = 60;

/// Saved settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Their name.
    pub name: String,
    /// The link to them.
    pub link: String,
}

impl Saved {
    /// What they hold.
    pub fn read(&self) -> Option<ReadLink> {
        read_link(&self.link)
    }
}

/// A name as it is kept: without blanks around it, and not too long.
pub fn tidy(name: &str) -> String {
    let name: String = name.trim().chars().take(MAX_LENGTH).collect();
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything that is saved, by name.
pub fn all() -> Vec<Saved> {
    storage::keys(START)
        .into_iter()
        .filter_map(|key| {
            let link = storage::get(&key)?;
            let name = key.strip_prefix(START)?.to_owned();
            Some(Saved { name, link })
        })
        .collect()
}

/// What is saved under a name.
pub fn find(name: &str) -> Option<Saved> {
    let link = storage::get(&format!("{START}{name}"))?;
    Some(Saved {
        name: name.to_owned(),
        link,
    })
}

/// Saves settings under a name, in place of what had it.
///
/// # Errors
/// Storage that is switched off or full.
pub fn save(name: &str, link: &Link) -> Result<(), NotKept> {
    put(&Saved {
        name: name.to_owned(),
        link: link.write_whole(),
    })
}

/// Puts back what was saved before.
///
/// # Errors
/// Storage that is switched off or full.
pub fn put(saved: &Saved) -> Result<(), NotKept> {
    storage::set(&format!("{START}{}", saved.name), &saved.link)
}

/// Gives saved settings another name. A name that is taken stays with what has it.
///
/// # Errors
/// Storage that is switched off or full.
pub fn rename(saved: &Saved, name: &str) -> Result<bool, NotKept> {
    if find(name).is_some() {
        return Ok(name == saved.name);
    }
    put(&Saved {
        name: name.to_owned(),
        link: saved.link.clone(),
    })?;
    delete(&saved.name);
    Ok(true)
}

/// Deletes what is saved under a name.
pub fn delete(name: &str) {
    storage::remove(&format!("{START}{name}"));
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn names_are_one_line_and_not_too_long() {
        assert_eq!(tidy("  prod \n eu "), "prod eu");
        assert_eq!(tidy(&"x".repeat(200)).len(), super::MAX_LENGTH);
        assert_eq!(tidy(" "), "");
    }
}
