//! What was noticed about a Config: typed, sorted, never only the first.

mod effect;
mod errors;
pub(in crate::core) mod file_rules;
mod predicates;
mod releases;
mod rules;

use super::catalogue::{Catalogue, Instance};
use super::config::sources::CHOICE;
use super::config::{Applies, Config, Edit, Field, Source};
use super::disk::{StorageAdvice, TypeStorage};
use super::launch::{Launch, PriceBasis};
use super::order;
use super::plan::NodePlan;
use super::selection::Selection;
use effect::Outcome;
pub(in crate::core) use errors::{ErrorAt, errors, errors_with};
pub(in crate::core) use predicates::ami;
pub use releases::{KnownRelease, releases_for};
pub use rules::{Rule, RuleWords};

pub use crate::core::config::Fix;
pub use crate::core::severity::Severity;

/// One thing noticed about a Config.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is here.
    pub severity: Severity,
    /// The field at which it is shown.
    pub field: &'static Field,
    /// What is wrong, with its numbers, and what it should be.
    pub message: String,
    /// A change that removes the finding, where there is one.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Whether it can be dismissed; an error cannot: what it is about does not work.
    pub fn can_be_dismissed(&self) -> bool {
        self.severity != Severity::Error
    }
}

/// What rules look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RuleContext<'a> {
    /// What the user asked for.
    pub(crate) config: &'a Config,
    /// The same with every automatic choice made.
    pub(crate) plan: &'a NodePlan<'a>,
    /// What is known about the world.
    pub(crate) catalogue: &'a Catalogue,
    /// The instance types that the Config selects.
    pub(crate) selection: &'a Selection,
    /// What the storage comes to on these types; none where the node class is the user's own.
    pub(crate) storage: Option<&'a StorageAdvice>,
    /// The nodes that come of them.
    pub(crate) launch: &'a Launch,
}

impl RuleContext<'_> {
    /// The instance types that are selected.
    fn admitted(&self) -> impl Iterator<Item = &Instance> {
        let instances = self.catalogue.instances();
        let positions = self.selection.admitted.iter();
        positions.filter_map(|position| instances.get(*position))
    }

    /// Whether it is known which type comes: by prices, or because there is only one.
    fn knows_launched(&self) -> bool {
        !matches!(self.launch.prices, PriceBasis::None { .. }) || self.selection.admitted.len() == 1
    }

    /// The type that Karpenter most likely launches, where that is known.
    fn launched(&self) -> Option<&Instance> {
        let position = self.launch.likely().filter(|_| self.knows_launched())?;
        self.catalogue.instances().get(position)
    }

    /// What the storage comes to on the type that Karpenter most likely launches.
    fn storage_on_launched(&self) -> Option<&TypeStorage> {
        let name = self.launched()?.name;
        self.storage?.types.iter().find(|each| each.name == name)
    }

    /// What the storage comes to on the types that may come, the likely one first.
    fn storage_on_candidates(&self) -> impl Iterator<Item = &TypeStorage> {
        let candidates = self
            .launch
            .groups
            .iter()
            .flat_map(|group| &group.candidates);
        let admitted = &self.selection.admitted;
        candidates.filter_map(move |candidate| {
            let at = admitted.binary_search(&candidate.position).ok()?;
            self.storage?.types.get(at)
        })
    }

    /// Whether some node keeps its images on the EBS volume; as long as no type is selected, it
    /// may be one.
    fn images_on_volume(&self) -> bool {
        !self.storage.is_some_and(StorageAdvice::all_on_store)
    }

    /// Whether types are selected now, and none would be after the edit.
    fn is_emptied_by(&self, edit: &Edit) -> bool {
        let after = self.config.apply(edit);
        let now = self.config;
        let same = after.nodes == now.nodes
            && after.workload == now.workload
            && after.engine.kind == now.engine.kind;
        !self.selection.admitted.is_empty()
            && !same
            && Selection::for_config(&after, self.catalogue)
                .admitted
                .is_empty()
    }
}

/// Where rules put what they find.
#[derive(Debug)]
pub(crate) struct Reporter<'a> {
    context: &'a RuleContext<'a>,
    rule: &'static Rule,
    found: Vec<Finding>,
}

impl<'a> Reporter<'a> {
    /// Adds a finding at the field with this path.
    ///
    /// A path that names no field would be a mistake of the rule's; a test walks all rules.
    fn report(&mut self, severity: Severity, path: &str, message: String) {
        debug_assert!(Field::find(path).is_some(), "no field {path}");
        debug_assert!(
            self.rule.severities.contains(&severity),
            "{}: {severity:?} is not registered",
            self.rule
        );
        if let Some(field) = Field::find(path) {
            self.found.push(Finding {
                rule: self.rule,
                severity,
                field,
                message,
                fix: None,
            });
        }
    }

    /// Offers a fix for the finding just added: set the field at `path` to `text`.
    fn offer(&mut self, label: impl Into<String>, path: &str, text: &str) {
        self.offer_all(label, &[(path, text)]);
    }

    /// Offers a fix for the finding just added, unless it would leave no instance type.
    fn offer_fix(&mut self, fix: Fix) {
        if self.context.is_emptied_by(&fix.edit) {
            return;
        }
        if let Some(finding) = self.found.last_mut() {
            finding.fix = Some(fix);
        }
    }

