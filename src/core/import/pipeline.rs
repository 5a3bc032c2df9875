//! From files to a Config, with a report of everything.

use super::document::{self, ami_family};
use super::settings::{deployment, ec2_node_class, engine, kept, node_pool};
use super::verdicts::{pitfalls, schema};
use crate::core::catalogue::Catalogue;
use crate::core::config::wire::read_config;
use crate::core::config::{Config, EngineKind, Field, KubernetesVersion, WorkloadKind};
use crate::core::evaluate;
use crate::core::findings::Severity;
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::manifest_set::{ManifestSet, PoolManifests, select};
use crate::core::import::document::{Document, Kind};
use crate::core::import::node::{ClusterContext, NodeReport, describe, kubernetes};
use crate::core::import::report::{DocumentSummary, Import, Taken};
use crate::core::import::settings::builder::ConfigBuilder;
use crate::core::import::source::{InputFile, Partial, SourceLocation};

/// Reads files: Kubernetes documents (EC2NodeClass, NodePool, Deployment, Auto Mode's NodeClass;
/// YAML or JSON, lists, what kubectl prints), userData (MIME, NodeConfig, scripts, Bottlerocket's
/// settings) or a Config file. `base` says the versions of Karpenter and Kubernetes, and everything
/// that no file says.
pub fn read_files(files: &[InputFile], base: &Config, catalogue: &Catalogue) -> Import {
    let mut remarks = Vec::new();
    let (mut found, unread) = document::read(files, &mut remarks);
    let rewritten = rewrite_bounds(&mut found);
    let mut refused: Vec<SourceLocation> = Vec::new();
    for one in &found {
        schema::check(one, base.cluster.karpenter, &mut refused, &mut remarks);
        pitfalls::check(one, &mut remarks);
    }
    let ignored = found
        .iter()
        .flat_map(|one| one.ignored.iter().map(|path| (one.place, path.clone())))
        .collect();
    let mut import = Import {
        recognised: Vec::new(),
        config: None,
        taken: Vec::new(),
        kept: Vec::new(),
        unread,
        ignored,
        remarks: Vec::new(),
        on_nodes: on_nodes(&found, base, catalogue, |class| {
            kubernetes(class, base, catalogue.releases())
        }),
        refused,
    };
    if let Some((config, taken)) = config_file(files, &found, &mut remarks) {
        import.config = Some(config);
        import.taken = taken;
    } else {
        let set = select(&found);
        if !set.main.is_empty() {
            take(&mut import, &set, base, catalogue, &mut remarks);
        }
        import.recognised = recognised(&found, &set, &rewritten);
    }
    if import.recognised.is_empty() {
        import.recognised = recognised(&found, &ManifestSet::default(), &rewritten);
    }
    for on in &import.on_nodes {
        for reason in &on.reasons {
            if !remarks.contains(reason) {
                remarks.push(reason.clone());
            }
        }
    }
    remarks.sort_by_key(|remark| (remark.place, remark.severity));
    import.remarks = remarks;
    import
}

/// Pools whose `Gte` bounds were put as the older `Gt`, by their places.
fn rewrite_bounds(found: &mut [Document]) -> Vec<SourceLocation> {
    let mut rewritten = Vec::new();
    for one in found.iter_mut().filter(|one| one.kind == Kind::NodePool) {
        let before = one.clone();
        if node_pool::with_older_bounds(one) {
            rewritten.push(before.place);
        }
    }
    rewritten
}

/// The Config of a Config file, if the files are one.
fn config_file(
    files: &[InputFile],
    found: &[Document],
    remarks: &mut Vec<Diagnostic>,
) -> Option<(Config, Vec<Taken>)> {
    let one = found.iter().find(|one| one.kind == Kind::Config)?;
    let file = files.get(one.place.file)?;
    match read_config(&file.text) {
        Ok(config) => {
            let taken = Field::all().filter_map(|field| {
                let keys: Vec<&str> = field.path.split('.').collect();
                one.node.at(&keys)?;
                Some(Taken {
                    place: SourceLocation {
                        file: one.place.file,
                        line: one.node.line_at(&keys),
                    },
                    path: field.path.to_owned(),
                    field,
                })
            });
            Some((config, taken.collect()))
        }
        Err(errors) => {
            for error in errors {
                remarks.push(Diagnostic::at(
                    "config-file",
                    Severity::Error,
                    SourceLocation {
                        file: one.place.file,
                        line: error.line.unwrap_or(1),
                    },
                    error.key.unwrap_or_default(),
                    error.message,
                ));
            }
            None
        }
    }
}

