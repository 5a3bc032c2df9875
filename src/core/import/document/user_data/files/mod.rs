//! Files of the node that userData writes, whoever writes them: scripts, cloud-config, boothooks.
//! Nothing is run; what a file holds is known where the text itself holds it.

mod calls;
mod cloud_config;
mod commands;
mod expand;
mod open_path;
mod output;
mod programs;
mod reach;
mod run;
mod tree;
mod unit;
mod written;

use super::shell::{Edit, SOCI_CONFIG, SOCI_KEYS};
use std::collections::BTreeMap;

pub(in crate::core::import) use super::file_text::FileText;
pub(in crate::core::import) use super::reach::Reach;
pub(in crate::core::import) use cloud_config::read as cloud_config;
pub(in crate::core::import) use run::read as script;
pub(in crate::core::import) use unit::{Unit, sections};

/// Lines with the userData lines that they come from.
pub(in crate::core::import) type Lines = Vec<(String, usize)>;

/// The lines of a text, all of which come from one.
fn numbered(text: &str, line: usize) -> Lines {
    text.lines().map(|text| (text.to_owned(), line)).collect()
}

/// What is written, if it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum Content {
    Known(Lines),
    Unknown(Unknown),
}

/// Why it is not known what is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum Unknown {
    /// SOCI's install script, which other readers know.
    InstallScript,
    /// A file of this path, which the userData does not write.
    CopyOf(String),
    /// Anything else: `what curl downloads`.
    Other(String),
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::InstallScript => f.write_str("SOCI's install script"),
            Self::CopyOf(path) => write!(f, "a copy of {path}"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

impl Content {
    /// What is not known, in words: `what curl downloads`.
    fn unknown(what: impl Into<String>) -> Self {
        Self::Unknown(Unknown::Other(what.into()))
    }
}

/// How a file is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum How {
    Whole(Content),
    Appended(Content),
    /// sed's substitutions; none of them if they are beyond what is understood here.
    EditedBySed(Vec<Edit>),
    /// A program changes it in a way that is not known: its name.
    EditedBy(String),
    Removed,
}

impl How {
    /// Whether what is written is of SOCI's settings, whatever the file is called.
    fn is_about_soci(&self) -> bool {
        match self {
            Self::EditedBySed(edits) => edits
                .iter()
                .any(|edit| edit.is_of_limit() || edit.pattern.contains("enable")),
            Self::Whole(Content::Known(lines)) | Self::Appended(Content::Known(lines)) => {
                lines.iter().any(|(text, _)| {
                    text.contains("pull_modes") || SOCI_KEYS.iter().any(|key| text.contains(key))
                })
            }
            Self::Whole(Content::Unknown(_)) | Self::Appended(Content::Unknown(_)) => false,
            Self::EditedBy(_) | Self::Removed => false,
        }
    }
}

/// A change to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct WrittenFile {
    pub(in crate::core::import) path: String,
    pub(in crate::core::import) how: How,
    /// The userData line of the command that does it.
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) stage: Stage,
    /// When it is done.
    pub(in crate::core::import) reach: Reach,
}

/// When it is done, in the order of a boot (cloud-init's modules, cloud.cfg of AL2023).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::core::import) enum Stage {
    /// `text/cloud-boothook`, at every boot.
    Boothook,
    /// cloud-config's `bootcmd`, at every boot.
    BootCommand,
    /// cloud-config's `write_files`, once.
    WriteFiles,
    /// `text/x-shellscript-per-boot`, at every boot.
    PerBoot,
    /// `text/x-shellscript`, once.
    #[default]
    Script,
    /// cloud-config's `runcmd`, once, behind the scripts.
    RunCommand,
}

impl Stage {
    /// Whether it is done at every boot, or once for an instance.
    pub(in crate::core::import) const fn is_every_boot(self) -> bool {
        matches!(self, Self::Boothook | Self::BootCommand | Self::PerBoot)
    }
}

/// A directory that something is mounted on, or linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Mount {
    pub(in crate::core::import) target: String,
    pub(in crate::core::import) line: usize,
}

/// A program that is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Call {
    pub(in crate::core::import) words: Vec<String>,
    pub(in crate::core::import) line: usize,
    /// When it is run.
    pub(in crate::core::import) reach: Reach,
}

