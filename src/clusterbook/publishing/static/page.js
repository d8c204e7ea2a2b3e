/* The theme's page: what would otherwise stand in it as a script or a handler, and the reader's first sign. */
(() => {
  "use strict";

  // What costs much waits until the reader does something: until then a page has moved what it shows, and no more.
  const signs = ["scroll", "wheel", "pointermove", "pointerdown", "touchstart", "keydown", "focusin"];
  const reader = new Promise((here) => {
    if (window.scrollY) here();
    for (const sign of signs) window.addEventListener(sign, here, { capture: true, once: true, passive: true });
  });
  window.clusterbookReader = (then) => reader.then(then);

  // A page opened as a file may not read another, from which the theme's search would quote.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  const field = document.querySelector(".bd-search-container input");
  if (field) field.focus();

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });

  // The button that changes the colours says which are shown; its picture alone would not be read out.
  const page = document.documentElement;
  const said = { light: "light", dark: "dark", auto: "the system's" };
  const tell = () => {
    for (const button of document.querySelectorAll(".theme-switch-button")) button.setAttribute("aria-label", `Colours: ${said[page.dataset.mode] || said.auto}`);
  };
  new MutationObserver(tell).observe(page, { attributes: true, attributeFilter: ["data-mode"] });
  tell();
})();
