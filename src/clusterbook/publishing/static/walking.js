/* Charts by keyboard: the arrow keys go from mark to mark, and what each stands for is shown and read out. */
(() => {
  "use strict";
  const HINT = "Arrow keys go from value to value, Escape leaves them.";
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  // Vega's renderer hangs each mark's item, with the tooltip, on its element
  function marks(live) {
    const found = new Map();
    for (const element of live.querySelectorAll("svg g[class*='mark-']:not(.mark-line):not(.mark-text) > *")) {
      const tip = element.__data__ && element.__data__.tooltip;
      if (!tip || typeof tip !== "object") continue;
      const text = Object.entries(tip).map(([title, value]) => `${title}: ${value}`).join("; ");
      if (!found.has(text)) found.set(text, element);
    }
    return [...found];
  }

  function walk(chart) {
    const view = chart.querySelector(".cb-view");
    const live = chart.querySelector(".cb-live");
    if (chart.dataset.walked) return;
    chart.dataset.walked = "";
    const ring = Object.assign(document.createElement("div"), { className: "cb-ring", hidden: true });
    const told = Object.assign(document.createElement("div"), { className: "cb-told" });
    told.setAttribute("role", "status");
    view.append(ring, told);
    let at = -1;

    function say(text, box) {
      const frame = view.getBoundingClientRect();
      const low = box ? box.bottom - frame.top + 8 : frame.height + 8;
      told.textContent = text;
      told.style.top = `${low}px`;
      told.style.left = `${box ? Math.max(0, Math.min(box.left - frame.left, frame.width - told.offsetWidth)) : 0}px`;
      ring.hidden = !box;
      if (box) Object.assign(ring.style, {
        left: `${box.left - frame.left - 4}px`, top: `${box.top - frame.top - 4}px`, width: `${box.width + 8}px`, height: `${box.height + 8}px`,
      });
    }

    live.addEventListener("focus", () => { at = -1; if (live.matches(":focus-visible")) say(HINT, null); });
    live.addEventListener("blur", () => say("", null));
    live.addEventListener("keydown", (event) => {
      if (event.target !== live || event.altKey || event.ctrlKey || event.metaKey) return;
      const all = marks(live);
      if (event.key === "Escape") { at = -1; say("", null); return; }
      if (event.key === "Home") at = 0;
      else if (event.key === "End") at = all.length - 1;
      else if (event.key in STEPS) at = at < 0 ? (STEPS[event.key] > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + STEPS[event.key], 0), all.length - 1);
      else return;
      event.preventDefault();
      if (all[at]) say(all[at][0], all[at][1].getBoundingClientRect());
    });
  }

  document.addEventListener("cb-drawn", (event) => walk(event.target));
})();