/// What a part of userData does to the node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::core::import) struct Effects {
    pub(in crate::core::import) files: Vec<WrittenFile>,
    pub(in crate::core::import) mounts: Vec<Mount>,
    /// Commands that other readers look for: `systemctl`, `ctr`, `crictl`.
    pub(in crate::core::import) calls: Vec<Call>,
    /// What was not understood: line, and what it is.
    pub(in crate::core::import) unread: Vec<(usize, String)>,
    /// The lines of the commands that are run, and when.
    ran: Vec<(usize, usize, Reach)>,
    /// Whether something was left out because it is too much.
    is_cut: bool,
}

/// What a script does that another program than a shell runs: that is not read, and files of SOCI that it
/// names may be anything after it.
pub(in crate::core::import) fn program(
    text: &str,
    first: usize,
    stage: Stage,
    interpreter: &str,
) -> Effects {
    let mut effects = Effects::default();
    effects.unread(first, format!("a {interpreter} script"));
    let names = |path: &str| {
        let line = text.lines().position(|line| line.contains(path))?;
        Some(first + line)
    };
    if let Some(line) = names(SOCI_CONFIG).or_else(|| names("soci-snapshotter")) {
        let how = How::EditedBy(interpreter.to_owned());
        effects.write(SOCI_CONFIG, how, line, stage, Reach::Always);
    }
    effects
}

/// Most entries of each list.
const MAX_ENTRIES: usize = 500;
/// Most lines that are named as not understood.
const MAX_UNREAD: usize = 50;

impl Effects {
    fn write(&mut self, path: &str, how: How, line: usize, stage: Stage, reach: Reach) {
        if path.is_empty() || path.starts_with("/dev/") {
            return;
        }
        if self.files.len() >= MAX_ENTRIES {
            return self.cut(line);
        }
        let (path, how) =
            if open_path::is_open(path) && open_path::may_be_of_soci(path, how.is_about_soci()) {
                let how = How::Whole(Content::unknown(open_path::WHAT));
                (SOCI_CONFIG.to_owned(), how)
            } else {
                (clean(path), how)
            };
        self.files.push(WrittenFile {
            path,
            how,
            line,
            stage,
            reach,
        });
    }

    fn ran(&mut self, first: usize, last: usize, reach: Reach) {
        self.ran.push((first, last.max(first), reach));
    }

    /// When what stands on a line is run; nothing if it never is, as a text that is only written.
    pub(in crate::core::import) fn reach_of(&self, line: usize) -> Option<Reach> {
        let own = self
            .ran
            .iter()
            .filter(|(first, last, _)| (*first..=*last).contains(&line))
            .map(|(.., reach)| *reach);
        own.min_by_key(|reach| *reach != Reach::Always)
    }

    /// The first line that changes SOCI's limits by sed, and whether it does so at every boot.
    pub(in crate::core::import) fn edit_of_limits(&self) -> Option<(usize, bool)> {
        self.files.iter().find_map(|file| match &file.how {
            How::EditedBySed(edits) if file.path == SOCI_CONFIG => edits
                .iter()
                .find(|edit| edit.is_of_limit())
                .map(|edit| (edit.line, file.stage.is_every_boot())),
            _ => None,
        })
    }

    fn mount(&mut self, target: &str, line: usize) {
        if self.mounts.len() >= MAX_ENTRIES {
            return self.cut(line);
        }
        self.mounts.push(Mount {
            target: clean(target),
            line,
        });
    }

    fn call(&mut self, words: Vec<String>, line: usize, reach: Reach) {
        if self.calls.len() >= MAX_ENTRIES {
            return self.cut(line);
        }
        self.calls.push(Call { words, line, reach });
    }

    pub(super) fn unread(&mut self, line: usize, what: impl Into<String>) {
        if self.unread.len() >= MAX_UNREAD {
            return self.cut(line);
        }
        self.unread.push((line, what.into()));
    }

    /// Says, once, that from this line on more is done than is followed here.
    fn cut(&mut self, line: usize) {
        if !std::mem::replace(&mut self.is_cut, true) {
            let what = "the rest of the script from here on, which is too long to follow";
            self.unread.push((line, what.to_owned()));
        }
    }

