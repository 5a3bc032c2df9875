//! How systemd starts SOCI on AL2023, and what units of the userData do for it.

use super::{NodeReportBuilder, SociStatus};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::user_data::Parts;
use crate::core::import::document::user_data::files::{
    Call, Content, FileText, How, Reach, Unit, Unknown, WrittenFile, by_path, sections, text_of,
};
use crate::core::yaml::Node;

/// Where SOCI keeps its data if nothing is said.
pub(super) const ROOT: &str = "/var/lib/soci-snapshotter-grpc";

/// SOCI's program in the AMI.
const PROGRAM: &str = "/usr/bin/soci-snapshotter-grpc";
/// SOCI's unit in the AMI (amazon-eks-ami 81fec2e8, rootfs/etc/systemd/system).
const UNIT: &str = "[Service]\nType=notify\nExecStart=/usr/bin/soci-snapshotter-grpc --address fd://\nRestart=no\n";

/// How SOCI is started.
#[derive(Debug, Clone, Default)]
pub(super) struct SociService {
    /// Where it keeps its data, and the userData line that moved it; none where that is not known.
    pub(super) root: Option<(String, Option<usize>)>,
    /// The configuration that it is pointed at instead of the default one.
    pub(super) config: Option<(String, Option<usize>)>,
    /// Why it is not known how it is started, and the line.
    pub(super) unknown: Option<(usize, String)>,
}

/// SOCI's service with everything that the userData changes of it.
pub(super) fn soci(parts: &Parts) -> SociService {
    let files = parts.files();
    let unit = Unit::read("soci-snapshotter.service", Some(UNIT), &files);
    let start = unit.starts.last();
    let is_own = start.is_some_and(|(start, _)| start.contains("soci-snapshotter-grpc"));
    if let Some(unknown) = unit.unknown.clone() {
        return SociService {
            unknown: Some(unknown),
            ..SociService::default()
        };
    }
    let reasons = [
        unit.obstacle.clone(),
        several_starts(&unit),
        program_from_elsewhere(&unit, &files),
    ];
    if let Some(unknown) = reasons.into_iter().flatten().next() {
        return SociService {
            unknown: Some(unknown),
            ..SociService::default()
        };
    }
    if !is_own {
        let line = start.and_then(|(_, line)| *line).unwrap_or(1);
        return SociService {
            unknown: Some((line, "another program starts SOCI".to_owned())),
            ..SociService::default()
        };
    }
    let said = |option: &str, variable: &str| {
        unit.option(option)
            .or_else(|| of_environment(parts, variable))
            .or_else(|| {
                let (value, line) = unit.variable(variable)?;
                Some((value.to_owned(), line))
            })
    };
    let root = said("root", "SOCI_SNAPSHOTTER_ROOT")
        .map(|(root, line)| (root.trim_end_matches('/').to_owned(), line));
    SociService {
        root: Some(root.unwrap_or_else(|| (ROOT.to_owned(), None))),
        config: said("config", "SOCI_SNAPSHOTTER_CONFIG"),
        unknown: None,
    }
}

/// systemd refuses a service with several commands, or none, unless it is of type oneshot.
fn several_starts(unit: &Unit) -> Option<(usize, String)> {
    let line = unit.starts.iter().find_map(|(_, line)| *line);
    match unit.starts.len() {
        1 => None,
        0 => Some((1, "no ExecStart is left in its unit".to_owned())),
        _ => Some((
            line.unwrap_or(1),
            "its unit has several ExecStart, of which systemd takes one".to_owned(),
        )),
    }
}

/// SOCI's program, if it is none of the AMI's and nothing of the userData may bring it.
fn program_from_elsewhere(unit: &Unit, files: &[&WrittenFile]) -> Option<(usize, String)> {
    let (start, line) = unit.starts.last()?;
    let program = start.split_whitespace().next()?;
    let program = program.trim_start_matches(['-', '@', '+', '!', ':']);
    let is_there = program == PROGRAM || files.iter().any(|file| file.path == program);
    // A script that fetches SOCI may put it anywhere.
    let line = (*line).filter(|_| !is_there && !program.starts_with("/usr/local/"))?;
    Some((
        line,
        format!("{program} starts it, which is not in the AMI"),
    ))
}

/// A variable that a NodeConfig gives to SOCI's service (`instance.environment`).
fn of_environment(parts: &Parts, name: &str) -> Option<(String, Option<usize>)> {
    environment(parts, "soci-snapshotter")
        .filter_map(|node| {
            let value = node.str_at(&[name])?;
            Some((value.to_owned(), Some(node.line_at(&[name]))))
        })
        .last()
}

/// What NodeConfigs put into the environment of a service; `default` is every service's.
pub(super) fn environment<'a>(
    parts: &'a Parts,
    service: &'a str,
) -> impl Iterator<Item = &'a Node> {
    parts
        .merged_configs()
        .filter_map(move |node| node.at(&["spec", "instance", "environment", service]))
}

/// Whether a script calls AL2's bootstrap, and none installs SOCI.
pub(super) fn call_bootstrap(parts: &Parts) -> bool {
    let calls = parts
        .all_scripts()
        .any(|(_, script)| script.bootstrap.is_some());
    calls
        && parts
            .all_scripts()
            .all(|(_, script)| script.install.is_none())
}

