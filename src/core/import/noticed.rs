//! What the rules find in settings whose values stand in files, or are missing in them.

use crate::core::catalogue::Catalogue;
use crate::core::config::Field;
use crate::core::evaluate;
use crate::core::findings::{Finding, Rule, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::node::{NodeReport, SociStatus};
use crate::core::import::own_files::{OwnFiles, is_about_soci, read_own_files};
use crate::core::import::report::{Import, ImportedSet};
use crate::core::import::source::SourceLocation;

/// The rule about values that are kept in place of what settings would write.
static OF_KEEPING: &Rule = &rules::KEPT_INSTEAD_OF_SETTINGS;

/// Rules that hold values of a volume against each other or against bounds, and the values' keys.
static OF_VALUES: [(&Rule, &[&str]); 7] = [
    (&rules::IOPS_BEYOND_THROUGHPUT, &["iops", "throughput"]),
    (&rules::IOPS_OUT_OF_RANGE, &["iops"]),
    (&rules::IOPS_PER_GIB, &["iops", "volumeSize"]),
    (&rules::SLOW_VOLUME, &["iops", "throughput"]),
    (&rules::THROUGHPUT_ABOVE_IOPS, &["iops", "throughput"]),
    (&rules::VOLUME_SMALLER_THAN_AMI, &["volumeSize"]),
    (&rules::VOLUME_TOO_SMALL_FOR_IMAGE, &["volumeSize"]),
];

/// What is about the volume that images are unpacked to.
static OF_ROOM: [&Rule; 2] = [&rules::SLOW_VOLUME, &rules::VOLUME_TOO_SMALL_FOR_IMAGE];

impl Import {
    /// Everything to say of the files, by file and line: what reading them said, then what the rules
    /// find in the settings of each set. What is about a value that a file leaves to a default
    /// stands at the nearest line, and says what holds instead. What is about a document that is
    /// not there is not said.
    pub fn noticed(&self, catalogue: &Catalogue) -> Vec<Diagnostic> {
        let mut all = self.remarks.clone();
        for set in &self.sets {
            let said = |rule: &Rule| {
                self.remarks.iter().any(|remark| {
                    remark.rule == rule && (self.sets.len() == 1 || set.holds(remark))
                })
            };
            let own = set
                .is_config_file()
                .then(|| read_own_files(&set.config, catalogue));
            let is_off = self
                .report_of(set)
                .is_some_and(|on| on.verdict == SociStatus::Off);
            let has_own_mount = self.report_of(set).is_some_and(|on| on.has_own_mount);
            let found: Vec<Diagnostic> = evaluate(&set.config, catalogue)
                .findings
                .into_iter()
                .filter(|finding| !said(finding.rule))
                .filter(|finding| !(is_off && is_about_soci(finding)))
                // Nobody knows yet which types the pool admits.
                .filter(|finding| {
                    !(set.has_open_types && rules::ABOUT_TYPES.contains(&finding.rule))
                })
                .filter(|finding| !set.waits_for(finding.rule))
                // How fast the other volume is, and how large, is not known.
                .filter(|finding| !(has_own_mount && OF_ROOM.contains(&finding.rule)))
                .filter(|finding| !own.as_ref().is_some_and(|own| own.contradict(finding)))
                // Manifests are what they are; only a Config file can keep what settings replace.
                .filter(|finding| set.is_config_file() || finding.rule != OF_KEEPING)
                .filter_map(|finding| set.placed(finding))
                .collect();
            all.extend(found);
            if let Some(own) = &own {
                all.extend(set.of_own_files(own, &all));
            }
        }
        all.sort_by(|one, other| {
            let key = |one: &Diagnostic| (one.place, one.severity, one.rule.id);
            let by_path = || one.path.cmp(&other.path);
            key(one).cmp(&key(other)).then_with(by_path)
        });
        // Pools that share a class have its findings in common; several values may stand on one line.
        all.dedup_by(|one, other| {
            one.place == other.place
                && one.rule == other.rule
                && one.path == other.path
                && one.message == other.message
        });
        all
    }

    /// What the nodes of a set make of their userData.
    fn report_of(&self, set: &ImportedSet) -> Option<&NodeReport> {
        let class = set.report?;
        self.on_nodes.get(class)
    }
}

impl ImportedSet {
    /// Whether a rule is about a value of the volume that a template still has to fill in.
    fn waits_for(&self, rule: &Rule) -> bool {
        let is_open = |key: &str| self.open_volume.iter().any(|own| own == key);
        OF_VALUES
            .iter()
            .filter(|(own, _)| *own == rule)
            .any(|(_, keys)| is_open("volumeType") || keys.iter().any(|key| is_open(key)))
    }

    /// What the files that a Config file writes come to, at the line of what it keeps: only that can
    /// make them wrong.
    fn of_own_files(&self, own: &OwnFiles, said: &[Diagnostic]) -> Vec<Diagnostic> {
        let place = Field::find("kept")
            .and_then(|field| self.taken_for(field))
            .map_or(self.place, |taken| taken.place);
        own.remarks
            .iter()
            .filter(|remark| !said.iter().any(|one| one.rule == remark.rule))
            .map(|remark| {
                let file = own.files.get(remark.place.file);
                let name = file.map_or("", |file| file.name.as_str());
                let message = format!("in {name}, line {}: {}", remark.place.line, remark.message);
                Diagnostic::at(remark.rule, remark.severity, place, &remark.path, message)
            })
            .collect()
    }

    /// A finding at the line that it is about; nothing, if no document of the set is about it.
    fn placed(&self, finding: Finding) -> Option<Diagnostic> {
        let field = finding.field;
        let at = |place: SourceLocation, path: &str, message: String| {
            Diagnostic::at(finding.rule, finding.severity, place, path, message)
        };
        if let Some(taken) = self.taken_for(field) {
            return Some(at(taken.place, &taken.path, finding.message));
        }
        if field.path == "kept" {
            let waits = |kept: &&crate::core::import::report::ImportedOverride| {
                !kept.kept.placeholders().is_empty()
            };
            let waiting = self.kept.iter().find(waits);
            let first = waiting.or(self.kept.first())?;
            return Some(at(first.place, &first.path, finding.message));
        }
        let default = self.defaults.iter().find(|one| one.field == field)?;
        let message = if default.holds.is_empty() {
            finding.message
        } else {
            format!("{} {}", finding.message, default.holds)
        };
        Some(at(default.place, &default.path, message))
    }
}
