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
