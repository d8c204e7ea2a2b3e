"""Whatever bytes are given as data: checked data that keep every rule, or an error that says where and what to do.

``make fuzz CASES=100000`` tries so many cases in all; without ``CASES`` a few are tried, always the same ones.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import clusterbook as cb
from clusterbook import survey
from clusterbook.changes import numbers
from clusterbook.claims import judge_all, record
from clusterbook.errors import MOST_TOLD, BookError, DataError
from clusterbook.facts import all_facts
from clusterbook.importing import plan_import, report
from clusterbook.loading import check_data, checked, describe
from clusterbook.rules import check_across
from clusterbook.survey.wave import tally_wave, told

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
DESCRIPTION = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
ENTRIES = {entry["name"]: entry for entry in DESCRIPTION["resources"]}
TABLES = {name: entry for name, entry in ENTRIES.items() if "schema" in entry}
CASES = int(os.environ.get("CASES", "0"))
SECONDS = 20  # of the processor for one case, after which it hangs: other work may keep a case waiting
WAITING = 300  # on the clock, after which it hangs too
HELD = Path("/proc/self/statm")
MEMORY = 1_000_000_000  # bytes that one case may take beyond what the process has


def cases(share: int, few: int) -> Callable[[Any], Any]:
    """How many cases a test tries: a share, in per cent, of those asked for, or a few that are always the same."""
    return settings(
        max_examples=max(1, CASES * share // 100) if CASES else few,
        derandomize=not CASES,
        database=None,
        deadline=None,  # the watch below stops what hangs
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )


# What is watched


class Watch:
    """What a case must not do: reach another host, read outside its folder, hang, or fill the memory."""

    def __init__(self) -> None:
        self.on = False
        self.met: list[str] = []
        sys.addaudithook(self._see)

    def _see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.on and event in {"socket.connect", "socket.getaddrinfo", "urllib.Request"}:
            self.met.append(f"{event} {arguments[1:]}")
        if self.on and event == "open" and "outside" in str(arguments[0]):
            self.met.append(f"open {arguments[0]}")

    @contextlib.contextmanager
    def __call__(self) -> Iterator[None]:
        self.on, self.met = True, []
        limits = resource.getrlimit(resource.RLIMIT_AS)
        if HELD.is_file():  # where it is not, as outside Linux, memory is not watched
            held = int(HELD.read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, limits[1]))
        timers = ((signal.ITIMER_PROF, signal.SIGPROF, SECONDS), (signal.ITIMER_REAL, signal.SIGALRM, WAITING))
        before = [signal.signal(sign, _hangs) for _, sign, _ in timers]
        for timer, _, seconds in timers:
            signal.setitimer(timer, seconds)
        try:
            yield
        finally:
            for (timer, sign, _), handler in zip(timers, before, strict=True):
                signal.setitimer(timer, 0)
                signal.signal(sign, handler)
            resource.setrlimit(resource.RLIMIT_AS, limits)
            self.on = False
        assert not self.met, self.met


def _hangs(*_: object) -> None:
    raise AssertionError(f"hangs: no end after {SECONDS} seconds of the processor, or {WAITING} on the clock")


watched = Watch()


def refusal(case: Callable[[], object], lines: Callable[[str], int | None]) -> str | None:
    """None if a case is accepted; or what it is refused with, once seen that this is told as it should be.

    ``lines`` gives how many lines a file has that a fault names; None if it has none or may not be named.
    """
    with watched():
        try:
            case()
        except DataError as error:
            for fault in error.faults:
                most = lines(fault.file)
                assert fault.rule and fault.remedy.endswith("."), fault
                assert fault.line is None or most is None or 1 <= fault.line <= most, (fault, most)
                if fault.file.endswith(".csv") and fault.column and fault.value is not None:
                    assert fault.line, fault
            said = str(error)
        except BookError as error:
            said = str(error)
        else:
            return None
    said.encode("utf-8")  # it can be printed
    assert len(said) < 5_000_000 and "MemoryError" not in said and "Traceback" not in said
    return said


# How bytes are spoilt

CELLS = [
    *("", " ", "0", "-0", "1", "-1", "00", "1e400", "9" * 25, "1" + "0" * 400, "9" * 5000, "1.5", "1,5", "NaN", "-inf"),
    *("0x10", "1_000", "٣", "½", "1e-400", "0." + "0" * 400 + "1", "true", "None", "2006", "penang", "los-lagos"),
    *("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "{{ 7 }}", "../../outside", "a" * 200_000, "é", "\u202e", "🜁"),
    *('"', "'", '""', 'a"b', "a,b", "a;b", "a\tb", "a|b", "\0", "\x07", "\x1f", "\x85", "\u2028", "\ufeff", "\ufffd"),
    *("\r", "\n", "\r\n", "\x0b", "\x0c", "<<<<<<< HEAD", "2026-02-30", "2026-1-1", "#N/A", "100%", "٪", "\u00a0"),
]
MARKS = [b",", b'"', b"\n", b"\r", b";", b"\t", b"|", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"'"]


def spoilt_bytes(chance: random.Random, raw: bytes) -> bytes:
    """Bytes of a file with some changed, cut, doubled or put in."""
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        at, to = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
        near = min(len(raw), at + chance.randrange(20))
        how = chance.randrange(9)
        if how == 0:
            raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
        elif how == 1:
            raw = raw[:at] + chance.choice(MARKS) + raw[at:]
        elif how == 2:
            raw = raw[:at] + raw[near:]
        elif how == 3:
            raw = raw[:to] + raw[at:to] + raw[to:]
        elif how == 4:
            raw = raw[:at] + raw[at:to] * chance.choice([2, 50])
        elif how == 5:
            raw = raw[:at]
        elif how == 6:
            raw = raw[:at] + chance.choice(CELLS).encode("utf-8", "surrogatepass") + raw[near:]
        elif how == 7:
            raw = raw[:at] + raw[at:near][::-1] + raw[near:]
        else:
            raw = chance.choice([b"\xef\xbb\xbf" + raw, raw.replace(b"\n", b"\r"), raw.replace(b"\n", b"\r\n"), b""])
    return raw[:300_000]


def spoilt_rows(chance: random.Random, rows: list[list[str]]) -> list[list[str]]:
    """Rows of a table with cells changed, moved or taken out, rows cut, doubled or swapped."""
    rows = [list(row) for row in rows]
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        if not rows:
            break
        row, other = (chance.randrange(len(rows)) for _ in range(2))
        slot = chance.randrange(max(1, len(rows[row])))
        how = chance.randrange(8)
        if how in {0, 1, 2}:
            rows[row][slot : slot + 1] = [chance.choice(CELLS)]
        elif how == 3:
            rows[row][slot : slot + 1] = rows[other][slot : slot + 1]
        elif how == 4:
            del rows[row]
        elif how == 5:
            rows.insert(other, list(rows[row]))
        elif how == 6:
            rows[row], rows[other] = rows[other], rows[row]
        else:
            rows[row] = [cell for cell in rows[row] if chance.random() < 0.8] * chance.choice([1, 1, 40])
    return rows


def written(rows: list[list[str]], mark: str = ",", quoting: Any = csv.QUOTE_MINIMAL) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark, lineterminator="\n", quoting=quoting).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def rows_of(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))


def spoilt_csv(chance: random.Random, raw: bytes) -> bytes:
    """A CSV with its cells or its bytes changed, or others in its place."""
    how = chance.randrange(10)
    if how == 0:
        return chance.randbytes(chance.choice([0, 1, 10, 1000]))
    if how < 6:
        raw = written(spoilt_rows(chance, rows_of(raw)), chance.choice([",", ",", ",", ",", ";", "\t", "|"]))
        return raw if how < 5 else raw.decode("utf-8").encode(chance.choice(["utf-16", "cp1252"]), "replace")
    return spoilt_bytes(chance, raw)


CHANCES = st.randoms(use_true_random=True)  # by a seed alone: a file takes too many draws for more


# data/


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A copy of data/ that each case spoils and puts right again, with a file outside that none may read."""
    place = tmp_path_factory.mktemp("fuzz")
    (place / "outside.csv").write_bytes((DATA / "skills.csv").read_bytes())
    return shutil.copytree(DATA, place / "data")


