"""A page printed from a browser: charts and text in black on white, no navigation, nothing to press."""

import io

import pypdf
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOWN = """selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility()).length"""
INK = """selector => [...new Set([...document.querySelectorAll(selector)].map(one => getComputedStyle(one).color))]"""
NAVIGATION = ".bd-sidebar, .bd-header, .bd-header-article, .prev-next-area, .headerlink, #jb-print-docs-body"


def test_a_chapter_read_in_the_dark_prints_its_charts_in_black_and_nothing_to_press(visit):
    tab = visit("chapters/institutions.html", scheme="dark")
    tab.emulate_media(media="print", color_scheme="dark")

    charts = len(tab.query_selector_all(".cb-chart"))
    assert tab.evaluate(SHOWN, ".cb-still.cb-wide svg") == charts > 0
    assert tab.evaluate(SHOWN, f".cb-live, .cb-narrow, .cb-claim-note, .cb-bar, .cell_input, {NAVIGATION}") == 0
    assert tab.evaluate(SHOWN, "button:not(.cb-claim-sign), input, select") == 0
    assert tab.evaluate(SHOWN, "article h1") == 1
    assert tab.evaluate(
        INK, "article p:not(.cb-source), article td, article h2, article .cb-wide svg, .cb-claim-sign"
    ) == ["rgb(0, 0, 0)"]
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_table_of_claims_prints_on_few_pages_and_within_them(visit):
    tab = visit("chapters/claims.html")

    printed = pypdf.PdfReader(io.BytesIO(tab.pdf(format="A4", prefer_css_page_size=True)))
    tab.set_viewport_size({"width": 658, "height": 900})  # an upright page between its margins
    tab.emulate_media(media="print")

    assert len(printed.pages) < 25  # it was 54 when every cell had the size of the text
    assert tab.evaluate("document.documentElement.scrollWidth") <= 658
