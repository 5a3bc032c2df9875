//! What is shown where. No file depends on it.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::dialog::Dialog;
use super::pasted::Pasted;
use crate::core::{Bundle, Column, Group, LinkProblem, Order, ReadLink};
use crate::ui::platform::storage::NotKept;
use crate::ui::platform::{self, theme::Theme};
use crate::ui::strings;

/// What one comes to the result side for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To see what the settings come to, and what else could be chosen.
    Understand,
    /// To read the files.
    Files,
    /// To take the files, and to know what to do with them.
    Apply,
}

impl Purpose {
    /// All of them, as they stand side by side.
    pub const ALL: [Self; 3] = [Self::Understand, Self::Files, Self::Apply];

    /// What its button says.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Understand => strings::tabs::UNDERSTAND,
            Self::Files => strings::tabs::FILES,
            Self::Apply => strings::tabs::APPLY,
        }
    }

    /// The id of its button.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Understand => "to-understand",
            Self::Files => "to-files",
            Self::Apply => "to-apply",
        }
    }
}

/// What the result side shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Tab {
    /// The file with this path.
    File(String),
    /// How long the pull takes, and why.
    Pull,
    /// The instance types that are admitted and left out.
    Instances,
    /// What the nodes cost.
    Cost,
    /// What more speed costs, and where images lie.
    Storage,
    /// Every engine that the cluster can use.
    Engines,
    /// Time against money, and the cheapest setting for a target.
    Best,
    /// What to do with the files.
    Steps,
    /// Everything that was noticed.
    Findings,
}

impl Tab {
    /// What a page shows for which nothing was chosen: the question that decides most.
    pub const FIRST: Self = Self::Storage;

    /// All tabs of a bundle: what helps to understand it, its files, what to do with them.
    pub fn all(bundle: &Bundle) -> Vec<Self> {
        let files = bundle.files().iter();
        let understand = [
            Self::Storage,
            Self::Pull,
            Self::Instances,
            Self::Cost,
            Self::Engines,
            Self::Best,
            Self::Findings,
        ];
        understand
            .into_iter()
            .chain(files.map(|file| Self::File(file.path.clone())))
            .chain([Self::Steps])
            .collect()
    }

    /// What one comes to it for.
    pub const fn purpose(&self) -> Purpose {
        match self {
            Self::File(_) => Purpose::Files,
            Self::Steps => Purpose::Apply,
            Self::Storage
            | Self::Pull
            | Self::Instances
            | Self::Cost
            | Self::Engines
            | Self::Best
            | Self::Findings => Purpose::Understand,
        }
    }

    /// What the tab says.
    pub fn label(&self) -> &str {
        match self {
            Self::File(path) => path,
            Self::Pull => strings::tabs::PULL,
            Self::Instances => strings::tabs::INSTANCES,
            Self::Cost => strings::tabs::COST,
            Self::Storage => strings::tabs::STORAGE,
            Self::Engines => strings::tabs::ENGINES,
            Self::Best => strings::tabs::BEST,
            Self::Steps => strings::tabs::STEPS,
            Self::Findings => strings::tabs::FINDINGS,
        }
    }

    /// What a link calls it; a word that was ever given stays.
    pub fn as_str(&self) -> &str {
        match self {
            Self::File(path) => path,
            Self::Pull => "pull",
            Self::Instances => "instances",
            Self::Cost => "cost",
            Self::Storage => "storage",
            Self::Engines => "engines",
            Self::Best => "best-setting",
            Self::Steps => "next-steps",
            Self::Findings => "findings",
        }
    }

    /// The id of the tab's button.
    pub fn id(&self) -> String {
        match self {
            Self::File(path) => format!("tab-{path}"),
            Self::Pull => "tab-pull".into(),
            Self::Instances => "tab-instances".into(),
            Self::Cost => "tab-cost".into(),
            Self::Storage => "tab-storage".into(),
            Self::Engines => "tab-engines".into(),
            Self::Best => "tab-best-setting".into(),
            Self::Steps => "tab-next-steps".into(),
            Self::Findings => "tab-findings".into(),
        }
    }
}

/// A column of the table of instance types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeColumn {
    /// A fact about the type.
    Fact(Column),
    /// The likely pull on it.
    Pull,
}

