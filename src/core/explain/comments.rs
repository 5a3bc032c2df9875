//! The short form of explanations, as comments in the YAML.

use super::explain_file;
use super::place::is_block;
use super::{Explanation, ValueFrom};
use crate::core::config::Config;
use crate::core::set_file::{File, Syntax};

/// The file's text with a comment over each line that a setting decides or that is derived. What
/// stands in userData is left alone: a comment there would change what nodes read.
pub(crate) fn with_comments(config: &Config, file: &File) -> String {
    if file.syntax != Syntax::Yaml {
        return file.text.clone();
    }
    let mut text = String::with_capacity(file.text.len() * 2);
    let mut block = None;
    let mut said = String::new();
    for (line, explanation) in file.text.lines().zip(explain_file(config, file)) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let blank = line.trim().is_empty();
        if block.is_some_and(|depth| !blank && indent <= depth) {
            block = None;
        }
        if block.is_none() && !blank && !line.starts_with('#') {
            if let Some(short) = explanation.as_ref().and_then(short)
                && short != said
            {
                text.push_str(&" ".repeat(indent));
                text.push_str("# ");
                text.push_str(&short);
                text.push('\n');
                said = short;
            }
            if line.rsplit(' ').next().is_some_and(is_block) {
                block = Some(indent);
            }
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn short(explanation: &Explanation) -> Option<String> {
    match explanation.from {
        ValueFrom::Form => None,
        ValueFrom::Default | ValueFrom::Yours | ValueFrom::Derived | ValueFrom::Override => {
            let what = explanation.what.trim_end_matches('.');
            let why = explanation.why.as_str();
            Some([what, ". ", why].concat())
        }
    }
}
