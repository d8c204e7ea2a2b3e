"""The exercises: every solution is right by the data at hand, every wrong answer is told what is off and no more."""

from __future__ import annotations

import ast
import functools
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import clusterbook as cb
from books import assert_the_same, clean, edit, pages_of, write
from clusterbook.exercises import checking
from clusterbook.exercises.names import Members, Name, Order
from clusterbook.exercises.quantities import Grid, Interval, Number, Values
from clusterbook.exercises.vocabulary import UnfitError, Vocabulary
from clusterbook.files import KEPT_VARIABLE
from clusterbook.publishing.build import build
from clusterbook.publishing.execution import pages
from conftest import ROOT
from mutations import CHANGES, changed_copy

EXERCISES = checking.exercises()
TEXTS = {page.stem: page.read_text(encoding="utf-8") for page in pages(ROOT)}
PLACES = Vocabulary("cluster", {"penang": "Penang", "los-lagos": "Los Lagos", "qiaotou": "Qiaotou"})


@functools.cache
def answer_of(number):
    """The answer of an exercise by the book's own data."""
    return EXERCISES[number].answer(cb.Dataset(ROOT / "data"))


each_exercise = pytest.mark.parametrize("number", EXERCISES)


@dataclass(frozen=True, slots=True)
class Solution:
    """The worked solution of one exercise on a page."""

    label: str
    cells: tuple[str, ...]


def cells_of(text: str) -> list[str]:
    """The code of the cells in a text, without their options."""
    cells = re.findall(r"^```\{code-cell\} ipython3\n(.*?)^```$", text, re.M | re.S)
    return [re.sub(r"\A(?:---\n.*?\n---\n|(?::[^\n]*\n)+\n)", "", cell, flags=re.S) for cell in cells]


def labels(text: str) -> list[str]:
    return re.findall(r"^```\{exercise\} .+\n:label: (\S+)$", text, re.M)


def solutions(text: str) -> list[Solution]:
    found = re.findall(r"^```\{solution-start\} (\S+)\n(.*?)^```\{solution-end\}$", text, re.M | re.S)
    return [Solution(label, tuple(cells_of(body))) for label, body in found]


def run(cell: str, names: dict) -> object:
    """Execute a cell as a notebook does, and return what it shows."""
    tree = ast.parse(cell)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr), "a solution ends with its check"
    with warnings.catch_warnings(action="error"):  # a notebook would show it, and the build refuse it
        exec(compile(tree, "cell", "exec"), names)
        return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


WITH_EXERCISES = [page for page, text in TEXTS.items() if labels(text)]


def solve(page: str) -> dict[str, object]:
    """Run the set-up and every solution of a page; the result of each by its exercise."""
    names: dict = {}
    exec(cells_of(TEXTS[page])[0], names)
    return {solution.label: [run(cell, names) for cell in solution.cells][-1] for solution in solutions(TEXTS[page])}


# --- pages and library


def test_every_chapter_that_shows_data_has_three_to_five_exercises():
    showing = {page for page, text in TEXTS.items() if re.search(r"^ +(figure|table):", text, re.M)}

    assert showing - set(WITH_EXERCISES) == {"index", "data"}
    assert {page: len(labels(TEXTS[page])) for page in WITH_EXERCISES if not 3 <= len(labels(TEXTS[page])) <= 5} == {}


def test_each_exercise_of_a_page_is_one_of_the_library_and_has_a_solution_in_its_order():
    on_pages = [label for page in WITH_EXERCISES for label in labels(TEXTS[page])]

    assert on_pages == [one.label for one in EXERCISES.values()]
    assert len(set(on_pages)) == len(on_pages)
    assert on_pages == [solution.label for page in WITH_EXERCISES for solution in solutions(TEXTS[page])]


