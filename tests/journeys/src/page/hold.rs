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

    /// From the next page on, the program comes only once [`Page::let_program_come`] says so.
    pub async fn delay_program(&self) {
        self.before_every_page(
            "{ const fetched = fetch;\
               const may = new Promise((go) => { globalThis.letProgramCome = go; });\
               globalThis.fetch = (what, ...rest) =>\
                 String(what.url ?? what).includes('_bg.wasm') ? may.then(() => fetched(what, ...rest)) : fetched(what, ...rest); }",
        )
        .await;
    }

    /// Ends what [`Page::delay_program`] began.
    pub async fn let_program_come(&self) {
        self.evaluate("letProgramCome()").await;
        self.wait_for_program().await;
    }
}
