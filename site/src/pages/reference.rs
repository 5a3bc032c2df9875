//! Pages of figures: settings, assumptions, predictions beside measured pulls.

use std::path::Path;

use soci_configurator::core::{
    Config, Constants, ErrorSummary, Field, Group, LeaveOneOut, LeftUnseen, MeasuredEngine,
    Parameter, PredictedAgainstMeasured, PredictedPair, PredictedPull, SubmittedRun, TimeSpan,
    read_submitted,
};
use soci_configurator::data::{MEASURED_PAIRS, MEASUREMENTS, catalogue};

use super::Page;
use crate::files::Problem;
use crate::markup::{escaped, link, table};

const UNKNOWN: &str = "<span class=\"muted\">unknown</span>";

/// Every setting with its bounds and their source.
pub fn settings() -> Page {
    let default = Config::default();
    let groups: String = Group::ALL
        .iter()
        .map(|group| {
            let rows: Vec<Vec<String>> = Field::all()
                .filter(|field| field.group == *group)
                .map(|field| row(field, &default))
                .collect();
            format!(
                "<h2>{}</h2>\n<p>{}</p>\n{}",
                escaped(group.label()),
                escaped(group.help()),
                table(
                    group.label(),
                    &["Setting", "What it is", "Accepts", "Default", "Source"],
                    &[],
                    &rows
                )
            )
        })
        .collect();
    Page::new(
        "settings.html",
        "Settings",
        "Every setting of the Config file and the form, with its default, its bounds and their source.",
        format!(
            "<p>As in the form, the Config file and <code>--set</code>. A Config file needs only values that differ from the default.</p>\n{groups}"
        ),
    )
}

fn row(field: &Field, default: &Config) -> Vec<String> {
    let value = field.value(default).to_string().replace('\n', ", ");
    let value = match (value.is_empty(), field.unit.is_empty()) {
        (true, _) => "<span class=\"muted\">empty</span>".to_owned(),
        (false, true) => escaped(&value),
        (false, false) => format!("{} {}", escaped(&value), escaped(field.unit)),
    };
    vec![
        format!(
            "{}<code>{}</code>",
            escaped(field.label),
            escaped(field.path)
        ),
        escaped(field.help),
        escaped(field.bounds),
        value,
        link(field.source.url, field.source.label),
    ]
}

/// Every uncertain figure of the pull model.
pub fn assumptions() -> Page {
    let constants = Constants::default();
    let rows: Vec<Vec<String>> = Parameter::ALL
        .iter()
        .map(|parameter| {
            vec![
                escaped(parameter.label()),
                escaped(&parameter.shown(constants.get(*parameter))),
                escaped(&parameter.basis().describe()),
                escaped(parameter.source()),
            ]
        })
        .collect();
    let body = format!(
        "<p>A pull is simulated: layers share the network, the cores and the disk as they do on a node. Uncertain figures have a likely value and a range, which determine the range of the pull time. Your own measured pulls can replace them in the application.</p>\n{}\
         <h2>Not modelled</h2>\n<p>Small files, several images at once, used-up bursts, the first touch of snapshot volumes, throttling registries and lazy loading.</p>\n<p>{} how this compares with published pulls.</p>\n",
        table(
            "Figures of the model",
            &[
                "Figure",
                "Likely value and range",
                "Likely value is",
                "Source"
            ],
            &[1],
            &rows
        ),
        link("measured.html", "See")
    );
    Page::new(
        "assumptions.html",
        "Assumptions",
        "Every uncertain figure behind the estimated pull times, with its range and source.",
        body,
    )
}

