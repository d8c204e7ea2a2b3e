"""Hover notes: what citations, footnotes and terms show, how a note opens and closes, and that each has one."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from browsing import NARROW, PAGES, arrive, watched

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")]
LINKS = ".bibtex-citation a.reference, a:has(> .std-term), a.footnote-reference"
BOX = ".cb-note-box"


def notes_of(site: Path) -> dict[str, str]:
    """The notes of the site's script, by page and anchor."""
    text = (site / "_static" / "clusterbook-notes.js").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text.removeprefix("window.clusterbookNotes=").rstrip().removesuffix(";"))
    return found


def soup(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser")


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def test_each_citation_and_term_of_each_page_has_a_note_and_each_footnote_its_place(site):
    notes, kinds, lacking = notes_of(site), set(), []
    for page in PAGES:
        read = soup(site, page)
        for link in read.select(LINKS):
            target, _, anchor = str(link["href"]).partition("#")
            if "footnote-reference" in link["class"]:
                kinds.add("footnote")
                known = not target and read.find(id=anchor) is not None
            else:
                kinds.add("term" if link.select_one(".std-term") else "citation")
                where = posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) if target else page
                known = f"{where}#{anchor}" in notes
            if not known:
                lacking.append((page, link["href"]))
    assert lacking == []
    assert kinds == {"footnote", "term", "citation"}


def test_a_note_says_what_the_page_says_that_it_stands_for(site):
    notes = notes_of(site)
    works = soup(site, "chapters/references.html").select("div.citation")
    assert len(works) == sum("references.html" in key for key in notes)
    for work in works:
        for part in work.select(".label, .backrefs"):
            part.extract()
        assert words(notes[f"chapters/references.html#{work['id']}"]) == words(str(work))
    for term in soup(site, "chapters/glossary.html").select("dl.glossary dt"):
        term_words = words(notes[f"chapters/glossary.html#{term['id']}"])
        for link in term.select("a.headerlink"):
            link.extract()
        assert words(str(term)) in term_words


def test_each_link_inside_a_note_leads_somewhere(site):
    lost = []
    for key, html in notes_of(site).items():
        for link in BeautifulSoup(html, "html.parser").select("a[href]"):
            target, _, anchor = str(link["href"]).partition("#")
            if target.startswith(("http://", "https://")):
                continue
            page = key.partition("#")[0]
            where = posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) if target else page
            text = (site / where).read_text(encoding="utf-8") if (site / where).exists() else ""
            if not re.search(rf'id="{re.escape(anchor)}"', text):
                lost.append((key, link["href"]))
    assert lost == []


@pytest.mark.slow
def test_a_note_opens_on_hover_and_focus_and_closes_when_left_or_dismissed(visit, address):
    tab = visit("chapters/technology.html")
    box = tab.locator(BOX)
    cited = tab.locator("article .bibtex-citation a").first
    cited.scroll_into_view_if_needed()

    # hover: the note shows the entry, the pointer can move into it, and leaving both closes it
    cited.hover()
    box.wait_for()
    assert " ".join(box.inner_text().split()).startswith("G. Bernat. Greater Buenos Aires cluster: a summary.")
    assert cited.get_attribute("aria-describedby") == box.get_attribute("id")
    assert box.get_attribute("role") == "note"
    box.hover()
    tab.mouse.move(5, 5)
    box.wait_for(state="hidden")
    assert cited.get_attribute("aria-describedby") is None

    # Escape dismisses it without moving the pointer
    cited.hover()
    box.wait_for()
    tab.keyboard.press("Escape")
    box.wait_for(state="hidden")
    tab.mouse.move(5, 5)

    # focus: the same, and the next Tab leads into the note, whose links lead right from here
    term = tab.locator("article a:has(.std-term)").filter(has_text="skill intensity")
    term.focus()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Tab")
    box.filter(has_text="The share of the workforce that is skilled").wait_for()
    tab.keyboard.press("Tab")
    inside = box.locator("a:focus")
    assert inside.evaluate("link => link.href") == f"{address}chapters/technology.html#fig-skills"
    tab.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert term.evaluate("link => link === document.activeElement")
    tab.keyboard.press("Tab")
    box.wait_for(state="hidden")

    # a footnote shows its text without its number, and nothing of it is there twice
    note = tab.locator("article a.footnote-reference").first
    note.scroll_into_view_if_needed()
    note.hover()
    box.wait_for()
    assert box.inner_text().strip() == "Deflated by national consultants’ consumer price indices."
    assert (
        tab.evaluate(
            "[...document.querySelectorAll('[id]')].map(x => x.id).filter((x, i, all) => all.indexOf(x) !== i)"
        )
        == []
    )
    assert tab.faults == []


@pytest.mark.slow
def test_from_a_file_and_on_a_narrow_screen_a_note_opens_and_keeps_inside_the_window(browser, site):
    context = browser.new_context(viewport=NARROW)
    tab = watched(context, site.as_uri())
    arrive(tab, (site / "index.html").as_uri())
    tab.locator("article .bibtex-citation a").first.hover()
    box = tab.locator(BOX)
    box.filter(has_text="Vinanchiarachi").wait_for()
    about = box.bounding_box()
    assert about["x"] >= 0 and about["x"] + about["width"] <= NARROW["width"]
    assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert tab.faults == []
    context.close()


@pytest.mark.slow
def test_a_tap_opens_a_sheet_with_a_link_another_tap_follows_and_one_elsewhere_closes(browser, address):
    context = browser.new_context(viewport=NARROW, has_touch=True, is_mobile=True)
    tab = watched(context, address)
    arrive(tab, f"{address}chapters/technology.html")
    term, box = tab.locator("article a:has(.std-term)").first, tab.locator(BOX)
    term.tap()
    box.filter(has_text="How far the technology of a firm has come").wait_for()
    assert tab.url.endswith("technology.html")
    follow = box.get_by_role("link", name="Go to the entry")
    assert follow.bounding_box()["height"] >= 24
    tab.locator("article h1").tap()
    box.wait_for(state="hidden")
    term.tap()
    follow.tap()
    tab.wait_for_url("**/chapters/glossary.html#term-knowledge-depth")
    assert tab.faults == []
    context.close()


@pytest.mark.slow
def test_without_script_a_citation_is_a_link_to_its_entry(visit):
    tab = visit("chapters/theory.html", script=False)
    tab.locator("article .bibtex-citation a").first.click()
    assert "/chapters/references.html#" in tab.url