/// What is shown of the instance types.
#[derive(Debug, Clone, Copy, Default)]
pub struct InstancesView {
    /// The filter, as typed.
    pub filter: RwSignal<String>,
    /// By which column the table is sorted; by price if by none, or by name where prices are not
    /// known.
    pub sort: RwSignal<Option<(TypeColumn, Order)>>,
    /// Zero-based page of the table.
    pub page: RwSignal<usize>,
    /// Positions of the rows that are ticked.
    pub picked: RwSignal<BTreeSet<usize>>,
    /// The type that somebody asks about, as typed.
    pub asked: RwSignal<String>,
}

/// The signals of what is shown.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// The tab that was chosen; a file that went away gives way to the first of all.
    pub tab: RwSignal<Option<Tab>>,
    /// The groups of the form that are open.
    pub open_groups: RwSignal<BTreeSet<Group>>,
    /// Whether all presets are in sight, to start from one.
    pub chooses_preset: RwSignal<bool>,
    /// Whether long lines of code wrap.
    pub wrap: RwSignal<bool>,
    /// The table of instance types.
    pub instances: InstancesView,
    /// The colour theme.
    pub theme: RwSignal<Theme>,
    /// Whether single keys do something.
    pub shortcuts: RwSignal<bool>,
    /// The dialog that is open.
    pub dialog: RwSignal<Option<Dialog>>,
    /// What could not be read from the link that was opened.
    pub problems: RwSignal<Vec<LinkProblem>>,
    /// What another tab of the browser has changed, until it is taken over or left.
    pub elsewhere: RwSignal<Option<ReadLink>>,
    /// Why the browser does not keep what is changed here.
    pub not_kept: RwSignal<Option<NotKept>>,
    /// Texts that were pasted.
    pub pasted: Pasted,
    /// Whether the first screen was painted; what lies below it is made from then on.
    pub stands: RwSignal<bool>,
    /// Whether the page is a part of another one.
    pub embedded: bool,
    notice: RwSignal<Option<(u32, String)>>,
}

impl View {
    pub(super) fn new() -> Self {
        let embedded = platform::address::asks_for("embed");
        Self {
            tab: RwSignal::new(None),
            open_groups: RwSignal::new(BTreeSet::new()),
            chooses_preset: RwSignal::new(false),
            wrap: RwSignal::new(platform::media::is_narrow()),
            instances: InstancesView::default(),
            theme: RwSignal::new(platform::theme::stored()),
            shortcuts: RwSignal::new(platform::shortcuts::stored()),
            dialog: RwSignal::new(None),
            problems: RwSignal::new(Vec::new()),
            elsewhere: RwSignal::new(None),
            not_kept: RwSignal::new(None),
            pasted: Pasted::new(!embedded),
            stands: RwSignal::new(false),
            embedded,
            notice: RwSignal::new(None),
        }
    }

    /// Whether a group of the form is open.
    pub fn is_open(self, group: Group) -> bool {
        self.open_groups
            .with_untracked(|open| open.contains(&group))
    }

    /// Opens a group of the form.
    pub fn open(self, group: Group) {
        self.open_groups.update(|open| _ = open.insert(group));
    }

    /// A dialog was closed; another one may be open by the time that the browser says so.
    pub fn closed(self, dialog: Dialog) {
        if self.dialog.get_untracked() == Some(dialog) {
            self.dialog.set(None);
        }
    }

    /// What just happened, until it is old.
    pub fn notice(self) -> String {
        self.notice
            .with(|notice| notice.as_ref().map(|(_, text)| text.clone()))
            .unwrap_or_default()
    }

    /// Says what just happened, for a while.
    pub fn say(self, text: impl Into<String>) {
        const SHOWN_MS: u32 = 5_000;
        let serial = self.notice.with_untracked(|notice| {
            notice
                .as_ref()
                .map_or(0, |(serial, _)| serial.wrapping_add(1))
        });
        self.notice.set(Some((serial, text.into())));
        platform::after(SHOWN_MS, move || {
            self.notice.update(|notice| {
                if notice.as_ref().is_some_and(|(shown, _)| *shown == serial) {
                    *notice = None;
                }
            });
        });
    }
}
