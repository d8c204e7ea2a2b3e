"""Hostile data: script, markup, formulas, other directions of writing, words without end; all of it comes out as text.

The last part, marked slow, builds the whole book from such data, and opens every page without the policy of content
that would stop a script: here nothing but the book itself keeps one from running.
"""

from __future__ import annotations

import csv
import http.server
import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pypdf
import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from pybtex.database import Entry

import browsing
import clusterbook as cb
import hostile
import made
from browsing import NARROW, PAGES, WIDE
from clusterbook import theme
from clusterbook.changes.markdown import escape
from clusterbook.description import check_description
from clusterbook.loading import check_data
from clusterbook.placing import broken
from clusterbook.publishing import cards, citations, epub, paper
from clusterbook.publishing.addresses import Addresses
from clusterbook.publishing.assembling import Chapter, Heading
from clusterbook.publishing.build import build
from clusterbook.publishing.citing import works
from clusterbook.publishing.drawings import drawn, standalone, stills
from clusterbook.publishing.quoting import Quoted
from clusterbook.publishing.values import of_chart
from test_charts import DRAW
from test_tables import MAKE

REFUSED = {  # what a cell may not hold, and how it is told
    "=cmd|' /C calc'!A0": "would be a formula",
    "+1+1": "would be a formula",
    "-2+3": "would be a formula",
    "@SUM(1)": "would be a formula",
    "＝1+1": "would be a formula",
    "one; =1+1": "would be a formula",
    "one\u202eowt": "holds a character that cannot be seen (U+202E)",
    "one\u2066two": "holds a character that cannot be seen (U+2066)",
    "one\u200btwo": "holds a character that cannot be seen (U+200B)",
    "one\u2028two": "holds a character that cannot be seen (U+2028)",
    "one\ttwo": "holds a character that cannot be seen (U+0009)",
    "one\x1b[31mtwo": "holds a character that cannot be seen (U+001B)",
    "constructor": "is a word of JavaScript's own",
    "__proto__": "is a word of JavaScript's own",
}
FORMULA = re.compile(r"\s*[=+\-@]")
NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, root) -> Path:
    """A copy of data/ full of hostile texts; not to be changed."""
    return hostile.data(shutil.copytree(root / "data", tmp_path_factory.mktemp("hostile") / "data"))


@pytest.fixture(scope="module")
def spoilt(folder) -> cb.Dataset:
    return cb.Dataset(folder)


def texts(markup: str) -> list[str]:
    """The texts of an SVG, element by element."""
    return [part.text or "" for part in ElementTree.fromstring(markup).iter() if part.tag.endswith(("text", "tspan"))]


def elements(markup: str) -> list[str]:
    """Elements that only a hostile text could bring."""
    return [str(found) for found in BeautifulSoup(markup, "html.parser").select(", ".join(hostile.ELEMENTS))]


# What the rules refuse.


def test_what_would_run_elsewhere_or_hide_is_refused_each_in_its_place(copied):
    rows = made.rows(copied, "events")
    for row, text in zip(rows, REFUSED, strict=False):
        row["description"] = text
    made.write(copied, "events", rows)

    with pytest.raises(cb.DataError) as caught:
        check_data(copied)

    assert [(fault.file, fault.line, fault.column) for fault in caught.value.faults] == [
        ("data/events.csv", line, "description") for line in range(2, 2 + len(REFUSED))
    ]
    for fault, told in zip(caught.value.faults, REFUSED.values(), strict=True):
        assert fault.rule.startswith(told) and str(fault).isprintable()


