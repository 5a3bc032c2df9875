//! What a script of the userData does in any case, under a condition, or never: the same for whatever it
//! does.

use soci_configurator::core::SociStatus;

use crate::import_node::{GATE, check_unread, limit, node, of_parts, of_script};

const FILE: &str = "/etc/soci-snapshotter-grpc/config.toml";

/// What a script may do, and what the nodes come to if it does.
const DEEDS: [(&str, SociStatus); 6] = [
    (
        "sed -i 's/^enable = .*/enable = false/' /etc/soci-snapshotter-grpc/config.toml",
        SociStatus::Off,
    ),
    (
        "sed -i 's/^max_concurrent_downloads = .*/max_concurrent_downloads = 10/' /etc/soci-snapshotter-grpc/config.toml",
        SociStatus::NeverReady,
    ),
    (
        "printf '[pull_modes.parallel_pull_unpack]\\nenable = false\\n' > /etc/soci-snapshotter-grpc/config.toml",
        SociStatus::Off,
    ),
    (
        "rm -f /etc/soci-snapshotter-grpc/config.toml",
        SociStatus::Off,
    ),
    ("systemctl mask soci-snapshotter", SociStatus::NeverReady),
    (
        "ln -sf /dev/null /etc/systemd/system/soci-snapshotter.service",
        SociStatus::NeverReady,
    ),
];

/// Scripts around a deed, in place of DEED.
const ALWAYS: [&str; 24] = [
    "DEED\n",
    "mkdir -p /x || exit 1\nDEED\n",
    "curl -fsS http://x/y -o /tmp/y || { echo no; exit 1; }\nDEED\n",
    "if ! curl -fsS http://x/y -o /tmp/y; then exit 1; fi\nDEED\n",
    "if curl -fsS http://x/y -o /tmp/y; then echo yes; else exit 0; fi\nDEED\n",
    "[ \"$(id -u)\" -eq 0 ] || exit 1\nDEED\n",
    "setup() { mkdir -p /x; }\nsetup && DEED\n",
    "f() { :; }\nf() { DEED; }\nf\n",
    "bash -c 'exit 0'\nDEED\n",
    "while true; do curl -fsS http://x/y && break; sleep 1; done\nDEED\n",
    "set -euo pipefail\nmkdir -p /x && DEED\n",
    "if true; then\n  DEED\nfi\n",
    "if [ -f /etc/soci-snapshotter-grpc/config.toml ]; then DEED; fi\n",
    "[ -f /etc/soci-snapshotter-grpc/config.toml ] || exit 0\nDEED\n",
    "false || DEED\n",
    "f() { DEED; }\nf\n",
    "function f {\n  DEED\n}\nf a b\n",
    "function f() {\n  DEED\n}\nf\n",
    "{ DEED; } 2>/dev/null\n",
    "( cd /tmp; DEED )\n",
    "for one in a; do\n  DEED\ndone\n",
    "if [ \"$(nproc)\" -lt 8 ]; then echo few; fi\nDEED\n",
    "mode=on\nif [ \"$mode\" = on ]; then DEED; else exit 1; fi\n",
    "exec > >(tee /var/log/setup.log) 2>&1\nDEED\n",
];
const UNDER_A_CONDITION: [&str; 21] = [
    "if [ \"$(nproc)\" -lt 8 ]; then f() { DEED; }; else f() { :; }; fi\nf\n",
    "is_gpu() { lspci | grep -q nvidia || return 1; return 0; }\nis_gpu && DEED\n",
    "if ! curl -fsS http://x/y -o /tmp/y; then DEED; fi\n",
    "if [ \"$(nproc)\" -lt 8 ]; then\n  DEED\nfi\n",
    "if [ \"$(nproc)\" -lt 8 ]; then\n  :\nelif grep -q arm /proc/cpuinfo; then\n  DEED\nfi\n",
    "if [ \"$(nproc)\" -lt 8 ]; then :; else DEED; fi\n",
    "if ! lspci | grep -qi nvidia; then DEED; fi\n",
    "[ -e /etc/no-soci ] && DEED\n",
    "[[ $(uname -m) == aarch64 || -n $X ]] && DEED\n",
    "[ -b /dev/nvme1n1 ] || DEED\n",
    "[ \"$(nproc)\" -lt 8 ] && { echo few; DEED; }\n",
    "case $(uname -m) in\n  x86_64) : ;;\n  aarch64)\n    DEED\n    ;;\nesac\n",
    "if [ \"$(nproc)\" -ge 8 ]; then\n  exit 0\nfi\nDEED\n",
    "[ \"$(nproc)\" -ge 8 ] && exit 0\nDEED\n",
    "curl -fsS http://x/y || DEED\n",
    "is_small() { [ \"$(nproc)\" -lt 8 ]; }\nis_small && DEED\n",
    "f() {\n  [ \"$(nproc)\" -lt 8 ] || return 0\n  DEED\n}\nf\n",
    "while read -r one; do\n  DEED\ndone < /etc/list\n",
    "for one in a b; do\n  [ -e /run/$one ] || continue\n  DEED\ndone\n",
    "( sleep 60; DEED ) &\n",
    "case x in x) if [ -e /run/a ]; then exit; fi;; esac\nDEED\n",
];
const NEVER: [&str; 18] = [
    "exit 1\nDEED\n",
    "eval 'exit 0'\nDEED\n",
    "exit 0\nDEED\n",
    "f() { DEED; }\n",
    "function f {\n  DEED\n}\necho f\n",
    "f() { return; DEED; }\nf\n",
    "false && DEED\n",
    "true || DEED\n",
    "if false; then DEED; fi\n",
    "mode=off\nif [ \"$mode\" = on ]; then DEED; fi\n",
    "while false; do DEED; done\n",
    "while true; do sleep 5; done\nDEED\n",
    "exec /opt/agent\nDEED\n",
    "set -e\nfalse\nDEED\n",
    "cat > /opt/howto.txt <<'EOF'\nDEED\nEOF\n",
    "cat > /opt/later.sh <<'EOF'\n#!/bin/bash\nDEED\nEOF\nchmod +x /opt/later.sh\n",
    "# DEED\n: <<'EOF'\nDEED\nEOF\n",
    "for one in a; do break; DEED; done\n",
];

