//! What shows on a node that its engine is on.

use super::step::{Command, POOL_LABEL, Step, command, shell_word, step};
use crate::core::plan::{NodePlan, Side};

/// How to see on a node that the engine is on; none for stock containerd.
pub(super) fn check(plan: &NodePlan<'_>) -> Option<Step> {
    let check = plan.engine().node_check?;
    let pool = [POOL_LABEL, "=", &plan.written_pool_name(Side::Soci)].concat();
    let pool = shell_word(&pool);
    let images = plan.config.engine.image_directory().unwrap_or_default();
    let mut commands = Vec::new();
    if check.in_session {
        commands.push(command(
            "A node of the pool",
            [
                "NODE=$(kubectl get nodes --selector ",
                &pool,
                " --output jsonpath='{.items[0].metadata.name}')",
            ]
            .concat(),
        ));
        commands.push(session(plan));
    }
    commands.extend(check.commands.iter().map(|(about, text)| {
        command(
            about,
            text.replace("{pool}", &pool).replace("{images}", images),
        )
    }));
    Some(step(check.title, check.text, commands))
}

fn session(plan: &NodePlan<'_>) -> Command {
    command(
        "A session on it, through SSM",
        ["aws ssm start-session --region ", plan.config.cluster.region.as_str(),
         " --target \"$(kubectl get node \"$NODE\" --output jsonpath='{.spec.providerID}' | cut -d/ -f5)\""].concat(),
    )
}