def test_the_page_prints_the_number_that_check_knows(site):
    printed = {}
    for page in WITH_EXERCISES:
        found = BeautifulSoup((site / "chapters" / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
        for one in found.select("div.exercise"):
            printed[one.select_one(".caption-number").get_text().split()[1]] = one["id"]

    assert printed == {number: one.label for number, one in EXERCISES.items()}


def test_a_page_names_only_its_own_exercises():
    of_page = {label: number for number, label in ((number, one.label) for number, one in EXERCISES.items())}
    for page in WITH_EXERCISES:
        own = [of_page[label] for label in labels(TEXTS[page])]
        named = re.findall(r'cb\.(?:check|hint)\("([^"]+)"', TEXTS[page])
        assert set(named) == set(own), page


@pytest.mark.parametrize("page", WITH_EXERCISES)
def test_a_cell_of_a_solution_is_short_and_narrow(page):
    for solution in solutions(TEXTS[page]):
        for line in "\n".join(solution.cells).splitlines():
            assert len(line) <= 70, (solution.label, line)


@each_exercise
def test_each_exercise_has_hints_and_none_gives_the_answer(number):
    assert len(EXERCISES[number].hints) >= 2
    assert [one for one in EXERCISES[number].hints if tells(answer_of(number), one)] == []


# --- solutions


def wrong_solutions(folder: Path, kept: Path, monkeypatch) -> dict[str, str]:
    """What `check` says of each solution that is not right by the data of a folder."""
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(folder))
    monkeypatch.setenv(KEPT_VARIABLE, str(kept))
    found = {label: result for page in WITH_EXERCISES for label, result in solve(page).items()}
    assert [result.number for result in found.values()] == list(EXERCISES)
    return {label: result.off for label, result in found.items() if not result}


def test_every_solution_is_right(tmp_path, monkeypatch):
    assert wrong_solutions(ROOT / "data", tmp_path / "kept", monkeypatch) == {}


@pytest.mark.slow
def test_every_solution_is_right_after_a_change_of_every_table_and_one_by_which_clusters_tie(tmp_path, monkeypatch):
    folder = changed_copy(tmp_path, *CHANGES)
    edit(folder / "institutions.csv", "los-lagos,2006,market-integration,4", "los-lagos,2006,market-integration,3")

    assert wrong_solutions(folder, tmp_path / "kept", monkeypatch) == {}


@pytest.mark.slow
def test_every_solution_is_right_with_more_clusters_and_years(ten_clusters, tmp_path, monkeypatch):
    assert wrong_solutions(ten_clusters, tmp_path / "kept", monkeypatch) == {}


def test_the_answer_follows_the_data_and_not_the_book(copied, data):
    edit(copied / "skills.csv", "penang,2006,87.7", "penang,2006,20.1")
    changed = cb.Dataset(copied)
    summary = cb.cluster_summary(changed)
    rho = summary["skill_intensity_pct"].rank().corr(summary["share_process_pct"].rank())

    assert cb.check("7.3", rho, data=changed)
    assert not cb.check("7.3", rho, data=data)


# --- wrong answers


def tells(answer: object, sentence: str) -> bool:
    """Whether a sentence holds the answer; one that lists all there is to choose from does not."""
    if isinstance(answer, Number | Values | Interval):
        numbers = getattr(answer, "values", {}).values() if isinstance(answer, Values) else bounds(answer)
        plain = re.sub(r"\b(?:level|phase|section) \d|`[^`]*`", "", sentence)
        texts = {f"{value:.{answer.digits}f}" for value in numbers} | {f"{value:g}" for value in numbers}
        return any(re.search(rf"(?<![\w.]){re.escape(text)}(?![\w.]*\d)", plain) for text in texts)
    if isinstance(answer, Grid):
        return bool(re.search(r"\d", sentence))
    right = answer.values if isinstance(answer, Order) else answer.right
    every, wanted = [{answer.among.names[key] for key in keys} for keys in (answer.among.names, right)]
    held = {name for name in every if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence, re.I)}
    return bool(wanted) and wanted <= held < every


def bounds(answer: Number | Interval) -> list[float]:
    return [answer.value] if isinstance(answer, Number) else [answer.low, answer.high]


def off(answer: object, given: object) -> str:
    """What is said of a given answer."""
    try:
        return answer.off(given)
    except UnfitError as error:
        return str(error)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Number(34, "firms", 0), "It is 34."),
        (Number(23.404, "per cent"), "About 23.4 per cent."),
        (Name(["penang"], PLACES), "Why not penang?"),
        (Members(["penang", "qiaotou"], PLACES), "Take Penang and Qiaotou."),
        (Interval(6.07, 18.12, "per cent"), "From 6.1 on."),
    ],
)
def test_the_finder_sees_an_answer_that_is_told(answer, sentence):
    assert tells(answer, sentence)
    assert not tells(answer, "It is not this one.")


