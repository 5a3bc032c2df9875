// Keeps the page on this machine, so that it works without a network from the second visit on.
//
// One cache a build: a visitor never meets files of two builds at once. A new build waits until
// the page says "go", after asking its user.
//
// Nothing is kept unless its bytes are those of the build: what a login page of a hotel answers, a
// file that breaks off or a file of another build never gets into a cache. What was damaged within
// one is thrown away and fetched anew. Only this script cannot be checked, as nothing stands above
// it; the browser fetches it past all caches at each visit. Its last statement alone makes it do
// anything, so that a part of it does nothing.

// Filled in by the build: each file with the SHA-256 of its bytes. Without files, nothing is kept.
const BUILD = {"version":"","files":{}};

const HOME = new URL("./", location).href;
// Kept once they were looked at; everything else is kept from the start.
const PRICES = "ondemand/";
// The pages of rules are hundreds: they come and are kept as one file, each by its address.
const PACK = "rules.json";
const PACKED = "rules/";
// Other pages of the same host have caches of their own.
const OURS = `soci-configurator ${HOME} `;
const CACHE = OURS + BUILD.version;
// A line that is silent for so long has nothing to say any more.
const SILENCE_MS = 30_000;
// A page that has been asked for comes first, then what is kept is looked through.
const MEND_AFTER_MS = 5_000;
const TYPES = {
  css: "text/css; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
};

/** What a file may be called that an address stands for; undefined if it is none of ours. */
function namesOf(address) {
  const path = address.split(/[?#]/)[0];
  if (!path.startsWith(HOME)) return undefined;
  const name = path.slice(HOME.length);
  // Some hosts lead to a shorter address.
  return [name, `${name}index.html`, name.replace(/(^|\/)index\.html$/, "$1"), `${name}.html`];
}

/** The file of this build that an address stands for; undefined if none does. */
function nameOf(address) {
  return namesOf(address)?.find((name) => Object.hasOwn(BUILD.files, name));
}

async function isRight(name, bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest)) === BUILD.files[name];
}

/** An answer and its bytes; an error if it does not come, or stops coming. */
async function load(request, options) {
  const stop = new AbortController();
  let clock;
  const heard = () => {
    clearTimeout(clock);
    clock = setTimeout(() => stop.abort(), SILENCE_MS);
  };
  heard();
  try {
    const answer = await fetch(request, { ...options, signal: stop.signal });
    const parts = [];
    const reader = answer.body?.getReader();
    for (let read; reader && !(read = await reader.read()).done; parts.push(read.value)) heard();
    return { answer, bytes: await new Blob(parts).arrayBuffer() };
  } finally {
    clearTimeout(clock);
  }
}

/** Bytes as what they are, under the host's own rules for the page. */
function as(name, bytes, answer) {
  const headers = new Headers(answer.headers);
  // The bytes are unpacked, and an answer of this worker leads nowhere.
  for (const header of ["Content-Encoding", "Content-Length", "Refresh"]) headers.delete(header);
  headers.set("Content-Type", TYPES[(name || "index.html").split(".").pop()]);
  return new Response(bytes, { headers });
}

/** A file of this build from the network; an error if what comes is anything else. */
async function fetchFile(name) {
  // A file whose name changes with its bytes may come from the browser's own cache, unless that
  // holds something else.
  const caching = /-[0-9a-f]{8,}[._]/.test(name) ? ["default", "reload"] : ["no-cache", "reload"];
  let problem;
  for (const cache of caching) {
    try {
      const loaded = await load(HOME + name, { cache });
      if (loaded.answer.ok && (await isRight(name, loaded.bytes))) return as(name, loaded.bytes, loaded.answer);
      problem = `${name || "index.html"}: ${loaded.answer.ok ? "not the file of this build" : loaded.answer.status}`;
    } catch (error) {
      problem = `${name || "index.html"}: ${error.message}`;
    }
  }
  throw new Error(problem);
}

async function isKept(cache, name) {
  const kept = await cache.match(HOME + name);
  return kept !== undefined && (await isRight(name, await kept.arrayBuffer()));
}

