/* The theme's page: what would otherwise stand in it as a script or a handler, and the reader's first sign. */
(() => {
  "use strict";

  // What costs much waits until the reader does something: until then a page has moved what it shows, and no more.
  const signs = ["scroll", "wheel", "pointermove", "pointerdown", "touchstart", "keydown", "focusin"];
  const reader = new Promise((here) => {
    const sign = (event) => {
      if (event.type === "scroll" && event.target !== document) return; // the theme itself scrolls the contents
      for (const kind of signs) window.removeEventListener(kind, sign, { capture: true });
      here();
    };
    for (const kind of signs) window.addEventListener(kind, sign, { capture: true, passive: true });
    if (window.scrollY) here();
  });
  window.clusterbookReader = (then) => reader.then(then);

  // A page opened as a file may not read another, from which the theme's search would quote.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  const field = document.querySelector(".bd-search-container input");
  if (field) field.focus();

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });

  // The theme takes the focus from its buttons when they are pressed; a keyboard keeps its place, and a panel that is
  // closed gives it back.
  document.addEventListener("click", (event) => {
    const button = event.detail === 0 && event.target instanceof Element ? event.target.closest("button") : null;
    if (button && document.activeElement === document.body) button.focus({ preventScroll: true });
  });
  for (const side of ["primary", "secondary"]) {
    const panel = document.getElementById(`pst-${side}-sidebar-modal`);
    if (panel) panel.addEventListener("close", () => document.querySelector(`.${side}-toggle`)?.focus({ preventScroll: true }));
  }

  // A wide table in a fold can be scrolled by keys once the fold is open: the theme looks again when the window changes.
  document.addEventListener("toggle", (event) => {
    if (event.newState === "open") window.dispatchEvent(new Event("resize"));
  }, true);

  // The button that changes the colours says which are shown; its picture alone would not be read out.
  const page = document.documentElement;
  const said = { light: "light", dark: "dark", auto: "the system's" };
  const tell = () => {
    for (const button of document.querySelectorAll(".theme-switch-button")) button.setAttribute("aria-label", `Colours: ${said[page.dataset.mode] || said.auto}`);
  };
  new MutationObserver(tell).observe(page, { attributes: true, attributeFilter: ["data-mode"] });
  tell();
})();
