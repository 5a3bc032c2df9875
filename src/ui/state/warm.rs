//! Makes the first edits of a visit as quick as the ones after them.
//!
//! A browser compiles a function when it is first called, and well only once it was called often.
//! Left to the visitor, the first edit would take ten times as long as the fortieth. So after the
//! page stands, and only while nothing else is to be done, edits that might come are evaluated and
//! thrown away.

use leptos::prelude::*;

use super::State;
use super::evaluated::Evaluated;
use super::form::form_now;
use crate::core::{Config, Edit, Evaluator, Field, Preset};
use crate::ui::platform;

/// How often each preset is gone through.
const ROUNDS: u32 = 6;

/// A field that every preset has, and by which the manifests, the cost and the pull time change.
const CHANGED: &str = "storage.volume.throughput";

impl State {
    /// Tries edits while the browser has nothing else to do. The visitor's own state stays as it is.
    pub fn warm_up(self) {
        let catalogue = self.world.catalogue();
        let default = Config::default();
        let mut evaluator = Evaluator::default();
        let mut before: Option<Evaluated> = None;
        let mut tried = tried().into_iter();
        platform::while_idle(move || {
            let Some(config) = tried.next() else {
                return false;
            };
            // The page may be gone, as in a test.
            let now = catalogue.try_with_untracked(|catalogue| {
                Evaluated::after(before.as_ref(), &mut evaluator, &config, catalogue)
            });
            let Some(now) = now else {
                return false;
            };
            form_now(&default, &Default::default(), &now);
            before = Some(now);
            true
        });
    }
}

/// Edits of all presets, the presets in turn.
fn tried() -> Vec<Config> {
    let mut configs: Vec<Config> = Preset::ALL.iter().map(Preset::config).collect();
    let Some(field) = Field::find(CHANGED) else {
        return configs;
    };
    for round in 1..ROUNDS {
        for preset in Preset::ALL {
            let config = preset.config();
            let text = (300 + round * 10).to_string();
            if let Ok(edit) = Edit::typed(field, &text, &config) {
                configs.push(config.apply(&edit));
            }
        }
    }
    configs
}
