//! What a host shows for an address that is not there. It cannot know how deep that address is, so
//! nothing in it is beside it: style and script stand within, allowed by their digests.

use crate::files;

/// Its file, which GitHub Pages, Netlify and Cloudflare Pages look for; others can be told.
pub const FILE: &str = "404.html";

/// Looks for the application in the folders above, from the nearest one, by a file that only it has.
const SCRIPT: &str = r#"
(async () => {
  const parts = location.pathname.split("/").slice(1, -1);
  for (let length = parts.length; length >= 0; length--) {
    const folder = ["", ...parts.slice(0, length), ""].join("/");
    const answer = await fetch(folder + "manifest.webmanifest").catch(() => undefined);
    const manifest = answer?.ok && (await answer.json().catch(() => undefined));
    if (manifest?.name !== "SOCI Configurator") continue;
    for (const link of document.querySelectorAll("a")) {
      link.href = folder + link.getAttribute("href").replace(/^\//, "");
    }
    break;
  }
})();
"#;

/// The whole page.
pub fn document() -> String {
    let style = [
        include_str!("../../../style/tokens.css"),
        include_str!("../../../style/base.css"),
        include_str!("../../style/pages.css"),
    ]
    .map(crate::styles::shortened)
    .concat();
    let policy = format!(
        "default-src 'none'; connect-src 'self'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        files::sha256(SCRIPT.as_bytes()),
        files::sha256(style.as_bytes())
    );
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not found · SOCI Configurator</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<style>{style}</style>
</head>
<body class="read alone">
<header>
<p class="name">SOCI Configurator</p>
</header>
<main id="text">
<h1>There is no page at this address</h1>
<p>A link may be old or cut off. Settings are in what follows the <code>#</code> of a link: nothing of them is lost if you
open the application and add it.</p>
<ul>
<li><a href="/index.html">Open the application</a></li>
<li><a href="/about.html">What it does</a></li>
<li><a href="/rules/index.html">All rules</a></li>
</ul>
</main>
<script>{SCRIPT}</script>
</body>
</html>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::document;
    use crate::html;

    #[test]
    fn nothing_of_it_lies_beside_it() {
        let page = document();
        for (name, attribute) in [("link", "href"), ("script", "src"), ("img", "src")] {
            let tags = html::tags(&page, name);
            assert!(
                tags.iter().all(|tag| tag.attribute(attribute).is_none()),
                "{name}"
            );
        }
    }

    #[test]
    fn its_links_are_pages_that_exist() {
        let pages = crate::pages::all().expect("the committed tables can be read");
        let page = document();
        for link in html::tags(&page, "a") {
            let to = link
                .attribute("href")
                .expect("a link")
                .trim_start_matches('/');
            assert!(
                to == "index.html" || pages.iter().any(|page| page.path == to),
                "{to}"
            );
        }
    }
}
