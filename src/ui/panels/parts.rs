//! Parts of the page that a visitor need not wait for: the comparison of disks, the files, the other
//! tabs, the dialogs, and why there are rules. The release page has each of them as a file of its own,
//! which is loaded once: the comparison of disks right after the answer, the others when the pointer or
//! the keyboard comes near what opens them; other builds have them within the program
//! (`build.rs` decides). The service worker keeps them for a visit without a network.

use leptos::prelude::*;
use leptos::task::spawn_local;
#[cfg(split)]
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::best::BestSetting;
use super::compare::Compare;
use super::cost::Cost;
use super::disk_cards::DiskCards;
use super::engines::Engines;
use super::file::FilePane;
use super::findings::Findings;
use super::help::Help;
use super::instances::Instances;
use super::open::{Open, Opening, ReadConfig};
use super::own_files::ReadOwnFiles;
use super::pull::Pull;
use super::save::Save;
use super::share::Share;
use super::steps::Steps;
use super::storage::{Answer, Storage};
use super::type_list::TypeList;
use crate::core::{Bundle, Rule, RuleWords};
use crate::ui::state::{Dialog, OwnFilesReading, Tab, use_own_files, use_state};
use crate::ui::strings;
use crate::ui::view_model::type_choice::TypeOption;

#[cfg(not(split))]
type SplitLoaderError = std::convert::Infallible;

/// What draws the thing that stands for a `T`.
type Draw<T> = fn(T) -> AnyView;
type Part<T> = Result<Draw<T>, SplitLoaderError>;

// The only way into each part. They give functions and take nothing, so that a part is waited for
// once and drawn without waiting from then on.

#[cfg_attr(split, wasm_split(guide, fallible))]
fn guide() -> Part<Guide> {
    Ok(|shown| match shown {
        Guide::Types(choose) => view! { <TypeList choose /> }.into_any(),
        Guide::Tab(tab) => of_tab(tab),
        Guide::KeptFiles => view! { <ReadOwnFiles /> }.into_any(),
    })
}

#[cfg_attr(split, wasm_split(files, fallible))]
fn files() -> Part<String> {
    Ok(|path| view! { <FilePane path /> }.into_any())
}

#[cfg_attr(split, wasm_split(disk, fallible))]
fn disk() -> Part<Disk> {
    Ok(|shown| match shown {
        Disk::Cards => view! { <DiskCards /> }.into_any(),
        Disk::Comparison => view! { <Storage /> }.into_any(),
    })
}

fn of_tab(tab: Tab) -> AnyView {
    match tab {
        Tab::Steps => view! { <Steps /> }.into_any(),
        Tab::Instances => view! { <Instances /> }.into_any(),
        Tab::Pull => view! { <Pull /> }.into_any(),
        Tab::Cost => view! { <Cost /> }.into_any(),
        Tab::Engines => view! { <Engines /> }.into_any(),
        Tab::Best => view! { <BestSetting /> }.into_any(),
        Tab::Findings => view! { <Findings /> }.into_any(),
        // Parts of their own have the comparison of disks and the files.
        Tab::Storage | Tab::File(_) => ().into_any(),
    }
}

#[cfg_attr(split, wasm_split(dialogs, fallible))]
fn dialogs() -> Part<Dialogs> {
    Ok(|shown| match shown {
        Dialogs::Config => view! { <ReadConfig /> }.into_any(),
        Dialogs::Dialog(dialog) => of_dialog(dialog),
    })
}

fn of_dialog(dialog: Dialog) -> AnyView {
    match dialog {
        Dialog::Open => view! { <Open /> }.into_any(),
        Dialog::Share => view! { <Share /> }.into_any(),
        Dialog::Save => view! { <Save /> }.into_any(),
        Dialog::Compare => view! { <Compare /> }.into_any(),
        Dialog::Help => view! { <Help /> }.into_any(),
    }
}

/// What the dialogs' part draws.
#[derive(Clone, Copy)]
pub enum Dialogs {
    /// What a dialog shows.
    Dialog(Dialog),
    /// Nothing to see: what reads a Config file.
    Config,
}

#[cfg_attr(split, wasm_split(reasons, fallible))]
fn reasons() -> Result<Words, SplitLoaderError> {
    // Words alone: what draws them would be shared with the other parts, in more files.
    Ok(Rule::words_of_settings)
}

// Beside the dialogs: a part of its own would cut what parts share into twice as many files.
#[cfg_attr(split, wasm_split(dialogs, fallible))]
fn archive() -> Result<Pack, SplitLoaderError> {
    Ok(Bundle::archive)
}

