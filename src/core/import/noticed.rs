//! What the rules find in settings whose values stand in files, or are missing in them.

use crate::core::catalogue::Catalogue;
use crate::core::config::{Edit, Field, Value};
use crate::core::findings::{Finding, Rule, Severity, file_rules as rules};
use crate::core::import::diagnostic::{Diagnostic, unless_put_in};
use crate::core::import::node::{NodeReport, SociStatus};
use crate::core::import::own_files::{OwnFiles, is_about_soci, read_own_files};
use crate::core::import::report::{Import, ImportedSet};
use crate::core::import::source::{Launcher, SourceLocation};
use crate::core::{evaluate, findings_of};

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

/// Rules about what keeps every node away, and what stands in the value that does it.
static OF_LAUNCH: [(&Rule, &[&str]); 7] = [
    (
        &rules::CAPACITY_TYPE_UNKNOWN,
        &["karpenter.sh/capacity-type"],
    ),
    (&rules::NO_CAPACITY_TYPE, &["karpenter.sh/capacity-type"]),
    (&rules::MIN_VALUES_UNMET, &["minValues"]),
    (
        &rules::PODS_SELECT_OTHER_NODES,
        &["nodeName", "nodeAffinity", "nodeSelector"],
    ),
    (&rules::POOL_LIMIT_BELOW_SMALLEST_TYPE, &["spec.limits"]),
    (
        &rules::RESERVED_WITHOUT_RESERVATIONS,
        &["karpenter.sh/capacity-type"],
    ),
    (&rules::TAINT_NOT_TOLERATED, &["tolerations", "taints"]),
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
            let is_off = self.report_of(set).is_some_and(pulls_without_soci);
            let has_own_mount = self.report_of(set).is_some_and(|on| on.has_own_mount);
            let whatever_comes = set.findings_by_open_fields(catalogue);
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
                .filter(|finding| !set.may_be_put_in(finding.rule))
                .filter(|finding| set.is_launched_as(finding.rule))
                // The file says it, in a way that nobody can read yet.
                .filter(|finding| !set.open_fields.contains(&finding.field))
                .filter(|finding| whatever_comes.iter().all(|found| is_among(finding, found)))
                // What the node makes of its userData says it better, or that it is not so.
                .filter(|finding| {
                    set.report.is_none() || finding.rule != &rules::SED_LOST_ON_REBOOT
                })
                // How fast the other volume is, and how large, is not known.
                .filter(|finding| !(has_own_mount && OF_ROOM.contains(&finding.rule)))
                .filter(|finding| !own.as_ref().is_some_and(|own| own.contradict(finding)))
                // Manifests are what they are; only a Config file can keep what settings replace.
                .filter(|finding| set.is_config_file() || finding.rule != OF_KEEPING)
                .filter_map(|finding| set.placed(finding))
                .map(|mut finding| {
                    finding.add_condition(&self.guarded);
                    finding
                })
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

/// Whether nodes pull without SOCI, or nobody knows yet. A node that never gets Ready for another
/// reason pulls nothing else either.
fn pulls_without_soci(on: &NodeReport) -> bool {
    const REASONS: [&Rule; 3] = [
        &rules::GATE_OFF,
        &rules::NOTHING_SWITCHES_SOCI_ON,
        &rules::SNAPSHOTTER_NOT_SOCI,
    ];
    let is_off = |reason: &Diagnostic| REASONS.contains(&reason.rule);
    on.verdict == SociStatus::Off || on.has_open_switch || on.reasons.iter().any(is_off)
}

/// Whether the same is said there.
fn is_among(finding: &Finding, found: &[Finding]) -> bool {
    let is_same = |one: &Finding| one.rule == finding.rule && one.message == finding.message;
    found.iter().any(is_same)
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

    /// What the rules find if the fields that are open become this or that: what they do not find each
    /// time rests on a value that nobody knows.
    fn findings_by_open_fields(&self, catalogue: &Catalogue) -> Vec<Vec<Finding>> {
        // Limits, sizes of chunks, and what is on or off; each field takes some of them.
        const VALUES: [&str; 9] = [
            "1",
            "12",
            "100",
            "-1",
            "unlimited",
            "1mb",
            "16mb",
            "true",
            "false",
        ];
        let with = |field: &&'static Field| {
            VALUES.into_iter().filter_map(|text| {
                let edit = Edit::set(field, Value::One(text.to_owned()), &self.config);
                Some(findings_of(&self.config.apply(&edit.ok()?), catalogue))
            })
        };
        self.open_fields.iter().flat_map(with).collect()
    }

    /// The kept value that a rule about the launch is about.
    fn kept_for(&self, rule: &Rule) -> Option<&crate::core::import::report::ImportedOverride> {
        let (_, words) = OF_LAUNCH.iter().find(|(own, _)| *own == rule)?;
        words.iter().find_map(|word| {
            let mut all = self.kept.iter();
            all.find(|one| !one.kept.comparison && one.kept.to_string().contains(word))
        })
    }

    /// Whether the lines that a template puts into the pool may say otherwise.
    fn may_be_put_in(&self, rule: &Rule) -> bool {
        let of_pods = [&rules::PODS_SELECT_OTHER_NODES, &rules::TAINT_NOT_TOLERATED];
        of_pods.contains(&rule) && self.gaps.iter().any(Option::is_some)
    }

    /// Whether its nodes are launched by whom a rule is about.
    fn is_launched_as(&self, rule: &Rule) -> bool {
        self.launcher == Launcher::Karpenter || !rule.words().name_karpenter()
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
        if let Some(kept) = self.kept_for(finding.rule)
            && matches!(field.path, "kept" | "nodes.capacityTypes")
        {
            return Some(at(kept.place, &kept.path, finding.message));
        }
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
        let mut message = if default.holds.is_empty() {
            finding.message
        } else {
            format!("{} {}", finding.message, default.holds)
        };
        let [of_class, of_pool] = self.gaps;
        let gap = match field.path.split('.').next() {
            Some("nodes") => of_pool,
            Some("cluster" | "engine" | "storage") => of_class,
            _ => None,
        };
        let mut severity = finding.severity;
        if let Some(line) = gap {
            if finding.rule.severities.contains(&Severity::Note) {
                severity = Severity::Note;
            }
            message.push_str(&unless_put_in(line));
        }
        let (place, path) = (default.place, &default.path);
        Some(Diagnostic::at(finding.rule, severity, place, path, message))
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::core::config::Config;
    use crate::core::import::pipeline::read_files;
    use crate::core::import::source::InputFile;
    use crate::data::catalogue;

    const CLASS: &str = "apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {name: gpu}
spec:
  amiSelectorTerms: [{alias: al2023@latest}]
";

    const POOL: &str = "apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: gpu}
spec:
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: gpu}
";

    const JOB: &str = "apiVersion: batch/v1
kind: Job
metadata: {name: train}
spec:
  template:
    spec:
      nodeSelector: {karpenter.sh/nodepool: gpu}
      containers:
        - name: main
          resources: {requests: {cpu: 1}}
";

    /// What no line says of the first set, a line each: `field: file:line path`, and what holds instead.
    fn unsaid(texts: &[&str]) -> String {
        let files: Vec<InputFile> = texts
            .iter()
            .map(|text| InputFile {
                name: String::new(),
                text: (*text).to_owned(),
            })
            .collect();
        let import = read_files(&files, &Config::default(), catalogue());
        let mut said = String::new();
        for one in &import.sets[0].defaults {
            let (file, line) = (one.place.file, one.place.line);
            let path = one.field.path;
            writeln!(said, "{path}: {file}:{line} {} {}", one.path, one.holds).unwrap();
        }
        said
    }

    #[track_caller]
    fn check(texts: &[&str], expected: &[&str]) {
        let said = unsaid(texts);
        for line in expected {
            assert!(
                said.lines().any(|one| one.trim_end() == *line),
                "{line}\n{said}"
            );
        }
    }

    #[test]
    fn what_no_line_says_stands_where_it_would_and_says_what_holds() {
        // Values that no setting can take are not taken either.
        let class = format!(
            "{CLASS}  role: not a role!
  securityGroupSelectorTerms: [{{id: a b}}]
  tags: {{'': a}}
  capacityReservationSelectorTerms: [{{id: a b}}]
  subnetSelectorTerms: [{{id: a b}}]
"
        );
        let pool = POOL.replace(
            "  template:\n",
            "  disruption: {budgets: [{nodes: some}]}\n  template:\n",
        ) + "      taints: [{key: a b, effect: Never}]\n";
        let job = JOB.replace("name: main", "image: a b c");
        check(
            &[&class, &pool, &job],
            &[
                "cluster.name: 0:10 spec.subnetSelectorTerms",
                "cluster.region: 0:4 spec",
                "cluster.kubernetes: 0:5 spec.amiSelectorTerms",
                "cluster.karpenter: 0:1 apiVersion",
                "cluster.nodeRole: 0:6 spec.role",
                "cluster.discoveryTag: 0:10 spec.subnetSelectorTerms",
                "cluster.subnetIds: 0:10 spec.subnetSelectorTerms",
                "cluster.securityGroupIds: 0:7 spec.securityGroupSelectorTerms",
                "cluster.tags: 0:8 spec.tags",
                "image.reference: 2:9 spec.template.spec.containers[0]",
                "workload.replicas: 2:9 spec.template.spec.containers[0] Not set in the file; 1 is Kubernetes' default.",
                "nodes.capacityReservationIds: 0:9 spec.capacityReservationSelectorTerms",
                "nodes.architecture: 1:7 spec.template.spec.requirements",
                "nodes.capacityTypes: 1:7 spec.template.spec.requirements Not set in the file; Karpenter allows any capacity type, Spot before on-demand.",
                "nodes.taints: 1:9 spec.template.spec.taints",
                "nodes.consolidationPolicy: 1:5 spec.disruption.consolidationPolicy Not set in the file; WhenEmptyOrUnderutilized is Karpenter's default.",
                "nodes.consolidateAfter: 1:5 spec.disruption.consolidateAfter Not set in the file; 0s is Karpenter's default.",
                "nodes.budgets: 1:5 spec.disruption.budgets",
                "nodes.expireAfter: 1:7 spec.template.spec.expireAfter Not set in the file; 720h is Karpenter's default.",
                "nodes.cpuLimit: 1:4 spec.limits.cpu Not set in the file; without limits Karpenter launches as many nodes as the pods need.",
                "nodes.memoryLimit: 1:4 spec.limits.memory Not set in the file; without limits Karpenter launches as many nodes as the pods need.",
                "nodes.weight: 1:4 spec.weight",
                "storage.volume.volumeType: 0:4 spec.blockDeviceMappings Not set in the file; gp3 is Karpenter's default.",
                "storage.volume.volumeSize: 0:4 spec.blockDeviceMappings Not set in the file; 20Gi of gp3, encrypted is Karpenter's default.",
                "storage.volume.iops: 0:4 spec.blockDeviceMappings Not set in the file; 3,000 IOPS is EC2's default.",
                "storage.volume.throughput: 0:4 spec.blockDeviceMappings Not set in the file; 125 MiB/s is EC2's default.",
                "storage.volume.encrypted: 0:4 spec.blockDeviceMappings",
                "storage.instanceStore: 0:4 spec.instanceStorePolicy Not set in the file; Karpenter leaves the instance store unused.",
                "engine.maxConcurrentDownloads: 0:4 spec.userData Not set in the file; -1 is SOCI's default.",
                "engine.install.sociVersion: 0:4 spec.userData",
            ],
        );
        let nameless = POOL.replace("metadata: {name: gpu}\n", "");
        check(&[CLASS, &nameless], &["nodes.name: 1:1 metadata.name"]);
    }

    #[test]
    fn what_a_mapping_leaves_out_is_of_ec2_or_the_account() {
        let mapped = |rest: &str| format!("{CLASS}  blockDeviceMappings:\n{rest}");
        check(
            &[&mapped("    - {deviceName: /dev/xvda, ebs: {}}\n")],
            &[
                "storage.volume.volumeType: 0:7 spec.blockDeviceMappings[0].ebs.volumeType Not set in the file; gp2 is EC2's default.",
                "storage.volume.volumeSize: 0:7 spec.blockDeviceMappings[0].ebs.volumeSize Not set in the file; the snapshot's or the AMI's size applies.",
                "storage.volume.encrypted: 0:7 spec.blockDeviceMappings[0].ebs.encrypted Not set in the file; the account's default for new volumes applies.",
            ],
        );
        // Only gp3 has IOPS and throughput without asking.
        check(
            &[&mapped(
                "    - {deviceName: /dev/xvda, ebs: {volumeType: io2}}\n",
            )],
            &[
                "storage.volume.iops: 0:7 spec.blockDeviceMappings[0].ebs.iops",
                "storage.volume.throughput: 0:7 spec.blockDeviceMappings[0].ebs.throughput",
            ],
        );
    }

    #[test]
    fn whose_default_holds_depends_on_what_the_nodes_run() {
        let bottlerocket = CLASS.replace("al2023", "bottlerocket")
            + "  blockDeviceMappings:
    - {deviceName: /dev/xvda, ebs: {volumeSize: 4Gi}}
    - {deviceName: /dev/xvdb, ebs: {volumeSize: 80Gi}}
  userData: |
    [settings.container-runtime]
    snapshotter = \"soci\"
";
        check(
            &[&bottlerocket],
            &[
                "cluster.al2023Version: 0:5 spec.amiSelectorTerms",
                "storage.volume.volumeType: 0:8 spec.blockDeviceMappings[1].ebs.volumeType Not set in the file; gp2 is EC2's default.",
                "engine.maxConcurrentDownloadsPerImage: 0:9 spec.userData Not set in the file; 3 is Bottlerocket's default.",
            ],
        );
        check(
            &[
                "apiVersion: eks.amazonaws.com/v1\nkind: NodeClass\nmetadata: {name: gpu}\nspec: {}\n",
            ],
            &[
                "storage.volume.volumeSize: 0:4 spec.ephemeralStorage.volumeSize Not set in the file; 80Gi is Auto Mode's default.",
            ],
        );
        let bare = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {featureGates: {FastImagePull: true}}\n";
        check(
            &[bare],
            &[
                "engine.maxConcurrentDownloads: 0:1  Not set in the file; -1 is the AMI's (nodeadm's) default.",
            ],
        );
        // A userData of its own is about the engine alone.
        let said = unsaid(&[bare]);
        assert!(
            said.lines().all(|line| line.starts_with("engine.")),
            "{said}"
        );
    }

    #[test]
    fn what_a_template_may_put_in_is_missing_with_a_doubt() {
        let said = |pool: &str| {
            let file = InputFile {
                name: "a.yaml".to_owned(),
                text: pool.to_owned(),
            };
            let import = read_files(&[file], &Config::default(), catalogue());
            let found = import.noticed(catalogue()).into_iter();
            found
                .filter(|one| one.rule.id == "pool-without-limit")
                .map(|one| one.message)
                .collect::<String>()
        };
        let doubt = "Unless the template inserts it, for example on line 5.";
        assert!(said(POOL).ends_with("as the pods need."), "{}", said(POOL));
        let open = POOL.replace(
            "spec:\n  template",
            "spec:\n  {{- toYaml .x | nindent 2 }}\n  template",
        );
        assert!(said(&open).ends_with(doubt), "{}", said(&open));
    }
}
