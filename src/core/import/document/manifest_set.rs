//! Which of the documents make one set: a pool with its class and workload, and beside it the
//! pair that it is compared with.

use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::pod_template::{PodTemplate, pod_templates};
use crate::core::import::document::user_data::{GateState, gate};
use crate::core::import::document::user_data::{MAX_BYTES, al2023};
use crate::core::import::document::user_data_text::UserDataText;
use crate::core::import::document::{Document, Kind};
use crate::core::import::source::{Launcher, NodeAmi, Partial};
use crate::core::yaml::Node;

/// The documents of one pool.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::core::import) struct PoolManifests<'a> {
    /// EC2NodeClass, or Auto Mode's NodeClass.
    pub(in crate::core::import) class: Option<&'a Document>,
    pub(in crate::core::import) pool: Option<&'a Document>,
    pub(in crate::core::import) deployment: Option<&'a Document>,
    /// A file of userData, where no class has any.
    pub(in crate::core::import) bare: Option<&'a Document>,
}

impl ManifestSet<'_> {
    /// Whether a document is part of it.
    pub(in crate::core::import) fn holds(&self, document: &Document) -> bool {
        self.main.holds(document) || self.comparison.holds(document)
    }
}

impl<'a> PoolManifests<'a> {
    /// Whether a document is one of them.
    pub(in crate::core::import) fn holds(&self, document: &Document) -> bool {
        self.all().chain(self.bare).any(|own| own.is_same(document))
    }

    pub(in crate::core::import) fn all(&self) -> impl Iterator<Item = &'a Document> {
        [self.class, self.pool, self.deployment]
            .into_iter()
            .flatten()
    }

    /// The userData: the class' own, else a file's.
    pub(in crate::core::import) fn user_data(&self) -> Option<UserDataText<'a>> {
        let of_class = self
            .class
            .filter(|class| class.kind == Kind::Ec2NodeClass)
            .and_then(UserDataText::of_class);
        of_class.or_else(|| self.bare.and_then(UserDataText::of_file))
    }

    pub(in crate::core::import) fn name_of_user_data(&self) -> String {
        match self.class {
            Some(class) if class.kind == Kind::Ec2NodeClass => {
                format!("{} {}", class.kind_word, class.name)
            }
            _ => match self.bare.and_then(|bare| bare.origin.as_deref()) {
                Some(origin) => format!("userData of {origin}"),
                None => "userData".to_owned(),
            },
        }
    }

    /// Who launches the nodes: Karpenter, where there is a node class.
    pub(in crate::core::import) fn launcher(&self) -> Launcher {
        match (self.class, self.bare) {
            (None, Some(bare)) => bare.launcher,
            _ => Launcher::Karpenter,
        }
    }

    /// The operating system: of the class, else what the userData looks like.
    pub(in crate::core::import) fn family(&self) -> AmiFamily {
        match self.class {
            Some(class) if class.kind == Kind::Ec2NodeClass => AmiFamily::from_class(class),
            Some(_) => AmiFamily::Unknown,
            None if self.bare.is_some_and(|bare| bare.ami == NodeAmi::Al2) => AmiFamily::Al2,
            None => match self.bare.map(|bare| bare.kind) {
                Some(Kind::UserData(crate::core::import::document::user_data::Form::Toml)) => {
                    AmiFamily::Bottlerocket(None)
                }
                Some(Kind::UserData(
                    crate::core::import::document::user_data::Form::PowerShell,
                )) => AmiFamily::Windows,
                Some(_) => AmiFamily::Al2023(None),
                None => AmiFamily::Unknown,
            },
        }
    }

    pub(in crate::core::import) fn is_empty(&self) -> bool {
        self.all().next().is_none() && self.bare.is_none()
    }
}

/// The set that a Config is made of.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::core::import) struct ManifestSet<'a> {
    pub(in crate::core::import) main: PoolManifests<'a>,
    pub(in crate::core::import) comparison: PoolManifests<'a>,
}

/// Most sets that are made of one input.
pub(in crate::core::import) const MAX_SETS: usize = 50;

