"""Claims of the citations and the reference list: who is listed, under which name, year and pages, in what order.

The paper does not state these in words: they are what its citations and its list say by standing there.
The data hold names, years and pages as printed, so a comparison is one of print with print.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
from num2words import num2words

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, FOUR, LOS_LAGOS, PENANG, QIAOTOU, Evidence, LackingError
from .model import Finding, Register

REGISTER = Register("references")
CITED = "citations.work citations.authors_printed citations.year_printed"
LISTED = "works.work works.authors_printed works.year_printed"
OTHERS = "et al."
SPELT_APART = ("abramovitz1956", "chakravarty1993", "gereffi2005", "guerrieri2001")  # judged one by one
DATED_APART = ("maggi2007",)
BACKGROUND = {BUENOS_AIRES: "bernat2008", LOS_LAGOS: "vidal2008", PENANG: "chandran2008", QIAOTOU: "kong2008"}

Row = dict[str, Any]


# What is cited and is not listed, and the reverse.


@REGISTER.add(
    "cited-works-listed",
    "list of works",
    "citation",
    "Every work that the text cites stands in the reference list.",
    f"{CITED} works.work",
)
def _(see: Evidence) -> Finding:
    cited = _once(_citations(see))
    missing = [_label(row) for row in _missing(see, cited)]
    if not missing:
        return by.tells(True, f"All {_works(len(cited))} cited in the text are listed.")
    return by.tells(
        False, f"Of {_works(len(cited))} cited in the text {len(missing)} are not listed: {listed(missing)}."
    )


@REGISTER.add(
    "only-section-4-cites-listed-works-alone",
    "on the missing works",
    "count",
    "Of the sections that cite, section 4 is the only one whose works all stand in the reference list.",
    "citations.section citations.work works.work",
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    citations = _citations(see)
    sections = {row["section"]: [at for at in citations if at["section"] == row["section"]] for row in citations}
    missing = {section: len(_missing(see, _once(rows))) for section, rows in sections.items()}
    whole = [section for section, number in missing.items() if number == 0]
    counts = ", ".join(f"{number} in section {section}" for section, number in missing.items())
    return by.tells(whole == ["4"], f"Works cited but not listed: {counts}.")


@REGISTER.add(
    "rasiah-has-most-missing-works",
    "on the missing works",
    "ranking",
    "Of the works that are cited but not listed, Rasiah has more than any other author.",
    "citations.work citations.authors_printed works.work",
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    authors = Counter(name for row in _missing(see, _once(_citations(see))) for name in _names(row))
    if not authors:
        return by.tells(False, "Every work that is cited is listed.")
    return by.ranked({"Rasiah": 0, **authors}, ["Rasiah"], unit="", digits=0)


@REGISTER.add(
    "listed-works-cited",
    "list of works",
    "citation",
    "Every work of the reference list is cited in the text.",
    f"citations.work {LISTED}",
)
def _(see: Evidence) -> Finding:
    works, cited = _list(see), {row["work"] for row in _citations(see)}
    idle = [_label(row) for row in works if row["work"] not in cited]
    if not idle:
        return by.tells(True, f"All {_works(len(works))} of the list are cited.")
    return by.tells(False, f"Of {_works(len(works))} of the list {len(idle)} are never cited: {listed(idle)}.")


# One work, one name and one year.


@REGISTER.add(
    "names-spelt-alike",
    "list of works",
    "citation",
    "Apart from four works judged one by one, the text names the authors of each work as the reference list does, and "
    "et al. stands for further ones.",
    f"citations.work citations.authors_printed {LISTED}",
)
def _(see: Evidence) -> Finding:
    pairs = list(_pairs(see, leaving_out=SPELT_APART))
    unlike = [
        f"{_label(cited)} for {_label(work)}"
        for cited, work in pairs
        if _as_cited(work, cited) != _names(cited) or (_shortened(cited) and _names(work) == _names(cited))
    ]
    return _agreement(pairs, unlike, "names")


def _called(work: str, stated: str) -> Callable[[Evidence], Finding]:
    return lambda see: _stated(_spellings(see, work), stated)


for _name, _work, _stands, _entry, _statement in (
    (
        "abramovitz",
        "abramovitz1956",
        "Abramowitz",
        "Abramowitz (1956)",
        "The work of 1956 on output trends is by Abramowitz.",
    ),
    (
        "chakravarty",
        "chakravarty1993",
        "Chakravarty",
        "Chakravarty (1993)",
        "The work of 1993 on development planning is by Chakravarty.",
    ),
    (
        "humphrey",
        "gereffi2005",
        "Gereffi, Humphreys and Sturgeon",
        "Gereffi (2005)",
        "The work of 2005 on global value chains is by Gereffi, Humphreys and Sturgeon.",
    ),
    (
        "guerrieri",
        "guerrieri2001",
        "Giuerrieri",
        "Giuerrieri (2001)",
        "The work of 2001 on industrial districts is by Giuerrieri and others.",
    ),
):
    REGISTER.add(
        f"{_name}-spelt-alike",
        _entry,
        "citation",
        _statement,
        f"citations.section citations.note citations.work citations.authors_printed {LISTED}",
    )(_called(_work, _stands))


@REGISTER.add(
    "years-alike",
    "list of works",
    "date",
    "Apart from Maggi's chapter, the text dates each work as the reference list does.",
    f"citations.work citations.authors_printed citations.year_printed {LISTED}",
)
def _(see: Evidence) -> Finding:
    pairs = list(_pairs(see, leaving_out=DATED_APART))
    unlike = [f"{_label(row)} for {_label(work)}" for row, work in pairs if row["year_printed"] != work["year_printed"]]
    return _agreement(pairs, unlike, "years")


@REGISTER.add(
    "maggi-year",
    "Maggi (2007)",
    "date",
    "Maggi's chapter on the salmon cluster in Chile is of 2007.",
    "citations.section citations.note citations.work citations.year_printed works.work works.year_printed",
)
def _(see: Evidence) -> Finding:
    return _stated(_printed_at(see, "maggi2007", lambda row, _: str(row["year_printed"])), "2007")


@REGISTER.add(
    "name-and-year-tell-works-apart",
    "list of works",
    "citation",
    "No two works share both names and year, in the text or in the reference list.",
    f"{CITED} {LISTED}",
)
def _(see: Evidence) -> Finding:
    meant: dict[str, set[str]] = {}
    for row in [*_citations(see), *_list(see)]:
        meant.setdefault(_label(row), set()).add(row["work"])
    shared = [label for label, works in meant.items() if len(works) > 1]
    twice = [label for label, number in Counter(map(_label, _list(see))).items() if number > 1]
    double = list(dict.fromkeys([*shared, *twice]))
    told = f"{len(meant)} different pairs of names and year are printed, each of one work"
    return by.tells(not double, f"{told}." if not double else f"{listed(double)} can mean more than one work.")


# Pages, background papers and order.


@REGISTER.add(
    "pages-within-range",
    "list of works",
    "citation",
    "Every page that the text points to lies within the pages of the work, where the reference list gives them.",
    "citations.work citations.authors_printed citations.year_printed citations.first_page citations.last_page "
    "works.work works.first_page works.last_page",
)
def _(see: Evidence) -> Finding:
    paged = [(cited, work) for cited, work in _pairs(see) if not pd.isna(cited["first_page"])]
    ranged = [(cited, work) for cited, work in paged if not pd.isna(work["first_page"])]
    if not ranged:
        raise LackingError("a citation with pages of a work that is listed with pages")
    outside = [
        cited["number"]
        for cited, work in ranged
        if not work["first_page"] <= cited["first_page"] <= cited["last_page"] <= work["last_page"]
    ]
    pages = [
        f"{_label(cited)}: {_span(cited)} {'outside' if cited['number'] in outside else 'within'} {_span(work)}"
        for cited, work in ranged
    ]
    rest = f"of {len(paged)} citations with pages {len(ranged)} are of works listed with pages"
    return by.tells(not outside, f"{'; '.join(pages)}; {rest}.")


@REGISTER.add(
    "background-papers-listed",
    "on the background papers",
    "every cluster",
    "The reference list holds a background paper of 2008 on each of the four clusters.",
    LISTED,
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    works = {row["work"]: row for row in _list(see)}
    papers = {see.name(cluster): works.get(work) for cluster, work in BACKGROUND.items()}
    told = ", ".join(f"{name}: {_label(row) if row else 'none'}" for name, row in papers.items())
    return by.tells(all(row and row["year_printed"] == 2008 for row in papers.values()), f"{told}.")


@REGISTER.add(
    "list-in-order-of-names",
    "list of works",
    "ranking",
    "The reference list stands in the alphabetical order of the surnames that it prints first.",
    f"works.number {LISTED}",
)
def _(see: Evidence) -> Finding:
    return _order(_list(see), lambda one, other: _letters(one) <= _letters(other), "surname")


@REGISTER.add(
    "list-in-order-of-years",
    "list of works",
    "ranking",
    "Works that the reference list gives for the same authors stand in the order of their years.",
    f"works.number {LISTED}",
)
def _(see: Evidence) -> Finding:
    by_authors = sorted(_list(see), key=_names)  # the works of the same authors stay in the order of the list
    return _order(
        by_authors,
        lambda one, other: _names(one) != _names(other) or one["year_printed"] <= other["year_printed"],
        "year under the same authors",
    )


# Helpers: rows, names and their labels.


def _citations(see: Evidence) -> list[Row]:
    rows: list[Row] = see.rows("citations").to_dict("records")
    return rows


def _list(see: Evidence) -> list[Row]:
    rows: list[Row] = see.rows("works").to_dict("records")
    return sorted(rows, key=lambda row: row["number"])


def _once(rows: Iterable[Row]) -> list[Row]:
    """The first citation of each work."""
    return list({row["work"]: row for row in reversed(list(rows))}.values())[::-1]


def _missing(see: Evidence, cited: Iterable[Row]) -> list[Row]:
    works = {row["work"] for row in _list(see)}
    return [row for row in cited if row["work"] not in works]


def _pairs(see: Evidence, *, leaving_out: Collection[str] = ()) -> Iterator[tuple[Row, Row]]:
    """Each citation of a listed work, with the entry of the list."""
    works = {row["work"]: row for row in _list(see)}
    for row in _citations(see):
        if row["work"] in works and row["work"] not in leaving_out:
            yield row, works[row["work"]]


def _names(row: Row) -> list[str]:
    return [name for name in str(row["authors_printed"]).split("; ") if name != OTHERS]


def _shortened(row: Row) -> bool:
    return str(row["authors_printed"]).endswith(OTHERS)


def _as_cited(work: Row, cited: Row) -> list[str]:
    """The names of the list that a citation should print: all, or as many as it prints before et al."""
    return _names(work)[: len(_names(cited))] if _shortened(cited) else _names(work)


def _label(row: Row) -> str:
    return f"{listed(_names(row))}{f' {OTHERS}' if _shortened(row) else ''} ({row['year_printed']})"


def _letters(row: Row) -> str:
    """The first surname as an alphabet sees it: without case, accents, blanks and hyphens."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", _names(row)[0]).casefold())