/// Predictions beside published pulls.
pub fn measured() -> Result<Page, Problem> {
    let constants = Constants::default();
    let all = PredictedAgainstMeasured::new(catalogue(), MEASUREMENTS, &constants)
        .map_err(|error| format!("data/measurements.csv: {error:?}"))?;
    let unknown = without(LeftUnseen::Pull)?;
    let pairs = PredictedPair::all(catalogue(), MEASURED_PAIRS, MEASUREMENTS, &constants)
        .map_err(|error| format!("data/measured_pairs.csv: {error:?}"))?;
    let mut rows: Vec<Vec<String>> = all.pulls.iter().map(|one| pull(one, &unknown)).collect();
    rows.extend(pairs.iter().flat_map(pair));
    let publication = without(LeftUnseen::Publication)?;
    let is_stock = |engine| engine == MeasuredEngine::Containerd;
    let fitted = |counts: &dyn Fn(MeasuredEngine) -> bool| ErrorSummary::new(&all.pulls, counts);
    let summaries = [
        ("Stock containerd, without the pull", unknown.stock()),
        ("SOCI, without the pull", unknown.soci()),
        (
            "containerd’s own parallel pull, without the pull",
            unknown.parallel(),
        ),
        (
            "Stock containerd, without its publication",
            publication.stock(),
        ),
        ("SOCI, without its publication", publication.soci()),
        (
            "containerd’s own parallel pull, without its publication",
            publication.parallel(),
        ),
        ("Stock containerd, fitted", fitted(&is_stock)),
        ("SOCI, fitted", fitted(&MeasuredEngine::is_soci)),
    ];
    let error = unknown.all();
    let known = all.pulls.iter().filter(|pull| pull.error().is_some());
    let telling = known.filter(|pull| pull.measured.tells_figures()).count();
    let body = format!(
        "<p>Published pulls that the model's figures were not fitted to are off by {} on average, and {} of {} lie in their \
         predicted range. For that each is predicted with figures fitted to the others only; fitted to other publications \
         only, it is {}. With the figures as they are, which were fitted to {telling} of these pulls, it is {}, the \
         fitted error.</p>\n{}<p>{} pulls are few. The largest errors are those of pulls from public ECR, which gives 97 MB/s in one place \
         and above 180 in another, and of images whose layers nobody published.</p>\n\
         <h2>Pull by pull</h2>\n<p>Predicted and error are of the figures as they are; the last error is without the pull. {} of all {} pulls are within their predicted range.</p>\n{}<p>Pairs are pulls by SOCI and by \
         containerd’s own parallel pull on one node, published without image, type or disk. Neither time can be predicted; that of containerd’s own is predicted from SOCI’s, by how the two compare in the simulation over the images, nodes \
         and limits of the {} published SOCI pulls on known types.</p>\n{}<p>The figures are on the page of {}.</p>\n",
        percent(error.mean),
        error.in_range,
        error.pulls,
        percent(publication.all().mean),
        percent(fitted(&|_| true).mean),
        table(
            "Errors on pulls whose instance type is known",
            &[
                "Predicted",
                "Pulls",
                "Mean error",
                "Bias",
                "Largest",
                "In range"
            ],
            &[1, 2, 3, 4, 5],
            &summaries.map(summary)
        ),
        error.pulls,
        all.in_range(),
        all.pulls.len(),
        table(
            "Published pulls with their predictions",
            &[
                "Pull",
                "Image",
                "Engine",
                "Type",
                "Measured",
                "Predicted",
                "Error",
                "Without it",
                "Published by"
            ],
            &[1, 4, 5, 6, 7],
            &rows
        ),
        pairs.first().map_or(0, |pair| pair.settings),
        submitted(&submitted_runs(Path::new(SUBMITTED))?),
        link("assumptions.html", "assumptions")
    );
    Ok(Page::new(
        "measured.html",
        "Predicted against measured",
        "Published image pulls with and without SOCI next to the model's predictions, with the error of each.",
        body,
    ))
}

/// Where measurements lie that users gave away.
const SUBMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/submitted");

/// Every run of a folder's files, in the order of their names.
fn submitted_runs(folder: &Path) -> Result<Vec<SubmittedRun>, Problem> {
    let unreadable = |path: &Path, error: &dyn std::fmt::Display| {
        Problem::from(format!("{}: {error}", path.display()))
    };
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "csv"));
    paths.sort();
    let mut runs = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        runs.extend(read_submitted(&text).map_err(|error| unreadable(&path, &error))?);
    }
    Ok(runs)
}

