//! Whether the disk is worth its price, as text and JSON.

use serde_json::{Value, json};
use soci_configurator::core::{
    AgainstYours, Availability, ByteRate, CurvePoint, DiskWorth, ImagePlace, LikelyRange, Money,
    SettingWorth, TimeSpan,
};

use crate::arguments::{OutputFormat, Storage, View};
use crate::output::{aligned, complain, print_exact, print_text};
use crate::prices::evaluated;
use crate::{Outcome, in_view, launch, unusable};

const UNKNOWN: &str = "unknown";

/// Prints what the settings of the storage give and cost on the node that comes.
pub fn storage(asked: &Storage) -> Outcome {
    let view = View {
        instance: asked.instance.clone(),
        all_types: false,
    };
    let read = in_view::config(&asked.input, &view).and_then(|config| {
        let (evaluation, catalogue) = evaluated(&config).map_err(|message| vec![message])?;
        let worth = DiskWorth::new(&config, &catalogue, &evaluation);
        Ok((worth, evaluation.launch.nothing))
    });
    match read {
        Ok((Ok(worth), nothing)) => {
            launch::complain_of_nothing(nothing.as_ref());
            let printed = match asked.format {
                OutputFormat::Table => print_text(&text(&worth)),
                OutputFormat::Json => print_exact(&format!("{:#}\n", json(&worth))),
            };
            launch::unless_nothing_is_launched(printed, nothing.as_ref())
        }
        Ok((Err(none), _)) => {
            complain(none.describe());
            Outcome::NotReady
        }
        Err(messages) => unusable(&messages),
    }
}

