"""The data package as the site publishes it: every file of ``data/``, a README made from its description, one zip."""

from __future__ import annotations

import shutil
from pathlib import Path
from string import Template
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ..checking import DESCRIPTOR
from ..files import data_folder, put
from ..loading import describe
from ..wording import listed
from .addresses import Addresses, addresses
from .citing import Work, to_text, works
from .packing import pack
from .pages import show
from .site_files import site_file

FOLDER = "data"
ARCHIVE = "data-package.zip"
README = Path(__file__).parent / "templates" / "data-readme.md"


def published(root: Path, where: Addresses) -> dict[str, bytes]:
    """Return each file of the data package by its name, its README among them.

    Parameters
    ----------
    root : path
        Folder of the book, whose citation the README gives.
    where : Addresses
        Where the site is.
    """
    found = described(data_folder())
    return found | {"README.md": readme(describe(data_folder()), works(root, where)).encode("utf-8")}


def described(folder: Path) -> dict[str, bytes]:
    """Return the description of a data package and each file that it names; whatever else lies there stays there."""
    names = sorted([DESCRIPTOR, *(entry["path"] for entry in describe(folder)["resources"])])
    return {name: (folder / name).read_bytes() for name in names}


def readme(descriptor: dict[str, Any], cited: dict[str, Work]) -> str:
    """Return the README of a data package: what, grain, columns, missing values, licence, and how to load it."""
    resources, licence = descriptor["resources"], descriptor["licenses"][0]
    sources = dict.fromkeys(
        source["title"] for entry in (descriptor, *resources) for source in entry["sources"] if "paper" not in source
    )
    return Template(README.read_text(encoding="utf-8")).substitute(
        title=descriptor["title"],
        description=descriptor["description"],
        files="\n".join(map(_file, resources)),
        columns="\n".join(part for entry in resources for part in _columns(entry)).strip(),
        licence=licence["title"],
        licence_address=licence["path"],
        sources="; ".join(sources),
        book=to_text(cited["book"]).strip(),
        paper=to_text(cited["paper"]).strip() if "paper" in cited else "the paper named above",
    )


def _file(entry: dict[str, Any]) -> str:
    key = entry.get("schema", {}).get("primaryKey", [])
    columns = len(entry.get("schema", {}).get("fields", []))
    cells = (f"`{entry['path']}`", entry["title"], listed(key) if key else "–", str(columns or "–"), entry["paper"])
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _columns(entry: dict[str, Any]) -> list[str]:
    fields = entry.get("schema", {}).get("fields", [])
    lines = ["", f"### {entry['path']}", "", entry["description"], ""]
    for field in fields:
        unit = f", {field['unit']}" if "unit" in field else ""
        empty = "" if field.get("constraints", {}).get("required") else ", may be empty"
        lines.append(f"- `{field['name']}` ({field['type']}{unit}{empty}): {field.get('description', field['title'])}.")
    return lines


class DataFiles(SphinxDirective):
    """A list of the files of the data package, each to be downloaded, and of the archive that holds them all."""

    def run(self) -> list[nodes.Node]:
        entries = show(self.env.app, "description", "")["resources"]
        names = [ARCHIVE, "README.md", "datapackage.json", *(entry["path"] for entry in entries)]
        about = [
            "everything in one archive",
            "what the files are, and how to load them",
            "the description of each column",
        ]
        about += [entry["title"] for entry in entries]
        items = []
        for name, words in zip(names, about, strict=True):
            link = site_file("", "", nodes.literal("", name), path=f"{FOLDER}/{name}")
            items.append(nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(f": {words}"))))
        return [nodes.bullet_list("", *items, classes=["cb-files"])]


def _write(app: Sphinx, error: Exception | None) -> None:
    """Put the files and the archive beside the pages."""
    if error is not None or app.builder.name != "html":
        return
    target = Path(app.outdir) / FOLDER
    shutil.rmtree(target, ignore_errors=True)  # a file may have left the data
    found = published(Path(app.srcdir), addresses(app))
    for name, raw in found.items():
        put(target / name, raw)
    pack(target / ARCHIVE, found)


def setup(app: Sphinx) -> None:
    """Register the directive and the files."""
    app.add_directive("data-files", DataFiles)
    app.connect("build-finished", _write)
