"""Small books that tests build: their pages, and what their sites hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import made
from clusterbook.publishing.build import build

ROOT = Path(__file__).resolve().parents[1]

TOC = "format: jb-book\nroot: index\nparts:\n  - caption: The paper\n    chapters:\n"
HEAD = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""
START = """```{code-cell} ipython3
import clusterbook as cb

cb.enable_theme()
data = cb.Dataset()
```

"""
SKILLS = 'print(cb.load("skills")["skill_intensity_pct"].tolist())'
LEVELS = 'print(cb.load("levels")["name"].tolist())'


def shown(kind: str, name: str, code: str) -> str:
    """A code cell that shows a numbered figure or table."""
    options = f'---\nmystnb:\n  {kind}:\n    name: {name}\n    caption: "What it shows."\n---'
    return f"```{{code-cell}} ipython3\n{options}\n{code}\n```\n\n"


def chapter(title: str, code: str, words: str = "") -> str:
    """A page with one cell and a sentence."""
    return f"{HEAD}# {title}\n\n{words}\n\n```{{code-cell}} ipython3\nimport clusterbook as cb\n\n{code}\n```\n"


def write(folder: Path, **pages: str) -> Path:
    """Write a book of a few pages with the settings of the real one."""
    (folder / "chapters").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "references.bib", folder)
    made.settings(ROOT, folder)
    (folder / "index.md").write_text("# A small book\n\nIt has chapters.\n", encoding="utf-8")
    for name, text in pages.items():
        (folder / "chapters" / f"{name}.md").write_text(text, encoding="utf-8")
    listing = "".join(f"      - file: chapters/{name}\n" for name in pages)
    (folder / "_toc.yml").write_text(TOC + listing, encoding="utf-8")
    return folder


def pages_of(site: Path) -> dict[str, bytes]:
    """Every file of a site, as bytes."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def clean(folder: Path, scratch: Path) -> dict[str, bytes]:
    """The site that the same files give elsewhere, from nothing."""
    copy = shutil.copytree(folder, scratch, ignore=shutil.ignore_patterns("_build"))
    return pages_of(build(copy).parent)


def assert_the_same(found: dict[str, bytes], expected: dict[str, bytes]) -> None:
    assert sorted(found) == sorted(expected)
    assert [name for name in expected if found[name] != expected[name]] == []


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