def slips(answer: object) -> list[tuple[object, str]]:
    """What known slips lead to, and what shall be said of each."""
    found = [(value, sentence) for sentence, value in getattr(answer, "slips", {}).items()]
    if isinstance(answer, Name):
        found = [(key, sentence) for keys, sentence in found for key in keys]
    if isinstance(answer, Order):
        found = [(sorted(values, key=values.get, reverse=True), sentence) for values, sentence in found]
    if isinstance(answer, Number):
        found += [
            (value, f"That is right for {name}, but something else is asked for.")
            for name, value in answer.others.items()
        ]
    return found


def distortions(answer: object) -> list[tuple[object, str]]:
    """Wrong answers of the usual kinds to any exercise of a kind, and a part of what shall be said of each."""
    if isinstance(answer, Number):
        value, digits = answer.value, answer.digits
        scale = 100 if answer.unit == "per cent" else 1000
        found = [(-value, "not the direction")] if value else []
        found += [(value / scale, "not the unit")] if value and answer.unit else []
        nearby = value + (3 * 10**-digits if digits else 0.4)
        return [*found, (nearby, "the end, and round" if digits else "whole number"), (str(value), "not a text")]
    if isinstance(answer, Values):
        first = next(iter(answer.values))
        return [
            ({key: value for key, value in answer.values.items() if key != first}, "one missing"),
            ({key: -value - 1 for key, value in answer.values.items()}, ""),
            (list(answer.values.values()), "not a list"),
            ({**answer.values, "nowhere": 1}, f"Unknown {answer.among.kind} 'nowhere'"),
        ]
    if isinstance(answer, Grid):
        return [
            (answer.values.T, "lies on its side"),
            (answer.values.drop(index=answer.values.index[0]), "one missing"),
            (answer.values + 7, "Off in the row"),
            (answer.values.iloc[:, 0], "not a Series"),
        ]
    if isinstance(answer, Interval):
        return [
            ((answer.high, answer.low), "wrong way round"),
            ((answer.low / 100, answer.high / 100), "not the unit"),
            (answer.low, "Two bounds"),
        ]
    if isinstance(answer, Order):
        keys = sorted(answer.values, key=answer.values.get, reverse=True)
        return [
            (keys[::-1], "turn it round"),
            (keys[1:], "one missing"),
            (set(keys), "no order"),
            ([*keys[:-1], keys[0]], "twice"),
        ]
    if isinstance(answer, Members):
        other = [key for key in answer.among.names if key not in answer.right]
        return [
            ([*answer.right, *other], "too many"),
            (answer.right[1:], "one missing"),
            (4.5, "asked for"),
        ]
    assert isinstance(answer, Name)
    other = [key for key in answer.among.names if key not in answer.right and key not in answer.opposite]
    return [
        *(
            (key, "other end")
            for key in answer.opposite
            if key not in answer.right and not any(key in keys for keys in answer.slips.values())
        ),
        *((key, "") for key in other),
        ([*answer.right, *other], "not a list"),
        ("nowhere", f"Unknown {answer.among.kind} 'nowhere'"),
    ]


@each_exercise
def test_a_known_slip_is_told_as_what_it_is_and_the_answer_is_not(number):
    answer = answer_of(number)
    for given, sentence in slips(answer):
        said = off(answer, given)
        alike = {sentence for other, sentence in slips(answer) if isinstance(given, float | int) and other == given}
        assert said in {"", sentence, *alike}, given
        assert not tells(answer, sentence)


@each_exercise
def test_a_wrong_answer_of_any_usual_kind_is_told_what_is_off_and_never_the_answer(number):
    answer = answer_of(number)
    for given, part in distortions(answer):
        said = off(answer, given)
        assert said, given
        assert part in said or said in {sentence for _, sentence in slips(answer)}, (given, said)
        assert not tells(answer, said), (given, said)


