//! A rule, what it looks at, and what it finds.

use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::{Config, Edit, Field, Fix, Source};
use crate::core::disk::{StorageAdvice, TypeStorage};
use crate::core::launch::{Launch, PriceBasis};
use crate::core::plan::NodePlan;
use crate::core::selection::Selection;
use crate::core::severity::Severity;

/// One rule.
pub struct Rule {
    /// Stable kebab-case name; it names the offence, not the cure.
    pub id: &'static str,
    /// How bad what it finds can be, worst first.
    pub severities: &'static [Severity],
    /// What finds it in settings; none of a rule that only files can break.
    pub(super) check: Option<Check>,
}

/// What is said of a rule. It stands beside the rule and not in it, so that the page can check without
/// these words and load them when somebody asks why.
#[derive(Debug)]
pub struct RuleWords {
    /// What it checks, in one sentence.
    pub what: &'static str,
    /// Why it matters, in one or two sentences.
    pub why: &'static str,
    /// How to put it right.
    pub how: &'static str,
    /// Where its facts come from.
    pub source: Source,
}

impl RuleWords {
    /// Whether the rule is about what Karpenter does, or about its objects: it says nothing of nodes that
    /// another program launches.
    pub fn name_karpenter(&self) -> bool {
        const NAMES: [&str; 3] = ["Karpenter", "NodePool", "EC2NodeClass"];
        let words = [self.what, self.why, self.how];
        words
            .iter()
            .any(|text| NAMES.iter().any(|name| text.contains(name)))
    }
}

/// Looks at the settings and reports what breaks the rule.
pub(super) type Check = fn(&RuleContext<'_>, &mut Reporter<'_>);

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Rule").field(&self.id).finish()
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl PartialEq<str> for Rule {
    fn eq(&self, id: &str) -> bool {
        self.id == id
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id)
    }
}

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
    pub(super) fn admitted(&self) -> impl Iterator<Item = &Instance> {
        let instances = self.catalogue.instances();
        let positions = self.selection.admitted.iter();
        positions.filter_map(|position| instances.get(*position))
    }

    /// Whether it is known which type comes: by prices, or because there is only one.
    pub(super) fn knows_launched(&self) -> bool {
        !matches!(self.launch.prices, PriceBasis::None { .. }) || self.selection.admitted.len() == 1
    }

    /// The type that Karpenter most likely launches, where that is known.
    pub(super) fn launched(&self) -> Option<&Instance> {
        let position = self.launch.likely().filter(|_| self.knows_launched())?;
        self.catalogue.instances().get(position)
    }

    /// What the storage comes to on the type Karpenter most likely launches.
    pub(super) fn storage_on_launched(&self) -> Option<&TypeStorage> {
        let name = self.launched()?.name;
        self.storage?.types.iter().find(|each| each.name == name)
    }

    /// What the storage comes to on the types that may come, the likely one first.
    pub(super) fn storage_on_candidates(&self) -> impl Iterator<Item = &TypeStorage> {
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
    pub(super) fn images_on_volume(&self) -> bool {
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
    pub(super) fn new(context: &'a RuleContext<'a>, rule: &'static Rule) -> Self {
        Self {
            context,
            rule,
            found: Vec::new(),
        }
    }

    /// What was reported.
    pub(super) fn into_found(self) -> Vec<Finding> {
        self.found
    }

    /// Whether nothing was reported yet.
    pub(super) const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Adds a finding at the field with this path.
    ///
    /// A path that names no field would be a mistake of the rule's; a test walks all rules.
    pub(super) fn report(&mut self, severity: Severity, path: &str, message: String) {
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
    pub(super) fn offer(&mut self, label: impl Into<String>, path: &str, text: &str) {
        self.offer_all(label, &[(path, text)]);
    }

    /// Offers a fix for the finding just added, unless it would leave no instance type.
    pub(super) fn offer_fix(&mut self, fix: Fix) {
        if self.context.is_emptied_by(&fix.edit) {
            return;
        }
        if let Some(finding) = self.found.last_mut() {
            finding.fix = Some(fix);
        }
    }

    /// Offers a fix that takes several fields at once: nothing is offered if one refuses.
    pub(super) fn offer_all(&mut self, label: impl Into<String>, changes: &[(&str, &str)]) {
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