/// Makes the Config and what it keeps.
fn take(
    import: &mut Import,
    set: &ManifestSet<'_>,
    base: &Config,
    catalogue: &Catalogue,
    remarks: &mut Vec<Diagnostic>,
) {
    let main = &set.main;
    let mut builder = ConfigBuilder {
        config: Config {
            kept: Vec::new(),
            ..base.clone()
        },
        taken: Vec::new(),
    };
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
            assume_kubernetes(&mut builder, class, base, catalogue, remarks);
            ec2_node_class::take(&mut builder, class, family);
            // Once more: where SOCI's data goes depends on the policy for the disks.
            engine::take(&mut builder, family, main.user_data().as_ref());
        }
        None => {}
    }
    name(&mut builder, main);
    if let Some(pool) = main.pool {
        node_pool::take(&mut builder, pool);
        alone(&mut builder, pool);
    }
    let has_pair = !set.comparison.is_empty()
        && !matches!(
            builder.config.engine.kind,
            EngineKind::Containerd | EngineKind::AutoMode
        );
    let of_pair = set.comparison.deployment.filter(|_| has_pair);
    let workload = main.deployment.or(of_pair);
    if let Some(workload) = workload {
        deployment::take(&mut builder, workload);
    }
    let kind = match workload {
        Some(_) => WorkloadKind::Deployment,
        None => WorkloadKind::Absent,
    };
    builder.set_default("workload.kind", kind.word());
    builder.set_default("comparison", if has_pair { "true" } else { "false" });
    let mut kept_set = *set;
    if !has_pair {
        kept_set.comparison = PoolManifests::default();
    }
    let kept = kept::keep(&builder.config, &kept_set, remarks);
    let mut config = builder.config;
    config.kept = kept.iter().map(|value| value.kept.clone()).collect();
    import.config = Some(config);
    import.kept = kept;
    import.taken = builder.taken;
    import.taken.sort_by_key(|Taken { place, .. }| *place);
}

/// The Kubernetes that the AMI is for, where no file says it and the default cannot be it.
fn assume_kubernetes(
    builder: &mut ConfigBuilder,
    class: &Document,
    base: &Config,
    catalogue: &Catalogue,
    remarks: &mut Vec<Diagnostic>,
) {
    let assumed = kubernetes(class, base, catalogue.releases());
    let said = base.cluster.kubernetes;
    if assumed == said {
        return;
    }
    builder.set_default("cluster.kubernetes", &assumed.to_string());
    if ami_family::kubernetes(class).is_some() {
        return;
    }
    let keys = ["spec", "amiSelectorTerms"];
    remarks.push(Diagnostic::at(
        "kubernetes-assumed",
        Severity::Note,
        SourceLocation {
            file: class.place.file,
            line: class.node.line_at(&keys),
        },
        keys.join("."),
        format!("no file says which Kubernetes the cluster runs, and this AMI release is not known to exist for {said}: {assumed} is assumed, the newest that it is known for. Say yours with cluster.kubernetes."),
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
        alone(builder, class);
    }
}

/// Stock containerd alone is written as `non-` and the name.
fn alone(builder: &mut ConfigBuilder, found: &Document) {
    if builder.config.engine.kind == EngineKind::Containerd
        && let Some(name) = found.name.strip_prefix("non-")
    {
        let from =
            crate::core::import::settings::builder::Provenance::keys(found, &["metadata", "name"]);
        builder.set_text("nodes.name", name, &from);
    }
}

fn recognised(
    found: &[Document],
    set: &ManifestSet<'_>,
    rewritten: &[SourceLocation],
) -> Vec<DocumentSummary> {
    let is_in = |documents: &PoolManifests<'_>, one: &Document| {
        documents
            .all()
            .chain(documents.bare)
            .any(|own| own.place == one.place && own.name == one.name && own.kind == one.kind)
    };
    found
        .iter()
        .map(|one| {
            let what = match one.kind {
                Kind::UserData(form) => format!("userData: {}", form.what()),
                Kind::Config => "a Config file of this tool".to_owned(),
                _ if one.name.is_empty() => one.kind_word.clone(),
                _ => format!("{} {}", one.kind_word, one.name),
            };
            let what = match &one.origin {
                Some(origin) => format!("{what}, in {origin}"),
                None => what,
            };
            let (taken, note) = if one.kind == Kind::Config {
                (
                    true,
                    "read as it is; other documents beside it are not".to_owned(),
                )
            } else if is_in(&set.main, one) {
                let note = if rewritten.contains(&one.place) {
                    "bounds with Gte are written as Gt with one less, which is the same"
                } else {
                    ""
                };
                (true, note.to_owned())
            } else if is_in(&set.comparison, one) {
                (true, "the pool to compare with".to_owned())
            } else if one.kind == Kind::Other {
                (false, "nothing that these settings are about".to_owned())
            } else if one.partial == Some(Partial::Patch) {
                (
                    false,
                    "a patch: checked as a part, its rest is elsewhere".to_owned(),
                )
            } else {
                (
                    false,
                    "checked, but not taken: a set has one pool; import it alone for another"
                        .to_owned(),
                )
            };
            DocumentSummary {
                place: one.place,
                what,
                taken,
                note,
            }
        })
        .collect()
}

