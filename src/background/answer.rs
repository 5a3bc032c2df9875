//! The answers, from the same core as the page's.

use super::files;
use super::message::{
    Answer, Fitted, FittedRow, FrontierAnswer, FrontierRequest, FrontierRow, ImageAnswer,
    ImageRequest, MeasuredCause, MeasuredGain, MeasuredRow, PresentRow, PullsAnswer, PullsRequest,
    Request,
};
use crate::core::{
    Catalogue, Config, Constants, CostBasis, FittedPulls, Frontier, ImageFound, Lead, LikelyRange,
    Measurements, OwnPulls, Platform, PresentPoint, PullEvent, PullEvents, PullModel, PullVariant,
    Search, Side, TimeSpan, compare_pulls, evaluate, read_config, read_image, read_measurements,
    read_pull_events, write_config,
};
use crate::data::catalogue;

/// Answers a request; `progress` is told percent as they are done.
pub fn answer(request: &Request, progress: &mut dyn FnMut(u8)) -> Answer {
    let answered = match request {
        Request::Frontier(asked) => frontier(asked, progress).map(Answer::Frontier),
        Request::Image(asked) => image(asked).map(Answer::Image),
        Request::Pulls(asked) => pulls(asked).map(Answer::Pulls),
        Request::OwnFiles(asked) => {
            config(&asked.config).map(|config| Answer::OwnFiles(files::own(&config)))
        }
        Request::Files(asked) => {
            config(&asked.config).map(|config| Answer::Files(Box::new(files::read(asked, &config))))
        }
    };
    answered.unwrap_or_else(Answer::Refused)
}

fn config(file: &str) -> Result<Config, String> {
    read_config(file).map_err(|errors| {
        let first = errors.first().map(ToString::to_string);
        first.unwrap_or_default()
    })
}

/// Where the settings stand as they are.
fn present(config: &Config, catalogue: &Catalogue) -> Option<PresentRow> {
    let evaluation = evaluate(config, catalogue);
    let time = evaluation.pull.ok()?.node.engine.estimate.time.likely();
    let [case] = evaluation.costs.cases.as_slice() else {
        return None;
    };
    let PresentPoint {
        instance_type,
        time,
        per_hour,
        per_start,
    } = PresentPoint::new(config, time, case)?;
    Some(PresentRow {
        instance_type,
        milliseconds: time.as_millis(),
        per_hour: per_hour.to_micro_dollars(),
        per_start: per_start.to_micro_dollars(),
    })
}

pub(super) fn priced(tables: &[(String, String)]) -> Result<Catalogue, String> {
    let mut known = catalogue().clone();
    for (region, table) in tables {
        known = known
            .with_on_demand(region, table)
            .map_err(|error| format!("The prices of {region} cannot be read: {error}."))?;
    }
    Ok(known)
}

fn frontier(
    asked: &FrontierRequest,
    progress: &mut dyn FnMut(u8),
) -> Result<FrontierAnswer, String> {
    let config = config(&asked.config)?;
    let catalogue = priced(&asked.prices)?;
    let search = Search {
        scope: asked.scope,
        basis: if asked.per_start {
            CostBasis::Start
        } else {
            CostBasis::Hour
        },
    };
    let mut said = 0;
    let mut on = |done: usize, of: usize| {
        let percent = u8::try_from(done * 100 / of.max(1)).unwrap_or(100);
        // Less than before: it has begun again.
        if percent >= said + 2 || percent < said {
            said = percent;
            progress(percent);
        }
        true
    };
    let constants = Constants::from_config(&config);
    let frontier = Frontier::find(&config, &catalogue, &constants, search, &mut on)
        .map_err(|none| none.describe().to_owned())?;
    let rows = frontier.points.iter().map(|point| FrontierRow {
        instance_type: catalogue
            .instances()
            .get(point.position)
            .map_or(String::new(), |instance| instance.name.to_owned()),
        setting: point.describe(),
        launched_by: frontier.lead(point).map_or(String::new(), Lead::with_types),
        milliseconds: point.time.as_millis(),
        per_hour: point.per_hour.to_micro_dollars(),
        per_start: point.per_start.to_micro_dollars(),
        config: frontier
            .edit(point, &config, &catalogue)
            .map(|edit| write_config(&config.apply(&edit))),
    });
    let rows = rows.collect();
    Ok(FrontierAnswer {
        rows,
        present: present(&config, &catalogue),
        types: frontier.types,
        settings: frontier.settings,
        unpriced: frontier.unpriced,
        simulated: frontier.simulated,
    })
}

