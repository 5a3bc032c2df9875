//! What holds for any Config, however it was come by.

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config as Runs, RngSeed, TestCaseResult};
use serde_json::Value;
use soci_configurator::core::{
    Bundle, Catalogue, Charge, Config, Costs, Edit, Evaluation, Evaluator, Field, LineItem, Money,
    Preset, Severity, Syntax, TimeSpan, Total, evaluate, findings_of, read_config, write_config,
};
use soci_configurator::data::catalogue;

use crate::catalogue::with_prices;
use crate::crds;
use crate::mime;
use crate::samples::{REBOOT, REMOVE, text};
use crate::yaml11;

/// A Config as somebody came by it: a preset, then texts typed into fields.
#[derive(Debug, Clone)]
pub struct Typed {
    /// The preset's word.
    pub preset: &'static str,
    /// What was typed into which field.
    pub texts: Vec<(&'static str, String)>,
}

impl Typed {
    /// The Config; what a field refuses leaves it as it was, as on the page.
    pub fn config(&self) -> Config {
        let preset = Preset::find(self.preset).expect("a preset").config();
        self.texts.iter().fold(preset, |config, (path, text)| {
            let field = Field::find(path).expect("a field");
            match Edit::typed(field, text, &config) {
                Ok(edit) => config.apply(&edit),
                Err(refusal) => {
                    assert!(
                        !refusal.message().is_empty(),
                        "{path}: refused without a word"
                    );
                    assert!(refusal.message().chars().count() < 600, "{path}: {refusal}");
                    config
                }
            }
        })
    }
}

/// Any Config that somebody may come by.
pub fn typed() -> impl Strategy<Value = Typed> {
    let one = (any::<Index>(), any::<Index>(), any::<u64>()).prop_map(|(field, choice, number)| {
        let fields: Vec<&'static Field> = Field::all().collect();
        let field = *field.get(&fields);
        (field.path, text(field, choice, number))
    });
    // What the presets leave out is to be met as often as not.
    let asked = any::<[bool; 2]>().prop_map(|[workload, comparison]| {
        let workload = workload.then(|| ("workload.kind", "deployment".to_owned()));
        let comparison = comparison.then(|| ("comparison", "true".to_owned()));
        workload.into_iter().chain(comparison).collect::<Vec<_>>()
    });
    (any::<Index>(), asked, vec(one, 0..30)).prop_map(|(preset, asked, texts)| Typed {
        preset: preset.get(Preset::ALL).word,
        texts: asked.into_iter().chain(texts).collect(),
    })
}

/// The same cases on every machine: a failure is a bug of this commit, not of the day. By hand,
/// PROPERTY_CASES asks for more of them and PROPERTY_SEED for others.
pub fn runs() -> Runs {
    let number = |name: &str| -> Option<u64> { std::env::var(name).ok()?.parse().ok() };
    let cases = number("PROPERTY_CASES").and_then(|cases| u32::try_from(cases).ok());
    Runs {
        cases: cases.unwrap_or(256),
        rng_seed: RngSeed::Fixed(number("PROPERTY_SEED").unwrap_or(2026)),
        failure_persistence: None,
        ..Runs::default()
    }
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn every_file_reads_back(typed in typed()) {
        let evaluation = evaluate(&typed.config(), catalogue());
        let bundle = &evaluation.bundle;
        check_letters(bundle)?;
        check_yaml(bundle)?;
        check_user_data(bundle)?;
        check_archive(bundle)?;
        check_nothing_runs(&evaluation)?;
    }

    #[test]
    fn one_config_after_another_comes_to_the_same(typed in vec(typed(), 1..4)) {
        let mut evaluator = Evaluator::default();
        for typed in &typed {
            let config = typed.config();
            prop_assert_eq!(evaluator.evaluate(&config, catalogue()), evaluate(&config, catalogue()));
            // Whatever was simulated for it is asked for again.
            prop_assert_eq!(evaluator.evaluate(&config, catalogue()), evaluate(&config, catalogue()));
        }
    }

    /// As somebody types: what stays the same from one edit to the next is not found again.
    #[test]
    fn one_edit_after_another_comes_to_the_same(mut typed in typed()) {
        let mut evaluator = Evaluator::default();
        let texts = std::mem::take(&mut typed.texts);
        for text in texts {
            typed.texts.push(text);
            let config = typed.config();
            prop_assert_eq!(evaluator.evaluate(&config, catalogue()), evaluate(&config, catalogue()));
        }
    }

    #[test]
    fn every_line_is_explained(typed in typed()) {
        crate::explain::check(&typed.config())?;
    }

    #[test]
    fn a_config_file_reads_back(typed in typed()) {
        let config = typed.config();
        let text = write_config(&config);
        prop_assert_eq!(read_config(&text), Ok(config.clone()), "{}", text);
        let bundle = evaluate(&config, catalogue()).bundle;
        let in_set = bundle.file("config.yaml").map(|file| read_config(&file.text));
        prop_assert_eq!(in_set, Some(Ok(config)));
    }

    #[test]
    fn a_field_goes_back_to_its_default(typed in typed()) {
        let (config, default) = (typed.config(), Config::default());
        // The engine decides how a chunk size is written; of another image nothing else is known.
        let is_of_its_own = |field: &Field, other: &Field| match field.path {
            "engine.kind" => false,
            "image.reference" => !other.path.starts_with("image.") && other.path != "costs.pullTime",
            _ => true,
        };
        for field in Field::all() {
            let back = config.apply(&Edit::reset(field));
            prop_assert_eq!(field.value(&back), field.default_beside(&back), "{}", field.path);
            for other in Field::all().filter(|other| *other != field && is_of_its_own(field, other)) {
                prop_assert_eq!(other.value(&back), other.value(&config), "{} with {}", other.path, field.path);
            }
        }
        let all = Field::all().map(Edit::reset).collect();
        prop_assert_eq!(config.apply(&Edit::all(all)), default);
    }

    #[test]
    fn fixes_remove_what_they_fix(typed in typed()) {
        let config = typed.config();
        let before = findings_of(&config, catalogue());
        prop_assert_eq!(&before, &evaluate(&config, catalogue()).findings);
        for finding in &before {
            prop_assert!(!finding.message.is_empty(), "{}", finding.rule.id);
            let Some(fix) = &finding.fix else { continue };
            let after = findings_of(&config.apply(&fix.edit), catalogue());
            let same = after.iter().any(|other| other.rule == finding.rule && other.message == finding.message);
            prop_assert!(!same, "{} is still there after “{}”", finding.rule.id, fix.label);
            let worse = after.iter().find(|other| {
                other.severity == Severity::Error && !before.iter().any(|old| old.rule == other.rule)
            });
            prop_assert!(worse.is_none(), "“{}” brings {:?}", fix.label, worse);
        }
    }

    #[test]
    fn totals_equal_the_sum_of_their_lines(typed in typed()) {
        static PRICED: LazyLock<Catalogue> =
            LazyLock::new(|| with_prices(&["us-east-1", "eu-central-1", "us-gov-west-1"]));
        check_costs(&evaluate(&typed.config(), &PRICED).costs)?;
    }

    #[test]
    #[cfg_attr(not(has_crds), ignore = "the CRDs are not beside the repository")]
    fn what_has_no_error_is_accepted_by_the_crds(typed in typed()) {
        let crds = crds::crds();
        let evaluation = evaluate(&crds::filled(&typed.config()), catalogue());
        let errors = evaluation.findings.iter().any(|finding| finding.severity == Severity::Error);
        if !errors {
            let said = crds::refusals(crds, &evaluation.bundle);
            prop_assert!(said.is_empty(), "{}", said.join("\n"));
        }
    }
}

/// Every total, added up once more from what its lines say.
fn check_costs(costs: &Costs) -> TestCaseResult {
    fn sum(amounts: impl Iterator<Item = Option<Money>>, times: u64) -> (u64, usize) {
        let (mut known, mut unknown) = (0_u64, 0);
        for amount in amounts {
            match amount {
                Some(amount) => known = known.saturating_add(amount.to_micro_dollars()),
                None => unknown += 1,
            }
        }
        (known.saturating_mul(times).min(Money::MAX), unknown)
    }
    let same = |what: &str, total: Total, (known, unknown): (u64, usize)| {
        prop_assert_eq!(total.at_least.to_micro_dollars(), known, "{}", what);
        prop_assert_eq!(total.unknown, unknown, "{}", what);
        prop_assert_eq!(total.exactly().is_some(), unknown == 0, "{}", what);
        Ok(())
    };
    let disk = || costs.disk.iter();
    same(
        "disk",
        costs.disk_hour,
        sum(disk().map(LineItem::per_hour), 1),
    )?;
    same(
        "disk",
        costs.disk_month,
        sum(disk().map(LineItem::per_month), 1),
    )?;
    prop_assert!(!costs.cases.is_empty());
    for case in &costs.cases {
        let node = || case.instance.iter().chain(disk());
        same(
            "hour",
            case.node_hour,
            sum(node().map(LineItem::per_hour), 1),
        )?;
        same(
            "month",
            case.node_month,
            sum(node().map(LineItem::per_month), 1),
        )?;
        let (nodes, gaps) = sum(node().map(LineItem::per_month), u64::from(costs.nodes));
        let (shared, more) = sum(costs.shared.iter().map(LineItem::per_month), 1);
        let all = ((nodes + shared).min(Money::MAX), gaps + more);
        same("all nodes", case.all_month, all)?;
        for line in node().chain(&costs.shared) {
            // A line that is known says its price, or has nothing to pay for.
            let priced = line.formula.price.amount.is_some();
            let nothing = line.amount() == Some(Money::ZERO);
            prop_assert!(line.amount().is_none() != (priced || nothing), "{:?}", line);
            prop_assert_eq!(line.amount(), line.formula.amount());
        }
        let start = &case.start;
        let whole = |time: TimeSpan| {
            node().map(move |line| line.per_milliseconds(u64::from(time.as_millis())))
        };
        let (before, gaps) = sum(whole(start.provisioning.high()), 1);
        let (pull, more) = match start.pull {
            Some(pull) => sum(whole(pull.high()), 1),
            None => (0, node().count()),
        };
        let (once, others) = sum(start.charges.iter().map(Charge::amount), 1);
        let total = ((before + pull + once).min(Money::MAX), gaps + more + others);
        same("start", start.total.high, total)?;
        prop_assert!(start.total.low.at_least <= start.total.likely.at_least);
        prop_assert!(start.total.likely.at_least <= start.total.high.at_least);
    }
    Ok(())
}

fn check_letters(bundle: &Bundle) -> TestCaseResult {
    prop_assert!(bundle.files().len() >= 4);
    for file in bundle.files() {
        let (path, text) = (&file.path, &file.text);
        prop_assert!(text.ends_with('\n'), "{}: no line feed at the end", path);
        let control = text.chars().find(|c| c.is_control() && *c != '\n');
        prop_assert_eq!(control, None, "{}", path);
        let ragged = text.lines().find(|line| line.ends_with(' '));
        prop_assert_eq!(ragged, None, "{}: a blank at a line's end", path);
    }
    Ok(())
}

fn check_yaml(bundle: &Bundle) -> TestCaseResult {
    for file in bundle
        .files()
        .iter()
        .filter(|file| file.syntax == Syntax::Yaml)
    {
        let documents = yaml11::read(&file.text);
        prop_assert!(documents.is_ok(), "{}: {:?}", file.path, documents.err());
        for document in documents.unwrap_or_default() {
            prop_assert_eq!(&document.doubtful, &[], "{}", file.path);
            prop_assert_eq!(&document.value, &document.core, "{}", file.path);
            if file.applied {
                prop_assert!(document.value["kind"].is_string(), "{}", file.path);
                check_strings(&document.value, "", false)?;
            }
        }
    }
    let block = bundle.apply_block();
    let ends = block
        .lines()
        .filter(|line| *line == "END_OF_MANIFESTS")
        .count();
    prop_assert_eq!(ends, 1, "the one command ends where it should");
    Ok(())
}

/// Maps and lists that hold only strings, whatever stands in them.
const OF_STRINGS: &[&str] = &[
    "labels",
    "matchLabels",
    "nodeSelector",
    "tags",
    "annotations",
    "values",
    "command",
    "args",
    "metadata",
    "nodeClassRef",
    "amiSelectorTerms",
    "taints",
    "tolerations",
    "requirements",
    "requests",
];

fn check_strings(value: &Value, key: &str, inside: bool) -> TestCaseResult {
    let inside = inside || OF_STRINGS.contains(&key);
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                check_strings(value, key, inside)?;
            }
        }
        Value::Array(items) => {
            for item in items {
                check_strings(item, key, inside)?;
            }
        }
        Value::String(_) => {}
        other => prop_assert!(!inside, "{}: {} is no string any more", key, other),
    }
    Ok(())
}

