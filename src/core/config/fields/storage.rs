//! Fields of the storage.

use super::applies::{in_node_class, not_on_auto_mode, unless};
use super::row::field;
use super::value::{read_small, show_small};
use super::{Applies, Field, Kind};
use crate::core::config::{Config, InstanceStore, Tristate, VolumeType};

fn has_iops(config: &Config) -> Applies {
    if let no @ Applies::No(_) = in_node_class(config) {
        return no;
    }
    unless(
        config.engine.spec().is_auto_mode() || config.storage.volume.volume_type != VolumeType::Gp2,
        "gp2's IOPS follow its size.",
    )
}

fn has_throughput(config: &Config) -> Applies {
    if let no @ Applies::No(_) = in_node_class(config) {
        return no;
    }
    unless(
        config.engine.spec().is_auto_mode() || config.storage.volume.volume_type == VolumeType::Gp3,
        "Only gp3 has a separate throughput.",
    )
}

fn has_snapshot(config: &Config) -> Applies {
    match not_on_auto_mode(config) {
        Applies::Yes => unless(
            config.storage.volume.snapshot_id.is_some(),
            "It applies only to a volume created from a snapshot.",
        ),
        no @ Applies::No(_) => no,
    }
}

pub(super) const FIELDS: &[Field] = &[
    field!("storage.volume.volumeType", Storage, "Volume type",
        "EBS type of the image volume.",
        Kind::Choice(VolumeType::CHOICES), "types that can boot a node", EBS_LIMITS, applies not_on_auto_mode, 
        at Ec2NodeClass ["spec", "blockDeviceMappings", "*", "ebs", "volumeType"]; storage.volume.volume_type),
    field!("storage.volume.volumeSize", Storage, "Volume size",
        "Space for the compressed and the unpacked image at once, plus 10 %.",
        Kind::Text, "1Gi to 59000Gi", EC2NODECLASS, applies in_node_class, 
        at Ec2NodeClass ["spec", "blockDeviceMappings", "*", "ebs", "volumeSize"], rule "volume-too-small-for-image"; storage.volume.volume_size),
    field!("storage.volume.iops", Storage, "IOPS",
        "gp3 includes 3,000, which support 750 MiB/s.",
        Kind::Number { min: 100, max: 256_000, step: 500 }, "gp3: 3,000 to 80,000", EBS_LIMITS, unit "IOPS", applies has_iops, 
        at Ec2NodeClass ["spec", "blockDeviceMappings", "*", "ebs", "iops"], rule "iops-beyond-throughput"; storage.volume.iops),
    field!("storage.volume.throughput", Storage, "Throughput",
        "Limits SOCI's writes; gp3 includes 125, nodeadm recommends 600.",
        Kind::Number { min: 125, max: 2000, step: 25 }, "gp3: 125 to 2,000, at most IOPS/4", EBS_LIMITS, unit "MiB/s", applies has_throughput, 
        at Ec2NodeClass ["spec", "blockDeviceMappings", "*", "ebs", "throughput"], rule "slow-volume"; storage.volume.throughput),
    field!("storage.instanceStore", Storage, "Instance store",
        "Use of local NVMe disks, on types that have them.",
        Kind::Choice(InstanceStore::CHOICES), "unused, raid0 or raid0-soci-on-ebs", EC2NODECLASS, applies not_on_auto_mode; storage.instance_store),
    field!("storage.volume.encrypted", Storage, "Encryption",
        "Karpenter's default mapping is encrypted; your own must set it.",
        Kind::Choice(Tristate::CHOICES), "true, false or unset", EC2NODECLASS, applies not_on_auto_mode, advanced true, 
        at Ec2NodeClass ["spec", "blockDeviceMappings", "*", "ebs", "encrypted"], rule "volume-not-encrypted"; storage.volume.encrypted),
    field!("storage.volume.kmsKeyID", Storage, "KMS key",
        "Encryption key for the volume; the account's EBS key if empty.",
        Kind::Text, "key id, ARN or alias/NAME", EC2NODECLASS, applies in_node_class, advanced true, 
        at Ec2NodeClass ["spec", "blockDeviceMappings", "*", "ebs", "kmsKeyID"]; storage.volume.kms_key_id),
    field!("storage.volume.deleteOnTermination", Storage, "Delete with the instance",
        "A volume that outlives its node keeps costing money.",
        Kind::Choice(Tristate::CHOICES), "true, false or unset", EC2NODECLASS, applies not_on_auto_mode, advanced true, 
        at Ec2NodeClass ["spec", "blockDeviceMappings", "*", "ebs", "deleteOnTermination"], rule "volume-outlives-node"; storage.volume.delete_on_termination),
    field!("storage.volume.snapshotID", Storage, "Snapshot",
        "Snapshot to create the volume from, for example with images on it.",
        Kind::Text, "snap- and hexadecimal digits", EC2NODECLASS, applies not_on_auto_mode, advanced true, 
        at Ec2NodeClass ["spec", "blockDeviceMappings", "*", "ebs", "snapshotID"], rule "discard-with-snapshot"; storage.volume.snapshot_id),
    field!("storage.volume.volumeInitializationRate", Storage, "Initialization rate",
    "How fast the snapshot is loaded before use; needs Karpenter 1.5.",
    Kind::Number { min: 100, max: 300, step: 50 }, "100 to 300", EC2NODECLASS, unit "MiB/s", applies has_snapshot, advanced true,
        at Ec2NodeClass ["spec", "blockDeviceMappings", "*", "ebs", "volumeInitializationRate"];
    get |config| show_small(config.storage.volume.volume_initialization_rate),
    set |config, value| {
        config.storage.volume.volume_initialization_rate =
            read_small(value, "The initialization rate in MiB/s", 100, 300, "the range of Karpenter's EC2NodeClass")?;
        Ok(())
    }),
];
