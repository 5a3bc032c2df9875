//! The static pages beside the application: readable without WebAssembly or script, from the same
//! core and the same texts.

mod examples;
mod not_found;
mod reference;
mod rules;
mod shell;
mod texts;

use std::path::Path;

use crate::files::{self, Problem};

/// One page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its file below the site's folder, with `/`.
    pub path: String,
    /// Its heading, and its title before the tool's name.
    pub title: String,
    /// What search engines show: one sentence.
    pub description: String,
    /// What stands below its heading, as HTML. Links are relative to the site's folder.
    pub body: String,
}

impl Page {
    fn new(path: &str, title: &str, description: &str, body: String) -> Self {
        Self {
            path: path.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            body,
        }
    }
}

/// All pages, in the order of the navigation; then one for each rule.
///
/// # Errors
/// If a committed table cannot be read.
pub fn all() -> Result<Vec<Page>, Problem> {
    let mut pages = vec![
        texts::about(),
        texts::engines(),
        texts::launch()?,
        rules::list(),
        reference::settings(),
        reference::assumptions(),
        reference::measured()?,
        texts::data(),
        texts::glossary(),
        texts::changes(),
    ];
    pages.extend(rules::each()?);
    Ok(pages)
}

/// Writes all pages into a folder, with their style sheet and their picture.
///
/// # Errors
/// If a committed table cannot be read or a file cannot be written.
pub fn write(folder: &Path) -> Result<usize, Problem> {
    let style = shell::style();
    let sheet = format!("pages-{}.css", files::mark(style.as_bytes()));
    files::write(&folder.join(&sheet), style)?;
    files::write(
        &folder.join("screenshot.png"),
        include_bytes!("../../../docs/screenshot.png"),
    )?;
    let pages = all()?;
    for page in &pages {
        let path = folder.join(&page.path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)
                .map_err(|error| format!("{} cannot be made: {error}", parent.display()))?;
        }
        files::write(&path, shell::document(page, &pages, &sheet))?;
    }
    files::write(&folder.join(not_found::FILE), not_found::document())?;
    Ok(pages.len())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{all, shell};
    use crate::html;

    /// Files that are beside the pages.
    const OTHERS: [&str; 4] = ["index.html", "icon.svg", "pages.css", "screenshot.png"];

    #[test]
    fn every_internal_link_leads_somewhere() {
        let pages = all().unwrap();
        let documents: Vec<(String, String)> = pages
            .iter()
            .map(|page| {
                (
                    page.path.clone(),
                    shell::document(page, &pages, "pages.css"),
                )
            })
            .collect();
        let places: BTreeSet<String> = documents
            .iter()
            .flat_map(|(path, text)| {
                let ids = text.split(" id=\"").skip(1);
                let ids = ids.filter_map(|rest| rest.split('"').next());
                ids.map(|id| format!("{path}#{id}"))
                    .chain([path.clone()])
                    .collect::<Vec<_>>()
            })
            .chain(OTHERS.map(str::to_owned))
            .collect();
        let mut links = 0;
        for (path, text) in &documents {
            let tags = ["a", "link", "img"].map(|name| html::tags(text, name));
            for tag in tags.iter().flatten() {
                let to = tag.attribute("href").or(tag.attribute("src")).unwrap();
                if to.starts_with("https://") {
                    continue;
                }
                links += 1;
                let whole = resolved(path, to);
                // The application reads what stands behind `#` as settings.
                let known =
                    whole.split('#').next() == Some("index.html") || places.contains(&whole);
                assert!(known, "{path} links to {to}, which is not there");
            }
        }
        assert!(links > 500, "{links}");
    }

    /// A link as seen from the site's folder.
    fn resolved(from: &str, to: &str) -> String {
        if to.starts_with('#') {
            return format!("{from}{to}");
        }
        let mut parts: Vec<&str> = from.split('/').collect();
        parts.pop();
        for part in to.split('/') {
            match part {
                "." => {}
                ".." => assert!(parts.pop().is_some(), "{to} leads out of the site"),
                other => parts.push(other),
            }
        }
        parts.join("/")
    }

    #[test]
    fn every_page_is_found_and_read_without_script() {
        let pages = all().unwrap();
        let mut titles = BTreeSet::new();
        let mut descriptions = BTreeSet::new();
        for page in &pages {
            let text = shell::document(page, &pages, "pages.css");
            assert_eq!(text.matches("<h1").count(), 1, "{}", page.path);
            for inline in ["<script", "<style", " style=", " onclick=", "javascript:"] {
                assert!(!text.contains(inline), "{}: {inline}", page.path);
            }
            assert!(titles.insert(&page.title), "two pages: {}", page.title);
            assert!(
                descriptions.insert(&page.description),
                "two pages: {}",
                page.description
            );
            assert!(page.description.ends_with('.'), "{}", page.description);
            assert!(!text.contains("{{"), "{}", page.path);
        }
    }
}
