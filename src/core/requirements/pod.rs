//! What a pod takes of a node, and what is taken before any pod comes.

use crate::core::config::{Config, Nodes, Workload};

/// What one pod of the workload takes of its node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PodNeeds {
    /// CPU in thousandths.
    pub(crate) cpu: u64,
    /// Memory in bytes.
    pub(crate) memory: u64,
    /// NVIDIA GPUs.
    pub(crate) nvidia_gpus: u32,
    /// AMD GPUs.
    pub(crate) amd_gpus: u32,
    /// Neuron devices: Inferentia and Trainium.
    pub(crate) neurons: u32,
    /// Gaudi accelerators.
    pub(crate) gaudis: u32,
    /// Ephemeral storage in bytes.
    pub(crate) ephemeral_storage: u64,
    /// Most pods of the workload on one node, where its own rules say so: anti-affinity or spread
    /// over hosts, or a port of the host.
    pub(crate) per_node: Option<u32>,
}

impl PodNeeds {
    /// The needs that the settings state.
    pub(crate) fn from_workload(workload: &Workload) -> Self {
        Self {
            cpu: workload.cpu.as_ref().map_or(0, |cpu| cpu.thousandths()),
            memory: workload.memory.as_ref().map_or(0, |memory| memory.whole()),
            nvidia_gpus: workload.gpus.map_or(0, u32::from),
            ephemeral_storage: workload
                .ephemeral_storage
                .as_ref()
                .map_or(0, |amount| amount.whole()),
            ..Self::default()
        }
    }
}

/// What the cluster's DaemonSets take of every node, as far as the user says so: Karpenter adds
/// their requests to the pods' before it chooses types (`daemonOverhead` in its scheduler).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DaemonSetReserve {
    /// CPU in thousandths.
    pub(crate) cpu: u64,
    /// Memory in bytes.
    pub(crate) memory: u64,
    /// Pods.
    pub(crate) pods: u32,
}

impl DaemonSetReserve {
    pub(crate) fn from_config(config: &Config) -> Self {
        let Nodes {
            daemon_set_cpu,
            daemon_set_memory,
            daemon_set_pods,
            ..
        } = &config.nodes;
        Self {
            cpu: daemon_set_cpu.as_ref().map_or(0, |cpu| cpu.thousandths()),
            memory: daemon_set_memory
                .as_ref()
                .map_or(0, |memory| memory.whole()),
            pods: daemon_set_pods.map_or(0, u32::from),
        }
    }

    /// Whether nothing is set aside, because nobody said what the DaemonSets ask for.
    pub(crate) fn is_unknown(self) -> bool {
        self == Self::default()
    }
}