fn image(asked: &ImageRequest) -> Result<ImageAnswer, String> {
    let config = config(&asked.config)?;
    let platform = match asked.platform.as_deref() {
        Some(text) => Some(
            text.parse::<Platform>()
                .map_err(|error| error.to_string())?,
        ),
        None => None,
    };
    let own = format!("linux/{}", config.nodes.architecture);
    let wanted = platform.or_else(|| own.parse().ok());
    let read = read_image(&asked.text, wanted.as_ref())
        .or_else(|error| read_image(&asked.text, None).map_err(|_| error))
        .map_err(|error| error.to_string())?;
    let mut notes = read.notes.clone();
    notes.extend(read.misfit(&config));
    let (layers, compressed, platforms) = match &read.found {
        ImageFound::Layers {
            layers, compressed, ..
        } => (layers.len(), Some(compressed.to_bytes()), Vec::new()),
        ImageFound::Size(size) => (0, Some(size.to_bytes()), Vec::new()),
        ImageFound::Choose(choices) => {
            let names = choices.iter().map(|choice| choice.platform.to_string());
            (0, None, names.collect())
        }
        ImageFound::Elsewhere(choice) => {
            let digest = choice.digest.as_deref().unwrap_or("its digest");
            notes.push(format!(
                "The index names {} but does not hold its layers. Paste the manifest of {digest}.",
                choice.platform
            ));
            (0, None, Vec::new())
        }
    };
    let edit = read.edit(&config).map_err(|error| error.to_string())?;
    let next = edit.map(|edit| config.apply(&edit));
    let position = node(&config, asked.instance_type.as_deref());
    let times = next
        .as_ref()
        .zip(position)
        .and_then(|(next, position)| Some([pull_of(&config, position)?, pull_of(next, position)?]));
    Ok(ImageAnswer {
        recognised: read.recognised,
        notes,
        layers,
        compressed,
        platforms,
        config: next.as_ref().map(write_config),
        times,
        instance_type: position.and_then(name),
    })
}

/// The Config's pull on the type at this position: from and to, likely in between.
fn pull_of(config: &Config, position: usize) -> Option<[u32; 3]> {
    let model = PullModel::new(config, catalogue(), &Constants::from_config(config))?;
    let pull = model.estimate_on(PullVariant::Engine, position)?;
    Some(milliseconds(pull.estimate.time))
}

fn pulls(asked: &PullsRequest) -> Result<PullsAnswer, String> {
    let config = config(&asked.config)?;
    if let Some(read) = read_measurements(&asked.text) {
        let read = read.map_err(|error| error.to_string())?;
        return Ok(measurement(&read, &config));
    }
    let events = read_pull_events(&asked.text).map_err(|error| error.to_string())?;
    let mut notes = notes(&events);
    let side = |pull: &PullEvent| pull.pod.as_deref().map(Side::of_pod);
    let position = node(&config, asked.instance_type.as_deref());
    let own = position
        .map(|position| OwnPulls::new(&config, catalogue(), &events.pulls, &side, position));
    if own.as_ref().is_some_and(|own| own.by_size_alone) {
        notes.push(
            "Images of another size than the settings' are estimated by their size alone."
                .to_owned(),
        );
    }
    let estimates = own.as_ref().map(|own| own.estimates.as_slice());
    let estimates = estimates.unwrap_or_default().iter().copied();
    let rows = events
        .pulls
        .iter()
        .zip(estimates.chain(std::iter::repeat(None)))
        .map(|(pull, estimate)| measured_row(pull, estimate));
    let rows = rows.collect();
    let gains = compare_pulls(&events.pulls, &side)
        .into_iter()
        .map(|gain| MeasuredGain {
            saved_percent: gain.saved_percent(),
            speed_up: gain.speed_up_hundredths(),
            image: gain.image,
            baseline: gain.baseline.to_string(),
            by: gain.by.label().to_owned(),
            soci: gain.time.to_string(),
        })
        .collect();
    Ok(PullsAnswer {
        verdict: Vec::new(),
        rows,
        gains,
        causes: causes(&events),
        notes,
        instance_type: position.and_then(name),
        fitted: own
            .and_then(|own| own.fitted)
            .map(|fitted| shown(&fitted, &config)),
    })
}