def standing(*but: str) -> dict[str, Any]:
    """The tables as they stand, without some."""
    return {name: table for name, table in check_data(DATA).items() if name not in but}


@contextlib.contextmanager
def holding(folder: Path, name: str, raw: bytes) -> Iterator[None]:
    """The folder with other bytes in one file."""
    before = (folder / name).read_bytes()
    (folder / name).write_bytes(raw)
    try:
        yield
    finally:
        (folder / name).write_bytes(before)


def lines_in(folder: Path) -> Callable[[str], int | None]:
    def lines(file: str) -> int | None:
        assert file.startswith("data/"), file
        path = folder / file.removeprefix("data/")
        assert path.parent == folder, file
        return len(re.findall(rb"\r\n|\r|\n", path.read_bytes())) + 1 if path.is_file() else None

    return lines


def pointing(names: set[str], entries: dict[str, Any]) -> set[str]:
    return {
        name
        for name, entry in entries.items()
        if any(key["reference"]["resource"] in names for key in entry["schema"].get("foreignKeys", []))
    }


def keeps_its_rules(folder: Path, entry: dict[str, Any], tables: dict[str, Any]) -> None:
    """See by the bytes of a file, and without the library, that its table is what it says and fits its description."""
    head, *rows = rows_of((folder / entry["path"]).read_bytes())
    frame, fields = tables[entry["name"]], entry["schema"]["fields"]
    assert head == [field["name"] for field in fields] == list(frame.columns)
    assert len(rows) == len(frame)
    for slot, field in enumerate(fields):
        limits = field.get("constraints", {})
        cells = [row[slot] for row in rows]
        assert not (limits.get("required") and "" in cells)
        assert not limits.get("unique") or len(set(cells)) == len(cells)
        for text, value in zip(cells, frame[field["name"]].astype(object), strict=True):
            if not text:
                assert pd.isna(value)
                continue
            read = {"integer": int, "number": float}.get(field["type"], str)(text)
            assert read == value and text == text.strip()
            assert all(char.isprintable() or unicodedata.category(char) == "Zs" for char in text)
            assert read in limits.get("enum", [read])
            assert not isinstance(read, int | float) or abs(read) < 1e15
            assert limits.get("minimum", read) <= read <= limits.get("maximum", read)
            assert re.fullmatch(limits.get("pattern", "(?s:.)*"), text)
            assert limits.get("minLength", 0) <= len(text) <= limits.get("maxLength", len(text))
    names = entry["schema"]["primaryKey"]
    keys = list(frame[names if isinstance(names, list) else [names]].itertuples(index=False, name=None))
    assert len(set(keys)) == len(keys)
    for key in entry["schema"].get("foreignKeys", []):
        there = set(tables[key["reference"]["resource"]][key["reference"]["fields"]].itertuples(index=False, name=None))
        assert set(frame[key["fields"]].dropna(how="all").itertuples(index=False, name=None)) <= there


