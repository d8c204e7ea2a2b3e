"""Whose scripts a site hosts: version, licence and checksum of each, as a text file beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import vl_convert

from ..theme import VEGA_LITE

FILE = "scripts.txt"
HEAD = "The scripts of this site: what each is made of, of which version, under which licence, and the SHA-256 of it.\n"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a script comes from.

    Attributes
    ----------
    what : str
        What it is called.
    package : str
        The Python package that brings it, whose version the lock fixes.
    licence : str
        Its licence, as SPDX has it.
    """

    what: str
    package: str
    licence: str

    def __str__(self) -> str:
        return f"{self.what}, from {self.package} {version(self.package)}, {self.licence}"


SPHINX = Origin("Sphinx", "sphinx", "BSD-2-Clause")
COPYBUTTON = Origin("sphinx-copybutton", "sphinx-copybutton", "MIT")
THEME = Origin("PyData Sphinx Theme", "pydata-sphinx-theme", "BSD-3-Clause")
OWN = Origin("this book", "clusterbook", "MIT")
VEGA = Origin(
    f"Vega {vl_convert.get_vega_version()}, Vega-Lite {VEGA_LITE}, Vega-Embed {vl_convert.get_vega_embed_version()}",
    "vl-convert-python",
    "BSD-3-Clause",
)
ORIGINS = {
    "documentation_options.js": SPHINX,
    "doctools.js": SPHINX,
    "sphinx_highlight.js": SPHINX,
    "searchtools.js": SPHINX,
    "language_data.js": SPHINX,
    "translations.js": SPHINX,
    "clipboard.min.js": Origin("clipboard.js 2.0.8", "sphinx-copybutton", "MIT"),
    "copybutton.js": COPYBUTTON,
    "sphinx-book-theme.js": Origin("Sphinx Book Theme", "sphinx-book-theme", "BSD-3-Clause"),
    "bootstrap.js": Origin("Bootstrap 5.3.3", "pydata-sphinx-theme", "MIT"),
    "pydata-sphinx-theme.js": THEME,
    "clusterbook.js": OWN,
    "clusterbook-notes.js": OWN,
    "clusterbook-vega.js": VEGA,
}


def credits(static: Path, joined: str, parts: Mapping[str, bytes]) -> str:
    """Return what is to be told of the scripts in a folder.

    Parameters
    ----------
    static : path
        The folder, finished.
    joined : str
        Name of the script there that several were put together into.
    parts : mapping of str to bytes
        Those, by the names that they had, as they came.
    """
    lines = [HEAD]
    for path in sorted(static.glob("*.js")):
        lines.append(f"{path.name}: {_sum(path.read_bytes())}")
        held = parts.items() if path.name == joined else [(path.name, b"")]
        for name, raw in held:
            told = str(ORIGINS.get(name, "of unknown origin"))
            lines.append(f"    {name}: {told}, {_sum(raw)}" if raw else f"    {told}")
        lines.append("")
    return "\n".join(lines)


def _sum(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
