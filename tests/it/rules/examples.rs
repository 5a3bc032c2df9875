//! One bad and one good example for each rule, as its page shows them: the bad one is a case of the
//! rule's, the good one what its fix makes of it, or what is written here to put it right.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};
use soci_configurator::core::{
    Config, Diagnostic, Field, Finding, InputFile, Rule, Severity, read_config, read_files,
    write_config,
};

use super::cases::{self, Case, Settings, Trigger};
use super::{PRICED, of_rule};
use crate::file_rules::cases as of_files;
use crate::support::{config, set};

/// What the site reads.
const EXAMPLES: &str = "site/rule_examples.json";

/// Lines around what an example is about.
const AROUND: usize = 2;

/// The most characters of a line that are shown.
const WIDEST: usize = 400;

/// What is right of each rule that offers no fix for its first case.
#[rustfmt::skip]
const WITHOUT_FIX: &[(&str, Settings)] = &[
    ("few-instance-types-for-spot", &[("nodes.types", "m6i.8xlarge, m6i.12xlarge, m6i.16xlarge, m6i.24xlarge, m6i.32xlarge")]),
    ("bottlerocket-before-kubernetes-1-28", &[("cluster.kubernetes", "1.28")]),
    ("bottlerocket-arm-without-igzip", &[("nodes.architecture", "amd64")]),
    ("image-in-other-region", &[("image.reference", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/vllm:v0.9")]),
    ("layer-above-ecr-maximum", &[("image.layers", "3GB\n54525952000")]),
    ("moving-image-tag", &[("image.reference", "nginx:1.29.3")]),
    ("image-of-one-large-layer", &[("image.layers", "3GB\n3GB\n2GB\n2GB")]),
    ("capacity-type-unknown", &[("kept", "NodePool spec.template.spec.requirements[key=karpenter.sh/capacity-type,operator=In].values = [\"on-demand\",\"spot\"]")]),
    ("local-zone-types-unknown", &[("nodes.zones", "us-east-1a")]),
    ("min-values-unmet", &[("kept", "NodePool spec.template.spec.requirements[key=kubernetes.io/arch,operator=In].minValues = 1")]),
    ("pool-limit-below-smallest-type", &[("kept", "NodePool spec.limits.cpu = \"100\"")]),
    ("pods-select-other-nodes", &[("workload.kind", "deployment"), ("kept", "Deployment spec.template.spec.nodeSelector.team = \"a\"\nNodePool spec.template.metadata.labels.team = \"a\"")]),
    ("taint-not-tolerated", &[("workload.kind", "deployment"), ("workload.tolerations", "a=b:NoSchedule"), ("kept", "NodePool spec.template.spec.taints = [{\"key\":\"a\",\"value\":\"b\",\"effect\":\"NoSchedule\"}]")]),
    ("placeholders-left", &[("kept", "EC2NodeClass spec.role = \"node-role\"")]),
    ("containerd-parallel-memory", &[("nodes.types", "m6i.16xlarge")]),
    ("range-requests-off-ecr", &[("engine.concurrentDownloadChunkSize", "unlimited")]),
];

/// A line of an example, and whether it is what the example is about.
type Line = (String, bool);

/// A rule's example.
struct Example {
    rule: &'static Rule,
    file: &'static str,
    severity: Severity,
    message: String,
    /// What the button is called that makes the good one of the bad one.
    fix: Option<String>,
    bad: Vec<Line>,
    good: Vec<Line>,
}

impl Example {
    fn json(&self) -> Value {
        // One line of text a line of the file, so that a change is read as one.
        let lines = |part: &[Line]| -> Vec<String> {
            part.iter()
                .map(|(text, marked)| format!("{}{text}", if *marked { '>' } else { ' ' }))
                .collect()
        };
        json!({
            "rule": self.rule.id,
            "file": self.file,
            "severity": self.severity.as_str(),
            "message": self.message,
            "fix": self.fix,
            "bad": lines(&self.bad),
            "good": lines(&self.good),
        })
    }
}

/// The lines of these fields in a Config file, with each line's field, below the version.
fn fragment(config: &Config, paths: &BTreeSet<&str>) -> Vec<(String, String)> {
    let whole = write_config(config);
    let mut above: Vec<(usize, &str)> = Vec::new();
    let mut lines = Vec::new();
    for line in whole.lines() {
        let key = line.trim_start();
        let depth = line.len() - key.len();
        // Entries of a list and of a map of words belong to the field above them.
        let entry = key.starts_with("- ");
        above.retain(|(other, _)| *other < depth || entry && *other == depth);
        let in_field = |above: &[(usize, &str)]| {
            let keys: Vec<&str> = above.iter().map(|(_, key)| *key).collect();
            keys.join(".")
        };
        let field = in_field(&above);
        let path = if Field::find(&field).is_some() {
            field
        } else {
            above.push((depth, key.split(':').next().unwrap_or_default()));
            in_field(&above)
        };
        let section = format!("{path}.");
        let wanted = path == "version"
            || paths.contains(path.as_str())
            || paths.iter().any(|one| one.starts_with(&section));
        if wanted {
            lines.push((line.to_owned(), path));
        }
    }
    lines
}

fn text_of(lines: &[(String, String)]) -> String {
    lines.iter().map(|(line, _)| format!("{line}\n")).collect()
}

/// The fields whose values differ.
fn differing(one: &Config, other: &Config) -> BTreeSet<&'static str> {
    Field::all()
        .filter(|field| field.value(one) != field.value(other))
        .map(|field| field.path)
        .collect()
}

/// The good lines with what is new in them; what the bad ones had for nothing is said to be left out.
fn compared(bad: &[(String, String)], good: &[(String, String)]) -> Vec<Line> {
    let (old, new) = (text_of(bad), text_of(good));
    let in_good: BTreeSet<&str> = good.iter().map(|(_, path)| path.as_str()).collect();
    let (mut lines, mut shorter, mut gone) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for change in TextDiff::from_lines(&old, &new).iter_all_changes() {
        if let Some(at) = change.new_index() {
            let (line, path) = &good[at];
            let is_new = change.tag() == ChangeTag::Insert && Field::find(path).is_some();
            lines.push((line.clone(), path.as_str(), is_new));
        } else if let Some(at) = change.old_index() {
            let (line, path) = &bad[at];
            if in_good.contains(path.as_str()) {
                shorter.insert(path.as_str());
            } else if Field::find(path).is_some() && gone.insert(path.as_str()) {
                let (start, _) = line.split_once(':').expect("a key");
                let key = start.trim_start();
                let indent = start.len() - key.len();
                let said = format!("{:indent$}# {key} is left out", "");
                lines.push((said, path.as_str(), true));
            }
        }
    }
    // Of a list that only got shorter nothing is new but the list.
    for path in shorter {
        if !lines
            .iter()
            .any(|(_, other, is_new)| *other == path && *is_new)
            && let Some(first) = lines.iter_mut().find(|(_, other, _)| *other == path)
        {
            first.2 = true;
        }
    }
    lines
        .into_iter()
        .map(|(line, _, is_new)| (line, is_new))
        .collect()
}

/// What puts a Config right.
fn repaired(case: &Case, bad: &Config, finding: &Finding) -> Config {
    if let Some(fix) = &finding.fix {
        return bad.apply(&fix.edit);
    }
    let found = WITHOUT_FIX.iter().find(|(rule, _)| *rule == case.rule);
    let (_, settings) = found.unwrap_or_else(|| panic!("{} has no good example", case.rule));
    set(bad.clone(), settings)
}

/// The example of a rule of settings: of its worst cases the one with the fewest settings.
fn of_settings(case: &Case) -> Example {
    let plainest = case
        .triggers
        .iter()
        .min_by_key(|Trigger(severity, _, settings)| (*severity, settings.len()));
    let Trigger(severity, needed, settings) = plainest.expect("a rule has a case");
    let bad = config(settings);
    let mut found = of_rule(case.rule, &bad);
    found.retain(|one| one.severity == *severity && one.message.contains(needed));
    let finding = found.into_iter().next().expect("its case is one");
    let good = repaired(case, &bad, &finding);
    let mut paths = differing(&bad, &Config::default());
    paths.extend(differing(&bad, &good));
    paths.insert(finding.field.path);
    let (bad_lines, good_lines) = (fragment(&bad, &paths), fragment(&good, &paths));
    for (lines, said) in [(&bad_lines, true), (&good_lines, false)] {
        let text = text_of(lines);
        let read = read_config(&text).unwrap_or_else(|errors| panic!("{text}\n{errors:?}"));
        let again = of_rule(case.rule, &read);
        let same = again.iter().any(|one| one.message == finding.message);
        assert_eq!(same, said, "{}:\n{text}", case.rule);
        assert_eq!(!again.is_empty(), said, "{}:\n{text}", case.rule);
    }
    // A field that is empty is not written: what the case sets, the first thing of it, asks for it.
    let written = bad_lines.iter().any(|(_, path)| path == finding.field.path);
    let about = match settings.first() {
        Some((path, _)) if !written => path,
        _ => finding.field.path,
    };
    let bad_shown: Vec<Line> = bad_lines
        .iter()
        .map(|(line, path)| (line.clone(), path == about))
        .collect();
    // Prices and pulls in a label are figures of their own.
    let label = |label: &str| label.split(" (").next().map(str::to_owned);
    Example {
        rule: finding.rule,
        file: "config.yaml",
        severity: finding.severity,
        fix: finding.fix.as_ref().and_then(|fix| label(&fix.label)),
        message: finding.message,
        bad: bad_shown,
        good: compared(&bad_lines, &good_lines),
    }
}

/// What is said of a file.
fn said(text: &str, karpenter: &str) -> Vec<Diagnostic> {
    let file = InputFile {
        name: "nodes.yaml".to_owned(),
        text: text.to_owned(),
    };
    let base = config(&[("cluster.karpenter", karpenter)]);
    read_files(&[file], &base, &PRICED).noticed(&PRICED)
}

/// The example of a rule of files: its first case, and that with some lines changed.
fn of_file(case: &of_files::Case) -> Example {
    let rule = case.rule;
    let found = of_files::SOUND.iter().find(|(id, _)| *id == rule);
    let (_, changes) = found.unwrap_or_else(|| panic!("{rule} has no good example"));
    let bad = case.input.text();
    let good = if changes.is_empty() {
        case.input.plain().text()
    } else {
        changes.iter().fold(bad.clone(), |text, (from, to)| {
            assert!(text.contains(from), "{rule}: {from:?} is not in\n{text}");
            text.replacen(from, to, 1)
        })
    };
    let karpenter = case.input.karpenter();
    let finding = said(&bad, karpenter)
        .into_iter()
        .find(|one| one.rule.id == rule && one.severity == case.severity)
        .unwrap_or_else(|| panic!("{rule} is silent"));
    for other in said(&good, karpenter) {
        assert_ne!(other.rule.id, rule, "{}\n{good}", other.message);
        // These files say nothing of the volume, which is no matter of theirs.
        assert!(
            other.severity != Severity::Error || other.rule.id == "volume-too-small-for-image",
            "{rule}: the good example breaks {}\n{good}",
            other.rule.id
        );
    }
    let (bad, good) = parts(&bad, &good, finding.place.line);
    Example {
        rule: finding.rule,
        file: "nodes.yaml",
        severity: finding.severity,
        fix: None,
        message: finding.message,
        bad,
        good,
    }
}

/// The parts of two files that an example is about: what differs, the line that is named, the lines
/// around them and the keys above; what lies between is left out in both.
fn parts(bad: &str, good: &str, line: usize) -> (Vec<Line>, Vec<Line>) {
    // Of an empty file there is nothing to show.
    if bad.trim().is_empty() {
        return (Vec::new(), Side::new(good).shown());
    }
    let (mut old, mut new) = (Side::new(bad), Side::new(good));
    let (mut pairs, mut at) = (Vec::new(), (0, 0));
    for change in TextDiff::from_lines(bad, good).iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => {
                pairs.push(at);
                at = (at.0 + 1, at.1 + 1);
            }
            ChangeTag::Delete => {
                old.about.insert(at.0);
                at.0 += 1;
            }
            ChangeTag::Insert => {
                new.about.insert(at.1);
                new.marked.insert(at.1);
                at.1 += 1;
            }
        }
    }
    old.about.insert(line - 1);
    old.marked.insert(line - 1);
    let all = old.about.len().max(new.about.len()) > 20;
    if all {
        // What is replaced as a whole is shown by its beginning.
        old.about.retain(|at| *at < 6);
        new.about.retain(|at| *at < 6);
    }
    old.widen();
    new.widen();
    loop {
        let before = (old.seen.len(), new.seen.len());
        for (one, other) in &pairs {
            if old.seen.contains(one) || new.seen.contains(other) {
                old.seen.insert(*one);
                new.seen.insert(*other);
            }
        }
        old.bridge();
        new.bridge();
        if before == (old.seen.len(), new.seen.len()) {
            break;
        }
    }
    (old.shown(), new.shown())
}

