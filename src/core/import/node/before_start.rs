//! What drop-ins of SOCI's unit run before every start of it.

use crate::core::import::document::user_data::Parts;
use crate::core::import::document::user_data::files::{
    Effects, FileText, How, Stage, Unit, by_path, script, text_of,
};
use crate::core::import::document::user_data::shell::{Edit, SOCI_CONFIG};

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

/// What a program's text does; nothing where it edits SOCI's configuration by values that are not known.
fn effects(text: &str, first: usize) -> Option<Effects> {
    let effects = script(text, first, Stage::PerBoot);
    let is_open = effects.files.iter().any(|file| {
        let How::EditedBySed(edits) = &file.how else {
            return false;
        };
        let is_open = |edit: &Edit| edit.has_variable() || edit.has_argument();
        file.path == SOCI_CONFIG && edits.iter().any(is_open)
    });
    (!is_open).then_some(effects)
}

/// The line that changes SOCI's limits by sed, and whether that is done at every boot.
pub(in crate::core::import) fn edit_of_limits(parts: &Parts) -> Option<(usize, bool)> {
    let (at_start, _) = before_start(parts);
    let in_scripts = parts.parts.iter().map(|part| &part.effects);
    at_start
        .iter()
        .chain(in_scripts)
        .find_map(Effects::edit_of_limits)
}
