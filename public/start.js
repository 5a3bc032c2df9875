// Starts the page: the links in its head name the program and the script that goes with it.
const script = document.querySelector('link[rel="modulepreload"]');
const program = document.querySelector('link[rel="preload"][as="fetch"]');

async function start() {
  const answer = fetch(program.href, { integrity: program.integrity });
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
  const text = document.querySelector(".starting-text");
  text.querySelector("p").textContent =
    "The page could not start. It needs a browser of 2023 or later with WebAssembly, and all of its files; reload it once.";
  text.parentElement.replaceChildren(text);
});

// What was loaded before the page was kept on this machine is kept too.
navigator.serviceWorker?.addEventListener("controllerchange", () => {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  navigator.serviceWorker.controller?.postMessage(loaded);
});
