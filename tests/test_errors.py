"""Errors say where, what rule, and what to do, and carry every fault."""

from __future__ import annotations

import dataclasses

import pytest

from clusterbook.errors import BookError, BuildError, DataError, Fault, UnknownNameError


def fault(file="data/a.csv", line=3, column="firms", value="57", rule="exceeds 50", remedy="Correct it."):
    return Fault(file, line, column, value, rule, remedy)


def test_a_fault_reads_file_line_column_value_rule_remedy():
    assert str(fault()) == "data/a.csv, line 3, firms: 57 exceeds 50. Correct it."


def test_a_fault_of_a_whole_row_names_no_column():
    assert str(fault(column=None, value=None, rule="the line is empty")) == (
        "data/a.csv, line 3: the line is empty. Correct it."
    )


def test_a_fault_of_a_whole_file_names_neither_line_nor_column():
    whole = fault(line=None, column=None, value=None, rule="is missing", remedy="Restore it.")

    assert str(whole) == "data/a.csv: is missing. Restore it."


def test_a_fault_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError, match="rule"):
        fault().rule = "is fine"


def test_an_error_lists_every_fault_on_a_line_of_its_own():
    error = DataError([fault(line=3), fault(line=9)])

    assert str(error) == (
        "2 faults in the data\n"
        "  data/a.csv, line 3, firms: 57 exceeds 50. Correct it.\n"
        "  data/a.csv, line 9, firms: 57 exceeds 50. Correct it."
    )


def test_one_fault_is_counted_in_the_singular():
    assert str(DataError([fault()])).startswith("1 fault in the data\n")


def test_faults_are_sorted_by_file_then_line_as_numbers_with_whole_files_first():
    given = [fault("data/b.csv", 1), fault(line=10), fault(line=9), fault(line=None)]

    error = DataError(given)

    assert [(each.file, each.line) for each in error.faults] == [
        ("data/a.csv", None),
        ("data/a.csv", 9),
        ("data/a.csv", 10),
        ("data/b.csv", 1),
    ]


def test_an_unknown_name_prints_as_a_sentence_without_quotes_round_it():
    assert str(UnknownNameError("unknown table 'x'")) == "unknown table 'x'"


def test_an_unknown_name_is_a_key_error_so_that_a_mapping_behaves():
    with pytest.raises(KeyError, match="unknown table"):
        raise UnknownNameError("unknown table 'x'")


@pytest.mark.parametrize("kind", [DataError, UnknownNameError, BuildError])
def test_every_error_raised_on_purpose_is_a_book_error(kind):
    assert issubclass(kind, BookError)