    /// Targets that lines of `/etc/fstab` mount.
    pub(in crate::core::import) fn of_fstab(&self) -> Vec<Mount> {
        let mut mounts = Vec::new();
        for file in self.files.iter().filter(|file| file.path == "/etc/fstab") {
            if let How::Whole(Content::Known(lines)) | How::Appended(Content::Known(lines)) =
                &file.how
            {
                for (text, line) in lines {
                    let target = text.split_whitespace().nth(1);
                    if let Some(target) = target.filter(|target| target.starts_with('/')) {
                        mounts.push(Mount {
                            target: clean(target),
                            line: *line,
                        });
                    }
                }
            }
        }
        mounts
    }

    pub(in crate::core::import) fn join(&mut self, other: Self) {
        self.files.extend(other.files);
        self.mounts.extend(other.mounts);
        self.calls.extend(other.calls);
        self.unread.extend(other.unread);
        self.ran.extend(other.ran);
        self.is_cut |= other.is_cut;
    }
}

/// A path without doubled slashes and without one at its end.
fn clean(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for part in path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
    {
        if path.starts_with('/') || !out.is_empty() {
            out.push('/');
        }
        out.extend(part.chars().filter(|letter| !letter.is_control()));
    }
    out
}

/// Whether what a file holds may matter to how images are pulled.
pub(in crate::core::import) fn matters(path: &str) -> bool {
    const PLACES: [&str; 11] = [
        "/etc/eks/nodeadm",
        "/etc/soci-snapshotter-grpc/",
        "/etc/containerd/",
        "/etc/systemd/system/soci-snapshotter",
        "/etc/systemd/system/containerd",
        "/etc/systemd/system/kubelet",
        "/etc/systemd/system.conf",
        "/etc/kubernetes/kubelet",
        "/usr/lib/systemd/system/soci-snapshotter",
        "/usr/lib/systemd/system/containerd",
        "/etc/fstab",
    ];
    PLACES.iter().any(|place| path.starts_with(place))
}

/// What a file holds after `changes`, which begin with what the AMI has there.
pub(in crate::core::import) fn text_of<'a>(
    before: Option<&str>,
    changes: impl Iterator<Item = &'a WrittenFile>,
) -> Option<FileText> {
    let mut text = before.map(|before| {
        FileText::Known(before.lines().map(|line| (line.to_owned(), None)).collect())
    });
    for change in changes {
        if let Reach::If(line) = change.reach {
            let why = "only if the condition there is true".to_owned();
            text = Some(FileText::Unknown(line, why));
            continue;
        }
        text = match (&change.how, text) {
            (How::Removed, _) => None,
            (How::Whole(Content::Known(lines)), _) => Some(FileText::Known(own(lines))),
            (How::Whole(Content::Unknown(why)) | How::Appended(Content::Unknown(why)), _) => {
                Some(FileText::Unknown(change.line, why.to_string()))
            }
            (How::Appended(Content::Known(lines)), None) => Some(FileText::Known(own(lines))),
            (How::Appended(Content::Known(lines)), Some(FileText::Known(mut before))) => {
                before.extend(own(lines));
                Some(FileText::Known(before))
            }
            (How::EditedBy(program), _) => Some(FileText::Unknown(
                change.line,
                format!("the result of {program}"),
            )),
            (How::EditedBySed(edits), Some(FileText::Known(before))) => {
                Some(super::sed::apply(before, edits, change.line))
            }
            (_, before) => before,
        };
    }
    text
}

fn own(lines: &Lines) -> Vec<(String, Option<usize>)> {
    let lines = lines.iter();
    lines
        .map(|(text, line)| (text.clone(), Some(*line)))
        .collect()
}

/// The last state of every path, in the order of their names.
pub(in crate::core::import) fn by_path<'a>(
    files: &[&'a WrittenFile],
) -> BTreeMap<&'a str, Vec<&'a WrittenFile>> {
    let mut all: BTreeMap<&str, Vec<&WrittenFile>> = BTreeMap::new();
    for file in files {
        all.entry(file.path.as_str()).or_default().push(file);
    }
    all
}
