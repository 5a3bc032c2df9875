//! The nodes that an evaluation compares, kept for the next one: most edits leave most of them as
//! they are.

use super::disk::Disk;
use super::distribution::PullVariant;
use super::node::{NodeSetup, PoolSetup};
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::Config;

/// One node, and what was found about its pull.
#[derive(Debug)]
pub(in crate::core) struct Node {
    pub(in crate::core) setup: NodeSetup,
    /// Seconds of its pull with likely figures.
    pub(in crate::core) seconds: Option<f64>,
    /// Which pull it has while it never waits for its disk: a place in [`super::SimulationCache`].
    pub(in crate::core) free: Option<usize>,
    /// The Config, by [`Nodes::turn`], whose pool the setup is of.
    turn: u32,
}

impl Node {
    fn new(setup: NodeSetup, turn: u32) -> Self {
        Self {
            setup,
            seconds: None,
            free: None,
            turn,
        }
    }

    /// Gives it another setup, and forgets what does not hold for that.
    fn become_like(&mut self, setup: NodeSetup) {
        if setup == self.setup {
            return;
        }
        if !setup.but_for_disk(&self.setup) {
            self.free = None;
        }
        self.seconds = None;
        self.setup = setup;
    }

    fn write_to(&mut self, disk: Disk) {
        if disk != self.setup.disk {
            self.setup.disk = disk;
            self.seconds = None;
        }
    }
}

/// Nodes by type and by who pulls on them.
#[derive(Debug, Default)]
pub(in crate::core) struct Nodes {
    /// What they are nodes of; of two Configs that differ by nothing but their volume's rates, any.
    of: Option<(Config, Catalogue)>,
    /// Another number for each such Config.
    turn: u32,
    nodes: Vec<Option<Node>>,
}

impl Nodes {
    /// Makes them the nodes of this Config.
    pub(in crate::core) fn invalidate_unless(&mut self, config: &Config, catalogue: &Catalogue) {
        if let Some((own, types)) = &mut self.of {
            if !types.has_types_of(catalogue) {
                *self = Self::default();
            } else {
                // What a volume's rates are is asked for each node anew.
                let volume = &config.storage.volume;
                own.storage.volume.iops = volume.iops;
                own.storage.volume.throughput = volume.throughput;
                if own == config {
                    return;
                }
            }
        }
        self.of = Some((config.clone(), catalogue.clone()));
        self.turn = self.turn.wrapping_add(1);
    }

    /// The node of this type, which stands at this position of the catalogue, in this pool of the
    /// Config that they were turned to.
    pub(in crate::core) fn on(
        &mut self,
        by: PullVariant,
        position: usize,
        pool: &PoolSetup<'_>,
        instance: &Instance,
    ) -> Option<&mut Node> {
        let at = Self::place(by, position);
        if self.nodes.len() <= at {
            self.nodes.resize_with(at + 1, || None);
        }
        let turn = self.turn;
        let node = self.nodes.get_mut(at)?;
        match node {
            Some(node) if node.turn == turn => {
                if !node.setup.disk.is_store() {
                    node.write_to(pool.volume(instance));
                }
            }
            Some(node) => {
                node.turn = turn;
                node.become_like(pool.on(instance));
            }
            None => *node = Some(Node::new(pool.on(instance), turn)),
        }
        node.as_mut()
    }

    fn place(by: PullVariant, position: usize) -> usize {
        position * 2 + usize::from(by == PullVariant::Engine)
    }
}
