//! Splits a MIME archive as strictly as Karpenter's and nodeadm's readers do.

/// One part.
pub struct Part {
    pub content_type: String,
    pub body: String,
}

const START: &str = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"//\"\n\n";

/// The parts of an archive, or what is wrong with it.
pub fn split(text: &str) -> Result<Vec<Part>, String> {
    let rest = text
        .strip_prefix(START)
        .ok_or("no header, or no blank line after it")?;
    if text.contains('\r') {
        return Err("a carriage return".to_owned());
    }
    let rest = rest.strip_prefix("--//\n").ok_or("no first boundary")?;
    let mut parts = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    let mut closed = false;
    for line in rest.split('\n') {
        match line {
            _ if closed && line.is_empty() => {}
            _ if closed => return Err(format!("{line:?} after the end")),
            "--//" => parts.push(part(&std::mem::take(&mut lines))?),
            "--//--" => {
                parts.push(part(&std::mem::take(&mut lines))?);
                closed = true;
            }
            _ if line.starts_with("--//") => return Err(format!("{line:?} looks like a boundary")),
            _ => lines.push(line),
        }
    }
    // As published in July 2025: the last boundary lacks its dashes, and nothing follows.
    if !closed && lines.iter().any(|line| !line.is_empty()) {
        return Err(format!("no boundary after {lines:?}"));
    }
    Ok(parts)
}

fn part(lines: &[&str]) -> Result<Part, String> {
    let [header, blank, body @ ..] = lines else {
        return Err(format!("a part of {} lines", lines.len()));
    };
    let content_type = header
        .strip_prefix("Content-Type: ")
        .ok_or_else(|| format!("{header:?} is no header of a part"))?;
    if !blank.is_empty() {
        return Err(format!("{blank:?} where a blank line ends the headers"));
    }
    Ok(Part {
        content_type: content_type.to_owned(),
        body: body.iter().map(|line| format!("{line}\n")).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_sound_archive_is_split_and_broken_ones_are_refused() {
        let text = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"//\"\n\n--//\nContent-Type: a\n\none\n\n--//\nContent-Type: b\n\ntwo\n--//--\n";
        let parts = split(text).unwrap();
        assert_eq!(
            (parts[0].content_type.as_str(), parts[0].body.as_str()),
            ("a", "one\n\n")
        );
        assert_eq!(
            (parts[1].content_type.as_str(), parts[1].body.as_str()),
            ("b", "two\n")
        );
        assert!(split(&text.replace("--//--", "--//")).is_ok());
        for (right, wrong) in [
            ("\"//\"\n\n", "\"//\"\n"),
            ("a\n\none", "a\none"),
            ("one", "--//one"),
            ("two\n--//--\n", "two\n"),
            ("one\n", "one\r\n"),
        ] {
            assert!(split(&text.replacen(right, wrong, 1)).is_err(), "{wrong:?}");
        }
    }
}
