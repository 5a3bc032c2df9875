//! What the page knows: one Config, what was typed, and everything that follows from them.

mod dialog;
mod draft;
mod evaluated;
mod form;
mod history;
mod in_view;
mod keep;
mod opened;
mod own_files;
mod pasted;
pub mod saved;
mod view;
mod world;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::core::{
    Applies, Catalogue, Config, Edit, Evaluator, Field, Fix, InstanceRows, Preset, ValueError,
};
use crate::ui::platform;
use crate::ui::strings;
pub use dialog::Dialog;
pub use draft::{Draft, Drafts};
pub use evaluated::{Change, Evaluated};
pub use form::{FieldNow, FormNow, of_group};
use history::{History, Snapshot};
pub use keep::{keep, keep_now, take_over};
pub use own_files::{OwnFiles, Reading as OwnFilesReading, use_own_files};
pub use pasted::Pasted;
pub use view::{Purpose, Tab, TypeColumn, View};
pub use world::{Prices, World};

/// Why the files have to wait, and the field that ends the wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Blocker {
    /// A required value is empty.
    Missing(&'static Field),
    /// What was typed is not a value.
    Refused(&'static Field),
    /// A finding of level error.
    Error(&'static Field),
}

impl Blocker {
    /// The field to go to.
    pub fn field(self) -> &'static Field {
        match self {
            Self::Missing(field) | Self::Refused(field) | Self::Error(field) => field,
        }
    }
}

/// The page's state; a handful of signals, free to copy.
///
/// An edit is drawn in two turns of one task, so that no frame shows the one without the other: the
/// file that is looked at follows [`State::latest`] at once, everything else [`State::evaluated`]
/// right after it. What compares many settings follows [`State::settled`], once the frame is on the
/// screen: who types sees the answer first.
#[derive(Debug, Clone, Copy)]
pub struct State {
    config: RwSignal<Config>,
    drafts: RwSignal<Drafts>,
    preset: RwSignal<Option<&'static str>>,
    history: RwSignal<History>,
    latest: Memo<Arc<Evaluated>>,
    /// Counts what was drawn after the file; who follows it sees a Config and its evaluation
    /// together.
    turn: RwSignal<u32>,
    evaluated: Memo<Arc<Evaluated>>,
    settled: Memo<Arc<Evaluated>>,
    waits: Memo<Vec<Blocker>>,
    form: Memo<FormNow>,
    rows: StoredValue<Vec<RwSignal<FieldNow>>>,
    /// What the browser was last told to keep from here, or what the page opened with.
    kept_work: StoredValue<String>,
    /// What is known about the world, and what is still on its way.
    pub world: World,
    /// What is shown where; nothing that a file depends on.
    pub view: View,
}

impl State {
    /// The first preset, evaluated.
    pub fn new() -> Self {
        let state = Self::in_world(World::new());
        Effect::new(move |_| state.world.load_for(&state.config.read()));
        state
    }

    /// Another state that knows of the world what this one does; the page does not show it.
    pub fn fork(self) -> Self {
        Self::in_world(self.world)
    }

    fn in_world(world: World) -> Self {
        let config = RwSignal::new(Config::default());
        let drafts = RwSignal::new(Drafts::default());
        let catalogue = world.catalogue();
        let evaluator = StoredValue::new(Evaluator::default());
        let latest = Memo::new_with_compare(
            move |before: Option<&Arc<Evaluated>>| {
                let (config, catalogue) = (config.read(), catalogue.read());
                let before = before.map(AsRef::as_ref);
                let mut evaluator = evaluator.write_value();
                Arc::new(Evaluated::after(
                    before,
                    &mut evaluator,
                    &config,
                    &catalogue,
                ))
            },
            is_another,
        );
        let turn = RwSignal::new(0_u32);
        Effect::new(move |before: Option<()>| {
            latest.track();
            drafts.track();
            if before.is_some() {
                after_the_file(turn);
            }
        });
        let evaluated = Memo::new_with_compare(
            move |_| {
                turn.track();
                latest.get_untracked()
            },
            is_another,
        );
        let painted = RwSignal::new(0_u32);
        let awaits_paint = StoredValue::new(false);
        Effect::new(move |before: Option<()>| {
            evaluated.track();
            if before.is_some() && !awaits_paint.get_value() {
                awaits_paint.set_value(true);
                after_paint(move || {
                    awaits_paint.try_set_value(false);
                    painted.try_update(|painted| *painted = painted.wrapping_add(1));
                });
            }
        });
        let settled = Memo::new_with_compare(
            move |_| {
                painted.track();
                evaluated.get_untracked()
            },
            is_another,
        );
        let waits = Memo::new(move |_| {
            turn.track();
            blockers(&evaluated.read(), &drafts.read_untracked())
        });
        let form = Memo::new(move |_| {
            turn.track();
            form::form_now(&drafts.read_untracked(), &evaluated.read())
        });
        Self {
            config,
            drafts,
            form,
            rows: StoredValue::new(Vec::new()),
            kept_work: StoredValue::new(String::new()),
            preset: RwSignal::new(Preset::ALL.first().map(|preset| preset.word)),
            history: RwSignal::new(History::default()),
            latest,
            turn,
            evaluated,
            settled,
            waits,
            world,
            view: View::new(),
        }
    }

    /// What [`State::evaluated`] is about to be: for the file that is looked at, which comes first,
    /// and for what somebody takes with them.
    pub fn latest(self) -> Memo<Arc<Evaluated>> {
        self.latest
    }

    /// Everything that follows from the Config, and what the last edit changed.
    pub fn evaluated(self) -> Memo<Arc<Evaluated>> {
        self.evaluated
    }

    /// The same, once what follows from the last edit is on the screen: for comparisons of many settings.
    pub fn settled(self) -> Memo<Arc<Evaluated>> {
        self.settled
    }

    /// Why copying and downloading wait; empty when they need not.
    pub fn blockers(self) -> Memo<Vec<Blocker>> {
        self.waits
    }

    /// The word of the preset that the Config started from, unless it came from a file.
    pub fn preset(self) -> Option<&'static str> {
        self.preset.get()
    }

    /// How many instance types are admitted.
    pub fn admitted_count(self) -> Memo<usize> {
        Memo::new(move |_| self.evaluated.read().evaluation.selection.admitted.len())
    }

    /// Reads the Config together with what is known about the world.
    pub fn with_world<T>(self, read: impl FnOnce(&Config, &Catalogue) -> T) -> T {
        let catalogue = self.world.catalogue();
        self.evaluated
            .with(|now| catalogue.with(|catalogue| read(now.config(), catalogue)))
    }

    /// Reads the instance types as rows of a table, with the Region's prices where they are there.
    pub fn with_rows<T>(self, read: impl FnOnce(&InstanceRows<'_>) -> T) -> T {
        self.with_world(|config, catalogue| {
            let prices = catalogue.on_demand(&config.cluster.region);
            read(&InstanceRows::new(catalogue, prices))
        })
    }

    /// The change that admits exactly these types.
    ///
    /// # Errors
    /// Why there is no such change.
    pub fn exactly(self, positions: &[usize]) -> Result<Fix, ValueError> {
        let evaluated = self.evaluated.read();
        let selection = &evaluated.evaluation.selection;
        self.with_world(|config, catalogue| selection.exactly(positions, config, catalogue))
    }

    /// A value that follows from the Config.
    pub fn of_config<T>(self, read: impl Fn(&Config) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.evaluated.with(|now| read(now.config())))
    }

    /// All messages about what was typed, with their fields.
    pub fn all_refused(self) -> Memo<Vec<(&'static Field, ValueError)>> {
        Memo::new(move |_| {
            self.turn.track();
            self.drafts.with_untracked(Drafts::all_refused)
        })
    }

    /// Takes what was typed into a field: an edit if it is a value, else a draft that waits.
    pub fn on_input(self, field: &'static Field, text: String) {
        let next = self.config.with_untracked(|config| {
            Edit::by_hand(field, &text, config).map(|edit| config.apply(&edit))
        });
        self.remember(Some(field));
        let (next, refused) = match next {
            Ok(next) => (Some(next), None),
            Err(invalid) => (None, Some(invalid)),
        };
        self.drafts
            .update(|drafts| drafts.put(field, Draft { text, refused }));
        if let Some(next) = next {
            self.take(next);
        }
    }

    /// The field was left: a text that was a value gives way to the value's own form, and what
    /// is typed there next is a new step of the history. A text that means a value but is written in
    /// another way becomes that value; the answer is how it was read.
    pub fn on_blur(self, field: &'static Field) -> Option<String> {
        let read_as = self.drafts.with_untracked(|drafts| {
            let (typed, refused) = (drafts.text(field)?, drafts.refused(field)?);
            let value = refused.rewritten()?.to_owned();
            Some((strings::field::read_as(typed.trim(), &value), value))
        });
        let note = read_as.map(|(note, value)| {
            self.on_input(field, value);
            note
        });
        if self
            .drafts
            .with_untracked(|drafts| drafts.is_settled(field))
        {
            self.drafts.update(|drafts| drafts.drop(field));
        }
        self.history.update(History::seal);
        note
    }

    /// Makes one change.
    pub fn dispatch(self, edit: &Edit) {
        let before = self.config.get_untracked();
        let next = before.apply(edit);
        self.remember(None);
        self.drafts.update(|drafts| drafts.settle(&before, &next));
        self.take(next);
    }

    /// Takes a field back to its default.
    pub fn reset(self, field: &'static Field) {
        self.dispatch(&Edit::reset(field));
        self.drafts.update(|drafts| drafts.drop(field));
    }

    /// Starts from a preset, keeping the cluster's own names.
    pub fn start_from(self, preset: &'static Preset) {
        self.dispatch(&Edit::preset(preset, &self.config.get_untracked()));
        self.preset.set(Some(preset.word));
    }

    /// Takes a Config from a file in place of the whole.
    pub fn open(self, config: Config) {
        self.dispatch(&Edit::replace(config));
        self.drafts.set(Drafts::default());
        self.preset.set(None);
    }

    /// Whether there is a step to take back.
    pub fn can_undo(self) -> bool {
        self.history.read().can_undo()
    }

    /// Whether there is a step to make again.
    pub fn can_redo(self) -> bool {
        self.history.read().can_redo()
    }

    /// Takes the last step back.
    pub fn undo(self) {
        let now = self.snapshot();
        if let Some(before) = self.history.write().undo(now) {
            self.restore(before);
        }
    }

    /// Makes again what was taken back.
    pub fn redo(self) {
        let now = self.snapshot();
        if let Some(after) = self.history.write().redo(now) {
            self.restore(after);
        }
    }

    fn remember(self, field: Option<&'static Field>) {
        let typing = field.map(|field| field.path);
        // Who shows the history need not hear of each key.
        if !self
            .history
            .with_untracked(|history| history.goes_on(typing))
        {
            let now = self.snapshot();
            self.history.update(|history| history.remember(now, typing));
        }
    }

    fn take(self, next: Config) {
        if self.config.with_untracked(|config| *config != next) {
            self.config.set(next);
        }
    }

    fn snapshot(self) -> Snapshot {
        Snapshot {
            config: self.config.get_untracked(),
            drafts: self.drafts.get_untracked(),
            preset: self.preset.get_untracked(),
        }
    }

    fn restore(self, snapshot: Snapshot) {
        self.drafts.set(snapshot.drafts);
        self.preset.set(snapshot.preset);
        self.take(snapshot.config);
    }
}

