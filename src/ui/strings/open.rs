//! Opening existing files, and what they came to.

use super::words::count;

pub const BUTTON: &str = "Import";
pub const BUTTON_HELP: &str = "Manifests, userData, a Config file or a link";
pub const TITLE: &str = "Import existing files";
pub const ABOUT: &str = "Node classes, NodePools and workloads as YAML or JSON, also inside Terraform, Helm, Argo CD, Flux, Markdown or scripts; \
     userData and node files; a Config file or a link to this page. Paste, drop or choose several. They never leave this machine.";
pub const FILES: &str = "Files";
pub const TEXT: &str = "File contents";
pub const TEXT_HINT: &str = "apiVersion: karpenter.k8s.aws/v1";
pub const CHOOSE: &str = "Choose files";
pub const CLEAR: &str = "Clear";
pub const LEAVE_OUT: &str = "Remove";

pub fn leave_out(name: &str) -> String {
    format!("Remove {name}")
}

pub const TOO_LARGE: &str = "The file is larger than the limit of 10 MB.";
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
pub const READING: &str = "Reading…";
pub const OPENED: &str = "Opened. Undo restores the previous settings.";

/// What pasted text is called where a file's name stands.
pub const PASTED: &str = "pasted";
pub const NO_WORKER: &str =
    "The files could not be read in this browser; use `check` and `import` on the command line.";

pub const RECOGNISED: &str = "Documents";

pub fn ignored(values: usize) -> String {
    format!(
        "Skipped: {} added by the API server.",
        count(values, "value")
    )
}

pub const UNREAD: &str = "Not read";
/// What of a node's userData was not understood, or is in no file that was given.
pub const NOT_UNDERSTOOD: &str = "Not known: ";

pub const SET: &str = "Open";
pub fn sets(number: usize) -> String {
    format!(
        "These files hold {}, each with its class and workload. Choose one to open.",
        count(number, "set")
    )
}

pub const NO_SETTINGS: &str = "Nothing here can be opened as settings.";
pub const ARE_PULLS: &str = "These are events or logs of image pulls.";
pub const COMPARE_PULLS: &str = "Compare with the estimate";
pub const AS_MINE: &str = "Import as is";
pub const FIXED: &str = "Import and apply fixes";
pub const WHICH: &str = "Import as is: the files are written again unchanged. Import and apply fixes: SOCI is turned on if nothing does that, overriding or invalid values are removed, and every fix above note severity is applied, as listed at the end.";

pub const REMARKS: &str = "Other findings, by file and line";
pub const REMARKS_LABEL: &str = "Findings";

pub fn more_remarks(more: usize) -> String {
    format!("{more} more; these are the most severe.")
}

pub const KEPT: &str = "Unmapped fields";
pub const KEPT_HELP: &str = "Your files hold these, and no setting covers them. They are written back in place; Preserved fields, under Cluster, lists them.";
pub const KEPT_CAPTION: &str = "Values without a setting";
pub const KEPT_HEADS: [&str; 4] = ["Line", "Field", "Status", "Value"];

pub const ADVICE: &str = "Yours → recommended";
pub const ADVICE_LABEL: &str = "Yours and recommended";
pub const YOURS: &str = "yours";
pub const RECOMMENDED: &str = "recommended";

pub const NODES: &str = "On the node";
/// Between what a userData is of and the system of the node.
pub const ON: &str = " on ";

pub const LIMITS: &str = "SOCI limits";
pub const LIMITS_CAPTION: &str = "SOCI limits on the node";
pub const LIMITS_HEADS: &[&str] = &["Limit", "Value", "After a reboot, if different", "From"];

pub const RUNS: &str = "Execution order";
pub const RUNS_CAPTION: &str = "Execution order on the node";
pub const RUNS_HEADS: &[&str] = &["Who", "When", "What", "Line"];
pub const EVERY_BOOT: &str = "at every boot";
pub const ONCE: &str = "once";

pub const KEYS: &str = "Effective values";
pub const KEYS_CAPTION: &str = "Keys of the node’s configuration";
pub const KEYS_HEADS: &[&str] = &["Key", "Value", "From", "Overridden"];

/// How many documents were recognised, and how many of them are taken.
pub fn documents(all: usize, taken: usize) -> String {
    match (all, taken) {
        (0, _) => "Nothing recognised".to_owned(),
        (1, 1) => "1 document, imported".to_owned(),
        (all, taken) => format!("{}, {taken} imported", count(all, "document")),
    }
}

pub fn of_waste(number: usize) -> String {
    format!("{number} waste")
}

pub fn kept(values: usize) -> String {
    match values {
        0 => "no unmapped fields".to_owned(),
        kept => format!("{} preserved", count(kept, "unmapped field")),
    }
}
