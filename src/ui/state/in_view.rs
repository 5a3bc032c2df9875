//! The instance type that every number on the page is about.

use leptos::prelude::*;

use super::{Prices, State};
use crate::core::{Config, Edit, Field, TypeInView};

/// The setting that says it.
const FIELD: &str = "costs.instanceType";

impl State {
    /// The Region whose prices decide what can be said, and what there is of them.
    pub fn prices(self) -> Memo<(String, Prices)> {
        Memo::new(move |_| {
            self.evaluated
                .with(|now| self.world.prices_for(now.config()))
        })
    }

    /// Whether the type that Karpenter launches is not known yet, as prices are on their way. What is
    /// about that type waits for them; nothing does that is about a type of the user's choice.
    pub fn awaits_prices(self) -> Memo<bool> {
        Memo::new(move |_| {
            self.evaluated
                .with(|now| self.awaits_prices_of(now.config()))
        })
    }

    /// The same of any Config.
    pub fn awaits_prices_of(self, config: &Config) -> bool {
        let is_chosen = matches!(config.costs.instance_type, Some(TypeInView::One(_)));
        !is_chosen && self.world.prices_for(config).1 == Prices::Loading
    }

    /// The name of the type that every number is about; none while prices are waited for, and where
    /// there is no such type.
    pub fn type_in_view(self) -> Memo<Option<String>> {
        let awaits = self.awaits_prices();
        Memo::new(move |_| {
            if awaits.get() {
                return None;
            }
            let position = self.evaluated.read().evaluation.in_view?.position;
            self.with_world(|_, catalogue| {
                let instance = catalogue.instances().get(position)?;
                Some(instance.name.to_owned())
            })
        })
    }

    /// Whether the settings ask for the spread over all eligible types, instead of one type.
    pub fn shows_all_types(self) -> Memo<bool> {
        self.of_config(|config| config.costs.instance_type == Some(TypeInView::All))
    }

    /// Makes every number be about another type: a type's name, `all`, or nothing for the type Karpenter most likely launches. The name of that one is nothing too, so that the page goes on
    /// with whichever is launched after the next edit.
    pub fn look_at(self, word: &str) {
        let launched = self.evaluated.with_untracked(|now| {
            let evaluation = &now.evaluation;
            let admitted = evaluation.selection.admitted.len();
            let likely = evaluation.launch.likely();
            let position = likely.filter(|_| evaluation.launch.is_foreseen(admitted))?;
            let catalogue = self.world.catalogue().read_untracked();
            Some(catalogue.instances().get(position)?.name)
        });
        let word = if Some(word) == launched { "" } else { word };
        let edit = Field::find(FIELD).and_then(|field| {
            self.config
                .with_untracked(|config| Edit::typed(field, word, config))
                .ok()
        });
        if let Some(edit) = edit {
            self.dispatch(&edit);
        }
    }
}
