// Before anything is drawn: the theme that was chosen here; the page as it begins, which index.html
// has in a template, for who comes, or comes back, to nothing else; the prices, which the program would
// ask for only once it has started; and a watch over what comes next, as a script that never arrives
// cannot say so itself.
{
  const kept = (key) => {
    try {
      return localStorage.getItem(`soci-configurator-${key}`);
    } catch {
      return null; // A browser that keeps nothing.
    }
  };
  const root = document.documentElement;
  root.dataset.theme = kept("theme") ?? "system";
  // The link to the page as it begins. It is one forever, as all links are.
  const begin = "v2_pre.recommended_z";
  // A pattern, as Trunk packs "\n" as another text.
  const state = kept("state")?.split(/\n/)[1] ?? begin;
  const place = location.hash.slice(1) || state;
  const another = location.search !== "" || place !== begin || state !== begin;
  root.dataset.first = another ? "other" : "begin";
  if (!another) {
    new MutationObserver((_, observer) => {
      // What follows it has been read, and so the template to its end.
      if (!document.querySelector(".starting-note")) return;
      observer.disconnect();
      const template = document.querySelector(".first template");
      template.replaceWith(template.content);
    }).observe(document, { childList: true, subtree: true });
  }

  // Those of the link's Region, if there is a table of it, to be read by src/ui/platform/ahead.rs. What
  // comes late or not at all the program asks for itself.
  const region = /_cr\.([a-z0-9-]+)/.exec(place)?.[1] ?? "us-east-1";
  const priced =
    "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 " +
    "ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 " +
    "eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 " +
    "mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2";
  if (priced.split(" ").includes(region)) {
    const read = async (answer) => {
      if (answer.ok) globalThis.pricesAhead = { region, table: await answer.text() };
    };
    fetch(`ondemand/${region}.csv`).then(read).catch(() => {});
  }

  // What index.html has to say then is there until the program has started.
  const SLOW_MS = 10_000;
  setTimeout(() => {
    root.dataset.start = root.dataset.start ?? "slow";
  }, SLOW_MS);
  addEventListener("error", ({ target }) => {
    if (target instanceof HTMLScriptElement) root.dataset.start = "failed";
  }, true);
  addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.matches(".starting-again")) again();
  });

  // The page as it begins is inert: nothing in it looks taken that is not. What is clicked in it is kept,
  // as a way to find the same once the program has drawn it, and done then by start.js. A link that leads
  // away is followed at once.
  const controls = "a, button, input, label, select, summary, textarea";
  const called = (control) =>
    [control.localName, control.id, ...["for", "aria-label", "aria-labelledby"].map((name) => control.getAttribute(name))].join() +
    (control.hasAttribute("aria-labelledby") ? "" : control.textContent);
  const alike = (name) => [...document.querySelectorAll(".drop *")].filter((one) => one.matches(controls) && called(one) === name);
  const clicked = (globalThis.clickedAhead = []);
  addEventListener("click", ({ target, clientX, clientY }) => {
    const first = document.querySelector("#starting .first");
    if (!first || !(target instanceof Element) || target.closest(".starting-note")) return;
    first.inert = false;
    const control = document.elementFromPoint(clientX, clientY)?.closest(controls);
    first.inert = true;
    if (!control || !first.contains(control)) return;
    if (control.matches("a:not([href^='#'])")) return control.click();
    const name = called(control);
    const place = alike(name).indexOf(control);
    root.dataset.clicked = "";
    // Who clicks the same again is in a hurry, and wants it once.
    if (clicked.at(-1)?.name !== name || clicked.at(-1).place !== place) {
      clicked.push({ name, place, find: () => alike(name)[place] });
    }
  });

  // Starts the page again. After a failure its files are fetched anew: those that are kept may be
  // damaged. A line that is slow has other things to do.
  async function again() {
    const late = new Promise((go) => setTimeout(go, SLOW_MS));
    const failed = root.dataset.start === "failed";
    const files = failed ? [...document.querySelectorAll("link[integrity], link[rel=stylesheet], script[src]")] : [];
    const fetched = files.map((file) => fetch(file.href || file.src, { cache: "reload" }).catch(() => {}));
    await Promise.race([late, Promise.all([...fetched, mended().catch(() => {})])]);
    location.reload();
  }

  // Has the worker that keeps the page look through what it keeps, and the next build take over if
  // there is one.
  async function mended() {
    const worker = navigator.serviceWorker;
    if (!worker?.controller) return;
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((go) => (port1.onmessage = go));
    worker.controller.postMessage("mend", [port2]);
    await answered;
    const next = (await worker.getRegistration())?.waiting;
    if (!next) return;
    const changed = new Promise((go) => worker.addEventListener("controllerchange", go));
    next.postMessage("go");
    await changed;
  }
}