/** Has the right bytes of a file kept, or nothing of it. */
async function keep(cache, name) {
  if (await isKept(cache, name)) return;
  try {
    await cache.put(HOME + name, await fetchFile(name));
  } catch (error) {
    await cache.delete(HOME + name);
    throw error;
  }
}

/** Several at a time: a hundred at once would stand in each other's way on a slow line. */
async function keepAll(names) {
  const cache = await caches.open(CACHE);
  const rest = [...names];
  const problems = [];
  const one = async () => {
    for (let name; (name = rest.pop()) !== undefined; ) {
      await keep(cache, name).catch((error) => problems.push(error));
    }
  };
  await Promise.all(Array.from({ length: 6 }, one));
  if (problems.length > 0) throw problems[0];
}

/** What every visitor needs. If any of it does not come, this build is not installed, and the one before stays. */
async function install() {
  await keepAll(Object.keys(BUILD.files).filter((name) => !name.startsWith(PRICES)));
  // Prices that were looked at in the build before stay at hand, as they are in this build.
  for (const name of await older()) {
    await keepPrices((await (await caches.open(name)).keys()).map(({ url }) => url));
  }
}

async function keepPrices(addresses) {
  const names = addresses.map(nameOf).filter((name) => name?.startsWith(PRICES));
  // They are fetched when they are looked at again.
  await keepAll(names).catch(() => {});
}

/** Looks through what is kept: throws away what is not of this build, and fetches what is damaged or missing. */
async function mend() {
  const cache = await caches.open(CACHE);
  const names = Object.keys(BUILD.files).filter((name) => !name.startsWith(PRICES));
  for (const { url } of await cache.keys()) {
    const name = nameOf(url);
    if (name === undefined || url !== HOME + name) await cache.delete(url);
    else if (name.startsWith(PRICES)) names.push(name);
  }
  await keepAll(names);
}

// Once at a time, and once a visit: the browser ends this worker when no page needs it.
let mending;
function mendOnce() {
  mending ??= mend().finally(() => (mending = undefined));
  return mending;
}

async function mendLater() {
  await new Promise((go) => setTimeout(go, MEND_AFTER_MS));
  // What began before this visit may still wait for a server that hung then.
  const before = mending;
  // Without a network, the next visit tries again.
  await mendOnce().catch(() => before && mendOnce().catch(() => {}));
}

async function older() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
}

async function clear() {
  for (const name of await older()) await caches.delete(name);
}

/** A file of this build: as it is kept, or from the network and kept from now on. */
async function file(name) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(HOME + name);
  if (kept) return kept;
  const fetched = await fetchFile(name);
  await cache.put(HOME + name, fetched.clone());
  return fetched;
}

/** A page from the pack. */
async function packed(names) {
  const pack = await file(PACK);
  const pages = await pack.json();
  const name = names.find((name) => Object.hasOwn(pages, name));
  if (name === undefined) throw new Error("no page of this build");
  return as(name, pages[name], pack);
}

async function answer(request, found) {
  try {
    return await found();
  } catch {
    // It may be a file of the next build, or a login page that somebody has to see: theirs to judge
    // who loads it, and not to be kept.
    return fetch(request);
  }
}

function onFetch(event) {
  const { url, method, mode } = event.request;
  const name = nameOf(url);
  const isPacked = url.startsWith(HOME + PACKED) && Object.hasOwn(BUILD.files, PACK);
  if (method !== "GET" || (name === undefined && !isPacked)) return;
  const found = () => (name === undefined ? packed(namesOf(url)) : file(name));
  event.respondWith(answer(event.request, found));
  if (mode === "navigate") event.waitUntil(mendLater());
}

function onMessage(event) {
  if (event.data === "go") skipWaiting();
  // The page does not start. It waits for an answer.
  else if (event.data === "mend") {
    const done = (word) => event.ports[0]?.postMessage(word);
    event.waitUntil(mendOnce().then(() => done("mended"), () => done("failed")));
  }
  // What the page had loaded before it was kept.
  else if (Array.isArray(event.data)) event.waitUntil(keepPrices(event.data));
}

for (const [event, then] of [
  ["install", (event) => event.waitUntil(install())],
  ["activate", (event) => event.waitUntil(clear().then(() => clients.claim()))],
  ["message", onMessage],
  ["fetch", onFetch],
]) addEventListener(event, then);