@cases(share=50, few=30)
@given(chance=CHANCES, name=st.sampled_from(sorted(ENTRIES)))
def test_any_bytes_of_a_file_are_data_that_keep_every_rule_or_refused_with_their_place(chance, name, folder):
    entry = ENTRIES[name]
    raw = spoilt_csv(chance, (DATA / entry["path"]).read_bytes())
    whole = chance.random() < 0.02
    sound = {} if whole else standing(name, *pointing({name}, TABLES))
    found: dict[str, Any] = {}
    with holding(folder, entry["path"], raw):
        refused = refusal(lambda: found.update(checked(folder, sound)), lines_in(folder))
        if refused is None and name in TABLES:
            keeps_its_rules(folder, entry, found)


# Claims, numbers


@cases(share=1, few=2)
@given(chance=CHANCES)
def test_any_data_that_keep_every_rule_can_be_judged_and_quoted(chance, folder):
    names = chance.sample(sorted(TABLES), chance.choice([1, 1, 2, 4]))
    sound = standing(*names, *pointing(set(names), TABLES))
    with contextlib.ExitStack() as stack:
        for name in names:
            raw = written(spoilt_validly(chance, name))
            stack.enter_context(holding(folder, f"{name}.csv", raw))
        if refusal(lambda: checked(folder, sound), lines_in(folder)) is None:
            data = cb.Dataset(folder)
            refusal(lambda: judge_all(data), lines_in(folder))
            refusal(lambda: len(all_facts(data)), lines_in(folder))


def spoilt_validly(chance: random.Random, name: str) -> list[list[str]]:
    """Rows of a table with some cells changed and rows taken out, each cell by itself as its column wants it."""
    head, *rows = rows_of((DATA / f"{name}.csv").read_bytes())
    for _ in range(chance.choice([1, 2, 3, 8])):
        row, slot = chance.randrange(len(rows)), chance.randrange(len(head))
        field = TABLES[name]["schema"]["fields"][slot]
        limits = field.get("constraints", {})
        if chance.random() < 0.15 and len(rows) > 1:
            del rows[row]
        elif limits.get("enum"):
            rows[row][slot] = str(chance.choice(limits["enum"]))
        elif field["type"] in {"integer", "number"}:
            low = int(limits.get("minimum", 0))
            high = int(limits.get("maximum", low + 1000))
            rows[row][slot] = str(chance.choice([low, high, low + 1, chance.randint(low, high), rows[row][slot]]))
        elif not limits.get("required") and chance.random() < 0.5:
            rows[row][slot] = ""
        else:
            rows[row][slot] = chance.choice([chance.choice(rows)[slot], "x", rows[row][slot] + "x"])
    return [head, *rows]


