// Starts the page: the links in its head name the program, the script that goes with it, and the one
// that loads its parts.
const [script, loader] = document.querySelectorAll('link[rel="modulepreload"]');
const program = document.querySelector('link[rel="preload"][as="fetch"]');

async function start() {
  const load = (cache) => fetch(program.href, { cache, integrity: program.integrity });
  // What the browser holds may be damaged; what is not the program is refused either way.
  const answer = load("default").catch(() => load("reload"));
  const { default: init } = await import(script.href);
  // While a page is worked on, its program is whole.
  const parts = loader && (await import(loader.href));
  // A link to a file needs what draws files; that comes beside the program. If it does not, the program
  // asks for it again and says so.
  if (/_tab\.[^_]+\.[a-z]+/.test(location.hash)) parts?.__wasm_split_load_files().catch(() => {});
  // What index.html has of the page as it begins is on the screen before the program takes the processor.
  if (document.documentElement.dataset.first === "begin") await painted();
  const exported = await init({ module_or_path: answer });
  parts?.programHasStarted();
  fill(exported);
  await doWhatWasClicked();
}

// What was clicked in the page as it begins, in that order, once the program has drawn the same. What does
// not come, or is gone by what was clicked before it, is left.
const CLICK_MS = 5_000;
async function doWhatWasClicked() {
  for (const { find } of globalThis.clickedAhead ?? []) {
    const until = performance.now() + CLICK_MS;
    let control;
    while (!control && performance.now() < until) {
      await painted();
      control = document.getElementById("starting") ? undefined : find();
    }
    control?.focus();
    control?.click();
  }
}

// When a frame was drawn. A page that nobody sees draws none.
const UNSEEN_MS = 100;
function painted() {
  return new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, UNSEEN_MS);
  });
}

// The program's table of functions has empty places for its parts. Chromium's developer tools (156)
// crash the page when they look for objects, such as the memory, and meet an empty place.
function fill({ __indirect_function_table: table, __wbindgen_start: any }) {
  for (let place = 0; place < (table?.length ?? 0); place++) {
    if (table.get(place) === null) table.set(place, any);
  }
}

start().catch((error) => {
  console.error(error);
  document.documentElement.dataset.start = "failed";
});

// What was loaded before the page was kept on this machine is kept too, and what was on its way then.
navigator.serviceWorker?.addEventListener("controllerchange", () => {
  const tell = (loaded) => {
    const names = loaded.getEntries().map(({ name }) => name);
    navigator.serviceWorker.controller?.postMessage(names);
  };
  new PerformanceObserver(tell).observe({ type: "resource", buffered: true });
});
