//! Existing files: what is asked about them and what they came to. Places are `file:line`.

use serde::{Deserialize, Serialize};

use super::answer::priced;
use crate::core::{
    Assumed, Catalogue, Config, Coverage, Diagnostic, Image, Import, ImportedSet, InputFile,
    NodeReport, SettingSource, Severity, SourceLocation, findings_of, read_files, read_link,
    read_own_files, read_pull_events, write_config,
};
use crate::data::catalogue;

/// Most remarks that are answered one by one, the worst first; nobody reads more.
const MAX_REMARKS: usize = 200;
/// Most node classes whose nodes are described.
const MAX_NODES: usize = 5;
/// Most letters of a kept value that are shown.
const MAX_LETTERS: usize = 200;

/// Files to read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilesRequest {
    /// Name and text of each.
    pub files: Vec<(String, String)>,
    /// The page's Config, as its file: versions, and what the files do not say.
    pub config: String,
    /// The price tables that the page has: Region and table.
    pub prices: Vec<(String, String)>,
}

/// What the files came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilesAnswer {
    /// The documents in them.
    pub recognised: Vec<RecognisedRow>,
    /// What was noticed, by file and line.
    pub remarks: Vec<RemarkRow>,
    /// How many more remarks there are.
    pub more_remarks: usize,
    /// What was looked at and what was not, in one sentence.
    pub account: String,
    /// What is no document and was not looked at: places, what it is, why.
    pub unread: Vec<(String, String, String)>,
    /// Values of the API server that are left out.
    pub ignored: usize,
    /// What nodes make of it.
    pub nodes: Vec<NodeAnswer>,
    /// The pools, classes and userData that may be opened, one at a time.
    pub sets: Vec<SetRow>,
    /// Whether the one text is of events or logs of pulls instead.
    pub are_pulls: bool,
}

/// A pool with its class and workload, or a class or userData alone, that may be opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetRow {
    /// What it is: `NodePool gpu`.
    pub name: String,
    /// Where it begins.
    pub place: String,
    /// The Config that writes the same again, as its file.
    pub config: String,
    /// The same with all safe fixes, if that is another one.
    pub recommended: Option<String>,
    /// What no setting stands for.
    pub kept: Vec<KeptRow>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecognisedRow {
    /// Where it begins.
    pub place: String,
    /// What it is.
    pub what: String,
    /// Whether it is part of the Config.
    pub taken: bool,
    /// Why not, or what was made of it.
    pub note: String,
    /// What of it was not checked, or why nothing of it was; empty if all of it was.
    pub not_checked: String,
}

/// Something noticed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RemarkRow {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: String,
    /// Dotted path in the document, or empty.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// A kept value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptRow {
    /// Where it stands.
    pub place: String,
    /// Document and dotted path.
    pub path: String,
    /// What becomes of it, in a few words.
    pub how: String,
    /// Its value, cut off if it is long; empty if it is left out.
    pub value: String,
}

/// A value, who says it and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SaidRow {
    /// The value.
    pub value: String,
    /// Who says it.
    pub by: String,
    /// Where, if it is in the files.
    pub place: Option<String>,
}

/// A step from the launch to a Ready node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepRow {
    /// Who does it.
    pub who: String,
    /// What is done.
    pub what: String,
    /// Whether at every boot.
    pub every_boot: bool,
    /// What of the files it is about.
    pub place: Option<String>,
}

/// A key, what holds, and what lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettingRow {
    /// Dotted key.
    pub key: String,
    /// What holds.
    pub holds: SaidRow,
    /// What lost.
    pub lost: Vec<SaidRow>,
}

/// A limit of SOCI's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LimitRow {
    /// SOCI's key.
    pub key: String,
    /// What holds after the first boot.
    pub holds: SaidRow,
    /// After a reboot, if that is something else.
    pub after_reboot: Option<String>,
}

