//! The Content-Security-Policy of every page.

use crate::html;

/// Nothing but our own files, no script or style within a page, WebAssembly and nothing else that
/// makes code out of data. Who may show the page in a frame can only be said by a header, and so
/// stands in `public/_headers`.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'none'";

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
