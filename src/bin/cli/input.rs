//! From arguments to a Config.

use std::path::Path;

use soci_configurator::core::{
    Config, Edit, Field, Preset, ReadLink, ValueError, read_config, read_link,
};
use soci_configurator::data::catalogue;

use crate::arguments::Input;
use crate::image_manifest;
use crate::output::complain;
use crate::read_file::{name_of, text_of};

/// Makes the Config that the arguments ask for.
///
/// # Errors
/// Everything that is wrong, one message each, with file, line and key where there are any.
pub fn config(input: &Input) -> Result<Config, Vec<String>> {
    let start = match (&input.preset, &input.config, &input.link) {
        (Some(word), ..) => Preset::named(word)
            .map(Preset::config)
            .map_err(|error| vec![format!("--preset: {}", with_suggestion(&error))])?,
        (None, Some(path), _) => from_file(path)?,
        (None, None, Some(link)) => match read_link(link) {
            Some(read) => whole("--link", read)?,
            None => {
                return Err(vec![
                    "--link: this is not a SOCI Configurator link; those contain #v2_ and end in _z."
                        .to_owned(),
                ]);
            }
        },
        (None, None, None) => Config::default(),
    };
    if input.published_size {
        // As with a manifest: the settings name the image and have the last word on it.
        let start = with_settings(start, &input.set)?;
        let start = with_published_size(start).map_err(|message| vec![message])?;
        return with_settings(start, &input.set);
    }
    let Some(manifest) = &input.image_manifest else {
        return with_settings(start, &input.set);
    };
    // The settings say for which nodes the image is, and have the last word on the image as well.
    let start = with_settings(start, &input.set)?;
    let start = image_manifest::take_over(start, manifest, input.platform.as_deref())
        .map_err(|message| vec![message])?;
    with_settings(start, &input.set)
}

/// The Config with the size that was published of its image.
fn with_published_size(config: Config) -> Result<Config, String> {
    let reference = config.image.reference.as_str();
    let Some(known) = catalogue().known_image(reference, config.nodes.architecture) else {
        return Err(format!(
            "--published-size: no published size of {reference} for {} is known. soci-configurator images lists known ones; for others use --image-manifest.",
            config.nodes.architecture
        ));
    };
    complain(&format!(
        "note: --published-size: {}: {} ({})",
        known.reference,
        known.label(),
        known.source
    ));
    let edit = known
        .edit(&config)
        .map_err(|error| format!("--published-size: {error}"))?;
    Ok(config.apply(&edit))
}

/// Makes the Config of a comparison's other side: of a preset, a link or a file, or the first side
/// itself, with the settings of its own.
///
/// # Errors
/// As for [`config`].
pub fn other_side(
    first: &Config,
    with: Option<&str>,
    settings: &[String],
) -> Result<Config, Vec<String>> {
    let start = match with {
        None => first.clone(),
        Some(text) => {
            if let Some(read) = read_link(text) {
                whole("--with", read)?
            } else if let Some(preset) = Preset::find(text) {
                preset.config()
            } else if Path::new(text).exists() || text == "-" || text.contains(['/', '.']) {
                from_file(Path::new(text))?
            } else {
                let error = Preset::named(text).err();
                let said = error.map_or(String::new(), |error| with_suggestion(&error));
                return Err(vec![format!(
                    "--with: {said} There is no such file either."
                )]);
            }
        }
    };
    with_settings(start, settings).map_err(|messages| {
        let named = messages
            .iter()
            .map(|message| match message.strip_prefix("--set") {
                Some(rest) => format!("--with-set{rest}"),
                None => message.clone(),
            });
        named.collect()
    })
}

