"""The prose: no measured number typed by hand, nothing shown without a mention, no citation without an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from pybtex.database import parse_file

from clusterbook.facts import all_facts, quote
from clusterbook.publishing.execution import pages

ROOT = Path(__file__).resolve().parents[1]
PAGES = list(pages(ROOT))
PAPER = [
    ROOT / f"{name}.md"
    for part in yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    if part["caption"] == "The paper"
    for entry in part["chapters"]
    for name in [entry["file"], *(section["file"] for section in entry.get("sections", []))]
]
WORD = "◦"  # what stands for a role in the prose
TABLES_OF_THE_PAPER = ["tab-clusters", "tab-pillars", "tab-depth", "tab-institutions", "tab-capabilities"]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell that shows a numbered figure or table."""

    name: str
    caption: str
    folded: bool
    start: int  # where the cell begins in the page's text
    end: int


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def shown(text: str) -> Iterator[Cell]:
    """The code cells of a page that have a name."""
    for found in re.finditer(r"^```\{code-cell\}.*?^```$", text, re.M | re.S):
        head = re.match(r"```.*\n---\n(.*?)\n---\n", found[0], re.S)
        options = yaml.safe_load(head[1]).get("mystnb", {}) if head else {}
        for about in (options.get("figure"), options.get("table")):
            if about:
                yield Cell(about["name"], about["caption"], about.get("folded", False), *found.span())


def prose(text: str, *, captions: bool = False) -> list[tuple[int, str]]:
    """The lines of a page that a reader reads as sentences or headings, each with its number.

    Front matter, code, targets and footnote labels are left out, and a role counts as one word.
    """

    def blank(found: re.Match[str]) -> str:
        lines = found[0].split("\n")
        return "\n".join(_caption(line) if captions else "" for line in lines)

    text = re.sub(r"\A---\n.*?\n---\n", lambda found: "\n" * found[0].count("\n"), text, flags=re.S)
    text = re.sub(
        r"^```\{rubric\} (.*)\n(?:.*\n)*?```$", lambda f: f"# {f[1]}" + "\n" * f[0].count("\n"), text, flags=re.M
    )
    text = re.sub(
        r"^:::\{(?:several-years|one-year)\}\n(.*?)^:::$", r"\n\1", text, flags=re.M | re.S
    )  # prose all the same
    text = re.sub(
        r"^```\{exercise\} ([^\n]*)\n:label: [^\n]*\n(.*?)^```$", r"# \1\n\n\2", text, flags=re.M | re.S
    )  # a title and prose
    text = re.sub(r"^```\{glossary\}\n(.*?)^```$", _definitions, text, flags=re.M | re.S)
    text = re.sub(r"^(```|:::).*?^\1$", blank, text, flags=re.M | re.S)
    lines = []
    for at, line in enumerate(text.split("\n"), start=1):
        line = re.sub(r"^\([\w-]+\)=$", "", line)
        line = re.sub(r"^\[\^[\w-]+\]:\s*|\[\^[\w-]+\]", "", line)
        line = re.sub(r"\s*\{claim\}`[^`]*`", "", line)  # a sign beside a sentence, no word of it
        line = re.sub(r"\{[\w:-]+\}`[^`]*`", WORD, line)
        line = re.sub(r"`[^`]*`", WORD, line)
        line = re.sub(r"\]\([^)]*\)", "]", line)
        if line.strip():
            lines.append((at, line.strip()))
    return lines


def _definitions(found: re.Match[str]) -> str:
    """A glossary without its terms, which are no sentences, each line where it was."""
    lines = [line.strip() if line.startswith(" ") else "" for line in found[1].split("\n")]
    return "\n" + "\n".join(lines)


def _caption(line: str) -> str:
    found = re.match(r"\s*caption: (.*)", line)
    return found[1].strip('"') if found else ""


