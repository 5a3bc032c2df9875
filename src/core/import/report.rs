//! What importing says: what was recognised, taken, kept, ignored and noticed.

use crate::core::config::{Config, EngineKind, Field, Override};
use crate::core::findings::{Rule, Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::Document;
use crate::core::import::node::NodeReport;
use crate::core::import::source::{Coverage, Launcher, SourceLocation, Unread};
use crate::core::yaml::DocumentPath;

/// A document and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSummary {
    /// Where it begins.
    pub place: SourceLocation,
    /// What it is: `EC2NodeClass soci-snapshotter`.
    pub what: String,
    /// Its kind alone, by which documents are counted: `EC2NodeClass`.
    pub kind: String,
    /// Whether it is part of a Config now.
    pub taken: bool,
    /// Why not, or what was made of it.
    pub note: String,
    /// Whether it was checked.
    pub coverage: Coverage,
}

/// A field of the Config that a file's value went into.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// Where the value stands.
    pub place: SourceLocation,
    /// Its dotted path in the document.
    pub path: String,
    /// The field.
    pub field: &'static Field,
}

/// How a kept value stands to what the settings would write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverrideKind {
    /// The settings write nothing there.
    Added,
    /// The settings would write something else.
    Replaced,
    /// The settings would write something, and the file does not.
    LeftOut,
}

impl OverrideKind {
    /// What becomes of it, in a few words.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Added => "preserved",
            Self::Replaced => "overrides a setting",
            Self::LeftOut => "omitted, as in the file",
        }
    }
}

/// A value that no setting stands for, and that is written as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedOverride {
    /// Where it stands; where the document stands, if it is left out there.
    pub place: SourceLocation,
    /// The document: `EC2NodeClass soci-snapshotter`.
    pub document: String,
    /// Its dotted path.
    pub path: String,
    /// How it stands to the settings.
    pub how: OverrideKind,
    /// What the Config keeps.
    pub kept: Override,
    /// Where in its document it stands; none where it is left out, and in userData, of which no
    /// schema says anything.
    pub(super) at: Option<DocumentPlace>,
}

/// A value's document and its path there: what it is known by, however the file is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DocumentPlace {
    /// The document's number.
    pub(super) document: usize,
    pub(super) path: DocumentPath,
}

/// A value that an API would refuse or drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    /// The document's number.
    pub(super) document: usize,
    pub(super) path: DocumentPath,
    /// Whether what stands below it is refused as well.
    pub(super) is_about_all_below: bool,
}

impl Refused {
    /// Whether a value is refused, or holds what is.
    pub(super) fn is_of(&self, place: &DocumentPlace) -> bool {
        self.document == place.document
            && (self.path.is_within(&place.path)
                || (self.is_about_all_below && place.path.is_within(&self.path)))
    }
}

/// A pool with its class and workload, as a Config of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedSet {
    /// What it is called: `NodePool gpu`.
    pub name: String,
    /// Where its pool, class or userData begins.
    pub place: SourceLocation,
    /// The Config that writes the same documents again.
    pub config: Config,
    /// The engine that the files ask for. It is another one than the Config's where something in them
    /// switches SOCI off again.
    pub(super) asked: EngineKind,
    /// Fields and the lines that they come from.
    pub taken: Vec<Taken>,
    /// What is kept word for word.
    pub kept: Vec<ImportedOverride>,
    /// Fields that the files leave to a default: the nearest line that there is, and whose the
    /// default is. Fields of documents that are not there are in neither list.
    pub(super) defaults: Vec<DefaultedField>,
    /// Fields that matter to what is said of the set, and that its Config has from the settings that the
    /// files were read with.
    pub(super) from_settings: Vec<&'static Field>,
    /// Which of the descriptions of nodes is about its own.
    pub(super) report: Option<usize>,
    /// The numbers of its documents.
    pub(super) documents: Vec<usize>,
    /// Who launches its nodes.
    pub(super) launcher: Launcher,
    /// Whether nothing here says which instance types its nodes have: a template still has to fill that
    /// in, or a userData stands alone.
    pub(super) has_open_types: bool,
    /// Fields of the engine whose values a template still has to fill in, or that are not read.
    pub(super) open_fields: Vec<&'static Field>,
    /// The lines at which a template puts more into its node class, and into its pool, than is read.
    pub(super) gaps: [Option<usize>; 2],
    /// The keys of the volume that holds images whose values a template still has to fill in.
    pub(super) open_volume: Vec<String>,
}

/// The name of the set of a Config file.
pub(super) const CONFIG_FILE: &str = "Config file";

/// A field that no line of the files says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DefaultedField {
    pub(super) field: &'static Field,
    /// The line that is nearest to where its value would stand.
    pub(super) place: SourceLocation,
    /// The path at which it would stand.
    pub(super) path: String,
    /// What holds instead, and whose default that is; empty where nothing holds.
    pub(super) holds: String,
}

impl ImportedSet {
    /// The value of the files that a field stands for.
    pub(super) fn taken_for(&self, field: &Field) -> Option<&Taken> {
        self.taken.iter().find(|taken| taken.field == field)
    }

    /// Whether it was read from a Config file of this tool, not from manifests.
    pub(super) fn is_config_file(&self) -> bool {
        self.name == CONFIG_FILE
    }

    /// Whether something was said of one of its documents.
    pub(super) fn holds(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic
            .document
            .is_some_and(|number| self.documents.contains(&number))
    }
}

