//! What tells SOCI from containerd's own parallel pull, one thing at a time.

use super::EngineOption;
use crate::core::config::sources::{
    BOTTLEROCKET, CONTAINERD_MEMORY, CONTAINERD_TRANSFER, FAST_IMAGE_PULL, PAUSE_IMAGE,
    RANGE_REQUESTS, SIMULATION, SOCI, Source,
};
use crate::core::config::text::{is_private_ecr, registry_host};
use crate::core::config::{Config, EngineKind};
use crate::core::image_profile::ImageProfile;
use crate::core::units::Duration;

/// One thing that was weighed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineReason {
    /// What it is about: “time”, “memory”.
    pub about: &'static str,
    /// What is known, inferred or not known of it, in sentences.
    pub text: String,
    /// The engine that it speaks for; none where it is a tie, or not known.
    pub favours: Option<EngineKind>,
    /// Where that is written, or what it rests on.
    pub source: Source,
}

/// Everything that is weighed; the first that speaks for one of them decides. A pull that is killed is
/// never faster, so memory comes first where there may be too little of it.
pub(super) fn all(soci: &EngineOption, native: &EngineOption) -> Vec<EngineReason> {
    let is_ecr = registry_host(soci.config.image.reference.as_str()).is_some_and(is_private_ecr);
    let is_short = match (native.memory.held(), native.free_memory) {
        (Some(held), Some(free)) => held.high() > free,
        _ => false,
    };
    let (time, memory) = (time(soci, native), memory(soci, native));
    let [first, second] = if is_short {
        [memory, time]
    } else {
        [time, memory]
    };
    vec![
        first,
        second,
        disk(soci, native),
        EngineReason {
            about: "registry",
            text: if is_ecr {
                "Both ask for parts of layers; private Amazon ECR answers."
            } else {
                "Both ask for parts of layers. Whether this registry answers is not known: one that answers 400, as Artifactory has done, fails the pull; try one first."
            }
            .to_owned(),
            favours: None,
            source: RANGE_REQUESTS,
        },
        silent(soci),
        release(soci),
        EngineReason {
            about: "lazy loading",
            text: "Neither here: both fetch the whole image before the container starts. Loading parts of it later takes SOCI with an index of the image, which these settings do not set up.".to_owned(),
            favours: None,
            source: SOCI,
        },
        support(soci),
    ]
}

/// A difference of less than this part of the longer pull is a tie.
const TIE: u64 = 10;

fn time(soci: &EngineOption, native: &EngineOption) -> EngineReason {
    let reason = |text: String, favours| EngineReason {
        about: "time",
        text,
        favours,
        source: SIMULATION,
    };
    let (Some(one), Some(other)) = (soci.pull, native.pull) else {
        return reason(
            "Not known: the image's size is not, or no type is admitted.".to_owned(),
            None,
        );
    };
    let shown = |time: Duration| time.rounded();
    let both = format!(
        "{} with SOCI, {} with containerd",
        shown(one.likely()),
        shown(other.likely())
    );
    let (fast, slow) = (
        one.likely().min(other.likely()),
        one.likely().max(other.likely()),
    );
    let gap = u64::from(slow.to_milliseconds() - fast.to_milliseconds());
    let on = match (soci.instance, native.instance) {
        (Some(one), Some(other)) if one != other => format!(", on {one} and {other}"),
        (Some(one), _) => format!(", on {one}"),
        _ => String::new(),
    };
    if gap * 100 < u64::from(slow.to_milliseconds()) * TIE {
        return reason(format!("A tie: {both}{on}, with the same limits."), None);
    }
    let faster = if one.likely() < other.likely() {
        soci
    } else {
        native
    };
    reason(
        format!("{} is faster: {both}{on}.", name(faster)),
        Some(faster.kind),
    )
}

fn name(option: &EngineOption) -> &'static str {
    if option.kind.spec().has_transfer_service() {
        "containerd"
    } else {
        "SOCI"
    }
}

