"""Figures and tables in every form: picture, interactive view, data, files, link and citation, from one execution."""

from __future__ import annotations

import csv
import io
import re
import shutil
import struct
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

import clusterbook as cb
import made
from books import HEAD, START, assert_the_same, clean, pages_of, shown, write
from browsing import NARROW, PAGES, ROOT, WIDE, arrive, like
from clusterbook import theme
from clusterbook.errors import BuildError
from clusterbook.publishing.build import build
from clusterbook.publishing.citing import Name, Work
from clusterbook.publishing.drawings import drawn, png, small, standalone, titled
from clusterbook.publishing.quoting import Quoted
from clusterbook.publishing.site import STAMP
from clusterbook.publishing.values import of_chart, of_table

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # of Jupyter Book's own transforms

SKILLS = "cb.chart_skill_intensity(cb.skill_intensity(data))"
SHARES = "cb.chart_capabilities(cb.firm_shares(data))"
CLUSTERS = "cb.table_clusters(cb.cluster_profile(data))"
SVG = "{http://www.w3.org/2000/svg}"


# What stands behind a figure


def test_the_values_of_a_chart_are_those_of_its_frame_under_the_titles_of_its_tooltips(data):
    shares = cb.firm_shares(data)
    values = of_chart(cb.chart_capabilities(shares).to_dict())
    assert values.heads[:3] == ("Cluster", "Dimension", "Level")
    assert values.heads[-1] == "Share, %"
    assert [row[0] for row in values.plain] == list(shares["name"])
    assert [float(row[-1]) for row in values.plain] == pytest.approx(list(shares["share_pct"]), abs=1e-7)  # ten digits
    assert [row[-1] for row in values.rows] == [f"{share:.1f}" for share in shares["share_pct"]]
    assert {values.heads[at] for at in values.numeric} >= {"Level", "Share, %"}


def test_a_map_tells_where_its_points_lie(data):
    places = cb.places(data)
    values = of_chart(cb.chart_map(places, data.land()).to_dict())
    assert values.heads == ("Cluster", "Country", "Product", "Longitude, degrees", "Latitude, degrees")
    assert [float(row[4]) for row in values.plain] == list(places["latitude"])


def test_a_missing_value_is_a_dash_for_a_reader_and_nothing_for_a_program():
    rows = [{"a": None, "b": -1.25}, {"a": "x", "b": 1234.5}]
    tips = [{"field": "a", "title": "A"}, {"field": "b", "title": "B, %", "format": ".1f"}]
    values = of_chart({"data": {"values": rows}, "encoding": {"tooltip": tips}})
    assert values.rows == (("–", "−1.2"), ("x", "1234.5"))
    assert values.plain == (("", "-1.25"), ("x", "1234.5"))
    assert values.to_csv() == 'A,"B, %"\n,-1.25\nx,1234.5\n'


@pytest.mark.parametrize("spec", [{"mark": "bar"}, {"data": {"values": []}, "encoding": {"tooltip": {"field": "a"}}}])
def test_a_chart_without_rows_or_tooltip_has_no_values(spec):
    assert of_chart(spec) is None


def test_the_values_of_a_table_say_the_group_of_each_row_and_read_as_numbers(data):
    table = cb.table_growth_factors(cb.growth_factors(data))
    values = of_table(table.to_dict())
    assert values.heads == ("Group", *table.columns)
    assert [row[0] for row in values.plain] == [name for name, size in table.groups for _ in range(size)]
    assert not any("−" in cell for row in values.plain for at, cell in enumerate(row) if at in values.numeric)


def test_csv_gives_back_what_was_put_in(data):
    values = of_table(cb.table_events(cb.events(data)).to_dict())
    assert tuple(map(tuple, csv.reader(io.StringIO(values.to_csv())))) == (values.heads, *values.plain)


# Pictures


def test_a_picture_made_small_keeps_its_colours_texts_and_marks(data):
    spec = cb.chart_skill_intensity(cb.skill_intensity(data)).to_dict()
    svg = theme.svg(spec, "wide")
    less = small(svg)
    assert len(less) < 0.6 * len(svg)
    for pattern in (r'fill="(#\w+)"', r">([^<>]+)</text>", r'viewBox="([^"]+)"'):
        assert re.findall(pattern, less) == re.findall(pattern, svg), pattern
    assert "aria-" not in less
    assert len(re.findall(r'<path d="[^"]+" fill="#', less)) == 4  # a bar a cluster


