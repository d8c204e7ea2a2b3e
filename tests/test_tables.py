"""Tables for display: what they say, how they are marked up, and that they never change by themselves."""

from __future__ import annotations

import dataclasses
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

import clusterbook as cb
import made
from clusterbook.tables.model import MIME, Table

ROOT = Path(__file__).resolve().parents[1]


def strength(data: cb.Dataset) -> pd.DataFrame:
    levels = cb.level_summary(cb.firms_at_exactly(data))
    return cb.strength_ranks(cb.institutional_phases(data), cb.firm_shares(data), levels)


MAKE = {
    "table_agreement": lambda data: cb.table_agreement(cb.rank_agreement(strength(data))),
    "table_capabilities": lambda data: cb.table_capabilities(cb.firm_shares(data)),
    "table_claims": lambda data: cb.table_claims(cb.claim_verdicts(data)),
    "table_clusters": lambda data: cb.table_clusters(cb.cluster_profile(data)),
    "table_corrections": lambda data: cb.table_corrections(cb.misprint_corrections(data), cb.claim_verdicts(data)),
    "table_data": lambda data: cb.table_data(data, "figures"),
    "table_events": lambda data: cb.table_events(cb.events(data)),
    "table_figures": lambda data: cb.table_figures(cb.dated_figures(data)),
    "table_growth_factors": lambda data: cb.table_growth_factors(cb.growth_factors(data)),
    "table_institutions": lambda data: cb.table_institutions(cb.institutional_phases(data)),
    "table_knowledge_depth": lambda data: cb.table_knowledge_depth(cb.knowledge_depth(data)),
    "table_level_ranks": lambda data: cb.table_level_ranks(cb.level_ranks(cb.firm_shares(data))),
    "table_level_summary": lambda data: cb.table_level_summary(cb.level_summary(cb.firms_at_exactly(data))),
    "table_pillars": lambda data: cb.table_pillars(cb.pillar_phases(data)),
    "table_share_changes": lambda data: cb.table_share_changes(cb.share_changes(made.surveyed_again(data))),
    "table_strength": lambda data: cb.table_strength(strength(data)),
    "table_summary": lambda data: cb.table_summary(cb.cluster_summary(data)),
    "table_verdicts": lambda data: cb.table_verdicts(cb.claim_verdicts(data)),
    "table_view": lambda data: cb.table_view(cb.explorer_view(cb.explorer_cells(data))),
}
every_table = pytest.mark.parametrize("name", MAKE)


@cache
def of_book(name: str) -> Table:
    """A table of the book's own data, made once for all tests that only look at it."""
    return MAKE[name](cb.Dataset(ROOT / "data"))


SMALL = Table(
    ("Place", "Firms"),
    (("A & B", "<5"), ("C", '"6"')),
    pd.DataFrame(),
    source="O'Neill & Sons",
    groups=(("North <1>", 1), ("South", 1)),
    notes=("a 1 < 2.",),
)


