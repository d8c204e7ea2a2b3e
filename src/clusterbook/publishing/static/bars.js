/* The bars beneath figures and tables: a link copies its address, a button the table, to paste into a spreadsheet. */
(() => {
  "use strict";

  function selected(text) {
    const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
    area.style.cssText = "position: fixed; inset: 0 auto auto 0; width: 1px; height: 1px; opacity: 0;";
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus({ preventScroll: true });
    return done;
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return selected(text); // where there is no clipboard, or it may not be used
    }
  }

  function cells(row) {
    return [...row.cells].map((cell) => {
      const bare = cell.cloneNode(true);
      for (const back of bare.querySelectorAll(".cb-back")) back.remove();
      return bare.textContent.replace(/\s+/g, " ").trim();
    }).join("\t");
  }

  function start() {
    document.addEventListener("click", async (event) => {
      const control = event.target.closest(".cb-bar > .cb-copy, .cb-bar > .cb-link");
      if (!control) return;
      const said = control.parentElement.querySelector(".cb-said");
      const link = control.matches(".cb-link");
      const table = link ? null : document.getElementById(control.dataset.table);
      const text = link
        ? control.dataset.address || control.href
        : [...table.rows].filter((row) => !row.hidden).map(cells).join("\n") + "\n";
      const done = await copied(text);
      said.textContent = "";
      requestAnimationFrame(() => { said.textContent = !done ? "Copying was refused." : link ? "Link copied." : "Table copied."; });
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
  }

  start();
})();