@cases(share=5, few=20)
@given(chance=CHANCES, kind=st.sampled_from([record, numbers]))
def test_any_bytes_of_an_accepted_record_are_read_or_refused_with_their_line(chance, kind, tmp_path_factory):
    place = tmp_path_factory.getbasetemp() / "records"
    (place / "tests").mkdir(parents=True, exist_ok=True)
    raw = spoilt_csv(chance, (ROOT / kind.FILE).read_bytes())
    (place / kind.FILE).write_bytes(raw)

    said = refusal(lambda: kind.read(place), lambda file: None)

    assert said is None or re.match(rf"{re.escape(str(kind.FILE))}(, line \d+)?: .*make accept`\.$", said, re.S), said


# datapackage.json

VALUES: list[Any] = [
    *(None, True, 0, -1, 1.5, 10**400, 1e308, "", " ", "x", [], {}, [[]], [{}], [None], "\ud800", "a" * 100_000),
    *(
        "../outside.csv",
        "/etc/passwd",
        "http://127.0.0.1:9/x.csv",
        "file:///etc/passwd",
        "~",
        "$HOME",
        "sub/skills.csv",
    ),
    *("^(a+)+$", "(a|a)*b", "a" * 30, "^[", "(?P<x>", ".*.*.*.*.*.*x", "any", "geojson", "utf-16", "xlsx", "gz"),
    *({"resource": "skills"}, {"fields": []}, {"delimiter": ";"}, {"csv": {"delimiter": "|"}}, ["skills.csv", "x.csv"]),
]
NAMES = [
    *("name", "path", "title", "schema", "fields", "type", "constraints", "foreignKeys", "primaryKey"),
    *("missingValues", "reference", "resource", "data", "dialect", "compression", "innerpath", "scheme"),
    *("extrapaths", "encoding", "format", "profile", "$schema", "profiles", "url", "layout", "minimum"),
    *("maximum", "pattern", "enum", "required", "unique", "minLength", "maxLength", "jsonSchema", "unit"),
    *("year", "paperYear", "resources", "sources", "licenses", "contributors", "basepath", "hash", "bytes"),
    *("checklist", "pipeline", "control", "stats", "example"),
]


