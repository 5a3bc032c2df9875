//! What no schema refuses of a node class, and what fails all the same.

use super::{EC2_USER_DATA, KARPENTER_BOTTLEROCKET, Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{
    AMI_RELEASES, AUTO_MODE, BOTTLEROCKET, EC2_TAGS, EC2NODECLASS, IAM_API,
};

file_rules! {
    ROLE_AS_ARN: [Error] {
        id: "role-as-arn",
        what: "The role is written as an ARN.",
        why: "Karpenter takes a role by its name; with an ARN it cannot make the instance profile, and no node starts.",
        how: "Write the name alone, the part behind the last slash.",
        source: IAM_API,
    }
    TAG_REFUSED: [Error] {
        id: "tag-refused",
        what: "EC2 refuses a tag.",
        why: "One refused tag refuses the launch: no node comes.",
        how: "Keep keys to 128 letters and values to 256, and leave aws: to AWS.",
        source: EC2_TAGS,
    }
    TOO_MANY_TAGS: [Error] {
        id: "too-many-tags",
        what: "There are more tags than EC2 takes for a resource.",
        why: "EC2 takes 50, and Karpenter adds four of its own: no node is launched.",
        how: "Keep to 46.",
        source: EC2_TAGS,
    }
    WRONG_ROOT_DEVICE: [Error] {
        id: "wrong-root-device",
        what: "No mapping is of the AMI's root device.",
        why: "Images stay on the AMI's own small volume, and Karpenter counts 20Gi.",
        how: "Map /dev/xvda, or say rootVolume: true.",
        source: EC2NODECLASS,
    }
    IMAGES_ON_OTHER_DEVICE: [Error, Warning] {
        id: "images-on-other-device",
        what: "The volume that is set is not the one with the images.",
        why: "Bottlerocket keeps images on /dev/xvdb; size and speed of /dev/xvda are paid for and do nothing for pulls.",
        how: "Set size, IOPS and throughput of /dev/xvdb.",
        source: BOTTLEROCKET,
    }
    DEVICE_MISSING: [Warning] {
        id: "device-missing",
        what: "Bottlerocket's OS volume is not mapped beside its data volume.",
        why: "It stays at the AMI's own 2 GiB of gp2.",
        how: "Map /dev/xvda too, with 4Gi.",
        source: BOTTLEROCKET,
    }
    SNAPSHOT_UNDER_RAID0: [Warning] {
        id: "snapshot-under-raid0",
        what: "The images of a snapshot are hidden by the RAID0 of the instance store.",
        why: "Karpenter binds the RAID0 over containerd's and SOCI's directories wherever there is NVMe, and the images are pulled again.",
        how: "Keep to types without local NVMe, or do without one of the two.",
        source: KARPENTER_BOTTLEROCKET,
    }
    MAPPING_INCOMPLETE: [Error] {
        id: "mapping-incomplete",
        what: "A block device mapping has no deviceName or no ebs.",
        why: "The schema allows that, and Karpenter's controller fails on it.",
        how: "Add the field.",
        source: EC2NODECLASS,
    }
    ROOT_VOLUME_ON_BOTTLEROCKET: [Error] {
        id: "root-volume-on-bottlerocket",
        what: "rootVolume is said on Bottlerocket.",
        why: "Karpenter then counts the OS volume as the pods' room, so that no instance fits.",
        how: "Leave it out.",
        source: EC2NODECLASS,
    }
    SNAPSHOT_WITHOUT_SIZE: [Warning] {
        id: "snapshot-without-size",
        what: "A mapping has a snapshot and no volumeSize.",
        why: "Karpenter counts 20Gi, whatever the snapshot has.",
        how: "Write the size.",
        source: EC2NODECLASS,
    }
    ENCRYPTION_NOT_SAID: [Note] {
        id: "encryption-not-said",
        what: "A mapping does not say whether its volume is encrypted.",
        why: "Karpenter's own volume is; a mapping of yours is only if it says so, or if the account's default does.",
        how: "Write encrypted: true.",
        source: EC2NODECLASS,
    }
    ALIAS_WITH_TWO_AT_SIGNS: [Error] {
        id: "alias-with-two-at-signs",
        what: "An AMI alias has more than one @.",
        why: "The schema takes it, and Karpenter's controller exits on it.",
        how: "Write family@release.",
        source: EC2NODECLASS,
    }
    WILDCARD_AMI_NAME: [Warning] {
        id: "wildcard-ami-name",
        what: "AMIs are chosen by a name with * or ?.",
        why: "The newest AMI that matches is taken, of any Kubernetes that the name does not rule out, so that nodes change by themselves.",
        how: "Name an alias with a release.",
        source: AMI_RELEASES,
    }
    USER_DATA_TOO_LARGE: [Error, Warning] {
        id: "user-data-too-large",
        what: "The userData is larger than EC2 takes, or nearly.",
        why: "EC2 takes 16,384 bytes with what is added to yours, and refuses the launch beyond.",
        how: "Move scripts into the AMI or load them from S3.",
        source: EC2_USER_DATA,
    }
    AL2_HAS_NO_SOCI: [Warning] {
        id: "al2-has-no-soci",
        what: "Nodes of AL2 have no SOCI.",
        why: "AL2 AMIs have neither SOCI nor nodeadm, and there are none for Kubernetes 1.33 and later.",
        how: "Take AL2023.",
        source: AMI_RELEASES,
    }
    WINDOWS_HAS_NO_SOCI: [Note] {
        id: "windows-has-no-soci",
        what: "Nodes of Windows have no SOCI.",
        why: "SOCI runs on Linux only.",
        how: "Nothing is to be done; pulls are containerd's own.",
        source: AMI_RELEASES,
    }
    POLICY_FORMATS_NOTHING: [Warning] {
        id: "policy-formats-nothing",
        what: "instanceStorePolicy is set for a family whose disks Karpenter does not set up.",
        why: "Karpenter plans nodes with the instance store's size all the same, and pods that count on it run out of disk.",
        how: "Set the disks up in the userData, or leave the policy out.",
        source: EC2NODECLASS,
    }
    CUSTOM_AMI: [Warning] {
        id: "custom-ami",
        what: "The node class has amiFamily Custom.",
        why: "Karpenter adds nothing to the userData; what the AMI makes of it cannot be told.",
        how: "Name the family if the AMI is built on AL2023 or Bottlerocket.",
        source: EC2NODECLASS,
    }
    AMI_UNKNOWN: [Warning, Note] {
        id: "ami-unknown",
        what: "Nothing says which operating system the nodes run.",
        why: "Without amiFamily or an alias the userData has no meaning, and Karpenter refuses the class.",
        how: "Add an alias, or amiFamily.",
        source: EC2NODECLASS,
    }
    AMI_RELEASE_UNKNOWN: [Note] {
        id: "ami-release-unknown",
        what: "The AMI's release is not known from the file.",
        why: "Whether SOCI is on depends on the release: AL2023 from v20250821, Bottlerocket from 1.44.0.",
        how: "Name an alias with a release.",
        source: AMI_RELEASES,
    }
    AUTO_MODE_DECIDES: [Note] {
        id: "auto-mode-decides",
        what: "EKS Auto Mode decides itself where SOCI is on.",
        why: "It is on G, P and Trn types with local NVMe and nowhere else; nothing of it can be set.",
        how: "Choose such types, or nodes of your own.",
        source: AUTO_MODE,
    }
    AUTO_MODE_HAS_NO_SUCH_FIELD: [Error] {
        id: "auto-mode-has-no-such-field",
        what: "Auto Mode's NodeClass holds a field of Karpenter's EC2NodeClass.",
        why: "The API server does not know it there.",
        how: "Take it out, or make an EC2NodeClass of the document.",
        source: AUTO_MODE,
    }
}
