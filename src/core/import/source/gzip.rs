//! gzip, which userData and whole files may be packed with.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// Most bytes that a packed text unpacks to; EC2's userData has 16,384 packed ones.
pub(super) const MAX_UNPACKED: usize = 5_000_000;

pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    matches!(bytes, [0x1f, 0x8b, 8, ..])
}

/// Unpacks gzip (RFC 1952), its first member; nothing if it is torn or unpacks to too much.
pub(super) fn gunzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let flags = *bytes.get(3)?;
    let mut rest = bytes.get(10..)?;
    if flags & 4 != 0 {
        let (length, behind) = rest.split_at_checked(2)?;
        let length = length
            .iter()
            .rev()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        rest = behind.get(length..)?;
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    if flags & 2 != 0 {
        rest = rest.get(2..)?;
    }
    decompress_to_vec_with_limit(rest, MAX_UNPACKED).ok()
}