def test_a_long_outline_keeps_its_points_to_half_a_tenth_of_a_pixel():
    ring = [(1000 / (at + 3), 7.123 * at) for at in range(150)]
    both = [ring, [(x + 50.04, y - 3.26) for x, y in ring]]
    path = "".join("M" + "L".join(f"{x},{y}" for x, y in points) + "Z" for points in both)
    less = re.search(r' d="([^"]+)"', small(f'<svg ><path d="{path}" fill="red"/></svg>'))[1]
    for points, written in zip(both, _absolute(less), strict=True):
        at = iter(written)
        here = next(at)
        for x, y in points:
            while max(abs(here[0] - x), abs(here[1] - y)) > 0.0501:
                here = next(at)  # raises if the outline never comes here


def _absolute(path: str) -> list[list[tuple[float, float]]]:
    """The points of a path of relative steps, ring by ring, as SVG counts them."""
    rings, start = [], (0.0, 0.0)
    for ring in path.split("z")[:-1]:
        here, points = start, []
        for x, y in re.findall(r"[ml](-?[\d.]+),?(-?[\d.]+)", ring):
            here = here[0] + float(x), here[1] + float(y)
            points.append(here)
        start = points[0]
        rings.append(points)
    return rings


def test_a_picture_to_take_away_stands_on_white_and_says_what_it_is(data, tmp_path):
    spec = cb.chart_skill_intensity(cb.skill_intensity(data)).to_dict()
    svg = titled(standalone(drawn(spec)["wide"], spec["description"]), "Skills & levels")
    picture = ElementTree.fromstring(svg)
    assert picture.findtext(f"{SVG}title") == "Skills & levels"
    assert picture.findtext(f"{SVG}desc") == spec["description"]
    assert picture.find(f"{SVG}rect").attrib["fill"] == "white"
    raw = png(svg, tmp_path)
    width, height = struct.unpack(">II", raw[16:24])
    assert (width, height) == (2 * int(picture.attrib["width"]), 2 * int(picture.attrib["height"]))
    assert png(svg, tmp_path) == raw


# Citations


BOOK = Work("book", "A book", (Name("Lee", "Ann"), Name("Ek", "Bo")))


def test_a_citation_names_what_is_known_and_no_address_where_none_is_set():
    quoted = Quoted("Figure 3", "Skills, 50% of them.", "chapters/technology.html#fig-skills")
    sentence = quoted.sentence(BOOK)
    assert sentence == (
        f"Ann Lee and Bo Ek. “Figure 3: Skills, 50% of them.” In A book. {STAMP['edition']}, "
        f"commit {STAMP['commit']}, chapters/technology.html#fig-skills."
    )
    entry = quoted.bibtex(BOOK)
    assert "http" not in sentence + entry
    assert entry.startswith("@misc{fig-skills,\n  author = {{Ann Lee} and {Bo Ek}},\n")
    assert r"50\% of them" in entry


def test_a_citation_gives_the_address_that_the_settings_give():
    quoted = Quoted("Table 1", "Clusters", "chapters/method.html#tab-clusters")
    book = replace(BOOK, url="https://example.org/book/")
    assert quoted.sentence(book).endswith(", https://example.org/book/chapters/method.html#tab-clusters.")
    assert "  url = {https://example.org/book/chapters/method.html#tab-clusters},\n" in quoted.bibtex(book)


def test_the_citations_of_a_published_page_give_its_address(site):
    text = (site / "chapters" / "technology.html").read_text(encoding="utf-8")
    assert f", {made.ADDRESS}chapters/technology.html#tab-capabilities.</p>" in text
    assert f'data-address="{made.ADDRESS}chapters/technology.html#tab-capabilities"' in text


# A small book


PAGE = HEAD + "# One\n\n" + START


@pytest.fixture(scope="module")
def small_book(tmp_path_factory) -> Path:
    """A book with a figure and a table, built; not to be changed."""
    folder = tmp_path_factory.mktemp("figures") / "book"
    text = PAGE + shown("figure", "fig-skills", SKILLS) + shown("table", "tab-clusters", CLUSTERS)
    text = text.replace('"What it shows."', '"Skills in {num}`survey.year`."')
    build(write(folder, one=text, two="# Two\n\nWords.\n"))
    return folder