# What a student may well write, and a part of what is then said.
TYPICAL = [
    ("1.1", 'cb.places(data).set_index("name")["latitude"].idxmax()', "other end"),
    ("1.2", '(cb.cluster_profile(data)["region"] == "Asia").mean() * 100', "share of the clusters"),
    ("1.2", 'cb.cluster_profile(data).groupby("region")["firms"].sum()["Asia"]', "That is a number of firms"),
    ("1.3", "[4, 5, 6]", "under which they are announced"),
    ("3.1", 'cb.cluster_profile(data).set_index("name")["export_growth_pct_pa"].idxmin()', "compares them"),
    ("3.2", 'cb.cluster_profile(data).set_index("name").loc["Buenos Aires", "foreign_share_pct"]', "share in per cent"),
    ("3.3", '["Buenos Aires", "Qiaotou"]', "do fit"),
    ("3.4", '(cb.survey.synthetic_firms(data).filter(cluster="los-lagos")["process"] >= 3).sum()', "or above"),
    ("4.2", 'cb.institutional_phases(data).groupby("name")["phase"].sum().sort_values()', "turn it round"),
    ("4.3", 'data["clusters"]["name"]', "too many"),
    (
        "5.2",
        'cb.firm_shares(data).set_index(["cluster", "dimension", "level"])["firms"]["penang", "process", 3]',
        "above",
    ),
    (
        "5.2",
        'cb.firms_at_exactly(data).query("level == 3 and dimension == \'process\'")["firms"].iloc[0]',
        "Buenos Aires",
    ),
    (
        "5.3",
        'cb.firm_shares(data).query("dimension == \'process\'").pivot(index="name", columns="level", values="firms")',
        "paper",
    ),
    ("5.4", '(cb.firm_shares(data).query("level == 3")["share_pct"] > 50).sum()', "deeper one"),
    (
        "5.5",
        'data["growth"].query("indicator == \'real-wages\'").set_index("cluster")["growth_pct_pa"] / 2',
        "subtracted",
    ),
    ("6.1", 'len(data["events"])', "all events"),
    ("6.2", 'data["events"].query("kind == \'shock\'")["cluster"].value_counts().idxmin()', "is one lacking"),
    (
        "6.3",
        'data["events"].query("kind == \'policy\'")["cluster"].value_counts(normalize=True) * 100',
        "policies of all",
    ),
    ("6.1.1", "(446 / 262 - 1) * 100", "whole country"),
    ("6.1.1", "232 / 188", "a factor"),
    ("6.1.2", "(232 / 188 - 1) * 100 / 5", "takes a root"),
    ("6.1.3", "100 * (188 / 262 - 232 / 446)", "not the direction"),
    ("6.2.2", "700 * (1 - 0.6)", "not the unit"),
    ("6.2.2", "700000 * 0.6", "what was lost"),
    ("6.2.3", "18.6", "stops at the peak"),
    ("6.3.1", "103 - 87", "fewest national"),
    ("6.3.2", "69 - 16", "most national"),
    ("6.3.3", "6", "It is not"),
    ("6.4.1", "-10", "not the direction"),
    ("6.4.2", "3", "from the bottom"),
    ("6.4.3", "100 * (4000 / 300 - 1)", "in per cent"),
    ("7.2", '["los-lagos", "qiaotou"]', "kept up"),
    ("7.3", "-0.2", "begins with the largest"),
    ("8.1", '(cb.claim_verdicts(data)["verdict"] == "holds").sum()', "number of claims"),
    ("8.1", '(cb.claim_verdicts(data)["verdict"] == "holds").mean()', "not the unit"),
    ("8.3", '"holds"', "It is not holds"),
    (
        "9.1",
        'levels.query("dimension == \'process\'").set_index("cluster")["median_level"]',
        "median",
    ),
    ("9.2", "(11 / 103 * 100 - 5.97, 11 / 103 * 100 + 5.97)", "symmetric"),
    ("9.3", "{1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 4}", "rank one"),
    (
        "9.4",
        'cb.rank_agreement(cb.strength_ranks(cb.institutional_phases(data), shares, levels))["spearman_rho"][1]',
        "with Qiaotou",
    ),
    ("10.1", '["Penang", "Qiaotou", "Los Lagos", "Buenos Aires"]', "differ in size"),
    ("10.2", '"Penang"', "other end"),
    ("10.3", '["Los Lagos", "Buenos Aires"]', "overlaps with itself"),
]


@pytest.mark.parametrize(
    ("number", "code", "part"), TYPICAL, ids=[f"{number}-{at}" for at, (number, *_) in enumerate(TYPICAL)]
)
def test_a_typical_wrong_answer_is_told_what_is_off(number, code, part, data):
    levels = cb.level_summary(cb.firms_at_exactly(data))
    names = {"cb": cb, "data": data, "shares": cb.firm_shares(data), "levels": levels}

    said = off(answer_of(number), eval(code, names))

    assert said
    assert part in said
    assert not tells(answer_of(number), said)