fn check_user_data(bundle: &Bundle) -> TestCaseResult {
    for document in crds::applied(bundle) {
        let Some(text) = document["spec"]["userData"].as_str() else {
            continue;
        };
        if document["metadata"]["name"] == bundle_name(bundle) {
            let alone = bundle.file("userdata.txt").map(|file| file.text.as_str());
            prop_assert_eq!(alone, Some(text), "userdata.txt is another text");
        }
        let family = document["spec"]["amiSelectorTerms"][0]["alias"]
            .as_str()
            .unwrap_or_default();
        if family.starts_with("bottlerocket@") {
            let parsed: Result<toml::Table, _> = text.parse();
            prop_assert!(parsed.is_ok(), "{:?}\n{}", parsed.err(), text);
        } else if text.starts_with("MIME-Version") {
            let parts = mime::split(text);
            prop_assert!(parts.is_ok(), "{:?}\n{}", parts.err(), text);
            for part in parts.unwrap_or_default() {
                match part.content_type.as_str() {
                    "application/node.eks.aws" => check_node_config(&part.body)?,
                    other => prop_assert_eq!(other, "text/x-shellscript; charset=\"us-ascii\""),
                }
            }
        } else {
            check_node_config(text)?;
        }
    }
    Ok(())
}

/// Name of the node class whose userData is shown alone: the first of the set.
fn bundle_name(bundle: &Bundle) -> Value {
    let documents = crds::applied(bundle);
    documents
        .first()
        .map_or(Value::Null, |document| document["metadata"]["name"].clone())
}