def test_a_figure_has_its_data_its_files_its_source_its_link_and_its_citation(small_book):
    site = small_book / "_build" / "html"
    page = (site / "chapters" / "one.html").read_text(encoding="utf-8")
    beneath = re.search(r'</figure>\s*<div class="cb-beneath[^>]*>(.*?)<span class="cb-said"', page, re.S)[1]
    assert re.search(r'<p class="cb-source">Source: UNIDO[^<]*\.</p>', beneath)
    assert "<caption>Data of Figure 1: Skills in 2006.</caption>" in beneath
    assert re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", beneath) == ["Cluster", "% of workforce"]
    assert len(re.findall(r'<th scope="row">', beneath)) == 4
    for ending in ("csv", "svg", "png"):
        assert f'<a href="../_figures/fig-skills.{ending}" download' in beneath
        assert (site / "_figures" / f"fig-skills.{ending}").stat().st_size > 50
    assert '<a class="cb-link" href="#fig-skills"' in beneath
    assert 'id="fig-skills"' in page
    assert "“Figure 1: Skills in 2006.” In Institutions and technological upgrading in four clusters" in beneath
    assert "No edition, commit none, chapters/one.html#fig-skills." in beneath  # this book has neither
    assert "@misc{fig-skills," in beneath
    assert ">Skills in 2006.</title>" in (site / "_figures" / "fig-skills.svg").read_text(encoding="utf-8")


