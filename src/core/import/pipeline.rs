//! From files to a Config, with a report of everything.

use super::assumed::{self, SetNodes};
use super::document::{self, ami_family};
use super::settings::{ec2_node_class, engine, kept, node_pool, region, workload};
use super::verdicts::{
    across, coverage, found_amis, nearest, not_judged, patched, pitfalls, pods_kept_off,
    refused_by_karpenter, schema,
};
use crate::core::catalogue::Catalogue;
use crate::core::config::wire::read_config;
use crate::core::config::{Config, EngineKind, Field, KubernetesVersion, WorkloadKind};
use crate::core::findings::{Rule, Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::manifest_set::{self, ManifestSet, PoolManifests};
use crate::core::import::document::user_data::is_cloud_config;
use crate::core::import::document::{Document, Held, Kind, PlacedStatement};
use crate::core::import::node::{
    ClusterContext, NodeReport, SociStatus, describe, join_halves, kubernetes, open_requirement,
};
use crate::core::import::report::{
    CONFIG_FILE, DefaultedField, DocumentSummary, Import, ImportedSet, Refused, Taken,
};
use crate::core::import::settings::builder::ConfigBuilder;
use crate::core::import::settings::versions::StatedVersions;
use crate::core::import::source::{InputFile, Launcher, Partial, SourceLocation};
use crate::core::plan::{CLUSTER_NAME, NODE_ROLE, uses_variable};

/// Reads files: Kubernetes documents (EC2NodeClass, NodePool, Deployment, Auto Mode's NodeClass;
/// YAML or JSON, lists, what kubectl prints), userData (MIME, NodeConfig, scripts, Bottlerocket's
/// settings) or a Config file. `base` says the versions of Karpenter and Kubernetes, and everything
/// that no file says.
pub fn read_files(files: &[InputFile], base: &Config, catalogue: &Catalogue) -> Import {
    let mut remarks = Vec::new();
    let Held {
        documents: mut found,
        unread,
        statements,
    } = document::read(files, &mut remarks);
    let versions = StatedVersions::new(&statements, base);
    let base = &versions.beside(base);
    let rewritten = rewrite_bounds(&mut found);
    let mut refused: Vec<Refused> = Vec::new();
    for one in &found {
        let before = remarks.len();
        schema::check(one, base.cluster.karpenter, &mut refused, &mut remarks);
        pitfalls::check(one, &mut remarks);
        refused_by_karpenter::check(one, &mut remarks);
        for remark in remarks.iter_mut().skip(before) {
            remark.document = Some(one.number);
        }
    }
    across::check(&found, &mut remarks);
    let ignored = found
        .iter()
        .flat_map(|one| one.ignored.iter().map(|path| (one.place, path.clone())))
        .collect();
    let reports = on_nodes(&found, base, catalogue, |class| {
        kubernetes_of(class, base, &versions, catalogue)
    });
    let mut taken_sets: Vec<ManifestSet<'_>> = Vec::new();
    let world = World {
        found: &found,
        statements: &statements,
        versions: &versions,
        base,
        catalogue,
    };
    let sets = match config_file(files, &found, &mut remarks) {
        Some(set) => vec![set],
        None if found.iter().any(|one| one.kind == Kind::Config) => Vec::new(),
        None => {
            taken_sets = manifest_set::sets(&found);
            taken_sets
                .iter()
                .map(|set| {
                    let own = set.main.class.or(set.main.bare);
                    let is_own = |(index, _): &(usize, NodeReport)| {
                        let described = found.get(*index);
                        described.is_some_and(|one| own.is_some_and(|own| own.is_same(one)))
                    };
                    let at = reports.iter().position(is_own);
                    let report = at.and_then(|at| reports.get(at)).map(|(_, report)| report);
                    ImportedSet {
                        report: at,
                        ..take(set, report, &world, &mut remarks)
                    }
                })
                .collect()
        }
    };
    let recognised = recognised(&found, &taken_sets, &rewritten, &reports);
    let on_nodes: Vec<NodeReport> = reports.into_iter().map(|(_, report)| report).collect();
    for reason in on_nodes.iter().flat_map(|on| &on.reasons) {
        if !remarks.contains(reason) {
            remarks.push(reason.clone());
        }
    }
    for remark in &mut remarks {
        remark.add_condition(&found);
    }
    remarks.sort_by_key(|remark| (remark.place, remark.severity));
    remarks.dedup();
    Import {
        guarded: found
            .into_iter()
            .filter(|one| !one.guards.is_empty())
            .collect(),
        recognised,
        sets,
        ignored,
        remarks,
        on_nodes,
        unread,
        refused,
    }
}

/// Pools whose `Gte` bounds were put as the older `Gt`, by their numbers.
fn rewrite_bounds(found: &mut [Document]) -> Vec<usize> {
    let mut rewritten = Vec::new();
    for one in found.iter_mut().filter(|one| one.kind == Kind::NodePool) {
        if node_pool::with_older_bounds(one) {
            rewritten.push(one.number);
        }
    }
    rewritten
}

/// The Config of a Config file, if the files are one.
fn config_file(
    files: &[InputFile],
    found: &[Document],
    remarks: &mut Vec<Diagnostic>,
) -> Option<ImportedSet> {
    let one = found.iter().find(|one| one.kind == Kind::Config)?;
    let file = files.get(one.place.file)?;
    let place = |line: usize| SourceLocation {
        file: one.place.file,
        line,
    };
    let config = match read_config(&file.text) {
        Ok(config) => config,
        Err(errors) => {
            for error in errors {
                remarks.push(Diagnostic::at(
                    &rules::CONFIG_FILE,
                    Severity::Error,
                    place(error.line.unwrap_or(1)),
                    error.key.unwrap_or_default(),
                    error.message,
                ));
            }
            return None;
        }
    };
    let mut taken = Vec::new();
    let mut defaults = Vec::new();
    for field in Field::all() {
        let keys: Vec<&str> = field.path.split('.').collect();
        let (place, path) = (place(one.node.line_at(&keys)), field.path.to_owned());
        if one.node.at(&keys).is_some() {
            taken.push(Taken { place, path, field });
        } else {
            defaults.push(DefaultedField {
                field,
                place,
                path,
                holds: String::new(),
            });
        }
    }
    let left_out: Vec<_> = defaults.iter().map(|one| one.field).collect();
    Some(ImportedSet {
        from_settings: assumed::fields_left_out(&left_out),
        asked: config.engine.kind,
        name: CONFIG_FILE.to_owned(),
        place: one.place,
        config,
        taken,
        kept: Vec::new(),
        defaults,
        report: None,
        documents: vec![one.number],
        launcher: Launcher::Karpenter,
        has_open_types: false,
        open_fields: Vec::new(),
        gaps: [None; 2],
        open_volume: Vec::new(),
    })
}

/// What a set is taken with.
struct World<'a> {
    /// All documents of all files.
    found: &'a [Document],
    /// What something around them says of the cluster.
    statements: &'a [PlacedStatement],
    /// The versions among that.
    versions: &'a StatedVersions,
    base: &'a Config,
    catalogue: &'a Catalogue,
}