fn text(worth: &DiskWorth) -> String {
    let mut text = format!("{}: {}.\n", worth.instance_type, worth.because.describe());
    for sentence in sentences(worth) {
        text.push_str(&format!("{sentence}\n"));
    }
    text.push('\n');
    let mut table = vec![
        [
            "setting",
            "pull",
            "low",
            "high",
            "$ per month",
            "versus yours",
            "",
            "writes",
            "",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    table.extend(worth.settings.iter().map(row));
    text.push_str(&aligned(&table, &[1, 2, 3, 4, 5, 6]));
    match &worth.curve {
        Ok(curve) => {
            text.push_str("\nImages on gp3, by throughput:\n");
            let mut table = vec![
                ["MiB/s", "IOPS", "pull", "low", "high", "$ per month"]
                    .map(str::to_owned)
                    .to_vec(),
            ];
            table.extend(curve.points.iter().map(point));
            text.push_str(&aligned(&table, &[0, 1, 2, 3, 4, 5]));
        }
        Err(why) => text.push_str(&format!("\nNo images on EBS: {why}\n")),
    }
    text.push_str("\nUnknowns and assumptions:\n");
    for caveat in worth.caveats() {
        text.push_str(&format!("- {caveat}\n"));
    }
    text
}

fn sentences(worth: &DiskWorth) -> Vec<String> {
    std::iter::once(worth.sentence())
        .chain(worth.remarks())
        .chain(worth.elsewhere_sentence())
        .chain(worth.enough_sentence())
        .collect()
}

fn times(time: Option<LikelyRange<TimeSpan>>) -> [String; 3] {
    match time {
        Some(time) => [
            time.likely().rounded(),
            time.low().rounded(),
            time.high().rounded(),
        ],
        None => [UNKNOWN, "", ""].map(str::to_owned),
    }
}

fn amount(amount: Option<Money>) -> String {
    amount.map_or_else(|| UNKNOWN.to_owned(), Money::cents)
}

fn row(setting: &SettingWorth) -> Vec<String> {
    let mut cells = vec![setting.name.clone()];
    if let Availability::Impossible(why) = &setting.availability {
        cells.extend(["", "", "", "", "", ""].map(str::to_owned));
        cells.extend([String::new(), why.clone()]);
        return cells;
    }
    cells.extend(times(setting.time));
    cells.push(amount(setting.per_month));
    if setting.is_yours() {
        cells.extend(["yours".to_owned(), String::new()]);
    } else {
        let AgainstYours {
            milliseconds,
            micro_dollars,
        } = setting.against_yours;
        cells.push(milliseconds.map_or_else(String::new, longer));
        cells.push(micro_dollars.map_or_else(String::new, dearer));
    }
    cells.push(match setting.rate {
        Some(rate) if rate.low() == rate.high() => rate.likely().rounded(),
        Some(rate) => format!("about {}", rate.likely().rounded()),
        None => UNKNOWN.to_owned(),
    });
    cells
}

fn sign(amount: i64) -> &'static str {
    match amount {
        0 => "",
        1.. => "+",
        _ => "−",
    }
}

fn longer(milliseconds: i64) -> String {
    let shown = u32::try_from(milliseconds.unsigned_abs()).unwrap_or(u32::MAX);
    // What rounds to nothing is neither more nor less.
    let signed = if shown < 50 { 0 } else { milliseconds };
    format!("{}{}", sign(signed), TimeSpan::from_millis(shown).rounded())
}

fn dearer(micro_dollars: i64) -> String {
    let amount = Money::micro_dollars(micro_dollars.unsigned_abs());
    format!("{}{}", sign(micro_dollars), amount.cents())
}

fn point(point: &CurvePoint) -> Vec<String> {
    let mut cells = vec![point.throughput.to_string(), point.iops.to_string()];
    cells.extend(times(point.time));
    cells.push(amount(point.per_month));
    cells
}

fn milliseconds(time: Option<LikelyRange<TimeSpan>>) -> Option<Value> {
    time.map(|time| {
        json!({
            "low": time.low().as_millis(),
            "likely": time.likely().as_millis(),
            "high": time.high().as_millis(),
        })
    })
}

fn bytes(rate: LikelyRange<ByteRate>) -> Value {
    json!({
        "low": rate.low().to_bytes(),
        "likely": rate.likely().to_bytes(),
        "high": rate.high().to_bytes(),
    })
}

/// The same for programs: the sentences first; null is unknown.
fn json(worth: &DiskWorth) -> Value {
    let settings: Vec<Value> = worth
        .settings
        .iter()
        .map(|setting| {
            let why_not = match &setting.availability {
                Availability::Impossible(why) => Some(why),
                Availability::Current | Availability::Apply(_) => None,
            };
            let changes: Vec<Value> = setting
                .changes
                .iter()
                .map(|change| {
                    json!({"field": change.field.path, "from": change.from, "to": change.to})
                })
                .collect();
            json!({
                "setting": setting.name,
                "isYours": setting.is_yours(),
                "imagesOnInstanceStore":
                    setting.place().map(|place| place == ImagePlace::InstanceStore),
                "milliseconds": milliseconds(setting.time),
                "dollarsPerMonth": setting.per_month.map(|amount| amount.to_string()),
                "millisecondsAgainstYours": setting.against_yours.milliseconds,
                "microDollarsAgainstYours": setting.against_yours.micro_dollars,
                "bytesPerSecond": setting.rate.map(bytes),
                "changes": changes,
                "whyNot": why_not,
            })
        })
        .collect();
    let curve = worth.curve.as_ref().ok();
    let points: Vec<Value> = curve
        .map(|curve| curve.points.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|point| {
            json!({
                "throughput": point.throughput,
                "iops": point.iops,
                "milliseconds": milliseconds(point.time),
                "dollarsPerMonth": point.per_month.map(|amount| amount.to_string()),
            })
        })
        .collect();
    let elsewhere = worth.elsewhere.as_ref().map(|over| {
        let better: Vec<Value> = over
            .better
            .iter()
            .map(|better| {
                json!({
                    "setting": worth.settings.get(better.setting).map(|it| &it.name),
                    "types": better.types,
                    "leastMillisecondsSaved": better.saved.low().as_millis(),
                    "mostMillisecondsSaved": better.saved.high().as_millis(),
                })
            })
            .collect();
        json!({"types": over.types, "asGood": over.as_good, "better": better})
    });
    json!({
        "instanceType": worth.instance_type,
        "because": worth.because.describe(),
        "answer": sentences(worth),
        "best": worth.best().map(|best| &best.name),
        "settings": settings,
        "curve": points,
        "enoughThroughput": curve.and_then(|curve| curve.enough).map(|enough| enough.throughput),
        "nvme": worth.store.map(|store| json!({
            "bytes": store.disks.capacity.to_bytes(),
            "bytesPerSecond": store.rate.map(|rate| bytes(rate.rate)),
            "milliseconds": milliseconds(store.time),
        })),
        "typesThatMayCome": elsewhere,
        "notKnown": worth.caveats(),
    })
}
