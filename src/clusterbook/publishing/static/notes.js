/* Notes: a citation, a footnote or a term shows what it leads to, on hover and focus, and after a tap as a sheet.
   The pointer can move into the note, Escape closes it, and nothing but leaving it does (WCAG 1.4.13). */
(() => {
  "use strict";
  const NEAR = 8, PAUSE = 120, GRACE = 300;
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
  const box = document.createElement("div");
  let shown = null, loading = null, timer = 0, touched = false, wanted = null, dismissed = null;
  box.className = "cb-note-box";
  box.id = "cb-note-box";
  box.setAttribute("role", "note");
  box.hidden = true;

  function linkOf(event) {
    const link = event.target instanceof Element ? event.target.closest("article a[href*='#']") : null;
    if (!link || box.contains(link)) return null;
    return link.matches(".footnote-reference") || link.closest(".bibtex-citation") || link.querySelector(".std-term") ? link : null;
  }

  function load() {
    loading ||= new Promise((done) => {
      const script = document.createElement("script");
      script.src = new URL("_static/clusterbook-notes.js", root);
      script.onload = script.onerror = () => done(window.clusterbookNotes || {});
      document.head.append(script);
    });
    return loading;
  }

  function footnote(link) {
    const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!note) return null;
    const copy = note.cloneNode(true);
    for (const inner of copy.querySelectorAll(":scope > .label, .cb-claim")) inner.remove();
    for (const inner of copy.querySelectorAll("[id]")) inner.removeAttribute("id");
    return [...copy.childNodes];
  }

  /* The note of the site's script, its links turned from those of the page that they were written for. */
  async function entry(link) {
    const target = new URL(link.href);
    const page = target.href.split(/[?#]/)[0];
    const key = page.slice(root.href.split(/[?#]/)[0].length) + target.hash;
    const notes = await load();
    if (!Object.hasOwn(notes, key)) return null;
    const held = document.createElement("template");
    held.innerHTML = notes[key];
    for (const inner of held.content.querySelectorAll("a[href]")) inner.href = new URL(inner.getAttribute("href"), page).href;
    return [...held.content.childNodes];
  }

  function place(link) {
    box.style.left = box.style.top = "";
    if (box.classList.contains("cb-sheet")) return;
    const spots = [...link.getClientRects()], about = spots[spots.length - 1] || link.getBoundingClientRect();
    const from = (box.offsetParent || document.documentElement).getBoundingClientRect();
    const size = box.getBoundingClientRect();
    const left = Math.max(NEAR, Math.min(about.left, document.documentElement.clientWidth - size.width - NEAR));
    const below = about.bottom + size.height + NEAR <= window.innerHeight || about.top < size.height + NEAR;
    const frame = box.offsetParent || { clientLeft: 0, clientTop: 0, scrollLeft: 0, scrollTop: 0 };
    box.style.left = `${left - from.left - frame.clientLeft + frame.scrollLeft}px`;
    box.style.top = `${(below ? about.bottom : about.top - size.height) - from.top - frame.clientTop + frame.scrollTop}px`;
  }

  async function open(link, sheet) {
    wanted = link;
    const parts = link.matches(".footnote-reference") ? footnote(link) : await entry(link);
    if (wanted !== link) return true;
    if (!parts) return false;
    close();
    wanted = link;
    const follow = document.createElement("a");
    follow.className = "cb-note-follow";
    follow.href = link.href;
    follow.textContent = "Go to the entry";
    follow.addEventListener("click", close);
    link.removeAttribute("title"); /* else the browser's own tip would lie over the note */
    box.replaceChildren(...parts, follow);
    box.classList.toggle("cb-sheet", sheet);
    link.after(box); /* so that the next Tab leads into the note */
    box.hidden = false;
    link.setAttribute("aria-describedby", box.id);
    shown = link;
    place(link);
    return true;
  }

  function close() {
    clearTimeout(timer);
    wanted = null;
    if (!shown) return;
    const link = shown;
    shown = null; /* first, since taking the focus away with the box leads here again */
    link.removeAttribute("aria-describedby");
    box.hidden = true;
    box.remove();
  }

  function later(act, wait) {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  }

  document.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; }, true);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linkOf(event);
    if (link !== dismissed) dismissed = null;
    if (box.contains(event.target) || (link && link === shown)) clearTimeout(timer);
    else if (link && link !== dismissed) { load(); later(() => open(link, false), PAUSE); }
    else if (shown && document.activeElement !== shown && !box.contains(document.activeElement)) later(close, GRACE);
    else if (!shown) close();
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link) { if (link.matches(":focus-visible") && link !== shown && link !== dismissed) open(link, false); }
    else if (shown && !box.contains(event.target)) close();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === dismissed) dismissed = null;
    if (shown && !event.relatedTarget && !box.matches(":hover") && !touched) close();
  });
  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (link && touched && link !== shown) {
      event.preventDefault();
      open(link, true).then((done) => { if (!done) location.assign(link.href); });
    } else if (link || !box.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && document.querySelector("article .bibtex-citation, article .std-term")) load();
    if (event.key !== "Escape" || (!shown && !wanted)) return;
    dismissed = shown || wanted;
    const inside = box.contains(document.activeElement);
    close();
    if (inside) dismissed.focus();
  });
  window.addEventListener("resize", () => { if (shown) place(shown); });
})();
