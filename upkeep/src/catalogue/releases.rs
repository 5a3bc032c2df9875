//! What the tables of releases must hold to: versions that can be read, references that exist, and
//! repairs that come after the fault.

use super::csv::{Row, Table};
use super::day::is_day;
use super::problem::Problem;
use super::{
    AL2023_RELEASES, BOTTLEROCKET_RELEASES, KARPENTER_RELEASES, KNOWN_BAD_RELEASES,
    KUBERNETES_RELEASES, Releases, columns, shape,
};

/// Checks all five tables.
pub fn check(releases: &Releases, problems: &mut Vec<Problem>) {
    let mut shaped = |file, table, columns| shape::check(file, table, columns, problems);
    let all = [
        shaped(AL2023_RELEASES, &releases.al2023, columns::AL2023_RELEASES),
        shaped(
            BOTTLEROCKET_RELEASES,
            &releases.bottlerocket,
            columns::BOTTLEROCKET_RELEASES,
        ),
        shaped(
            KARPENTER_RELEASES,
            &releases.karpenter,
            columns::KARPENTER_RELEASES,
        ),
        shaped(
            KUBERNETES_RELEASES,
            &releases.kubernetes,
            columns::KUBERNETES_RELEASES,
        ),
        shaped(
            KNOWN_BAD_RELEASES,
            &releases.known_bad,
            columns::KNOWN_BAD_RELEASES,
        ),
    ];
    // Cells below another header say nothing.
    if all.contains(&false) {
        return;
    }
    al2023(&releases.al2023, problems);
    bottlerocket(&releases.bottlerocket, problems);
    karpenter(&releases.karpenter, problems);
    kubernetes(&releases.kubernetes, problems);
    known_bad(releases, problems);
}

/// The cells of a row by their names.
fn cells<'a>(table: &'a Table, row: &'a Row) -> impl Fn(&str) -> &'a str {
    |name| row.cell(table.column(name))
}

fn al2023(table: &Table, problems: &mut Vec<Problem>) {
    for row in &table.rows {
        let cell = cells(table, row);
        let mut wrong =
            |message: String| problems.push(Problem::at(AL2023_RELEASES, row.line, message));
        let (release, kubernetes, containerd) =
            (cell("release"), cell("kubernetes"), cell("containerd"));
        if day(release).is_none() {
            wrong(format!("{release} is not v and a day: v20260714"));
        }
        let Some(minors) = minors(kubernetes) else {
            wrong(format!(
                "kubernetes is like 1.29-1.35 or 1.34 1.36, not {kubernetes}"
            ));
            continue;
        };
        let listed = cell("evidence") == "changelog";
        if listed && (kubernetes.is_empty() || containerd.is_empty()) {
            wrong("the changelog names Kubernetes and containerd of each release".to_owned());
        }
        if matches!(cell("evidence"), "tag" | "abandoned") && !kubernetes.is_empty() {
            wrong("a tag alone does not say for which Kubernetes an AMI exists".to_owned());
        }
        if !containerd.is_empty() && !is_steps(containerd, minors.first()) {
            wrong(format!(
                "containerd is a version, or one from each Kubernetes on where it changes, not {containerd}"
            ));
        }
    }
}

fn bottlerocket(table: &Table, problems: &mut Vec<Problem>) {
    for row in &table.rows {
        let release = row.cell(table.column("release"));
        if three(release).is_none() {
            let wrong = format!("{release} is not three numbers: 1.64.0");
            problems.push(Problem::at(BOTTLEROCKET_RELEASES, row.line, wrong));
        }
    }
}

fn karpenter(table: &Table, problems: &mut Vec<Problem>) {
    let mut read = Vec::new();
    for row in &table.rows {
        let cell = cells(table, row);
        let mut wrong =
            |message: String| problems.push(Problem::at(KARPENTER_RELEASES, row.line, message));
        let release = cell("release");
        let numbers: Option<Vec<u32>> = release.split('.').map(|part| part.parse().ok()).collect();
        let Some(numbers) = numbers.filter(|numbers| matches!(numbers.len(), 2 | 3)) else {
            wrong(format!(
                "{release} is not a release: 1.14, or 1.0.5 from a patch on"
            ));
            continue;
        };
        match (minor(cell("kubernetes_from")), minor(cell("kubernetes_to"))) {
            (Some(from), Some(to)) if from <= to => read.push((numbers, to, row.line)),
            _ => wrong("kubernetes_from and kubernetes_to are versions, in this order".to_owned()),
        }
    }
    read.sort();
    for pair in read.windows(2) {
        if let [(_, before, _), (release, to, line)] = pair
            && to < before
        {
            let release: Vec<String> = release.iter().map(ToString::to_string).collect();
            let release = release.join(".");
            let wrong = format!("{release} goes less far than the release before it");
            problems.push(Problem::at(KARPENTER_RELEASES, *line, wrong));
        }
    }
}

