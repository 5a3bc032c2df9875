//! References of container images.

use super::{invalid, validated_text};
use crate::core::error::{ValueError, quoted};

validated_text! {
    /// A container image's reference: `registry/repository:tag` or with `@sha256:…`, as the kubelet
    /// and containerd read it (github.com/distribution/reference v0.6, `ParseNormalizedNamed`, and
    /// github.com/opencontainers/go-digest v1, both read 2026-11).
    ImageReference, check_image_reference
}

/// Most characters of a repository's path (distribution/reference, `RepositoryNameTotalLengthMax`).
const MAX_PATH: usize = 255;
/// Most characters of a tag.
const MAX_TAG: usize = 128;
/// Algorithms of digests with their number of hexadecimal digits.
const DIGESTS: [(&str, usize); 3] = [("sha256", 64), ("sha384", 96), ("sha512", 128)];

/// A reference taken apart; nothing of it is checked yet.
struct Reference<'a> {
    host: Option<&'a str>,
    path: &'a str,
    tag: Option<&'a str>,
    digest: Option<&'a str>,
}

impl<'a> Reference<'a> {
    fn split(text: &'a str) -> Self {
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        // What stands before the first slash is a host only if it looks like one.
        let (host, rest) = match name.split_once('/') {
            Some((first, rest)) if is_host_like(first) => (Some(first), rest),
            _ => (None, name),
        };
        let after_slash = rest.rfind('/').map_or(0, |slash| slash + 1);
        let (path, tag) = match rest.get(after_slash..).and_then(|last| last.find(':')) {
            Some(colon) => {
                let (path, tag) = rest.split_at(after_slash + colon);
                (path, tag.get(1..))
            }
            None => (rest, None),
        };
        Self {
            host,
            path,
            tag,
            digest,
        }
    }

    /// What is wrong with it, as a sentence.
    fn fault(&self) -> Option<String> {
        if let Some(host) = self.host
            && !is_host(host)
        {
            return Some(format!("{} is not a registry host.", quoted(host)));
        }
        if self.path.chars().any(|c| c.is_ascii_uppercase()) {
            return Some(format!(
                "The repository {} has capital letters; registries allow only lower case.",
                quoted(self.path)
            ));
        }
        if let Some(part) = self.path.split('/').find(|part| !is_path_part(part)) {
            return Some(if part.is_empty() {
                "The repository has an empty part.".to_owned()
            } else {
                format!(
                    "{} in the repository is invalid: use lower-case letters and digits, separated by one ., one or two _ or any number of -.",
                    quoted(part)
                )
            });
        }
        if self.path.len() > MAX_PATH {
            return Some(format!(
                "The repository has {} characters; the maximum is {MAX_PATH}.",
                self.path.len()
            ));
        }
        if let Some(tag) = self.tag
            && !is_tag(tag)
        {
            return Some(format!(
                "The tag {} is invalid: use 1 to {MAX_TAG} letters, digits, - _ and ., not starting with - or a point.",
                quoted(tag)
            ));
        }
        let is_id =
            |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if self.host.is_none() && self.tag.is_none() && is_id(self.path) {
            return Some("64 hexadecimal digits are an image ID, not a name.".to_owned());
        }
        self.digest.and_then(digest_fault)
    }
}

/// Whether the first part of a name is taken for a registry's host: with a point, a port or capital
/// letters, or `localhost`.
fn is_host_like(text: &str) -> bool {
    text.contains(['.', ':']) || text == "localhost" || text.chars().any(|c| c.is_ascii_uppercase())
}

fn is_host(text: &str) -> bool {
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(rest) = text.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else {
            return false;
        };
        return !address.is_empty()
            && address.chars().all(|c| c.is_ascii_hexdigit() || c == ':')
            && (port.is_empty() || port.strip_prefix(':').is_some_and(all_digits));
    }
    let (name, port) = match text.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (text, None),
    };
    port.is_none_or(all_digits)
        && name.split('.').all(|part| {
            let inner = part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            !part.is_empty() && inner && !part.starts_with('-') && !part.ends_with('-')
        })
}

/// Lower-case letters and digits, separated by `.`, `_`, `__` or any number of `-`.
fn is_path_part(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    let ends = bytes.first().copied().is_some_and(is_letter)
        && bytes.last().copied().is_some_and(is_letter);
    ends && bytes
        .split(|byte| is_letter(*byte))
        .all(|gap| matches!(gap, b"" | b"." | b"_" | b"__") || gap.iter().all(|byte| *byte == b'-'))
}

fn is_tag(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (1..=MAX_TAG).contains(&text.len())
        && text.starts_with(is_word)
        && text.chars().all(|c| is_word(c) || matches!(c, '.' | '-'))
}