/// What packs all files in a zip archive.
pub type Pack = fn(&Bundle) -> Vec<u8>;

/// What says what is said of a rule.
type Words = fn(&Rule) -> Option<&'static RuleWords>;

/// What the guide's part draws.
#[derive(Clone)]
pub enum Guide {
    /// What stands behind a tab.
    Tab(Tab),
    /// The list of instance types that every number can be about.
    Types(Callback<TypeOption>),
    /// Nothing to see: what reads the files in which something is kept.
    KeptFiles,
}

/// What is drawn of the comparison of disks.
#[derive(Debug, Clone, Copy)]
pub enum Disk {
    /// In the form, to choose from.
    Cards,
    /// Beside it, whole.
    Comparison,
}

/// How a part stands.
#[derive(Debug, Clone, Copy)]
enum Stand<T> {
    Away,
    Loading,
    There(T),
    Failed,
}

/// The parts of the page, each with how it stands.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    guide: RwSignal<Stand<Draw<Guide>>>,
    dialogs: RwSignal<Stand<Draw<Dialogs>>>,
    disk: RwSignal<Stand<Draw<Disk>>>,
    files: RwSignal<Stand<Draw<String>>>,
    reasons: RwSignal<Stand<Words>>,
    /// The comparison of disks, while somebody has it.
    pub disks: StoredValue<Option<Answer>>,
}

impl Parts {
    /// The parts, none of them there yet.
    pub fn new() -> Self {
        Self {
            guide: RwSignal::new(Stand::Away),
            dialogs: RwSignal::new(Stand::Away),
            disk: RwSignal::new(Stand::Away),
            files: RwSignal::new(Stand::Away),
            reasons: RwSignal::new(Stand::Away),
            disks: StoredValue::new(None),
        }
    }

    /// Loads the tabs of the guide: somebody looks at one, or is near what leads there.
    pub fn expect_guide(self) {
        load(self.guide, async {
            #[cfg(split)]
            return guide().await;
            #[cfg(not(split))]
            guide()
        });
    }

    /// Loads what shows files: somebody looks at one, or is near what leads there.
    pub fn expect_files(self) {
        load(self.files, async {
            #[cfg(split)]
            return files().await;
            #[cfg(not(split))]
            files()
        });
    }

    /// Loads what compares disks.
    fn expect_disk(self) {
        load(self.disk, async {
            #[cfg(split)]
            return disk().await;
            #[cfg(not(split))]
            disk()
        });
    }

    /// Loads the dialogs: somebody opens one, or is near what opens it.
    pub fn expect_dialogs(self) {
        load(self.dialogs, async {
            #[cfg(split)]
            return dialogs().await;
            #[cfg(not(split))]
            dialogs()
        });
    }

    /// Loads the words of rules: somebody asks why, or is near where they would.
    pub fn expect_reasons(self) {
        load(self.reasons, async {
            #[cfg(split)]
            return reasons().await;
            #[cfg(not(split))]
            reasons()
        });
    }
}

/// Loads what packs all files, because somebody is near what downloads them.
pub fn expect_archive() {
    with_archive(|_| ());
}

/// Hands over what packs all files; none if it did not come, and then the next one who asks tries again.
pub fn with_archive(then: impl FnOnce(Option<Pack>) + 'static) {
    #[cfg(split)]
    spawn_local(async move { then(archive().await.ok()) });
    #[cfg(not(split))]
    then(archive().ok());
}

/// The parts of the page that this component is in.
pub fn use_parts() -> Parts {
    expect_context::<Parts>()
}

/// Waits for a part, unless it is there or somebody waits already. By the time that it comes, the
/// page may be gone, as in a test.
fn load<T>(
    stand: RwSignal<Stand<T>>,
    part: impl Future<Output = Result<T, SplitLoaderError>> + 'static,
) where
    T: Clone + Send + Sync + 'static,
{
    let wanted = matches!(stand.try_get_untracked(), Some(Stand::Away | Stand::Failed));
    if wanted {
        stand.set(Stand::Loading);
        spawn_local(async move {
            stand.try_set(part.await.map_or(Stand::Failed, Stand::There));
        });
    }
}

/// Shows nothing: has the files read while something is kept in them.
#[component]
pub fn KeptFiles() -> impl IntoView {
    let (parts, own) = (use_parts(), use_own_files());
    let reading = own.reading();
    let is_kept = Memo::new(move |_| *reading.read() != OwnFilesReading::NothingKept);
    move || {
        is_kept.get().then(|| {
            parts.expect_guide();
            move || match parts.guide.get() {
                Stand::There(draw) => draw(Guide::KeptFiles),
                Stand::Failed => {
                    own.set(OwnFilesReading::Failed);
                    ().into_any()
                }
                Stand::Away | Stand::Loading => ().into_any(),
            }
        })
    }
}

