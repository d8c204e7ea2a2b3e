"""How the book and the paper are cited, from ``CITATION.cff``: BibTeX, RIS, CSL-JSON and plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from pybtex.database import BibliographyData, Entry, Person
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ..changes.editions import snapshot
from ..files import put
from .addresses import Addresses, addresses
from .nodes import once
from .site_files import site_file
from .yaml_files import load_yaml

FILE = "CITATION.cff"
FOLDER = "cite"


@dataclass(frozen=True, slots=True)
class Name:
    """An author: a person with family and given name, or a group whose whole name is ``family``."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited.

    Attributes
    ----------
    key : str
        ``book`` or ``paper``: the name of its files, and part of its BibTeX key.
    title : str
    authors : tuple of Name
    version : str
        Number of the edition; empty for the paper.
    released : date or None
        Day of the edition; None as long as none of this version has been published.
    published : bool
        Whether an edition of this version has been published; never so for the paper, of which no place is known.
    abstract, note, url, language : str
        Empty where not known.
    licences, keywords : tuple of str
    """

    key: str
    title: str
    authors: tuple[Name, ...]
    version: str = ""
    released: date | None = None
    published: bool = False
    abstract: str = ""
    note: str = ""
    url: str = ""
    language: str = ""
    licences: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    @property
    def standing(self) -> str:
        """Which edition it is, or why it has none, in words."""
        if self.version:
            return f"Edition {self.version}" if self.published else f"Unpublished, to become edition {self.version}"
        return self.note


def works(root: Path, where: Addresses) -> dict[str, Work]:
    """Return the book and the paper that it follows; without the file, a book of the settings' title alone."""
    path = root / FILE
    if not path.is_file():
        settings = load_yaml(root / "_config.yml")
        return {"book": Work("book", settings["title"], (Name(settings["author"]),), url=where.site)}
    told = load_yaml(path)
    version = str(told["version"])
    published = snapshot(root, version).is_file()
    book = Work(
        "book",
        told["title"],
        tuple(map(_name, told["authors"])),
        version,
        told.get("date-released") if published else None,
        published,
        told["abstract"],
        url=where.site,
        language="en-GB",
        licences=tuple(told["license"]),
        keywords=tuple(told["keywords"]),
    )
    paper = told["references"][0]
    authors = tuple(map(_name, paper["authors"]))
    return {"book": book, "paper": Work("paper", paper["title"], authors, note=paper["notes"].rstrip("."))}


def cited(app: Sphinx) -> dict[str, Work]:
    """Return the book and the paper as the build cites them."""
    found: dict[str, Work] = once(app, "clusterbook_works", lambda: works(Path(app.srcdir), addresses(app)))
    return found


def to_bibtex(work: Work) -> str:
    """Return the BibTeX entry of a work; ``@unpublished`` where there is no year to give."""
    fields = {"title": f"{{{work.title}}}", "note": work.standing, "url": work.url}
    if work.released:
        fields |= {"year": f"{work.released:%Y}", "month": f"{work.released:%m}", "edition": work.version, "note": ""}
    people = [Person(first=one.given, last=one.family if one.given else f"{{{one.family}}}") for one in work.authors]
    kind = "book" if work.released else "unpublished"
    entry = Entry(kind, fields={name: text for name, text in fields.items() if text}, persons={"author": people})
    return str(BibliographyData({f"clusterbook-{work.key}": entry}).to_string("bibtex"))


def to_ris(work: Work) -> str:
    """Return the RIS record of a work."""
    fields = [("TY", "BOOK" if work.released else "UNPB")]
    fields += [("AU", f"{one.family}, {one.given}" if one.given else one.family) for one in work.authors]
    fields += [("TI", work.title)]
    if work.released:
        fields += [("PY", f"{work.released:%Y}"), ("DA", f"{work.released:%Y/%m/%d}"), ("ET", work.version)]
    else:
        fields += [("N1", work.standing)]
    fields += [("AB", work.abstract), ("LA", work.language), ("UR", work.url)]
    fields += [("KW", word) for word in work.keywords]
    return "\n".join([*(f"{tag}  - {text}" for tag, text in fields if text), "ER  - ", ""])


def to_csl(work: Work) -> str:
    """Return the CSL-JSON of a work: a list of one item."""
    item: dict[str, Any] = {
        "id": f"clusterbook-{work.key}",
        "type": "book" if work.released else "manuscript",
        "title": work.title,
        "author": [
            {"family": one.family, "given": one.given} if one.given else {"literal": one.family} for one in work.authors
        ],
    }
    if work.released:
        item |= {"issued": {"date-parts": [[work.released.year, work.released.month, work.released.day]]}}
        item |= {"edition": work.version}
    else:
        item |= {"note": work.standing}
    known = {"abstract": work.abstract, "language": work.language, "URL": work.url, "keyword": ", ".join(work.keywords)}
    item |= {name: text for name, text in known.items() if text}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def to_text(work: Work) -> str:
    """Return a work as a sentence of a list of references."""
    names = [f"{one.family}, {one.given}" if one.given else one.family for one in work.authors]
    year = f" ({work.released:%Y})" if work.released else ""
    parts = [f"{' and '.join(names)}{year}", work.title, work.standing, work.url]
    return ". ".join(part for part in parts if part) + ("" if work.url else ".") + "\n"


# Each form by the ending of its file: what readers call it, how it is made, and how it is coloured on the page.
FORMS: dict[str, tuple[str, Callable[[Work], str], str]] = {
    "txt": ("Plain text", to_text, "text"),
    "bib": ("BibTeX", to_bibtex, "bibtex"),
    "ris": ("RIS", to_ris, "text"),
    "json": ("CSL-JSON", to_csl, "json"),
}


class HowToCite(SphinxDirective):
    """Every form of one work, the book or the paper, each as a block to copy and as a file to keep."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        key = self.arguments[0]
        found = cited(self.env.app)
        if key not in found:
            raise self.error(f"there is no work {key!r} to cite: name one of {', '.join(found)}")
        shown: list[nodes.Node] = []
        for ending, (name, form, language) in FORMS.items():
            file = f"{key}.{ending}"
            link = site_file("", "", nodes.Text(file), path=f"{FOLDER}/{file}")
            shown.append(nodes.paragraph("", "", nodes.strong("", name), nodes.Text(", as a file: "), link))
            text = form(found[key]).rstrip("\n")
            shown.append(nodes.literal_block(text, text, language=language, classes=["cb-citation"]))
        return shown


def _write(app: Sphinx, error: Exception | None) -> None:
    """Put each form of each work beside the pages."""
    if error is None and app.builder.name == "html":
        for work in cited(app).values():
            for ending, (_, form, _) in FORMS.items():
                put(Path(app.outdir) / FOLDER / f"{work.key}.{ending}", form(work).encode("utf-8"))


def _name(told: dict[str, str]) -> Name:
    return Name(told["family-names"], told.get("given-names", "")) if "family-names" in told else Name(told["name"])


def setup(app: Sphinx) -> None:
    """Register the directive and the files."""
    app.add_directive("how-to-cite", HowToCite)
    app.connect("build-finished", _write)
