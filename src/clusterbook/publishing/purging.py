"""One style sheet of many: only the rules, variables and icons that the pages or their scripts have a use for."""

from __future__ import annotations

import base64
import io
import logging
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import rcssmin
import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont
from tinycss2 import ast

IMPORT = re.compile(r"""@import\s+(?:url\()?["']?([^"')]+)["']?\)?\s*;""")
ADDRESS = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+)["']?\s*\)""")
# A sign of an icon font stands in Unicode's private range, as itself or as an escape.
ICON = re.compile(r"[\ue000-\uf8ff]|\\([ef][0-9a-f]{3})(?![0-9a-f])")
HOLDING_RULES = {"media", "supports", "container", "layer"}


@dataclass(frozen=True, slots=True)
class Used:
    """What rules may be about: the names in the tags of all pages, and every word of the scripts, which may set one.

    Attributes
    ----------
    names : frozenset of str
        Classes and ids.
    attributes : frozenset of str
        Names of attributes.
    variables : frozenset of str
        Custom properties, with their two hyphens.
    """

    names: frozenset[str]
    attributes: frozenset[str]
    variables: frozenset[str]

    @classmethod
    def by(cls, pages: Iterable[str], scripts: Iterable[str]) -> Used:
        """Read the pages and the scripts."""
        names: set[str] = set()
        attributes: set[str] = set()
        variables: set[str] = set()
        for page in pages:
            for _, value in re.findall(r"""\s(?:class|id)=(["'])(.*?)\1""", page):
                names.update(value.split())
            attributes.update(re.findall(r"\s([a-z][a-z_-]*)(?=[=>\s])", page))
            variables.update(re.findall(r"--[\w-]+", page))
        for script in scripts:
            words = set(re.findall(r"-*[A-Za-z_][\w-]*", script))
            names |= words
            # dataset.bsTheme is the attribute data-bs-theme
            attributes |= words | {"data-" + re.sub(r"[A-Z]", lambda at: f"-{at[0].lower()}", word) for word in words}
            variables |= {word for word in words if word.startswith("--")}
        return cls(frozenset(names), frozenset(attributes), frozenset(variables))

    def among(self, css: str) -> list[list[str]]:
        """Those that a style sheet names: beside its text, all that its lean form depends on."""
        words = set(re.findall(r"-*[A-Za-z_][\w-]*", css))
        return [sorted(words & part) for part in (self.names, self.attributes, self.variables)]


def read(sheet: Path, folder: Path) -> str:
    """Read a style sheet, with what it imports, its addresses rewritten as seen from another folder."""
    text = sheet.read_text(encoding="utf-8").removeprefix("\ufeff")
    text = IMPORT.sub(lambda found: read(sheet.parent / found[1], sheet.parent), text)
    text = re.sub(r'@charset "[^"]*";', "", text)
    return ADDRESS.sub(lambda found: f"url({Path(os.path.relpath(sheet.parent / found[1], folder)).as_posix()})", text)


def purged(css: str, used: Used, folder: Path) -> str:
    """Leave out of a style sheet what nothing has a use for, and write the rest short.

    A selector stays if each class, id and attribute in it is used; what stands in ``:not()``, ``:is()``, ``:has()``
    or ``:where()`` is not asked about. A custom property stays if a declaration that stays reads it. A font of icons
    becomes one of the few icons that the rest names, inside the sheet. For pages without JavaScript, each rule of the
    theme's dark mode holds also where the reader's system is dark and no script has set a mode.

    Parameters
    ----------
    css : str
        The sheet, as from `read`.
    used : Used
        What pages and scripts name.
    folder : Path
        The folder from which the sheet's addresses are seen.
    """
    text = _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), used)
    text = _fonts(_variables(text, used.variables), folder)
    return str(rcssmin.cssmin(text))


