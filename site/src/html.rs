//! The few things to find and change in a page that Trunk wrote, which is always of one form. lol_html
//! finds tags in any page, with a parser of CSS selectors that every build of the page would compile.

/// A tag with its place in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Where it starts.
    pub start: usize,
    /// Where it ends, behind its `>`.
    pub end: usize,
    text: String,
}

impl Tag {
    /// The value of an attribute; Trunk leaves out quotes that are not needed.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.text.split_once(&format!(" {name}="))?;
        match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split([' ', '>']).next(),
        }
    }

    /// Whether an attribute has this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.attribute(name) == Some(value)
    }

    /// The tag with another value of an attribute that it has.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut tag = self.clone();
        if let Some(old) = self.attribute(name) {
            let new = format!(" {name}=\"{value}\"");
            tag.text = self.text.replace(&format!(" {name}=\"{old}\""), &new);
            tag.text = tag.text.replace(&format!(" {name}={old}"), &new);
        }
        tag
    }

    /// The tag as it stands in a page.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// All tags of a name, in their order.
pub fn tags(page: &str, name: &str) -> Vec<Tag> {
    let opening = format!("<{name} ");
    page.match_indices(&opening)
        .filter_map(|(start, _)| {
            let length = page.get(start..)?.find('>')? + 1;
            Some(Tag {
                start,
                end: start + length,
                text: page.get(start..start + length)?.to_owned(),
            })
        })
        .collect()
}

/// The page with tags taken out or replaced.
pub fn replaced(page: &str, changes: &[(Tag, String)]) -> String {
    let mut ordered: Vec<&(Tag, String)> = changes.iter().collect();
    ordered.sort_by_key(|(tag, _)| tag.start);
    let (mut text, mut from) = (String::with_capacity(page.len()), 0);
    for (tag, new) in ordered {
        text.push_str(page.get(from..tag.start).unwrap_or_default());
        text.push_str(new);
        from = tag.end;
    }
    text.push_str(page.get(from..).unwrap_or_default());
    text
}

#[cfg(test)]
mod tests {
    use super::{replaced, tags};

    const PAGE: &str =
        "<head><link rel=\"icon\" href=\"./a.svg\"/>\n<link href=./b.css rel=stylesheet></head>";

    #[test]
    fn tags_are_found_changed_and_taken_out() {
        let links = tags(PAGE, "link");
        let [icon, style] = links.as_slice() else {
            panic!("{links:?}");
        };
        assert!(icon.has("rel", "icon"));
        assert_eq!(style.attribute("href"), Some("./b.css"));
        assert_eq!(style.attribute("integrity"), None);
        let changes = [
            (style.clone(), style.with("href", "./c.css").text().into()),
            (icon.clone(), String::new()),
        ];
        assert_eq!(
            replaced(PAGE, &changes),
            "<head>\n<link href=\"./c.css\" rel=stylesheet></head>"
        );
    }
}
