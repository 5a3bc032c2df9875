//! Between the state and links.

use leptos::prelude::*;

use super::{Draft, Drafts, State, Tab};
use crate::core::{Config, Edit, Link, ReadLink};

impl State {
    /// The link to what is on the page. Tracks all of it.
    pub fn link(self) -> Link {
        Link {
            config: self.config.get(),
            refused: self
                .drafts
                .read()
                .all_refused()
                .into_iter()
                .filter_map(|(field, _)| {
                    let text = self
                        .drafts
                        .with(|drafts| drafts.text(field).map(str::to_owned));
                    Some((field, text?))
                })
                .collect(),
            preset: self.preset.get(),
            tab: self.view.tab.get().map(|tab| tab.as_str().to_owned()),
        }
    }

    /// Follows everything that is in a link, without making one.
    pub(super) fn track_link(self) {
        self.turn.track();
        self.preset.track();
        self.view.tab.track();
    }

    /// Takes what a link holds in place of the whole, as one step that can be taken back, and
    /// keeps what could not be read for the list of it.
    pub fn open_link(self, read: ReadLink) {
        let ReadLink { link, problems } = read;
        let drafts = drafts_of(&link);
        self.dispatch(&Edit::replace(link.config));
        self.drafts.set(drafts);
        self.preset.set(link.preset);
        let tab = link.tab.and_then(|word| {
            let tabs = Tab::all(&self.latest.read_untracked().evaluation.bundle);
            tabs.into_iter().find(|tab| tab.as_str() == word)
        });
        if tab.is_some() {
            self.view.tab.set(tab);
        }
        self.view.problems.set(problems);
    }

    /// The same without a step: the page opens with it.
    pub fn start_with(self, read: ReadLink) {
        self.open_link(read);
        self.history.set(Default::default());
    }

    /// Whether the page stands as it does for who comes with nothing.
    pub fn is_untouched(self) -> bool {
        let is_default = self
            .config
            .with_untracked(|config| *config == Config::default());
        is_default && self.drafts.read_untracked().all_refused().is_empty()
    }

    /// The settings as they are now, untracked.
    pub fn config_now(self) -> Config {
        self.config.get_untracked()
    }
}

/// Texts that are still no values; one that has become a value does not stand for it, because the
/// sender's files did not have it.
fn drafts_of(link: &Link) -> Drafts {
    let mut drafts = Drafts::default();
    for (field, text) in &link.refused {
        if let Err(invalid) = Edit::typed(field, text, &link.config) {
            drafts.put(
                field,
                Draft {
                    text: text.clone(),
                    refused: Some(invalid),
                },
            );
        }
    }
    drafts
}