def _span(row: Row) -> str:
    first, last = row["first_page"], row["last_page"]
    return f"{first}" if first == last else f"{first}–{last}"


def _works(number: int) -> str:
    return f"{number} {'work' if number == 1 else 'works'}"


def _stated(places: dict[str, str], stated: str) -> Finding:
    """What all places say, held to what the list states; places that differ are readings."""
    found = by.one_voice(places)
    return by.tells(stated in places.values(), found.numbers) if not found.readings else found


def _spellings(see: Evidence, work: str) -> dict[str, str]:
    """What each place prints as the names of a work, as far as the citations name its authors."""

    def names(row: Row, cited: list[Row]) -> str:
        return listed(_as_cited(row, cited[0]) if row not in cited else _names(row))

    return _printed_at(see, work, names)


def _printed_at(see: Evidence, work: str, what: Callable[[Row, list[Row]], str]) -> dict[str, str]:
    """What each place that names a work prints; citations of one section that differ are told apart."""
    cited = [row for row in _citations(see) if row["work"] == work]
    entries = [row for row in _list(see) if row["work"] == work]
    if not cited or not entries:
        raise LackingError(f"{work} in both citations.csv and works.csv")
    said: dict[str, list[str]] = {}
    for row in cited:
        place = f"Section {row['section']}" if pd.isna(row["note"]) else f"Note {row['note']}"
        said.setdefault(place, []).append(what(row, cited))
    places: dict[str, str] = {}
    for place, prints in said.items():
        for at, printed in enumerate(prints, start=1):
            if len(set(prints)) == 1:
                places[place] = printed
            else:
                places[f"{place}, {num2words(at, to='ordinal')} citation"] = printed
    return places | {"Reference list": what(entries[0], cited)}


def _agreement(pairs: list[tuple[Row, Row]], unlike: list[str], what: str) -> Finding:
    works = len({work["work"] for _, work in pairs})
    told = f"{len(pairs)} citations of {works} listed works are compared"
    if not unlike:
        return by.tells(True, f"{told}, and none differs from the list in {what}.")
    return by.tells(False, f"{told}; in {what} these differ: {listed(unlike)}.")


def _order(works: list[Row], in_order: Callable[[Row, Row], bool], by_what: str) -> Finding:
    late = [
        f"{_label(one)} stands before {_label(other)}" for one, other in pairwise(works) if not in_order(one, other)
    ]
    told = f"{_works(len(works))} are listed"
    return by.tells(not late, f"{told}, all in order of {by_what}." if not late else f"{told}; {'; '.join(late)}.")
