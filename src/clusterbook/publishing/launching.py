"""The buttons of a page with code: run it in Binder or in Colab, or take its notebook away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from .addresses import Addresses, addresses
from .execution import executable_chapters
from .nodes import once
from .site_files import site_file
from .takeaway import ARCHIVE, FOLDER, notebook_path


def offers(docname: str, where: Addresses, settled: Addresses) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the buttons that run a page and those that take its notebook away, as the theme describes them.

    Parameters
    ----------
    docname : str
        The page, one with code.
    where : Addresses
        Where the book is published and kept.
    settled : Addresses
        The addresses that the notebooks in the repository know; Colab opens those, and gets the library by them.
    """
    path, up = notebook_path(docname), "../" * docname.count("/")
    runs = [
        ("Binder", where.binder(path), "Run this page in Binder: nothing to install", "fas fa-play"),
        ("Colab", settled.colab(path), "Run this page in Google Colab", "fas fa-cloud"),
    ]
    takes = [
        (".ipynb", f"{up}{path}", "Download this page as a notebook", "fas fa-code"),
        ("all (.zip)", f"{up}{FOLDER}/{ARCHIVE}", "Download all notebooks with their data", "fas fa-folder"),
    ]
    return _links(runs), _links(takes)


def _buttons(app: Sphinx, docname: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Add to the theme's buttons; not by its own launch buttons, which open the source, or a notebook beside it."""
    if docname not in _executable(app) or "header_buttons" not in context:
        return
    runs, takes = offers(docname, addresses(app), _settled(app))
    buttons = context["header_buttons"]
    for group in buttons:
        if group.get("label") == "download-buttons":
            group["buttons"][:0] = takes
    if runs:
        run = {"type": "group", "tooltip": "Run this page", "icon": "fas fa-rocket", "label": "launch-buttons"}
        buttons.insert(0, {**run, "buttons": runs})


def _links(wanted: list[tuple[str, str, str, str]]) -> list[dict[str, str]]:
    """Buttons as the theme describes them, without those that would lead nowhere."""
    return [
        {"type": "link", "text": text, "url": url, "tooltip": tooltip, "icon": icon}
        for text, url, tooltip, icon in wanted
        if url
    ]


def _executable(app: Sphinx) -> set[str]:
    root = Path(app.srcdir)

    def look() -> set[str]:
        return {page.relative_to(root).with_suffix("").as_posix() for page in executable_chapters(root)}

    found: set[str] = once(app, "clusterbook_executable", look)
    return found


def _settled(app: Sphinx) -> Addresses:
    """The addresses of ``_config.yml`` alone."""
    found: Addresses = once(app, "clusterbook_settled", lambda: Addresses.of(Path(app.srcdir), told=False))
    return found


class ArchiveRole(SphinxRole):
    """Words that lead to the archive of all notebooks."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [site_file("", "", nodes.Text(self.text), path=f"{FOLDER}/{ARCHIVE}")], []


def setup(app: Sphinx) -> None:
    """Register the role, and the buttons after the theme's own."""
    app.add_role("notebooks", ArchiveRole())
    app.connect("html-page-context", _buttons, priority=600)
