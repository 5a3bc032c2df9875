//! Pages of prose.

use soci_configurator::core::{Config, EngineKind, GLOSSARY, Preset, evaluate};
use soci_configurator::data::catalogue;

use super::Page;
use crate::files::Problem;
use crate::markup::{escaped, markdown, table};

/// What the tool does.
pub fn about() -> Page {
    Page::new(
        "about.html",
        "What it does",
        "Karpenter manifests and userData that turn on SOCI parallel pull for EKS nodes, generated in your browser.",
        format!(
            "<p class=\"start\"><a href=\"index.html\">Open the application</a></p>\n{}",
            markdown(include_str!("../../text/about.md"))
        ),
    )
}

/// The engines, and when SOCI helps.
pub fn engines() -> Page {
    let engines: String = EngineKind::CHOICES
        .iter()
        .map(|engine| {
            format!(
                "<dt>{}</dt><dd>{}</dd>\n",
                escaped(engine.label),
                escaped(engine.help)
            )
        })
        .collect();
    let text = markdown(include_str!("../../text/engines.md"));
    Page::new(
        "engines.html",
        "When SOCI helps",
        "A guide to SOCI parallel pull on EKS: AL2023 FastImagePull, Bottlerocket, Auto Mode, containerd by itself, and when it does not help.",
        text.replace("<p>{{engines}}</p>", &format!("<dl>{engines}</dl>")),
    )
}

/// How the launched type is found, and what is not known about it.
///
/// # Errors
/// If the committed prices cannot be read.
pub fn launch() -> Result<Page, Problem> {
    let region = Config::default().cluster.region.to_string();
    let catalogue = catalogue()
        .clone()
        .with_on_demand(
            &region,
            include_str!("../../../data/ondemand/us-east-1.csv"),
        )
        .map_err(|error| format!("prices of {region}: {error}"))?;
    let rows: Vec<Vec<String>> = Preset::ALL
        .iter()
        .map(|preset| {
            let launch = evaluate(&preset.config(), &catalogue).launch;
            let group = launch.groups.first();
            let name = group
                .and_then(|group| group.candidates.first())
                .and_then(|first| catalogue.instances().get(first.position))
                .map_or("none", |instance| instance.name);
            let steps = group.map_or_else(String::new, |group| group.describe(&catalogue));
            vec![
                escaped(preset.label),
                format!("<code>{}</code>", escaped(name)),
                escaped(launch.capacity.describe()),
                escaped(&steps),
            ]
        })
        .collect();
    let presets = table(
        "Presets",
        &["Preset", "Likely type", "Bought as", "Chosen by"],
        &[],
        &rows,
    );
    Ok(Page::new(
        "launch.html",
        "Which node you get",
        "Which instance type Karpenter launches for a NodePool: packing, filters, prices, and the unknowns.",
        markdown(include_str!("../../text/launch.md")).replace("<p>{{presets}}</p>", &presets),
    ))
}

/// The tables and where they come from.
pub fn data() -> Page {
    let text = include_str!("../../../data/SOURCES.md");
    Page::new(
        "data.html",
        "Data",
        "Sources and dates of the instance types, prices and measured pulls.",
        without_heading(text),
    )
}

/// The words of the field.
pub fn glossary() -> Page {
    let words: String = GLOSSARY
        .iter()
        .map(|word| {
            let id: String = word
                .word
                .to_lowercase()
                .chars()
                .map(|letter| {
                    if letter.is_alphanumeric() {
                        letter
                    } else {
                        '-'
                    }
                })
                .collect();
            let (word, means) = (escaped(word.word), escaped(word.means));
            format!("<dt id=\"{id}\">{word}</dt><dd>{means}</dd>\n")
        })
        .collect();
    Page::new(
        "glossary.html",
        "Glossary",
        "Terms of Karpenter, SOCI and EBS used by this tool, in plain sentences.",
        format!("<dl>{words}</dl>\n"),
    )
}

/// What changed, and when.
pub fn changes() -> Page {
    Page::new(
        "changes.html",
        "Changes",
        "What changed in SOCI Configurator, by version.",
        without_heading(include_str!("../../../CHANGELOG.md")),
    )
}

/// Markdown without its first heading: the page has one already.
fn without_heading(text: &str) -> String {
    markdown(text.split_once('\n').map_or("", |(_, rest)| rest))
}
