//! What drop-ins of SOCI's unit run before every start of it.

use crate::core::import::document::user_data::Parts;
use crate::core::import::document::user_data::files::{
    Effects, FileText, How, Stage, Unit, by_path, script, text_of,
};
use crate::core::import::document::user_data::shell::{self, Edit, SOCI_CONFIG};

/// Programs that a unit runs before SOCI and that leave its configuration alone.
const HARMLESS: [&str; 14] = [
    "chmod",
    "chown",
    "cp",
    "echo",
    "ln",
    "logger",
    "mkdir",
    "modprobe",
    "mount",
    "mountpoint",
    "rm",
    "sleep",
    "test",
    "touch",
];

/// What a drop-in of SOCI's unit runs before every start, and what of it is not known.
pub(super) fn before_start(parts: &Parts) -> (Vec<Effects>, Vec<(usize, String)>) {
    let files = parts.files();
    let all = by_path(&files);
    let unit = Unit::read("soci-snapshotter.service", None, &files);
    let (mut done, mut unknown) = (Vec::new(), Vec::new());
    for (command, line) in &unit.before_start {
        let line = line.unwrap_or(1);
        let command = command.trim_start_matches(['-', '@', '+', '!', ':']);
        let program = command.split_whitespace().next().unwrap_or_default();
        let name = program.rsplit('/').next().unwrap_or_default();
        let own = all
            .get(program)
            .map(|changes| text_of(None, changes.iter().copied()));
        match own {
            Some(Some(FileText::Known(lines))) => {
                let text: Vec<&str> = lines.iter().map(|(text, _)| text.as_str()).collect();
                let first = lines.first().and_then(|(_, line)| *line).unwrap_or(line);
                match effects(&text.join("\n"), first) {
                    Some(effects) => done.push(effects),
                    None => unknown.push((line, program.to_owned())),
                }
            }
            None if matches!(name, "sed" | "sh" | "bash" | "tee") => match effects(command, line) {
                Some(effects) => done.push(effects),
                None => unknown.push((line, command.to_owned())),
            },
            None if HARMLESS.contains(&name) && !command.contains(SOCI_CONFIG) => {}
            _ => unknown.push((line, program.to_owned())),
        }
    }
    (done, unknown)
}

/// What a program's text does; nothing where it edits SOCI's configuration by values of its own.
fn effects(text: &str, first: usize) -> Option<Effects> {
    let mut effects = script(text, first, Stage::PerBoot);
    for file in effects
        .files
        .iter_mut()
        .filter(|file| file.path == SOCI_CONFIG)
    {
        let How::EditedBySed(edits) = &mut file.how else {
            continue;
        };
        if edits
            .iter()
            .any(|edit| edit.has_variable() || edit.has_argument())
        {
            // Who reads a script as a whole knows its variables, and functions that set a limit.
            *edits = shell::read(text, first).edits;
            if edits.is_empty() || edits.iter().any(Edit::has_variable) {
                return None;
            }
        }
    }
    Some(effects)
}