/// Every script around every deed.
fn each(scripts: &[&str], check: impl Fn(&str, &str, SociStatus)) {
    for around in scripts {
        for (deed, done) in DEEDS {
            check(&around.replace("DEED", deed), around, done);
        }
    }
}

#[test]
fn what_is_always_done_is_judged() {
    each(&ALWAYS, |script, around, done| {
        let found = of_script(script);
        assert_eq!(node(&found).verdict, done, "{script}\n{:#?}", node(&found));
        let is_named = node(&found)
            .unread
            .iter()
            .any(|one| one.contains("condition"));
        assert!(!is_named, "{around}: {:#?}", node(&found).unread);
    });
}

#[test]
fn what_is_done_under_a_condition_cannot_be_told() {
    each(&UNDER_A_CONDITION, |script, _, _| {
        let found = of_script(script);
        let verdict = node(&found).verdict;
        assert_eq!(
            verdict,
            SociStatus::Unknown,
            "{script}\n{:#?}",
            node(&found)
        );
        assert!(!found.has_errors(), "{script}\n{:#?}", found.remarks);
        assert!(!node(&found).unread.is_empty(), "{script}");
    });
}

#[test]
fn what_is_never_done_is_not_held_against_the_nodes() {
    each(&NEVER, |script, _, _| {
        let found = of_script(script);
        assert_eq!(
            node(&found).verdict,
            SociStatus::On,
            "{script}\n{:#?}",
            node(&found)
        );
        assert!(!found.has_errors(), "{script}\n{:#?}", found.remarks);
        let changed = node(&found)
            .limits
            .iter()
            .any(|limit| limit.holds.by != "the AMI");
        assert!(!changed, "{script}\n{:#?}", node(&found).limits);
    });
}

/// A drop-in of this path and text that sets more downloads for one image than there are in all.
fn with_drop_in(path: &str, text: &str, then: &str) -> soci_configurator::core::Import {
    of_script(&format!(
        "mkdir -p /x\ncat > {path} <<'EOF'\n{text}EOF\n{then}"
    ))
}

const DROP_IN: &str = "/etc/systemd/system/soci-snapshotter.service.d/10-limits.conf";
const SET: &str = "ExecStartPre=/usr/bin/sed -i 's/^max_concurrent_downloads = .*/max_concurrent_downloads = 10/' /etc/soci-snapshotter-grpc/config.toml\n";

