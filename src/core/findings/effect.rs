//! What a fix does to the node that comes: its type, its pull, its price.

use super::{Fix, RuleContext};
use crate::core::config::{Config, Edit};
use crate::core::cost::{MONTH_HOURS, NodePrices};
use crate::core::launch::{Launch, PriceBasis};
use crate::core::plan::NodePlan;
use crate::core::pull::{Constants, PullModel};
use crate::core::selection::Selection;
use crate::core::units::{Money, TimeSpan};

/// Milliseconds below which two likely pulls are the same: runs differ by more.
const SAME_TIME: u32 = 500;

/// What the node that Karpenter launches comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Its type; none where nothing can be launched.
    pub(crate) position: Option<usize>,
    /// The likely pull on it; none where the image's size is not known.
    pub(crate) pull: Option<TimeSpan>,
    /// A month of it with its volumes; none where a price is not known.
    pub(crate) month: Option<Money>,
}

/// A change of what a node comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) before: Outcome,
    pub(crate) after: Outcome,
}

impl Outcome {
    /// What the Config comes to on this type.
    pub(crate) fn on_instance(
        context: &RuleContext<'_>,
        config: &Config,
        position: Option<usize>,
    ) -> Self {
        let plan = NodePlan::new(config);
        let model = PullModel::new(config, context.catalogue, &Constants::from_config(config));
        let month = position.and_then(|position| {
            let instance = NodePrices::new(&plan, context.catalogue).instance_hour(position)?;
            let volumes = NodePrices::volumes_month(&plan, context.catalogue)?;
            Some(instance.scaled(MONTH_HOURS, 1) + volumes)
        });
        Self {
            position,
            pull: model.and_then(|model| model.likely(position?)),
            month,
        }
    }

    /// What the subject's own Config comes to.
    pub(crate) fn now(context: &RuleContext<'_>) -> Self {
        Self::on_instance(context, context.config, context.launch.likely())
    }

    /// What another Config comes to: on the same type, if nothing that decides on it changed.
    pub(crate) fn from_config(context: &RuleContext<'_>, config: &Config) -> Self {
        let now = context.config;
        let same_launch = config.nodes == now.nodes
            && config.workload == now.workload
            && config.cluster == now.cluster
            && config.engine.kind == now.engine.kind
            && config.kept == now.kept
            && config.costs == now.costs
            // Room for pods is the volume's or the instance store's.
            && (config.workload.ephemeral_storage.is_none() || config.storage == now.storage);
        let position = if same_launch {
            context.launch.likely()
        } else {
            let plan = NodePlan::new(config);
            let selection = Selection::new(&plan, context.catalogue);
            Launch::new(&plan, context.catalogue, &selection).likely()
        };
        Self::on_instance(context, config, position)
    }
}

impl Effect {
    /// What an edit does.
    pub(crate) fn from_edit(context: &RuleContext<'_>, before: Outcome, edit: &Edit) -> Self {
        Self {
            before,
            after: Outcome::from_config(context, &context.config.apply(edit)),
        }
    }

    /// The effect in words: “12 s faster, $19 a month more, Karpenter launches g6.2xlarge”; empty
    /// if there is none that is known.
    pub(crate) fn describe(self, context: &RuleContext<'_>) -> String {
        let mut words = Vec::new();
        if let (Some(before), Some(after)) = (self.before.pull, self.after.pull) {
            let (before, after) = (before.as_millis(), after.as_millis());
            let apart = TimeSpan::from_millis(before.abs_diff(after)).rounded();
            if after > before + SAME_TIME {
                words.push(format!("{apart} slower"));
            } else if before > after + SAME_TIME {
                words.push(format!("{apart} faster"));
            }
        }
        if let (Some(before), Some(after)) = (self.before.month, self.after.month) {
            let (before, after) = (before.to_micro_dollars(), after.to_micro_dollars());
            let apart = Money::micro_dollars(before.abs_diff(after));
            // Less than a cent is rounding.
            if apart.to_micro_dollars() >= 10_000 {
                let much = apart.brief();
                words.push(if after > before {
                    format!("{much}/month more per node")
                } else {
                    format!("saves {much}/month per node")
                });
            }
        }
        if self.before.position != self.after.position
            && !matches!(context.launch.prices, PriceBasis::None { .. })
        {
            let name = self
                .after
                .position
                .and_then(|position| context.catalogue.instances().get(position))
                .map(|instance| instance.name);
            words.push(match name {
                Some(name) => format!("Karpenter launches {name}"),
                None => "nothing can be launched".to_owned(),
            });
        }
        words.join(", ")
    }
}

