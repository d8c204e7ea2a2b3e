/* Charts: the interactive view in the picture's place when it comes near the screen. */
(() => {
  "use strict";
  const here = document.currentScript ? document.currentScript.src : "";
  const script = here.replace(/clusterbook\.js.*$/, "clusterbook-vega.js");
  const narrow = window.matchMedia("(max-width: 600px)");
  let loading = null;

  function vega() {
    loading = loading || new Promise((done, failed) => {
      const tag = document.createElement("script");
      tag.src = script;
      tag.onload = done;
      tag.onerror = () => failed(new Error("The charts' script could not be loaded."));
      document.head.append(tag);
    });
    return loading;
  }

  async function draw(chart) {
    const spec = JSON.parse(chart.querySelector("script").textContent);
    delete spec.$schema; // it names the version that JupyterLab draws; this page has a newer one
    const layout = narrow.matches ? "narrow" : "wide";
    const width = JSON.parse(chart.dataset.widths)[layout];
    Object.assign(spec, ((spec.usermeta || {}).layouts || {})[layout]);
    const view = ((spec.config = spec.config || {}).view = spec.config.view || {});
    view.continuousWidth = view.discreteWidth = width;
    const live = chart.querySelector(".cb-live");
    await vega();
    live.hidden = false;
    await window.vegaEmbed(live, spec, { mode: "vega-lite", actions: false, renderer: "svg", tooltip: { theme: "custom" } });
    for (const svg of live.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
    chart.classList.add("cb-ready");
  }

  function start() {
    const charts = [...document.querySelectorAll(".cb-chart")];
    if (!charts.length || !("IntersectionObserver" in window)) return;
    const show = (chart) => draw(chart).catch((error) => {
      chart.querySelector(".cb-live").hidden = true;
      chart.classList.remove("cb-ready");
      console.error(error);
    });
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); show(entry.target); }
    }, { rootMargin: "300px" });
    charts.forEach((chart) => seen.observe(chart));
    narrow.addEventListener("change", () => charts.filter((chart) => chart.classList.contains("cb-ready")).forEach(show));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

/* Claims: a tap opens and closes a sign's note, Escape closes it, and a note keeps inside the window. */
(() => {
  "use strict";
  const signOf = (event) => event.target instanceof Element ? event.target.closest(".cb-claim") : null;

  function place(claim) {
    const note = claim.querySelector(".cb-claim-note");
    note.style.transform = "";
    const box = note.getBoundingClientRect();
    if (getComputedStyle(note).position !== "absolute" || !box.width) return;
    const over = box.right - document.documentElement.clientWidth + 12;
    if (over > 0) note.style.transform = `translateX(${-Math.min(over, box.left - 12)}px)`;
  }

  function close(claims) {
    for (const claim of claims) claim.classList.remove("cb-open");
  }

  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, (event) => {
    const claim = signOf(event);
    if (claim) place(claim);
  });
  document.addEventListener("click", (event) => {
    const claim = signOf(event);
    const sign = event.target instanceof Element ? event.target.closest(".cb-claim-sign") : null;
    close([...document.querySelectorAll(".cb-claim.cb-open")].filter((open) => open !== claim));
    if (!sign) return;
    const open = !claim.classList.contains("cb-open");
    claim.classList.toggle("cb-open", open);
    claim.classList.toggle("cb-shut", !open);
    if (open) place(claim);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const claim of document.querySelectorAll(".cb-claim:hover, .cb-claim:focus-within, .cb-claim.cb-open")) {
      claim.classList.remove("cb-open");
      claim.classList.add("cb-shut");
    }
  });
  for (const kind of ["pointerout", "focusout"]) document.addEventListener(kind, (event) => {
    const claim = signOf(event);
    if (claim && !claim.contains(event.relatedTarget)) claim.classList.remove("cb-shut");
  });
})();

/* Tables with filters: a choice for the groups and for each column so marked, and a search of the rows' text. */
(() => {
  "use strict";

  function control(form, title, element) {
    const label = document.createElement("label");
    label.append(title, element);
    form.append(label);
    return element;
  }

  function choice(values) {
    const select = document.createElement("select");
    select.append(new Option("all", ""));
    for (const value of values) select.append(new Option(value, value));
    return select;
  }

  function enhance(table) {
    const body = table.tBodies[0];
    const groups = [];
    for (const row of body.rows) {
      if (row.cells.length === 1) groups.push({ head: row, name: row.textContent.trim(), rows: [] });
      else groups.at(-1)?.rows.push(row);
    }
    const rows = groups.flatMap((group) => group.rows);
    const text = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const value = (row, at) => row.cells[at].textContent.trim();
    const columns = [...table.classList].map((name) => /^cb-filter-(\d+)$/.exec(name)).filter(Boolean).map((found) => Number(found[1]));
    const form = document.createElement("form");
    form.className = "cb-filters";
    form.setAttribute("role", "search");
    const part = control(form, "Part", choice(groups.map((group) => group.name)));
    const chosen = columns.map((at) => {
      const values = [...new Set(rows.map((row) => value(row, at)))];
      return [at, control(form, table.tHead.rows[0].cells[at].textContent.trim(), choice(values))];
    });
    const words = control(form, "Words", Object.assign(document.createElement("input"), { type: "search" }));
    const clear = Object.assign(document.createElement("button"), { type: "reset", textContent: "Clear" });
    const told = document.createElement("output");
    told.setAttribute("aria-live", "polite");
    form.append(clear, told);

    function apply() {
      const sought = words.value.trim().toLowerCase();
      let shown = 0;
      for (const group of groups) {
        let some = false;
        for (const row of group.rows) {
          const fits = (!part.value || group.name === part.value) && text.get(row).includes(sought)
            && chosen.every(([at, select]) => !select.value || value(row, at) === select.value);
          row.hidden = !fits;
          some = some || fits;
          shown += fits;
        }
        group.head.hidden = !some;
      }
      told.textContent = `${shown} of ${rows.length} shown`;
    }

    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("hashchange", () => {
      const row = rows.find((one) => `#${one.id}` === location.hash);
      if (row && row.hidden) { form.reset(); setTimeout(() => row.scrollIntoView()); }
    });
    (table.closest(".pst-scrollable-table-container") || table).before(form);
    apply();
  }

  function start() {
    for (const table of document.querySelectorAll("table.cb-filtered")) enhance(table);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
