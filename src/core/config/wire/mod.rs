//! Config files: YAML, versioned, camelCase; documented in docs/config-reference.md.
//!
//! The format belongs to this module: a file is read into the field table's texts by version, so
//! the Config's own structs may change without breaking anybody's file.

mod fields;
mod in_place;

pub use in_place::{ConfigChange, EditedConfig, NotInPlace, edit_config};

use super::Config;
use super::format::FormatVersion;
use crate::core::SIGNATURE;
use crate::core::error::FileError;
use crate::core::yaml::{self, Node, Tree};

/// Largest Config file in bytes that is read; a real one has a few kB.
const LARGEST: usize = 1 << 20;

/// Reads a Config file. Everything that it leaves out has its default.
///
/// # Errors
/// Everything that is wrong with it, with lines and keys, in the file's order; nothing is taken
/// from a file that is wrong anywhere.
pub fn read_config(text: &str) -> Result<Config, Vec<FileError>> {
    if text.len() > LARGEST {
        return Err(vec![whole_file(format!(
            "the file has {} bytes; Config files have a few thousand.",
            text.len()
        ))]);
    }
    if let Some(position) = text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        let line = text
            .get(..position)
            .map_or(1, |before| before.matches('\n').count() + 1);
        return Err(vec![FileError {
            line: Some(line),
            ..whole_file("this is not text; Config files are YAML.".to_owned())
        }]);
    }
    let newest = FormatVersion::NEWEST.number();
    let node = yaml::read(text).map_err(|error| vec![error])?;
    let Tree::Mapping(pairs) = node.tree else {
        return Err(vec![FileError {
            line: Some(node.line),
            ..whole_file(format!(
                "a Config file is a map; it starts with “version: {newest}”."
            ))
        }]);
    };
    let version = pairs.iter().find(|(key, _)| key.text == "version");
    let known = |node: &Node| match &node.tree {
        Tree::Scalar(text) => FormatVersion::ALL
            .into_iter()
            .find(|version| version.number().to_string() == *text),
        Tree::Null | Tree::Sequence(_) | Tree::Mapping(_) => None,
    };
    match version {
        Some((key, node)) => {
            if let Some(version) = known(node) {
                return fields::read(version, &pairs);
            }
            let found = match &node.tree {
                Tree::Scalar(text) => crate::core::error::quoted(text),
                Tree::Null | Tree::Sequence(_) | Tree::Mapping(_) => "not a number".to_owned(),
            };
            Err(vec![FileError {
                line: Some(key.line),
                key: Some("version".to_owned()),
                message: format!(
                    "{found} is not a supported version; this tool supports 1 to {newest}."
                ),
            }])
        }
        None => Err(vec![FileError {
            line: Some(1),
            key: Some("version".to_owned()),
            message: format!("the version is missing; add “version: {newest}” at the top."),
        }]),
    }
}

/// Writes a Config file that reads back as the same Config.
pub fn write_config(config: &Config) -> String {
    fields::write(config)
}

/// Writes the same with comments that say what opens it and who made it.
pub fn write_signed_config(config: &Config) -> String {
    [
        "# Opens in the page, and with soci-configurator generate --config config.yaml.\n# Made by ",
        SIGNATURE,
        ".\n",
        &write_config(config),
    ]
    .concat()
}

fn whole_file(message: String) -> FileError {
    FileError {
        line: None,
        key: None,
        message,
    }
}
