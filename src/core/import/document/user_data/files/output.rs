//! What commands write to their standard output, where the text tells.

use super::run::Shell;
use super::{Content, Unknown, numbered};
use crate::core::import::source::base64_text;

/// Most rounds of one format.
const MAX_ROUNDS: usize = 1_000;

impl Shell {
    /// What a command writes to its standard output.
    pub(super) fn output(
        &self,
        name: &str,
        args: &[String],
        input: Option<Content>,
        line: usize,
    ) -> Content {
        let is_install = args
            .iter()
            .any(|arg| arg.contains("parallel-mode-install.sh"));
        let unknown = || {
            Content::Unknown(if is_install {
                Unknown::InstallScript
            } else {
                Unknown::Other(format!("the output of {name}"))
            })
        };
        let plain: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
        match name {
            "cat" => match plain.as_slice() {
                [] => input.unwrap_or_else(unknown),
                [path] => self.content_of(path),
                _ => unknown(),
            },
            "tee" => input.unwrap_or_else(unknown),
            ":" | "true" => Content::Known(Vec::new()),
            "echo" => {
                let flags = args.iter().take_while(|arg| {
                    arg.len() > 1
                        && arg.starts_with('-')
                        && arg.chars().skip(1).all(|letter| "neE".contains(letter))
                });
                let flags: Vec<&String> = flags.collect();
                let text = args.get(flags.len()..).unwrap_or_default().join(" ");
                if flags.iter().any(|flag| flag.contains('e')) {
                    Content::Known(numbered(&unescaped(&text), line))
                } else {
                    Content::Known(numbered(&text, line))
                }
            }
            "printf" => {
                printf(args).map_or_else(unknown, |text| Content::Known(numbered(&text, line)))
            }
            "base64" if args.iter().any(|arg| is_decode(arg)) => {
                let from = match plain.as_slice() {
                    [] => input,
                    [path, ..] => Some(self.content_of(path)),
                };
                match from {
                    Some(Content::Known(lines)) => {
                        let text: String = lines.iter().map(|(text, _)| text.as_str()).collect();
                        match base64_text(&text) {
                            Some(text) => Content::Known(numbered(&text, line)),
                            None => Content::unknown("base64 data"),
                        }
                    }
                    _ => unknown(),
                }
            }
            _ => unknown(),
        }
    }
}

fn is_decode(arg: &str) -> bool {
    arg == "--decode"
        || (arg.starts_with('-') && !arg.starts_with("--") && arg.contains(['d', 'D']))
}

/// `\n`, `\t` and `\\` as `echo -e` and `printf` read them.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('\\') | None => out.push('\\'),
            Some('"') => out.push('"'),
            Some(other) => out.extend(['\\', other]),
        }
    }
    out
}

/// What `printf` writes, for `%s` and escapes; none for other formats.
fn printf(args: &[String]) -> Option<String> {
    let (format, values) = args.split_first()?;
    let format = unescaped(format);
    let count = format.matches("%s").count();
    let others = format.replace("%s", "").replace("%%", "");
    if others.contains('%') {
        return None;
    }
    if count == 0 {
        return Some(format.replace("%%", "%"));
    }
    if values.len() / count > MAX_ROUNDS {
        return None;
    }
    let mut out = String::new();
    for chunk in values.chunks(count) {
        let mut parts = format.split("%s");
        out.push_str(parts.next().unwrap_or_default());
        for (index, part) in parts.enumerate() {
            out.push_str(chunk.get(index).map_or("", String::as_str));
            out.push_str(part);
        }
    }
    Some(out.replace("%%", "%"))
}
