//! The line by which this tool knows its files.

use soci_configurator::core::SIGNATURE;

/// Most lines at the top of a file among which its signature stands.
const MAX_HEADER_LINES: usize = 40;

/// Whether this tool, in any version, has signed these bytes: a text, or an archive of texts.
pub fn is_signed(bytes: &[u8]) -> bool {
    signature(bytes).is_some()
}

/// What follows the tool's name in a file's signature: its version, and what the file is made from.
pub fn signature(bytes: &[u8]) -> Option<&str> {
    let name = SIGNATURE
        .rsplit_once(' ')
        .map_or(SIGNATURE, |(name, _)| name);
    let made_by = format!("Made by {name} ");
    if bytes.starts_with(b"PK\x03\x04") {
        let is_there = bytes
            .windows(made_by.len())
            .any(|window| window == made_by.as_bytes());
        return is_there.then_some("");
    }
    let text = std::str::from_utf8(bytes).ok()?;
    for line in text.lines().take(MAX_HEADER_LINES) {
        if let Some(rest) = line.trim_start_matches(['#', ' ']).strip_prefix(&made_by) {
            return Some(rest);
        }
        if !line.is_empty() && !line.starts_with('#') {
            break;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn a_signature_stands_at_the_top() {
        let of = |text: &str| signature(text.as_bytes()).map(str::to_owned);
        assert_eq!(
            of("# a\n# Made by SOCI Configurator 0.0.9 from config.yaml.\nkind: A\n").as_deref(),
            Some("0.0.9 from config.yaml.")
        );
        assert!(
            of("# Nodes\n\nMade by SOCI Configurator 0.1.0 from `config.yaml`. To\n").is_some()
        );
        assert!(of("#!/bin/bash\n# Made by SOCI Configurator 1.0.0 from config.yaml.\n").is_some());
        assert_eq!(of("kind: A\n# Made by SOCI Configurator 0.1.0.\n"), None);
        assert_eq!(of("Notes: Made by SOCI Configurator 0.1.0\n"), None);
        assert_eq!(of(""), None);
    }
}
