//! What the files themselves come to once something of imported files is kept in them. A part of the
//! page that is loaded then has them read in the background. Until they are read, and where they
//! cannot be, nobody says that they are right.

use leptos::prelude::*;

use super::State;
use crate::background::RemarkRow;
use crate::core::Severity;

/// How the reading stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Reading {
    /// Nothing is kept: the settings' own findings are all there is.
    #[default]
    NothingKept,
    /// Something is kept, and its files are not read yet.
    Due,
    /// They could not be read in this browser.
    Failed,
    /// What was noticed.
    Read(Vec<RemarkRow>),
}

impl Reading {
    /// Errors in the files.
    pub fn errors(&self) -> usize {
        let Self::Read(rows) = self else { return 0 };
        let errors = rows.iter().filter(|row| row.severity == Severity::Error);
        errors.count()
    }
}

/// The files of the Config: whether something is kept in them, and what was noticed.
#[derive(Clone, Copy)]
pub struct OwnFiles {
    reading: RwSignal<Reading>,
    /// Counts how often somebody asked once more.
    tries: RwSignal<u32>,
}

impl OwnFiles {
    /// Follows whether something is kept; whatever was read before an edit is due again.
    pub fn watch(state: State) -> Self {
        let own = Self {
            reading: RwSignal::new(Reading::default()),
            tries: RwSignal::new(0),
        };
        let evaluated = state.evaluated();
        Effect::new(move |_| {
            own.tries.track();
            let is_kept = !evaluated.read().config().kept.is_empty();
            own.set(if is_kept {
                Reading::Due
            } else {
                Reading::NothingKept
            });
        });
        own
    }

    /// How the reading stands.
    pub fn reading(self) -> RwSignal<Reading> {
        self.reading
    }

    /// Changes whenever somebody asks once more.
    pub fn tries(self) -> RwSignal<u32> {
        self.tries
    }

    /// Asks once more.
    pub fn again(self) {
        self.tries.update(|tries| *tries += 1);
    }

    /// What the reading came to.
    pub fn set(self, reading: Reading) {
        if *self.reading.read_untracked() != reading {
            self.reading.set(reading);
        }
    }
}

/// The files of the page's Config.
pub fn use_own_files() -> OwnFiles {
    expect_context()
}
