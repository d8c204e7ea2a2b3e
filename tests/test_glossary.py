"""The glossary: every term of use, every abbreviation explained, each entry with its place in the paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from clusterbook.publishing.execution import pages
from test_prose import prose, text_of

ROOT = Path(__file__).resolve().parents[1]
GLOSSARY = ROOT / "chapters" / "glossary.md"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
ABOUT_THE_PAPER = {"The paper", "The paper checked"}  # the other parts speak of the book and its files too
OUTSIDE = {ROOT / f"{entry['file']}.md" for part in TOC["parts"] for entry in part["chapters"]} - {
    ROOT / f"{entry['file']}.md"
    for part in TOC["parts"]
    if part["caption"] in ABOUT_THE_PAPER
    for entry in part["chapters"]
}
CHAPTERS = [page for page in pages(ROOT) if page not in OUTSIDE - {ROOT / "chapters" / "references.md"}]
ALL = [page for page in pages(ROOT) if page != GLOSSARY]
COLUMNS = [  # of the data that tables of the paper's chapters print
    ("knowledge_depth", "description"),
    ("pillar_phases", "description"),
    ("events", "title"),
    ("events", "description"),
    ("figures", "measure"),
    ("clusters", "origin"),
    ("dimensions", "label_table_3"),
    ("dimensions", "label_table_5"),
]
ROMAN = {"II", "VII"}  # Mark II, Henry VII
FORMATS = {"CSV", "EPUB", "HTML", "PDF", "PNG", "SVG"}  # of files of the book, none of which the paper names


def entries(text: str | None = None) -> list[tuple[list[str], str]]:
    """The entries of the glossary, each as its terms and what explains them."""
    text = text_of(GLOSSARY) if text is None else text
    (body,) = re.findall(r"^```\{glossary\}\n(.*?)^```$", text, re.M | re.S)
    found = []
    for block in body.strip().split("\n\n"):
        lines = block.split("\n")
        terms = [line.strip("*") for line in lines if not line.startswith(" ")]
        found.append((terms, "\n".join(line.strip() for line in lines if line.startswith(" "))))
    return found


TERMS = {term for terms, _ in entries() for term in terms}


def linked(page: Path) -> list[str]:
    """The terms that a page links to, one for each link."""
    return [found[1] or found[2] for found in re.finditer(r"\{term\}`(?:[^`<]*<([^`>]+)>|([^`<]+))`", text_of(page))]


def abbreviations(text: str) -> set[str]:
    """Words of two capital letters or more, but for a plural's s, Roman numerals and formats of files."""
    found = re.findall(r"(?<![\w&-])[A-Z](?:[A-Z]|&[A-Z]|-[A-Z]{2,})+(?=s?(?![\w&]))", text)
    return set(found) - ROMAN - FORMATS


def words(page: Path) -> str:
    """What a reader sees of a page's sentences, captions and links to terms."""
    text = re.sub(r"\{term\}`([^`<]*?)(?: <[^`>]+>)?`", r"\1", text_of(page))
    return "\n".join(line for _, line in prose(text, captions=True))


@pytest.mark.parametrize("terms", [terms for terms, _ in entries()], ids=lambda terms: terms[0])
def test_each_entry_is_linked_to_by_a_chapter(terms):
    assert any(term in terms for page in ALL for term in linked(page))


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.stem)
def test_a_chapter_links_to_an_entry_once_and_only_to_terms_that_there_are(page):
    found = linked(page)
    assert sorted(set(found) - TERMS) == []
    entry_of = {term: at for at, (terms, _) in enumerate(entries()) for term in terms}
    assert len({entry_of[term] for term in found}) == len(found)


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.stem)
def test_each_abbreviation_of_a_chapter_has_an_entry(page):
    assert sorted(abbreviations(words(page)) - TERMS) == []


def test_each_abbreviation_of_the_tables_has_an_entry(data):
    text = "\n".join(str(value) for table, column in COLUMNS for value in data[table][column])
    assert {"TPM", "OBM"} <= abbreviations(text)
    assert sorted(abbreviations(text) - TERMS) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Many TNCs do R&D.", {"TNC", "R&D"}),
        ("With CAD-CAM in the 1980s (ISO 14001).", {"CAD-CAM", "ISO"}),
        ("Henry VII, Mark II, A firm, McDonald.", set()),
    ],
)
def test_the_finder_tells_an_abbreviation(text, found):
    assert abbreviations(text) == found


def test_the_entries_stand_in_alphabetical_order():
    heads = [terms[0].casefold() for terms, _ in entries()]
    assert heads == sorted(heads)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry[0][0])
def test_each_entry_gives_its_place_in_the_paper_and_in_the_book(entry):
    _, explained = entry
    assert re.search(r"\b(?:[Ss]ections? \d|Tables? \d)|reference list of the paper", explained)
    assert re.search(r"\{(?:ref|numref)\}`", explained)
