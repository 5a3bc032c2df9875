//! What tells SOCI from containerd's own parallel pull, one thing at a time.

use super::option::EngineOption;
use crate::core::config::sources::{
    BOTTLEROCKET, CONTAINERD_MEMORY, CONTAINERD_TRANSFER, FAST_IMAGE_PULL, PAUSE_IMAGE,
    RANGE_REQUESTS, SIMULATION, SOCI, Source,
};
use crate::core::config::text::{is_private_ecr, registry_host};
use crate::core::config::{Config, EngineKind};
use crate::core::image_profile::ImageProfile;
use crate::core::units::TimeSpan;

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
                "Both use range requests, which private Amazon ECR supports."
            } else {
                "Both use range requests. Whether this registry supports them is not known: one that returns 400, as Artifactory has done, fails the pull; try one first."
            }
            .to_owned(),
            favours: None,
            source: RANGE_REQUESTS,
        },
        silent(soci),
        release(soci),
        EngineReason {
            about: "lazy loading",
            text: "Neither here: both fetch the whole image before the container starts. Lazy loading needs SOCI with an image index, which these settings do not set up.".to_owned(),
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
            "Not known: the image size is unknown, or no type is eligible.".to_owned(),
            None,
        );
    };
    let shown = |time: TimeSpan| time.rounded();
    let both = format!(
        "{} with SOCI, {} with containerd",
        shown(one.likely()),
        shown(other.likely())
    );
    let (fast, slow) = (
        one.likely().min(other.likely()),
        one.likely().max(other.likely()),
    );
    let gap = u64::from(slow.as_millis() - fast.as_millis());
    let on = match (soci.instance, native.instance) {
        (Some(one), Some(other)) if one != other => format!(", on {one} and {other}"),
        (Some(one), _) => format!(", on {one}"),
        _ => String::new(),
    };
    if gap * 100 < u64::from(slow.as_millis()) * TIE {
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
    option.kind.spec().puller
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
            "containerd's buffering is not known: the image size is unknown, or layers are fetched whole.".to_owned(),
            None,
        );
    };
    let free = native.free_memory;
    let of_free = free.map_or(String::new(), |free| {
        let on = native.instance.unwrap_or("the node");
        format!(", of about {} free on {on}", free.rounded())
    });
    let of_soci = soci.memory.held().map_or(String::new(), |held| {
        format!(
            " SOCI uses {} to {}.",
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
        "containerd buffers {} to {} during the pull (inferred){of_free}{killed}.{of_soci}",
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
                "containerd keeps the compressed layers in addition to the unpacked ones{}; SOCI discards them.",
                size.map_or(String::new(), |size| format!(": {} more", size.rounded()))
            ),
            Some(soci.kind),
        ),
        (_, false) => (
            "Both keep the compressed layers in addition to the unpacked ones.".to_owned(),
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
    let of_soci = spec.beside_containerd.map_or("", |it| it.switched_off_by);
    EngineReason {
        about: "silent failure modes",
        text: format!(
            "SOCI: {of_soci} containerd: any of seven other settings of its image section (mirrors in the old form, layers discarded, downloads other than 3, …) makes it pull as before, with one warning in its log; `check` finds them in files."
        ),
        favours: None,
        source: CONTAINERD_TRANSFER,
    }
}

fn release(soci: &EngineOption) -> EngineReason {
    let spec = soci.kind.spec();
    let of_soci = spec.beside_containerd.map_or("", |it| it.needs);
    let (of_containerd, source) = if spec.is_bottlerocket() {
        (
            "1.60.0 or newer with containerd 2.2, mostly Kubernetes 1.33 and newer.",
            BOTTLEROCKET,
        )
    } else {
        (
            "v20260318 or newer, which has containerd 2.2, on Kubernetes 1.30 or newer.",
            if spec.has_install_script() {
                PAUSE_IMAGE
            } else {
                FAST_IMAGE_PULL
            },
        )
    };
    EngineReason {
        about: "AMI",
        text: format!("SOCI: {of_soci} containerd: {of_containerd}"),
        favours: None,
        source,
    }
}

fn support(soci: &EngineOption) -> EngineReason {
    let spec = soci.kind.spec();
    let of_soci = spec.beside_containerd.map_or("", |it| it.support);
    let (text, source) = if spec.is_bottlerocket() {
        (of_soci.to_owned(), BOTTLEROCKET)
    } else {
        (
            format!(
                "{of_soci} nodeadm passes containerd's keys on unchanged: authors at AWS name both (2026-08), and no AMI default uses the second."
            ),
            if spec.has_install_script() {
                SOCI
            } else {
                FAST_IMAGE_PULL
            },
        )
    };
    EngineReason {
        about: "support",
        text,
        favours: None,
        source,
    }
}
