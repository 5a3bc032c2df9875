//! What axe-core says of the page as it is on the screen.

use std::path::PathBuf;

use super::Page;
use crate::repository;

impl Page {
    /// The barriers that axe-core finds in what is shown now: rule, help and where, one a line;
    /// `within` is a CSS selector of the part to look at. None is an empty text.
    pub async fn barriers(&self, within: &str) -> String {
        let there = self.evaluate("typeof globalThis.axe").await;
        if there != "object" {
            // As the driver's own script: the page's security policy takes none from elsewhere.
            self.client
                .execute(&axe_core(), Vec::new())
                .await
                .expect("axe-core can be read by the browser");
        }
        // What fades in is judged as it stands in the end; what never ends goes on.
        let script = "const [within, done] = arguments;\
             for (const moving of document.getAnimations()) try { moving.finish() } catch {}\
             axe.run(within, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then(\
               (found) => done(found.violations.flatMap(({ id, help, nodes }) =>\
                 nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.any.concat(node.all, node.none).map(({ message }) => message).join('; ')}`)).join('\\n')),\
               (error) => done(`axe-core failed: ${error}`));";
        let said = self.client.execute_async(script, vec![within.into()]).await;
        let said = said.expect("axe-core answers");
        said.as_str().unwrap_or("no answer").to_owned()
    }
}

fn axe_core() -> String {
    let path = std::env::var_os("AXE_CORE").map_or_else(
        || repository().join("target/tools/axe/node_modules/axe-core/axe.min.js"),
        PathBuf::from,
    );
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{} cannot be read ({error}); `cargo xtask setup` installs axe-core",
            path.display()
        )
    })
}