def test_ids_keys_and_closed_lists_take_no_hostile_text(copied):
    free = {(table, column) for table, column, _ in hostile.free_columns(copied)}
    spoilt = set()
    for entry in json.loads((copied / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        columns = [
            field["name"] for field in entry.get("schema", {"fields": []})["fields"] if field["type"] == "string"
        ]
        tied = [column for column in columns if (entry["name"], column) not in free]
        rows = made.rows(copied, entry["name"]) if tied else []
        for row, column in zip(rows, tied, strict=False):  # each in a row of its own
            row[column] = f"{hostile.NAMES[0]} {entry['name']}"  # its own, so that no key finds it
            spoilt.add((f"data/{entry['name']}.csv", column))
        if tied:
            made.write(copied, entry["name"], rows)

    with pytest.raises(cb.DataError) as caught:
        check_data(copied)

    told = {(fault.file, column) for fault in caught.value.faults for column in (fault.column or "").split(" + ")}
    assert spoilt - told == {("data/assertions.csv", "place")}  # the part of a key that is a text: it is shown as one


def test_a_file_of_any_name_that_is_not_described_is_refused(copied):
    for name in ("<img src=x onerror=window.pwned=1>.csv", "one\ntwo.csv", "=1+1.csv"):
        (copied / name).write_text("a,b\n", encoding="utf-8")

    with pytest.raises(cb.DataError) as caught:
        check_data(copied)

    assert len(caught.value.faults) == 3
    assert all("is not described" in str(fault) and str(fault).isprintable() for fault in caught.value.faults)


@pytest.mark.parametrize("name", ["../skills", "a b", "<b>", "=a", "constructor()", "a/b", "A"])
def test_a_table_or_column_has_a_plain_name(name):
    column = {"name": name, "title": "T", "type": "string", "description": "D"}
    table = {"path": "t.csv", "title": "T", "description": "D", "sources": [{"title": "S"}]}
    table |= {"schema": {"fields": [column], "primaryKey": name}}

    for called in (name, "t"):
        told = [fault.rule for fault in check_description({"resources": [{"name": called, **table}]}, "")]
        assert told == [f"the name {name} is no plain name"]


def test_a_long_value_is_told_short():
    fault = cb.Fault("data/a.csv", 2, "b", hostile.LONG, "is too long", "Shorten it.")

    assert len(str(fault)) < 300


# Charts and tables.


@pytest.mark.slow
@pytest.mark.parametrize("chart", sorted(DRAW))
def test_a_chart_draws_hostile_texts_as_texts(spoilt, chart):
    cb.enable_theme()
    spec = DRAW[chart](spoilt).to_dict()

    for layout in theme.WIDTHS:
        whole = theme.svg(spec, layout)
        picture = drawn(spec, [layout])[layout]
        shown = stills({layout: picture}, spec["description"], "fig")
        for markup in (picture, standalone(picture, spec["description"])):
            assert texts(markup) == texts(whole)
        assert [part.get_text() for part in BeautifulSoup(shown, "html.parser").select("text")] == [
            "".join(part.itertext()) for part in ElementTree.fromstring(whole).iter() if part.tag.endswith("}text")
        ]
        assert BeautifulSoup(shown, "html.parser").div["aria-label"] == spec["description"]
        assert elements(shown) == []


def test_the_names_of_an_axis_are_the_names_of_the_data(spoilt):
    cb.enable_theme()
    shown = texts(theme.svg(DRAW["chart_growth"](spoilt).to_dict(), "wide"))

    lines = [line for name in hostile.NAMES for line in broken(name)]
    cut = [line for line in lines if line not in shown]
    assert all(any(text.endswith("…") and line.startswith(text[:-1]) for text in shown) for line in cut)
    assert len(cut) <= 3  # a name that is too long for the axis, whose whole is in the tooltip


def test_a_card_is_drawn_of_a_chart_with_hostile_names(spoilt):
    cb.enable_theme()

    assert cards.draw(hostile.NAMES[0], "A book", DRAW["chart_growth"](spoilt).to_dict()).startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.parametrize("table", sorted(MAKE))
def test_a_table_shows_hostile_texts_as_texts(spoilt, table):
    made_of = MAKE[table](spoilt)

    page = BeautifulSoup(made_of.to_html(), "html.parser")

    cells = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.select("tbody tr")]
    assert [row for row in cells if len(row) > 1 or not made_of.groups] == [list(row) for row in made_of.rows]
    assert elements(made_of.to_html()) == []


def test_the_data_of_a_chart_are_a_table_of_texts(spoilt):
    values = of_chart(DRAW["chart_map"](spoilt).to_dict())

    shown = BeautifulSoup(values.to_html("Data"), "html.parser")

    assert [row.th.get_text() for row in shown.select("tbody tr")] == list(hostile.NAMES)
    assert elements(values.to_html("Data")) == []


def test_paper_breaks_a_word_without_end_itself():
    body = BeautifulSoup(f"<section><h1>A</h1><p>{hostile.LONG}</p></section>", "html.parser").section
    paper._prepare(Chapter("a", "", body, (Heading(1, "a", "", "A"),)))

    (told,) = (part.get_text() for part in body.select("p"))
    assert told.replace("\u200b", "") == hostile.LONG
    assert max(map(len, told.split("\u200b"))) == paper.MONSTER


# Bibliography and citations.


@pytest.mark.parametrize("address", ["javascript:window.pwned=1", "data:text/html,a", " https://books.example.org"])
def test_an_address_of_a_work_that_is_none_of_the_web_is_told_and_not_linked(monkeypatch, address):
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(citations.logger, "warning", lambda *said, **_: told.append(said))
    entries = [Entry("misc", {"title": "A", "url": address}), Entry("misc", {"title": "B"})]

    html = [entry.text.render_as("html") for entry in citations.NotesStyle().format_entries(entries)]

    assert [said[2] for said in told] == [address]
    assert not any("href" in text for text in html)


def test_an_address_of_the_web_is_linked():
    (entry,) = citations.NotesStyle().format_entries([Entry("misc", {"title": "A", "url": "https://a.example.org"})])

    assert '<a href="https://a.example.org">' in entry.text.render_as("html")


def test_a_caption_with_signs_of_tex_is_quoted_as_text(root):
    book = works(root, Addresses.of(root))["book"]

    entry = Quoted("Figure 1", "a\\b~c^d{e}$f%", "a.html#b").bibtex(book)

    assert r"a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d\{e\}\$f\%" in entry


# Markdown.


@pytest.mark.parametrize("text", [*hostile.TEXTS, "- item", "+ item", "= rule", "--- rule", ":::{note}", "% remark"])
def test_a_change_report_quotes_a_hostile_text_as_text(text):
    for before in ("", "- ", "| ", "a: "):
        rendered = MarkdownIt("commonmark", {"html": True}).render(f"{before}{escape(text)}")
        page = BeautifulSoup(rendered, "html.parser")

        assert " ".join(text.split()) in " ".join(page.get_text().split())
        assert {tag.name for tag in page.find_all(True)} <= {"p", "ul", "li"}


# The whole book.


class _Lax(http.server.SimpleHTTPRequestHandler):
    """A host without a policy of content."""

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


@pytest.fixture(scope="module")
def site(tmp_path_factory, folder, root) -> Path:
    """The whole book of hostile data and a hostile bibliography; any warning fails it."""
    book = tmp_path_factory.mktemp("hostile-book")
    for name in ("_config.yml", "_toc.yml", "index.md", "CITATION.cff", "pyproject.toml"):
        shutil.copy(root / name, book)
    made.place(book)
    shutil.copytree(root / "chapters", book / "chapters")
    references = hostile.bibliography((root / "references.bib").read_text(encoding="utf-8"))
    (book / "references.bib").write_text(references, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLUSTERBOOK_DATA", str(folder))
        return build(book).parent


@pytest.fixture(scope="module")
def address(site):
    with browsing.serving(site, _Lax) as host:
        yield f"{host}/"


HOVER = ".cb-live .mark-symbol path, .cb-live .mark-rect path"


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
@pytest.mark.parametrize("page", [*PAGES, "search.html?q=onerror", "search.html?q=heading"])
def test_on_no_page_does_anything_of_the_data_run_or_reach_out_or_burst_the_page(browser, address, page):
    with browsing.visiting(browser, address) as visit:
        tab = visit(page)
        asked: list[str] = []
        tab.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        for mark in tab.locator(HOVER).all()[:3]:
            mark.hover(force=True)
        for link in tab.locator(".cb-claim-sign, .bibtex-citation a.reference, a.cb-num").all()[:6]:
            link.focus()
        for choice in tab.locator(".cb-explorer-form select").all():
            choice.select_option(index=2)
        tab.wait_for_load_state("networkidle")
        assert (tab.evaluate("window.pwned"), asked, tab.faults) == (None, [], [])
        for viewport in (WIDE, NARROW):
            tab.set_viewport_size(viewport)
            assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"], viewport


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.browser
def test_what_is_shown_on_hover_and_by_the_arrow_keys_is_the_text(browser, address, spoilt):
    names = set(spoilt["clusters"]["name"])
    with browsing.visiting(browser, address) as visit:
        tab = visit("index.html")
        tab.locator(HOVER).first.hover(force=True)
        tip = tab.locator("#vg-tooltip-element tr", has_text="Cluster").locator(".value")
        assert tip.text_content() in names
        tab.locator(".cb-live").first.focus()
        tab.keyboard.press("ArrowRight")
        assert any(f"Cluster: {name}; " in tab.locator(".cb-told").first.text_content() for name in names)


@pytest.mark.slow
@pytest.mark.exhaustive
def test_every_text_of_the_data_stands_on_the_data_page_letter_for_letter(site, folder):
    page = BeautifulSoup((site / "chapters" / "data.html").read_text(encoding="utf-8"), "html.parser")
    cells = {cell.get_text() for cell in page.select("article td, article th")}

    wanted = {row[column] for table, column, _ in hostile.free_columns(folder) for row in made.rows(folder, table)}

    assert wanted - cells <= {""}


@pytest.mark.slow
@pytest.mark.exhaustive
def test_no_page_has_an_element_a_handler_or_a_script_of_the_data(site):
    for path in site.rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.select(", ".join(f"article {element}" for element in hostile.ELEMENTS)) == [], path
        for tag in page.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on")], (path, tag)
            assert not str(tag.get("href", "")).lower().startswith(("javascript:", "data:")), (path, tag)
        for told in page.select("script[type]"):
            json.loads(told.string)


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_names_of_places_are_what_machines_read(site, folder):
    page = BeautifulSoup((site / "chapters" / "data.html").read_text(encoding="utf-8"), "html.parser")
    told = json.loads(page.select_one('script[type="application/ld+json"]').string)
    (data,) = [thing for thing in told["@graph"] if thing["@type"] == "Dataset"]

    assert [place["name"] for place in data["spatialCoverage"]] == [
        f"{row['name']}, {row['country']}" for row in made.rows(folder, "clusters")
    ]


@pytest.mark.slow
@pytest.mark.exhaustive
def test_no_cell_of_any_download_is_a_formula(site):
    found = {
        (path.name, cell)
        for path in site.rglob("*.csv")
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        for cell in row
        if FORMULA.match(cell) and not NUMBER.fullmatch(cell)
    }

    assert found == set()


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_words_of_a_notebook_hold_no_markup_of_the_data(site):
    for path in sorted((site / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                page = BeautifulSoup(MarkdownIt("gfm-like", {"html": True}).render(cell.source), "html.parser")
                raw = [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
                raw += page.select("script, img, svg, b, i, iframe")
                assert raw == [], (path.name, raw)
                links = [str(link["href"]) for link in page.select("a[href]")]
                assert all(link.startswith(("https://", "http://", "mailto:", "#")) for link in links), path.name


@pytest.mark.slow
@pytest.mark.exhaustive
def test_a_pdf_is_made_of_hostile_data(site, tmp_path):
    stamp = {"edition": "Edition 1.0.0", "data": "0123456789ab", "commit": "ba9876543210"}
    printable = shutil.copytree(site, tmp_path / "site")
    for page in printable.rglob("*.html"):  # a machine without fonts for these signs refuses them, and says so
        page.write_text(re.sub("[🐟🏭桥头]", "Ω", page.read_text(encoding="utf-8")), encoding="utf-8")

    made_pdf = paper.pdf(site.parents[1], printable, stamp)

    read = pypdf.PdfReader(io.BytesIO(made_pdf))
    text = " ".join(page.extract_text() for page in read.pages)
    assert "onerror=window.pwned=1" in text and "{{ 7*7 }}" in text
    assert not {"/JavaScript", "/OpenAction", "/AA"} & set(read.trailer["/Root"])


@pytest.mark.slow
@pytest.mark.exhaustive
def test_an_epub_of_hostile_data_is_valid(site, tmp_path):
    stamp = {"edition": "Edition 1.0.0", "data": "0123456789ab", "commit": "ba9876543210"}
    (tmp_path / "book.epub").write_bytes(epub.epub(site.parents[1], site, stamp))

    with zipfile.ZipFile(tmp_path / "book.epub") as packed:
        pages = [packed.read(name).decode("utf-8") for name in packed.namelist() if name.endswith(".xhtml")]
    for page in pages:
        ElementTree.fromstring(page)
        assert not re.search(r"<(script|b|img src=.x)\b|\son\w+=\"", page)