    /// Offers a fix that takes several fields at once: nothing is offered if one refuses.
    fn offer_all(&mut self, label: impl Into<String>, changes: &[(&str, &str)]) {
        let edits: Option<Vec<Edit>> = changes
            .iter()
            .map(|(path, text)| Edit::fix(path, text, self.context.config))
            .collect();
        if let Some(edits) = edits {
            self.offer_fix(Fix {
                label: label.into(),
                edit: Edit::all(edits),
            });
        }
    }
}

/// A finding that somebody dismissed.
#[derive(Debug, Clone, PartialEq)]
pub struct Dismissed {
    /// What was noticed.
    pub finding: Finding,
    /// Why it is not to be seen.
    pub reason: String,
}

/// Parts what was dismissed from the rest. Errors stay: with them there are no files.
pub(crate) fn part(config: &Config, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Dismissed>) {
    let mut shown = Vec::new();
    let mut dismissed = Vec::new();
    for finding in findings {
        let said = config
            .dismissed
            .iter()
            .find(|said| said.rule == finding.rule);
        match said.filter(|_| finding.can_be_dismissed()) {
            Some(said) => dismissed.push(Dismissed {
                finding,
                reason: said.reason().to_owned(),
            }),
            None => shown.push(finding),
        }
    }
    (shown, dismissed)
}

/// Runs every rule; findings come sorted by severity, then in the order of the form.
pub(crate) fn check(context: &RuleContext<'_>) -> Vec<Finding> {
    let mut findings = noticed(context);
    let place = |finding: &Finding| Field::all().position(|field| field == finding.field);
    order::stable_sort_by_u64(&mut findings, |finding| {
        place(finding).map_or(0, |at| at as u64 + 1)
    });
    order::stable_sort_by_u64(&mut findings, |finding| finding.severity as u64);
    if findings.iter().any(|finding| finding.fix.is_some()) {
        let now = Outcome::now(context);
        let fixes = findings.iter_mut().filter_map(|it| it.fix.as_mut());
        fixes.for_each(|fix| effect::say(context, now, fix));
    }
    findings
}

/// What the rules find, one rule after the other, without what each fix would do.
fn noticed(context: &RuleContext<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Rule::OF_SETTINGS
        .iter()
        .flat_map(|rule| {
            let mut reporter = Reporter {
                context,
                rule,
                found: Vec::new(),
            };
            if let Some(check) = rule.check {
                check(context, &mut reporter);
            }
            reporter.found
        })
        .collect();
    // What stands at a field without a meaning here is about nothing that is written.
    findings.retain(|finding| {
        (finding.field.applies)(context.config) == Applies::Yes
            && !is_overridden(context, finding.field)
    });
    findings
}

/// Whether a field says nothing of the files because something that is kept from others stands in
/// its place: an AMI that is chosen in another way, or what a template still fills in.
fn is_overridden(context: &RuleContext<'_>, field: &Field) -> bool {
    let config = context.config;
    let is_release = matches!(
        field.path,
        "cluster.al2023Version" | "cluster.bottlerocketVersion"
    );
    let key = field.path.rsplit('.').next().unwrap_or_default();
    config
        .kept
        .iter()
        .filter(|kept| !kept.comparison)
        .any(|kept| {
            let of_ami = is_release && kept.chooses_ami();
            // The name of an AMI ends in its release, which is the field's then.
            let says_it = || kept.to_string().contains(&field.value(config).to_string());
            let is_open = || kept.last_key() == Some(key) && !kept.placeholders().is_empty();
            (of_ami && !says_it()) || is_open()
        })
}

/// The source of a rule, as pages show it.
impl Rule {
    /// Every rule that only files can break, by subject.
    pub fn of_files() -> impl Iterator<Item = &'static Self> {
        let rules = file_rules::ALL.into_iter().flatten();
        rules.map(|(rule, _)| *rule)
    }

    /// Every rule: those about settings, then those that only files can break.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        Self::OF_SETTINGS.iter().copied().chain(Self::of_files())
    }

    /// The rule with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().find(|rule| rule.id == id)
    }

    /// The rule about settings with this id. The page looks rules up by this one alone: the texts
    /// of those about files stay with the importers.
    pub fn find_of_settings(id: &str) -> Option<&'static Self> {
        Self::OF_SETTINGS.iter().copied().find(|rule| rule.id == id)
    }

    /// Whether settings can break it, so that a finding of it can be dismissed.
    pub fn is_about_settings(&self) -> bool {
        self.check.is_some()
    }

    /// What is said of it. The page takes [`Rule::words_of_settings`]: what is said of rules about
    /// files stays with the importers.
    pub fn words(&self) -> &'static RuleWords {
        /// No rule is without words: the lists that make rules make both.
        static NONE: RuleWords = RuleWords {
            what: "",
            why: "",
            how: "",
            source: CHOICE,
        };
        let mut of_files = file_rules::ALL.into_iter().flatten();
        self.words_of_settings()
            .or_else(|| Some(of_files.find(|(rule, _)| *rule == self)?.1))
            .unwrap_or(&NONE)
    }

    /// Where the rule's facts come from.
    pub fn source(&self) -> Source {
        self.words().source
    }
}
