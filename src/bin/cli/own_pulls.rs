//! What the model says of measured pulls, and the figures that they tell.

use serde_json::{Value, json};
use soci_configurator::core::{
    Config, FittedPulls, LikelyRange, OwnPulls, PullEvent, PullEvents, Side, TimeSpan,
    write_signed_config,
};
use soci_configurator::data::catalogue;

use crate::arguments::Events;
use crate::overwrite::{Allowed, write_one};
use crate::{Outcome, input};

/// The pulls beside the model, on nodes of the type that was asked for; none if none was.
///
/// # Errors
/// What is wrong with the settings or the type, one message each.
pub fn own_pulls(
    asked: &Events,
    events: &PullEvents,
    side: &dyn Fn(&PullEvent) -> Option<Side>,
) -> Result<Option<(Config, OwnPulls)>, Vec<String>> {
    let Some(name) = &asked.instance else {
        return Ok(None);
    };
    let config = input::config(&asked.input)?;
    let catalogue = catalogue();
    let position = catalogue
        .position(name)
        .ok_or_else(|| vec![format!("--instance: unknown instance type “{name}”.")])?;
    let own = OwnPulls::new(&config, catalogue, &events.pulls, side, position);
    Ok(Some((config, own)))
}

/// Writes the Config with the figures that the pulls tell.
pub fn write(asked: &Events, config: &Config, own: &OwnPulls) -> Result<(), String> {
    let Some(path) = &asked.write_config else {
        return Ok(());
    };
    let edit = own.fitted.as_ref().and_then(|fitted| fitted.edit(config));
    let edit = edit.ok_or("--write-config: these pulls identify no figure of the model.")?;
    let text = write_signed_config(&config.apply(&edit));
    let allowed = Allowed {
        force: asked.force,
        ..Allowed::default()
    };
    match write_one(path, text.as_bytes(), allowed) {
        Outcome::Done => Ok(()),
        _ => Err("--write-config: the file could not be written.".to_owned()),
    }
}

/// The fit, below the table.
pub fn table(fitted: &FittedPulls) -> String {
    let tenths = |number: u32| format!("{}.{}", number / 10, number % 10);
    let (before, after) = fitted.errors;
    let mut text = format!(
        "\nThe model is off by {} % on average with its published figures",
        tenths(before)
    );
    text.push_str(&match fitted.told.len() {
        0 => format!("; these pulls ({}) identify none of them.\n", fitted.pulls),
        _ => format!(
            ", by {} % with figures from these pulls ({}).\n",
            tenths(after),
            fitted.pulls
        ),
    });
    for (parameter, figure) in &fitted.figures {
        let own = fitted.told.iter().find(|own| own.parameter == *parameter);
        let own = own.map_or("not identifiable".to_owned(), |own| {
            parameter.shown(own.value)
        });
        text.push_str(&format!(
            "  {}: {own}, published {}. {}\n",
            figure.label,
            parameter.shown(LikelyRange::exactly(figure.before)),
            figure.told.describe()
        ));
    }
    if !fitted.told.is_empty() {
        text.push_str("\nTo keep them in a Config:\n  image:\n    ownFigures:\n");
        for own in &fitted.told {
            text.push_str(&format!("      - {own}\n"));
        }
    }
    text
}

/// The fit as JSON.
pub fn json(fitted: &FittedPulls) -> Value {
    let figures = fitted.figures.iter().map(|(parameter, figure)| {
        let own = fitted.told.iter().find(|own| own.parameter == *parameter);
        json!({
            "figure": parameter.as_str(),
            "label": figure.label,
            "unit": parameter.unit(),
            "publishedThousandths": figure.before,
            "ownThousandths": own.map(|own| [own.value.low(), own.value.likely(), own.value.high()]),
            "told": figure.told.describe(),
        })
    });
    json!({
        "figures": figures.collect::<Vec<_>>(),
        "pulls": fitted.pulls,
        "errorPermilleBefore": fitted.errors.0,
        "errorPermilleAfter": fitted.errors.1,
        "ownFigures": fitted.told.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

/// A range of milliseconds as JSON.
pub fn milliseconds(time: LikelyRange<TimeSpan>) -> [u32; 3] {
    [time.low(), time.likely(), time.high()].map(TimeSpan::as_millis)
}