/// The userData line that starts or restarts containerd or SOCI from a script.
pub(super) fn started_early(parts: &Parts) -> Option<usize> {
    calls(parts).find_map(|call| {
        let words: Vec<&str> = call.words.iter().map(String::as_str).collect();
        let [program, rest @ ..] = words.as_slice() else {
            return None;
        };
        let starts = rest.iter().any(|word| {
            matches!(
                *word,
                "start" | "restart" | "try-restart" | "reload-or-restart"
            )
        }) || (rest.contains(&"enable") && rest.contains(&"--now"));
        let is_about = rest
            .iter()
            .any(|word| word.starts_with("containerd") || word.starts_with("soci"));
        let waits = rest.contains(&"--no-block");
        let is_about = is_about && call.reach == Reach::Always;
        (*program == "systemctl" && starts && is_about && !waits).then_some(call.line)
    })
}

fn calls(parts: &Parts) -> impl Iterator<Item = &Call> {
    parts.parts.iter().flat_map(|part| &part.effects.calls)
}

/// SOCI's service is masked or taken away: nothing starts it any more.
pub(super) fn masked(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    match gone(parts) {
        None => {}
        Some((line, Reach::Always)) => report.diagnose(
            Some(SociStatus::NeverReady),
            &rules::SOCI_MASKED,
            Severity::Error,
            line,
            "SOCI's service is masked or removed here, and containerd and the kubelet depend on it: no pod starts.",
        ),
        Some((line, Reach::If(condition))) => {
            let (line, condition) = (report.line_words(line), report.line_words(condition));
            report.worsen(Some(SociStatus::Unknown));
            report.unread(format!(
                "the condition on {condition}: only if true, {line} masks or removes SOCI's service"
            ));
        }
    }
}

/// Where the service is masked or taken away in the end, and when.
fn gone(parts: &Parts) -> Option<(usize, Reach)> {
    const UNIT_NAMES: [&str; 2] = ["soci-snapshotter", "soci-snapshotter.service"];
    let mut gone = None;
    for call in calls(parts) {
        let has = |name: &str| call.words.iter().any(|word| word == name);
        let is_package = has("dnf") || has("yum") || has("rpm");
        if is_package && call.words.iter().any(|word| word.contains("soci")) {
            gone = Some((call.line, call.reach));
        } else if UNIT_NAMES.iter().any(|name| has(name)) {
            if has("mask") {
                gone = Some((call.line, call.reach));
            } else if has("unmask") && call.reach == Reach::Always {
                gone = None;
            }
        }
    }
    let files = parts.files();
    let removed = |file: &&&WrittenFile| match &file.how {
        How::Removed => file.path == PROGRAM || is_unit(&file.path),
        How::Whole(Content::Unknown(Unknown::CopyOf(from))) => {
            from == "/dev/null" && is_unit(&file.path)
        }
        _ => false,
    };
    let last = files
        .iter()
        .rfind(removed)
        .map(|file| (file.line, file.reach));
    gone.or(last)
}

fn is_unit(path: &str) -> bool {
    path.ends_with("/system/soci-snapshotter.service")
}

/// The line of what imports the pause image into SOCI at each boot, the repair that users published
/// for AMI v20260505 (amazon-eks-ami issue 2712).
pub(super) fn pause_import(parts: &Parts) -> Option<usize> {
    let files = parts.files();
    let all = by_path(&files);
    let of_unit = all.iter().find_map(|(path, changes)| {
        let (_, name) = path.rsplit_once('/')?;
        let is_drop_in = ["containerd", "kubelet", "soci-snapshotter"]
            .iter()
            .any(|service| path.contains(&format!("/{service}.service.d/")));
        let is_unit = path.contains("/systemd/system/") && name.ends_with(".service");
        let runs = is_drop_in || (is_unit && is_enabled(parts, &all, name));
        if !runs {
            return None;
        }
        let FileText::Known(lines) = text_of(None, changes.iter().copied())? else {
            return None;
        };
        sections(&lines)
            .into_iter()
            .find_map(|(_, key, value, line)| {
                let runs =
                    key.starts_with("ExecStart") && (imports(&value) || program(&all, &value));
                runs.then_some(line.unwrap_or(1))
            })
    });
    let in_script = || {
        let started = started_early(parts)?;
        calls(parts)
            .find(|call| call.line > started && imports(&call.words.join(" ")))
            .map(|call| call.line)
    };
    of_unit.or_else(in_script)
}

type ByPath<'a> = std::collections::BTreeMap<&'a str, Vec<&'a WrittenFile>>;

fn is_enabled(parts: &Parts, all: &ByPath<'_>, name: &str) -> bool {
    let bare = name.trim_end_matches(".service");
    let by_call = calls(parts).any(|call| {
        let has = |word: &str| call.words.iter().any(|own| own == word);
        (has("enable") || has("start") || has("restart") || has("add-wants"))
            && (has(name) || has(bare))
    });
    let by_link = all.keys().any(|path| {
        (path.contains(".wants/") || path.contains(".requires/")) && path.ends_with(name)
    });
    by_call || by_link
}

/// Whether a command line runs a program of the userData that imports the image.
fn program(all: &ByPath<'_>, start: &str) -> bool {
    start
        .split_whitespace()
        .map(|word| word.trim_start_matches(['-', '@', '+', '!', ':']))
        .filter_map(|word| all.get(word))
        .any(|changes| match text_of(None, changes.iter().copied()) {
            Some(FileText::Known(lines)) => {
                let text: Vec<&str> = lines
                    .iter()
                    .map(|(text, _)| text.trim_end_matches('\\'))
                    .collect();
                imports(&text.join(" "))
            }
            _ => false,
        })
}

fn imports(command: &str) -> bool {
    let has = |word: &str| command.contains(word);
    (has("ctr") || has("nerdctl"))
        && (has(" import ") || has(" pull ") || has(" unpack ") || has(" load "))
        && has("pause")
        && (has("--snapshotter soci") || has("--snapshotter=soci"))
}
