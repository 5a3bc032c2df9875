//! `--image-manifest`: the layers of a real image become part of the Config.

use std::path::Path;

use soci_configurator::core::{Config, ImageFound, Platform, PlatformChoice, read_image};

use crate::output::complain;
use crate::read_file::{name_of, text_of};

/// The Config with the image of a manifest. Of an index, the platform that is asked for is taken,
/// or else the nodes' own.
///
/// # Errors
/// What is wrong with the file, or which platforms there are to choose from.
pub fn take_over(config: Config, file: &Path, platform: Option<&str>) -> Result<Config, String> {
    let asked: Option<Platform> = platform
        .map(|text| text.parse().map_err(|error| format!("--platform: {error}")))
        .transpose()?;
    let of_nodes = || format!("linux/{}", config.nodes.architecture).parse().ok();
    let wanted = asked.or_else(of_nodes);
    let name = name_of(file);
    let text = text_of(file).map_err(|error| error.describe(&name))?.text;
    let import = read_image(&text, wanted.as_ref()).map_err(|error| format!("{name}: {error}"))?;
    for note in &import.notes {
        complain(&format!("note: {name}: {note}"));
    }
    match &import.found {
        ImageFound::Choose(choices) => {
            let platforms: Vec<String> =
                choices.iter().map(|one| one.platform.to_string()).collect();
            return Err(format!(
                "{name}: this is {} for several platforms. Select one with --platform: {}.",
                import.recognised,
                platforms.join(", ")
            ));
        }
        ImageFound::Elsewhere(choice) => return Err(format!("{name}: {}", elsewhere(choice))),
        ImageFound::Layers { .. } | ImageFound::Size(_) => {}
    }
    if let Some(misfit) = import.misfit(&config) {
        complain(&format!("note: {name}: {misfit}"));
    }
    let edit = import
        .edit(&config)
        .map_err(|error| format!("{name}: {error}"))?;
    Ok(match edit {
        Some(edit) => config.apply(&edit),
        None => config,
    })
}

fn elsewhere(choice: &PlatformChoice) -> String {
    let digest = choice.digest.as_deref().unwrap_or("DIGEST");
    format!(
        "this is an index that only references the manifest for {}. Print that manifest: crane manifest IMAGE@{digest}",
        choice.platform
    )
}
