//! Reads where this machine gets its Debian packages from, so that no mirror is named in the
//! repository. Both forms that apt knows: one line per source, and paragraphs (deb822).

use std::path::Path;

/// A place to get Debian's main archive from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    /// The address of the archive.
    pub address: String,
    /// The key that signs it, if the machine names one.
    pub signed_by: Option<String>,
}

impl Mirror {
    /// The line of a sources.list for one suite of this archive.
    pub fn source_line(&self, suite: &str) -> String {
        let options = self
            .signed_by
            .as_ref()
            .map(|key| format!("[signed-by={key}] "))
            .unwrap_or_default();
        format!("deb {options}{} {suite} main\n", self.address)
    }
}

/// The first archive that the machine's own sources name, other than the security archive, which
/// has other suites.
pub fn mirror() -> Option<Mirror> {
    let mut files = vec![Path::new("/etc/apt/sources.list").to_path_buf()];
    if let Ok(entries) = std::fs::read_dir("/etc/apt/sources.list.d") {
        files.extend(entries.flatten().map(|entry| entry.path()));
    }
    files.sort();
    files.iter().find_map(|file| {
        let text = std::fs::read_to_string(file).ok()?;
        match file.extension()?.to_str()? {
            "list" => from_lines(&text),
            "sources" => from_paragraphs(&text),
            _ => None,
        }
    })
}

fn from_lines(text: &str) -> Option<Mirror> {
    text.lines().find_map(|line| {
        let rest = line.trim().strip_prefix("deb ")?.trim_start();
        let (options, rest) = match rest.strip_prefix('[') {
            Some(bracketed) => bracketed.split_once(']')?,
            None => ("", rest),
        };
        let mut words = rest.split_whitespace();
        let (address, suite) = (words.next()?, words.next()?);
        let key = options
            .split_whitespace()
            .find_map(|option| option.strip_prefix("signed-by="));
        archive(address, suite, words, key)
    })
}

fn from_paragraphs(text: &str) -> Option<Mirror> {
    // Comments may stand in the middle of a paragraph.
    let uncommented: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    uncommented
        .split(|line| line.trim().is_empty())
        .find_map(|paragraph| {
            let field = |name: &str| {
                paragraph.iter().find_map(|line| {
                    let (key, value) = line.split_once(':')?;
                    key.eq_ignore_ascii_case(name).then(|| value.trim())
                })
            };
            let deb = field("Types")?.split_whitespace().any(|kind| kind == "deb");
            let enabled = field("Enabled") != Some("no");
            let address = field("URIs")?.split_whitespace().next()?;
            let suite = field("Suites")?.split_whitespace().next()?;
            let components = field("Components")?.split_whitespace();
            // An embedded key is a block of lines and leaves the field's own line empty.
            let key = field("Signed-By").filter(|key| !key.is_empty());
            if deb && enabled {
                archive(address, suite, components, key)
            } else {
                None
            }
        })
}

fn archive<'a>(
    address: &str,
    suite: &str,
    mut components: impl Iterator<Item = &'a str>,
    key: Option<&str>,
) -> Option<Mirror> {
    let fits = components.any(|component| component == "main") && !suite.contains("security");
    fits.then(|| Mirror {
        address: address.to_owned(),
        signed_by: key.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(address: &str, key: Option<&str>) -> Option<Mirror> {
        Some(Mirror {
            address: address.to_owned(),
            signed_by: key.map(str::to_owned),
        })
    }

    #[test]
    fn lines_with_and_without_options() {
        let text = "# deb http://old.example/debian bookworm main\n\
                    deb http://mirror.example/security bookworm-security main\n\
                    deb [arch=amd64 signed-by=/keys/debian.gpg] http://mirror.example/debian bookworm main contrib\n";
        assert_eq!(
            from_lines(text),
            found("http://mirror.example/debian", Some("/keys/debian.gpg"))
        );
        assert_eq!(
            from_lines("deb http://a.example/debian trixie main"),
            found("http://a.example/debian", None)
        );
        assert_eq!(
            from_lines("deb-src http://a.example/debian trixie main"),
            None
        );
    }

    #[test]
    fn paragraphs_with_comments_and_several_suites() {
        let text = "Types: deb\n# a snapshot\nURIs: http://a.example/security\nSuites: bookworm-security\nComponents: main\n\
                    \nTypes: deb deb-src\nURIs: http://a.example/debian\nSuites: bookworm bookworm-updates\n\
                    Components: main\nSigned-By: /keys/debian.gpg\n";
        assert_eq!(
            from_paragraphs(text),
            found("http://a.example/debian", Some("/keys/debian.gpg"))
        );
    }

    #[test]
    fn a_disabled_paragraph_does_not_count() {
        let text = "Types: deb\nEnabled: no\nURIs: http://a.example/debian\nSuites: bookworm\nComponents: main\n";
        assert_eq!(from_paragraphs(text), None);
    }

    #[test]
    fn a_source_line_names_the_key_only_if_there_is_one() {
        let mirror = Mirror {
            address: "http://a.example/debian".into(),
            signed_by: None,
        };
        assert_eq!(
            mirror.source_line("sid"),
            "deb http://a.example/debian sid main\n"
        );
        let signed = Mirror {
            signed_by: Some("/keys/debian.gpg".into()),
            ..mirror
        };
        assert_eq!(
            signed.source_line("sid"),
            "deb [signed-by=/keys/debian.gpg] http://a.example/debian sid main\n"
        );
    }
}
