//! Keeping from the page what it asks its server for, as a line does that never answers.

use super::Page;

impl Page {
    /// From the next page on, the program never comes, nor anything else that a script asks for.
    pub async fn hold_program(&self) {
        self.before_every_page("globalThis.fetch = () => new Promise(() => {});")
            .await;
    }

    /// From the next page on, prices never come.
    pub async fn hold_prices(&self) {
        self.before_every_page(
            "{ const fetched = fetch;\
               globalThis.fetch = (what, ...rest) =>\
                 String(what.url ?? what).includes('ondemand/') ? new Promise(() => {}) : fetched(what, ...rest); }",
        )
        .await;
    }
}