/// Everything that files came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The documents, in their order.
    pub recognised: Vec<DocumentSummary>,
    /// A Config for each pool, or for each class or userData without one; first the one that is
    /// opened unless another is chosen. Empty if nothing could be taken.
    pub sets: Vec<ImportedSet>,
    /// What the API server had added, and nobody writes.
    pub ignored: Vec<(SourceLocation, String)>,
    /// What was noticed, by file and line.
    pub remarks: Vec<Diagnostic>,
    /// What nodes make of their userData, one for each node class or bare userData.
    pub on_nodes: Vec<NodeReport>,
    /// What is no document and was not looked at.
    pub unread: Vec<Unread>,
    /// Values that an API would refuse or drop.
    pub(super) refused: Vec<Refused>,
    /// Documents of which some stands under a template's conditions.
    pub(super) guarded: Vec<Document>,
}

impl Import {
    /// The set that is opened unless another one is chosen.
    pub fn first(&self) -> Option<&ImportedSet> {
        self.sets.first()
    }

    /// Its Config.
    pub fn config(&self) -> Option<&Config> {
        self.first().map(|set| &set.config)
    }

    /// What it keeps word for word.
    pub fn kept(&self) -> &[ImportedOverride] {
        self.first().map_or(&[], |set| &set.kept)
    }

    /// Whether something was noticed that an API or a node would refuse.
    pub fn has_errors(&self) -> bool {
        self.remarks
            .iter()
            .any(|remark| remark.severity == Severity::Error)
    }

    /// Whether a file is no input at all: empty, too large, or neither a manifest nor userData nor a
    /// valid Config.
    pub fn has_unusable_file(&self) -> bool {
        let rules: [&Rule; 5] = [
            &rules::TOO_LARGE,
            &rules::EMPTY_FILE,
            &rules::NOT_YAML,
            &rules::NO_MANIFEST,
            &rules::CONFIG_FILE,
        ];
        self.remarks
            .iter()
            .any(|remark| rules.contains(&remark.rule))
    }

    /// Whether a Config file has an invalid entry.
    pub fn has_invalid_config(&self) -> bool {
        let rule: &Rule = &rules::CONFIG_FILE;
        self.remarks.iter().any(|remark| *remark.rule == *rule)
    }

    /// What was looked at, and what was not.
    pub fn account(&self) -> Account {
        let mut account = Account::default();
        for one in &self.recognised {
            match &one.coverage {
                Coverage::Checked => account.count(&one.kind),
                Coverage::Partial { without } => {
                    account
                        .in_part
                        .push(format!("{} (without {})", one.what, without.join(", ")))
                }
                Coverage::Unchecked { why } => {
                    account.unchecked.push(format!("{} ({why})", one.what));
                }
            }
        }
        // What is left for one reason has that reason once.
        let mut by_why: Vec<(&str, Vec<&str>)> = Vec::new();
        for one in &self.unread {
            let why = one.why.trim_end_matches('.');
            match by_why.iter_mut().find(|(own, _)| *own == why) {
                Some((_, all)) => all.push(&one.what),
                None => by_why.push((why, vec![&one.what])),
            }
        }
        for (why, all) in by_why {
            account.unchecked.push(format!("{} ({why})", named(&all)));
        }
        account
    }
}

/// What of the files was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// How many documents of which kind were checked as a whole.
    pub checked: Vec<(usize, String)>,
    /// What was checked in part, each with what was not: `NodePool a (without …)`.
    pub in_part: Vec<String>,
    /// What was not checked, each with why: `Job x (…)`.
    pub unchecked: Vec<String>,
}

/// Most things of one kind that a sentence names; JSON has them all.
const MAX_NAMED: usize = 10;

/// Things by their names, and how many more there are.
fn named(all: &[&str]) -> String {
    let named: Vec<&str> = all.iter().take(MAX_NAMED).copied().collect();
    let more = match all.len().saturating_sub(MAX_NAMED) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("{}{more}", named.join(", "))
}

impl Account {
    fn count(&mut self, kind: &str) {
        match self.checked.iter_mut().find(|(_, own)| own == kind) {
            Some((count, _)) => *count += 1,
            None => self.checked.push((1, kind.to_owned())),
        }
    }

    /// Whether nothing at all was checked.
    pub fn is_nothing(&self) -> bool {
        self.checked.is_empty() && self.in_part.is_empty()
    }

    /// All of it in one sentence: “No findings in 2 EC2NodeClass, 1 NodePool; not checked: Job x
    /// (no NodePool that it asks for is among these files).”
    pub fn sentence(&self, has_findings: bool) -> String {
        let mut parts = Vec::new();
        let counted: Vec<String> = self
            .checked
            .iter()
            .map(|(count, kind)| format!("{count} {kind}"))
            .collect();
        let counted = counted.join(", ");
        match (
            has_findings,
            self.checked.is_empty(),
            self.in_part.is_empty(),
        ) {
            (_, true, true) => parts.push("Nothing was checked".to_owned()),
            (false, true, false) => parts.push("No findings".to_owned()),
            (false, false, _) => parts.push(format!("No findings in {counted}")),
            (true, true, false) => {}
            (true, false, _) => parts.push(format!("checked: {counted}")),
        }
        for (word, list) in [
            ("checked in part", &self.in_part),
            ("not checked", &self.unchecked),
        ] {
            if list.is_empty() {
                continue;
            }
            let list: Vec<&str> = list.iter().map(String::as_str).collect();
            parts.push(format!("{word}: {}", named(&list)));
        }
        let text = parts.join("; ");
        let mut letters = text.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).chain(['.']).collect()
    }
}
