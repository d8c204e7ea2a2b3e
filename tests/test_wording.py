"""How values and lists read in a sentence."""

from __future__ import annotations

import pytest

from clusterbook.wording import amount, listed, percent, signed


@pytest.mark.parametrize(
    ("value", "text"), [(12.5, "13%"), (13.5, "14%"), (0.5, "1%"), (12.49, "12%"), (100, "100%"), (0, "0%")]
)
def test_per_cent_rounds_halves_up_as_a_reader_would(value, text):
    assert percent(value) == text


def test_per_cent_keeps_the_digits_asked_for():
    assert percent(4, 1) == "4.0%"


def test_per_cent_is_not_misled_by_the_last_bit_of_a_float():
    assert percent(100 * 0.285) == "29%"  # 28.499999999999996 as a float


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (60.0, "per cent", "60%"),
        (37.5, "per cent", "37.5%"),
        (2.6, "RMB billion", "RMB 2.6 billion"),
        (57000.0, "jobs", "57,000"),
        (446000, "vehicles", "446,000"),
        (1.0, "years", "1"),
    ],
)
def test_an_amount_reads_as_its_unit_is_written(value, unit, text):
    assert amount(value, unit) == text


@pytest.mark.parametrize(("names", "text"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_names_are_joined_by_commas_and_a_last_and(names, text):
    assert listed(names) == text


@pytest.mark.parametrize(
    ("value", "text"), [(6.05, "+6.1"), (-0.44, "−0.4"), (0, "0.0"), (0.04, "0.0"), (-0.04, "0.0"), (100.0, "+100.0")]
)
def test_a_difference_has_its_sign_unless_it_rounds_to_nothing(value, text):
    assert signed(value) == text
