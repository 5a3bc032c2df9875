//! The page without a network.

use super::Page;

impl Page {
    /// Waits until the page is kept on this machine, with the prices that it has loaded.
    pub async fn wait_until_kept(&self, regions: &[&str]) {
        // Asked again and again: with two browsers on a small machine, a script that waits within the
        // page for its caches was seen never to wake up.
        let script = "const [regions, done] = arguments;\
             const look = async () => {\
               const kept = [];\
               for (const name of await caches.keys())\
                 kept.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));\
               const missing = regions.filter((region) => !kept.some((url) => url.endsWith(`/${region}.csv`)));\
               return Boolean(navigator.serviceWorker.controller) && missing.length === 0;\
             };\
             const later = new Promise((go) => setTimeout(() => go(false), 2000));\
             Promise.race([look(), later]).then(done, () => done(false));";
        self.wait_until("the page is kept", async || {
            let kept = self
                .client
                .execute_async(script, vec![regions.into()])
                .await;
            kept.is_ok_and(|kept| kept == true)
        })
        .await;
    }
}
