//! What cloud-init takes a part for: where a part says no type, text/plain, or that it is a script, its
//! beginning says it (cloudinit/user_data.py and handlers/__init__.py, canonical/cloud-init 0044c835).

use crate::core::yaml::decode_base64;

/// The type of a part without one is text/plain; that of a script is looked at again, since 20.3.
const BY_ITS_BEGINNING: [&str; 4] = [
    "",
    "text/plain",
    "text/x-not-multipart",
    "text/x-shellscript",
];

/// Beginnings and their types, longer ones before those that they begin with.
const BEGINNINGS: [(&str, &str); 10] = [
    ("#cloud-config-archive", "text/cloud-config-archive"),
    ("#cloud-config-jsonp", "text/cloud-config-jsonp"),
    ("## template: jinja", "text/jinja2"),
    ("#cloud-boothook", "text/cloud-boothook"),
    ("#include-once", "text/x-include-once-url"),
    ("#cloud-config", "text/cloud-config"),
    ("#part-handler", "text/part-handler"),
    ("#upstart-job", "text/upstart-job"),
    ("#include", "text/x-include-url"),
    ("#!", "text/x-shellscript"),
];

/// Shorter texts are words that happen to be of base64's letters.
const MIN_BASE64: usize = 40;

/// Whether a text is another one in base64, as a launch template takes userData and Karpenter does not.
pub(in crate::core::import) fn is_in_base64(text: &str) -> bool {
    let letters: String = text.lines().map(str::trim).collect();
    letters.len() >= MIN_BASE64
        && decode_base64(&letters).is_some_and(|text| text.contains(['\n', ' ', '=']))
}

/// The type that counts: the one that is said, or the one of the text's beginning.
pub(super) fn detect(said: &str, body: &str) -> String {
    let own = || said.to_owned();
    if !BY_ITS_BEGINNING.contains(&said) {
        return own();
    }
    let text = body.trim_start();
    let begins = |start: &str| {
        let begin = text.get(..start.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    match BEGINNINGS.iter().find(|(start, _)| begins(start)) {
        // Jinja fills in a text that has a type of its own below.
        Some((_, "text/jinja2")) if is_cloud_config(text) => "text/cloud-config".to_owned(),
        Some((_, kind)) => (*kind).to_owned(),
        None => own(),
    }
}

/// Whether a text is a configuration of cloud-init by itself, with or without the line that makes it a
/// template of Jinja's (cloud-init's docs, instance-data).
pub(in crate::core::import) fn is_cloud_config(text: &str) -> bool {
    let mut lines = text.trim_start().lines().map(str::trim);
    let is_template = |line: &str| {
        let rest = line.strip_prefix("##").unwrap_or_default().trim_start();
        rest.starts_with("template:")
    };
    lines
        .find(|line| !is_template(line))
        .is_some_and(|line| line.starts_with("#cloud-config"))
}

/// A boothook without the line that says what it is, and the line on which it begins then.
pub(super) fn without_mark(text: &str, first: usize) -> (&str, usize) {
    let trimmed = text.trim_start();
    let blank = text.len() - trimmed.len();
    let above = text.get(..blank).unwrap_or_default().matches('\n').count();
    match trimmed.split_once('\n') {
        Some((mark, rest)) if mark.trim_end().eq_ignore_ascii_case("#cloud-boothook") => {
            (rest, first + above + 1)
        }
        _ => (text, first),
    }
}

/// Whether the beginning of such a part would say its type.
pub(super) fn is_by_beginning(said: &str) -> bool {
    BY_ITS_BEGINNING.contains(&said)
}

#[cfg(test)]
mod tests {
    use super::{BEGINNINGS, BY_ITS_BEGINNING, detect, without_mark};

    #[test]
    fn a_boothook_begins_below_its_mark() {
        let hook = "#cloud-boothook\n#!/bin/sh\ntrue\n";
        assert_eq!(without_mark(hook, 7), ("#!/bin/sh\ntrue\n", 8));
        assert_eq!(without_mark(&format!("\n\n{hook}"), 7).1, 10);
        assert_eq!(without_mark("#!/bin/sh\n", 7), ("#!/bin/sh\n", 7));
    }

    #[test]
    fn a_beginning_says_the_type_where_none_is_said() {
        for (start, kind) in BEGINNINGS {
            for said in BY_ITS_BEGINNING {
                for before in ["", "\n\n", " "] {
                    for start in [start.to_owned(), start.to_ascii_uppercase()] {
                        assert_eq!(detect(said, &format!("{before}{start} x\n")), kind);
                    }
                }
                assert_eq!(detect(said, &format!("x{start}\n")), said);
            }
            assert_eq!(
                detect("text/x-shellscript-per-boot", start),
                "text/x-shellscript-per-boot"
            );
        }
        assert_eq!(
            detect("", "## template: jinja\n#cloud-config\n"),
            "text/cloud-config"
        );
        assert_eq!(detect("text/plain", "ä"), "text/plain");
    }
}
