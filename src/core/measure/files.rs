//! The files of a measurement.

use super::manifests;
use super::plan::{MeasurePlan, MeasureVariant};
use super::script::script;
use crate::core::SIGNATURE;
use crate::core::config::Config;
use crate::core::config::wire::write_signed_config;
use crate::core::set_file::{File, Syntax};
use crate::core::units::Money;

impl MeasurePlan {
    /// The files, for a directory of their own. `config` is what the plan was made of.
    pub fn files(&self, config: &Config) -> Vec<File> {
        let mut files = vec![
            File {
                path: "README.md".to_owned(),
                about: "Describes the measurement, its cost, its cleanup and its file.".to_owned(),
                syntax: Syntax::Markdown,
                applied: false,
                text: self.readme(),
            },
            File {
                path: "measure.sh".to_owned(),
                about: "Runs the measurement: sh measure.sh.".to_owned(),
                syntax: Syntax::Shell,
                applied: false,
                text: script(self, &self.costs_text()),
            },
        ];
        for variant in &self.variants {
            files.push(self.yaml(
                &["nodes-", &variant.id, ".yaml"].concat(),
                &format!("Node class and NodePool: {}.", variant.label),
                &manifests::nodes(self, variant),
            ));
            files.push(self.yaml(
                &["job-", &variant.id, ".yaml"].concat(),
                &format!("The Job of a run: {}.", variant.label),
                &manifests::job(self, variant),
            ));
        }
        files.push(File {
            path: "config.yaml".to_owned(),
            about: "The settings the variants were generated from.".to_owned(),
            syntax: Syntax::Yaml,
            applied: false,
            text: write_signed_config(config),
        });
        files
    }

    fn yaml(&self, path: &str, about: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            about: about.to_owned(),
            syntax: Syntax::Yaml,
            applied: true,
            text: format!("# {about}\n# Made by {SIGNATURE} from config.yaml.\n{text}"),
        }
    }

    /// What is run and what it costs, for a terminal.
    pub fn costs_text(&self) -> String {
        let mut text = format!(
            "{} runs on {}, one at a time, each on a fresh on-demand node; {} per variant:\n",
            self.runs(),
            self.instance_type,
            self.repeats
        );
        for variant in &self.variants {
            let (low, high) = (variant.predicted.low(), variant.predicted.high());
            text.push_str(&format!(
                "  {}: {}\n    predicted {} ({} to {}); a node costs {} per hour\n",
                variant.id,
                variant.label,
                variant.predicted.likely().rounded(),
                low.rounded(),
                high.rounded(),
                variant.node_hour.text(Money::rounded),
            ));
        }
        let time = |of: &dyn Fn(&MeasureVariant) -> u64| {
            let milliseconds: u64 = self.variants.iter().map(of).sum();
            let minutes = (milliseconds * u64::from(self.repeats)).div_ceil(60_000);
            match minutes {
                0..120 => format!("{minutes} min"),
                _ => format!("{} h {} min", minutes / 60, minutes % 60),
            }
        };
        let likely_time = time(&|one| one.likely_time().as_millis().into());
        let most_time = time(&|one| one.most_time().as_millis().into());
        let (likely, most) = self.costs();
        let costs = match (likely.exactly(), most.exactly()) {
            (Some(likely), Some(most)) => format!(
                "Cost of the nodes with their volumes: about {}, in about {likely_time}; at most {}, in {most_time}, if every run used its full time limit.",
                likely.rounded(),
                most.rounded()
            ),
            _ => format!(
                "The cost of the nodes is unknown, as not every price is known; they run for about {likely_time}, at most for {most_time}, if every run used its full time limit."
            ),
        };
        text.push_str(&format!(
            "{costs} Not included: charges of the registry, a NAT gateway or another Region for {} pulls.\n",
            self.runs()
        ));
        text
    }

    fn readme(&self) -> String {
        let mut left_out = String::new();
        for (what, why) in &self.left_out {
            left_out.push_str(&format!("- Not measured: {what}. {why}\n"));
        }
        let credentials = "The pods run with the namespace's default service account, unless your own Deployment, \
             as it was imported, names another one or `imagePullSecrets`: these are imported.";
        format!(
            "# Measurement {name}\n\n\
             Made by {SIGNATURE} from `config.yaml`.\n\n\
             ```sh\nsh measure.sh\nsoci-configurator events measurements-{name}.json\n```\n\n\
             ## What it does and costs\n\n```text\n{costs}```\n\n{left_out}\
             Assumed: on-demand prices of the Region as this tool knows them; each node lives from its launch \
             over its pull to its deletion, for which 90 s are taken. A NodePool never has more than one node, and its nodes \
             end by themselves after 3 hours, even where the script was killed.\n\n\
             Each run is a Job with one pod of the image. Its command is a program that no image has, so nothing of the image \
             runs: the container fails to start once the image is pulled, and the kubelet's event “Pulled” says how long that \
             took. It asks for no GPU: the pull comes before one is given out. {credentials}\n\n\
             Variants take turns, so that the time of day is the same for all. The label `{selector}` is on everything that is \
             made, the EC2 instances included, and a taint of that name keeps other pods off.\n\n\
             ## What is deleted\n\n\
             After each run its Job and its node; at the end, on Ctrl-C and after an error also the NodePools and node classes: \
             whatever has the label. `sh measure.sh --clean` does it again. Events stay for as long as the cluster keeps them.\n\n\
             ## What the file holds\n\n\
             `measurements-{name}.json` has the predictions of above, your settings without names, and for each run what \
             kubectl says of the pod, its events, its node, the NodeClaim, the node class (with role, subnets and userData), the \
             kubelet's configuration and SOCI's log, if the kubelet gives them away. So it names your account, nodes and subnets: keep \
             it to yourself. What can be given away are the rows of\n\n\
             ```sh\nsoci-configurator events measurements-{name}.json --format submission\n```\n\n\
             which have times, sizes and versions, and no name of yours.\n",
            name = self.name,
            costs = self.costs_text(),
            selector = self.selector(),
        )
    }
}