# --- kinds of answers


@pytest.mark.parametrize(
    "given",
    [34, 34.0, np.int64(34), np.float64(34), np.array(34), np.array([34]), pd.Series([34]), pd.Series([34]).iloc[0]],
    ids=lambda given: type(given).__name__,
)
def test_a_number_may_be_of_python_numpy_or_pandas(given):
    assert Number(34, "firms", 0).off(given) == ""


@pytest.mark.parametrize("given", ["Penang", "penang", " PENANG ", pd.Series(["Penang"]).iloc[0], np.str_("penang")])
def test_a_cluster_may_be_called_by_name_or_id_in_capitals_or_not(given):
    assert Name(["penang"], PLACES).off(given) == ""


@pytest.mark.parametrize("given", ["Los Lagos", "los-lagos", "los_lagos", "LOS LAGOS"])
def test_hyphens_and_blanks_are_the_same_in_a_name(given):
    assert Name(["los-lagos"], PLACES).off(given) == ""


@pytest.mark.parametrize(
    "given",
    [
        ["Qiaotou", "penang"],
        ("penang", "qiaotou"),
        {"penang", "qiaotou"},
        pd.Series(["Penang", "Qiaotou"]),
        pd.Index(["Penang", "Qiaotou"]),
        np.array(["Penang", "Qiaotou"]),
        pd.Series([True, False, True], index=["Penang", "Los Lagos", "Qiaotou"]),
    ],
    ids=lambda given: type(given).__name__,
)
def test_several_clusters_may_be_any_collection(given):
    assert Members(["penang", "qiaotou"], PLACES).off(given) == ""


@pytest.mark.parametrize("name", ["name", "cluster"])
def test_values_by_cluster_may_be_a_dict_a_series_or_a_table_of_one_column(name):
    wanted = Values({"penang": 1.0, "qiaotou": 2.0}, PLACES, "per cent")
    table = pd.DataFrame({name: ["Qiaotou", "Penang"], "share": [2.0, 1.0]})

    assert wanted.off({"Penang": 1, "Qiaotou": 2}) == wanted.off(table) == wanted.off(table.set_index(name)) == ""
    assert wanted.off(table.set_index(name)["share"]) == ""


def test_clusters_that_tie_may_stand_in_any_order():
    order = Order({"penang": 2.0, "los-lagos": 1.0, "qiaotou": 1.0}, PLACES)

    assert order.off(["Penang", "Qiaotou", "Los Lagos"]) == order.off(["Penang", "Los Lagos", "Qiaotou"]) == ""
    assert order.off(["Qiaotou", "Penang", "Los Lagos"]) == "The order is off from the first place on."


def test_only_the_clusters_that_are_off_are_named():
    wanted = Values({"penang": 10.0, "los-lagos": 20.0, "qiaotou": 30.0}, PLACES, "per cent")

    assert wanted.off({"penang": 10, "los-lagos": 55, "qiaotou": 0.3}) == "Off: Los Lagos and Qiaotou."
    assert wanted.off({"penang": 10, "los-lagos": -20, "qiaotou": 30}).startswith("Los Lagos: The size is right")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (23, "That is rounded too far: give one decimal."),
        (23.7, "That is near, but not near enough: keep all digits until the end, and round there to one decimal."),
        (0.234, "The figures are right, but not the unit"),
        (1.234, "That is a factor"),
        (-23.4, "The size is right, but not the direction"),
        (51.3, "It is not this number."),
        (float("nan"), "The number is missing (NaN)"),
        (float("inf"), "The number is infinite"),
        (True, "A number is asked for, not yes or no."),
        ("23.4", "A number is asked for, not a text."),
        ([23.4], "A number is asked for, not a list."),
        (pd.DataFrame({"a": [1, 2]}), "A number is asked for, not a DataFrame."),
    ],
)
def test_what_is_off_in_a_number_is_said(given, said):
    assert off(Number(23.404, "per cent"), given).startswith(said)


@pytest.mark.parametrize(("given", "empty"), [(None, "None"), (..., "the dots")])
def test_no_answer_is_told_as_such(given, empty):
    result = cb.check("5.2", given)

    assert repr(result) == f"Exercise 5.2: not yet. There is no answer yet: put yours in the place of {empty}."


