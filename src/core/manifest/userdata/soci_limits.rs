//! The script part that makes limits other than the AMI's own hold on AL2023.
//!
//! nodeadm has no field for them and rewrites SOCI's file on every boot, while a script part runs
//! once per instance. So the part installs a small program and a systemd drop-in that runs it
//! before every start of SOCI. The drop-in ignores the program's failure: a node with the AMI's
//! own limits is better than none. (Order of units: amazon-eks-ami 81fec2e8.)

use crate::core::config::{SociLimits, Tuning};
use crate::core::units::ChunkGrammar;

const CONFIG: &str = "/etc/soci-snapshotter-grpc/config.toml";

/// The script part. All values are numbers, flags or sizes that we write ourselves.
pub(super) fn script(limits: &SociLimits, tuning: Tuning) -> String {
    match tuning {
        Tuning::DropIn => drop_in(limits),
        Tuning::Sed => sed(limits),
    }
}

/// The keys of the AMI's file and what they are to hold.
fn settings(limits: &SociLimits) -> [(&'static str, String); 6] {
    let chunk = limits
        .concurrent_download_chunk_size
        .setting(ChunkGrammar::Soci);
    [
        (
            "max_concurrent_downloads",
            limits.max_concurrent_downloads.to_string(),
        ),
        (
            "max_concurrent_downloads_per_image",
            limits.max_concurrent_downloads_per_image.to_string(),
        ),
        (
            "concurrent_download_chunk_size",
            // SOCI refuses a size that is not a quoted text.
            ["\"", &chunk, "\""].concat(),
        ),
        (
            "max_concurrent_unpacks",
            limits.max_concurrent_unpacks.to_string(),
        ),
        (
            "max_concurrent_unpacks_per_image",
            limits.max_concurrent_unpacks_per_image.to_string(),
        ),
        (
            "discard_unpacked_layers",
            limits.discard_unpacked_layers.to_string(),
        ),
    ]
}

fn drop_in(limits: &SociLimits) -> String {
    let calls: String = settings(limits)
        .iter()
        .map(|(key, value)| ["set_limit ", key, " '", value, "'\n"].concat())
        .collect();
    [
        "#!/bin/bash\n\
         # nodeadm rewrites SOCI's configuration on every boot, and this part runs once: so it\n\
         # installs a program that sets the limits before every start of SOCI.\n\
         set -euo pipefail\n\
         \n\
         install -d -m 0755 /usr/local/libexec /etc/systemd/system/soci-snapshotter.service.d\n\
         cat >/usr/local/libexec/soci-limits <<'PROGRAM'\n\
         #!/bin/bash\n\
         # Sets SOCI's limits in the file that nodeadm writes; does nothing without that file.\n\
         set -euo pipefail\n\
         config=",
        CONFIG,
        "\n\
         [ -f \"$config\" ] || exit 0\n\
         set_limit() {\n\
         \x20 sed -i \"s|^$1 = .*|$1 = $2|\" \"$config\"\n\
         \x20 grep -qxF \"$1 = $2\" \"$config\" || echo \"soci-limits: no $1 in $config\" >&2\n\
         }\n",
        &calls,
        "PROGRAM\n\
         chmod 0755 /usr/local/libexec/soci-limits\n\
         cat >/etc/systemd/system/soci-snapshotter.service.d/20-soci-limits.conf <<'UNIT'\n\
         [Service]\n\
         ExecStartPre=-/usr/local/libexec/soci-limits\n\
         UNIT\n\
         systemctl daemon-reload\n",
    ]
    .concat()
}

fn sed(limits: &SociLimits) -> String {
    let expressions: String = settings(limits)
        .iter()
        .map(|(key, value)| ["    -e 's|^", key, " = .*|", key, " = ", value, "|' \\\n"].concat())
        .collect();
    [
        "#!/bin/bash\n\
         # Sets SOCI's limits once; a reboot brings the AMI's own back.\n\
         config=",
        CONFIG,
        "\n\
         if [ -f \"$config\" ]; then\n\
         \x20 sed -i \\\n",
        &expressions,
        "    \"$config\"\n\
         fi\n",
    ]
    .concat()
}