def branches(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value: what holds it, and its name or number there."""
    found: list[tuple[Any, Any]] = []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in inner:
        found += [(value, name), *branches(child)]
    return found


def spoilt_json(chance: random.Random, text: str) -> bytes:
    """A description with values of another kind, names dropped, put in or moved; or with its bytes spoilt."""
    how = chance.randrange(12)
    if how == 0:
        return spoilt_bytes(chance, text.encode("utf-8"))
    if how == 1:
        at = chance.randrange(len(text))
        deep = chance.choice(["[" * 100_000, '{"a":' * 5000, "[" * 500 + "]" * 500, "9" * 5000, "NaN", "1e999", "-0"])
        return (text[:at] + deep + text[at:]).encode("utf-8")
    value = json.loads(text)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        places = branches(value)
        holder, name = chance.choice(places)
        there, other = chance.choice(places)
        kind = chance.randrange(7)
        if kind == 0:
            del holder[name]
        elif kind in {1, 2}:
            holder[name] = chance.choice(VALUES)
        elif kind == 3 and isinstance(holder, dict):
            holder[chance.choice(NAMES)] = chance.choice(VALUES)
        elif kind == 4 and isinstance(holder, dict):
            holder[chance.choice(NAMES)] = holder.pop(name)
        elif kind == 5:
            holder[name] = json.loads(json.dumps(there[other]))
        elif isinstance(holder, list):
            holder.append(json.loads(json.dumps(there[other])))
    return json.dumps(value, indent=chance.choice([2, None]), ensure_ascii=chance.random() < 0.5).encode(
        "utf-8", "surrogatepass"
    )


@cases(share=30, few=40)
@given(chance=CHANCES)
def test_any_description_is_kept_by_the_data_or_refused(chance, folder):
    raw = spoilt_json(chance, (DATA / "datapackage.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = {}

    def read() -> None:
        entries = {entry["name"]: entry for entry in describe(folder)["resources"]}
        tables = {name: entry for name, entry in entries.items() if "schema" in entry}
        changed = {name for name in tables if tables[name] != TABLES.get(name)}
        found.update(checked(folder, standing(*changed, *pointing(changed, tables))))

    with holding(folder, "datapackage.json", raw):
        if refusal(read, lines_in(folder)) is None:
            for entry in json.loads(raw)["resources"]:
                if "schema" in entry and entry != TABLES.get(entry["name"]):
                    keeps_its_rules(folder, entry, found)


# Spreadsheets


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def as_stored(text: str) -> object:
    """A cell as a spreadsheet stores it: a number where it is one."""
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def sheet_of(name: str) -> list[list[object]]:
    head, *rows = rows_of((DATA / f"{name}.csv").read_bytes())
    return [list(head), *([as_stored(cell) for cell in row] for row in rows)]


BOOK = workbook(**{name: sheet_of(name) for name in ("skills", "misprints", "figures")})
BOMBS = {  # parts of a sheet that are small in the file and large in memory
    "merged": b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    "linked": b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    "far": b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "many": b"<c/>" * 1_500_000,
    "entities": b"&h;",
    "long": b"<row>" + b'<c t="inlineStr"><is><t>' + b"a" * 9_000_000 + b"</t></is></c></row>",
    "huge": b"<row><c><v>1e308</v></c><c><v>1e999</v></c><c><v>nan</v></c><c><v>" + b"9" * 400 + b"</v></c></row>",
}
VALUES_OF_XML = [
    *(
        b"1e999",
        b"-1e308",
        b"nan",
        b"inf",
        b"9" * 400,
        b"",
        b" ",
        b"true",
        b"2958466",
        b"-1",
        b"0.1",
        b"&#0;",
        b"&#65;",
    ),
    *(
        b"<![CDATA[x]]>",
        b"&h;",
        b"A1:XFD1048576",
        b"XFD1048576",
        b"A0",
        b"R1C1",
        b"999999999",
        b"t",
        b"s",
        b"e",
        b"d",
        b"b",
    ),
]


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return raw.getvalue()


def bombed(raw: bytes, name: str) -> bytes:
    """A workbook whose first sheet has a part that would fill the memory."""
    parts = parts_of(raw)
    sheet = "xl/worksheets/sheet1.xml"
    end = b"</sheetData>"
    inside = BOMBS[name] + end if BOMBS[name].startswith((b"<row", b"<c", b"&")) else end + BOMBS[name]
    parts[sheet] = parts[sheet].replace(end, inside, 1)
    if name == "entities":
        bomb = b'<!DOCTYPE a [<!ENTITY a "' + b"ha" * 1000 + b'">'
        for before, after in zip("abcdefg", "bcdefgh", strict=True):
            bomb += f'<!ENTITY {after} "{f"&{before};" * 20}">'.encode()
        parts[sheet] = bomb + b"]>" + parts[sheet]
    return zipped(parts)


def spoilt_workbook(chance: random.Random, raw: bytes) -> bytes:
    """A workbook with its archive spoilt, or the XML of one of its parts."""
    how = chance.randrange(8)
    if how == 0:
        return spoilt_bytes(chance, raw)
    parts = parts_of(raw)
    sheets = [name for name in parts if "worksheets" in name]
    part = chance.choice(sheets if how < 6 else sorted(parts))
    xml = parts[part]
    if how < 4:
        marks = list(re.finditer(rb'(?<=>)[^<]+(?=<)|(?<=")[^"]*(?=")', xml))
        for mark in sorted(chance.sample(marks, min(len(marks), chance.choice([1, 1, 3]))), key=lambda at: -at.start()):
            other = chance.choice([*VALUES_OF_XML, xml[mark.start() : mark.end()][::-1], chance.choice(marks)[0]])
            xml = xml[: mark.start()] + other + xml[mark.end() :]
    elif how == 4:
        tags = list(re.finditer(rb"<[^>]+>", xml))
        tag, other = chance.choice(tags), chance.choice(tags)
        xml = xml[: tag.start()] + chance.choice([b"", other[0], tag[0] * 2]) + xml[tag.end() :]
    elif how == 5:
        xml = spoilt_bytes(chance, xml)
    elif how == 6:
        del parts[part]
        return zipped(parts)
    else:
        xml = chance.choice([b"", b"<a/>", xml.replace(b"UTF-8", b"UTF-16"), chance.choice(list(parts.values()))])
    return zipped(parts | {part: xml})


@cases(share=4, few=8)
@given(chance=CHANCES, name=st.sampled_from(["skills", "survey", "misprints", "figures"]))
def test_any_spreadsheet_is_planned_or_refused_with_its_place(chance, name, folder, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / f"{name}.csv"
    if chance.random() < 0.6:
        path = path.with_suffix(".xlsx")
        path.write_bytes(spoilt_workbook(chance, BOOK))
    else:
        path.write_bytes(spoilt_csv(chance, (DATA / f"{name}.csv").read_bytes()))
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    partial, table = chance.random() < 0.5, chance.choice([None, None, name])
    refusal(lambda: report(plan_import([path], folder, table=table, partial=partial)), lambda file: None)

    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_that_would_fill_the_memory_is_refused_at_once(name, folder, tmp_path):
    path = tmp_path / "skills.xlsx"
    path.write_bytes(bombed(BOOK, name))

    assert refusal(lambda: plan_import([path], folder), lambda file: None)


# Firm rows

CLUSTERS = ["buenos-aires", "los-lagos", "penang", "qiaotou"]


def few_firms() -> pl.DataFrame:
    """Six of the made-up firms, three each of two clusters."""
    rows = pl.read_csv(ROOT / "synthetic" / "firms.csv")
    return pl.concat([rows.head(3), rows.tail(3)])


FIRMS = few_firms()


def of_kind(rows: pl.DataFrame, kind: str) -> bytes:
    raw = io.BytesIO()
    if kind == "parquet":
        rows.write_parquet(raw)
        return raw.getvalue()
    if kind == "xlsx":
        return workbook(firms=[list(rows.columns), *map(list, rows.rows())])
    return rows.write_csv().encode("utf-8")


RAW_FIRMS = {kind: of_kind(FIRMS, kind) for kind in ("csv", "xlsx", "parquet")}
ODD_COLUMNS: list[Any] = [
    pl.lit([1, 2], dtype=pl.List(pl.Int64)),
    pl.lit(b"\xff", dtype=pl.Binary),
    pl.lit(True),
    pl.lit("2006"),
    pl.lit(float("nan")),
    pl.lit(float("inf")),
    pl.lit(2**63 - 1),
    pl.lit(None),
    pl.struct(pl.lit(1).alias("a")),
    pl.date(2006, 1, 1),
    pl.lit("x").cast(pl.Categorical),
    pl.lit(10**30).cast(pl.Decimal(38, 0)),
]


def spoilt_firms(chance: random.Random, kind: str) -> bytes:
    if kind == "xlsx":
        return spoilt_workbook(chance, RAW_FIRMS[kind])
    if kind == "csv":
        return spoilt_csv(chance, RAW_FIRMS[kind])
    if chance.random() < 0.4:
        return spoilt_bytes(chance, RAW_FIRMS[kind])
    rows = FIRMS
    for _ in range(chance.choice([1, 1, 3])):
        name = chance.choice(rows.columns)
        how = chance.randrange(4)
        if how == 0:
            rows = rows.drop(name)
        elif how == 1:
            other = chance.choice(["x", "firm ", name.upper(), "exports_1999", "é"])
            rows = rows.rename({name: other}) if other not in rows.columns else rows
        else:
            rows = rows.with_columns(chance.choice(ODD_COLUMNS).alias(name))
    return of_kind(rows, kind)


@cases(share=10, few=20)
@given(chance=CHANCES, kind=st.sampled_from(sorted(RAW_FIRMS)))
def test_any_file_of_firm_rows_is_tallied_or_refused_with_its_place(chance, kind, folder, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / f"firms.{kind}"
    path.write_bytes(spoilt_firms(chance, kind))

    def tallied() -> None:
        survey.load_firms(path, CLUSTERS).rows.collect()
        told(tally_wave(path, folder, threshold=chance.choice([1, 3])))

    refusal(tallied, lambda file: None)


# What the fuzzing found, each once more


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "datapackage.json",
            "land.topojson.json",
            "t9" * 200,
            "has a path of more than 104 signs",
        ),
        ("skills.csv", "cluster,", '"",', "line 1: the head of the column cluster is empty"),
        (
            "pillars.csv",
            "Basic infrastructure",
            "Basic\tinfrastructure",
            "line 2, name: Basic\\tinfrastructure holds a",
        ),
        ("survey.csv", ",103,", f",{'9' * 25},", "line 4, firms: 9999999999999999999999999 has more than 15 digits"),
        ("figures.csv", ",100000,", f",1{'0' * 400},", "line 2, value: 10000"),
        ("datapackage.json", '"resources": [', '"resources": [' + "[" * 100_000, "is nested too deeply"),
        ("datapackage.json", '"paperYear": 2006', f'"paperYear": {"9" * 5000}', "is not JSON (Exceeds the limit"),
        ("datapackage.json", '"paperYear": 2006', '"paperYear": NaN', "is not JSON (NaN is no number of JSON)"),
        ("datapackage.json", '"paperYear": 2006', '"paperYear": 2006, "paperYear": 1', "'paperYear' stands twice"),
        ("datapackage.json", '"paperYear": 2006', '"title": "\\ud800"', "is not JSON ("),
        ("datapackage.json", '"profile": "data-package"', '"profile": "http://127.0.0.1:9/x"', "has the profile http"),
        ("datapackage.json", '"paperYear": 2006', '"dialect": {}', "unknown property 'dialect'"),
        (
            "datapackage.json",
            '"land.topojson.json"',
            '"../outside.csv"',
            "has the path ../outside.csv, which is no file of",
        ),
        (
            "datapackage.json",
            '"maxLength": 100',
            '"pattern": "^(a+)+$"',
            "has the pattern ^(a+)+$, which is no plain pattern",
        ),
        (
            "datapackage.json",
            '"maxLength": 100',
            '"minLenght": 100',
            "unknown constraint 'minLenght': did you mean 'minLength'",
        ),
        ("datapackage.json", '"maxLength": 100', '"enum": [{}]', "has a closed list with a value that is no string"),
        ("datapackage.json", '"minimum": -90', f'"minimum": {"9" * 400}', "which is no number"),
        ("datapackage.json", '"maxLength": 100', '"maxLength": true', "has the maxLength true, which is no count"),
    ],
    ids=str,
)
def test_what_once_broke_the_reading_of_data_is_told(edit, file, old, new, said):
    folder = edit(file, old, new)

    assert said in (refusal(lambda: check_data(folder), lines_in(folder)) or "")


@pytest.mark.parametrize("limit", ["minimum", "maximum"])
def test_a_bound_of_whole_numbers_that_is_not_whole_is_told(copied, limit):
    path = copied / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    fields = {entry["name"]: entry["schema"]["fields"] for entry in described["resources"] if "schema" in entry}
    (firms,) = [field for field in fields["capabilities"] if field["name"] == "firms"]
    firms["constraints"][limit] = 1.5
    path.write_text(json.dumps(described, indent=2), encoding="utf-8")
    with pytest.raises(DataError, match=rf"line \d+, capabilities\.firms: has the {limit} 1\.5, which is no whole"):
        check_data(copied)


def test_a_file_too_large_is_not_read(copied):
    with (copied / "works.csv").open("ab") as file:
        file.truncate(20_000_000)

    assert "works.csv: has 20 MB, more than the 10 MB allowed" in str(
        refusal(lambda: check_data(copied), lines_in(copied))
    )


def test_of_more_faults_than_anybody_reads_the_first_are_told(copied):
    rows = "".join(f"{number},x{number},A, B,many,\n" for number in range(1000, 3000))
    (copied / "works.csv").write_text(f"number,work,authors_printed,year_printed,first_page,last_page\n{rows}")

    said = refusal(lambda: check_data(copied), lines_in(copied))

    assert said and "works.csv: has more than the 1,000 faults told here" in said and said.count("\n") < 3000


@pytest.mark.parametrize("line", [1, 3])
def test_a_row_of_more_cells_than_any_table_has_is_refused_without_a_look_at_each(line, copied):
    rows = (copied / "clusters.csv").read_text(encoding="utf-8").split("\n")
    rows[line - 1] += "," * 20_000
    (copied / "clusters.csv").write_text("\n".join(rows), encoding="utf-8")

    said = refusal(lambda: check_data(copied), lines_in(copied))

    assert said and f"clusters.csv, line {line}: has 20,008 cells, more than the 100 allowed. Take out" in said


@pytest.mark.parametrize("row", ['"\n"\n', "," * 101 + "\n"], ids=["broken", "wide"])
def test_of_more_rows_that_cannot_be_read_than_anybody_reads_the_first_are_told(row, copied):
    (copied / "clusters.csv").write_text("cluster,name\n" + row * 1_200, encoding="utf-8")

    said = refusal(lambda: check_data(copied), lines_in(copied))

    assert said and 1000 <= said.count("clusters.csv, line ") < 1100


@pytest.mark.parametrize("limit", [{"pattern": "a" * 100_000}, {"enum": ["a" * 100_000]}], ids=["pattern", "enum"])
def test_a_limit_without_end_is_cut_where_its_faults_repeat_it(limit, copied):
    path = copied / "datapackage.json"
    description = json.loads(path.read_text(encoding="utf-8"))
    (works,) = [entry for entry in description["resources"] if entry["name"] == "works"]
    works["schema"]["fields"][1]["constraints"] = limit
    path.write_text(json.dumps(description), encoding="utf-8")

    said = refusal(lambda: check_data(copied), lines_in(copied))

    assert said and said.count("aaaa") > 1 and len(said) < 1_000_000


def test_a_name_without_end_is_refused_before_the_faults_of_its_column_repeat_it(copied):
    name = "a" * 100_000
    for file in ("datapackage.json", "works.csv"):
        path = copied / file
        path.write_text(path.read_text(encoding="utf-8").replace("authors_printed", name), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(",19", "\t,19"), encoding="utf-8")

    said = refusal(lambda: check_data(copied), lines_in(copied))

    assert said and f"the name {name[:99]}… is no plain name" in said and len(said) < 1_000_000


@pytest.mark.parametrize("name", ["works", "n" * 100_000])
def test_of_a_description_with_more_faults_than_anybody_reads_the_first_are_told(name, copied):
    path = copied / "datapackage.json"
    description = json.loads(path.read_text(encoding="utf-8"))
    (works,) = [entry for entry in description["resources"] if entry["name"] == "works"]
    works["schema"]["fields"][1] |= {"name": name, "type": "t" * 100_000, **{f"x{at}": 1 for at in range(5_000)}}
    path.write_text(json.dumps(description, indent=1), encoding="utf-8")

    said = refusal(lambda: check_data(copied), lines_in(copied))

    assert said and said.count("\n") <= MOST_TOLD and len(said) < 1_000_000


def test_rows_that_no_file_could_hold_are_not_gone_through(data):
    tables = {name: data[name] for name in data}
    tables["levels"] = pd.DataFrame({"level": range(1, 1_000_000), "name": "x"})

    with watched():
        assert len(check_across(tables)) == MOST_TOLD


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (RAW_FIRMS["parquet"][:-9], "cannot be read as Parquet ("),
        # Of this one Polars would have 2 ** 61 bytes, and ends the process that reads it.
        (RAW_FIRMS["parquet"].replace(b",\x15\x0c\x15\x10", b",\x15\x1f\x15\x10"), "(its pages are damaged, "),
        (of_kind(FIRMS.with_columns(clerks=pl.lit([1, 2])), "parquet"), "has the column clerks of the type List(Int"),
        (of_kind(FIRMS.with_columns(year=pl.struct(pl.lit(1))), "parquet"), "has the column year of the type Struct"),
        (RAW_FIRMS["csv"].replace(b"managers", b"manag\x1fers"), "line 1: holds a character that cannot be seen"),
        (RAW_FIRMS["csv"].replace(b"small", b"sm\x1fall", 1), "line 2: holds a character that cannot be seen"),
    ],
    ids=["cut", "damaged", "lists", "structs", "unseen in the head", "unseen"],
)
def test_what_once_broke_the_reading_of_firm_rows_is_told(raw, said, tmp_path):
    path = tmp_path / "firms"
    path.write_bytes(raw)

    assert said in (refusal(lambda: survey.load_firms(path, CLUSTERS), lambda file: None) or "")


def test_a_column_of_categories_is_read_as_their_names(tmp_path):
    path = tmp_path / "firms.parquet"
    path.write_bytes(of_kind(FIRMS.with_columns(pl.col("cluster", "size").cast(pl.Categorical)), "parquet"))

    rows = survey.load_firms(path, CLUSTERS).rows.collect()

    assert rows["cluster"].to_list() == FIRMS["cluster"].to_list()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"claim,verdict,numbers\n\xff,holds,x\n", ": is not UTF-8."),
        (b"claim,verdict,numbers\na,holds,x\na,holds,y\n", ", line 3: records a again."),
    ],
    ids=["not UTF-8", "twice"],
)
def test_what_once_passed_as_an_accepted_record_is_refused(raw, said, tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / record.FILE).write_bytes(raw)

    assert said in (refusal(lambda: record.read(tmp_path), lambda file: None) or "")