/// Shows nothing: has a Config file read that was dropped. If that cannot be, the dialog says so.
#[component]
pub fn DroppedConfig() -> impl IntoView {
    let (state, parts, opening) = (use_state(), use_parts(), expect_context::<Opening>());
    let has_config = Memo::new(move |_| opening.has_config());
    move || {
        has_config.get().then(|| {
            parts.expect_dialogs();
            move || match parts.dialogs.get() {
                Stand::There(draw) => draw(Dialogs::Config),
                Stand::Failed => {
                    opening.take_config(state, |_| None);
                    ().into_any()
                }
                Stand::Away | Stand::Loading => ().into_any(),
            }
        })
    }
}

/// The disk as cards. They are no part of what is waited for: nothing stands there until they come.
#[component]
pub fn DisksPane() -> impl IntoView {
    let parts = use_parts();
    parts.expect_disk();
    move || match parts.disk.get() {
        Stand::There(draw) => Some(draw(Disk::Cards)),
        Stand::Away | Stand::Loading | Stand::Failed => None,
    }
}

/// What a tab has.
#[component]
pub fn TabPane(tab: Tab) -> impl IntoView {
    let parts = use_parts();
    match tab {
        Tab::Storage => pane(parts.disk, Disk::Comparison, move || parts.expect_disk()).into_any(),
        Tab::File(path) => pane(parts.files, path, move || parts.expect_files()).into_any(),
        tab => pane(parts.guide, Guide::Tab(tab), move || parts.expect_guide()).into_any(),
    }
}

/// The list of instance types to choose from.
#[component]
pub fn TypesPane(choose: Callback<TypeOption>) -> impl IntoView {
    let parts = use_parts();
    pane(parts.guide, Guide::Types(choose), move || {
        parts.expect_guide();
    })
}

/// What a dialog shows while it is open.
#[component]
pub fn DialogPane(dialog: Dialog) -> impl IntoView {
    let parts = use_parts();
    let shown = Dialogs::Dialog(dialog);
    pane(parts.dialogs, shown, move || parts.expect_dialogs())
}

/// Why there is a finding of a rule, how to put it right, and where that is known from, once somebody
/// asks for it or is near.
#[component]
pub fn FindingReason(rule: &'static Rule) -> impl IntoView {
    let parts = use_parts();
    move || match parts.reasons.get() {
        Stand::There(words) => {
            let words = words(rule)?;
            let view = view! {
                <p>{words.why}</p>
                <p>{words.how}</p>
                <p class="source">
                    <a href=rule.page() target="_blank">{strings::finding::ABOUT_RULE}</a>" · "
                    <a href=words.source.url target="_blank" rel="noreferrer">{words.source.label}" ↗"</a>
                </p>
            };
            Some(view.into_any())
        }
        Stand::Away => None,
        Stand::Loading => Some(loading()),
        Stand::Failed => Some(failed(move || parts.expect_reasons())),
    }
}

/// Why a line matters of which a rule knows more. What is said of the line stands without it, too.
#[component]
pub fn LineReason(rule: &'static Rule) -> impl IntoView {
    let parts = use_parts();
    parts.expect_reasons();
    move || match parts.reasons.get() {
        Stand::There(words) => Some(view! { <p class="help">{words(rule)?.why}</p> }),
        Stand::Away | Stand::Loading | Stand::Failed => None,
    }
}

/// What a part draws, once it is there; somebody waits for it now.
fn pane<T>(
    stand: RwSignal<Stand<Draw<T>>>,
    shown: T,
    load: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    load();
    move || match stand.get() {
        Stand::There(draw) => draw(shown.clone()),
        Stand::Away | Stand::Loading => loading(),
        Stand::Failed => failed(load),
    }
}

fn loading() -> AnyView {
    view! { <p class="help part" role="status" aria-busy="true">{strings::parts::LOADING}</p> }
        .into_any()
}

/// A part did not come: `load` tries again.
fn failed(load: impl Fn() + 'static) -> AnyView {
    view! {
        <div class="part">
            <p class="refused" role="alert">
                {strings::parts::FAILED}
            </p>
            <button type="button" class="button small" on:click=move |_| load()>{strings::parts::AGAIN}</button>
        </div>
    }
    .into_any()
}