#[test]
fn a_drop_in_counts_where_systemd_reads_it() {
    let found = with_drop_in(DROP_IN, &format!("[Service]\n{SET}"), "");
    assert_eq!(node(&found).verdict, SociStatus::NeverReady);
    let service = format!("[Service]\n{SET}");
    let emptied = format!(": > {DROP_IN}\n");
    let removed = format!("rm -f {DROP_IN}\n");
    let reset = format!(
        "printf '[Service]\\nExecStartPre=\\n' > {}\n",
        DROP_IN.replace("10-", "20-")
    );
    let other = |name: &str| DROP_IN.replace("soci-snapshotter.service.d", name);
    for (path, text, then) in [
        (
            other("soci-snapshotter-grpc.service.d"),
            service.clone(),
            "",
        ),
        (other("soci-snapshotter.d"), service.clone(), ""),
        (DROP_IN.replace(".conf", ".conf.bak"), service.clone(), ""),
        ("/opt/doc/README.md".to_owned(), service.clone(), ""),
        (DROP_IN.to_owned(), SET.to_owned(), ""),
        (DROP_IN.to_owned(), format!("[Unit]\n{SET}"), ""),
        (DROP_IN.to_owned(), format!("[Service]\n;{SET}"), ""),
        (
            DROP_IN.to_owned(),
            service.replace("ExecStartPre", "ExecStartpre"),
            "",
        ),
        (DROP_IN.to_owned(), service.clone(), emptied.as_str()),
        (DROP_IN.to_owned(), service.clone(), removed.as_str()),
        (DROP_IN.to_owned(), service.clone(), reset.as_str()),
    ] {
        let found = with_drop_in(&path, &text, then);
        assert_eq!(node(&found).verdict, SociStatus::On, "{path}\n{text}{then}");
        assert_eq!(
            limit(&found, "max_concurrent_downloads").0,
            "-1",
            "{path}\n{text}{then}"
        );
    }
}

#[test]
fn a_unit_that_may_not_start_is_not_said_to_pull() {
    for text in [
        "[Unit]\nConditionPathExists=/nonexistent\n",
        "[Service]\nExecCondition=/bin/false\n",
        "[Service]\nUser=nobody\n",
        "[Service]\nExecStart=\n",
        "[Service]\nExecStart=/usr/bin/soci-snapshotter-grpc --root /x\n",
        "[Service]\nExecStart=\nExecStart=/opt/soci/soci-snapshotter-grpc --address fd://\n",
    ] {
        let found = with_drop_in(DROP_IN, text, "");
        assert_eq!(node(&found).verdict, SociStatus::Unknown, "{text}");
        check_unread(&found, "how SOCI is started");
    }
    for undone in [
        "systemctl mask soci-snapshotter\nsystemctl unmask soci-snapshotter\n",
        "systemctl status soci-snapshotter || true\n",
    ] {
        assert_eq!(node(&of_script(undone)).verdict, SociStatus::On, "{undone}");
    }
    for gone in [
        "rm -f /usr/bin/soci-snapshotter-grpc\n",
        "dnf remove -y soci-snapshotter\n",
    ] {
        let found = of_script(gone);
        assert_eq!(node(&found).verdict, SociStatus::NeverReady, "{gone}");
    }
}

#[test]
fn sed_counts_where_it_writes() {
    let set = "s/^max_concurrent_downloads = .*/max_concurrent_downloads = 10/";
    for script in [
        format!("sed '{set}' {FILE}\n"),
        format!("sed -n '{set}p' {FILE}\n"),
        format!("sed '{set}' {FILE} > /opt/preview.toml\n"),
        format!("diff <(sed '{set}' {FILE}) {FILE}\n"),
        format!("sed -i '{set}' /etc/soci-snapshotter/config.toml\n"),
        format!("sed -i '{set}' {FILE}.example\n"),
        format!("cd /opt; sed -i '{set}' config.toml\n"),
    ] {
        let found = of_script(&script);
        assert_eq!(node(&found).verdict, SociStatus::On, "{script}");
        assert_eq!(
            limit(&found, "max_concurrent_downloads").0,
            "-1",
            "{script}"
        );
    }
    for script in [
        format!("cd /etc/soci-snapshotter-grpc && sed -i '{set}' config.toml\n"),
        format!("sed -i '{set}' /etc/soci*/config.toml\n"),
        format!(
            "N=10; f() {{ sed -i \"s/^$1 = .*/$1 = $2/\" {FILE}; }}; f max_concurrent_downloads $N\n"
        ),
    ] {
        let found = of_script(&script);
        assert_eq!(node(&found).verdict, SociStatus::NeverReady, "{script}");
    }
    for script in [
        format!("sed -i '{set}I' {FILE}\n"),
        format!("find /etc/soci-snapshotter-grpc -name '*.toml' -exec sed -i '{set}' {{}} +\n"),
    ] {
        let found = of_script(&script);
        assert_eq!(node(&found).verdict, SociStatus::Unknown, "{script}");
    }
}

