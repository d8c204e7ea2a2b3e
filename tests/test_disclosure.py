"""Suppressed cells cannot be worked out, by one who knows the totals and the rule itself."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations_with_replacement

import pandas as pd
import pytest

from clusterbook import survey
from made import firms


def tables(sample: int, levels: int):
    """Every nested count of a sample."""
    return [(sample, *rest) for rest in combinations_with_replacement(range(sample, -1, -1), levels - 1)]


def exactly(counts):
    return [count - above for count, above in zip(counts, [*counts[1:], 0], strict=True)]


@pytest.mark.parametrize(("threshold", "levels"), [(3, 4), (4, 4), (5, 3), (3, 6)])
def test_no_suppressed_count_can_be_worked_out_from_what_is_printed(threshold, levels):
    # Whoever knows the rule can try every table and keep those that print the same; none may be left with one value.
    for sample in range(threshold, 10):
        printed = defaultdict(list)
        for counts in tables(sample, levels):
            hidden = survey.suppressed_levels(counts, threshold)
            printed[tuple(None if off else count for count, off in zip(counts, hidden, strict=True))].append(counts)
        for shown, possible in printed.items():
            for at, count in enumerate(shown):
                assert count is not None or len({counts[at] for counts in possible}) > 1
            cells = [{exactly(counts)[at] for counts in possible} for at in range(levels)]
            assert all(len(cell) > 1 or not 0 < min(cell) < threshold for cell in cells)


@pytest.mark.parametrize("threshold", [3, 5])
def test_no_small_cell_is_printed(threshold):
    for counts in tables(9, 5):
        hidden = survey.suppressed_levels(counts, threshold)
        whole = [*counts, 0]
        for at, exact in enumerate(exactly(counts)):
            both = not hidden[at] and (at + 1 == len(counts) or not hidden[at + 1])
            assert not (both and 0 < exact < threshold), whole


def test_nothing_is_suppressed_without_need():
    assert survey.suppressed_levels((50, 50, 12, 0), 3) == [False] * 4
    assert survey.suppressed_levels((50, 50, 2, 1), 1) == [False] * 4


def test_a_sample_that_is_small_itself_is_suppressed_whole():
    assert survey.suppressed_levels((2, 2, 1, 0), 3)[0]


def test_a_threshold_of_two_is_refused_for_it_would_hide_one_firm_only():
    with pytest.raises(ValueError, match="take 3 or more"):
        survey.suppressed_levels((5, 1), 2)


def test_share_and_count_of_a_suppressed_cell_are_both_empty():
    counts = survey.level_counts(firms({"product": 6}, *[{"product": 2}] * 9))

    found = survey.suppress_level_counts(counts, 3)

    product = found[found["dimension"] == "product"]
    assert product["firms"].isna().tolist() == product["share_pct"].isna().tolist()
    assert product["firms"].isna().any() and found[found["dimension"] == "process"]["firms"].notna().all()


@pytest.mark.parametrize(("foreign", "hidden"), [(0, False), (2, True), (5, False), (8, True), (10, False)])
def test_a_foreign_share_goes_if_it_tells_of_few_foreign_or_few_national_firms(foreign, hidden):
    rows = firms(*({"foreign_equity_pct": 100.0 * (at < foreign)} for at in range(10)))

    found = survey.suppress_sample(survey.sample(rows), 3).iloc[0]

    assert found["firms"] == 10
    assert pd.isna(found["foreign_share_pct"]) == pd.isna(found["foreign"]) == hidden


def test_a_small_cluster_takes_another_with_it_so_that_the_total_does_not_tell_it():
    sizes = {"penang": 2, "qiaotou": 9, "los-lagos": 6, "buenos-aires": 30}
    rows = firms(*({"cluster": cluster} for cluster, size in sizes.items() for _ in range(size)))

    found = survey.suppress_sample(survey.sample(rows), 3)

    assert set(found[found["firms"].isna()]["cluster"]) == {"penang", "los-lagos"}


def test_parts_of_a_total_hide_each_other():
    assert survey.suppressed_parts({"a": 2, "b": 2, "c": 9}, 3) == {"a", "b"}
    assert survey.suppressed_parts({"a": 1, "b": 1, "c": 9}, 3) == {"a", "b", "c"}
    assert survey.suppressed_parts({"a": 1, "b": 0}, 3) == {"a", "b"}
    assert survey.suppressed_parts({"a": 5, "b": 0}, 3) == set()


def test_a_value_that_few_firms_answered_for_is_suppressed():
    rows = firms({}, {}, {"cluster": "qiaotou"}, {"cluster": "qiaotou"}, {"cluster": "qiaotou"})

    found = survey.suppress_answers(survey.skill_intensity(rows), "skill_intensity_pct", 3)

    assert found.set_index("cluster")["skill_intensity_pct"].isna().to_dict() == {"penang": True, "qiaotou": False}
