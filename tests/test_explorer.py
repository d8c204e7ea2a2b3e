"""The explorer: its values and sentences, that the script's are the same in every view, and the page in a browser."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path

import pandas as pd
import pytest

import clusterbook as cb
import made
from browsing import NARROW, arrive
from clusterbook import explorer
from clusterbook.publishing import explorer as page
from clusterbook.publishing.extension import STATIC

PAGE = "chapters/explorer.html"
pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # of Jupyter Book's own transforms


@pytest.fixture(scope="module")
def cells(root):
    return explorer.explorer_cells(cb.Dataset(root / "data"))


def counted(**firms):
    """Cells of made-up clusters at level 4 of 6, from pairs of firms and sample, and all of them at level 1."""
    rows = []
    for level in (1, 4):
        for name, (count, sample) in firms.items():
            share = 100 * (count if level == 4 else sample) / sample
            rows.append({"name": name, "cluster": name.lower(), "firms": count if level == 4 else sample})
            rows[-1] |= {"sample": sample, "level": level, "share_pct": share}
    frame = pd.DataFrame(rows).assign(dimension="d", dimension_name="Dimension", level_name="Named")
    frame.attrs = {"source": "S", "clusters": list(firms)}
    frame = cb.share_intervals(frame)
    frame = pd.concat([frame.assign(extent=extent, year=2000) for extent in ("above", "exactly")], ignore_index=True)
    for column in ("share", "low", "high"):
        frame[f"{column}_text"] = [f"{value:.0f}%" for value in frame[f"{column}_pct"]]
    for rank, column in (("share_rank", "share_pct"), ("firms_rank", "firms")):
        ranked = frame.groupby(["level", "extent"])[column].rank(method="min", ascending=False)
        frame[rank] = ranked.astype(int)
    frame.attrs = {"source": "S", "clusters": list(firms), "confidence": 0.95}
    return frame


def told(cells, **choice):
    return explorer.view_sentences(explorer.explorer_view(cells, **({"dimension": "d"} | choice)))


def test_the_cells_hold_every_dimension_level_extent_and_cluster_once(cells, data):
    sizes = [len(data[name]) for name in ("dimensions", "levels", "clusters")]
    assert len(cells) == 2 * math.prod(sizes)
    assert not cells.duplicated(["year", "dimension", "level", "extent", "cluster"]).any()
    assert not cells.isna().any().any()


def test_an_interval_is_wilsons(cells):
    row = cells[(cells["cluster"] == "los-lagos") & (cells["dimension"] == "process") & (cells["level"] == 4)].iloc[0]
    p, n, z = row["firms"] / row["sample"], row["sample"], 1.959963985
    centre, half = (p + z * z / (2 * n)) / (1 + z * z / n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    half /= 1 + z * z / n
    # the cells are rounded to six decimals of a per cent
    assert (row["low_pct"], row["high_pct"]) == pytest.approx((100 * (centre - half), 100 * (centre + half)), abs=1e-5)


def test_unequal_shares_look_unequal_and_equal_ones_alike(cells):
    for _, group in cells.groupby(["year", "dimension", "level", "extent"]):
        assert group.groupby("share_text")["share_pct"].nunique().max() == 1


def test_shares_that_whole_per_cent_would_make_alike_get_decimals():
    assert explorer._digits(pd.Series([33.1, 33.4, 50.0])) == 1
    assert explorer._digits(pd.Series([33.11, 33.12])) == 2
    assert explorer._digits(pd.Series([10.0, 10.0, 20.0])) == 0


def test_ranks_are_those_among_the_chosen_and_ties_share_the_best():
    cells = counted(A=(30, 50), B=(20, 50), C=(20, 50), D=(10, 50))
    every = explorer.explorer_view(cells, dimension="d")
    some = explorer.explorer_view(cells, dimension="d", cluster=["d", "c", "b"])
    assert list(zip(every["name"], every["rank"], every["tied"], strict=True)) == [
        ("A", 1, False),
        ("B", 2, True),
        ("C", 2, True),
        ("D", 4, False),
    ]
    assert list(zip(some["name"], some["rank"], strict=True)) == [("B", 1), ("C", 1), ("D", 3)]


def test_numbers_and_shares_rank_each_by_its_own():
    cells = counted(Small=(9, 10), Large=(50, 100))
    assert list(explorer.explorer_view(cells, dimension="d", measure="share")["name"]) == ["Small", "Large"]
    assert list(explorer.explorer_view(cells, dimension="d", measure="firms")["name"]) == ["Large", "Small"]


@pytest.mark.parametrize(
    "choice",
    [
        {"dimension": "proces"},
        {"level": 7},
        {"measure": "median"},
        {"cluster": ["penang", "atlantis"]},
        {"year": 1999},
    ],
    ids=lambda choice: next(iter(choice)),
)
def test_an_unknown_name_is_refused_with_those_that_are_known(cells, choice):
    (what,) = choice
    said = rf"^({what} \d+ is out of range: the (only )?{what}|unknown {what} '\w+'(; known are|: did you mean))"
    with pytest.raises(cb.BookError, match=said):
        explorer.explorer_view(cells, **choice)


def test_the_sentence_names_the_order_with_share_count_and_sample():
    said = told(counted(A=(45, 50), B=(30, 100), C=(8, 50)))
    assert said == [
        "Dimension, 2000: of the firms surveyed, the share at level 4 (Named) or above is largest in A with 90% "
        "(45 of 50), before B with 30% (30 of 100) and C with 16% (8 of 50).",
        "Of the 95% intervals, that of A lies wholly above those of B and C.",
        "Of every other pair the intervals overlap, so by them alone its order may be chance; that does not show the "
        "two equal.",
    ]


def test_intervals_that_lie_apart_are_told_pair_by_pair_though_neighbours_overlap():
    said = told(counted(A=(70, 100), B=(60, 100), C=(50, 100), D=(5, 100)))
    assert (
        said[1]
        == "Of the 95% intervals, that of A lies wholly above those of C and D; those of B and C above that of D."
    )


def test_a_tie_is_told_as_a_tie():
    said = told(counted(A=(10, 50), B=(20, 100), C=(5, 50)))
    assert said[0].endswith("is largest in A (10 of 50) and B (20 of 100) with 20% each, before C with 10% (5 of 50).")
    assert said[1].startswith("The 95% intervals all overlap, so by them alone the order may be chance")


def test_when_all_tie_none_is_said_to_lead():
    said = told(counted(A=(10, 50), B=(20, 100)))
    assert said[0].endswith("is the same in A (10 of 50) and B (20 of 100): 20%.")
    assert said[1] == "The 95% intervals run from 11% at the lowest to 33% at the highest."


def test_when_no_firm_has_come_so_far_that_is_said():
    said = told(counted(A=(0, 50), B=(0, 100)))
    assert said[0] == "Dimension, 2000: none of the firms surveyed in A and B stands at level 4 (Named) or above."


def test_one_cluster_is_not_ranked():
    said = told(counted(A=(10, 50), B=(20, 100)), cluster=["b"])
    assert said[0].endswith("the share at level 4 (Named) or above is 20% (20 of 100) in B.")
    assert said[1] == "Its 95% interval runs from 13% to 29%."


def test_intervals_that_all_lie_apart_are_told_so():
    assert told(counted(A=(95, 100), B=(50, 100), C=(5, 100)))[1:] == ["No two of the 95% intervals overlap."]


def test_numbers_come_with_a_caution_where_samples_differ_and_without_intervals():
    said = told(counted(A=(10, 50), B=(10, 100)), measure="firms")
    assert said[0].endswith("is the same in A (of 50) and B (of 100): 10.")
    assert said[1:] == ["The samples differ in size, so a larger number need not be a larger share."]
    assert len(told(counted(A=(10, 50), B=(5, 50)), measure="firms")) == 1


def test_at_the_lowest_level_the_built_in_tie_is_told_instead_of_intervals():
    said = told(counted(A=(10, 50), B=(20, 100)), level=1)
    assert said[1:] == [
        "At this level every firm surveyed counts by construction, so neither rank nor interval says anything."
    ]


def test_no_cluster_chosen_is_said():
    assert told(counted(A=(10, 50)), cluster=[]) == ["No cluster is chosen that was surveyed in that year."]


def test_with_a_second_survey_both_years_can_be_chosen_and_the_newer_is_shown(second_year):
    cells = explorer.explorer_cells(cb.Dataset(second_year))
    assert sorted(set(cells["year"])) == [made.PAPER_YEAR, made.YEAR]
    assert set(explorer.explorer_view(cells)["year"]) == {made.YEAR}
    before = explorer.explorer_view(cells, year=made.PAPER_YEAR)
    assert list(before["firms"]) == [69, 37, 12, 7]
    assert 'name="year"' in page.html(cells, explorer.explorer_view(cells))


def test_a_year_after_the_one_shown_is_left_out(second_year):
    cells = explorer.explorer_cells(cb.Dataset(second_year, year=made.PAPER_YEAR))
    assert set(cells["year"]) == {made.PAPER_YEAR}
    assert 'name="year"' not in page.html(cells, explorer.explorer_view(cells))


def test_a_view_in_a_table_has_ranks_counts_and_intervals(cells):
    table = cb.table_view(explorer.explorer_view(cells))
    assert table.columns == ("Cluster", "Rank", "Firms", "Share", "95% interval")
    assert table.rows[0] == ("Penang", "1", "69 of 103", "67%", "57% to 75%")


def test_a_view_in_a_chart_is_in_the_order_of_ranks_and_its_alt_text_gives_shares_and_intervals(cells):
    chart = cb.chart_view(explorer.explorer_view(cells)).to_dict()
    (rows,) = chart["datasets"].values()
    assert [row["name"] for row in rows] == ["Penang", "Qiaotou", "Los Lagos", "Buenos Aires"]
    assert "Penang 67% (57% to 75%), Qiaotou 37% (28% to 47%)" in chart["description"]


def states(cells):
    """Every view of all clusters, and every view of some of them."""
    clusters = list(dict.fromkeys(cells["cluster"]))
    keys = ("year", "dimension", "level", "measure", "clusters")
    values = [list(dict.fromkeys(cells[key].tolist())) for key in keys[:3]]
    for choice in itertools.product(*values, explorer.MEASURES, (clusters, clusters[1::2], clusters[:1])):
        yield dict(zip(keys, choice, strict=True))


def assert_the_script_agrees(tab, cells):
    """What the script makes of every view is what Python makes of it: sentences, rows, title."""
    wanted = list(states(cells))
    expected = []
    for state in wanted:
        chosen = {name: value for name, value in state.items() if name != "clusters"}
        view = explorer.explorer_view(cells, cluster=state["clusters"], **chosen)
        expected.append([" ".join(explorer.view_sentences(view)), page.rows(view), page.title(view)])
    found = tab.evaluate(
        """states => states.map(state => {
            const { sentence, rows, title } = document.querySelector('.cb-explorer').cbView(state);
            return [sentence, rows, title];
        })""",
        wanted,
    )
    assert len(found) == len(wanted) >= 3 * 6 * 4 * 3
    assert [pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_of_the_explorer_from_its_opening_view_to_a_shared_link(visit, cells, address):
    tab = visit(PAGE)
    assert_the_script_agrees(tab, cells)

    # a choice by keyboard changes address, sentence, caption and rows, and the back button undoes it
    sentence, caption = tab.locator(".cb-explorer-sentence"), tab.locator(".cb-explorer-view caption")
    form = tab.locator(".cb-explorer-form")
    opening = sentence.inner_text()
    assert opening == " ".join(explorer.view_sentences(explorer.explorer_view(cells)))
    form.get_by_label("Dimension").focus()
    tab.keyboard.press("ArrowDown")
    caption.filter(has_text="Product technology").wait_for()
    form.get_by_label("Penang").focus()
    tab.keyboard.press("Space")
    tab.wait_for_function("() => document.querySelectorAll('.cb-explorer-view tbody tr').length === 3")
    assert tab.url.endswith("#dimension=product&level=4&measure=share&clusters=buenos-aires,los-lagos,qiaotou")
    assert tab.locator(".cb-explorer-view tbody th").all_inner_texts() == ["Qiaotou", "Buenos Aires", "Los Lagos"]
    tab.go_back()
    tab.go_back()
    caption.filter(has_text="Process technology").wait_for()
    assert sentence.inner_text() == opening
    assert form.get_by_label("Penang").is_checked()

    # the copied link leads to the view, and the file holds it
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    form.get_by_label("Level").select_option("5")
    form.get_by_role("button", name="Copy link").click()
    tab.get_by_text("The link is copied.").wait_for()
    link = tab.evaluate("navigator.clipboard.readText()")
    assert link.startswith(address + PAGE + "#") and "level=5" in link
    with tab.expect_download() as download:
        form.get_by_role("button", name="Download as CSV").click()
    with Path(download.value.path()).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert (rows[0]["name"], rows[0]["level"], rows[0]["firms"]) == ("Penang", "5", "35")
    form.get_by_role("button", name="Opening view").click()
    caption.filter(has_text="level 4").wait_for()

    # what a link asks for in vain is told, the rest of it holds
    arrive(tab, f"{address}{PAGE}#dimension=product&level=9&clusters=penang,atlantis")
    tab.get_by_text("Not known to this book and passed over: level “9” and cluster “atlantis”.").wait_for()
    assert sentence.inner_text().startswith("Product technology, 2006: of the firms surveyed, the share at level 4")
    assert tab.locator(".cb-explorer-view tbody tr").count() == 1
    arrive(tab, f"{address}{PAGE}#clusters=")
    tab.get_by_text("No cluster is chosen").wait_for()

    # every control is large enough to hit, and the sentence is announced
    sizes = tab.evaluate(
        "[...document.querySelectorAll('.cb-explorer :is(select, button, .cb-explorer-clusters label)')]"
        ".map(control => control.getBoundingClientRect())"
        ".map(box => Math.min(box.width, box.height))"
    )
    assert min(sizes) >= 24
    assert sentence.get_attribute("aria-live") == "polite"
    assert tab.faults == []


@pytest.mark.browser
def test_without_script_the_explorer_shows_its_opening_view_and_no_form(visit, cells):
    tab = visit(PAGE, NARROW, script=False)
    view = explorer.explorer_view(cells)
    assert tab.locator(".cb-explorer-sentence").inner_text() == " ".join(explorer.view_sentences(view))
    assert tab.locator(".cb-explorer-view tbody th").all_inner_texts() == list(view["name"])
    assert tab.locator(".cb-explorer-view svg").first.is_visible()
    assert not tab.locator(".cb-explorer-form").is_visible()
    assert tab.locator(".cb-explorer noscript p").is_visible()


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.browser
def test_with_ten_clusters_and_two_surveys_the_script_still_agrees(browser, ten_clusters):
    cells = explorer.explorer_cells(cb.Dataset(ten_clusters))
    tab = browser.new_page()
    script = (STATIC / "explorer.js").read_text(encoding="utf-8")
    tab.set_content(f"{page.html(cells, explorer.explorer_view(cells))}<script>{script}</script>")
    assert_the_script_agrees(tab, cells)
    tab.get_by_label("Survey year").select_option(str(made.PAPER_YEAR))
    tab.locator("caption").filter(has_text=str(made.PAPER_YEAR)).wait_for()
    tab.close()
