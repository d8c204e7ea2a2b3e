"""The site as a folder: opened as files, from any path of a server, without network, in every state of a page."""

from __future__ import annotations

import contextlib

import pytest

from browsing import WIDE, arrive, scroll, serving, watched

pytestmark = pytest.mark.browser

# A word that stands in a cell of a table alone, a claim's text, and where each is.
SOUGHT = {"chapters/qiaotou.html": "recycling", "chapters/claims.html": "transnational corporations drove"}


@pytest.fixture(params=["file", "sub-path"])
def book(request, browser, site, tmp_path):
    """A tab, and the address of the site: as files, or far down on a server, with nothing else to be had."""
    with contextlib.ExitStack() as stack:
        base = f"{site.as_uri()}/"
        if request.param == "sub-path":
            (tmp_path / "some").mkdir()
            (tmp_path / "some" / "where").symlink_to(site)
            base = f"{stack.enter_context(serving(tmp_path))}/some/where/"
        context = browser.new_context(viewport=WIDE)
        # a file of the site that is not the site's own address is another host too
        context.route(lambda url: not url.startswith((base, "data:", "blob:")), lambda route: route.abort())
        yield watched(context, base), base
        context.close()


@pytest.mark.slow
def test_a_page_in_every_state_asks_nobody_else(book):
    tab, base = book
    arrive(tab, base + "chapters/technology.html")
    scroll(tab)
    tab.locator(".cb-live .mark-rect path, .cb-live .mark-symbol path").first.hover()
    for folded in tab.query_selector_all("details"):
        folded.evaluate("details => details.open = true")
    for sign in tab.locator(".cb-claim-sign").all()[:3]:
        sign.focus()
    tab.locator("a.cb-num").first.focus()
    tab.locator(".theme-switch-button:visible").click()
    tab.emulate_media(media="print")
    tab.pdf()
    tab.emulate_media(media="screen", color_scheme="dark")
    tab.wait_for_load_state("networkidle")
    assert tab.faults == []


@pytest.mark.slow
def test_the_search_finds_a_cell_of_a_table_and_a_claim_and_leads_there(book):
    tab, base = book
    for page, words in SOUGHT.items():
        arrive(tab, base + "chapters/theory.html")
        tab.keyboard.press("Control+k")
        field = tab.locator("#pst-search-dialog input")
        field.wait_for()
        field.fill(words)
        field.press("Enter")
        found = tab.locator(f'#search-results a[href*="{page}"]').first
        found.wait_for()
        tab.wait_for_load_state("networkidle")
        found.click()
        tab.wait_for_url(f"**/{page}*")
        tab.locator(".highlighted").first.wait_for()
    assert tab.faults == []