/// The state of the page that this component is part of.
pub fn use_state() -> State {
    expect_context::<State>()
}

/// Evaluations are told apart by which they are, not by going through all that is in them.
fn is_another(before: Option<&Arc<Evaluated>>, now: Option<&Arc<Evaluated>>) -> bool {
    match (before, now) {
        (Some(before), Some(now)) => !Arc::ptr_eq(before, now),
        _ => true,
    }
}

/// Has the rest of the page drawn once the file is. Tasks that are waiting run in one go, and those
/// that they add in the next: with one between, who watches the file hears of it first.
fn after_the_file(turn: RwSignal<u32>) {
    spawn_local(async move {
        spawn_local(async move {
            // The page may be gone, as in a test.
            turn.try_update(|turn| *turn = turn.wrapping_add(1));
        });
    });
}

/// Does something once what has changed is on the screen: in the task after the frame that follows the
/// one it is drawn in. A tab that nobody looks at has no frames, and does not wait for one.
fn after_paint(then: impl FnOnce() + 'static) {
    const AT_LATEST_MS: u32 = 250;
    let then = Rc::new(Cell::new(Some(then)));
    let once = {
        let then = Rc::clone(&then);
        move || {
            if let Some(then) = then.take() {
                then();
            }
        }
    };
    request_animation_frame(move || {
        request_animation_frame(move || set_timeout(once, Duration::ZERO));
    });
    platform::after(AT_LATEST_MS, move || {
        if let Some(then) = then.take() {
            then();
        }
    });
}

fn blockers(evaluated: &Evaluated, drafts: &Drafts) -> Vec<Blocker> {
    let missing = evaluated
        .evaluation
        .missing
        .iter()
        .map(|missing| Blocker::Missing(missing.field));
    let refused = drafts
        .all_refused()
        .into_iter()
        .filter(|(field, _)| (field.applies)(evaluated.config()) == Applies::Yes)
        .map(|(field, _)| Blocker::Refused(field));
    let errors = evaluated
        .errors()
        .map(|finding| Blocker::Error(finding.field));
    let mut waits: Vec<Blocker> = Vec::new();
    for wait in missing.chain(refused).chain(errors) {
        // A field is named once, by what stands in the way first.
        if !waits.iter().any(|other| other.field() == wait.field()) {
            waits.push(wait);
        }
    }
    waits
}
