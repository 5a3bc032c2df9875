//! What all static pages have around their text.

use super::Page;
use crate::markup::escaped;
use crate::policy;

/// How many of the pages stand in the navigation; the others are the rules'.
const IN_NAVIGATION: usize = 10;

/// The style sheet: the application's tokens, elements and tables, and what only these pages have.
pub fn style() -> String {
    [
        include_str!("../../../style/tokens.css"),
        include_str!("../../../style/base.css"),
        include_str!("../../../style/table.css"),
        include_str!("../../style/pages.css"),
    ]
    .map(crate::styles::shortened)
    .concat()
}

/// A whole page; `sheet` is the style sheet's name.
pub fn document(page: &Page, all: &[Page], sheet: &str) -> String {
    let up = "../".repeat(page.path.matches('/').count());
    let title = escaped(&page.title);
    let navigation: String = all
        .iter()
        .take(IN_NAVIGATION)
        .map(|other| {
            let current = if other.path == page.path {
                " aria-current=\"page\""
            } else {
                ""
            };
            let (href, title) = (&other.path, escaped(&other.title));
            format!("<li><a href=\"{up}{href}\"{current}>{title}</a></li>\n")
        })
        .collect();
    let body = if up.is_empty() {
        page.body.clone()
    } else {
        moved(&page.body, &up)
    };
    format!(
        r##"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · SOCI Configurator</title>
<meta name="description" content="{description}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="{up}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{up}{sheet}">
</head>
<body class="read">
<a class="skip" href="#text">Skip to the text</a>
<header>
<p class="name"><a href="{up}index.html">SOCI Configurator</a></p>
<p class="open"><a href="{up}index.html">Open the application</a></p>
</header>
<nav aria-label="Pages"><ul>
{navigation}</ul></nav>
<main id="text">
<h1>{title}</h1>
{body}</main>
</body>
</html>
"##,
        policy = policy::PAGES,
        description = escaped(&page.description),
    )
}

/// The same HTML in a folder further down: relative links lead up first.
fn moved(body: &str, up: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, after)) = rest.split_once(" href=\"") {
        out.push_str(before);
        out.push_str(" href=\"");
        if !after.starts_with('#') && !after.starts_with("https://") {
            out.push_str(up);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn links_of_a_page_in_a_folder_lead_up() {
        assert_eq!(
            super::moved(
                "<a href=\"a.html\"><a href=\"#b\"><a href=\"https://c\">",
                "../"
            ),
            "<a href=\"../a.html\"><a href=\"#b\"><a href=\"https://c\">"
        );
    }
}
