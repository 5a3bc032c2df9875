// Before anything is drawn: the theme that was chosen here; and the page as it begins, which
// index.html has in a template, for who comes, or comes back, to nothing else.
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
}