/// Says in a fix's label what it does to the node that comes.
pub(super) fn say(context: &RuleContext<'_>, before: Outcome, fix: &mut Fix) {
    let effect = Effect::from_edit(context, before, &fix.edit).describe(context);
    if !effect.is_empty() {
        fix.label = format!("{} ({effect})", fix.label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::catalogue::Catalogue;
    use crate::core::config::Field;
    use crate::core::disk::StorageAdvice;
    use crate::data::{US_EAST_1, catalogue};

    /// With prices of two Regions, the second of which has one type.
    fn priced() -> Catalogue {
        const ONE: &str = "type,usd_per_hour,as_of\nm6i.8xlarge,1.84,2025-04-04\n";
        let known = catalogue().clone().with_on_demand("us-east-1", US_EAST_1);
        known.unwrap().with_on_demand("eu-central-1", ONE).unwrap()
    }

    fn set(config: &Config, settings: &[(&str, &str)]) -> Config {
        settings
            .iter()
            .fold(config.clone(), |config, (path, text)| {
                config.apply(&Edit::typed(Field::find(path).unwrap(), text, &config).unwrap())
            })
    }

    /// What `then` makes of a Config's subject.
    fn with_context<T>(
        config: &Config,
        catalogue: &Catalogue,
        then: impl FnOnce(&RuleContext<'_>) -> T,
    ) -> T {
        let plan = NodePlan::new(config);
        let selection = Selection::new(&plan, catalogue);
        let launch = Launch::new(&plan, catalogue, &selection);
        let storage = StorageAdvice::new(config, catalogue, &selection.admitted);
        then(&RuleContext {
            config,
            plan: &plan,
            catalogue,
            selection: &selection,
            storage: storage.as_ref(),
            launch: &launch,
        })
    }

    #[test]
    fn what_decides_on_the_node_is_looked_at_anew() {
        let priced = priced();
        for (base, change) in [
            (&[][..], ("nodes.minVcpu", "32")),
            (&[], ("workload.memory", "200Gi")),
            (&[], ("cluster.region", "eu-central-1")),
            (
                &[
                    ("nodes.categories", "t"),
                    ("nodes.minEbsBandwidth", ""),
                    ("nodes.minNetworkBandwidth", ""),
                ],
                ("engine.kind", "auto-mode"),
            ),
            (
                &[("workload.ephemeralStorage", "40Gi")],
                ("storage.volume.volumeSize", "30Gi"),
            ),
        ] {
            let before = set(&Config::default(), base);
            let after = set(&before, &[change]);
            let now = with_context(&before, &priced, Outcome::now);
            let then = with_context(&after, &priced, Outcome::now);
            assert_ne!(
                now.position, then.position,
                "{change:?} launches the same type"
            );
            let said = with_context(&before, &priced, |context| {
                Outcome::from_config(context, &after)
            });
            assert_eq!(said, then, "{change:?}");
        }
    }

    #[test]
    fn an_effect_is_said_from_where_it_is_more_than_rounding() {
        let one = Outcome {
            position: Some(0),
            pull: Some(TimeSpan::from_millis(10_000)),
            month: Some(Money::micro_dollars(1_000_000)),
        };
        let pull = |milliseconds| Outcome {
            pull: Some(TimeSpan::from_millis(milliseconds)),
            ..one
        };
        let month = |micro_dollars| Outcome {
            month: Some(Money::micro_dollars(micro_dollars)),
            ..one
        };
        let launched = |position| Outcome { position, ..one };
        let second = catalogue().instances()[1].name;
        let launches = format!("Karpenter launches {second}");
        let rows = [
            (one, one, ""),
            (one, pull(10_500), ""),
            (one, pull(10_501), "0.5 s slower"),
            (pull(10_500), one, ""),
            (pull(10_501), one, "0.5 s faster"),
            (one, month(1_009_999), ""),
            (one, month(1_010_000), "$0.01/month more per node"),
            (month(1_009_999), one, ""),
            (month(1_010_000), one, "saves $0.01/month per node"),
            (one, launched(Some(1)), launches.as_str()),
            (one, launched(None), "nothing can be launched"),
        ];
        let config = Config::default();
        let words = |catalogue: &Catalogue, before, after| {
            with_context(&config, catalogue, |context| {
                Effect { before, after }.describe(context)
            })
        };
        let priced = priced();
        for (before, after, said) in rows {
            assert_eq!(words(&priced, before, after), said, "{before:?} {after:?}");
        }
        // Which type comes is not known without prices.
        assert_eq!(words(catalogue(), one, launched(Some(1))), "");
    }
}
