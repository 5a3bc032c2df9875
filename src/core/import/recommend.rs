//! From a Config that writes a file's documents again to the one that is advised.

use crate::core::catalogue::Catalogue;
use crate::core::config::{Config, Edit, EngineKind, Field, Override, OverrideTarget};
use crate::core::evaluate;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::report::{ImportedOverride, OverrideKind, Refused};
use crate::core::manifest::written_instead;

use crate::core::import::report::{Import, ImportedSet};

impl Import {
    /// A set's Config without what stands in place of the settings, without what an API would
    /// refuse, with SOCI where nothing asks for it, and with every fix that is offered for more than
    /// a note.
    pub fn recommended(&self, set: &ImportedSet, catalogue: &Catalogue) -> Config {
        let is_forgotten = set
            .report
            .and_then(|at| self.on_nodes.get(at))
            .is_some_and(|on| on.reasons.iter().any(is_soci_forgotten))
            // What has the comparison pool's own name has stock containerd on purpose.
            && set.kept.iter().any(|own| {
                own.kept.document == OverrideTarget::Ec2NodeClass
                    && own.kept.path_text() == "metadata.name"
                    && own.kept.value.is_some()
            });
        let soci = is_forgotten.then(|| set.asked.soci_beside()).flatten();
        recommend(set, soci.unwrap_or(set.asked), &self.refused, catalogue)
    }
}

/// Whether nothing asks for SOCI where it could be had.
fn is_soci_forgotten(reason: &Diagnostic) -> bool {
    reason.rule == &rules::NOTHING_SWITCHES_SOCI_ON && reason.severity != Severity::Note
}

/// Most rounds of fixes; each removes a finding.
const MAX_FIXES: usize = 40;

/// The Config of an engine, without what stands in place of the settings,
/// without what an API would refuse, and with every fix that is offered.
fn recommend(
    set: &ImportedSet,
    asked: EngineKind,
    refused: &[Refused],
    catalogue: &Catalogue,
) -> Config {
    let kept = &set.kept;
    let mut config = set.config.clone();
    if !kept.is_empty() {
        let own = written_instead(&config);
        let is_known = |kept: &Override| {
            own.iter().any(|(other, own)| {
                *other == kept && own.as_ref().is_some_and(|own| kept.waits_for(own))
            })
        };
        let left: Vec<Override> = kept
            .iter()
            .filter(|value| {
                value.how == OverrideKind::Added
                    || value.kept.is_naming()
                    || !value.kept.placeholders().is_empty()
            })
            // What the settings know fills in what the file leaves open.
            .filter(|value| !is_known(&value.kept))
            .filter(|value| {
                value.kept.leaves_out(OverrideTarget::Deployment) || !is_refused(value, refused)
            })
            .filter(|value| !is_whole_user_data(value))
            // No object is without a name: what the file lacks the settings give.
            .filter(|value| !is_without_name(&value.kept))
            .map(|value| value.kept.clone())
            .collect();
        config.kept = left;
    }
    if config.engine.kind != asked
        && let Some(field) = Field::find("engine.kind")
        && let Ok(edit) = Edit::typed(field, asked.as_str(), &config)
    {
        config = config.apply(&edit);
    }
    let mut seen = vec![config.clone()];
    for _ in 0..MAX_FIXES {
        let fixed = evaluate(&config, catalogue)
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Note)
            .filter_map(|finding| finding.fix.as_ref())
            .map(|fix| config.apply(&fix.edit))
            .find(|next| !seen.contains(next));
        let Some(next) = fixed else { break };
        seen.push(next.clone());
        config = next;
    }
    config
}

fn is_refused(value: &ImportedOverride, refused: &[Refused]) -> bool {
    value
        .at
        .as_ref()
        .is_some_and(|at| refused.iter().any(|one| one.is_of(at)))
}

fn is_without_name(kept: &Override) -> bool {
    kept.value.is_none() && matches!(kept.path_text().as_str(), "metadata" | "metadata.name")
}

fn is_whole_user_data(value: &ImportedOverride) -> bool {
    value.path == "spec.userData"
}
