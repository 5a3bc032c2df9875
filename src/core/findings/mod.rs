//! What was noticed about a Config: typed, sorted, never only the first.

mod effect;
mod errors;
pub(in crate::core) mod file_rules;
mod predicates;
mod releases;
mod rule;
mod rules;

use super::choice::nearest;
use super::config::sources::CHOICE;
use super::config::{Applies, Config, Field, Source};
use super::order;
use effect::Outcome;
pub(in crate::core) use errors::{ErrorAt, errors, errors_with};
pub(in crate::core) use predicates::ami;
pub use releases::{KnownValue, known_values};
pub use rule::{Finding, Rule, RuleWords};
pub(crate) use rule::{Reporter, RuleContext};

pub use crate::core::config::Fix;
pub use crate::core::severity::Severity;

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
            let mut reporter = Reporter::new(context, rule);
            if let Some(check) = rule.check {
                check(context, &mut reporter);
            }
            reporter.into_found()
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

    /// The rule whose id is nearest to a word that is none.
    pub fn nearest(word: &str) -> Option<&'static Self> {
        nearest(word, Self::all().map(|rule| rule.id)).and_then(Self::find)
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