/// What nodes make of a userData.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NodeAnswer {
    /// Whose nodes.
    pub of: String,
    /// Operating system and release.
    pub system: String,
    /// Whether SOCI is on, in a few words.
    pub verdict: String,
    /// How bad that is; nothing if it is on.
    pub severity: Option<Severity>,
    /// Why, worst first.
    pub reasons: Vec<RemarkRow>,
    /// What runs, in order.
    pub steps: Vec<StepRow>,
    /// Every key of the configuration.
    pub settings: Vec<SettingRow>,
    /// SOCI's limits.
    pub limits: Vec<LimitRow>,
    /// What of the userData was not understood.
    pub unread: Vec<String>,
}

/// Reads files; a link alone is read as one.
pub(super) fn read(asked: &FilesRequest, page: &Config) -> FilesAnswer {
    if let [(name, text)] = asked.files.as_slice()
        && let Some(link) = link(name, text)
    {
        return link;
    }
    let files: Vec<InputFile> = asked
        .files
        .iter()
        .map(|(name, text)| InputFile {
            name: name.clone(),
            text: text.clone(),
        })
        .collect();
    let import = read_files(&files, &without_example(page), catalogue());
    let catalogue = priced(&asked.prices).unwrap_or_else(|_| catalogue().clone());
    Rows { files: &files }.answer(&import, &catalogue)
}

/// The page's Config for files of somebody: how large their image is does not follow from the one that
/// the page begins with.
fn without_example(page: &Config) -> Config {
    let mut base = page.clone();
    let example = Image::default();
    if base.image.reference == example.reference
        && base.image.compressed_size == example.compressed_size
    {
        base.image.compressed_size = None;
        base.image.layers = Vec::new();
    }
    base
}

/// What is noticed in the files that a Config writes, besides its own findings.
pub(super) fn own(config: &Config) -> Vec<RemarkRow> {
    let catalogue = catalogue();
    let own = read_own_files(config, catalogue);
    let said = findings_of(config, catalogue);
    let rows = Rows { files: &own.files };
    own.remarks
        .iter()
        .filter(|remark| !said.iter().any(|finding| finding.rule == remark.rule))
        .take(MAX_REMARKS)
        .map(|remark| rows.remark(remark))
        .collect()
}

/// What a link holds, if the text is one: a line, as it is copied.
fn link(name: &str, text: &str) -> Option<FilesAnswer> {
    let text = text.trim();
    if text.contains('\n') {
        return None;
    }
    let read = read_link(text)?;
    let place = format!("{name}:1");
    let remark = |message: String| RemarkRow {
        severity: Severity::Warning,
        place: place.clone(),
        path: String::new(),
        message,
    };
    Some(FilesAnswer {
        recognised: vec![RecognisedRow {
            place: place.clone(),
            what: "a link of this tool".to_owned(),
            taken: true,
            note: String::new(),
            not_checked: String::new(),
        }],
        remarks: read
            .problems
            .iter()
            .map(|it| remark(it.to_string()))
            .collect(),
        more_remarks: 0,
        account: String::new(),
        unread: Vec::new(),
        ignored: 0,
        nodes: Vec::new(),
        sets: vec![SetRow {
            name: "link".to_owned(),
            place,
            config: write_config(&read.link.config),
            recommended: None,
            kept: Vec::new(),
        }],
        are_pulls: false,
    })
}

struct Rows<'a> {
    files: &'a [InputFile],
}

