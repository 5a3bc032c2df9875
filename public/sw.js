// Keeps the page on this machine, so that it works without a network from the second visit on.
//
// One cache a build: a visitor never meets files of two builds at once. A new build waits until
// the page says "go", after asking its user.

// Filled in by the build: without files, nothing is kept.
const BUILD = { version: "", files: [] };

const HOME = new URL("./", location).href;
const PRICES = `${HOME}ondemand/`;
// Other pages of the same host have caches of their own.
const OURS = `soci-configurator ${HOME} `;
const CACHE = OURS + BUILD.version;

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(clear().then(() => clients.claim())));
addEventListener("message", (event) => {
  if (event.data === "go") skipWaiting();
  // What the page had loaded before it was kept.
  else event.waitUntil(keepPrices(event.data));
});
addEventListener("fetch", (event) => {
  const address = event.request.url.split(/[?#]/)[0];
  if (event.request.method === "GET" && address.startsWith(HOME)) event.respondWith(answer(event.request, address));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all(BUILD.files.map(async (name) => {
    // A file whose name changes with its bytes may come from the browser's own cache.
    const fresh = /-[0-9a-f]{8,}[._]/.test(name) ? "default" : "no-cache";
    const answer = await fetch(HOME + name, { cache: fresh });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    // Some hosts redirect to a shorter address, and a page must not be opened with such an answer.
    await cache.put(HOME + name, answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer);
  }));
  // Prices that were looked at in the build before stay at hand, as they are in this build.
  for (const name of await older()) {
    await keepPrices((await (await caches.open(name)).keys()).map(({ url }) => url));
  }
}

async function keepPrices(addresses) {
  const cache = await caches.open(CACHE);
  for (const address of addresses) {
    if (!address.startsWith(PRICES) || (await cache.match(address))) continue;
    await cache.add(new Request(address, { cache: "no-cache" })).catch(() => {});
  }
}

async function older() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
}

async function clear() {
  for (const name of await older()) await caches.delete(name);
}

async function answer(request, address) {
  const cache = await caches.open(CACHE);
  for (const name of [address, `${address}index.html`, address.replace(/index\.html$/, "")]) {
    const kept = await cache.match(name);
    if (kept) return kept;
  }
  const answer = await fetch(request);
  if (answer.ok && address.startsWith(PRICES)) await cache.put(address, answer.clone());
  return answer;
}