/// What users measured, each pull beside what was predicted before it.
fn submitted(runs: &[SubmittedRun]) -> String {
    let how = "<p>You can add to it: <code>soci-configurator measure</code> generates a benchmark for your own cluster, and <code>soci-configurator events FILE --format submission</code> prints anonymised rows to submit.</p>\n";
    if runs.is_empty() {
        return format!(
            "<h2>Submitted measurements</h2>\n<p>Nobody has submitted a measurement yet.</p>\n{how}"
        );
    }
    let within = runs.iter().filter(|run| run.is_in_range()).count();
    let sum: u64 = runs
        .iter()
        .map(|run| u64::from(run.error().unsigned_abs()))
        .sum();
    let mean = sum.checked_div(runs.len() as u64).unwrap_or(0);
    let rows: Vec<Vec<String>> = runs.iter().map(submitted_run).collect();
    format!(
        "<h2>Submitted measurements</h2>\n<p>Pulls measured by users, each next to its prediction from before the run. {within} of {} are within their predicted range; the mean error is {}.</p>\n{}{how}",
        runs.len(),
        percent(u32::try_from(mean).unwrap_or(u32::MAX)),
        table(
            "Submitted pulls with their predictions",
            &[
                "Day",
                "Image",
                "Engine",
                "SOCI seen",
                "Type",
                "Disk",
                "Measured",
                "Predicted",
                "Error"
            ],
            &[1, 6, 7, 8],
            &rows
        )
    )
}

fn submitted_run(run: &SubmittedRun) -> Vec<String> {
    let (low, high) = (run.predicted.low(), run.predicted.high());
    let outside = if run.is_in_range() { "" } else { ", outside" };
    vec![
        escaped(&run.measured_on),
        escaped(&run.image.rounded()),
        escaped(&run.engine),
        match run.soci_seen {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => UNKNOWN.to_owned(),
        },
        escaped(&run.instance_type),
        escaped(&run.disk),
        escaped(&run.pull.rounded()),
        escaped(&format!("{} to {}{outside}", low.rounded(), high.rounded())),
        signed(run.error()),
    ]
}

/// What the figures make of pulls that they do not know.
fn without(unseen: LeftUnseen) -> Result<LeaveOneOut, Problem> {
    let constants = Constants::default();
    LeaveOneOut::new(catalogue(), MEASUREMENTS, &constants, unseen)
        .map_err(|error| format!("data/measurements.csv: {error:?}"))
}

fn summary((name, errors): (&str, ErrorSummary)) -> Vec<String> {
    vec![
        escaped(name),
        errors.pulls.to_string(),
        percent(errors.mean),
        signed(errors.bias),
        percent(errors.largest),
        format!("{} of {}", errors.in_range, errors.pulls),
    ]
}

fn pull(pull: &PredictedPull, unknown: &LeaveOneOut) -> Vec<String> {
    let error = |pull: &PredictedPull| pull.error().map_or_else(|| "–".to_owned(), signed);
    let without = unknown
        .pulls
        .iter()
        .find(|other| other.measured.id == pull.measured.id);
    let measured = &pull.measured;
    let (low, high) = (pull.predicted.low(), pull.predicted.high());
    let outside = if pull.is_in_range() { "" } else { ", outside" };
    vec![
        escaped(&measured.id),
        escaped(&measured.compressed.rounded()),
        escaped(measured.engine.label()),
        measured
            .instance_type
            .as_deref()
            .map_or_else(|| UNKNOWN.to_owned(), escaped),
        escaped(&measured.time.rounded()),
        escaped(&format!("{} to {}{outside}", low.rounded(), high.rounded())),
        error(pull),
        without.map_or_else(|| "–".to_owned(), error),
        escaped(&measured.source),
    ]
}

