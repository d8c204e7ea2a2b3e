"""The library from a student's keyboard: one manner of asking everywhere, and one sentence for every slip."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import clusterbook as cb
import made
from clusterbook import arguments
from mutations import CHANGES, changed_copy
from test_charts import DRAW, looks, values
from test_tables import MAKE

ROOT = Path(__file__).resolve().parents[1]
SHOWN = sorted([*DRAW, *MAKE])
ESTIMATES = ["explorer_view", "level_ranks", "level_summary", "rank_agreement", "share_intervals", "view_sentences"]
TOGETHER = {"strength_ranks"}  # takes three tables or a data set
ORDER = ["data", "indicator", "pillar", "dimension", "level", "measure", "cluster", "year", "confidence"]
BESIDE = {"land", "shares", "summary", "claims", "name"}  # a second table or what a table is called
GIVEN_BY_PLACE = ["data", *BESIDE]
SLOW = {"table_corrections", "misprint_corrections"}  # judge every claim for each reading of a misprint


@pytest.fixture(scope="module")
def book() -> cb.Dataset:
    return cb.Dataset(ROOT / "data")


@pytest.fixture(scope="module")
def twice(book) -> cb.Dataset:
    """The book's data surveyed twice, so that shares change."""
    return made.surveyed_again(book)


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> cb.Dataset:
    """Another folder of data, in which every table differs from the book's in one cell."""
    return cb.Dataset(changed_copy(tmp_path_factory.mktemp("changed"), *CHANGES))


@pytest.fixture
def suited(book, twice) -> Callable[[str], cb.Dataset]:
    """A function that gives the data that a function of this name can show."""
    return lambda name: twice if "changes" in name else book


def spec(shown: object) -> dict:
    return shown.to_dict() if hasattr(shown, "to_dict") else {"sentences": shown}


@functools.cache
def of_the_book(name: str) -> dict:
    """What a function shows when it is given nothing."""
    return spec(getattr(cb, name)())


def asked(function) -> set[str]:
    return set(inspect.signature(function).parameters)


def with_argument(argument: str) -> list[str]:
    return [name for name in [*SHOWN, *ESTIMATES, *PLAIN] if argument in asked(getattr(cb, name))]


PLAIN = sorted(
    name
    for name in cb.__all__
    if inspect.isfunction(getattr(cb, name))
    and name not in {*SHOWN, *ESTIMATES, "enable_theme", "load", "check", "hint"}
)


# One manner of asking


@pytest.mark.parametrize("name", [*SHOWN, *ESTIMATES, *PLAIN])
def test_every_function_takes_data_first_and_its_choices_by_name_in_one_order(name):
    parameters = inspect.signature(getattr(cb, name)).parameters

    assert next(iter(parameters)) == "data"
    assert parameters["data"].default is None
    chosen = [argument for argument in parameters if argument not in BESIDE]
    assert chosen == [argument for argument in ORDER if argument in chosen]
    for argument, parameter in parameters.items():
        assert argument in GIVEN_BY_PLACE or parameter.kind is parameter.KEYWORD_ONLY


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name for name in SHOWN if name not in {*SLOW, "table_data"} and "changes" not in name]
)
def test_without_data_the_book_s_own_are_shown_as_they_are_of_the_tidy_table(book, name):
    by_table = {**DRAW, **MAKE}[name](book)

    assert of_the_book(name) == spec(by_table)


@pytest.mark.parametrize("name", [name for name in SHOWN if name not in SLOW])
def test_every_chart_and_table_can_be_pointed_at_a_changed_copy(book, twice, changed, name):
    mine = book.replacing(**{table: changed[table] for table in changed}, check=False)
    more = {"name": "skills"} if name == "table_data" else {}
    if "changes" in name:
        book, mine = twice, made.surveyed_again(mine)

    shown = spec(getattr(cb, name)(data=mine, **more))

    plain = name == "table_data" or "changes" in name
    assert shown != (spec(getattr(cb, name)(book, **more)) if plain else of_the_book(name))
    source = shown["source"] if name in MAKE else shown["usermeta"]["source"]
    assert "changed for this copy" in source or "claims" in name or "verdicts" in name


