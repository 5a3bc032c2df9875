//! What goes wrong while nobody looks.

use crate::browser::Kind;
use crate::wire::{console, requests};

use super::Page;

const POLICY: &str = "window.policyViolations = [];\
    window.addEventListener('securitypolicyviolation', (event) => window.policyViolations.push(\
      `${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));";

/// For browsers whose console cannot be read. `window`, as Firefox runs a driver's scripts with a
/// `globalThis` of their own.
const ERRORS: &str = "window.pageErrors = [];\
    { const say = (what) => window.pageErrors.push(String(what)), { error } = console;\
      console.error = (...what) => (say(what.join(' ')), error.apply(console, what));\
      window.addEventListener('error', (event) => say(event.message ?? `${event.target?.src ?? event.target?.href} does not load`), true);\
      window.addEventListener('unhandledrejection', (event) => say(event.reason)); }";

impl Page {
    /// Notes what breaks the page's security policy, from the first script of every page on where
    /// that can be.
    pub(crate) async fn watch_policy(&self) {
        if self.kind == Kind::Chromium {
            self.before_every_page(POLICY).await;
        }
    }

    /// Notes from now on what breaks the policy of the page that is open, and its errors.
    pub(super) async fn watch_from_now_on(&self) {
        let script = format!("{POLICY}{ERRORS}");
        self.client
            .execute(&script, Vec::new())
            .await
            .expect("the page can be watched");
    }

    /// What has broken the page's security policy, on all pages that were opened.
    pub(crate) async fn policy_violations(&self) -> Vec<String> {
        self.note_what_was_seen().await;
        self.violations.borrow().clone()
    }

    pub(super) async fn note_what_was_seen(&self) {
        let script = "return [window.policyViolations, window.pageErrors].map((noted) => (noted ?? []).splice(0));";
        let said = self.client.execute(script, Vec::new()).await;
        let said = said.unwrap_or_default();
        for (at, noted) in [&self.violations, &self.errors].into_iter().enumerate() {
            let said = said[at].as_array().into_iter().flatten();
            let said = said.map(|one| one.as_str().unwrap_or_default().to_owned());
            noted.borrow_mut().extend(said);
        }
    }

    /// Addresses elsewhere that were asked for something since the browser started, as far as the
    /// browser tells.
    pub(crate) async fn foreign_requests(&self) -> Vec<String> {
        if self.kind != Kind::Chromium {
            return Vec::new();
        }
        let asked = requests(&self.client).await.unwrap_or_default();
        let own = |address: &String| {
            address.starts_with(&self.address)
                || ["about:", "data:", "blob:", "chrome"]
                    .iter()
                    .any(|scheme| address.starts_with(scheme))
        };
        asked.into_iter().filter(|address| !own(address)).collect()
    }

    /// What the browser's console has complained about since the last call. Errors that are left
    /// at its end fail a journey; one that provokes them takes them with this.
    pub async fn take_console_errors(&self) -> Vec<String> {
        if self.kind != Kind::Chromium {
            self.note_what_was_seen().await;
            return self.errors.take();
        }
        let entries = console(&self.client)
            .await
            .expect("the browser's console can be read");
        entries
            .into_iter()
            .filter(|(level, _)| level == "SEVERE")
            .map(|(_, message)| message)
            .collect()
    }
}