/// Makes a set's Config and what it keeps.
fn take(
    set: &ManifestSet<'_>,
    report: Option<&NodeReport>,
    world: &World<'_>,
    remarks: &mut Vec<Diagnostic>,
) -> ImportedSet {
    let base = world.base;
    let main = &set.main;
    let mut builder = ConfigBuilder {
        config: Config {
            kept: Vec::new(),
            ..base.clone()
        },
        taken: Vec::new(),
        open: Vec::new(),
        refused: Vec::new(),
    };
    world.versions.take(&mut builder);
    builder.config.engine = Config::default().engine;
    builder.config.placeholders = Config::default().placeholders;
    let family = main.family();
    let is_auto_mode = main
        .class
        .is_some_and(|class| class.kind == Kind::NodeClass)
        || (main.class.is_none() && main.pool.is_some_and(is_of_auto_mode));
    if is_auto_mode {
        builder.set_default("engine.kind", "auto-mode");
    } else if main.class.is_some() || main.bare.is_some() {
        engine::take(&mut builder, family, main.user_data().as_ref());
    }
    match main.class {
        Some(class) if class.kind == Kind::NodeClass => {
            ec2_node_class::take_auto_mode(&mut builder, class);
        }
        Some(class) => {
            assume_kubernetes(&mut builder, class, world, remarks);
            ec2_node_class::take(&mut builder, class, family);
            // Once more: where SOCI's data goes depends on the policy for the disks.
            engine::take(&mut builder, family, main.user_data().as_ref());
        }
        None => {}
    }
    // The class is written as it is; numbers and findings are about what its nodes do.
    let asked = builder.config.engine.kind;
    let is_whole = main.class.is_some() && set.comparison.is_empty();
    // What is made of userData tells of these two whether they really pull.
    let is_judged = asked.spec().pulls_with_soci() || asked.spec().has_transfer_service();
    if is_whole && is_judged && !asked.spec().is_auto_mode() && report.is_some_and(is_switched_off)
    {
        builder.set_default("engine.kind", EngineKind::STOCK.as_str());
    }
    name(&mut builder, main);
    if let Some(pool) = main.pool {
        node_pool::take(&mut builder, pool);
    }
    // What is to get SOCI back keeps its whole name.
    if !asked.spec().pulls_in_parallel()
        && let Some(first) = main.pool.or(main.class)
    {
        alone(&mut builder, first);
    }
    let has_pair = !set.comparison.is_empty() && builder.config.engine.spec().has_comparison();
    let of_pair = set.comparison.deployment.filter(|_| has_pair);
    let workload = main.deployment.or(of_pair);
    if let Some(one) = workload {
        workload::take(&mut builder, one, main.pool, asked.spec().suffix);
    }
    // Only a Deployment is written again; others are read for what their pods ask for.
    let kind = match workload {
        Some(one) if one.kind == Kind::Deployment => WorkloadKind::Deployment,
        _ => WorkloadKind::Absent,
    };
    builder.set_default("workload.kind", kind.as_str());
    builder.set_default("comparison", if has_pair { "true" } else { "false" });
    let own: Vec<&Document> = main
        .all()
        .chain(main.bare)
        .chain(set.comparison.all())
        .collect();
    let is_chosen = base.cluster.region != Config::default().cluster.region;
    region::take(
        &mut builder,
        &own,
        world.found,
        world.statements,
        is_chosen,
        remarks,
    );
    let mut kept_set = *set;
    if !has_pair {
        kept_set.comparison = PoolManifests::default();
    }
    let mut kept = kept::keep(&builder.config, &kept_set, remarks);
    builder.config.kept = kept.iter().map(|value| value.kept.clone()).collect();
    if [CLUSTER_NAME, NODE_ROLE]
        .iter()
        .any(|name| uses_variable(&builder.config, name))
    {
        // Its own scripts use the variables too: all of it stays as it is.
        builder.config.kept = Vec::new();
        builder.set_default("placeholders", Config::default().placeholders.as_str());
        kept = kept::keep(&builder.config, &kept_set, remarks);
    }
    found_amis::check(main, remarks);
    pods_kept_off::check(main, remarks);
    let mut config = builder.config;
    config.kept = kept.iter().map(|value| value.kept.clone()).collect();
    let refused = builder.refused;
    let of_nodes = report.map_or(&[][..], |report| &report.reasons);
    let judged: Vec<&Diagnostic> = remarks.iter().chain(of_nodes).collect();
    let not_judged = not_judged::say(&refused, &judged);
    remarks.extend(not_judged);
    let mut open_volume = main.class.map(nearest::open_volume).unwrap_or_default();
    open_volume.extend(not_judged::of_volume(&refused));
    let mut taken = builder.taken;
    taken.sort_by_key(|Taken { place, .. }| *place);
    let leading = main.pool.or(main.class).or(main.deployment).or(main.bare);
    let nodes = SetNodes {
        class: main.class,
        has_pool: main.pool.is_some(),
        has_user_data: main.bare.is_some(),
        launcher: main.launcher(),
        is_auto_mode,
    };
    ImportedSet {
        from_settings: assumed::fields(&config, base, &taken, &nodes),
        name: leading.map(what).unwrap_or_default(),
        place: leading.map_or(SourceLocation { file: 0, line: 1 }, |one| one.place),
        defaults: nearest::defaults(&config, main, &taken, &refused),
        config,
        asked,
        taken,
        kept,
        report: None,
        documents: set
            .main
            .all()
            .chain(set.main.bare)
            .chain(set.comparison.all())
            .map(|one| one.number)
            .collect(),
        open_fields: builder.open,
        gaps: [main.class, main.pool].map(|one| one.and_then(Document::gap)),
        open_volume,
        launcher: main.launcher(),
        has_open_types: main.pool.map_or(main.class.is_none(), |pool| {
            open_requirement(pool).is_some()
        }),
    }
}

