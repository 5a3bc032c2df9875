//! The one type that every number is about.

use super::{Capacity, Launch, NoLaunch, PriceBasis};
use crate::core::catalogue::Catalogue;
use crate::core::config::{Config, TypeInView};
use crate::core::cost::Role;

/// The instance type that every number of an evaluation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InView {
    /// Where it stands in `Catalogue::instances`.
    pub position: usize,
    /// Why this one.
    pub because: InViewBecause,
}

/// Why a type is the one that the numbers are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InViewBecause {
    /// Karpenter most likely launches it.
    Launched,
    /// The user chose it; whether the NodePool and the workload admit it.
    Chosen {
        /// Whether it is one of the eligible types.
        is_admitted: bool,
    },
    /// It stands in for a type that nobody can name: that of a reservation, or the cheapest where no
    /// prices are known.
    StandIn,
    /// It is admitted, and yet nothing can be launched.
    NotLaunched,
}

impl InViewBecause {
    /// What the type is among the costs.
    pub(crate) const fn cost_role(self) -> Role {
        match self {
            Self::Launched => Role::Launched,
            Self::Chosen { .. } => Role::Chosen,
            Self::StandIn | Self::NotLaunched => Role::StandIn,
        }
    }

    /// Why, as a clause after the type's name.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Launched => "the type Karpenter most likely launches",
            Self::Chosen { is_admitted: true } => "the type you chose",
            Self::Chosen { is_admitted: false } => {
                "the type you chose, which this NodePool never launches"
            }
            Self::StandIn => "a stand-in: the launched type is not known",
            Self::NotLaunched => "a stand-in: no eligible type can be launched",
        }
    }
}

impl InView {
    /// The type in view of a Config: the user's, else the launched one. None where no type is
    /// admitted, or there is no type of the name that the user gave.
    pub(crate) fn from_config(
        config: &Config,
        catalogue: &Catalogue,
        launch: &Launch,
        admitted: &[usize],
    ) -> Option<Self> {
        if let Some(TypeInView::One(name)) = &config.costs.instance_type {
            let position = catalogue.position(name.as_str())?;
            return Some(Self {
                position,
                because: InViewBecause::Chosen {
                    is_admitted: admitted.binary_search(&position).is_ok(),
                },
            });
        }
        let Some(position) = launch.likely() else {
            let is_unknown = launch.nothing.as_ref().is_some_and(NoLaunch::is_unknown);
            return admitted.first().map(|position| Self {
                position: *position,
                because: if is_unknown {
                    InViewBecause::StandIn
                } else {
                    InViewBecause::NotLaunched
                },
            });
        };
        Some(Self {
            position,
            because: if launch.is_foreseen(admitted.len()) {
                InViewBecause::Launched
            } else {
                InViewBecause::StandIn
            },
        })
    }
}

impl Launch {
    /// Whether the likely type is more than one that stands in for it: prices are known, and it is
    /// not that of a reservation; or so many types are admitted that there is but one.
    pub fn is_foreseen(&self, admitted: usize) -> bool {
        self.nothing.is_none()
            && (admitted == 1
                || !matches!(self.prices, PriceBasis::None { .. })
                    && !matches!(self.capacity, Capacity::Reserved { .. }))
    }
}
