//! `CHANGELOG.md` of amazon-eks-ami: a part for each release, in it a part for each Kubernetes with
//! the names of its AMIs and tables of their packages.

use std::collections::BTreeMap;

use super::super::csv::Table;
use super::super::releases::{day, minor};
use super::{Changes, Inputs, Rows};
use crate::catalogue::AL2023_RELEASES;

/// Older versions of Kubernetes are nobody's any more.
const OLDEST_KUBERNETES: u8 = 25;

/// One release as the changelog has it.
#[derive(Debug, PartialEq)]
struct Release {
    name: String,
    is_abandoned: bool,
    /// containerd by minor version of Kubernetes; AL2023 only.
    containerd: BTreeMap<u8, String>,
}

/// Takes every release of the changelogs.
pub(super) fn refresh(table: &mut Table, inputs: &Inputs) -> Result<Vec<Changes>, Vec<String>> {
    let mut changes = Changes {
        table: AL2023_RELEASES.to_owned(),
        ..Changes::default()
    };
    let mut wrong = Vec::new();
    let mut rows = Rows::new(table);
    for input in &inputs.ami_changelog {
        match read(&input.text) {
            Ok(releases) => {
                for release in releases {
                    let evidence = if release.is_abandoned {
                        "abandoned"
                    } else {
                        "changelog"
                    };
                    let listed = !release.is_abandoned;
                    let cells = [
                        (
                            "kubernetes",
                            cell_if(listed, || ranges(&release.containerd)),
                        ),
                        ("containerd", cell_if(listed, || steps(&release.containerd))),
                        ("evidence", evidence.to_owned()),
                    ];
                    rows.set(&release.name, &cells, &mut changes);
                }
            }
            Err(message) => wrong.push(format!("{}: {message}", input.name)),
        }
    }
    for input in &inputs.ami_tags {
        for tag in input.text.lines().map(str::trim) {
            let of_al2023 = day(tag).is_some() && tag >= OLDEST_TAG;
            if of_al2023 && rows.cell(tag, "evidence").is_empty() {
                rows.set(tag, &[("evidence", "tag".to_owned())], &mut changes);
            }
        }
    }
    rows.finish();
    if wrong.is_empty() {
        Ok(vec![changes])
    } else {
        Err(wrong)
    }
}

/// The release that brought AL2023; tags before it are of AL2.
const OLDEST_TAG: &str = "v20240213";

fn cell_if(listed: bool, cell: impl Fn() -> String) -> String {
    if listed { cell() } else { String::new() }
}

fn read(text: &str) -> Result<Vec<Release>, String> {
    let mut releases = Vec::new();
    for part in text.split("\n# ").skip(1) {
        let (title, rest) = part.split_once('\n').unwrap_or((part, ""));
        let (is_abandoned, title) = match title.strip_prefix("[ABANDONED] ") {
            Some(title) => (true, title),
            None => (false, title),
        };
        let Some(name) = title.strip_prefix("AMI Release ").map(str::trim) else {
            continue;
        };
        if day(name).is_none() {
            return Err(format!("{name} is not v and a day"));
        }
        let containerd = by_kubernetes(name, rest)?;
        // Before AL2023 there was AL2 alone.
        if !containerd.is_empty() {
            releases.push(Release {
                name: name.to_owned(),
                is_abandoned,
                containerd,
            });
        }
    }
    if releases.is_empty() {
        return Err("there is no part that begins with # AMI Release".to_owned());
    }
    Ok(releases)
}

fn by_kubernetes(name: &str, text: &str) -> Result<BTreeMap<u8, String>, String> {
    let mut found = BTreeMap::new();
    for part in text.split("<summary><b>Kubernetes ").skip(1) {
        let (version, rest) = part.split_once("</b>").unwrap_or((part, ""));
        let Some(minor) = minor(version).filter(|minor| *minor >= OLDEST_KUBERNETES) else {
            continue;
        };
        let rest = rest.split("</details>").next().unwrap_or_default();
        let has_ami = rest
            .split("amazon-eks-node-al2023-")
            .skip(1)
            .any(|ami| ami.split('<').next().is_some_and(|ami| ami.ends_with(name)));
        if !has_ami {
            continue;
        }
        let containerd = rest
            .split("<th>Package</th>")
            .skip(1)
            .filter(|table| table.contains("<th>AL2023_"))
            .find_map(containerd)
            .ok_or_else(|| format!("{name} has no containerd for Kubernetes {version}"))?;
        found.insert(minor, containerd);
    }
    Ok(found)
}

/// containerd's version in a table of packages: the digits before the package's own release.
fn containerd(table: &str) -> Option<String> {
    let (_, rest) = table.split_once("<td>containerd</td>")?;
    let (cell, _) = rest.split_once("</td>")?;
    let (_, version) = cell.rsplit_once('>')?;
    Some(version.split('-').next()?.to_owned())
}

/// 29 to 35 as `1.29-1.35`.
fn ranges(containerd: &BTreeMap<u8, String>) -> String {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for minor in containerd.keys().copied() {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == minor => *to = minor,
            _ => runs.push((minor, minor)),
        }
    }
    let runs: Vec<String> = runs
        .iter()
        .map(|(from, to)| {
            if from == to {
                format!("1.{from}")
            } else {
                format!("1.{from}-1.{to}")
            }
        })
        .collect();
    runs.join(" ")
}

/// The versions of containerd with the Kubernetes from which each is there.
fn steps(containerd: &BTreeMap<u8, String>) -> String {
    let mut steps: Vec<(u8, &str)> = Vec::new();
    for (minor, version) in containerd {
        if steps.last().is_none_or(|(_, last)| last != version) {
            steps.push((*minor, version));
        }
    }
    match steps.as_slice() {
        [(_, version)] => (*version).to_owned(),
        more => {
            let more: Vec<String> = more
                .iter()
                .map(|(minor, version)| format!("1.{minor}:{version}"))
                .collect();
            more.join(" ")
        }
    }
}