def test_a_misspelt_cluster_is_told_the_nearest():
    assert cb.check("5.1", "penag").off == "Unknown cluster 'penag': did you mean 'Penang'?"


@pytest.mark.parametrize("ask", [lambda number: cb.check(number, 1), cb.hint], ids=["check", "hint"])
def test_an_unknown_exercise_is_told_the_nearest(ask):
    with pytest.raises(cb.UnknownNameError, match=r"unknown exercise '5\.22': did you mean '5\.2'\?"):
        ask("5.22")
    for number in ("5.0", "5.-1", "5", "", "2.1", "5.2.1", "chapter"):
        with pytest.raises(cb.UnknownNameError, match="unknown exercise"):
            ask(number)


@pytest.mark.parametrize(
    ("table", "broken"),
    [
        ("capabilities", lambda frame: frame.rename(columns={"firms": "companies"})),
        ("capabilities", lambda frame: frame.iloc[:0]),
        ("survey", lambda frame: frame.assign(firms="many")),
    ],
    ids=["a wrong column", "no rows", "words for numbers"],
)
def test_data_that_a_student_has_broken_give_one_sentence(table, broken, data):
    changed = data.replacing(check=False, **{table: broken(data[table])})

    with pytest.raises(cb.BookError, match=r"exercise 5\.2 has no answer by these data: .+; look at what was replaced"):
        cb.check("5.2", 34, data=changed)


def test_a_table_is_no_data_set():
    with pytest.raises(cb.BookError, match=r"check takes a Dataset as its data, .*, not a DataFrame"):
        cb.check("5.2", 34, data=cb.load("survey"))


def test_a_number_without_its_quotes_is_understood():
    assert cb.check(5.2, 34).number == "5.2"


def test_a_result_is_a_sentence_and_true_or_false():
    right, wrong = cb.check("6.2", answer_of("6.2").right[0]), cb.check("6.2", "Penang")

    assert (bool(right), repr(right)) == (True, "Exercise 6.2: right.")
    assert (bool(wrong), repr(wrong)[:22]) == (False, "Exercise 6.2: not yet.")


def test_hints_come_one_after_another_then_say_that_they_end_and_begin_again():
    hints = EXERCISES["5.3"].hints
    given = [cb.hint("5.3") for _ in range(len(hints) + 2)]

    assert given[: len(hints)] == list(hints)
    assert given[len(hints)] == "There is no further hint; the worked solution is folded beneath the exercise."
    assert given[-1] == hints[0]
    assert repr(given[0]) == hints[0], "a sentence, without quotes"


# --- on the page

EXERCISE = """# {title}

## Exercises

```{{exercise}} One thing
:label: ex-{name}

What is it?
```

```{{solution-start}} ex-{name}
:label: solution-{name}
:class: dropdown
```

{why}

```{{solution-end}}
```

See {{numref}}`ex-one`.
"""


@pytest.mark.slow
def test_after_an_edit_the_pages_of_exercises_are_those_of_a_clean_build(tmp_path):
    book = {name: EXERCISE.format(title=name.capitalize(), name=name, why="It is this.") for name in ("one", "two")}
    folder = write(tmp_path / "book", **book)
    edit(folder / "_toc.yml", "  - caption: The paper\n", "  - caption: The paper\n    numbered: true\n")
    build(folder)
    edit(folder / "chapters" / "one.md", "It is this.", "It is that.")
    edit(
        folder / "_toc.yml",
        "      - file: chapters/one\n      - file: chapters/two\n",
        "      - file: chapters/two\n      - file: chapters/one\n",
    )

    site = build(folder).parent

    page = BeautifulSoup((site / "chapters" / "two.html").read_text(encoding="utf-8"), "html.parser")
    assert page.select_one("#ex-two .admonition-title").get_text().split() == ["Exercise", "1.1", "(One", "thing)"]
    assert page.select_one("details.solution > summary").get_text() == "Solution to Exercise 1.1"
    assert page.select_one("p > a.reference[href$='#ex-one']").get_text() == "Exercise 2.1"
    assert len(page.select("[id]")) == len({one["id"] for one in page.select("[id]")})
    assert_the_same(pages_of(site), clean(folder, tmp_path / "clean"))
