"""A change report as Markdown, for a comment on a pull request and for a page of the book."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from .model import DataChange, Quoted, Report, Turned, Value
from .report import EMPTY, arrow, by_page, counted, data_head, detail, row_text, shown_head, summary

LONGEST = 60_000  # signs of a comment; GitHub takes some more
ROWS = (None, 8, 2, 0)  # of each table and figure: all, or as many as leave the comment short enough
LONG = 12  # lines of a section; a longer one is folded in a comment
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>$|#~&@])")
_FIRST = re.compile(r"^([-+=:%(]|\d+(?=[.)](?:\s|$)))")  # signs that would open a list, a rule, a directive, a target


Where = Callable[[str, int | None], str]


def in_source(page: str, line: int | None = None) -> str:
    """Name a page of the source, and a line of it if one is meant; what an author needs."""
    return escape(page) if line is None else f"{escape(page)}, line {line}"


def to_markdown(report: Report, *, folded: bool = True, where: Where = in_source) -> str:
    """Return the whole report as Markdown that neither GitHub nor MyST reads as more than it is.

    Parameters
    ----------
    report : Report
    folded : bool, optional
        Whether it is for a comment: long sections are folded with ``<details>``, and it is no longer than a comment
        may be, if need be by leaving out rows of tables and marks of figures. A page of the book shows all of it.
    where : callable, optional
        From a page and a line of its source, or None, to the Markdown that names the place.
    """
    if not folded:
        return _written(report, where, folded=False, most=None)
    for most in ROWS:
        text = _written(report, where, folded=True, most=most)
        if len(text) <= LONGEST:
            return text
    cut = text[:LONGEST].rpartition("\n")[0]
    return f"{cut}\n\nThe rest does not fit a comment: `make changes` prints it all."


def _written(report: Report, where: Where, *, folded: bool, most: int | None) -> str:
    """The report with at most so many rows of each table and figure."""
    parts = [escape(summary(report)), *map(escape, report.gaps)]
    for title, body in (
        ("Data", _data(report)),
        ("Numbers in sentences", _numbers(report, where)),
        ("Sentences reworded", _words(report, where)),
        ("Claims", _claims(report, where)),
        ("Tables, figures and alt texts", _shown(report, where, most)),
    ):
        blocks = list(body)
        if not blocks:
            continue
        text = "\n\n".join(blocks)
        if folded and text.count("\n") > LONG:
            parts.append(f"<details>\n<summary><strong>{title}</strong></summary>\n\n{text}\n\n</details>")
        else:
            parts.append(f"**{title}**\n\n{text}")
    return "\n\n".join(parts)


def escape(text: str) -> str:
    """Return a text in which no sign means anything to Markdown or MyST, on one line."""
    return _FIRST.sub(_opened, _SPECIAL.sub(r"\\\1", " ".join(text.split())))


def _opened(found: re.Match[str]) -> str:
    return f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}"


def _items(lines: Iterable[str], indent: str = "") -> str:
    return "\n".join(f"{indent}- {line}" for line in lines)


def _grid(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; its cells must be escaped already."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *map(list, rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _data(report: Report) -> Iterator[str]:
    for change in report.data:
        yield escape(data_head(change))
        if change.rows:
            yield _rows(change)
    if report.descriptions:
        yield "What the data package says of them:"
        yield _items(escape(f"{value.what}: {arrow(value)}") for value in report.descriptions)


def _rows(change: DataChange) -> str:
    """One line a value of a changed row, one line a row that came or went."""
    lines = []
    for row in change.rows:
        if row.fate == "changed":
            lines += [(row.key, value.what, *_both(value), value.unit) for value in row.values]
        else:
            told = row_text(row).removeprefix(f"{row.key}: ")
            lines.append((row.key, told, "", "", ""))
    return _grid(("Row", "Column", "Was", "Is", "Unit"), (map(escape, line) for line in lines))


def _both(value: Value) -> tuple[str, str]:
    return value.old or EMPTY, value.new or EMPTY


def _numbers(report: Report, where: Where) -> Iterator[str]:
    if report.numbers:
        yield _items(_quoted(quoted, where) for quoted in report.numbers)


def _quoted(quoted: Quoted, where: Where) -> str:
    told = "; ".join(dict.fromkeys(arrow(value) for value in quoted.numbers))
    return f"{where(quoted.page, quoted.line)}: **{escape(told)}**. {escape(quoted.sentence)}"


def _words(report: Report, where: Where) -> Iterator[str]:
    lines = [f"{where(page, None)}: a new page" for page in report.pages_new]
    lines += [f"{escape(page)}: gone" for page in report.pages_gone]
    for worded in report.words:
        place = where(worded.page, worded.line)
        if worded.old and worded.new:
            lines.append(f"{place}\n  - was: {escape(worded.old)}\n  - now: {escape(worded.new)}")
        else:
            lines.append(f"{place}, {'added' if worded.new else 'removed'}: {escape(worded.new or worded.old)}")
    if lines:
        yield _items(lines)


def _shown(report: Report, where: Where, most: int | None) -> Iterator[str]:
    for page, group in by_page(report.shown):
        lines = []
        for shown in group:
            inner = [escape(row_text(row)) for row in shown.rows[:most]]
            if left := len(shown.rows) - len(inner):
                inner.append(f"{left} {'more ' if inner else ''}{'row' if left == 1 else 'rows'}")
            inner += [escape(detail(value)) for value in shown.details]
            lines.append(escape(shown_head(shown)) + "".join(f"\n  - {line}" for line in inner))
        yield f"In {where(page, None)}:"
        yield _items(lines)


def _claims(report: Report, where: Where) -> Iterator[str]:
    if report.verdicts:
        yield counted(report.verdicts, "another verdict.")
        yield _items(_turned(turned, where) for turned in report.verdicts)
    if report.moved:
        yield counted(report.moved, "the same verdict, on other numbers.")
        yield _items(
            f"{escape(turned.id)}: {turned.new}\n  - before: {escape(turned.before)}\n  - now: {escape(turned.now)}"
            for turned in report.moved
        )
    if report.claims_new:
        yield f"New claims: {escape(', '.join(report.claims_new))}"
    if report.claims_gone:
        yield f"No longer claims: {escape(', '.join(report.claims_gone))}"


def _turned(turned: Turned, where: Where) -> str:
    inner = [f"before: {escape(turned.before)}", f"now: {escape(turned.now)}"]
    inner += [f"{where(at.page, at.line)}: {escape(at.sentence)}" for at in turned.sentences]
    said = f" {escape(turned.statement)} ({escape(turned.place)})" if turned.statement else ""
    head = f"**{escape(turned.id)}: {turned.new}**, was: {turned.old}.{said}"
    return head + "".join(f"\n  - {line}" for line in inner)
