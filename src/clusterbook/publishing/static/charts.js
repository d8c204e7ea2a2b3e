/* Charts: the interactive view over the picture when it comes near the screen. */
(() => {
  "use strict";
  const here = document.currentScript ? document.currentScript.src : "";
  const vega = here.replace(/clusterbook\.js.*$/, "clusterbook-vega.js");
  const narrow = window.matchMedia("(max-width: 600px)");
  const loading = new Map();
  const specs = new Map();
  const views = new WeakMap();

  // each chart's own script calls it: a page opened as a file may not fetch anything else
  window.clusterbookChart = (name, spec) => specs.set(name, spec);

  function load(source) {
    if (!loading.has(source)) loading.set(source, new Promise((done, failed) => {
      const tag = document.createElement("script");
      tag.src = source;
      tag.onload = done;
      tag.onerror = () => { loading.delete(source); failed(new Error(`The chart's script ${source} could not be loaded.`)); };
      document.head.append(tag);
    }));
    return loading.get(source);
  }

  async function draw(chart) {
    await Promise.all([load(vega), load(chart.dataset.script)]);
    const spec = structuredClone(specs.get(chart.dataset.chart));
    delete spec.$schema; // it names the version that JupyterLab draws; this page has a newer one
    const layout = narrow.matches ? "narrow" : "wide";
    const width = JSON.parse(chart.dataset.widths)[layout];
    Object.assign(spec, ((spec.usermeta || {}).layouts || {})[layout]);
    const view = ((spec.config = spec.config || {}).view = spec.config.view || {});
    view.continuousWidth = view.discreteWidth = width;
    spec.config.aria = false; // the view has one text, and its values are read mark by mark
    const live = chart.querySelector(".cb-live");
    const controls = chart.querySelector(".cb-controls");
    views.get(chart)?.finalize();
    if (controls) {
      controls.replaceChildren();
      controls.style.display = "flex"; // a browser that does not tell its style of scripts has kept no room
    }
    live.hidden = false;
    // ast: Vega reads expressions itself, where it would else make functions of text; its style is in charts.css
    const embedded = await window.vegaEmbed(live, spec, { mode: "vega-lite", actions: false, renderer: "svg", ast: true, defaultStyle: false, bind: controls || undefined, tooltip: { theme: "custom", disableDefaultStyle: true } });
    views.set(chart, embedded);
    for (const svg of live.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
    chart.classList.add("cb-ready");
    chart.dispatchEvent(new CustomEvent("cb-drawn", { bubbles: true }));
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
    window.clusterbookReader(() => charts.forEach((chart) => seen.observe(chart)));
    narrow.addEventListener("change", () => charts.filter((chart) => chart.classList.contains("cb-ready")).forEach(show));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