@pytest.mark.parametrize("name", [name for name in with_argument("cluster") if name.startswith("chart_")])
def test_a_chart_of_one_cluster_holds_no_other_and_keeps_its_colour(suited, name):
    data = suited(name)
    part = spec(getattr(cb, name)(data, cluster="penang"))
    whole = spec(getattr(cb, name)(data)) if "changes" in name else of_the_book(name)

    assert {row["name"] for row in values(part) if "name" in row} == {"Penang"}
    assert looks_of_penang(part) == looks_of_penang(whole)


def looks_of_penang(chart: dict) -> set[tuple[str, str]]:
    """Every colour and shape that a chart gives to Penang."""
    pairs = (pair for channel in ("color", "shape") for pair in looks(chart, channel))
    return {pair for pair in pairs if pair[0] == "Penang"}


@pytest.mark.parametrize("name", [name for name in with_argument("cluster") if name.startswith("table_")])
def test_a_table_of_some_clusters_names_no_other(suited, name):
    data = suited(name)

    table = getattr(cb, name)(data, cluster=["los-lagos", "qiaotou"])

    text = " ".join(
        [*(cell for row in table.rows for cell in row), *(head for head, _ in table.groups), *table.columns]
    )
    assert "cluster" not in table.frame or set(table.frame["cluster"]) == {"los-lagos", "qiaotou"}
    assert "Buenos Aires" not in text or name in {"table_events", "table_figures"}  # their sentences may


@pytest.mark.parametrize("name", with_argument("dimension"))
def test_a_dimension_is_chosen_alone(suited, name):
    shown = getattr(cb, name)(suited(name), dimension="product")

    if isinstance(shown, list):
        assert shown[0].startswith("Product technology, ")
    elif name.startswith("chart_"):
        assert {row["dimension"] for row in values(spec(shown)) if "dimension" in row} == {"product"}
    else:
        assert set(getattr(shown, "frame", shown)["dimension"]) == {"product"}


@pytest.mark.parametrize("name", [name for name in with_argument("level") if name not in {"table_agreement"}])
def test_another_level_shows_something_else(suited, name):
    data = suited(name)

    assert str(spec(getattr(cb, name)(data, level=2))) != str(spec(getattr(cb, name)(data, level=5)))


# Slips


def refusal(function, *given: object, **options: object) -> str:
    """Return the sentence by which a call is refused."""
    with pytest.raises(cb.BookError) as caught:
        function(*given, **options)
    said = str(caught.value)
    assert "\n" not in said
    return said


NAMES = {
    "cluster": ("penag", "penang"),
    "dimension": ("proces", "process"),
    "pillar": ("network-cohesin", "network-cohesion"),
    "indicator": ("export", "exports"),
    "measure": ("shares", "share"),
    "name": ("skill", "skills"),
}


@pytest.mark.parametrize(("name", "argument"), [(name, each) for each in NAMES for name in with_argument(each)])
def test_a_misspelt_name_is_answered_with_the_nearest(suited, name, argument):
    wrong, right = NAMES[argument]
    kind = "table" if argument == "name" else argument

    said = refusal(getattr(cb, name), suited(name), **{argument: wrong})

    assert said == f"unknown {kind} {wrong!r}: did you mean {right!r}?"


@pytest.mark.parametrize(("name", "argument"), [(name, each) for each in NAMES for name in with_argument(each)])
def test_a_number_for_a_name_is_refused(suited, name, argument):
    said = refusal(getattr(cb, name), suited(name), **{argument: 4})

    assert said.startswith(f"{argument} must be a name such as '") or argument == "name"
    assert said.endswith(", not 4") or said.startswith("unknown table 4; known are ")


@pytest.mark.parametrize("name", with_argument("level"))
def test_a_level_that_cannot_be_is_answered_with_the_range(suited, name):
    assert refusal(getattr(cb, name), suited(name), level=9) == "level 9 is out of range: the levels run from 1 to 6"


@pytest.mark.parametrize("level", ["four", "4", 2.5, True, float("nan"), float("inf"), [4], None, b"4"], ids=str)
def test_a_level_that_is_no_whole_number_is_answered_with_one(book, level):
    said = refusal(cb.chart_capabilities, book, level=level)

    shown = {list: "a list", bytes: "a bytes"}.get(type(level), repr(level))
    assert said == f"level must be a whole number such as 1, not {shown}"


def test_a_whole_number_of_any_kind_is_a_level(book):
    assert spec(cb.chart_capabilities(book, level=np.int64(5))) == spec(cb.chart_capabilities(book, level=5.0))


