//! How fast bytes come: the registry's connections and the node's network card.

use crate::core::catalogue::Instance;
use crate::core::config::text::{is_docker_hub, is_private_ecr, is_public_ecr, registry_host};
use crate::core::pull::parameter::{Parameter, ParameterValues};
use crate::core::units::MbitPerSec;

/// Whose limit holds for all connections together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// The node's network card.
    Card,
    /// The registry.
    Registry,
}

/// Where an image comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registry {
    /// Private Amazon ECR: layers come from S3 in the Region.
    PrivateEcr,
    /// Public Amazon ECR: layers come from CloudFront.
    PublicEcr,
    /// Docker Hub.
    DockerHub,
    /// Any other.
    Other,
}

impl Registry {
    /// The registry that an image reference names; none is Docker Hub, as for containerd.
    pub fn from_reference(reference: &str) -> Self {
        let Some(host) = registry_host(reference) else {
            return Self::DockerHub;
        };
        match host {
            _ if is_docker_hub(host) => Self::DockerHub,
            _ if is_public_ecr(host) => Self::PublicEcr,
            _ if is_private_ecr(host) => Self::PrivateEcr,
            _ => Self::Other,
        }
    }

    pub(in crate::core) const fn connection(self) -> Parameter {
        match self {
            Self::PrivateEcr | Self::PublicEcr => Parameter::EcrConnection,
            Self::DockerHub => Parameter::DockerHubConnection,
            Self::Other => Parameter::OtherConnection,
        }
    }
}

/// A node's network: MB/s of one card, which is all that a pull uses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct Card {
    /// Baseline and peak; none if the type has no figures.
    rates: Option<(f64, f64)>,
    /// What an internet gateway lets through.
    gateway: f64,
}

/// 5 Gbit/s in MB/s.
const GATEWAY: f64 = 625.0;

impl Card {
    pub(in crate::core) fn for_instance(instance: &Instance) -> Self {
        let network = &instance.network;
        let cards = f64::from(network.cards.unwrap_or(1).max(1));
        let each = |rate: MbitPerSec| f64::from(rate.to_megabits()) / 8.0 / cards;
        let rates = match (network.baseline, network.peak) {
            (Some(baseline), Some(peak)) => Some((each(baseline), each(peak.max(baseline)))),
            (Some(rate), None) | (None, Some(rate)) => Some((each(rate), each(rate))),
            (None, None) => None,
        };
        let half = rates
            .filter(|_| instance.vcpu >= 32)
            .map_or(0.0, |(_, peak)| peak / 2.0);
        Self {
            rates,
            gateway: half.max(GATEWAY),
        }
    }

    /// The parameters that these figures depend on.
    pub(in crate::core) fn parameters(self, registry: Registry, add: &mut impl FnMut(Parameter)) {
        add(registry.connection());
        add(Parameter::CardShare);
        match self.rates {
            None => add(Parameter::UnknownNetwork),
            Some((baseline, peak)) if baseline < peak => add(Parameter::Burst),
            Some(_) => {}
        }
        match registry {
            Registry::PrivateEcr => {}
            Registry::PublicEcr => add(Parameter::PublicEcrPull),
            Registry::DockerHub | Registry::Other => add(Parameter::Gateway),
        }
    }

    /// MB/s of one connection, of all together, and whose limit that is.
    pub(in crate::core) fn rates(
        self,
        registry: Registry,
        draw: &ParameterValues,
    ) -> (f64, f64, Limited) {
        let connection = draw.get(registry.connection());
        let card = match self.rates {
            None => draw.get(Parameter::UnknownNetwork),
            Some((baseline, peak)) => baseline + draw.get(Parameter::Burst) * (peak - baseline),
        };
        let card = match registry {
            Registry::DockerHub | Registry::Other if card > self.gateway => {
                self.gateway + draw.get(Parameter::Gateway) * (card - self.gateway)
            }
            _ => card,
        };
        let card = card * draw.get(Parameter::CardShare);
        let whole = draw.get(Parameter::PublicEcrPull);
        if registry == Registry::PublicEcr && whole < card {
            (connection, whole, Limited::Registry)
        } else {
            (connection, card, Limited::Card)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Registry;

    #[test]
    fn registries_are_told_apart() {
        for (reference, registry) in [
            ("nginx", Registry::DockerHub),
            ("rayproject/ray-llm:2.56", Registry::DockerHub),
            ("docker.io/library/nginx", Registry::DockerHub),
            (
                "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.9",
                Registry::PrivateEcr,
            ),
            (
                "763104351884.dkr.ecr-fips.us-east-1.amazonaws.com/a",
                Registry::PrivateEcr,
            ),
            (
                "763104351884.dkr-ecr.us-east-1.on.aws/a",
                Registry::PrivateEcr,
            ),
            ("mirror.dkr.ecr.example.com/a", Registry::Other),
            ("public.ecr.aws/a/b", Registry::PublicEcr),
            ("ecr-public.aws.com/a/b", Registry::PublicEcr),
            ("registry.example.com:5000/a/b", Registry::Other),
            ("localhost/a", Registry::Other),
        ] {
            assert_eq!(Registry::from_reference(reference), registry, "{reference}");
        }
    }
}