class Cells(HTMLParser):
    """Collects the tags of a table in order, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def scopes(html: str) -> list[str]:
    return [attrs["scope"] for tag, attrs in Cells(html).tags if tag == "th"]


def row(table: Table, head: str) -> tuple[str, ...]:
    (found,) = [cells for cells in table.rows if cells[0] == head]
    return found


def test_every_exported_table_is_among_those_tested():
    assert {name for name in cb.__all__ if name.startswith("table_")} == set(MAKE)


def test_html_scopes_the_heads_of_columns_groups_and_rows():
    assert scopes(SMALL.to_html()) == ["col", "col", "rowgroup", "row", "rowgroup", "row"]


def test_html_escapes_heads_cells_groups_notes_and_source():
    assert SMALL.to_html() == (
        '<table class="dataframe"><thead><tr><th scope="col">Place</th><th scope="col">Firms</th></tr></thead>'
        '<tbody><tr><th scope="rowgroup" colspan="2">North &lt;1&gt;</th></tr>'
        '<tr><th scope="row">A &amp; B</th><td>&lt;5</td></tr>'
        '<tr><th scope="rowgroup" colspan="2">South</th></tr>'
        '<tr><th scope="row">C</th><td>&quot;6&quot;</td></tr></tbody></table>'
        "<p>a 1 &lt; 2.</p><p>Source: O&#x27;Neill &amp; Sons.</p>"
    )


def test_a_table_without_groups_has_no_group_heads():
    plain = dataclasses.replace(SMALL, groups=())

    assert "rowgroup" not in plain.to_html()
    assert plain.grouped() == [("", SMALL.rows)]


def test_a_table_without_source_or_notes_ends_with_its_rows():
    assert dataclasses.replace(SMALL, notes=(), source="").foot() == []


def test_text_shows_groups_rows_notes_and_source():
    assert [line.strip() for line in SMALL.to_text().splitlines()] == [
        "Place Firms",
        "North <1> A & B    <5",
        'South     C   "6"',
        "a 1 < 2.",
        "Source: O'Neill & Sons.",
    ]


def test_a_table_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError, match="source"):
        SMALL.source = "elsewhere"


@every_table
def test_a_table_says_its_source(name):
    assert of_book(name).foot()[-1].startswith("Source: ")


@every_table
def test_every_row_has_a_cell_for_each_column(name):
    table = of_book(name)

    assert table.rows
    assert {len(cells) for cells in table.rows} == {len(table.columns)}


@every_table
def test_every_cell_is_text_and_none_is_a_value_that_is_missing(name):
    for cells in of_book(name).rows:
        assert all(isinstance(cell, str) for cell in cells)
        assert not {"nan", "NaN", "None", "<NA>"} & set(cells)


@every_table
def test_groups_cover_exactly_the_rows(name):
    table = of_book(name)

    assert sum(len(rows) for _, rows in table.grouped()) == len(table.rows)


@pytest.mark.slow
@every_table
def test_every_form_of_a_table_is_the_same_each_time(data, name):
    one, other = of_book(name)._repr_mimebundle_(), MAKE[name](data)._repr_mimebundle_()

    assert one == other
    assert not re.search(r"0x[0-9a-f]{6,}", json.dumps(one))


@every_table
def test_a_table_makes_a_valid_notebook(name):
    output = new_output("display_data", data=of_book(name)._repr_mimebundle_())

    nbformat.validate(new_notebook(cells=[new_code_cell("table", outputs=[output])]))


@every_table
def test_html_has_a_head_for_each_column_and_row_and_closes_every_tag(name):
    table = of_book(name)

    parsed = Cells(table.to_html())

    assert parsed.open == []
    found = scopes(table.to_html())
    assert (found.count("col"), found.count("row")) == (len(table.columns), len(table.rows))


@every_table
def test_what_the_page_needs_is_plain_json(name):
    bundle = of_book(name)._repr_mimebundle_()[MIME]

    assert json.loads(json.dumps(bundle)) == bundle


@pytest.mark.slow
@every_table
def test_making_a_table_leaves_the_data_unchanged(data, name):
    before = {name: data[name] for name in data}

    MAKE[name](data)

    for name, frame in before.items():
        pd.testing.assert_frame_equal(data[name], frame)


def test_table_1_has_a_row_for_each_cluster_with_growth_to_one_decimal():
    cells = row(of_book("table_clusters"), "Penang")

    assert cells[:7] == ("Penang", "Malaysia", "Electronics", "4.6", "6.7", "103", "83.7")


def test_table_4_puts_each_cluster_in_the_phase_it_has_reached(data):
    table = of_book("table_institutions")

    at = table.columns.index(data["pillars"].set_index("pillar").loc["market-integration", "name"])
    found = {cells[0]: set(re.split(", | and ", cells[at])) for cells in table.rows}

    assert found == {"Catch-up (3)": {"Buenos Aires", "Penang"}, "Advanced (4)": {"Los Lagos", "Qiaotou"}}


def test_table_4_says_none_where_no_cluster_is():
    assert row(of_book("table_institutions"), "Catch-up (3)")[1] == "none"


def test_table_5_prints_counts_with_percentages_grouped_by_cluster():
    groups = dict(of_book("table_capabilities").grouped())

    assert groups["Penang (electronics)"][4] == ("5 Early R&D", "35 (34%)", "35 (34%)", "11 (11%)")


def test_table_5_keeps_a_misprint_as_printed_and_signs_it():
    groups = dict(of_book("table_capabilities").grouped())

    assert groups["Buenos Aires (automotive)"][4][3] == "1 (1%) a"
    assert groups["Qiaotou (buttons)"][3][1] == "39 (29%) b"


def test_table_5_signs_exactly_the_two_misprints_and_says_what_the_counts_give():
    notes = of_book("table_capabilities").notes

    assert notes[1:] == (
        "a As printed; 1 of 50 firms are 2%.",
        "b As printed; 39 of 100 firms are 39%.",
    )


def test_a_table_without_misprints_has_no_signs(data):
    clean = data.replacing(misprints=data["misprints"].iloc[:0], check=False)

    table = MAKE["table_capabilities"](clean)

    assert len(table.notes) == 1
    assert not any(cell.endswith((" a", " b")) for cells in table.rows for cell in cells[1:])


def test_the_summary_takes_the_level_into_its_labels(data):
    table = cb.table_summary(cb.cluster_summary(data, level=5))

    assert row(table, "Process technology: firms at level 5 or above (%)")[1:] == ("4", "6", "34", "3")


def test_the_summary_signs_the_difference_to_the_nation():
    assert row(of_book("table_summary"), "Export growth less the nation's (points)")[1:] == (
        "+3.6",
        "+7.5",
        "+2.1",
        "+0.4",
    )


def test_dated_figures_keep_the_paper_s_hedge_and_their_unit():
    values = {(cells[0], cells[2]): cells[3] for cells in of_book("table_figures").rows}

    assert values["Button stalls", "1982"] == "over 300 stalls"
    assert values["Button sales", "mid 1990s"] == "over RMB 2.6 billion"
    assert values["Fall of salmon output from its peak", "2008"] == "almost 60%"


def test_a_table_of_the_data_shows_every_row_and_a_dash_for_an_empty_cell(data):
    table = cb.table_data(data, "figures")

    assert len(table.rows) == len(data["figures"])
    assert table.rows[0][-1] == "–"


def test_a_table_of_unknown_data_is_refused(data):
    with pytest.raises(cb.UnknownNameError, match="unknown table 'figure': did you mean 'figures'"):
        cb.table_data(data, "figure")


def test_the_verdicts_of_a_part_and_of_all_add_up(data):
    table = of_book("table_verdicts")

    numbers = [[int(cell.replace(",", "")) for cell in cells] for _, *cells in table.rows]

    assert [cells[0] for cells in table.rows][-2:] == ["This book's own readings", "All"]
    assert all(sum(row[:-1]) == row[-1] for row in numbers)
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    assert numbers[-1][-1] == len(cb.judge_all(data))


def test_each_claim_has_a_row_under_its_part_with_an_id_and_its_verdict(data):
    table = of_book("table_claims")
    claims = cb.judge_all(data)

    assert sorted(table.ids) == sorted(f"claim-{id}" for id in claims)
    assert len(table.rows) == sum(size for _, size in table.groups)
    shown = dict(zip(table.ids, table.rows, strict=True))
    found = claims["over-half-at-level-4"]
    assert shown["claim-over-half-at-level-4"][0] == found.claim.statement
    assert shown["claim-over-half-at-level-4"][3] == "✗ Does not hold"
    assert shown["claim-over-half-at-level-4"][4] == f"{found.finding} (From capabilities.csv and survey.csv.)"


def test_ids_and_filters_reach_the_page_only_where_a_table_has_them():
    assert set(of_book("table_claims").to_dict()) - set(SMALL.to_dict()) == {"ids", "filters"}


def test_a_correction_names_the_statements_that_hang_on_it():
    rows = of_book("table_corrections").rows

    (changed,) = [cells for cells in rows if cells[1] == "The percentage is right, and the count 29"]

    assert changed[0] == "Qiaotou, human resources, level 4: 39 of 100 firms, 29%"
    assert changed[2].endswith("(Now holds.)")