/// Whether nodes pull without SOCI because of what their userData says, not because of a release or
/// of types that settings can put right.
fn is_switched_off(report: &NodeReport) -> bool {
    const OF_SETTINGS: [&Rule; 3] = [
        &rules::AMI_BEFORE_FAST_IMAGE_PULL,
        &rules::BOTTLEROCKET_BEFORE_SOCI,
        &rules::GATE_BELOW_FLOOR,
    ];
    let of_settings = report
        .reasons
        .iter()
        .any(|reason| reason.severity == Severity::Error && OF_SETTINGS.contains(&reason.rule));
    report.verdict == SociStatus::Off && !of_settings
}

/// The Kubernetes of a class: its AMI's, else what the files say, else what the release can be for.
fn kubernetes_of(
    class: &Document,
    base: &Config,
    versions: &StatedVersions,
    catalogue: &Catalogue,
) -> KubernetesVersion {
    match (ami_family::kubernetes(class), &versions.kubernetes) {
        (None, Some((version, _))) => *version,
        _ => kubernetes(class, base, catalogue.releases()),
    }
}

/// The Kubernetes that the AMI is for, where no file says it and the default cannot be it.
fn assume_kubernetes(
    builder: &mut ConfigBuilder,
    class: &Document,
    world: &World<'_>,
    remarks: &mut Vec<Diagnostic>,
) {
    let assumed = kubernetes_of(class, world.base, world.versions, world.catalogue);
    let said = world.base.cluster.kubernetes;
    if assumed == said {
        return;
    }
    builder.set_default("cluster.kubernetes", &assumed.to_string());
    if ami_family::kubernetes(class).is_some() {
        return;
    }
    let keys = ["spec", "amiSelectorTerms"];
    remarks.push(Diagnostic::at(
        &rules::KUBERNETES_ASSUMED,
        Severity::Note,
        SourceLocation {
            file: class.place.file,
            line: class.node.line_at(&keys),
        },
        keys.join("."),
        format!("no file gives the cluster's Kubernetes version, and this AMI release is not known to exist for {said}: {assumed} is assumed, the newest it is known for. Set yours with cluster.kubernetes."),
    ));
}

