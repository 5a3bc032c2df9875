//! The generated Go tables of karpenter-provider-aws: a composite literal of
//! `map[string]int64` (`zz_generated.bandwidth.go`) or of `map[string]map[string]float64`
//! (`zz_generated.pricing_aws.go` and its siblings), with comments between the entries.

/// One number of a table.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Key of the map around it, in a map of maps.
    pub outer: Option<&'a str>,
    /// Its own key.
    pub key: &'a str,
    /// As it is written.
    pub number: &'a str,
}

/// Whether a text is such a table rather than JSON.
pub fn is_one(text: &str) -> bool {
    text.contains("map[string]")
}

/// Reads every entry.
///
/// # Errors
/// What is not as expected, with its line.
pub fn entries(text: &str) -> Result<Vec<Entry<'_>>, String> {
    let start = text
        .find("map[string]")
        .and_then(|at| Some(at + text.get(at..)?.find('{')?))
        .ok_or("there is no map[string] in it")?;
    let (before, literal) = text.split_at(start);
    let mut found = Vec::new();
    let mut outer = None;
    let mut depth = 0_usize;
    for (line, content) in (before.lines().count().max(1)..).zip(literal.lines()) {
        let mut rest = content.trim_start();
        while !rest.is_empty() && !rest.starts_with("//") {
            let refuse = || format!("line {line}: not an entry: {rest:.60}");
            if let Some(after) = rest.strip_prefix('{') {
                depth += 1;
                rest = after.trim_start();
            } else if let Some(after) = rest.strip_prefix('}') {
                depth = depth.checked_sub(1).ok_or_else(refuse)?;
                outer = None;
                rest = after.trim_start_matches([',', ' ', '\t']);
                if depth == 0 {
                    return Ok(found);
                }
            } else {
                let (key, after) = rest
                    .strip_prefix('"')
                    .and_then(|quoted| quoted.split_once('"'))
                    .ok_or_else(refuse)?;
                let value = after
                    .trim_start()
                    .strip_prefix(':')
                    .ok_or_else(refuse)?
                    .trim_start();
                if value.starts_with('{') {
                    outer = Some(key);
                    rest = value;
                } else {
                    let end = value
                        .find(|c: char| !c.is_ascii_digit() && c != '.')
                        .unwrap_or(value.len());
                    let (number, after) = value.split_at(end);
                    if number.is_empty() {
                        return Err(refuse());
                    }
                    found.push(Entry { outer, key, number });
                    rest = after.trim_start_matches([',', ' ', '\t']);
                }
            }
        }
    }
    Err("the table has no end".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Entry, entries};

    #[test]
    fn both_tables_are_read() {
        let flat = "package p\n\nvar (\n\tBandwidth = map[string]int64{\n\t\t// t2.nano is Low\n\t\t\"t3.nano\":   32,\n\t\t\"m6i.large\": 781,\n\t}\n)\n";
        let entry = |outer, key, number| Entry { outer, key, number };
        assert_eq!(
            entries(flat).unwrap(),
            [
                entry(None, "t3.nano", "32"),
                entry(None, "m6i.large", "781")
            ]
        );
        let nested = "var P = map[string]map[string]float64{\n\t// x\n\t\"us-east-1\": {\n\t\t// m6i family\n\t\t\"m6i.large\": 0.096000, \"m6i.xlarge\": 0.192000,\n\t},\n\t\"eu-west-1\": {\"m6i.large\": 0.107},\n}\n";
        let one = Some("us-east-1");
        assert_eq!(
            entries(nested).unwrap(),
            [
                entry(one, "m6i.large", "0.096000"),
                entry(one, "m6i.xlarge", "0.192000"),
                entry(Some("eu-west-1"), "m6i.large", "0.107"),
            ]
        );
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_line() {
        for (text, message) in [
            ("package p\n", "no map[string]"),
            ("x = map[string]int64{\n\"a\": 1,\n", "no end"),
            ("x = map[string]int64{\n\"a\": b,\n}\n", "line 2"),
            ("x = map[string]int64{\n\"a\" 1,\n}\n", "line 2"),
            ("x = map[string]int64{\na: 1,\n}\n", "line 2"),
        ] {
            let wrong = entries(text).unwrap_err();
            assert!(wrong.contains(message), "{text:?}: {wrong}");
        }
    }
}