/// A measurement is about its plan's settings and type, and beside what was predicted before it; only
/// figures that are kept go into the page's.
fn measurement(read: &Measurements, config: &Config) -> PullsAnswer {
    let rows = read.runs.iter().filter_map(|run| {
        let planned = read.plan.variants.get(run.variant)?;
        Some(measured_row(run.pull.as_ref()?, Some(planned.predicted)))
    });
    let own = read.own_pulls(catalogue());
    PullsAnswer {
        verdict: read.sentences(),
        rows: rows.collect(),
        // Variants may differ by more than who pulls.
        gains: Vec::new(),
        causes: causes(&read.events),
        notes: notes(&read.events),
        instance_type: Some(read.plan.instance_type.clone()),
        fitted: own
            .and_then(|(_, own)| own.fitted)
            .map(|fitted| shown(&fitted, config)),
    }
}

fn notes(events: &PullEvents) -> Vec<String> {
    let present = events
        .already_present
        .iter()
        .map(|image| format!("{} was on the node already: no pull.", image.image));
    events.notes.iter().cloned().chain(present).collect()
}

fn measured_row(pull: &PullEvent, estimate: Option<LikelyRange<TimeSpan>>) -> MeasuredRow {
    MeasuredRow {
        pod: pull.pod.clone(),
        image: pull.image.clone(),
        time: pull.pull.to_string(),
        waited: pull.waited().map(|time| time.to_string()),
        size: pull.size.map(|size| size.to_bytes()),
        estimated: estimate.map(milliseconds),
    }
}

fn causes(events: &PullEvents) -> Vec<MeasuredCause> {
    let causes = events.causes.iter().map(|cause| MeasuredCause {
        cause: cause.kind.sentence(),
        cure: cause.kind.cure.to_owned(),
        field: cause.kind.field.map(str::to_owned),
        place: cause.place(),
    });
    causes.collect()
}

fn name(position: usize) -> Option<String> {
    let instance = catalogue().instances().get(position)?;
    Some(instance.name.to_owned())
}

/// The type that the page names, or the one in view by what is known here.
fn node(config: &Config, name: Option<&str>) -> Option<usize> {
    match name {
        Some(name) => catalogue().position(name),
        None => Some(evaluate(config, catalogue()).in_view?.position),
    }
}

/// A fit in words and figures.
fn shown(fitted: &FittedPulls, config: &Config) -> Fitted {
    let rows = fitted.figures.iter().map(|(parameter, figure)| {
        let own = fitted.told.iter().find(|own| own.parameter == *parameter);
        FittedRow {
            label: figure.label.to_owned(),
            published: parameter.shown(LikelyRange::exactly(figure.before)),
            own: own.map(|own| parameter.shown(own.value)),
            told: figure.told.describe(),
        }
    });
    let (error_before, error_after) = fitted.errors;
    Fitted {
        rows: rows.collect(),
        error_before,
        error_after,
        pulls: fitted.pulls,
        config: fitted
            .edit(config)
            .map(|edit| write_config(&config.apply(&edit))),
    }
}

fn milliseconds(time: LikelyRange<TimeSpan>) -> [u32; 3] {
    [time.low(), time.likely(), time.high()].map(TimeSpan::as_millis)
}