fn is_of_auto_mode(pool: &Document) -> bool {
    let group = ["spec", "template", "spec", "nodeClassRef", "group"];
    pool.node.str_at(&group) == Some("eks.amazonaws.com")
}

/// A class without a pool gives the pool its name.
fn name(builder: &mut ConfigBuilder, main: &PoolManifests<'_>) {
    if let (Some(class), None) = (main.class, main.pool) {
        let from =
            crate::core::import::settings::builder::Provenance::keys(class, &["metadata", "name"]);
        builder.set_text("nodes.name", &class.name, &from);
    }
}

/// Stock containerd alone is written as `non-` and the name.
fn alone(builder: &mut ConfigBuilder, found: &Document) {
    if !builder.config.engine.spec().pulls_in_parallel()
        && let Some(name) = found.name.strip_prefix("non-")
    {
        let from =
            crate::core::import::settings::builder::Provenance::keys(found, &["metadata", "name"]);
        builder.set_text("nodes.name", name, &from);
    }
}

/// What a document is called.
fn what(one: &Document) -> String {
    let what = match one.kind {
        Kind::UserData(_) if one.node.as_str().is_some_and(is_cloud_config) => {
            "userData: a cloud-config".to_owned()
        }
        Kind::UserData(form) => format!("userData: {}", form.describe()),
        Kind::NodeFile(file) => file.describe().to_owned(),
        Kind::Config => "a Config file of this tool".to_owned(),
        _ if one.name.is_empty() => one.kind_word.clone(),
        _ => format!("{} {}", one.kind_word, one.name),
    };
    match &one.origin {
        Some(origin) => format!("{what}, in {origin}"),
        None => what,
    }
}

/// Whether a document is a set's class, and the set has no pool.
fn is_without_pool(set: &ManifestSet<'_>, one: &Document) -> bool {
    set.main.pool.is_none() && set.main.class.is_some_and(|class| class.is_same(one))
}

