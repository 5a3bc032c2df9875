//! What the files themselves come to once something of imported files is kept in them. They are read
//! in the background: the reader of files is not part of the first load. Until they are read, and
//! where they cannot be, nobody says that they are right.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;

use super::State;
use crate::background::{Answer, OwnFilesRequest, RemarkRow, Request};
use crate::core::{Config, Severity, write_config};
use crate::ui::platform::worker::{Heard, Task};

/// So long nothing is edited before the files are read again.
const PAUSE: Duration = Duration::from_millis(400);

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

/// The files of the Config, read whenever what they keep may have changed.
#[derive(Clone, Copy)]
pub struct OwnFiles {
    state: State,
    reading: RwSignal<Reading>,
    task: StoredValue<Task, LocalStorage>,
}

impl OwnFiles {
    /// Reads the files from now on.
    pub fn watch(state: State) -> Self {
        let own = Self {
            state,
            reading: RwSignal::new(Reading::default()),
            task: StoredValue::new_local(Task::default()),
        };
        let evaluated = state.evaluated();
        let mut later = debounce(PAUSE, move |config| own.read(&config));
        Effect::new(move |_| {
            let evaluated = evaluated.read();
            if evaluated.config().kept.is_empty() {
                own.task.with_value(Task::stop);
                own.set(Reading::NothingKept);
            } else {
                own.set(Reading::Due);
                later(evaluated.config().clone());
            }
        });
        own
    }

    /// How the reading stands.
    pub fn reading(self) -> RwSignal<Reading> {
        self.reading
    }

    /// Tries once more.
    pub fn again(self) {
        self.set(Reading::Due);
        self.read(self.state.evaluated().read_untracked().config());
    }

    fn set(self, reading: Reading) {
        if *self.reading.read_untracked() != reading {
            self.reading.set(reading);
        }
    }

    fn read(self, config: &Config) {
        if config.kept.is_empty() {
            return;
        }
        let request = Request::OwnFiles(OwnFilesRequest {
            config: write_config(config),
        });
        let heard = move |heard| match heard {
            Heard::Progress(_) => {}
            Heard::Failed => self.set(Reading::Failed),
            Heard::Answer(answer) => self.set(match *answer {
                Answer::OwnFiles(found) => Reading::Read(found),
                _ => Reading::Failed,
            }),
        };
        self.task.with_value(|task| task.ask(request, heard));
    }
}

/// The files of the page's Config.
pub fn use_own_files() -> OwnFiles {
    expect_context()
}