#[test]
fn a_program_that_is_no_shells_is_named() {
    for program in [
        "#!/usr/bin/env python3",
        "#!/usr/bin/perl",
        "#!/usr/bin/node",
    ] {
        let of = |text: &str| {
            let script = format!("{program}\n{text}");
            of_parts(&[
                ("application/node.eks.aws", GATE),
                ("text/x-shellscript", script.as_str()),
            ])
        };
        let about = of(&format!("edit(\"{FILE}\")\n"));
        assert_eq!(node(&about).verdict, SociStatus::Unknown, "{program}");
        let other = of("hello()\n");
        assert_eq!(node(&other).verdict, SociStatus::On, "{program}");
        check_unread(&other, " script");
    }
}

#[test]
fn what_is_too_much_to_follow_is_said() {
    let lines = |count: usize| "touch /tmp/x\n".repeat(count);
    let found = of_script(&lines(4_500));
    check_unread(&found, "too long to follow");
    let words: Vec<String> = (0..150).map(|word| format!("w{word}")).collect();
    let found = of_script(&format!(
        "for w in {}; do touch $w; done\n",
        words.join(" ")
    ));
    check_unread(&found, "too long to follow");
    let found = of_script(&format!("{}\n", "if true; then\n".repeat(60)));
    check_unread(&found, "too long to follow");
    let found = of_script("echo 'never closed\n");
    check_unread(&found, "an unclosed quote");
}

/// The file that a script edits stands in a variable: what the shell knows of it decides.
#[test]
fn a_variable_counts_as_far_as_its_value_is_known() {
    const CONF: &str = "/etc/soci-snapshotter-grpc/config.toml";
    let edits = |file: &str| format!("sed -i 's/^enable = .*/enable = false/' \"{file}\"\n");
    for (before, file, expected) in [
        (format!("F={CONF}\n"), "$F", SociStatus::Off),
        (format!("F={CONF}\n"), "${F:-/opt/x}", SociStatus::Off),
        (String::new(), "${F:-FILE}", SociStatus::Off),
        (String::new(), "${F-FILE}", SociStatus::Off),
        ("F=\n".to_owned(), "${F:-FILE}", SociStatus::Off),
        ("F=/opt/x\n".to_owned(), "${F:-FILE}", SociStatus::On),
        (
            "F=/opt/x\nunset F\n".to_owned(),
            "${F:-FILE}",
            SociStatus::Off,
        ),
        (
            "F=/etc/soci-snapshotter-grpc\nF+=/config.toml\n".to_owned(),
            "$F",
            SociStatus::Off,
        ),
        (format!("export F={CONF}\n"), "${F}", SociStatus::Off),
        (
            "[ -e /run/a ] && F=/opt/x\n".to_owned(),
            "${F:-FILE}",
            SociStatus::Unknown,
        ),
        (
            "if [ -e /run/a ]; then F=/opt/x; fi\n".to_owned(),
            "${F:-FILE}",
            SociStatus::Unknown,
        ),
        (
            "read -r F < /run/a\n".to_owned(),
            "${F:-FILE}",
            SociStatus::Unknown,
        ),
        (
            "F=/opt/x\nif [ -e /run/a ]; then unset F; fi\n".to_owned(),
            "${F:-FILE}",
            SociStatus::Unknown,
        ),
        (
            "F=/etc/soci-snapshotter-grpc\n[ -e /run/a ] && F+=/config.toml\n".to_owned(),
            "$F",
            SociStatus::Unknown,
        ),
        (
            "F=$(ls /opt/x)\n".to_owned(),
            "${F:-FILE}",
            SociStatus::Unknown,
        ),
    ] {
        let script = before + &edits(&file.replace("FILE", CONF));
        let found = of_script(&script);
        assert_eq!(
            node(&found).verdict,
            expected,
            "{script}\n{:#?}",
            node(&found)
        );
    }
}