fn recognised(
    found: &[Document],
    sets: &[ManifestSet<'_>],
    rewritten: &[usize],
    reports: &[(usize, NodeReport)],
) -> Vec<DocumentSummary> {
    let has_config = found.iter().any(|one| one.kind == Kind::Config);
    found
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let report = reports.iter().find(|(of, _)| *of == index);
            let is_taken = sets.iter().any(|set| set.holds(one));
            let is_pair = is_taken && !sets.iter().any(|set| set.main.holds(one));
            let (taken, note) = match one.kind {
                Kind::Config => (true, "read as is; other documents are not imported"),
                _ if has_config => (false, "checked, but not imported: there is a Config file"),
                Kind::Workload if is_taken => {
                    (true, "its pods count for the nodes; it is not written back")
                }
                _ if is_pair => (true, "the comparison pool"),
                _ if is_taken && rewritten.contains(&one.number) => {
                    (true, "Gte is written as the equivalent Gt with one less")
                }
                _ if sets.iter().any(|set| is_without_pool(set, one)) => {
                    (true, "no NodePool here uses it, so one is written with it")
                }
                _ if is_taken => (true, ""),
                _ if one.partial == Some(Partial::Patch) => {
                    (false, "a patch: checked as a fragment")
                }
                Kind::Other | Kind::NodeFile(_) => (false, "no setting covers it"),
                Kind::Deployment | Kind::Workload => (
                    false,
                    "not imported: a set has one workload, the first that selects its pool",
                ),
                _ => (
                    false,
                    "checked, but not imported: too many pools and classes",
                ),
            };
            DocumentSummary {
                place: one.place,
                what: what(one),
                kind: match one.kind {
                    Kind::UserData(_) => "userData".to_owned(),
                    Kind::NodeFile(file) => file.describe().to_owned(),
                    Kind::Config => "Config file".to_owned(),
                    _ => one.kind_word.clone(),
                },
                taken,
                note: note.to_owned(),
                coverage: coverage::check(one, found, report.map(|(_, report)| report), is_taken),
            }
        })
        .collect()
}

/// Most node classes that are described.
const MAX_DESCRIBED: usize = 20;

/// What is on purpose in a class that stands beside one with SOCI.
const OF_PAIR: [&Rule; 2] = [
    &rules::NOTHING_SWITCHES_SOCI_ON,
    &rules::SNAPSHOTTER_NOT_SOCI,
];

/// What nodes make of every class' userData, and of bare userData.
pub(super) fn on_nodes(
    found: &[Document],
    base: &Config,
    catalogue: &Catalogue,
    kubernetes_of: impl Fn(&Document) -> KubernetesVersion,
) -> Vec<(usize, NodeReport)> {
    let world = |class: Option<&Document>| ClusterContext {
        karpenter: base.cluster.karpenter,
        kubernetes: class.map_or(base.cluster.kubernetes, &kubernetes_of),
        catalogue,
    };
    let pool_of = |class: &Document| {
        let mut pools = found.iter().filter(|one| one.kind == Kind::NodePool);
        pools.find(|pool| manifest_set::is_of(pool, class))
    };
    let is_pair = |class: &Document| {
        let base = class.name.strip_prefix("non-");
        base.is_some_and(|base| {
            found
                .iter()
                .any(|one| one.kind == class.kind && one.name == base)
        })
    };
    let mut reports: Vec<(usize, NodeReport)> = found
        .iter()
        .enumerate()
        // What the rest of a patched class says, its AMI first, is elsewhere.
        .filter(|(_, one)| one.partial != Some(Partial::Patch))
        .filter_map(|(index, one)| {
            let documents = match one.kind {
                Kind::Ec2NodeClass | Kind::NodeClass => PoolManifests {
                    class: Some(one),
                    pool: pool_of(one),
                    ..PoolManifests::default()
                },
                Kind::UserData(_) | Kind::NodeFile(_) => PoolManifests {
                    bare: Some(one),
                    ..PoolManifests::default()
                },
                Kind::NodePool | Kind::Deployment | Kind::Workload | Kind::Config | Kind::Other => {
                    return None;
                }
            };
            Some((index, documents))
        })
        .take(MAX_DESCRIBED)
        .filter_map(|(index, documents)| {
            let mut report = describe(&documents, world(documents.class))?;
            if documents.class.is_some_and(is_pair) {
                // It is there to be compared with.
                report
                    .reasons
                    .retain(|reason| !OF_PAIR.contains(&reason.rule));
            }
            if let Some(class) = documents.class {
                patched::hold_back(class, found, &mut report);
                across::hold_back(class, found, &mut report);
            }
            for reason in &mut report.reasons {
                reason.document = found.get(index).map(|one| one.number);
            }
            Some((index, report))
        })
        .collect();
    join_halves(&mut reports);
    reports
}
