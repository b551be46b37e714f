"""A file under a slightly wrong name is taken for what it is, and never one of several."""

from __future__ import annotations

import nbformat
import pytest
from support.handing import NAME, RELEASED, content, put, read, zipped

from autograder.evidence import timings
from autograder.repair.misnamed import put_right
from course.timing import logfile

LOG = "observations.json"


@pytest.mark.parametrize(
    "name",
    [
        "observations (1).json",
        "observations(2).json",
        "observations-1.json",
        "observations 2.json",
        "observations copy.json",
        "observations - Copy (2).json",
        "Copy of observations.json",
        "observations (1) (1).json",
        "Observations.JSON",
        "logs/observations.json",
        "logs/of/Observations (1).json",
    ],
)
def test_a_variant_of_the_name_is_taken_and_said(name):
    files = {name: b"{}", "other.json": b""}
    (reason,) = put_right(files, [LOG])
    assert files == {LOG: b"{}", "other.json": b""}
    assert reason == f"the file '{name}' is taken for 'observations.json', which was not there"


@pytest.mark.parametrize(
    "name", ["observation.json", "observations.json.bak", "observations-of-02-how-heavy.json", "my observations.json"]
)
def test_another_name_is_another_file(name):
    files = {name: b"{}"}
    assert put_right(files, [LOG]) == []
    assert files == {name: b"{}"}


def test_of_several_variants_none_is_taken_and_all_are_named():
    files = {"observations (1).json": b"1", "logs/observations.json": b"2"}
    (reason,) = put_right(files, [LOG])
    assert LOG not in files
    assert "'logs/observations.json', 'observations (1).json'" in reason


def test_the_right_name_needs_no_variant():
    files = {LOG: b"right", "observations (1).json": b"older"}
    assert put_right(files, [LOG]) == []
    assert files[LOG] == b"right"


@pytest.mark.parametrize("inside", ["notes.txt", LOG])
def test_a_folder_of_that_name_keeps_what_is_in_it(inside):
    files = {"observations (1).json": b"{}", f"{LOG}/{inside}": b""}
    assert put_right(files, [LOG]) == []
    assert sorted(files) == ["observations (1).json", f"{LOG}/{inside}"]


def test_what_the_instructor_gave_is_not_taken_for_a_learner_s_work():
    files = {"examples/observations.json": b"given"}
    assert put_right(files, [LOG], given={"examples/observations.json"}) == []
    files["observations (1).json"] = b"own"
    put_right(files, [LOG], given={"examples/observations.json"})
    assert files[LOG] == b"own"


def test_out_of_a_zip_too(tmp_path):
    packed = zipped({f"work/{NAME}.ipynb": RELEASED, "work/Observations (1).json": b"{}"})
    handed = read(put(tmp_path / NAME, {"all.zip": packed}))
    assert len(put_right(handed.files, [LOG])) == 1
    assert content(handed) == {LOG: b"{}"}


def test_only_notebooks_that_ask_for_timings_expect_a_log():
    def expected(source):
        return timings.expected({"one": [nbformat.v4.new_code_cell(source)]})

    assert expected("timing.record('sort', sorted, [2, 1])") == [logfile.NAME]
    assert expected("observations = [1, 2]") == []
