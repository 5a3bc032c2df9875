//! Commands that copy, link and edit files.

use super::run::Shell;
use super::{Content, FileText, How, clean};
use crate::core::import::document::user_data::{sed, shell};

impl Shell {
    pub(super) fn copy(
        &mut self,
        name: &str,
        args: &[String],
        input: Option<Content>,
        line: usize,
    ) {
        let takes_value = |arg: &str| {
            matches!(
                arg,
                "-m" | "-o" | "-g" | "-t" | "--mode" | "--owner" | "--group"
            ) || (name == "install" && matches!(arg, "-Dm" | "-pm"))
        };
        let mut paths = Vec::new();
        let mut skip = false;
        let mut target = None;
        for (at, arg) in args.iter().enumerate() {
            if std::mem::take(&mut skip) {
                continue;
            }
            if arg == "-t" {
                target = args.get(at + 1).cloned();
            }
            if takes_value(arg) {
                skip = true;
            } else if !arg.starts_with('-') || arg.len() == 1 {
                paths.push(arg.clone());
            }
        }
        let Some(target) = target.or_else(|| paths.pop()) else {
            return;
        };
        let into = target.ends_with('/')
            || self.directories.contains(&clean(&target))
            || paths.len() > 1
            || target.ends_with(".d");
        for from in &paths {
            let content = match from.as_str() {
                "/dev/stdin" | "-" => input
                    .clone()
                    .unwrap_or_else(|| Content::Unknown("what is read".to_owned())),
                from => self.content_of(from),
            };
            let path = if into {
                let file = from
                    .trim_end_matches('/')
                    .rsplit('/')
                    .next()
                    .unwrap_or_default();
                format!("{}/{file}", target.trim_end_matches('/'))
            } else {
                target.clone()
            };
            self.write(&path, false, content, line);
            if name == "mv" {
                self.known.remove(from);
                self.effects.write(from, How::Removed, line, self.stage);
            }
        }
    }

    pub(super) fn link(&mut self, plain: &[String], line: usize) {
        if let [from, to] = plain {
            if from.starts_with('/') && to.starts_with("/var/lib") {
                self.effects.mount(to, line);
            } else {
                let content = self.content_of(from);
                let is_directory = to.ends_with('/') || self.directories.contains(&clean(to));
                let file = from.rsplit('/').next().unwrap_or_default();
                let path = if is_directory {
                    format!("{}/{file}", to.trim_end_matches('/'))
                } else {
                    to.clone()
                };
                self.write(&path, false, content, line);
            }
        }
    }

    pub(super) fn sed(&mut self, args: &[String], line: usize) {
        let in_place = args.iter().any(|arg| {
            arg.starts_with("--in-place")
                || (arg.starts_with('-') && !arg.starts_with("--") && arg.contains('i'))
        });
        if !in_place {
            return;
        }
        let extended = args.iter().any(|arg| {
            arg == "--regexp-extended"
                || (arg.starts_with('-') && !arg.starts_with("--") && arg.contains(['E', 'r']))
        });
        let mut expressions = Vec::new();
        let mut paths = Vec::new();
        let mut next_is = false;
        let has_option = args
            .iter()
            .any(|arg| arg == "-e" || arg.starts_with("--expression"));
        for arg in args {
            if std::mem::take(&mut next_is) {
                expressions.push(arg.clone());
            } else if arg == "-e" || arg == "--expression" {
                next_is = true;
            } else if let Some(own) = arg.strip_prefix("--expression=") {
                expressions.push(own.to_owned());
            } else if !arg.starts_with('-') {
                if expressions.is_empty() && !has_option {
                    expressions.push(arg.clone());
                } else {
                    paths.push(arg.clone());
                }
            }
        }
        let edits: Vec<shell::Edit> = expressions
            .iter()
            .map(|expression| shell::substitutions(expression, line, extended))
            .collect::<Option<Vec<_>>>()
            .map(|edits| edits.into_iter().flatten().collect())
            .unwrap_or_default();
        for path in paths {
            if let Some(Content::Known(lines)) = self.known.get(&path) {
                let lines = lines.iter().map(|(text, line)| (text.clone(), Some(*line)));
                let next = sed::apply(lines.collect(), &edits, line);
                let content = match next {
                    FileText::Known(lines) => Content::Known(
                        lines
                            .into_iter()
                            .map(|(text, own)| (text, own.unwrap_or(line)))
                            .collect(),
                    ),
                    FileText::Unknown(_, why) => Content::Unknown(why),
                };
                self.known.insert(path.clone(), content);
            }
            let how = How::EditedBySed(edits.clone());
            self.effects.write(&path, how, line, self.stage);
        }
    }
}
