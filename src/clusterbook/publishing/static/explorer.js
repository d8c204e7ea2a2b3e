/* The explorer: the view is what the address says after its #, and the form only changes the address, so that each
   view can be linked to and gone back from. Values, intervals and ranks come with the page; here they are chosen,
   sorted and worded, as explorer.py words them. */
(() => {
  "use strict";
  const place = document.querySelector(".cb-explorer");
  if (!place) return;
  const book = JSON.parse(place.querySelector("script[type='application/json']").textContent);
  const form = place.querySelector(".cb-explorer-form"), message = place.querySelector(".cb-explorer-message");
  const control = (name) => form.querySelector(`[name="${name}"]`);
  const part = (name) => place.querySelector(name);
  const every = book.clusters.map(([id]) => id);
  const choices = { year: book.years, dimension: book.dimensions.map(([id]) => id), level: book.levels.map(([id]) => id), measure: book.measures.map(([id]) => id) };
  const opening = { ...book.opening, clusters: every };
  let now = opening;

  const listed = (names) => names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}` : names.join("");
  const count = (number) => number.toLocaleString("en-GB");
  const label = (pairs, id) => pairs.find(([one]) => one === id)[1];
  const plain = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

  function view(state) {
    const share = state.measure.startsWith("share"), exactly = state.measure.endsWith("exactly");
    const cells = book.cells[`${state.year} ${state.dimension} ${state.level} ${exactly ? "exactly" : "above"}`] || [];
    const rows = cells.map(([at, firms, sample, shared, low, high, shareText, lowText, highText, shareRank, firmsRank]) => {
      const [id, name, colour, outline] = book.clusters[at];
      return { id, name, colour, outline, firms, sample, share: shared, low, high, shareText, lowText, highText, among: share ? shareRank : firmsRank };
    }).filter((row) => state.clusters.includes(row.id));
    for (const row of rows) {
      row.rank = 1 + rows.filter((other) => other.among < row.among).length;
      row.tied = rows.some((other) => other !== row && other.among === row.among);
    }
    rows.sort((one, other) => one.rank - other.rank);
    return { ...state, share, exactly, rows, dimensionName: label(book.dimensions, state.dimension), levelName: label(book.levels, state.level), lowest: Math.min(...choices.level) };
  }

  function sentences(seen) {
    const { rows, share } = seen;
    if (!rows.length) return ["No cluster is chosen that was surveyed in that year."];
    const said = [ranking(seen)];
    if (!seen.exactly && seen.level === seen.lowest) return [...said, "At this level every firm surveyed counts by construction, so neither rank nor interval says anything."];
    if (share) return [...said, ...intervals(rows)];
    if (rows.some((row) => row.sample !== rows[0].sample) && rows.some((row) => row.firms)) said.push("The samples differ in size, so a larger number need not be a larger share.");
    return said;
  }

  function ranking({ rows, share, exactly, year, level, dimensionName, levelName }) {
    const where = exactly ? `exactly at level ${level} (${levelName})` : `at level ${level} (${levelName}) or above`;
    const groups = [...new Set(rows.map((row) => row.rank))].map((rank) => rows.filter((row) => row.rank === rank));
    const amount = (row) => share ? `${row.shareText} (${count(row.firms)} of ${count(row.sample)})` : `${count(row.firms)} of ${count(row.sample)}`;
    const names = (group) => listed(group.map((row) => share ? `${row.name} (${count(row.firms)} of ${count(row.sample)})` : `${row.name} (of ${count(row.sample)})`));
    const common = (group) => share ? group[0].shareText : count(group[0].firms);
    const members = (group) => group.length === 1 ? `${group[0].name} with ${amount(group[0])}` : `${names(group)} with ${common(group)} each`;
    const start = `${dimensionName}, ${year}: `;
    if (!rows.some((row) => row.firms)) return `${start}none of the firms surveyed in ${listed(rows.map((row) => row.name))} stands ${where}.`;
    const told = `${start}of the firms surveyed, the ${share ? "share" : "number"} ${where} is `;
    if (rows.length === 1) return `${told}${amount(rows[0])} in ${rows[0].name}.`;
    if (groups.length === 1) return `${told}the same in ${names(rows)}: ${common(rows)}.`;
    return `${told}largest in ${members(groups[0])}, before ${listed(groups.slice(1).map(members))}.`;
  }

  function intervals(rows) {
    const confidence = book.confidence;
    if (rows.length === 1) return [`Its ${confidence} interval runs from ${rows[0].lowText} to ${rows[0].highText}.`];
    if (rows[rows.length - 1].rank === 1) {
      const low = rows.reduce((least, row) => row.low < least.low ? row : least), high = rows.reduce((most, row) => row.high > most.high ? row : most);
      return [`The ${confidence} intervals run from ${low.lowText} at the lowest to ${high.highText} at the highest.`];
    }
    const those = (names) => `${names.length === 1 ? "that" : "those"} of ${listed(names)}`;
    const below = rows.map((row) => [row.name, rows.filter((other) => other.high < row.low).map((other) => other.name)]);
    const apart = below.reduce((sum, [, names]) => sum + names.length, 0);
    if (!apart) return [`The ${confidence} intervals all overlap, so by them alone the order may be chance; that does not show the shares equal.`];
    if (apart === rows.length * (rows.length - 1) / 2) return [`No two of the ${confidence} intervals overlap.`];
    const alike = [];
    for (const [name, under] of below) {
      const last = alike[alike.length - 1];
      if (last && last.under.join() === under.join()) last.names.push(name);
      else alike.push({ names: [name], under });
    }
    const [top, ...more] = alike.filter(({ under }) => under.length);
    const told = `${those(top.names)} ${top.names.length === 1 ? "lies" : "lie"} wholly above ${those(top.under)}`;
    return [`Of the ${confidence} intervals, ${told}${more.map(({ names, under }) => `; ${those(names)} above ${those(under)}`).join("")}.`, `Of every other pair the intervals overlap, so by them alone its order may be chance; that does not show the two equal.`];
  }

  function tableRows({ rows, share }) {
    const most = Math.max(...rows.map((row) => row.sample));
    const line = (low, high, top, bottom, kind) => `<line class="cb-explorer-${kind}" x1="${low.toFixed(2)}%" x2="${high.toFixed(2)}%" y1="${top}%" y2="${bottom}%"></line>`;
    const interval = ({ low, high }) => line(low, high, 50, 50, "span") + line(low, low, 30, 70, "end") + line(high, high, 30, 70, "end");
    return rows.map((row) => {
      const at = share ? row.share : 100 * row.firms / most;
      return `<tr><th scope="row"${/\S{21}/.test(row.name) ? ' class="cb-long"' : ""}>${plain(row.name)}</th><td class="cb-numeric">${row.rank}${row.tied ? "=" : ""}</td>` +
        `<td class="cb-numeric">${count(row.firms)} of ${count(row.sample)}</td><td class="cb-numeric">${row.shareText}</td>` +
        `<td class="cb-numeric">${row.lowText} to ${row.highText}</td>` +
        `<td class="cb-explorer-track"><svg aria-hidden="true" color="${row.colour}">${share ? interval(row) : line(0, at, 50, 50, "bar")}` +
        `<svg x="${at.toFixed(2)}%" y="50%"><path d="${row.outline}"></path></svg></svg></td></tr>`;
    }).join("");
  }

  function made(state) {
    const seen = view(state), measure = label(book.measures, state.measure);
    const most = Math.max(0, ...seen.rows.map((row) => row.sample));
    return {
      sentence: sentences(seen).join(" "),
      rows: tableRows(seen),
      title: `${seen.dimensionName}, level ${state.level} (${seen.levelName}), ${state.year}: ${measure[0].toLowerCase()}${measure.slice(1)}`,
      axis: seen.share ? ["0%", "100%"] : ["0", count(most)],
      seen,
    };
  }

  /* What an address asks for; what it asks for in vain is told and passed over. */
  function asked(hash) {
    if (!hash.includes("=")) return { state: hash ? null : opening, faults: [] };
    const given = new URLSearchParams(hash), state = { ...opening }, faults = [];
    for (const [name, value] of given) {
      if (name === "clusters") {
        const ids = value.split(",").filter(Boolean), known = every.filter((id) => ids.includes(id));
        faults.push(...ids.filter((id) => !every.includes(id)).map((id) => `cluster “${id}”`));
        state.clusters = known.length || !ids.length ? known : every;
      } else if (name in choices) {
        const found = choices[name].find((one) => String(one) === value);
        if (found === undefined) faults.push(`${name} “${value}”`);
        else state[name] = found;
      } else faults.push(`choice “${name}”`);
    }
    return { state, faults };
  }

  const address = (state) => `#${book.years.length > 1 ? `year=${state.year}&` : ""}dimension=${state.dimension}&level=${state.level}&measure=${state.measure}&clusters=${state.clusters.join(",")}`;

  function show() {
    const { state, faults } = asked(location.hash.slice(1));
    if (!state) return; /* a link to a place of the page */
    now = state;
    for (const name of ["year", "dimension", "level", "measure"]) if (control(name)) control(name).value = state[name];
    for (const box of form.querySelectorAll("input")) box.checked = state.clusters.includes(box.value);
    const { sentence, rows, title, axis } = made(state);
    if (part(".cb-explorer-sentence").textContent !== sentence) part(".cb-explorer-sentence").textContent = sentence;
    part("tbody").innerHTML = rows;
    part("caption").textContent = title;
    part(".cb-explorer-axis").replaceChildren(...axis.map((text) => Object.assign(document.createElement("span"), { textContent: text })));
    message.textContent = faults.length ? `Not known to this book and passed over: ${listed(faults)}.` : "";
  }

  function chosen() {
    const state = { ...now, clusters: [...form.querySelectorAll("input:checked")].map((box) => box.value) };
    for (const name of ["year", "dimension", "level", "measure"]) {
      if (control(name)) state[name] = choices[name].find((one) => String(one) === control(name).value);
    }
    return state;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch { /* a page opened as a file may not, in some browsers */
      const field = Object.assign(document.createElement("textarea"), { value: text });
      place.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  function csv() {
    const { seen } = made(now);
    const quoted = (value) => /[",\n]/.test(value) ? `"${String(value).replace(/"/g, '""')}"` : value;
    const lines = seen.rows.map((row) => [seen.year, seen.dimension, seen.level, seen.measure, row.id, row.name, row.rank, row.firms, row.sample, row.share, row.low, row.high]);
    const text = [["year", "dimension", "level", "measure", "cluster", "name", "rank", "firms", "sample", "share_pct", "low_pct", "high_pct"], ...lines].map((line) => line.map(quoted).join(",")).join("\n");
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([`${text}\n`], { type: "text/csv" })), download: `${seen.dimension}-level-${seen.level}-${seen.measure}-${seen.year}.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  form.addEventListener("change", () => { location.hash = address(chosen()); });
  form.addEventListener("click", async (event) => {
    const does = event.target instanceof Element && event.target.closest("[data-does]")?.dataset.does;
    if (does === "opening") location.hash = address(opening);
    else if (does === "csv") csv();
    else if (does === "copy") {
      const link = location.href.split("#")[0] + address(now);
      message.textContent = await copy(link) ? "The link is copied." : `Copying failed; the link is ${link}`;
    }
  });
  window.addEventListener("hashchange", show);
  place.cbView = (state) => made({ ...opening, ...state }); /* for whoever wants a view without its form, as the tests do */
  show();
})();