# What may be written in digits: none of it is measured.
_AND = r"(?:(?:,| to| and| or|, and|, or|–|-) ?\d(?![\d%.,]*\d|%))*"
ALLOWED = [
    r"(?<![\w.,$€£])(?:1[4-9]\d\d|20\d\d|2100)(?:s|[–-](?:\d\d|1[4-9]\d\d|20\d\d))?"
    r"(?![\w%]|[.,]\d| (?:per cent|firms))",
    rf"\b(?:[Ll]evels?|[Pp]hases?|[Tt]iers?) \d(?![\d%]|[.,]\d){_AND}",
    r"\b[Ss]ections? \d(?:\.\d)?(?![\d%])(?:(?:,| to| and| or|, and|–) ?\d(?:\.\d)?(?![\d%]))*",
    r"\b(?:Tables?|Figures?) \d(?![\d%]|[.,]\d)(?: and \d(?![\d%]))?",
    r"\bISO \d{4,5}\b",
    r"\bRoute 128\b",
    r"\bUTF-8\b",
    r"\bPython 3\.\d\d\b",
    r"\b(?:CC BY|Attribution) 4\.0\b",
    r"\(pp?\. \d+(?:[–-]\d+)?\)",
]


def typed_numbers(text: str) -> list[tuple[int, str]]:
    """Every number typed into the prose or a caption that should come through the ``num`` role."""
    found = []
    for at, line in prose(text, captions=True):
        for allowed in ALLOWED:
            line = re.sub(allowed, WORD, line)
        if re.search(r"\d", line):
            found.append((at, line))
    return found


@each_page
def test_no_measured_number_is_typed_by_hand(page):
    assert typed_numbers(text_of(page)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Exports grew by 18.6% a year.",
        "Exports grew by 18.6 per cent a year.",
        "The 303 firms were visited.",
        "In 2006, 50 firms were surveyed.",
        "At level 4 stand 67 firms.",
        "At level 4, 67% of the firms stand.",
        "Levels 3 and 40% of the firms.",
        "It made 446,000 cars in 1997.",
        "It sold 2006% more.",
        "A peak of 1,700 stalls.",
        "Sales were $1800 in all.",
        "Section 6 counts 57 of them.",
        "Table 5 puts 14 there.",
        "Growth was {num}`los-lagos.export-growth`, not 19.",
        "The text (at 4) is wrong.[^note]",
        "[^note]: A footnote of 12 firms.",
        "# A heading with 4 clusters",
        '```{code-cell} ipython3\n---\nmystnb:\n  figure:\n    name: a\n    caption: "The 50 firms."\n---\nx\n```',
    ],
)
def test_the_finder_catches_a_typed_number(line):
    assert len(typed_numbers(f"# Title\n\n{line}\n")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "In 1485, in the 1980s and over 2000–2006 and 2007–08.",
        "At level 4, at levels 2 and 3, in phases 1 to 5.",
        "Section 6.2 and sections 4 and 5 say so.",
        "Suppliers held ISO 14001 certificates (Table 5 of the paper).",
        "{num}`los-lagos.process.level-4.share` {cite:p}`bernat2008`, `level-4`.[^note-2]",
        "```{code-cell} ipython3\nprint(50)\n```",
        "Python 3.11 and CC BY 4.0.",
    ],
)
def test_the_finder_lets_years_levels_and_names_pass(line):
    assert typed_numbers(f"# Title\n\n{line}\n") == []


def test_the_finder_says_on_which_line_a_number_stands():
    text = "---\na: 1\n---\n\n```{code-cell} ipython3\nx = 2\n```\n\nThe 303 firms.\n"
    assert typed_numbers(text) == [(9, "The 303 firms.")]


@each_page
def test_each_figure_and_table_is_mentioned_before_it_stands(page):
    text = text_of(page)
    late = [
        cell.name for cell in shown(text) if not cell.folded and f"{{numref}}`{cell.name}`" not in text[: cell.start]
    ]
    assert late == []


@each_page
def test_folded_tables_are_mentioned_as_a_range(page):
    text = text_of(page)
    folded = [cell for cell in shown(text) if cell.folded]
    for cell in folded[:1] + folded[-1:]:
        assert f"{{numref}}`{cell.name}`" in text[: folded[0].start]


@each_page
def test_each_figure_and_table_is_read_by_the_sentence_after_it(page):
    text = text_of(page)
    unread = [
        cell.name
        for cell in shown(text)
        if not cell.folded
        and not re.match(r"\s*\n\n(?!#|```|:::|\(\w|\[\^)\S", text[cell.end :].replace(":::{several-years}\n", ""))
    ]
    assert unread == []


def test_each_figure_and_table_has_a_name_of_its_own():
    names = [cell.name for page in PAGES for cell in shown(text_of(page))]
    assert len(names) == len(set(names))


