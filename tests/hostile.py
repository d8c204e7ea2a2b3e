"""Made for tests: hostile texts, and a copy of the data and of the bibliography with one in each place that takes it.

Whatever would run sets ``window.pwned``; whatever would become an element is one that the book does not have.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import made

LONG = "long" * 2500  # without a place to break
TEXTS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1></svg>',
    "' onmouseover='window.pwned=1",
    "</script><script>window.pwned=1</script>",
    "</td></table></article></body>",
    "<!-- a remark that does not end",
    "]]> <![CDATA[ &amp; &lt;b&gt; &#60;i&#62;",
    "{{ 7*7 }} {% raw %} ${window.pwned=1} {0} %s %(x)s",
    "`code` ``more`` ```python",
    "{num}`clusters.count` {claim}`level-3-majority` {raw}`html`",
    ":::{note} :::: ```{raw} html",
    "$x_1^2$ $$\\frac{1}{2}$$ \\(a\\) \\[b\\]",
    "\\input{/etc/passwd} \\textbf{x} ~ ^ # & _ %",
    "[a](javascript:window.pwned=1) ![b](x.png) [c][d] [^1]",
    "**bold** _it_ *it* ~~gone~~ <b>bold</b>",
    "# heading",
    "> quoted | a | b |",
    "1. first",
    "(target)= % remark",
    "https://elsewhere.example/ <https://elsewhere.example/> @someone #1",
    "שלום עולם، مرحبا 123 (אבג)",
    "🐟🏭 桥头 e\u0301 Ω 𝔘",
    "__proto__",
    "constructor",
    'currentColor id="a" role="b" style="c" url(#d) href="#e"',
    "NaN",
    "None",
    "\u00a0 a\u2003b",
    LONG,
)
# A cluster's name has at most forty signs; the first four are those of the paper's clusters.
NAMES = (
    "<img src=x onerror=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    "'\"`{{7*7}}${window.pwned=1}`\"'<b>&amp;",
    "{num}`clusters.count` $x^2$ **b** [a](b)",
    'currentColor id="a" role="b" url(#d)',
    "W" * 40,
    "אשכול (שם) 12",
    "🐟🏭 桥头 Ω",
    "of constructor",
    "a.b[0]\\'c",
    ":::{note} <!-- \\textbf{x} | a | _b_",
)
ELEMENTS = ("b", "img", "svg[onload]", "i:not([class])")


def data(folder: Path) -> Path:
    """Make a copy of ``data/`` hostile: more clusters, and each text column of each table full of hostile texts.

    Ids, keys and closed lists stay, for the rules refuse anything else there; numbers stay, and so do the claims.
    """
    made.add_clusters(folder, made.FIFTH, *made.MORE)
    texts = itertools.cycle(TEXTS)
    for table, column, longest in sorted(free_columns(folder), key=lambda found: found[1] == "origin"):
        rows = made.rows(folder, table)
        for row in rows:
            if row[column] and (column != "region" or row["origin"] == "Made up for a test"):  # a chapter names "Asia"
                fitting = (text for text in texts if longest is None or len(text) + 8 <= longest)
                row[column] = f"{next(fitting)} {row[column]}"[:longest].strip()
        made.write(folder, table, rows)
    rows = made.rows(folder, "clusters")
    made.write(folder, "clusters", [row | {"name": name} for row, name in zip(rows, NAMES, strict=True)])
    return folder


def free_columns(folder: Path) -> Iterator[tuple[str, str, int | None]]:
    """Each column that takes any text: its table, its name and how many signs a cell may have."""
    for entry in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        schema = entry.get("schema", {"fields": []})
        tied = {name for key in schema.get("foreignKeys", []) for name in key["fields"]} | set(
            schema.get("primaryKey", [])
        )
        for field in schema["fields"]:
            limits = field.get("constraints", {})
            if field["type"] == "string" and field["name"] not in tied and not {"enum", "pattern"} & set(limits):
                yield entry["name"], field["name"], limits.get("maxLength")


def bibliography(text: str) -> str:
    """Make a bibliography hostile: a text that BibTeX can hold before each title and note, and within authors."""
    texts = itertools.cycle(text for text in TEXTS if _balanced(text))

    def spoil(found: re.Match[str]) -> str:
        return f"{found[1]}{next(texts)} {found[2]}"

    return re.sub(r"(?m)^(  (?:title|note|journal|publisher) = \{)(.*\},?)$", spoil, text)


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0 and "\\" not in text and "%" not in text
