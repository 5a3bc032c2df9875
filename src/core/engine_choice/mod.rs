//! Which engine: every engine that the cluster can use, on the node that it gets with each, and
//! whether SOCI or containerd's own parallel pull is the better one there.

mod option;
mod reasons;

use super::catalogue::{Catalogue, Instance};
use super::config::{Config, Edit, EngineKind, Override, OverrideTarget};
use super::evaluate::{Evaluation, evaluate};
use super::findings::{Finding, Severity};
use super::launch::NoLaunch;
use super::pull::free_memory;
use super::selection::has_effect;
use super::units::{ByteSize, LikelyRange, TimeSpan};
use super::yaml::Yaml;
pub use option::{EngineFit, EngineOption, RuntimeMemory};
pub use reasons::EngineReason;

/// SOCI or containerd's own parallel pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineVerdict {
    /// The better one.
    pub engine: EngineKind,
    /// The other one.
    pub over: EngineKind,
    /// What decides it, in one sentence.
    pub because: String,
    /// Everything that was weighed, each with its source.
    pub reasons: Vec<EngineReason>,
}

/// Every engine that the cluster can use.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineComparison {
    /// The engines, in the order of the form.
    pub options: Vec<EngineOption>,
    /// What holds whichever engine is taken, in sentences: an error that all have, userData that
    /// decides in their place.
    pub notes: Vec<String>,
    /// Which of the two ways to pull in parallel; none where only one of them can be chosen: on EKS
    /// Auto Mode, on other distributions, and where neither works.
    pub verdict: Option<EngineVerdict>,
}

/// An engine, the change that takes it, and the Config with it.
type Tried = (EngineKind, Option<Edit>, Config, Evaluation);

/// Compares the engines that the Config's cluster can use. Limits, image and storage stay as they are.
pub fn compare_engines(config: &Config, catalogue: &Catalogue) -> EngineComparison {
    let own = config.engine.kind;
    let is_possible = |kind: &&EngineKind| {
        **kind == own
            || !own.spec().is_auto_mode()
                && !config.engine.is_set_up_by_hand()
                && !kind.spec().is_auto_mode()
    };
    let kinds = EngineKind::ALL.iter().filter(is_possible);
    let with = |kind: &EngineKind| {
        let edit = if *kind == own {
            None
        } else {
            Some(Edit::fix("engine.kind", kind.as_str(), config)?)
        };
        let config = edit
            .as_ref()
            .map_or_else(|| config.clone(), |edit| config.apply(edit));
        let evaluation = evaluate(&config, catalogue);
        Some((*kind, edit, config, evaluation))
    };
    let all: Vec<Tried> = kinds.filter_map(with).collect();
    let options: Vec<EngineOption> = all
        .iter()
        .map(|(kind, edit, with, evaluation)| EngineOption {
            kind: *kind,
            label: kind.label(),
            is_current: *kind == own,
            edit: edit.clone(),
            config: with.clone(),
            fit: fit(with, evaluation, &all, catalogue),
            instance: instance(evaluation, catalogue).map(|instance| instance.name),
            pull: pull(evaluation).map(|pull| pull.0),
            node_hour: match (evaluation.in_view, evaluation.costs.cases.as_slice()) {
                (Some(_), [only]) => Some(only.node_hour),
                _ => None,
            },
            memory: match pull(evaluation) {
                None => RuntimeMemory::Unknown,
                Some((_, None)) => RuntimeMemory::Little,
                Some((_, Some(held))) => RuntimeMemory::Held(held),
            },
            free_memory: instance(evaluation, catalogue).map(free_memory),
        })
        .collect();
    let verdict = verdict(own, &options);
    EngineComparison {
        options,
        notes: notes(config, &all),
        verdict,
    }
}

/// What turns SOCI on where stock containerd pulls; none where something that is kept from a file
/// decides that.
pub fn turn_soci_on(config: &Config) -> Option<Edit> {
    let soci = config.engine.kind.soci_beside()?;
    let decides = |kept: &Override| {
        let is_class = matches!(kept.document, OverrideTarget::Ec2NodeClass);
        let is_of_bottlerocket = |value: &Yaml| value.to_line().contains("bottlerocket");
        (is_class && kept.path_text() == "spec.userData")
            || (kept.chooses_ami() && kept.value.as_ref().is_some_and(is_of_bottlerocket))
    };
    let is_free = !config.engine.is_set_up_by_hand() && !config.kept.iter().any(decides);
    is_free
        .then(|| Edit::fix("engine.kind", soci.as_str(), config))
        .flatten()
}

