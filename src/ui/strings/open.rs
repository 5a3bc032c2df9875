//! Opening existing files, and what they came to.

use super::words::count;

pub const BUTTON: &str = "Import";
pub const BUTTON_HELP: &str = "Manifests, userData, a Config file or a link";
pub const TITLE: &str = "Open existing files";
pub const ABOUT: &str = "Node classes, NodePools and workloads as YAML or JSON, within Terraform, Helm, Argo CD, Flux, Markdown or scripts; \
     userData and files of a node; a Config file or a link of this page. Paste, drop or choose several. They are read on this machine.";
pub const FILES: &str = "Files";
pub const TEXT: &str = "Text of the files";
pub const TEXT_HINT: &str = "apiVersion: karpenter.k8s.aws/v1";
pub const CHOOSE: &str = "Choose files";
pub const CLEAR: &str = "Clear";
pub const LEAVE_OUT: &str = "Leave out";

pub fn leave_out(name: &str) -> String {
    format!("Leave {name} out")
}

pub const TOO_LARGE: &str = "The file is larger than what is read here, 10 MB.";
/// Beside files that were dropped beyond the bound.
pub const TOO_MANY: &str = "At most 50 files are read at once.";

/// A file that stands for others too.
pub fn and_others(name: &str, others: u32) -> String {
    match others {
        0 => name.to_owned(),
        1 => format!("{name} and 1 other"),
        _ => format!("{name} and {others} others"),
    }
}
pub const UNREADABLE: &str = "The browser could not read the file.";
pub const READING: &str = "Reading it.";
pub const OPENED: &str = "Opened. Undo brings the settings from before back.";

/// What pasted text is called where a file's name stands.
pub const PASTED: &str = "pasted";
pub const NO_WORKER: &str = "The files could not be read in this browser; the command line reads them with `check` and `import`.";

pub const RECOGNISED: &str = "Documents";

pub fn ignored(values: usize) -> String {
    format!(
        "Left out: {} that the API server had added.",
        count(values, "value")
    )
}

pub const UNREAD: &str = "Not looked at";
/// What of a node's userData was not understood, or is in no file that was given.
pub const NOT_UNDERSTOOD: &str = "Not known: ";

pub const SET: &str = "Open";
pub fn sets(number: usize) -> String {
    format!(
        "{} are in these files, each with its class and workload. Choose which one to open.",
        count(number, "set")
    )
}

pub const NO_SETTINGS: &str = "There is nothing here that can be opened as settings.";
pub const AS_MINE: &str = "Import as is";
pub const FIXED: &str = "Import and apply fixes";
pub const WHICH: &str = "Import as is: the files are written again as they are. Import and apply fixes: what stands in the settings’ way \
     or would be refused is let go, and every fix for more than a note is made, as shown at the end.";

pub const REMARKS: &str = "What else is noticed, by file and line";
pub const REMARKS_LABEL: &str = "Findings";

pub fn more_remarks(more: usize) -> String {
    format!("And {more} more; these are the worst.")
}

pub const KEPT: &str = "Unmapped fields";
pub const KEPT_HELP: &str = "Your files hold these, and no setting stands for them. They are written again where they were; under Cluster, Preserved fields lists them.";
pub const KEPT_CAPTION: &str = "Values that no setting stands for";
pub const KEPT_HEADS: [&str; 4] = ["Line", "Field", "It is", "Value"];

pub const ADVICE: &str = "Yours → recommended";
pub const ADVICE_LABEL: &str = "Yours and recommended";
pub const YOURS: &str = "yours";
pub const RECOMMENDED: &str = "recommended";

pub const NODES: &str = "On the node";
/// Between what a userData is of and the system of the node.
pub const ON: &str = " on ";

pub const LIMITS: &str = "SOCI’s limits";
pub const LIMITS_CAPTION: &str = "SOCI’s limits on the node";
pub const LIMITS_HEADS: &[&str] = &["Limit", "Holds", "After a reboot, if not the same", "From"];

pub const RUNS: &str = "What runs, in order";
pub const RUNS_CAPTION: &str = "What runs on the node, in order";
pub const RUNS_HEADS: &[&str] = &["Who", "When", "What", "Line"];
pub const EVERY_BOOT: &str = "at every boot";
pub const ONCE: &str = "once";

pub const KEYS: &str = "Effective values";
pub const KEYS_CAPTION: &str = "Keys of the node’s configuration";
pub const KEYS_HEADS: &[&str] = &["Key", "Holds", "From", "Lost"];

/// How many documents were recognised, and how many of them are taken.
pub fn documents(all: usize, taken: usize) -> String {
    match (all, taken) {
        (0, _) => "Nothing was recognised".to_owned(),
        (1, 1) => "1 document, taken".to_owned(),
        (all, taken) => format!("{}, {taken} taken", count(all, "document")),
    }
}

pub fn of_waste(number: usize) -> String {
    format!("{number} of waste")
}

pub fn kept(values: usize) -> String {
    match values {
        0 => "nothing that no setting stands for".to_owned(),
        kept => format!("{} without a setting, kept", count(kept, "value")),
    }
}
