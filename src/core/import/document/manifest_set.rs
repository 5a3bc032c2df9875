//! Which of the documents make one set: a pool with its class and workload, and beside it the
//! pair that it is compared with.

use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::user_data::gate;
use crate::core::import::document::user_data::{MAX_BYTES, al2023};
use crate::core::import::document::user_data_text::UserDataText;
use crate::core::import::document::{Document, Kind};
use crate::core::import::source::Partial;

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

impl<'a> PoolManifests<'a> {
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

    /// The operating system: of the class, else what the userData looks like.
    pub(in crate::core::import) fn family(&self) -> AmiFamily {
        match self.class {
            Some(class) if class.kind == Kind::Ec2NodeClass => AmiFamily::of(class),
            Some(_) => AmiFamily::Unknown,
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

/// Chooses the set among all documents: the first pool that SOCI is switched on for, else the
/// first pool.
pub(in crate::core::import) fn select(found: &[Document]) -> ManifestSet<'_> {
    // A patch alone makes no node.
    let is_whole = |one: &&Document| one.partial != Some(Partial::Patch);
    let of = |kind: Kind| {
        found
            .iter()
            .filter(is_whole)
            .filter(move |one| one.kind == kind)
    };
    let classes: Vec<&Document> = of(Kind::Ec2NodeClass).chain(of(Kind::NodeClass)).collect();
    let pools: Vec<&Document> = of(Kind::NodePool).collect();
    let bare = found
        .iter()
        .find(|one| matches!(one.kind, Kind::UserData(_)));
    let class = classes
        .iter()
        .copied()
        .find(|class| asks_for_soci(class))
        .or_else(|| classes.first().copied());
    let pool = match class {
        Some(class) => pools.iter().copied().find(|pool| is_of(pool, class)),
        None => None,
    }
    .or_else(|| pools.first().copied().filter(|_| class.is_none()));
    let base = pool
        .or(class)
        .map(|one| one.name.clone())
        .unwrap_or_default();
    let other = format!("non-{base}");
    let named = |list: &[&'_ Document]| list.iter().position(|one| one.name == other);
    let comparison_class = named(&classes).and_then(|at| classes.get(at).copied());
    let comparison_pool = named(&pools).and_then(|at| pools.get(at).copied());
    let has_pair = !base.is_empty() && (comparison_class.is_some() || comparison_pool.is_some());
    let deployments: Vec<&Document> = of(Kind::Deployment).collect();
    let asks = |name: &str| {
        deployments
            .iter()
            .copied()
            .find(|one| asked_pool(one) == Some(name))
    };
    let comparison_deployment = if has_pair { asks(&other) } else { None };
    let main_deployment = asks(&base).or_else(|| {
        deployments
            .iter()
            .copied()
            .find(|one| comparison_deployment.is_none_or(|pair| pair.place != one.place))
    });
    ManifestSet {
        main: PoolManifests {
            class,
            pool,
            deployment: main_deployment,
            bare: bare.filter(|_| !class.is_some_and(has_user_data)),
        },
        comparison: if has_pair {
            PoolManifests {
                class: comparison_class,
                pool: comparison_pool,
                deployment: comparison_deployment,
                bare: None,
            }
        } else {
            PoolManifests::default()
        },
    }
}

fn has_user_data(class: &Document) -> bool {
    class.kind == Kind::NodeClass || UserDataText::of_class(class).is_some()
}

/// Whether a pool launches nodes of a class.
fn is_of(pool: &Document, class: &Document) -> bool {
    pool.node
        .str_at(&["spec", "template", "spec", "nodeClassRef", "name"])
        == Some(class.name.as_str())
}

/// Whether a class' userData speaks of SOCI at all.
fn asks_for_soci(class: &Document) -> bool {
    if class.kind == Kind::NodeClass {
        return true;
    }
    let Some(text) = UserDataText::of_class(class) else {
        return false;
    };
    if text.text.len() > MAX_BYTES {
        return false;
    }
    let parts = al2023(text.text);
    gate(&parts).is_some_and(|(on, _)| on) || text.text.contains("soci")
}

/// The NodePool that a Deployment asks for by its node selector, if it names one.
fn asked_pool(found: &Document) -> Option<&str> {
    let selector = found
        .node
        .at(&["spec", "template", "spec", "nodeSelector"])?;
    selector
        .str_at(&["karpenter.sh/nodepool"])
        .or_else(|| selector.str_at(&["intent"]))
}