def test_a_table_has_its_file_its_copy_its_source_its_link_and_its_citation(small_book):
    site = small_book / "_build" / "html"
    page = (site / "chapters" / "one.html").read_text(encoding="utf-8")
    after = page[page.index('id="tab-clusters"') :]
    assert re.search(r'<p class="cb-source">Source: UNIDO', after)
    for control in (
        '<a href="../_figures/tab-clusters.csv" download aria-label="CSV of Table 1">CSV</a>',
        '<button type="button" class="cb-copy" data-table="tab-clusters" aria-label="Copy Table 1">Copy</button>',
        '<a class="cb-link" href="#tab-clusters" aria-label="Link to Table 1">Link</a>',
        "“Table 1: Skills in 2006.”",
    ):
        assert control in after
    lines = (site / "_figures" / "tab-clusters.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("Cluster,Country,Product,")


def test_a_chart_s_specification_waits_outside_the_page_until_it_is_wanted(small_book):
    site = small_book / "_build" / "html"
    page = (site / "chapters" / "one.html").read_text(encoding="utf-8")
    script = re.search(r'data-script="\.\./(_figures/fig-skills\.js)\?v=[0-9a-f]{8}"', page)[1]
    assert "skill_intensity_pct" not in page
    assert (site / script).read_text(encoding="utf-8").startswith('clusterbookChart("fig-skills",{')


@pytest.mark.slow
def test_the_files_of_a_figure_that_is_no_more_are_gone_as_in_a_clean_build(small_book, tmp_path):
    folder = shutil.copytree(small_book, tmp_path / "book")
    text = PAGE + shown("table", "tab-clusters", CLUSTERS)
    build(write(folder, one=text, two=PAGE.replace("One", "Two") + shown("figure", "fig-shares", SHARES)))
    found = pages_of(folder / "_build" / "html")
    assert not [name for name in found if "fig-skills" in name]
    assert "_figures/fig-shares.png" in found
    assert_the_same(found, clean(folder, tmp_path / "scratch"))


@pytest.mark.slow
def test_whatever_a_figure_or_table_lacks_fails_the_build_with_page_line_name_and_remedy(tmp_path):
    """All faults are told in one build: it is slow to make one for each."""
    sourceless = "rows = cb.skill_intensity(data)\nrows.attrs['source'] = ''\n"
    untold = (
        "import altair as alt\nframe = cb.skill_intensity(data)\n"
        "alt.Chart(frame, description='Skills.', usermeta={'source': 'Us'}).mark_bar().encode(x='skill_intensity_pct')"
    )
    code = [
        shown("figure", "fig-a", sourceless + "cb.chart_skill_intensity(rows)"),
        shown("figure", "fig-b", untold),
        shown("figure", "fig-c", "chart = " + SKILLS + "\nchart.description = ''\nchart"),
        shown("table", "tab-d", "import dataclasses\ndataclasses.replace(" + CLUSTERS + ", rows=(), source='')"),
        "```{code-cell} ipython3\ndata['skills']\n```\n\n",
    ]
    words = "| A | B |\n| - | - |\n| 1 | 2 |\n\n![A sign.](sign.png)\n"
    folder = write(tmp_path / "book", code=PAGE + "".join(code), words=f"# Words\n\n{words}")
    shutil.copy(ROOT / "docs" / "page.png", folder / "chapters" / "sign.png")
    with pytest.raises(BuildError) as caught:
        build(folder)
    said = str(caught.value)
    for wanted in (
        r"code\.md:\d+: .*the chart \(fig-a\) .* lacks its source: give its frame attrs\['source'\]",
        r"code\.md:\d+: .*the chart \(fig-b\) .* lacks its data: show at least one row, with a tooltip",
        r"code\.md:\d+: .*the chart \(fig-c\) .* lacks its alt text: give the chart a description",
        r"code\.md:\d+: .*the table \(tab-d\) .* lacks its source and data: ",
        r"code\.md:\d+: .*a picture or table of this code cell lacks its caption, name, source, data, link",
        r"words\.md:\d+: .*a table lacks its caption, name, source, data, link and citation: show it by a code cell",
        r"words\.md:\d+: .*a picture lacks its caption, name, source, data, link and citation",
    ):
        assert re.search(wanted, said), f"{wanted}\n{said}"


# The whole book in a browser

CHARTS = [
    page
    for page in PAGES
    if re.search(r"^cb\.chart_", (ROOT / page).with_suffix(".md").read_text(encoding="utf-8"), re.M)
]

# Vega is held at a gate until the page has come to rest, so that every chart takes its picture's place under watch.
GATE = """
  const gate = new Promise(open => { window.openGate = open; });
  let embed;
  Object.defineProperty(window, 'vegaEmbed', {
    set(real) { embed = real; },
    get() { return async (...given) => { await gate; return embed(...given); }; },
  });
"""
SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      window.shifts.push([entry.value, ...entry.sources.map(one => one.node && (one.node.id || one.node.className))]);
  }).observe({type: 'layout-shift'});
}"""
# Of each picture and each interactive view: the smallest text as it is rendered, and the texts that leave the picture.
LETTERS = """() => [...document.querySelectorAll('.cb-chart .cb-still svg, .cb-chart .cb-live svg')]
  .filter(svg => svg.getBoundingClientRect().width)
  .map(svg => {
    const frame = svg.getBoundingClientRect(), scale = svg.getScreenCTM().a;
    // what may reach over the edge of a picture ends at the edge of the page's text
    const hold = getComputedStyle(svg).overflow === 'visible' ? svg.closest('main').getBoundingClientRect() : frame;
    const texts = [...svg.querySelectorAll('text')].filter(text => text.textContent.trim());
    return {
      chart: svg.closest('.cb-chart').dataset.chart,
      smallest: Math.min(...texts.map(text => parseFloat(getComputedStyle(text).fontSize) * scale)),
      cut: texts.filter(text => {
        const box = text.getBoundingClientRect();
        return box.left < hold.left - 1 || box.right > hold.right + 1 || box.top < frame.top - 1
          || box.bottom > frame.bottom + 1;
      }).map(text => text.textContent),
      inside: frame.left >= 0 && frame.right <= document.documentElement.clientWidth,
    };
  })"""
CONTROLS = """() => [...document.querySelectorAll('.cb-bar')].filter(bar => bar.getClientRects().length).map(bar => ({
  names: [...bar.querySelectorAll(':scope > a, :scope > button, summary')].map(control => control.innerText.trim()),
  small: [...bar.querySelectorAll(':scope > a, :scope > button, summary')]
    .map(control => control.getBoundingClientRect()).filter(box => box.height < 24 || box.width < 24).length,
}))"""


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("page", [like(page) for page in CHARTS])
def test_each_chart_takes_its_picture_s_place_without_a_jump_with_letters_to_read(browser, address, page, viewport):
    context = browser.new_context(viewport=viewport)
    tab = context.new_page()
    tab.add_init_script(GATE)
    arrive(tab, address + page)
    for chart in tab.query_selector_all(".cb-chart"):
        chart.scroll_into_view_if_needed()
    tab.wait_for_load_state("networkidle")
    tab.evaluate(SHIFTS)
    tab.evaluate("window.openGate()")
    tab.wait_for_function("() => [...document.querySelectorAll('.cb-chart')].every(one => one.matches('.cb-ready'))")
    tab.evaluate("() => new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)))")  # seen by then
    letters = tab.evaluate(LETTERS)
    assert tab.evaluate("window.shifts") == []
    assert len(letters) >= 2
    assert [told for told in letters if told["cut"] or told["smallest"] < 11 or not told["inside"]] == []
    for told in tab.evaluate(CONTROLS):
        kinds = (["Data", "CSV", "SVG", "PNG", "Link", "Cite"], ["CSV", "Copy", "Link", "Cite"])
        assert told["names"] in kinds
        assert told["small"] == 0, "a target of less than 24 pixels"
    context.close()


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_without_a_chart_loads_no_script_for_charts(visit):
    tab = visit("chapters/theory.html")
    assert "cb-chart" not in tab.content()
    tab.wait_for_load_state("networkidle")
    scripts = tab.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert any("clusterbook.js" in name for name in scripts)
    assert not [name for name in scripts if "vega" in name or "_figures" in name]


@pytest.mark.browser
def test_what_a_mark_says_stands_within_a_phone(visit):
    tab = visit("chapters/explorer.html", NARROW)
    marks, tip = tab.locator(".cb-live .mark-symbol path"), tab.locator("#vg-tooltip-element.visible")
    assert marks.count() == 4  # the clusters
    for mark in marks.all():
        mark.hover()
        box = tip.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"]
        assert box["y"] >= 0 and box["y"] + box["height"] <= NARROW["height"]


@pytest.mark.browser
def test_the_values_of_a_chart_are_read_by_keyboard_mark_by_mark(visit):
    tab = visit("chapters/technology.html")
    figure = tab.locator("#fig-capabilities")
    figure.locator(".cb-controls select").focus()
    tab.keyboard.press("Tab")
    live, told = figure.locator(".cb-live"), figure.locator(".cb-told[role=status]")
    assert live.evaluate("live => live === document.activeElement && getComputedStyle(live).outlineStyle") == "solid"
    assert "Arrow keys" in told.inner_text()
    tab.keyboard.press("ArrowRight")
    first = told.inner_text()
    assert re.match(r"Cluster: Buenos Aires; .*Share, %: 14\.0$", first), first
    mark = figure.locator(".mark-rect path").first.bounding_box()
    ring = figure.locator(".cb-ring").bounding_box()
    assert abs(ring["x"] + ring["width"] / 2 - mark["x"] - mark["width"] / 2) < 1
    said = {first}
    for _ in range(20):
        tab.keyboard.press("ArrowDown")
        said.add(told.inner_text())
    assert len(said) == 12  # each cluster in each dimension once, and it stays at the last
    tab.keyboard.press("Home")
    assert told.inner_text() == first
    tab.keyboard.press("Escape")
    assert told.inner_text() == ""


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("where", ["served", "file"])
def test_a_table_is_copied_and_a_link_too(browser, address, site, where):
    context = browser.new_context(viewport=WIDE)
    if where == "served":
        context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    if where == "file":  # as a browser without a clipboard of its own
        tab.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined});")
    arrive(tab, (address if where == "served" else f"{site.as_uri()}/") + "chapters/conclusions.html")
    tab.evaluate("document.addEventListener('copy', () => { window.copied = String(document.activeElement.value); })")
    bar = tab.locator(".cb-bar").first
    bar.locator(".cb-copy").click()
    bar.locator(".cb-said", has_text="Table copied.").wait_for()
    text = tab.evaluate("window.copied || navigator.clipboard.readText()")
    lines = [line.split("\t") for line in text.rstrip("\n").split("\n")]
    assert lines[0] == ["Measure", "Buenos Aires", "Los Lagos", "Penang", "Qiaotou"]
    assert {len(line) for line in lines} == {5}
    bar.locator(".cb-link").click()
    bar.locator(".cb-said", has_text="Link copied.").wait_for()
    assert tab.url.endswith("#tab-summary")
    assert tab.evaluate("window.copied || navigator.clipboard.readText()").endswith(
        "/chapters/conclusions.html#tab-summary"
    )
    context.close()


@pytest.mark.browser
def test_the_bars_work_without_script_and_are_not_printed(browser, address):
    context = browser.new_context(viewport=NARROW, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + "chapters/technology.html")
    bar = tab.locator(".cb-beneath .cb-bar").first
    assert not bar.locator("table").is_visible()
    bar.locator(".cb-data summary").click()
    assert bar.locator("table tbody th").first.is_visible()
    bar.locator(".cb-cite summary").click()
    assert "@misc{fig-capabilities," in bar.locator("pre").inner_text()
    assert not tab.locator(".cb-copy").first.is_visible()
    with tab.expect_download() as waiting:
        bar.locator("a", has_text="CSV").click()
    assert waiting.value.suggested_filename == "fig-capabilities.csv"
    tab.emulate_media(media="print")
    assert not bar.is_visible()
    assert tab.locator("#fig-capabilities .cb-still.cb-wide svg").is_visible()
    context.close()
