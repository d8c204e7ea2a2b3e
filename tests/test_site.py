"""The published site in a real browser: every page, wide and narrow, with and without JavaScript."""

from __future__ import annotations

import functools
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from browsing import NARROW, PAGES, ROOT, WIDE, arrive, each_page, like

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")]

LIVE = """() => [...document.querySelectorAll('.cb-chart')].map(chart => {
  const svg = chart.querySelector('.cb-live svg');
  const box = svg ? svg.getBoundingClientRect() : {width: 0, height: 0};
  const marks = svg ? svg.querySelectorAll('.mark-rect path, .mark-line path, .mark-symbol path, .mark-rule line, ' +
    '.mark-arc path, .mark-shape path, .mark-text text').length : 0;
  return {ready: chart.classList.contains('cb-ready'), wide: box.width > 100, high: box.height > 50, marks: marks > 3};
})"""
TOO_WIDE = """() => {
  const out = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) out.push(`page: ${root.scrollWidth} of ${root.clientWidth}`);
  for (const table of document.querySelectorAll('article table, main table')) {
    if (!table.getClientRects().length) continue;
    const box = table.getBoundingClientRect();
    if (box.left < -0.5 || box.right > root.clientWidth + 0.5)
      out.push(`table ${table.id}: ${box.left} to ${box.right}`);
    for (let at = table; at && at.tagName !== 'MAIN'; at = at.parentElement)
      if (at.clientWidth && at.scrollWidth > at.clientWidth + 1)
        out.push(`${at.tagName}.${at.className} round ${table.id}: ${at.scrollWidth} of ${at.clientWidth}`);
  }
  for (const svg of document.querySelectorAll('.cb-chart svg')) {
    const box = svg.getBoundingClientRect();
    if (box.width && box.right > root.clientWidth + 0.5) out.push(`chart: ends at ${box.right}`);
  }
  return out;
}"""


@each_page
def test_a_page_opens_without_fault_and_asks_no_other_host(opened, page):
    tab = opened(page)
    tab.wait_for_load_state("networkidle")
    assert tab.faults == []


@each_page
def test_each_chart_of_a_page_is_drawn(opened, page):
    tab = opened(page)
    charts = tab.evaluate(LIVE)
    assert all(chart == {"ready": True, "wide": True, "high": True, "marks": True} for chart in charts), charts


@pytest.mark.slow
@pytest.mark.parametrize("page", [like(page) for page in PAGES])
def test_each_chart_has_a_still_picture_without_script(visit, page):
    tab = visit(page, script=False)
    boxes = [
        [still.locator("svg").first.bounding_box() for still in chart.locator(".cb-still").all() if still.is_visible()]
        for chart in tab.locator(".cb-chart").all()
    ]
    assert all(len(seen) == 1 and seen[0]["width"] > 100 and seen[0]["height"] > 50 for seen in boxes), boxes


def test_the_book_has_charts_to_draw(site):
    charts = sum((site / page).read_text(encoding="utf-8").count('class="cb-chart"') for page in PAGES)
    assert charts >= 10


def wider_than_its_window(tab) -> list[object]:
    """What of a page reaches beyond the window, when all that is folded is open."""
    for folded in tab.query_selector_all("details"):
        folded.evaluate("details => details.open = true")
    return tab.evaluate(TOO_WIDE)


@each_page
def test_nothing_of_a_page_is_wider_than_a_wide_window(opened, page):
    assert wider_than_its_window(opened(page)) == []


@pytest.mark.parametrize("page", [like(page) for page in PAGES])
def test_nothing_of_a_page_is_wider_than_a_phone(visit, page):
    assert wider_than_its_window(visit(page, NARROW)) == []


@each_page
def test_no_raw_markup_is_left_in_the_text_of_a_page(opened, page):
    text = opened(page).locator("article").inner_text()
    assert not re.search(r"\{(?:num|claim|numref|ref|doc|cite(?::\w)?)\}|\[\^|\]\(#|\bundefined\b|\bNaN\b|<NA>", text)