/// The two pulls of a pair, as rows.
fn pair(pair: &PredictedPair) -> [Vec<String>; 2] {
    let measured = &pair.measured;
    let (low, high) = (pair.predicted.low(), pair.predicted.high());
    let outside = if pair.is_in_range() { "" } else { ", outside" };
    let row = |engine: MeasuredEngine, time: TimeSpan, predicted: String, error: String| {
        vec![
            escaped(&measured.id),
            UNKNOWN.to_owned(),
            escaped(engine.label()),
            UNKNOWN.to_owned(),
            escaped(&time.rounded()),
            predicted,
            error,
            "–".to_owned(),
            escaped(&measured.source),
        ]
    };
    let none = || "–".to_owned();
    let predicted = format!(
        "{} to {}{outside}, from SOCI’s",
        low.rounded(),
        high.rounded()
    );
    [
        row(MeasuredEngine::Soci, measured.soci, none(), none()),
        row(
            MeasuredEngine::ContainerdParallel,
            measured.containerd_parallel,
            escaped(&predicted),
            signed(pair.error()),
        ),
    ]
}

/// Tenths of a percent, with a sign.
fn signed(tenths: i32) -> String {
    let sign = if tenths < 0 { "−" } else { "+" };
    format!("{sign}{}", percent(tenths.unsigned_abs()))
}

/// Tenths of a percent.
fn percent(tenths: u32) -> String {
    format!("{}.{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{LeftUnseen, UNKNOWN, measured, percent, submitted, submitted_runs, without};

    #[test]
    fn submitted_measurements_stand_on_the_page() {
        assert!(submitted(&[]).contains("Nobody has submitted a measurement yet."));
        let folder = tempfile::tempdir().unwrap();
        let rows = "measured_on,region,instance_type,engine,pulled_by,soci_seen,disk,ami,kubelet,containerd,image_bytes,layers,largest_layer_bytes,predicted_by,predicted_low_seconds,predicted_seconds,predicted_high_seconds,pull_seconds\n\
                    2026-11-30,us-east-1,m6i.8xlarge,fast-image-pull,soci,yes,gp3 16000/1000,,,,10757041023,,,SOCI Configurator 0.1.0,38.000,46.000,57.000,40.000\n\
                    2026-11-30,us-east-1,m6i.8xlarge,stock,baseline,,gp3 16000/1000,,,,10757041023,,,SOCI Configurator 0.1.0,90.000,100.000,120.000,125.000\n";
        std::fs::write(folder.path().join("a.csv"), rows).unwrap();
        std::fs::write(folder.path().join("README.md"), "# Not a table\n").unwrap();
        let page = submitted(&submitted_runs(folder.path()).unwrap());
        for text in [
            "1 of 2 are within",
            "the mean error is 17.5 %",
            ">+15.0 %<",
            ">−20.0 %<",
            "2 min, outside",
            "<td>yes</td>",
            UNKNOWN,
        ] {
            assert!(page.contains(text), "{text}: {page}");
        }
        std::fs::write(folder.path().join("b.csv"), "day\n").unwrap();
        let error = format!("{:?}", submitted_runs(folder.path()).unwrap_err());
        assert!(
            error.contains("b.csv: line 1: the header must be"),
            "{error}"
        );
    }

    #[test]
    fn the_error_of_pulls_that_are_not_known_comes_first() {
        let body = measured().unwrap().body;
        let place = |text: &str| body.find(text).unwrap_or_else(|| panic!("no {text}"));
        let pull = without(LeftUnseen::Pull).unwrap();
        let error = percent(pull.all().mean);
        let headline = format!("not fitted to are off by {error} on average");
        assert!(place(&headline) < place("the fitted error"));
        // Each pull of a known type has both errors; the others lack one at least.
        let rows: Vec<&str> = body
            .split("Pull by pull")
            .nth(1)
            .unwrap()
            .split("<tr")
            .collect();
        let with_errors = rows.iter().filter(|row| row.matches(" %</").count() == 2);
        assert_eq!(with_errors.count(), pull.pulls.len());
        assert_eq!(rows.iter().filter(|row| row.contains(">–<")).count(), 7);
    }
}