impl Rows<'_> {
    fn answer(&self, import: &Import, catalogue: &Catalogue) -> FilesAnswer {
        let recognised = import.recognised.iter().map(|one| RecognisedRow {
            place: self.place(one.place),
            what: one.what.clone(),
            taken: one.taken,
            note: one.note.clone(),
            not_checked: match &one.coverage {
                Coverage::Checked => String::new(),
                Coverage::Partial { without } => format!("checked without {}", without.join(", ")),
                Coverage::Unchecked { why } => format!("not checked: {why}"),
            },
        });
        let mut noticed = import.noticed(catalogue);
        let more_remarks = noticed.len().saturating_sub(MAX_REMARKS);
        if more_remarks > 0 {
            noticed.sort_by_key(|remark| (remark.severity, remark.place));
            noticed.truncate(MAX_REMARKS);
        }
        let nodes = import.on_nodes.iter().take(MAX_NODES);
        let unread = import
            .unread
            .iter()
            .map(|one| (self.place(one.place), one.what.clone(), one.why.clone()));
        let sets = import
            .sets
            .iter()
            .map(|set| self.set(import, set, catalogue));
        FilesAnswer {
            recognised: recognised.collect(),
            account: std::iter::once(import.account().sentence(!noticed.is_empty()))
                .chain(Assumed::sentence(&import.assumed_in_configs()))
                .collect::<Vec<_>>()
                .join(" "),
            unread: unread.collect(),
            remarks: noticed.iter().map(|remark| self.remark(remark)).collect(),
            more_remarks,
            ignored: import.ignored.len(),
            nodes: nodes.map(|on| self.node(on)).collect(),
            sets: sets.collect(),
            are_pulls: match self.files {
                [file] if import.sets.is_empty() => read_pull_events(&file.text).is_ok(),
                _ => false,
            },
        }
    }

    fn set(&self, import: &Import, set: &ImportedSet, catalogue: &Catalogue) -> SetRow {
        let kept = set.kept.iter().map(|one| {
            let kept = one.kept.to_string();
            let value = kept.split_once(" = ").map_or("", |(_, value)| value);
            KeptRow {
                place: self.place(one.place),
                path: format!("{} {}", one.document, one.path),
                how: one.how.describe().to_owned(),
                value: short(value),
            }
        });
        let advised = import.recommended(set, catalogue);
        SetRow {
            name: set.name.clone(),
            place: self.place(set.place),
            config: write_config(&set.config),
            recommended: (set.config != advised).then(|| write_config(&advised)),
            kept: kept.collect(),
        }
    }

    fn place(&self, place: SourceLocation) -> String {
        let name = self.files.get(place.file).map_or("", |file| &file.name);
        format!("{name}:{}", place.line)
    }

    fn remark(&self, remark: &Diagnostic) -> RemarkRow {
        RemarkRow {
            severity: remark.severity,
            place: self.place(remark.place),
            path: remark.path.clone(),
            message: remark.message.clone(),
        }
    }

    fn said(&self, said: &SettingSource) -> SaidRow {
        SaidRow {
            value: short(&said.value),
            by: said.by.clone(),
            place: said.place.map(|place| self.place(place)),
        }
    }

    fn node(&self, on: &NodeReport) -> NodeAnswer {
        let steps = on.steps.iter().map(|step| StepRow {
            who: step.who.to_owned(),
            what: step.what.clone(),
            every_boot: step.every_boot,
            place: step.place.map(|place| self.place(place)),
        });
        let settings = on.settings.iter().map(|setting| SettingRow {
            key: setting.key.clone(),
            holds: self.said(&setting.holds),
            lost: setting.lost.iter().map(|said| self.said(said)).collect(),
        });
        let limits = on.limits.iter().map(|limit| LimitRow {
            key: limit.key.to_owned(),
            holds: self.said(&limit.holds),
            after_reboot: limit.after_reboot.clone(),
        });
        NodeAnswer {
            of: on.of.clone(),
            system: on.system.clone(),
            verdict: on.verdict.describe().to_owned(),
            severity: on.verdict.severity(),
            reasons: on
                .reasons
                .iter()
                .map(|remark| self.remark(remark))
                .collect(),
            steps: steps.collect(),
            settings: settings.collect(),
            limits: limits.collect(),
            unread: on.unread.clone(),
        }
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(MAX_LETTERS) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