class _Page(HTMLParser):
    """The ids and the links of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = dict(attributes)
        if about.get("id"):
            self.ids.add(str(about["id"]))
        for name in ("href", "src"):
            if about.get(name) and tag != "use":
                self.links.add(str(about[name]))


@pytest.fixture(scope="module")
def read(site):
    """A function that reads one page of the site, once."""
    return functools.cache(lambda path: _Page((site / path).read_text(encoding="utf-8")))


@each_page
def test_each_link_inside_the_book_leads_somewhere(site, read, page):
    broken = []
    for link in sorted(read(page).links):
        parts = urlsplit(urljoin(page, link))
        if parts.scheme or parts.netloc:
            continue
        target, anchor = unquote(parts.path), unquote(parts.fragment)
        found = (site / target).is_file()
        if found and anchor and target.endswith(".html"):
            found = anchor in read(target).ids
        if not found:
            broken.append(link)
    assert broken == []


@each_page
def test_no_link_inside_the_book_starts_at_the_root_of_a_host(read, page):
    assert [link for link in read(page).links if link.startswith(("/", "file:"))] == []


@each_page
def test_each_quoted_number_says_where_it_comes_from_and_links_there(opened, page):
    tab = opened(page)
    numbers = tab.locator("a.cb-num").evaluate_all(
        "links => links.map(link => [link.getAttribute('href'), link.innerText, "
        "link.querySelector('.cb-num-value')?.dataset.origin])"
    )
    source = (ROOT / page).with_suffix(".md").read_text(encoding="utf-8")
    source = re.sub(r"^:::\{several-years\}$.*?^:::$", "", source, flags=re.M | re.S)  # the data have one
    source = re.sub(
        r"^```\{code-cell\} ipython3\n---\ntags: \[[^]]*several-years\].*?^```$", "", source, flags=re.M | re.S
    )
    assert len(numbers) == len(re.findall(r"\{num\}`", source))
    for href, text, origin in numbers:
        assert text.strip()
        assert re.match(r"[a-z_]+\.csv[,:] ", origin), origin
        assert re.search(r"(?:data\.html|^)#data-[a-z-]+$", href), href


def test_the_origin_of_a_number_is_shown_on_hover_and_on_focus(visit):
    tab = visit("chapters/technology.html")
    number = tab.locator("a.cb-num").first
    value = number.locator(".cb-num-value")
    content = "value => getComputedStyle(value, '::after').content + getComputedStyle(value, '::before').content"
    at_rest = value.evaluate(content)
    number.hover()
    assert ".csv" in value.evaluate(content)
    tab.mouse.move(0, 0)
    assert value.evaluate(content) == at_rest
    number.focus()
    assert ".csv" in value.evaluate(content)


BARS = "svg => [...svg.querySelectorAll('.mark-rect path')].map(path => path.getAttribute('d')).join(' ')"


def test_the_level_control_changes_the_bars(visit):
    tab = visit("chapters/technology.html")
    chart = tab.locator(".cb-chart").filter(has=tab.locator(".cb-controls")).first
    before = chart.locator(".cb-live svg").evaluate(BARS)
    select = chart.locator(".cb-controls select")
    if select.count():
        select.first.select_option(index=1)
    else:
        control = chart.locator(".cb-controls input").first
        control.fill("2") if control.get_attribute("type") == "range" else control.check()
    tab.wait_for_timeout(300)
    assert chart.locator(".cb-live svg").evaluate(BARS) != before


SIGN = ".cb-claim-sign"
SHOWN = "note => getComputedStyle(note).display !== 'none'"


@each_page
def test_each_claim_sign_has_a_text_a_verdict_and_a_link_to_its_row(opened, read, page):
    tab = opened(page)
    signs = tab.locator(".cb-claim").evaluate_all(
        "signs => signs.map(sign => [sign.querySelector('.cb-claim-sign').innerText, "
        "sign.querySelector('.cb-claim-note').textContent, "
        "[...sign.querySelectorAll('.cb-claim-note a')].map(link => link.getAttribute('href').split('#')[1])])"
    )
    source = (ROOT / page).with_suffix(".md").read_text(encoding="utf-8")
    named = [id for ids in re.findall(r"\{claim\}`([^`]+)`", source) for id in ids.split(",")]
    assert sorted(anchor for *_, anchors in signs for anchor in anchors) == sorted(f"claim-{id}" for id in named)
    for text, note, anchors in signs:
        assert re.search(r"(holds?|do(?:es)? not hold|ambiguous|cannot be told)$", text), text
        assert re.match(r"(Holds|Does not hold|Ambiguous|Cannot be told): ", note), note
        assert set(anchors) <= read("chapters/claims.html").ids


def test_the_note_of_a_claim_is_shown_on_hover_and_on_focus_and_closed_by_escape(visit):
    tab = visit("chapters/conclusions.html")
    sign = tab.locator(SIGN).first
    note = tab.locator(".cb-claim-note").first
    assert note.evaluate(SHOWN) is False
    sign.hover()
    assert note.evaluate(SHOWN) is True
    note.hover()  # a reader can go from the sign to the link in the note
    assert note.evaluate(SHOWN) is True
    tab.keyboard.press("Escape")
    assert note.evaluate(SHOWN) is False
    tab.mouse.move(0, 0)
    sign.focus()
    assert note.evaluate(SHOWN) is True
    tab.keyboard.press("Tab")
    assert note.locator("a").first.evaluate("link => link === document.activeElement")


@pytest.mark.slow
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_note_of_a_claim_is_shown_on_focus_with_and_without_script_and_fits_a_phone(visit, script):
    tab = visit("chapters/technology.html", NARROW, script=script)
    for sign in tab.locator(SIGN).all()[:10]:
        sign.focus()
        box = sign.locator("xpath=..").locator(".cb-claim-note").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"]
        assert box["height"] <= NARROW["height"]


def test_a_tap_opens_the_note_of_a_claim_and_another_closes_it(browser, address):
    context = browser.new_context(viewport=NARROW, has_touch=True, is_mobile=True)
    tab = context.new_page()
    arrive(tab, address + "chapters/conclusions.html")
    sign, note = tab.locator(SIGN).first, tab.locator(".cb-claim-note").first
    sign.tap()
    assert note.evaluate(SHOWN) is True
    sign.tap()
    assert note.evaluate(SHOWN) is False
    context.close()


@pytest.mark.slow
def test_a_note_at_the_edge_of_the_window_is_moved_inside(visit):
    tab = visit("chapters/technology.html", {"width": 1000, "height": 900})
    for sign in tab.locator(SIGN).all():
        sign.focus()
        box = sign.locator("xpath=..").locator(".cb-claim-note").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1000, sign.inner_text()


ROWS = "table.cb-filtered tbody tr[id]"


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_table_of_claims_reads_without_script(visit, viewport):
    tab = visit("chapters/claims.html", viewport, script=False)
    rows = tab.locator(ROWS)
    assert rows.count() > 120
    assert rows.first.is_visible() and rows.last.is_visible()
    assert tab.locator(".cb-filters").count() == 0


def test_the_table_of_claims_is_filtered_by_part_kind_verdict_and_words(visit):
    tab = visit("chapters/claims.html")
    all_rows = tab.locator(ROWS).count()
    shown = tab.locator(f"{ROWS}:visible")
    part, kind, verdict = tab.locator(".cb-filters select").all()
    assert shown.count() == all_rows
    verdict.select_option(label="✗ Does not hold")
    fallen = shown.count()
    assert 0 < fallen < all_rows
    assert {row.locator("td").nth(2).inner_text() for row in shown.all()} == {"✗ Does not hold"}
    part.select_option(index=len(part.locator("option").all()) - 2)
    assert shown.count() < fallen
    assert tab.locator(".cb-filters output").inner_text() == f"{shown.count()} of {all_rows} shown"
    tab.locator(".cb-filters button").click()
    tab.wait_for_timeout(100)
    assert shown.count() == all_rows
    kind.select_option(label="Ranking")
    assert 0 < shown.count() < all_rows
    tab.locator(".cb-filters input").fill("no claim says this")
    assert shown.count() == 0
    assert not tab.locator("table.cb-filtered .cb-group:visible").count()


def test_a_link_to_a_claim_shows_its_row_even_if_it_was_filtered_out(visit):
    tab = visit("chapters/claims.html")
    row = tab.locator(ROWS).first
    tab.locator(".cb-filters input").fill("no claim says this")
    assert not row.is_visible()
    tab.evaluate("id => { location.hash = id; }", row.get_attribute("id"))
    tab.wait_for_timeout(200)
    assert row.is_visible()


def test_each_row_of_the_table_of_claims_links_back_to_its_sentences(read, site):
    text = (site / "chapters/claims.html").read_text(encoding="utf-8")
    rows = re.findall(r'<tr[^>]* id="claim-[^"]+".*?</tr>', text, re.S)
    assert len(rows) > 120
    for row in rows:
        links = re.findall(r'href="([^"]*)#(sign-\d+)"', row)
        assert links, row
        for target, anchor in links:
            assert (
                anchor
                in read((target and f"chapters/{target}".replace("chapters/../", "")) or "chapters/claims.html").ids
            )
