//! The Content-Security-Policy of every page.

use crate::html;

/// Nothing but our own files, no script or style within a page, WebAssembly and nothing else that
/// makes code out of data; no text becomes markup or a script's address but through the one policy of
/// Trusted Types (`trusted.rs`). Who may show the page in a frame can only be said by a header, and so
/// stands in `public/_headers`.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'none'; \
     require-trusted-types-for 'script'; trusted-types soci";

/// The same for pages without a program.
pub const PAGES: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/// Puts the policy behind the page's first tag of the head, before anything is loaded.
pub fn put(page: &str) -> Option<String> {
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\" />");
    let first = html::tags(page, "meta").into_iter().next()?;
    let text = format!("{}\n    {meta}", first.text());
    Some(html::replaced(page, &[(first, text)]))
}

#[cfg(test)]
mod tests {
    use super::{POLICY, put};
    use crate::trusted;

    #[test]
    fn the_page_has_its_policy_first_and_trusts_one_name() {
        let page = put("<head><meta charset=\"utf-8\" /><script src=\"a.js\"></script></head>");
        let page = page.expect("a head with a tag");
        assert!(page.find("Content-Security-Policy") < page.find("<script"));
        assert!(POLICY.ends_with(&format!("trusted-types {}", trusted::POLICY)));
    }
}