/// Applies `--set` in the order given, but leading fields first: the engine, which decides how a
/// chunk size is read, and the image, whose size may stand before it.
fn with_settings(start: Config, settings: &[String]) -> Result<Config, Vec<String>> {
    let mut wrong = Vec::new();
    let mut parsed = Vec::new();
    for setting in settings {
        match parse(setting) {
            Ok(pair) => parsed.push(pair),
            Err(message) => wrong.push(message),
        }
    }
    parsed.sort_by_key(|(field, _)| field.rank());
    let mut config = start;
    for (field, text) in parsed {
        match Edit::typed(field, text, &config) {
            Ok(edit) => config = config.apply(&edit),
            Err(error) => {
                wrong.push(format!("--set {}: {}", field.path, with_suggestion(&error)));
            }
        }
    }
    if wrong.is_empty() {
        Ok(config)
    } else {
        Err(wrong)
    }
}

/// Applies what `--set` says of the image beside its reference: for an image that files name.
///
/// # Errors
/// What a field refuses.
pub fn with_image(config: Config, input: &Input) -> Result<Config, Vec<String>> {
    let of_image = |setting: &&String| {
        parse(setting).is_ok_and(|(field, _)| {
            field.path.starts_with("image.") && field.path != "image.reference"
        })
    };
    let settings: Vec<String> = input.set.iter().filter(of_image).cloned().collect();
    with_settings(config, &settings)
}

/// Whether `--set` names a field.
pub fn is_set(input: &Input, field: &Field) -> bool {
    let is_field = |setting: &String| parse(setting).is_ok_and(|(set, _)| set == field);
    input.set.iter().any(is_field)
}

fn parse(setting: &str) -> Result<(&'static Field, &str), String> {
    let (path, text) = match setting.split_once('=') {
        Some((path, text)) => (path, Some(text)),
        None => (setting, None),
    };
    let field =
        Field::named(path).map_err(|error| format!("--set: {}", with_suggestion(&error)))?;
    let text = text.ok_or_else(|| {
        format!("--set {path}: the value is missing; use {path}=VALUE, or {path}= to clear it.")
    })?;
    Ok((field, text))
}

fn from_file(path: &Path) -> Result<Config, Vec<String>> {
    let name = name_of(path);
    if path.is_dir() {
        return Err(vec![format!(
            "{name}: this is a directory; a Config file is needed."
        )]);
    }
    let text = text_of(path)
        .map_err(|error| vec![error.describe(&name)])?
        .text;
    // A link has one line and no key; a Config file has keys.
    if !text.trim().contains(char::is_whitespace)
        && let Some(link) = read_link(&text)
    {
        return whole(&name, link);
    }
    read_config(&text).map_err(|errors| {
        errors
            .iter()
            .map(|error| {
                let line = error
                    .line
                    .map(|line| format!(":{line}"))
                    .unwrap_or_default();
                let key = error
                    .key
                    .as_ref()
                    .map(|key| format!(" {key}:"))
                    .unwrap_or_default();
                format!("{name}{line}:{key} {}", error.message)
            })
            .collect()
    })
}

/// What a link means, if all of it could be read: a pipeline that goes on with a part would write
/// files that nobody asked for.
fn whole(name: &str, read: ReadLink) -> Result<Config, Vec<String>> {
    let refused = read.link.refused.iter().filter_map(|(field, text)| {
        let invalid = Edit::typed(field, text, &read.link.config).err()?;
        Some(format!("{}: {}", field.path, with_suggestion(&invalid)))
    });
    let problems = read.problems.iter().map(|problem| match problem.field {
        Some(field) => format!("{}: {}", field.path, problem.message),
        None => problem.message.clone(),
    });
    let mut wrong: Vec<String> = problems.collect();
    if wrong.is_empty() {
        wrong.extend(refused);
    }
    if wrong.is_empty() {
        return Ok(read.link.config);
    }
    Err(wrong
        .into_iter()
        .map(|message| format!("{name}: {message}"))
        .collect())
}

/// A refusal with what was probably meant.
pub fn with_suggestion(error: &ValueError) -> String {
    match error.suggestion() {
        Some(word) => format!("{} Did you mean “{word}”?", error.message()),
        None => error.message().to_owned(),
    }
}