def test_each_caption_is_a_sentence():
    captions = [cell.caption for page in PAGES for cell in shown(text_of(page))]
    assert [caption for caption in captions if not caption.endswith(".")] == []


def test_the_tables_of_the_paper_come_first_and_in_its_order():
    tables = [cell.name for page in PAGES for cell in shown(text_of(page)) if cell.name.startswith("tab-")]
    assert tables[: len(TABLES_OF_THE_PAPER)] == TABLES_OF_THE_PAPER


def cited(page: Path) -> set[str]:
    roles = re.findall(r"\{cite:\w+\}`([^`]+)`", text_of(page))
    return {key.strip() for role in roles for key in role.split(",")}


def works() -> dict[str, set[str]]:
    """The keywords of every work of the bibliography, by its key."""
    entries = parse_file(str(ROOT / "references.bib"), bib_format="bibtex").entries
    return {key: set(re.split(r"[,\s]+", entry.fields.get("keywords", ""))) for key, entry in entries.items()}


@each_page
def test_each_citation_has_an_entry(page):
    assert sorted(cited(page) - set(works())) == []


def test_each_work_that_the_paper_cites_is_cited_by_the_book():
    everywhere = set().union(*map(cited, PAGES))
    assert sorted(key for key, keywords in works().items() if "uncited" not in keywords and key not in everywhere) == []


def test_each_work_kept_as_uncited_is_cited_nowhere():
    everywhere = set().union(*map(cited, PAGES))
    assert sorted(key for key, keywords in works().items() if "uncited" in keywords and key in everywhere) == []


def test_each_citation_of_the_data_has_an_entry(data):
    keys = {
        key.strip()
        for table in ("figures", "events")
        for value in data[table]["citation"].dropna()
        for key in re.split("[,;]", value)
    }
    assert sorted(keys - set(works())) == []


@pytest.fixture(scope="module")
def facts():
    return all_facts()


@each_page
def test_each_number_that_a_sentence_quotes_is_known(page, facts):
    for name in re.findall(r"\{num\}`([^`]+)`", text_of(page)):
        assert quote(facts, name)[1]


_ABBREVIATIONS = r"(?:(?<![\w&’'])[A-Z]|\b(?:e\.g|i\.e|cf|vs|al|pp?|Dr|Mr|Ms|St|No|ca|vol))\.(?=\s)"
_END = r"[.!?][\"'”’)*]*(?:\[\^[\w-]+\])*"


def doubled(line: str) -> bool:
    """Whether a line of prose holds more than one sentence."""
    return bool(re.search(rf"{_END}\s+[\"'“‘(*\[]*[A-Z\d{WORD}]", re.sub(_ABBREVIATIONS, "", line)))


@each_page
def test_a_line_of_prose_holds_one_sentence(page):
    assert [(at, line) for at, line in prose(text_of(page)) if doubled(line)] == []


@each_page
def test_a_sentence_is_not_broken_over_lines(page):
    broken = [
        (at, line)
        for at, line in prose(text_of(page))
        if not line.startswith("#") and not re.search(rf"(?:{_END}|[.?!:;])$", line)
    ]
    assert broken == []


@pytest.mark.parametrize(
    ("line", "two"),
    [
        ("It rose. It fell.", True),
        (f"It rose {WORD}. {WORD} fell.", True),
        ("He said “no”. She left.", True),
        ("It pays for R&D. Firms do not.", True),
        ("R. Rasiah and J. Vinanchiarachi asked why.", False),
        ("Much, e.g. Motorola, is foreign.", False),
        ("It rose; it fell.", False),
    ],
)
def test_the_finder_tells_one_sentence_from_two(line, two):
    assert doubled(line) is two


@pytest.mark.parametrize("page", PAPER, ids=lambda page: page.stem)
def test_a_chapter_of_the_paper_is_neither_a_note_nor_a_tome(page):
    retold = text_of(page).partition("(method-tally)=")[0]  # what then runs the method on made-up firms retells nothing
    # Exercises come on top.
    retold = re.sub(r"\n(?:##|```\{rubric\}) Exercises\n.*?(?=\n\[\^|\Z)", "", retold, flags=re.S)
    words = sum(len(line.split()) for _, line in prose(retold) if not line.startswith("#"))
    assert 500 <= words <= 1300
