// Starts the page: the links in its head name the program and the script that goes with it.
const script = document.querySelector('link[rel="modulepreload"]');
const program = document.querySelector('link[rel="preload"][as="fetch"]');

async function start() {
  const load = (cache) => fetch(program.href, { cache, integrity: program.integrity });
  // What the browser holds may be damaged; what is not the program is refused either way.
  const answer = load("default").catch(() => load("reload"));
  const { default: init } = await import(script.href);
  fill(await init({ module_or_path: answer }));
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
