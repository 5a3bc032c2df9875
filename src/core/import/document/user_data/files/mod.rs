//! Files of the node that userData writes, whoever writes them: scripts, cloud-config, boothooks.
//! Nothing is run; what a file holds is known where the text itself holds it.

mod calls;
mod cloud_config;
mod commands;
mod output;
mod run;
mod unit;
mod written;

use super::shell::Edit;
use std::collections::BTreeMap;

pub(in crate::core::import) use super::file_text::FileText;
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
    /// Why not: `what curl downloads`.
    Unknown(String),
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

/// A change to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct WrittenFile {
    pub(in crate::core::import) path: String,
    pub(in crate::core::import) how: How,
    /// The userData line of the command that does it.
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) stage: Stage,
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
}

/// Most entries of each list.
const MAX_FILES: usize = 500;

impl Effects {
    fn write(&mut self, path: &str, how: How, line: usize, stage: Stage) {
        if self.files.len() < MAX_FILES && !path.is_empty() && !path.starts_with("/dev/") {
            self.files.push(WrittenFile {
                path: clean(path),
                how,
                line,
                stage,
            });
        }
    }

    fn mount(&mut self, target: &str, line: usize) {
        if self.mounts.len() < MAX_FILES {
            self.mounts.push(Mount {
                target: clean(target),
                line,
            });
        }
    }

    fn unread(&mut self, line: usize, what: impl Into<String>) {
        if self.unread.len() < 50 {
            self.unread.push((line, what.into()));
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
        text = match (&change.how, text) {
            (How::Removed, _) => None,
            (How::Whole(Content::Known(lines)), _) => Some(FileText::Known(own(lines))),
            (How::Whole(Content::Unknown(why)) | How::Appended(Content::Unknown(why)), _) => {
                Some(FileText::Unknown(change.line, why.clone()))
            }
            (How::Appended(Content::Known(lines)), None) => Some(FileText::Known(own(lines))),
            (How::Appended(Content::Known(lines)), Some(FileText::Known(mut before))) => {
                before.extend(own(lines));
                Some(FileText::Known(before))
            }
            (How::EditedBy(program), _) => Some(FileText::Unknown(
                change.line,
                format!("what {program} makes of it"),
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
