//! `engines`: every engine that the cluster can use, and which of the parallel ones is better.

use serde_json::{Value, json};
use soci_configurator::core::{
    ByteSize, EngineComparison, EngineOption, EngineReason, EngineVerdict, Launch, Money, TimeSpan,
    compare_engines,
};

use crate::arguments::{Engines, OutputFormat};
use crate::cost::total_json;
use crate::estimate::range;
use crate::output::{aligned, print_exact, print_text};
use crate::prices::priced;
use crate::{Outcome, in_view, input, launch, unusable};

/// Prints the comparison.
pub fn engines(asked: &Engines) -> Outcome {
    let config = input::config(&asked.input).and_then(|config| {
        match &asked.instance {
            Some(name) => in_view::on_instance(config, name),
            None => in_view::one_type(config),
        }
        .map_err(|message| vec![message])
    });
    let compared = config.and_then(|config| {
        let catalogue = priced(&config).map_err(|message| vec![message])?;
        let nothing = Launch::for_config(&config, &catalogue).nothing;
        Ok((compare_engines(&config, &catalogue), nothing))
    });
    let (compared, nothing) = match compared {
        Ok(compared) => compared,
        Err(messages) => return unusable(&messages),
    };
    launch::complain_of_nothing(nothing.as_ref());
    let printed = match asked.format {
        OutputFormat::Table => print_text(&text(&compared)),
        OutputFormat::Json => print_exact(&format!("{:#}\n", json(&compared))),
    };
    launch::unless_nothing_is_launched(printed, nothing.as_ref())
}

fn text(compared: &EngineComparison) -> String {
    let head = ["engine", "here", "node", "pull", "per hour", "memory"].map(str::to_owned);
    let mut rows = vec![head.to_vec()];
    rows.extend(compared.options.iter().map(row));
    let mut text = aligned(&rows, &[]);
    text.push_str("* the engine in these settings. Memory: held by the runtime during the pull.\n");
    for option in &compared.options {
        if let Some(why) = option.fit.why() {
            text.push_str(&format!("{}: {why}\n", option.kind));
        }
    }
    for note in &compared.notes {
        text.push_str(&format!("{note}\n"));
    }
    match &compared.verdict {
        Some(verdict) => text.push_str(&verdict_text(verdict)),
        None => text.push_str(
            "\nThere is no choice between SOCI and containerd's own parallel pull here.\n",
        ),
    }
    text
}

fn row(option: &EngineOption) -> Vec<String> {
    let mark = if option.is_current { "*" } else { "" };
    vec![
        format!("{}{mark}", option.kind),
        option.fit.as_str().to_owned(),
        option.instance.unwrap_or("none").to_owned(),
        option.pull.map_or("not known".to_owned(), |pull| {
            format!("{} ({})", pull.likely().rounded(), pull.rounded())
        }),
        option
            .node_hour
            .map_or("not known".to_owned(), |total| total.text(Money::rounded)),
        option.memory.to_string(),
    ]
}

fn verdict_text(verdict: &EngineVerdict) -> String {
    let mut text = format!(
        "\nUse {} rather than {}. {}\n\n",
        verdict.engine, verdict.over, verdict.because
    );
    let mut sources: Vec<String> = Vec::new();
    for reason in &verdict.reasons {
        let label = reason.source.label.to_owned();
        let number = match sources.iter().position(|one| *one == label) {
            Some(at) => at + 1,
            None => {
                sources.push(label);
                sources.len()
            }
        };
        let favours = reason
            .favours
            .map_or(String::new(), |kind| format!(" Favours {kind}."));
        text.push_str(&format!(
            "{}: {}{favours} [{number}]\n",
            reason.about, reason.text
        ));
    }
    text.push('\n');
    for (at, source) in sources.iter().enumerate() {
        text.push_str(&format!("[{}] {source}\n", at + 1));
    }
    text
}

fn json(compared: &EngineComparison) -> Value {
    json!({
        "engines": compared.options.iter().map(option_json).collect::<Vec<_>>(),
        "notes": compared.notes,
        "verdict": compared.verdict.as_ref().map(|verdict| json!({
            "engine": verdict.engine.as_str(),
            "over": verdict.over.as_str(),
            "because": verdict.because,
            "reasons": verdict.reasons.iter().map(reason_json).collect::<Vec<_>>(),
        })),
    })
}

fn option_json(option: &EngineOption) -> Value {
    json!({
        "engine": option.kind.as_str(),
        "label": option.label,
        "current": option.is_current,
        "here": option.fit.as_str(),
        "why": option.fit.why(),
        "instanceType": option.instance,
        "pullMilliseconds": option.pull.map(|pull| range(pull, TimeSpan::as_millis)),
        "nodeHour": option.node_hour.map(total_json),
        "runtimeMemory": option.memory.to_string(),
        "runtimeMemoryBytes": option.memory.held().map(|held| range(held, ByteSize::to_bytes)),
        "freeMemoryBytes": option.free_memory.map(ByteSize::to_bytes),
    })
}

fn reason_json(reason: &EngineReason) -> Value {
    json!({
        "about": reason.about,
        "text": reason.text,
        "favours": reason.favours.map(|kind| kind.as_str()),
        "source": { "label": reason.source.label, "url": reason.source.url },
    })
}