fn memory(soci: &EngineOption, native: &EngineOption) -> EngineReason {
    let reason = |text: String, favours| EngineReason {
        about: "memory",
        text,
        favours,
        source: CONTAINERD_MEMORY,
    };
    let Some(held) = native.memory.held() else {
        return reason(
            "How much containerd buffers is not known: the image's size is not, or layers are fetched whole.".to_owned(),
            None,
        );
    };
    let free = native.free_memory;
    let of_free = free.map_or(String::new(), |free| {
        let on = native.instance.unwrap_or("the node");
        format!(", of about {} that are free on {on}", free.rounded())
    });
    let of_soci = soci.memory.held().map_or(String::new(), |held| {
        format!(
            " SOCI holds {} to {}.",
            held.low().rounded(),
            held.high().rounded()
        )
    });
    let is_short = free.is_some_and(|free| held.high() > free);
    let killed = match free {
        Some(free) if held.likely() > free => ": it is likely to be killed",
        Some(_) if is_short => ": it may be killed",
        _ => "",
    };
    let text = format!(
        "containerd buffers {} to {} while it pulls (inferred){of_free}{killed}.{of_soci}",
        held.low().rounded(),
        held.high().rounded(),
    );
    if is_short {
        return reason(text, Some(soci.kind));
    }
    let is_more = soci
        .memory
        .held()
        .is_some_and(|soci| held.likely() > soci.high());
    reason(text, is_more.then_some(soci.kind))
}

/// What is kept of an image besides its unpacked layers.
fn disk(soci: &EngineOption, native: &EngineOption) -> EngineReason {
    let kept = |config: &Config| ImageProfile::of_image(&config.image).map(|it| it.compressed());
    let discards = soci.config.engine.limits.discard_unpacked_layers;
    let (text, favours) = match (kept(&native.config), discards) {
        (size, true) => (
            format!(
                "containerd keeps the compressed layers beside the unpacked ones{}; SOCI discards them.",
                size.map_or(String::new(), |size| format!(": {} more", size.rounded()))
            ),
            Some(soci.kind),
        ),
        (_, false) => (
            "Both keep the compressed layers beside the unpacked ones.".to_owned(),
            None,
        ),
    };
    EngineReason {
        about: "disk",
        text,
        favours,
        source: CONTAINERD_TRANSFER,
    }
}

/// What switches either off without a word.
fn silent(soci: &EngineOption) -> EngineReason {
    let spec = soci.kind.spec();
    let of_soci = if spec.has_feature_gate() {
        "SOCI: nodeadm ignores the gate on small types and on older AMIs."
    } else if spec.has_install_script() {
        "SOCI: nothing that is known; where the script fails, the node does not get Ready, which shows."
    } else {
        "SOCI: a release before 1.44.0 may ignore the settings, or not boot."
    };
    EngineReason {
        about: "what switches it off silently",
        text: format!(
            "{of_soci} containerd: any of seven other settings of its image section (mirrors in the old form, layers discarded, downloads other than 3, …) makes it pull as before, with one warning in its log; check finds them in files."
        ),
        favours: None,
        source: CONTAINERD_TRANSFER,
    }
}

fn release(soci: &EngineOption) -> EngineReason {
    let spec = soci.kind.spec();
    let (text, source) = if spec.is_bottlerocket() {
        (
            "SOCI: Bottlerocket 1.44.0 or newer. containerd: 1.60.0 or newer with containerd 2.2, mostly Kubernetes 1.33 and newer.",
            BOTTLEROCKET,
        )
    } else if spec.has_install_script() {
        (
            "SOCI: an AMI before v20260505, whose containerd does not want the pause image of it. containerd: v20260318 or newer, which has containerd 2.2, on Kubernetes 1.30 or newer.",
            PAUSE_IMAGE,
        )
    } else {
        (
            "SOCI: AMI v20250821 or newer. containerd: v20260318 or newer, which has containerd 2.2, on Kubernetes 1.30 or newer.",
            FAST_IMAGE_PULL,
        )
    };
    EngineReason {
        about: "AMI",
        text: text.to_owned(),
        favours: None,
        source,
    }
}

fn support(soci: &EngineOption) -> EngineReason {
    let spec = soci.kind.spec();
    let (text, source) = if spec.has_feature_gate() {
        (
            "SOCI is a feature gate of the EKS AMI, with limits that it chooses. containerd's keys are passed on by nodeadm as they are: authors at AWS name both (2026-08), and no default of the AMI uses the second.",
            FAST_IMAGE_PULL,
        )
    } else if spec.has_install_script() {
        (
            "SOCI is installed by a script of your own. containerd's keys are passed on by nodeadm as they are: authors at AWS name both (2026-08), and no default of the AMI uses the second.",
            SOCI,
        )
    } else {
        ("Both are settings of the system.", BOTTLEROCKET)
    };
    EngineReason {
        about: "support",
        text: text.to_owned(),
        favours: None,
        source,
    }
}