def test_a_name_as_it_is_printed_is_near_to_its_id(book):
    assert (
        refusal(cb.chart_growth, book, cluster="Los Lagos") == "unknown cluster 'Los Lagos': did you mean 'los-lagos'?"
    )


def test_no_choice_at_all_is_refused(book):
    assert refusal(cb.chart_growth, book, cluster=[]) == (
        "no cluster is chosen: give one or more, such as 'buenos-aires'"
    )


@pytest.mark.parametrize("confidence", [0, 1, 95, "0.95", None, True])
def test_a_confidence_lies_between_nought_and_one(book, confidence):
    said = refusal(cb.share_intervals, book, confidence=confidence)

    assert said == f"confidence must be a number between 0 and 1 such as 0.95, not {confidence!r}"


@pytest.mark.parametrize("name", [*SHOWN, *ESTIMATES, *PLAIN])
@pytest.mark.parametrize("wrong", ["penang", 4, ["penang"], {"skills": 1}, cb.Dataset], ids=str)
def test_what_is_no_data_is_refused(name, wrong):
    said = refusal(getattr(cb, name), wrong)

    assert said.startswith("data must be a Dataset, not ")


@pytest.mark.parametrize("name", sorted({*PLAIN} - TOGETHER))
def test_a_table_where_a_data_set_is_needed_is_refused_with_the_way_to_make_one(book, name):
    assert "cb.Dataset().replacing(skills=table)" in refusal(getattr(cb, name), book["skills"])


def test_a_table_of_the_data_is_no_tidy_table_and_the_way_to_a_changed_copy_is_told(book):
    said = refusal(cb.chart_skill_intensity, book["skills"])

    assert said == (
        "the table has no column 'name': give the table that cb.skill_intensity() makes, or a changed copy of the "
        "data, as in data=cb.Dataset().replacing(skills=table)"
    )


def test_a_level_beside_a_table_that_was_made_for_one_is_refused(book):
    said = refusal(cb.table_summary, cb.cluster_summary(book), level=5)

    assert said == "level chooses from a Dataset, and here is a table: give level to cb.cluster_summary() instead"


def test_a_table_of_phases_alone_is_refused(book):
    assert refusal(cb.strength_ranks, cb.institutional_phases(book)).startswith("shares and summary are needed beside")


def test_a_data_set_is_not_changed_in_place(book):
    with pytest.raises(cb.BookError, match=r"mine = data\.replacing\(skills=table\)$"):
        book["skills"] = book["skills"]


def test_an_unknown_name_after_the_package_is_answered_with_the_nearest():
    with pytest.raises(
        AttributeError, match=r"^unknown name 'chart_capabilites': did you mean 'chart_capabilities'\?$"
    ):
        cb.chart_capabilites  # noqa: B018


def test_an_unknown_number_is_answered_with_the_nearest(book):
    with pytest.raises(
        cb.UnknownNameError, match=r"^unknown number 'penang\.skil-intensity': did you mean 'penang\.skill"
    ):
        cb.all_facts(book)["penang.skil-intensity"]


# Broken tables