/// What holds whichever engine is taken.
fn notes(config: &Config, all: &[Tried]) -> Vec<String> {
    let shared = all.first().and_then(|(.., first)| {
        let mut errors = first.findings.iter();
        errors.find(|one| one.severity == Severity::Error && is_shared(one, all))
    });
    let error = shared.map(|one| format!("With every engine here: {}", one.message));
    let launched = all
        .iter()
        .find(|(kind, ..)| *kind == config.engine.kind)
        .and_then(|(.., own)| own.launch.nothing.as_ref())
        .map(NoLaunch::describe);
    // Only part of it may be kept, and then what an engine writes stands beside it.
    let is_whole = |kept: &&Override| {
        let document = matches!(kept.document, OverrideTarget::Ec2NodeClass);
        document && kept.path_text() == "spec.userData"
    };
    let kept = config.kept.iter().find(is_whole).map(|_| {
        "Your file's userData is preserved as a whole: it decides how images are pulled, whichever engine you choose here."
            .to_owned()
    });
    error.into_iter().chain(launched).chain(kept).collect()
}

/// Whether the same rule says something as bad with every engine.
fn is_shared(finding: &Finding, all: &[Tried]) -> bool {
    let same =
        |other: &Finding| other.rule.id == finding.rule.id && other.severity == finding.severity;
    all.iter()
        .all(|(.., other)| other.findings.iter().any(same))
}

fn instance<'a>(evaluation: &Evaluation, catalogue: &'a Catalogue) -> Option<&'a Instance> {
    catalogue.instances().get(evaluation.in_view?.position)
}

fn pull(evaluation: &Evaluation) -> Option<(LikelyRange<TimeSpan>, Option<LikelyRange<ByteSize>>)> {
    let node = &evaluation.pull.as_ref().ok()?.node;
    Some((node.engine.estimate.time, node.memory()))
}

/// What a rule says with one engine and not with every other one is about the engine.
fn fit(
    config: &Config,
    evaluation: &Evaluation,
    all: &[Tried],
    catalogue: &Catalogue,
) -> EngineFit {
    let own = |severity: Severity| {
        let mut findings = evaluation.findings.iter();
        findings.find(|one| one.severity == severity && !is_shared(one, all))
    };
    if let Some(error) = own(Severity::Error) {
        return EngineFit::Refused(error.message.clone());
    }
    let Some(on) = instance(evaluation, catalogue) else {
        return EngineFit::Refused(
            "No pull can be estimated: no instance type is eligible, or the chosen one is unknown."
                .to_owned(),
        );
    };
    if config.engine.spec().pulls_in_parallel() && !has_effect(config, on) {
        return EngineFit::Ignored(format!(
            "It is ignored on {}, where stock containerd pulls.",
            on.name
        ));
    }
    match own(Severity::Warning) {
        Some(warning) => EngineFit::AtRisk(warning.message.clone()),
        None => EngineFit::Works,
    }
}

/// SOCI or containerd's own parallel pull, of the engines that run the Config's system.
fn verdict(own: EngineKind, options: &[EngineOption]) -> Option<EngineVerdict> {
    let system = own.spec().system;
    let on_system = || {
        options
            .iter()
            .filter(|one| one.kind.spec().system == system)
    };
    // The engine in use stands for its way; else what needs no script.
    let soci = || on_system().filter(|one| one.kind.spec().pulls_with_soci());
    let soci = soci()
        .find(|one| one.is_current)
        .or_else(|| soci().find(|one| !one.kind.spec().has_install_script()))?;
    let native = on_system().find(|one| one.kind.spec().has_transfer_service())?;
    let reasons = reasons::all(soci, native);
    let by = |option: &EngineOption, other: &EngineOption, because: String| EngineVerdict {
        engine: option.kind,
        over: other.kind,
        because,
        reasons: reasons.clone(),
    };
    let fails = |option: &EngineOption| {
        let why = option.fit.why().filter(|_| !option.fit.works());
        why.map(str::to_owned)
    };
    let does_not_work =
        |option: &EngineOption, why: String| format!("{} does not work here: {why}", option.label);
    match (fails(soci), fails(native)) {
        (Some(_), Some(_)) => None,
        (Some(why), None) => Some(by(native, soci, does_not_work(soci, why))),
        (None, Some(why)) => Some(by(soci, native, does_not_work(native, why))),
        (None, None) => {
            let decides = reasons.iter().find(|one| one.favours.is_some());
            let is_native = decides.is_some_and(|one| one.favours == Some(native.kind));
            let because = decides.map_or("No known difference.", |one| &one.text);
            let because = because.to_owned();
            Some(if is_native {
                by(native, soci, because)
            } else {
                by(soci, native, because)
            })
        }
    }
}

#[cfg(test)]
mod tests;