/// Every set among the documents: first the pool that a parallel pull is switched on for, else the first pool;
/// then the other pools, each with its class and workload, classes that no pool refers to, and
/// userData that stands alone, in the order of the files. A class belongs to every pool that
/// refers to it.
pub(in crate::core::import) fn sets(found: &[Document]) -> Vec<ManifestSet<'_>> {
    let all = Candidates::new(found);
    let first = all.first();
    if first.main.is_empty() {
        return Vec::new();
    }
    let mut sets = vec![first];
    let is_free = |sets: &[ManifestSet<'_>], one: &Document| !sets.iter().any(|set| set.holds(one));
    for pool in &all.pools {
        if is_free(&sets, pool) {
            let class = all.classes.iter().copied().find(|class| is_of(pool, class));
            sets.push(all.set(class, Some(pool), None));
        }
    }
    for class in &all.classes {
        if is_free(&sets, class) {
            sets.push(all.set(Some(class), None, None));
        }
    }
    for bare in &all.bare {
        if is_free(&sets, bare) {
            sets.push(ManifestSet {
                main: PoolManifests {
                    bare: Some(bare),
                    ..PoolManifests::default()
                },
                ..ManifestSet::default()
            });
        }
    }
    // A pair may be found before the pool that it belongs to.
    let is_pair_of_another = |at: usize| {
        let own = sets
            .get(at)
            .and_then(|set| set.main.pool.or(set.main.class));
        own.is_some_and(|own| {
            sets.iter().enumerate().any(|(other, set)| {
                other != at && set.comparison.all().any(|pair| pair.is_same(own))
            })
        })
    };
    let mut at = 0;
    let doubled: Vec<bool> = (0..sets.len()).map(is_pair_of_another).collect();
    sets.retain(|_| {
        at += 1;
        at == 1 || doubled.get(at - 1) != Some(&true)
    });
    sets.truncate(MAX_SETS);
    sets
}

/// The documents that sets are made of.
struct Candidates<'a> {
    classes: Vec<&'a Document>,
    pools: Vec<&'a Document>,
    workloads: Vec<&'a Document>,
    bare: Vec<&'a Document>,
}

impl<'a> Candidates<'a> {
    fn new(found: &'a [Document]) -> Self {
        // A patch alone makes no node.
        let is_whole = |one: &&Document| one.partial != Some(Partial::Patch);
        let of = |kind: Kind| {
            found
                .iter()
                .filter(is_whole)
                .filter(move |one| one.kind == kind)
        };
        Self {
            classes: of(Kind::Ec2NodeClass).chain(of(Kind::NodeClass)).collect(),
            pools: of(Kind::NodePool).collect(),
            workloads: of(Kind::Deployment).chain(of(Kind::Workload)).collect(),
            bare: found
                .iter()
                .filter(|one| matches!(one.kind, Kind::UserData(_)))
                .collect(),
        }
    }

    /// The set that is opened unless another one is chosen.
    fn first(&self) -> ManifestSet<'a> {
        let class = self
            .classes
            .iter()
            .copied()
            .find(|class| asks_for_parallel_pull(class))
            .or_else(|| self.first_of_no_pair());
        let pool = match class {
            Some(class) => self.pools.iter().copied().find(|pool| is_of(pool, class)),
            None => self.pools.first().copied(),
        };
        let mut set = self.set(class, pool, self.bare.first().copied());
        let is_only =
            self.pools.len().max(self.classes.len()) <= 1 + usize::from(!set.comparison.is_empty());
        if set.main.deployment.is_none() && (is_only || pool.is_none()) {
            // One set: its pods need not ask for it by name.
            let pair = set.comparison.deployment;
            set.main.deployment = self
                .workloads
                .iter()
                .copied()
                .find(|one| pair.is_none_or(|pair| !pair.is_same(one)));
        }
        set
    }

    /// The first class that is not there to be compared with another.
    fn first_of_no_pair(&self) -> Option<&'a Document> {
        let is_of_pair = |class: &&Document| {
            let base = class.name.strip_prefix("non-");
            base.is_some_and(|base| self.classes.iter().any(|other| other.name == base))
        };
        let mut classes = self.classes.iter().copied();
        classes
            .find(|class| !is_of_pair(class))
            .or_else(|| self.classes.first().copied())
    }

    /// The set of a class and a pool, with the pair that is named after it.
    fn set(
        &self,
        class: Option<&'a Document>,
        pool: Option<&'a Document>,
        bare: Option<&'a Document>,
    ) -> ManifestSet<'a> {
        let base = pool
            .or(class)
            .map(|one| one.name.clone())
            .unwrap_or_default();
        let other = format!("non-{base}");
        let named = |list: &[&'a Document]| list.iter().copied().find(|one| one.name == other);
        let (pair_class, pair_pool) = (named(&self.classes), named(&self.pools));
        let has_pair = !base.is_empty() && (pair_class.is_some() || pair_pool.is_some());
        ManifestSet {
            main: PoolManifests {
                class,
                pool,
                deployment: pool.and_then(|pool| self.workload_of(pool)),
                bare: bare.filter(|_| !class.is_some_and(has_user_data)),
            },
            comparison: if has_pair {
                PoolManifests {
                    class: pair_class,
                    pool: pair_pool,
                    deployment: pair_pool.and_then(|pool| self.workload_of(pool)),
                    bare: None,
                }
            } else {
                PoolManifests::default()
            },
        }
    }

    /// The first workload whose pods ask for a pool: by its name, or by a label that it gives.
    fn workload_of(&self, pool: &Document) -> Option<&'a Document> {
        let asks_by = |by: fn(&PodTemplate<'_>, &Document) -> bool| {
            self.workloads
                .iter()
                .copied()
                .find(|one| pod_templates(one).iter().any(|template| by(template, pool)))
        };
        asks_by(|template, pool| template.asked_pool() == Some(pool.name.as_str()))
            .or_else(|| asks_by(asks_by_labels))
    }
}