fn check_node_config(text: &str) -> TestCaseResult {
    let document = yaml11::read_one(text);
    prop_assert!(document.is_ok(), "{:?}\n{}", document.err(), text);
    let Ok(document) = document else {
        return Ok(());
    };
    prop_assert_eq!(&document.doubtful, &[]);
    prop_assert_eq!(&document.value["apiVersion"], "node.eks.aws/v1alpha1");
    prop_assert_eq!(&document.value["kind"], "NodeConfig");
    if let Some(config) = document.value["spec"]["containerd"]["config"].as_str() {
        let parsed: Result<toml::Table, _> = config.parse();
        prop_assert!(parsed.is_ok(), "{:?}\n{}", parsed.err(), config);
    }
    Ok(())
}

fn check_archive(bundle: &Bundle) -> TestCaseResult {
    let bytes = bundle.archive();
    prop_assert!(bytes == bundle.archive(), "the archive differs from itself");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        let name = file.name().expect("a name").into_owned();
        files.push((name, text));
    }
    let expected: Vec<(String, String)> = bundle
        .files()
        .iter()
        .map(|file| (file.path.clone(), file.text.clone()))
        .collect();
    prop_assert!(files == expected, "the archive holds other files");
    Ok(())
}

/// No text of the user's is in anything that a node runs or that is pasted into a shell.
fn check_nothing_runs(evaluation: &Evaluation) -> TestCaseResult {
    let is_hostile = |text: &str| {
        [REBOOT, REMOVE]
            .iter()
            .any(|hostile| text.contains(hostile))
    };
    for file in evaluation.bundle.files() {
        let runs = matches!(file.syntax, Syntax::Shell | Syntax::Mime | Syntax::Toml);
        prop_assert!(
            !(runs && is_hostile(&file.text)),
            "{}:\n{}",
            file.path,
            file.text
        );
    }
    for command in evaluation.steps.iter().flat_map(|step| &step.commands) {
        prop_assert!(!is_hostile(&command.text), "{}", command.text);
    }
    Ok(())
}

#[test]
fn every_field_takes_some_of_its_samples() {
    use crate::samples::samples;
    for field in Field::all() {
        let config = Config::default();
        let taken = samples(field)
            .iter()
            .filter(|text| Edit::typed(field, text, &config).is_ok())
            .count();
        assert!(
            taken > 1,
            "{}: only {taken} of the samples are taken",
            field.path
        );
    }
}