/// Most node classes that are described.
const MAX_DESCRIBED: usize = 20;

/// What Karpenter does to a userData, and nobody else.
const OF_KARPENTER: [&str; 3] = [
    "mime-without-end",
    "overridden-by-karpenter",
    "part-encoding-dropped",
];

/// What nodes make of every class' userData, and of bare userData.
fn on_nodes(
    found: &[Document],
    base: &Config,
    catalogue: &Catalogue,
    kubernetes_of: impl Fn(&Document) -> KubernetesVersion,
) -> Vec<NodeReport> {
    let world = |class: Option<&Document>| ClusterContext {
        karpenter: base.cluster.karpenter,
        kubernetes: class.map_or(base.cluster.kubernetes, &kubernetes_of),
        catalogue,
    };
    let pool_of = |class: &Document| {
        found.iter().find(|one| {
            let name = ["spec", "template", "spec", "nodeClassRef", "name"];
            one.kind == Kind::NodePool && one.node.str_at(&name) == Some(class.name.as_str())
        })
    };
    found
        .iter()
        // What the rest of a patched class says, its AMI first, is elsewhere.
        .filter(|one| one.partial != Some(Partial::Patch))
        .filter_map(|one| match one.kind {
            Kind::Ec2NodeClass | Kind::NodeClass => Some(PoolManifests {
                class: Some(one),
                pool: pool_of(one),
                ..PoolManifests::default()
            }),
            Kind::UserData(_) => Some(PoolManifests {
                bare: Some(one),
                ..PoolManifests::default()
            }),
            Kind::NodePool | Kind::Deployment | Kind::Config | Kind::Other => None,
        })
        .take(MAX_DESCRIBED)
        .filter_map(|documents| {
            let mut report = describe(&documents, world(documents.class))?;
            if documents.bare.is_some_and(|bare| bare.launched_by_others) {
                report
                    .reasons
                    .retain(|reason| !OF_KARPENTER.contains(&reason.rule));
            }
            Some(report)
        })
        .collect()
}

/// What a Config's own nodes make of their userData: the same reading, of the files that it writes.
pub fn on_nodes_of(config: &Config, catalogue: &Catalogue) -> Vec<NodeReport> {
    let bundle = evaluate(config, catalogue).bundle;
    let files: Vec<InputFile> = bundle
        .files()
        .iter()
        .filter(|file| file.applied)
        .map(|file| InputFile {
            name: file.path.clone(),
            text: file.text.clone(),
        })
        .collect();
    let mut remarks = Vec::new();
    let found = document::read_own(&files, &mut remarks);
    on_nodes(&found, config, catalogue, |_| config.cluster.kubernetes)
}
