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