fn digest_fault(text: &str) -> Option<String> {
    let (algorithm, hex) = text.split_once(':').unwrap_or((text, ""));
    let Some((_, length)) = DIGESTS.iter().find(|(known, _)| *known == algorithm) else {
        return Some(format!(
            "The digest {} is invalid: use sha256: and 64 hexadecimal digits.",
            quoted(text)
        ));
    };
    let is_hex = hex
        .bytes()
        .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    (hex.len() != *length || !is_hex).then(|| {
        format!(
            "The digest has {} characters after {algorithm}:; it needs {length} lower-case hexadecimal digits.",
            hex.chars().count()
        )
    })
}

fn check_image_reference(text: &str) -> Result<(), ValueError> {
    const HOW: &str = "Use registry/repository:tag or registry/repository@sha256:digest.";
    let scheme = [
        "https://",
        "http://",
        "docker://",
        "oci://",
        "docker-daemon:",
    ];
    if let Some(bare) = scheme.iter().find_map(|scheme| text.strip_prefix(scheme)) {
        return Err(invalid(text, "an image reference", HOW).suggest(bare));
    }
    if text.is_empty() {
        return Err(invalid(text, "an image reference", HOW));
    }
    let reference = Reference::split(text);
    let Some(fault) = reference.fault() else {
        return Ok(());
    };
    let error = ValueError::new(format!(
        "{} is not an image reference. {fault}",
        quoted(text)
    ));
    let lower = text.replacen(reference.path, &reference.path.to_ascii_lowercase(), 1);
    let is_repaired = lower != text && Reference::split(&lower).fault().is_none();
    Err(if is_repaired {
        error.suggest(lower)
    } else {
        error
    })
}

#[cfg(test)]
mod tests {
    use super::ImageReference;

    #[test]
    fn references_are_read_as_containerd_reads_them() {
        let hex = "0123456789abcdef".repeat(4);
        let tag = "a".repeat(128);
        for fine in [
            "nginx",
            "nginx:1",
            "library/nginx:1.27-alpine",
            "reg.example:5000/a/b:1",
            "localhost/a",
            "localhost:5000/a:b",
            "[::1]:5000/a",
            "[2001:db8::1]/a/b",
            "Registry.Example/a",
            "a__b/c---d/e.f_g",
            "nginx:_x",
            "nginx:1.2.3-A_b",
            &format!("nginx:{tag}"),
            &format!("nginx@sha256:{hex}"),
            &format!("nginx:1@sha256:{hex}"),
            &format!("nginx@sha512:{hex}{hex}"),
            // Hexadecimal digits are an image's id only alone, and 64 of them.
            "cafe",
            &"z".repeat(64),
            &format!("reg.example/{hex}"),
            &format!("{hex}:1"),
            &"a".repeat(255),
            "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app:v1",
            "public.ecr.aws/a/b@sha256:0000000000000000000000000000000000000000000000000000000000000000",
        ] {
            assert!(fine.parse::<ImageReference>().is_ok(), "{fine}");
        }
        for bad in [
            "a:b:c",
            "nginx:",
            "nginx:.x",
            "nginx:-x",
            "nginx@",
            "nginx@sha256:abc",
            "nginx:1@sha256:",
            "app:v1+build",
            "nginx/",
            "/nginx",
            "a//b",
            "a-/b",
            "-a/b",
            "a___b",
            "a..b",
            "a._b",
            "a b",
            "reg.example:port/a",
            "reg.example:/a",
            "[::1/a",
            "[]/a",
            "[]:5000/a",
            "[zz]:5000/a",
            "[::1]x/a",
            "[::1]:x/a",
            "-x.example/a",
            "x-.example/a",
            "exa_mple.org/a",
            "é/a",
            "Nginx",
            "localhost/Foo",
            "a/b@sha256:x@sha256:y",
            &format!("nginx:{tag}a"),
            &format!("nginx@md5:{hex}"),
            &format!("nginx@sha256:{}", hex.to_uppercase()),
            &format!("nginx@sha512:{hex}"),
            &hex,
            &"a".repeat(256),
            &format!("reg.example/{}", "a/".repeat(128)),
        ] {
            assert!(bad.parse::<ImageReference>().is_err(), "{bad}");
        }
    }

    #[test]
    fn lower_case_is_offered() {
        for (text, offered) in [
            ("Nginx", Some("nginx")),
            ("reg.example/Team/App:V1", Some("reg.example/team/app:V1")),
            ("docker://nginx", Some("nginx")),
            ("a:b:c", None),
            ("a/Foo//b", None),
        ] {
            let error = text.parse::<ImageReference>().unwrap_err();
            assert_eq!(error.suggestion(), offered, "{text}");
        }
    }
}
