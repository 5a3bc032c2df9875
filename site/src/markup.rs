//! Text into HTML.

use pulldown_cmark::{Options, Parser, html};

/// A text with what HTML would read as markup written out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Markdown as HTML. What it holds is ours: files of this repository.
pub fn markdown(text: &str) -> String {
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(text, Options::ENABLE_TABLES));
    // What is wider than a phone scrolls by itself.
    out.replace(
        "<table>",
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Scrollable table\"><table class=\"table\">",
    )
    .replace("</table>", "</table></div>")
    .replace("<pre>", "<pre tabindex=\"0\">")
}

/// A link, both parts as they are read.
pub fn link(href: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escaped(href), escaped(text))
}

/// A table; cells are HTML, and columns named in `numbers` are of figures.
pub fn table(caption: &str, heads: &[&str], numbers: &[usize], rows: &[Vec<String>]) -> String {
    let class = |column: usize| {
        if numbers.contains(&column) {
            " class=\"number\""
        } else {
            ""
        }
    };
    let heads: String = heads
        .iter()
        .enumerate()
        .map(|(column, head)| format!("<th scope=\"col\"{}>{head}</th>", class(column)))
        .collect();
    let rows: String = rows
        .iter()
        .map(|row| {
            let cells = row.iter().enumerate().map(|(column, cell)| match column {
                0 => format!("<th scope=\"row\">{cell}</th>"),
                _ => format!("<td{}>{cell}</td>", class(column)),
            });
            format!("<tr>{}</tr>\n", cells.collect::<String>())
        })
        .collect();
    format!(
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Scrollable table\">\
         <table class=\"table\"><caption class=\"unseen\">{}</caption>\
         <thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table></div>\n",
        escaped(caption)
    )
}

#[cfg(test)]
mod tests {
    use super::{escaped, markdown, table};

    #[test]
    fn text_never_becomes_markup() {
        assert_eq!(escaped("a<b> & \"c\""), "a&lt;b&gt; &amp; &quot;c&quot;");
        assert_eq!(markdown("a **b**"), "<p>a <strong>b</strong></p>\n");
        let drawn = table("T", &["A", "B"], &[1], &[vec!["a".into(), "1".into()]]);
        assert!(drawn.contains("<th scope=\"row\">a</th><td class=\"number\">1</td>"));
    }
}
