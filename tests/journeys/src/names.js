// Finds the elements of a role by the name that a screen reader would say, and returns
// { found: [elements], names: [names of all visible elements of that role] }.
// arguments: role, name (an exact match wins over names that contain it)
const [role, wanted] = arguments;
const selectors = {
  field: "input:not([type=hidden]), select, textarea, [role=slider], [role=switch], [role=combobox], [role=textbox], [role=spinbutton], [role=radio], [role=checkbox]",
  button: "button, summary, input[type=button], input[type=submit], input[type=reset]",
  link: "a[href]",
  heading: "h1, h2, h3, h4, h5, h6",
  region: "section[aria-label], section[aria-labelledby]",
  group: "fieldset, details",
  dialog: "dialog[open]",
  table: "table",
  img: "img, svg",
  status: "output",
  navigation: "nav",
};
const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const textOf = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("input, select, textarea, script, style, [aria-hidden=true]").forEach((inner) => inner.remove());
  return tidy(copy.textContent);
};
const nameOf = (element) => {
  const ids = tidy(element.getAttribute("aria-labelledby"));
  if (ids) {
    return tidy(ids.split(" ").map((id) => document.getElementById(id)).filter(Boolean).map(textOf).join(" "));
  }
  const own = tidy(element.getAttribute("aria-label"));
  if (own) return own;
  if (element.labels?.length) return tidy([...element.labels].map(textOf).join(" "));
  if (element.tagName === "FIELDSET") return textOf(element.querySelector("legend") ?? element);
  if (element.tagName === "DETAILS") return textOf(element.querySelector("summary") ?? element);
  if (element.tagName === "TABLE" && element.caption) return textOf(element.caption);
  if (element.tagName === "svg") return tidy(element.querySelector("title")?.textContent);
  if (element.tagName === "INPUT" && ["button", "submit", "reset"].includes(element.type)) return tidy(element.value);
  if (element.tagName === "IMG") return tidy(element.alt);
  return textOf(element) || tidy(element.title) || tidy(element.placeholder);
};
const visible = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true], [inert]");
if (role === "focused") {
  const element = document.activeElement;
  return { found: [], names: [element && element !== document.body ? nameOf(element) : ""] };
}
const selector = [selectors[role], `[role=${role}]`].filter(Boolean).join(", ");
const named = [...document.querySelectorAll(selector)].filter(visible).map((element) => [element, nameOf(element)]);
const exact = named.filter(([, name]) => name === wanted);
const chosen = exact.length ? exact : named.filter(([, name]) => name.includes(wanted));
return { found: chosen.map(([element]) => element), names: named.map(([, name]) => name) };