/// One of the two files of an example.
struct Side<'a> {
    lines: Vec<&'a str>,
    about: BTreeSet<usize>,
    marked: BTreeSet<usize>,
    seen: BTreeSet<usize>,
}

impl<'a> Side<'a> {
    fn new(text: &'a str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let seen = (0..lines.len().min(11)).collect();
        Self {
            lines,
            about: BTreeSet::new(),
            marked: BTreeSet::new(),
            seen,
        }
    }

    fn indent(&self, at: usize) -> usize {
        let line = self.lines[at];
        line.len() - line.trim_start().len()
    }

    /// What the example is about with the lines around it and the keys that it stands below.
    fn widen(&mut self) {
        self.seen = BTreeSet::new();
        for at in self.about.clone() {
            let from = at.saturating_sub(AROUND);
            let to = (at + AROUND).min(self.lines.len().saturating_sub(1));
            self.seen.extend(from..=to);
            let Some(first) = (from..=at).find(|line| !self.lines[*line].trim().is_empty()) else {
                continue;
            };
            let (mut depth, mut kinds) = (self.indent(first) + 1, true);
            for above in (0..=first).rev() {
                let line = self.lines[above].trim_start();
                let indent = self.indent(above);
                if line == "---" {
                    break;
                }
                if line.is_empty() || indent > depth {
                    continue;
                }
                if indent < depth {
                    (depth, kinds) = (indent, true);
                    self.seen.insert(above);
                } else if line.starts_with("--") {
                    // Above it is another part of the userData.
                    kinds = false;
                } else if kinds && line.starts_with("kind:") {
                    self.seen.insert(above);
                }
            }
        }
    }

