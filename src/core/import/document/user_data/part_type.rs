//! What cloud-init takes a part for: where a part says no type, text/plain, or that it is a script, its
//! beginning says it (cloudinit/user_data.py and handlers/__init__.py, canonical/cloud-init 0044c835).

use super::is_cloud_config;

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

/// The type that counts: the one that is said, or the one of the text's beginning.
pub(super) fn of(said: &str, body: &str) -> String {
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

/// Whether it is the beginning of a part that would say its type.
pub(super) fn is_by_beginning(said: &str) -> bool {
    BY_ITS_BEGINNING.contains(&said)
}

#[cfg(test)]
mod tests {
    use super::{BEGINNINGS, BY_ITS_BEGINNING, of};

    #[test]
    fn a_beginning_says_the_type_where_none_is_said() {
        for (start, kind) in BEGINNINGS {
            for said in BY_ITS_BEGINNING {
                for before in ["", "\n\n", " "] {
                    for start in [start.to_owned(), start.to_ascii_uppercase()] {
                        assert_eq!(of(said, &format!("{before}{start} x\n")), kind);
                    }
                }
                assert_eq!(of(said, &format!("x{start}\n")), said);
            }
            assert_eq!(
                of("text/x-shellscript-per-boot", start),
                "text/x-shellscript-per-boot"
            );
        }
        assert_eq!(
            of("", "## template: jinja\n#cloud-config\n"),
            "text/cloud-config"
        );
        assert_eq!(of("text/plain", "ä"), "text/plain");
    }
}
