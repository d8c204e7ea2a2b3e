"""A change report as plain text, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from .model import DataChange, Report, Row, Shown, Turned, Value

EMPTY = "(empty)"


def summary(report: Report) -> str:
    """Return the sentence that says whether anything differs, and whether a reader sees it."""
    since = f"Since {report.since}"
    if report.gaps and not report:
        return f"{since} nothing has changed in what could be compared."
    if not report:
        return f"{since} nothing has changed in the data, sentences, tables, figures and claims."
    if not report.visible:
        return f"{since} data have changed, and nothing that a reader sees."
    return f"What has changed since {report.since}:"


def to_text(report: Report) -> str:
    """Return the whole report, one change a line, the sentence that sums it up first."""
    lines = [summary(report), *report.gaps]
    for title, body in (
        ("Data", _data(report)),
        ("Numbers in sentences", _numbers(report)),
        ("Sentences reworded", _words(report)),
        ("Claims", _claims(report)),
        ("Tables, figures and alt texts", _shown(report)),
    ):
        if told := list(body):
            lines += ["", title, *(f"  {line}" for line in told)]
    return "\n".join(lines)


def arrow(value: Value) -> str:
    """Return the old and the new of a value, with its unit."""
    unit = f" ({value.unit})" if value.unit else ""
    return f"{value.old or EMPTY} → {value.new or EMPTY}{unit}"


def row_text(row: Row) -> str:
    """Return one row of a table, or one mark, as a line."""
    if row.fate == "changed":
        return f"{row.key}: " + "; ".join(f"{value.what} {arrow(value)}" for value in row.values)
    values = "; ".join(f"{value.what} {value.new or value.old}" for value in row.values if (value.new or value.old))
    return f"{row.key}: {'added' if row.fate == 'new' else 'removed'}" + (f" ({values})" if values else "")


def data_head(change: DataChange) -> str:
    """Return what became of a file of the data, but for its rows."""
    place = f"data/{change.file}"
    if change.fate != "changed":
        rows = f", {change.count} {'row' if change.count == 1 else 'rows'}" if change.count else ""
        return f"{place}: {'a new file' if change.fate == 'new' else 'gone'}{rows}"
    counts = [
        (sum(row.fate == fate for row in change.rows), word)
        for fate, word in (("new", "added"), ("gone", "removed"), ("changed", "changed"))
    ]
    told = [f"{count} {'row' if count == 1 else 'rows'} {word}" for count, word in counts if count]
    told += [f"column {column} added" for column in change.columns_new]
    told += [f"column {column} removed" for column in change.columns_gone]
    return f"{place}: {', '.join(told) or change.note or 'changed'}"


def shown_head(shown: Shown) -> str:
    """Return the name of a table or figure, and what became of it as a whole."""
    name = f"{shown.kind} {shown.label}" if shown.label else shown.kind
    told = f"{name}, “{shown.caption}”" if shown.caption else name
    fate = {"new": "new", "gone": "gone", "changed": "look only" if shown.look else ""}[shown.fate]
    return f"{told}: {fate}" if fate else told


def detail(value: Value) -> str:
    """Return what else of a table or figure differs."""
    if value.what == "code":
        return "its code was edited"
    if value.what in {"column", "field of its marks"} and not (value.old and value.new):
        return f"{value.what} {value.new or value.old} {'added' if value.new else 'removed'}"
    return f"{value.what}: {arrow(value)}"


def counted(claims: tuple[Turned, ...], what: str) -> str:
    """Return how many claims a list holds, as the start of a sentence."""
    return f"{'1 claim has' if len(claims) == 1 else f'{len(claims)} claims have'} {what}"


def _data(report: Report) -> Iterator[str]:
    for change in report.data:
        yield data_head(change)
        yield from (f"  {row_text(row)}" for row in change.rows)
    for value in report.descriptions:
        yield f"data/datapackage.json, {value.what}: {arrow(value)}"


def _numbers(report: Report) -> Iterator[str]:
    for quoted in report.numbers:
        told = "; ".join(dict.fromkeys(arrow(value) for value in quoted.numbers))
        yield f"{quoted.page}, line {quoted.line}: {told}"
        yield f"  {quoted.sentence}"


def _words(report: Report) -> Iterator[str]:
    yield from (f"{page}: a new page" for page in report.pages_new)
    yield from (f"{page}: gone" for page in report.pages_gone)
    for worded in report.words:
        place = f"{worded.page}, line {worded.line}"
        if worded.old and worded.new:
            yield f"{place}: reworded"
            yield f"  was: {worded.old}"
            yield f"  now: {worded.new}"
        else:
            yield f"{place}: {'added' if worded.new else 'removed'}: {worded.new or worded.old}"


def _shown(report: Report) -> Iterator[str]:
    for page, group in by_page(report.shown):
        yield page
        for shown in group:
            yield f"  {shown_head(shown)}"
            yield from (f"    {row_text(row)}" for row in shown.rows)
            yield from (f"    {detail(value)}" for value in shown.details)


def by_page(shown: Iterable[Shown]) -> Iterator[tuple[str, list[Shown]]]:
    """Yield each page with what differs on it."""
    for page, group in groupby(shown, key=lambda one: one.page):
        yield page, list(group)


def _claims(report: Report) -> Iterator[str]:
    if report.verdicts:
        yield counted(report.verdicts, "another verdict:")
        for turned in report.verdicts:
            yield f"  {turned.id}: {turned.new}, was: {turned.old}"
            if turned.statement:
                yield f"    {turned.statement} ({turned.place})"
            yield f"    before: {turned.before}"
            yield f"    now:    {turned.now}"
            yield from (f"    {at.page}, line {at.line}: {at.sentence}" for at in turned.sentences)
    if report.moved:
        yield counted(report.moved, "the same verdict, on other numbers:")
        for turned in report.moved:
            yield f"  {turned.id}: {turned.new}"
            yield f"    before: {turned.before}"
            yield f"    now:    {turned.now}"
    if report.claims_new:
        yield f"New claims: {', '.join(report.claims_new)}"
    if report.claims_gone:
        yield f"No longer claims: {', '.join(report.claims_gone)}"
