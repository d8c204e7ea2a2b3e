"""Where the site and its repository stand: from ``_config.yml``, or from the environment, which goes before it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from ..errors import BuildError
from ..files import ADDRESS_VARIABLES
from .yaml_files import load_yaml

if TYPE_CHECKING:
    from sphinx.application import Sphinx  # a site that is up to date needs none of it


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the book is published and kept; what is not known is empty, and never made up.

    Attributes
    ----------
    site : str
        Address of the site's folder, ending in ``/``: ``html.baseurl``, or ``CLUSTERBOOK_ADDRESS``.
    repository : str
        Address of the repository: ``repository.url``, or ``CLUSTERBOOK_REPOSITORY``.
    branch : str
        The branch that readers are sent to: ``repository.branch``, or ``CLUSTERBOOK_BRANCH``; ``HEAD``, which stands
        for the repository's own default, if none is given.
    folder : str
        Folder of the book in the repository, ending in ``/`` unless it is the top: ``repository.path_to_book``.
    """

    site: str = ""
    repository: str = ""
    branch: str = ""
    folder: str = ""

    @classmethod
    def of(cls, root: Path, *, told: bool = True) -> Addresses:
        """Return the addresses of a book.

        Parameters
        ----------
        root : path
            Folder of the book.
        told : bool
            Whether the environment is asked; what is committed must not depend on it.

        Raises
        ------
        BuildError
            For an address that is no absolute http address, naming where it was given.
        """
        settings = load_yaml(root / "_config.yml") or {}
        kept = _part(settings, "repository")
        given = {
            "html.baseurl": _part(settings, "html").get("baseurl"),
            "repository.url": kept.get("url"),
            "repository.branch": kept.get("branch"),
        }
        found = {}
        for (key, value), variable in zip(given.items(), ADDRESS_VARIABLES, strict=True):
            given_here = os.environ.get(variable, "").strip() if told else ""
            where, found[key] = (
                (variable, given_here) if given_here else (f"_config.yml, {key}", str(value or "").strip())
            )
            if found[key] and key != "repository.branch":
                _check(where, found[key])
        site, repository = found["html.baseurl"].rstrip("/"), found["repository.url"].rstrip("/")
        folder = str(kept.get("path_to_book") or "").strip("/")
        return cls(
            site and f"{site}/",
            repository.removesuffix(".git"),
            found["repository.branch"] or ("HEAD" if repository else ""),
            folder and f"{folder}/",
        )

    @property
    def path(self) -> str:
        """The part of the site's address that follows the host, as ``/book/``; empty if there is no address."""
        return urlsplit(self.site).path

    def page(self, docname: str) -> str:
        """Return the one address by which a page shall be known, or nothing if the site has none."""
        return self.file("" if docname == "index" else f"{docname}.html")

    def file(self, path: str) -> str:
        """Return the address of a file of the site, or nothing if the site has none."""
        return self.site and self.site + path

    def source(self, path: str) -> str:
        """Return where the repository shows a file of the book, or nothing if there is no repository."""
        between = "-/blob" if self._gitlab else "blob"
        return self.repository and f"{self.repository}/{between}/{self.branch}/{self.folder}{path}"

    def binder(self, path: str) -> str:
        """Return where Binder opens a notebook of the repository in JupyterLab, or nothing if it cannot.

        Binder reads ``.binder/`` at the top of a repository only.
        """
        if not self.repository or self.folder:
            return ""
        host, name = urlsplit(self.repository).netloc, urlsplit(self.repository).path.strip("/")
        kinds = {"github.com": f"gh/{name}", "gitlab.com": f"gl/{quote(name, safe='')}"}
        kind = kinds.get(host, f"git/{quote(self.repository, safe='')}")
        opened = quote(f"lab/tree/{path}", safe="")
        return f"https://mybinder.org/v2/{kind}/{quote(self.branch, safe='')}?urlpath={opened}"

    def colab(self, path: str) -> str:
        """Return where Colab opens a notebook of the repository, or nothing if it cannot.

        Colab opens notebooks from GitHub, and takes nothing else along: the library must have an address too.
        """
        kept = urlsplit(self.repository)
        if kept.netloc != "github.com" or not self.site:
            return ""
        return f"https://colab.research.google.com/github{kept.path}/blob/{self.branch}/{self.folder}{path}"

    def issue(self, title: str, body: str) -> str:
        """Return the address of a new issue with these words in it, or nothing if there is no repository."""
        if self._gitlab:
            named = urlencode({"issue[title]": title, "issue[description]": body})
            return f"{self.repository}/-/issues/new?{named}"
        return self.repository and f"{self.repository}/issues/new?{urlencode({'title': title, 'body': body})}"

    @property
    def _gitlab(self) -> bool:
        return "gitlab" in urlsplit(self.repository).netloc


def addresses(app: Sphinx) -> Addresses:
    """Return the addresses of the book that is being built."""
    from .nodes import once

    found: Addresses = once(app, "clusterbook_addresses", lambda: Addresses.of(Path(app.srcdir)))
    return found


def _part(settings: dict[str, Any], name: str) -> dict[str, Any]:
    found = settings.get(name)
    return found if isinstance(found, dict) else {}


def _check(where: str, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise BuildError(
            f"{where}: {address!r} is no address of a folder: give one that begins with https:// and has no ? or #."
        )
