//! What shows on a node that its engine is on.

use super::step::{Command, POOL_LABEL, Step, command, shell_word, step};
use crate::core::engines::SociSetup;
use crate::core::plan::{NodePlan, Side};

/// How to see on a node that the engine is on; none for stock containerd.
pub(super) fn check(plan: &NodePlan<'_>) -> Option<Step> {
    let pool = [POOL_LABEL, "=", &plan.written_pool_name(Side::Soci)].concat();
    let pool = shell_word(&pool);
    let node = command(
        "A node of the pool",
        [
            "NODE=$(kubectl get nodes --selector ",
            &pool,
            " --output jsonpath='{.items[0].metadata.name}')",
        ]
        .concat(),
    );
    match plan.engine().soci {
        SociSetup::Absent => None,
        SociSetup::TransferService => Some(check_transfer_service(plan, node)),
        SociSetup::BuiltIn => Some(step(
            "Check that SOCI is on",
            "Auto Mode nodes have no shell. The pull time tells, and the instance type: G, P or Trn \
             with NVMe.",
            vec![command(
                "The instance types in use",
                ["kubectl get nodes --selector ", &pool,
                 " --label-columns node.kubernetes.io/instance-type,eks.amazonaws.com/instance-local-nvme"].concat(),
            )],
        )),
        SociSetup::Settings => Some(step(
            "Check on the node that SOCI is on",
            "In the session, run: apiclient get settings.container-runtime \
             settings.container-runtime-plugins",
            vec![node, session(plan)],
        )),
        SociSetup::FeatureGate | SociSetup::InstallScript => Some(step(
            "Check on the node that SOCI is on",
            "The first line of the log shows the limits in force. No such line: the feature gate was \
             ignored, or the service is not running.",
            vec![
                node,
                session(plan),
                command(
                    "In the session: the limits in force",
                    "sudo journalctl -u soci-snapshotter | grep 'Parallel image pull enabled'",
                ),
                command(
                    "In the session: containerd's snapshotter is soci",
                    "sudo containerd config dump | grep 'snapshotter ='",
                ),
                command(
                    "In the session: the disk that the images are on",
                    ["findmnt --target ", soci_root(plan)].concat(),
                ),
            ],
        )),
    }
}

/// What shows that containerd's transfer service pulls and unpacks in parallel: whatever switches it off
/// is no more than a line in containerd's log.
fn check_transfer_service(plan: &NodePlan<'_>, node: Command) -> Step {
    const LOG: &str =
        "journalctl -u containerd | grep -E 'local image pull mode|unpacking will be sequential'";
    let title = "Check on the node that containerd pulls in parallel";
    if plan.engine().is_bottlerocket() {
        return step(
            title,
            "In the session, run: apiclient get settings.container-runtime. With the admin container, \
             enter-admin-container and sudo sheltie lead to containerd's log: two lines there say that \
             the transfer service is not used, or unpacks one layer after the other.",
            vec![
                node,
                session(plan),
                command("In sheltie: must find nothing", LOG),
            ],
        );
    }
    step(
        title,
        "Each of several settings makes CRI pull without the transfer service, and then the limits do \
         nothing; containerd's log says so once. That it unpacks in parallel is in the log too, at \
         level debug: image unpacked, parallel=true.",
        vec![
            node,
            session(plan),
            command("In the session: must find nothing", ["sudo ", LOG].concat()),
            command(
                "In the session: the limits in force, and false for the other two",
                "sudo containerd config dump | grep -E 'max_concurrent_(downloads|unpacks)|concurrent_layer_fetch_buffer|discard_unpacked_layers|use_local_image_pull'",
            ),
            command(
                "In the session: the transfer service is ok, and overlayfs has the capability rebase",
                "sudo ctr plugins ls | grep transfer; sudo ctr plugins ls --detailed id==overlayfs | grep -i -A 3 capabilities",
            ),
            command(
                "In the session: the disk that the images are on",
                "findmnt --target /var/lib/containerd",
            ),
        ],
    )
}

fn session(plan: &NodePlan<'_>) -> Command {
    command(
        "A session on it, through SSM",
        ["aws ssm start-session --region ", plan.config.cluster.region.as_str(),
         " --target \"$(kubectl get node \"$NODE\" --output jsonpath='{.spec.providerID}' | cut -d/ -f5)\""].concat(),
    )
}

fn soci_root<'a>(plan: &NodePlan<'a>) -> &'a str {
    if plan.engine().has_install_script() {
        plan.config.engine.install.root_dir.as_str()
    } else {
        "/var/lib/soci-snapshotter-grpc"
    }
}