@functools.cache
def needs(name: str) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """What one function asks of a tidy table, and such a table."""
    home = sys.modules[getattr(cb, name).__module__]
    found = []

    def spy(data, derive, texts, numbers="", **more):
        frame = arguments.tidy(data, derive, texts, numbers, **more)
        kinds = {"texts": texts, "numbers": numbers, **{kind: more.get(kind, "") for kind in ("gaps", "others")}}
        found.append((frame, {kind: columns.split() for kind, columns in kinds.items()}))
        return frame

    data = cb.Dataset(ROOT / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(home, "tidy", spy)
        getattr(cb, name)(made.surveyed_again(data) if "changes" in name else data)
    return found[-1]  # what it asks itself, after those that it asks


TIDY = [name for name in [*SHOWN, *ESTIMATES] if name not in {*SLOW, "table_data"}]


def told_of(name: str, frame: pd.DataFrame) -> str:
    return refusal(getattr(cb, name), frame)


@pytest.mark.slow
@pytest.mark.parametrize("name", TIDY)
def test_the_columns_that_a_function_says_it_needs_are_enough(name):
    frame, columns = needs(name)
    needed = list(dict.fromkeys(column for kind in columns.values() for column in kind))
    more = {"table_summary": [column for column in frame if column.startswith("share_")]}.get(name, [])

    assert getattr(cb, name)(frame[[*needed, *more]]) is not None


@pytest.mark.parametrize("name", TIDY)
def test_a_column_that_is_missing_is_named(name):
    frame, columns = needs(name)
    for column in (column for kind in columns.values() for column in kind):
        assert told_of(name, frame.drop(columns=column)).startswith(f"the table has no column {column!r}")


@pytest.mark.parametrize("name", TIDY)
def test_a_misspelt_column_is_named_with_the_one_that_is_near(name):
    frame, columns = needs(name)
    column = columns["texts"][0]

    said = told_of(name, frame.rename(columns={column: f"{column}_"}))

    assert said.startswith(f"the table has no column {column!r} (did you mean {column + '_'!r}?)")


@pytest.mark.parametrize("name", TIDY)
def test_text_for_a_number_is_named_with_row_column_and_value(name):
    frame, columns = needs(name)
    for column in [*columns["numbers"], *columns["gaps"]]:
        broken = frame.assign(**{column: frame[column].astype(object)})
        broken.loc[broken.index[-1], column] = "many"
        assert told_of(name, broken) == (
            f"row {frame.index[-1]} of the table, {column}: 'many' is not a number. Write a number there."
        )


@pytest.mark.parametrize("name", TIDY)
def test_a_missing_value_is_named_with_row_and_column(name):
    frame, columns = needs(name)
    for column in [*columns["texts"], *columns["numbers"]]:
        broken = frame.assign(**{column: frame[column].astype(object)})
        broken.loc[broken.index[0], column] = None
        said = told_of(name, broken)
        assert said == f"row {frame.index[0]} of the table, {column}: the value is missing, but one is needed. Fill it."


@pytest.mark.parametrize("name", [name for name in TIDY if name not in {"table_view", "view_sentences"}])
def test_a_table_without_rows_is_refused(name):
    frame, _ = needs(name)

    assert told_of(name, frame.head(0)) in {
        "there is no row to show",
        "no change between surveys: the data hold one survey year",
    }


@pytest.mark.parametrize("name", TIDY)
def test_a_row_that_stands_twice_is_named(name):
    frame, _ = needs(name)
    double = pd.concat([frame, frame.tail(1)], ignore_index=True)
    double.attrs = frame.attrs

    assert told_of(name, double) == f"row {len(frame)} of the table repeats an earlier row. Keep one of them."


def test_a_column_that_stands_twice_is_refused(book):
    skills = cb.skill_intensity(book)

    said = refusal(cb.chart_skill_intensity, pd.concat([skills, skills[["name"]]], axis=1))

    assert said == "the table has the column 'name' twice: keep one of them"


def test_a_table_that_lost_its_attributes_is_drawn_all_the_same(book):
    bare = cb.skill_intensity(book)
    bare.attrs = {}

    chart = spec(cb.chart_skill_intensity(bare))

    assert chart["description"] == spec(cb.chart_skill_intensity(book))["description"]
    assert chart["usermeta"]["source"] == ""


def test_a_table_that_lost_an_attribute_that_matters_is_refused(book):
    bare = cb.share_intervals(book)
    del bare.attrs["confidence"]

    assert refusal(cb.chart_intervals, bare) == (
        "the table no longer says its confidence (attrs): make it anew by cb.share_intervals()"
    )


# Whatever is typed

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["penang", "Penang", "process", "share", b"penang", (), {}, object(), np.nan, pd.NA, pd.Timestamp(0)]
    ),
    st.lists(st.one_of(st.integers(0, 9), st.text(max_size=8), st.just("penang")), max_size=3),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(level=ANYTHING, cluster=ANYTHING, dimension=ANYTHING)
def test_whatever_is_asked_for_is_shown_or_refused_in_one_sentence(level, cluster, dimension):
    shares = needs("table_capabilities")[0]
    try:
        cb.chart_capabilities(shares, level=level, cluster=cluster, dimension=dimension)
    except cb.BookError as error:
        assert "\n" not in str(error)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_a_cell_is_made_the_chart_is_drawn_or_refused_in_one_sentence(draws):
    shares = needs("table_capabilities")[0]
    row, column = draws.draw(st.integers(0, len(shares) - 1)), draws.draw(st.sampled_from(list(shares.columns)))
    broken = shares.astype(object)
    broken.at[row, column] = draws.draw(ANYTHING)
    try:
        cb.chart_capability_ladder(broken).to_dict()
    except cb.BookError as error:
        assert "\n" not in str(error)