    /// A gap of one line takes as much room as the line.
    fn bridge(&mut self) {
        let last = self.lines.len() - 1;
        for at in 0..=last {
            let above = at == 0 || self.seen.contains(&(at - 1));
            if above && (at == last || self.seen.contains(&(at + 1))) {
                self.seen.insert(at);
            }
        }
    }

    fn shown(&self) -> Vec<Line> {
        let mut shown = Vec::new();
        let mut next = 0;
        for at in self.seen.iter().copied() {
            if at > next {
                shown.push((format!("{}…", " ".repeat(self.indent(at))), false));
            }
            next = at + 1;
            shown.push((cut(self.lines[at]), self.marked.contains(&at)));
        }
        if next < self.lines.len() {
            shown.push(("…".to_owned(), false));
        }
        shown
    }
}

/// A line as it is shown: without what nobody reads.
fn cut(line: &str) -> String {
    let line = line.trim_end();
    if line.chars().count() <= WIDEST {
        return line.to_owned();
    }
    let start: String = line.chars().take(60).collect();
    format!("{start}…")
}

#[test]
fn every_rule_has_a_bad_and_a_good_example() {
    let files = of_files::all();
    let examples: Vec<Example> = Rule::all()
        .map(
            |rule| match cases::all().find(|case| case.rule == rule.id) {
                Some(case) => of_settings(case),
                None => {
                    let case = files.iter().find(|case| case.rule == rule.id);
                    of_file(case.unwrap_or_else(|| panic!("{} has no case", rule.id)))
                }
            },
        )
        .collect();
    for example in &examples {
        let rule = example.rule.id;
        assert_ne!(example.bad, example.good, "{rule}");
        let marks = |part: &[Line]| part.iter().filter(|(_, marked)| *marked).count();
        assert!(example.bad.is_empty() || marks(&example.bad) > 0, "{rule}");
        assert!(example.bad.len() <= 40, "{rule}: {}", example.bad.len());
        assert!(example.good.len() <= 40, "{rule}: {}", example.good.len());
    }
    // What is written here to put a rule right is of a rule that needs it.
    assert_eq!(of_files::SOUND.len(), Rule::of_files().count());
    let without_fix = examples
        .iter()
        .filter(|example| example.rule.is_about_settings() && example.fix.is_none());
    assert_eq!(WITHOUT_FIX.len(), without_fix.count());
    let all: Vec<Value> = examples.iter().map(Example::json).collect();
    let all = serde_json::to_string_pretty(&all).expect("JSON") + "\n";
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(EXAMPLES, &all).expect("the examples are written");
    }
    let expected = fs::read_to_string(EXAMPLES).unwrap_or_default();
    assert!(
        all == expected,
        "look at the difference, then UPDATE_EXPECT=1 cargo test --test it rules\n{}",
        TextDiff::from_lines(&expected, &all).unified_diff()
    );
}
