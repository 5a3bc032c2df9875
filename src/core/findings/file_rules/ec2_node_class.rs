//! What no schema refuses of a node class, and what fails all the same.

use super::{EC2_USER_DATA, KARPENTER_BOTTLEROCKET, Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{
    AMI_RELEASES, AUTO_MODE, BOTTLEROCKET, EBS_LIMITS, EC2_TAGS, EC2NODECLASS, IAM_API,
};

file_rules! {
    ROLE_AS_ARN: [Error] {
        id: "role-as-arn",
        what: "The role is given as an ARN.",
        why: "Karpenter expects a role name; with an ARN it cannot create the instance profile, and no node starts.",
        how: "Use only the name, the part after the last slash.",
        source: IAM_API,
    }
    TAG_REFUSED: [Error] {
        id: "tag-refused",
        what: "EC2 rejects a tag.",
        why: "One rejected tag fails the launch: no node starts.",
        how: "Limit keys to 128 characters and values to 256, and do not use the aws: prefix.",
        source: EC2_TAGS,
    }
    TOO_MANY_TAGS: [Error] {
        id: "too-many-tags",
        what: "There are more tags than EC2 allows per resource.",
        why: "EC2 allows 50, and Karpenter adds four: no node is launched.",
        how: "Use at most 46.",
        source: EC2_TAGS,
    }
    WRONG_ROOT_DEVICE: [Error] {
        id: "wrong-root-device",
        what: "No mapping covers the AMI's root device.",
        why: "Images stay on the AMI's small default volume, and Karpenter counts 20Gi.",
        how: "Map /dev/xvda, or set rootVolume: true.",
        source: EC2NODECLASS,
    }
    IMAGES_ON_OTHER_DEVICE: [Error, Warning] {
        id: "images-on-other-device",
        what: "The configured volume is not the one that holds images.",
        why: "Bottlerocket keeps images on /dev/xvdb; you pay for the size and speed of /dev/xvda, and pulls do not use them.",
        how: "Set size, IOPS and throughput of /dev/xvdb.",
        source: BOTTLEROCKET,
    }
    DEVICE_MISSING: [Warning] {
        id: "device-missing",
        what: "Bottlerocket's data volume is mapped, but its OS volume is not.",
        why: "It stays at the AMI's default, 2 GiB of gp2.",
        how: "Map /dev/xvda too, with 4Gi.",
        source: BOTTLEROCKET,
    }
    SNAPSHOT_UNDER_RAID0: [Warning] {
        id: "snapshot-under-raid0",
        what: "The instance store's RAID0 hides the images of a snapshot.",
        why: "Where there is NVMe, Karpenter binds the RAID0 over the directories of containerd and SOCI, and the images are pulled again.",
        how: "Allow only types without local NVMe, or drop one of the two.",
        source: KARPENTER_BOTTLEROCKET,
    }
    MAPPING_INCOMPLETE: [Error] {
        id: "mapping-incomplete",
        what: "A block device mapping has no deviceName or no ebs.",
        why: "The schema allows this, but Karpenter's controller fails on it.",
        how: "Add the field.",
        source: EC2NODECLASS,
    }
    DEVICE_MAPPED_TWICE: [Error] {
        id: "device-mapped-twice",
        what: "Two block device mappings name the same device.",
        why: "EC2 refuses a launch that maps a device twice: no node comes.",
        how: "Keep one mapping for each device.",
        source: EBS_LIMITS,
    }
    VOLUME_CANNOT_BOOT: [Error] {
        id: "volume-cannot-boot",
        what: "A node boots from a volume of type st1 or sc1.",
        why: "Karpenter's schema takes both, and EC2 refuses them as boot volumes: no node comes.",
        how: "Take gp3.",
        source: EBS_LIMITS,
    }
    VOLUME_TAKES_NO_SUCH_VALUE: [Error] {
        id: "volume-takes-no-such-value",
        what: "IOPS or throughput are set for a volume type that does not take them.",
        why: "EC2 takes throughput for gp3 only, and IOPS for gp3, io1 and io2 only. Karpenter's schema does not check it, so the launch fails.",
        how: "Take gp3, or leave the value out.",
        source: EBS_LIMITS,
    }
    THROUGHPUT_OUT_OF_RANGE: [Error] {
        id: "throughput-out-of-range",
        what: "The throughput is outside gp3's range.",
        why: "gp3 allows 125 to 2,000 MiB/s. Karpenter's schema does not check it, and EC2 rejects the volume: no node starts.",
        how: "Take a value within the range.",
        source: EBS_LIMITS,
    }
    ROOT_VOLUME_ELSEWHERE: [Warning] {
        id: "root-volume-elsewhere",
        what: "rootVolume is said of a device that is not the AMI's root device.",
        why: "Karpenter counts that volume's size as pod storage, while pods and images use /dev/xvda.",
        how: "Say rootVolume of /dev/xvda, or leave it out.",
        source: EC2NODECLASS,
    }
    ROOT_VOLUME_ON_BOTTLEROCKET: [Error] {
        id: "root-volume-on-bottlerocket",
        what: "rootVolume is set on Bottlerocket.",
        why: "Karpenter then counts the OS volume as pod storage, so no instance fits.",
        how: "Remove it.",
        source: EC2NODECLASS,
    }
    SNAPSHOT_WITHOUT_SIZE: [Warning] {
        id: "snapshot-without-size",
        what: "A mapping has a snapshot but no volumeSize.",
        why: "Karpenter counts 20Gi, whatever the snapshot's size.",
        how: "Set the size.",
        source: EC2NODECLASS,
    }
    ENCRYPTION_NOT_SAID: [Note] {
        id: "encryption-not-said",
        what: "A mapping does not set encrypted.",
        why: "Karpenter's default volume is encrypted; your mapping's volume only if you set it, or if the account encrypts by default.",
        how: "Set encrypted: true.",
        source: EC2NODECLASS,
    }
    ALIAS_WITH_TWO_AT_SIGNS: [Error] {
        id: "alias-with-two-at-signs",
        what: "An AMI alias has more than one @.",
        why: "The schema allows this, but Karpenter's controller exits on it.",
        how: "Use family@release.",
        source: EC2NODECLASS,
    }
    WILDCARD_AMI_NAME: [Warning] {
        id: "wildcard-ami-name",
        what: "AMIs are selected by a name with * or ?.",
        why: "The newest matching AMI is used, for any Kubernetes version the name does not rule out, so nodes change on their own.",
        how: "Use an alias with a release.",
        source: AMI_RELEASES,
    }
    USER_DATA_TOO_LARGE: [Error, Warning] {
        id: "user-data-too-large",
        what: "The userData exceeds EC2's limit, or nearly does.",
        why: "EC2 allows 16,384 bytes including added parts, and rejects the launch beyond that.",
        how: "Move scripts into the AMI or load them from S3.",
        source: EC2_USER_DATA,
    }
    AL2_HAS_NO_SOCI: [Warning] {
        id: "al2-has-no-soci",
        what: "AL2 nodes have no SOCI.",
        why: "AL2 AMIs have neither SOCI nor nodeadm, and none exist for Kubernetes 1.33 and later.",
        how: "Use AL2023.",
        source: AMI_RELEASES,
    }
    WINDOWS_HAS_NO_SOCI: [Note] {
        id: "windows-has-no-soci",
        what: "Windows nodes have no SOCI.",
        why: "SOCI runs on Linux only.",
        how: "No action needed; containerd pulls the images.",
        source: AMI_RELEASES,
    }
    POLICY_FORMATS_NOTHING: [Warning] {
        id: "policy-formats-nothing",
        what: "instanceStorePolicy is set for an AMI family whose disks Karpenter does not set up.",
        why: "Karpenter still plans nodes with the instance store's size, and pods that rely on it run out of disk.",
        how: "Set the disks up in the userData, or remove the policy.",
        source: EC2NODECLASS,
    }
    CUSTOM_AMI: [Warning] {
        id: "custom-ami",
        what: "The node class has amiFamily Custom.",
        why: "Karpenter adds nothing to the userData; its effect depends on the AMI and is not known.",
        how: "Set the family if the AMI is based on AL2023 or Bottlerocket.",
        source: EC2NODECLASS,
    }
    AMI_UNKNOWN: [Warning, Note] {
        id: "ami-unknown",
        what: "The nodes' operating system is not specified.",
        why: "Without amiFamily or an alias, the userData cannot be interpreted and Karpenter rejects the class.",
        how: "Add an alias, or amiFamily.",
        source: EC2NODECLASS,
    }
    AMI_RELEASE_UNKNOWN: [Note] {
        id: "ami-release-unknown",
        what: "The file does not name the AMI release.",
        why: "Whether SOCI is on depends on the release: AL2023 from v20250821, Bottlerocket from 1.44.0.",
        how: "Use an alias with a release.",
        source: AMI_RELEASES,
    }
    AUTO_MODE_DECIDES: [Note] {
        id: "auto-mode-decides",
        what: "EKS Auto Mode decides where SOCI is on.",
        why: "It is on only for G, P and Trn types with local NVMe, and cannot be configured.",
        how: "Choose such types, or use self-managed Karpenter nodes.",
        source: AUTO_MODE,
    }
    AUTO_MODE_HAS_NO_SUCH_FIELD: [Error] {
        id: "auto-mode-has-no-such-field",
        what: "An Auto Mode NodeClass contains a field of Karpenter's EC2NodeClass.",
        why: "The API server does not accept it there.",
        how: "Remove it, or turn the document into an EC2NodeClass.",
        source: AUTO_MODE,
    }
}