def _rules(rules: Iterable[ast.Node], used: Used) -> str:
    out: list[str] = []
    dark: list[str] = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [tinycss2.serialize(one).strip() for one in _selectors(rule.prelude) if _wanted(one, used)]
            body = tinycss2.serialize(rule.content).strip()
            if not selectors or not body:
                continue
            out.append(f"{','.join(selectors)}{{{body}}}")
            dark = [
                re.sub(r"html\[data-theme=[\"']?dark[\"']?\]", "html:not([data-theme])", selector)
                for selector in selectors
                if "data-theme" in selector and "dark]" in selector.replace('"', "").replace("'", "")
            ]
            if dark:
                out.append(f"@media screen and (prefers-color-scheme:dark){{{','.join(dark)}{{{body}}}}}")
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in HOLDING_RULES:
            inside = _rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), used)
            if inside:
                out.append(f"@{rule.lower_at_keyword}{tinycss2.serialize(rule.prelude)}{{{inside}}}")
        elif rule.type == "at-rule":
            out.append(tinycss2.serialize([rule]))
    text = "\n".join(out)
    names = re.compile(r"@keyframes\s+([\w-]+)")
    unused = {name for name in names.findall(text) if len(re.findall(rf"(?<![\w-]){name}(?![\w-])", text)) == 1}
    return "\n".join(part for part in text.split("\n") if not ((at := names.match(part)) and at[1] in unused))


def _selectors(prelude: list[ast.Node]) -> list[list[ast.Node]]:
    """The selectors of a rule, which commas divide."""
    out: list[list[ast.Node]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            out.append([])
        else:
            out[-1].append(token)
    return out


def _wanted(selector: list[ast.Node], used: Used) -> bool:
    previous = None
    for token in selector:
        if token.type == "hash" and token.value not in used.names:
            return False
        if token.type == "ident" and previous == "." and token.value not in used.names:
            return False
        if token.type == "[] block":
            name = next((part.value for part in token.content if part.type == "ident"), None)
            if name and name not in used.attributes:
                return False
        previous = token.value if token.type == "literal" else None
    return True


def _variables(css: str, named: frozenset[str]) -> str:
    """Leave out the custom properties that nothing reads, neither a rule nor another that is read."""
    definition = re.compile(r"(?<=[{;\s])(--[\w-]+)\s*:((?:[^;{}\"']|\"[^\"]*\"|'[^']*')*)(;|(?=\}))")
    reads: dict[str, set[str]] = {}
    for name, value, _ in definition.findall(css):
        reads.setdefault(name, set()).update(re.findall(r"--[\w-]+", value))
    sought = set(re.findall(r"--[\w-]+", definition.sub("", css))) | named
    wanted: set[str] = set()
    while sought:
        wanted |= sought
        sought = set().union(*(reads.get(name, set()) for name in sought)) - wanted
    return definition.sub(lambda found: found[0] if found[1] in wanted else "", css)


def _fonts(css: str, folder: Path) -> str:
    """Put in the place of each font the signs of it that the sheet shows; a font of which it shows none goes.

    Of two weights of a family the first that has a sign gives it, and the browser takes it for the other too.
    """
    face = re.compile(r"@font-face\s*\{([^}]*)\}")
    rest = face.sub("", css)
    shown = {int(found[1], 16) if found[1] else ord(found[0]) for found in ICON.finditer(rest)}
    given: dict[str, set[int]] = {}

    def part(found: re.Match[str]) -> str:
        address = re.search(r"url\(([^)]+\.(?:woff2|woff|ttf))\)", found[1])
        family = re.search(r"font-family:\s*([^;}]+)", found[1])
        if not address or not family:
            return found[0]
        name = re.sub(r"[\"'\\]", "", family[1]).strip()
        if name not in re.sub(r"[\"'\\]", "", rest):
            return ""
        font = TTFont(folder / address[1].strip("\"'"), recalcTimestamp=False)
        signs = (shown & set(font.getBestCmap())) - given.setdefault(name, set())
        if not signs:
            return ""
        given[name] |= signs
        body = re.sub(r"src:[^;]*", f"src:url(data:font/woff2;base64,{_cut(font, signs)}) format('woff2')", found[1])
        return f"@font-face{{{body}}}"

    return face.sub(part, css)


def _cut(font: TTFont, signs: set[int]) -> str:
    """A font of a few signs of another, as base64."""
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[0, 13])  # its copyright and its licence stay
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of each step
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=signs)
    cutter.subset(font)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return base64.b64encode(made.getvalue()).decode("ascii")