/// Whether pods select a pool's nodes by labels that the pool gives them.
fn asks_by_labels(template: &PodTemplate<'_>, pool: &Document) -> bool {
    let labels = pool.node.at(&["spec", "template", "metadata", "labels"]);
    let Some(labels) = labels else { return false };
    let selector = template.spec.get("nodeSelector");
    let wanted = selector.map(Node::pairs).unwrap_or_default();
    // Other labels come from the type and the zone.
    let mut own = wanted
        .iter()
        .filter_map(|(key, value)| Some((labels.get(&key.text)?.as_str(), value.as_str())))
        .peekable();
    own.peek().is_some() && own.all(|(label, value)| label.is_some() && label == value)
}

fn has_user_data(class: &Document) -> bool {
    class.kind == Kind::NodeClass || UserDataText::of_class(class).is_some()
}

/// Whether a pool launches nodes of a class.
pub(in crate::core::import) fn is_of(pool: &Document, class: &Document) -> bool {
    is_named_in(pool, class) && is_of_its_kind(pool, class)
}

/// Whether a pool names a class, whatever kind of class it means.
pub(in crate::core::import) fn is_named_in(pool: &Document, class: &Document) -> bool {
    pool.node
        .str_at(&["spec", "template", "spec", "nodeClassRef", "name"])
        == Some(class.name.as_str())
}

/// Whether the class that a pool means is of the same kind: Auto Mode's are another than Karpenter's own.
fn is_of_its_kind(pool: &Document, class: &Document) -> bool {
    let word = |key: &str| {
        let keys = ["spec", "template", "spec", "nodeClassRef", key];
        pool.node.str_at(&keys).unwrap_or_default()
    };
    let is_auto_mode = match (word("kind"), word("group")) {
        ("EC2NodeClass", _) | (_, "karpenter.k8s.aws") => Some(false),
        ("NodeClass", _) | (_, "eks.amazonaws.com") => Some(true),
        _ => None,
    };
    is_auto_mode.is_none_or(|is_auto_mode| is_auto_mode == (class.kind == Kind::NodeClass))
}

/// What only userData for a parallel pull holds.
const WORDS: [&str; 3] = [
    "soci",
    "io.containerd.transfer.v1.local",
    "max-concurrent-unpacks",
];

/// Whether a class' userData speaks of SOCI, or of containerd's own parallel pull, at all.
fn asks_for_parallel_pull(class: &Document) -> bool {
    if class.kind == Kind::NodeClass {
        return true;
    }
    let Some(text) = UserDataText::of_class(class) else {
        return false;
    };
    if text.text.len() > MAX_BYTES {
        return false;
    }
    let parts = al2023(text.text, Launcher::Karpenter);
    gate(&parts).is_some_and(|gate| gate.state != GateState::Off)
        || WORDS.iter().any(|word| text.text.contains(word))
}
