"""The book on paper: the PDF holds all that the site holds, within its pages, with its links, the same each time."""

import os
import re
import shutil
import subprocess
import sys
from xml.etree import ElementTree

import pypdf
import pytest
from filelock import FileLock

from browsing import missing
from clusterbook.errors import BuildError
from clusterbook.publishing import paper
from clusterbook.publishing.assembling import assemble
from clusterbook.publishing.imprint import Imprint
from conftest import ROOT

STAMP = {"edition": "Edition 1.0.0", "data": "0123456789ab", "commit": "ba9876543210"}
MARGIN = 50  # points, less than any margin of the style
MAKE = """
import sys
from pathlib import Path
from clusterbook.publishing import paper
made = paper.pdf(Path(sys.argv[1]), Path(sys.argv[2]), dict(zip(("edition", "data", "commit"), sys.argv[4:])))
Path(sys.argv[3]).write_bytes(made)
"""


@pytest.fixture(scope="session")
def pango():
    """What WeasyPrint sets type with."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        missing("Pango is not installed")


def make(site, target, seed):
    """Make the PDF in a process of its own, whose sets come in an order of their own."""
    command = [sys.executable, "-c", MAKE, str(ROOT), str(site), str(target), *STAMP.values()]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": str(seed)})
    return target


@pytest.fixture(scope="session")
def pdf(site, pango):
    """The PDF of the whole book, made once for all workers."""
    path = site.parents[1] / "shared-paper.pdf"
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            make(site, path.with_suffix(".part"), 1).rename(path)
    return path


@pytest.fixture(scope="session")
def document(pdf):
    return pypdf.PdfReader(pdf)


@pytest.fixture(scope="session")
def chapters(site):
    return assemble(ROOT, site, lambda chapter, anchor: f"#{anchor or chapter}")


def poppler(*command):
    """What one of poppler's tools says."""
    if not shutil.which(command[0]):
        missing(f"{command[0]} (poppler-utils) is not installed")
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def plain(text):
    """A text without blanks and hyphens, which differ where lines are broken, and without the pages that paper adds."""
    return re.sub(r"\(p\.\d+\)", "", re.sub(r"[\s\u00ad\u2010-]+", "", text))


@pytest.fixture(scope="session")
def text(pdf):
    """All words of the PDF in the order in which they were set."""
    return plain(poppler("pdftotext", "-raw", str(pdf), "-"))


def headings(items, depth=1):
    for item in items:
        if isinstance(item, list):
            yield from headings(item, depth + 1)
        else:
            yield depth, " ".join(item.title.split())


def links(document):
    for page in document.pages:
        for annotation in page.get("/Annots") or []:
            yield annotation.get_object()


def test_columns_that_fit_are_as_wide_as_their_texts():
    short, long = paper.shares([["abcd"], ["abcdefgh"]], 100, 16)

    assert short / long == pytest.approx((4 + paper.GAP) / (8 + paper.GAP))


def test_a_column_keeps_its_longest_word_whole_beside_one_of_much_text():
    narrow, wide = paper.shares([["responsibility", "a"], ["word " * 200, "word " * 300]], 80, 16)

    assert narrow * 80 / 100 >= len("responsibility")
    assert wide > narrow


def test_what_weasyprint_complains_of_fails_the_pdf(monkeypatch, pango):
    monkeypatch.setattr(paper, "markup", lambda *_: '<html><body><a href="#nowhere">there</a></body></html>')

    with pytest.raises(BuildError, match="No anchor #nowhere"):
        paper.pdf(ROOT, ROOT, STAMP)


def test_the_title_page_tells_what_the_book_was_made_from():
    page = Imprint.of(ROOT, STAMP).title_page()

    assert "Edition 1.0.0, data 0123456789ab, commit ba9876543210" in page
    assert "Rajah Rasiah and Jebamalai Vinanchiarachi" in page


@pytest.mark.slow
def test_the_outline_is_the_contents_of_the_book(document, chapters):
    known = [
        (heading.depth, f"{heading.number}. {heading.title}" if heading.number else heading.title)
        for chapter in chapters
        for heading in chapter.headings
        if heading.depth <= 3
    ]
    known[0] = (1, Imprint.front)

    found = list(headings(document.outline))

    assert len(document.pages) > 100
    assert [title for _, title in found[:3]] == ["Contents", "Figures", "Tables"]
    assert [line for line in found[3:] if line[0] <= 3] == known


@pytest.mark.slow
def test_every_link_inside_leads_to_a_place_of_the_pdf(document):
    places = set(document.named_destinations)
    inside = [str(link["/Dest"]) for link in links(document) if "/Dest" in link]
    outside = [str(link["/A"]["/URI"]) for link in links(document) if "/A" in link]

    assert len(inside) > 2000
    assert [place for place in inside if place not in places] == []
    assert [address for address in outside if not address.startswith(("http://", "https://"))] == []


@pytest.mark.slow
def test_the_pdf_says_what_it_is_and_is_tagged_in_its_language(document):
    about = Imprint.of(ROOT, STAMP)

    assert (document.metadata.title, document.metadata.author) == (about.title, about.author)
    assert document.trailer["/Root"]["/Lang"] == "en-GB"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.slow
def test_every_font_of_the_pdf_is_embedded_and_the_books_own(pdf):
    fonts = [line.split() for line in poppler("pdffonts", str(pdf)).splitlines()[2:]]

    assert {"cb-serif", "cb-sans", "cb-code", "cb-signs"} <= {font[0].split("+")[1] for font in fonts}
    assert [font[0] for font in fonts if "+cb-" not in font[0] or font[-5] != "yes"] == []


@pytest.mark.slow
def test_no_cell_caption_heading_or_note_is_lost_on_the_way_to_paper(text, chapters):
    parts = "td, th, figcaption p, caption, h1, h2, h3, h4, aside.footnote > p, .citation p"
    for chapter in chapters:
        for back in chapter.body.select(".cb-back"):
            back.decompose()  # paper has pages in its place
        for call in chapter.body.select("a.footnote-reference"):
            call.decompose()  # its brackets go
    texts = [(chapter.name, plain(part.get_text())) for chapter in chapters[1:] for part in chapter.body.select(parts)]

    assert len(texts) > 2000
    assert [(name, part) for name, part in texts if part not in text] == []


@pytest.mark.slow
def test_no_markup_or_placeholder_shows_on_paper(text):
    assert re.findall(r".{20}(?:\{[a-z:]+\}`|@@[a-z]+@@|</?[a-z]+>).{20}", text) == []


@pytest.mark.slow
def test_no_word_stands_beyond_the_margins(pdf):
    tree = ElementTree.fromstring(poppler("pdftotext", "-bbox", str(pdf), "-"))
    beyond = []
    for page in tree.iter("{http://www.w3.org/1999/xhtml}page"):
        for word in page.iter("{http://www.w3.org/1999/xhtml}word"):
            if float(word.get("xMin")) < MARGIN or float(word.get("xMax")) > float(page.get("width")) - MARGIN:
                beyond.append(word.text)

    assert beyond == []


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_same_site_gives_the_same_pdf_to_the_byte(pdf, site, tmp_path):
    again = make(site, tmp_path / "again.pdf", 2)

    assert again.read_bytes() == pdf.read_bytes()
