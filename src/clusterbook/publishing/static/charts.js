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
    window.clusterbookReader(() => charts.forEach((chart) => seen.observe(chart)));
    narrow.addEventListener("change", () => charts.filter((chart) => chart.classList.contains("cb-ready")).forEach(show));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