fn kubernetes(table: &Table, problems: &mut Vec<Problem>) {
    for row in &table.rows {
        let cell = cells(table, row);
        let mut wrong =
            |message: String| problems.push(Problem::at(KUBERNETES_RELEASES, row.line, message));
        if minor(cell("kubernetes")).is_none() {
            wrong(format!("{} is not a version: 1.34", cell("kubernetes")));
        }
        let until = cell("bottlerocket_until");
        match (three(cell("bottlerocket_from")), three(until)) {
            (None, _) => wrong("bottlerocket_from is three numbers".to_owned()),
            (_, None) if !until.is_empty() => {
                wrong("bottlerocket_until is three numbers".to_owned());
            }
            (Some(from), Some(until)) if from >= until => {
                wrong("bottlerocket_until comes after bottlerocket_from".to_owned());
            }
            _ => {}
        }
    }
}

fn known_bad(releases: &Releases, problems: &mut Vec<Problem>) {
    let table = &releases.known_bad;
    for row in &table.rows {
        let cell = cells(table, row);
        let mut wrong =
            |message: String| problems.push(Problem::at(KNOWN_BAD_RELEASES, row.line, message));
        let system = cell("system");
        let (from, before, fixed) = (cell("from"), cell("before"), cell("fixed"));
        let of_al2023 = system == "al2023";
        let of_system = if of_al2023 {
            &releases.al2023
        } else {
            &releases.bottlerocket
        };
        let key = |name: &str| if of_al2023 { day(name) } else { three(name) };
        let is_there = |name: &str| of_system.rows.iter().any(|row| row.cell(Some(0)) == name);
        for (column, name) in [("from", from), ("fixed", fixed)] {
            if !name.is_empty() && !is_there(name) {
                wrong(format!("{column} is no release of {system}: {name}"));
            }
        }
        match (key(from), key(before), key(fixed)) {
            (Some(from), Some(before), _) if from >= before => {
                wrong("before comes after from".to_owned());
            }
            (Some(_), Some(before), Some(fixed)) if fixed < before => {
                wrong("fixed does not come before the end of what is bad".to_owned());
            }
            (Some(_), Some(_), _) => {}
            _ => wrong(format!("from and before are releases of {system}")),
        }
        if minors(cell("kubernetes")).is_none() {
            let found = cell("kubernetes");
            wrong(format!("kubernetes is like 1.30- or 1.34, not {found}"));
        }
        if !cell("url").starts_with("https://") {
            wrong("url begins with https://".to_owned());
        }
        // Core reads its tables without quotes.
        if row.cells.iter().any(|cell| cell.contains([',', '"'])) {
            wrong("a cell holds a comma or a quotation mark".to_owned());
        }
    }
}

/// The numbers of `v20260714`, if it is a day of the calendar.
pub fn day(release: &str) -> Option<[u32; 3]> {
    let digits = release
        .strip_prefix('v')
        .filter(|digits| digits.len() == 8)?;
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    is_day(&format!("{year}-{month}-{day}")).then_some(())?;
    Some([year.parse().ok()?, month.parse().ok()?, day.parse().ok()?])
}

fn three(release: &str) -> Option<[u32; 3]> {
    let numbers: Option<Vec<u32>> = release.split('.').map(|part| part.parse().ok()).collect();
    numbers?.try_into().ok()
}

/// The number behind `1.`.
pub fn minor(text: &str) -> Option<u8> {
    text.strip_prefix("1.")?.parse().ok()
}

/// The bounds of a cell's ranges; none for an empty cell.
#[derive(Default)]
struct Minors(Vec<u8>);

impl Minors {
    fn first(&self) -> Option<u8> {
        self.0.first().copied()
    }
}

fn minors(cell: &str) -> Option<Minors> {
    if cell.is_empty() {
        return Some(Minors::default());
    }
    let mut all: Vec<u8> = Vec::new();
    for part in cell.split(' ') {
        let (from, to) = match part.split_once('-') {
            Some((from, "")) => (minor(from)?, u8::MAX),
            Some((from, to)) => (minor(from)?, minor(to)?),
            None => (minor(part)?, minor(part)?),
        };
        let comes_after = all.last().is_none_or(|last| *last < from);
        if from > to || !comes_after {
            return None;
        }
        all.extend([from, to]);
    }
    Some(Minors(all))
}

/// `2.2.4`, or `1.29:1.7.29 1.30:2.2.1` from the row's first Kubernetes on.
fn is_steps(cell: &str, first: Option<u8>) -> bool {
    if three(cell).is_some() {
        return true;
    }
    let mut last = None;
    cell.split(' ').all(|part| {
        let Some((from, version)) = part.split_once(':') else {
            return false;
        };
        let Some(from) = minor(from).filter(|_| three(version).is_some()) else {
            return false;
        };
        let in_order = match last {
            None => Some(from) == first,
            Some(last) => last < from,
        };
        last = Some(from);
        in_order
    })
}
