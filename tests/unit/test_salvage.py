"""Bytes that should have been a notebook: as much of it as can be judged is kept, and the damage is said."""

from __future__ import annotations

import codecs
import copy
import json
import tempfile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.handing import NAME, RELEASED, put, read

from autograder.repair import align, salvage
from autograder.repair.sound import MAX_CELLS, sound

WHOLE = json.loads(RELEASED)
SOURCES = ["".join(cell["source"]) for cell in WHOLE["cells"]]


def dumped(**changes) -> bytes:
    return json.dumps({**WHOLE, **changes}).encode()


def rescued(data: bytes) -> tuple[list[str], list[str]]:
    """The cells' sources and the reasons."""
    notebook, reasons = salvage.notebook(data)
    assert notebook is not None, reasons
    valid(notebook)
    return [cell.source for cell in notebook.cells], reasons


def valid(notebook: nbformat.NotebookNode) -> None:
    """What nbformat thinks of it, once every cell has an id; and it can be written."""
    whole, _ = align.align(notebook, None, [])
    nbformat.validate(whole)
    nbformat.writes(whole).encode()
    assert len(whole.cells) == len(notebook.cells)


def test_a_whole_notebook_needs_no_repair():
    assert rescued(RELEASED) == (SOURCES, [])


# -- encodings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"])
def test_another_encoding_is_read_and_said(encoding):
    text = json.dumps({**WHOLE, "cells": [{**WHOLE["cells"][0], "source": "né à Zürich"}]}, ensure_ascii=False)
    sources, reasons = rescued(text.encode(encoding))
    assert sources == ["né à Zürich"]
    assert len(reasons) == 1
    assert codecs.lookup("cp1252" if encoding == "latin-1" else encoding).name in reasons[0]


def test_one_damaged_letter_does_not_spoil_the_others():
    text = json.dumps({**WHOLE, "cells": [{**WHOLE["cells"][0], "source": "né à Zürich; ñandú"}]}, ensure_ascii=False)
    sources, reasons = rescued(text.encode().replace("ñ".encode(), b"\xff"))
    assert sources == ["né à Zürich; \ufffdandú"]
    assert reasons == ["some of its characters are damaged"]


def test_half_a_surrogate_pair_can_be_written_down_again():
    sources, _ = rescued(dumped(cells=[{**WHOLE["cells"][0], "source": "a\ud800b \U0001f34e"}]))
    assert sources == ["a\ufffdb \U0001f34e"]


# -- JSON ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [RELEASED + b"}}\n<<", b"saved by me: " + RELEASED, RELEASED + RELEASED])
def test_rubbish_around_it_is_ignored(data):
    assert rescued(data) == (SOURCES, ["there was something else in the file beside it"])


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.999])
def test_of_a_notebook_cut_off_the_whole_cells_are_kept(part):
    end = int(part * len(RELEASED))
    sources, reasons = rescued(RELEASED[:end])
    assert sources == SOURCES[: len(sources)]
    cells, _, _ = RELEASED[:end].partition(b'\n ],\n "metadata"')
    assert len(sources) == cells.count(b"\n  }")
    assert reasons[0] == f"it was cut off or damaged; whole cells that could be read: {len(sources)}"


def test_a_break_in_the_middle_costs_only_the_cell_where_it_is():
    at = RELEASED.index(b"times_off(predicted")
    sources, _ = rescued(RELEASED[:at] + b'"' + RELEASED[at:])
    lost = [source for source in SOURCES if source not in sources]
    assert len(sources) == len(SOURCES) - 1
    assert "def times_off" in lost[0]


def test_of_a_git_merge_the_first_side_counts():
    line = b'    "predicted_seconds = None\\n",\n'
    ours, theirs = line.replace(b"None", b"1"), line.replace(b"None", b"2")
    assert line in RELEASED
    conflict = b"<<<<<<< HEAD\n" + ours + b"||||||| base\n" + line + b"=======\n" + theirs + b">>>>>>> other\n"
    sources, reasons = rescued(RELEASED.replace(line, conflict))
    assert "predicted_seconds = 1\n# write your code here" in sources
    assert len(sources) == len(SOURCES)
    assert reasons == ["it held an unsolved git merge, of which the first side counts"]


def test_of_repeated_keys_the_last_counts_as_in_jupyter():
    assert rescued(b'{"cells": [], ' + RELEASED.lstrip()[1:])[0] == SOURCES


def test_numbers_that_json_does_not_have_do_no_harm():
    cells = [{**WHOLE["cells"][0], "metadata": {"nbgrader": {"points": float("nan"), "grade_id": "a"}}}]
    data = dumped(cells=cells).replace(b'"nbformat": 4', b'"nbformat": 4, "big": 1' + b"0" * 10_000)
    assert b"NaN" in data
    notebook, reasons = salvage.notebook(data)
    assert notebook.cells[0].metadata.nbgrader == {"grade_id": "a"}
    assert reasons == []


def test_deep_nesting_costs_only_its_own_cell():
    deep = b'{"cell_type": "code", "source": ' + b"[" * 100_000 + b"]" * 100_000 + b"}, "
    data = RELEASED.replace(b'"cells": [', b'"cells": [' + deep, 1)
    assert rescued(data)[0] == SOURCES


def test_a_list_of_cells_or_of_notebooks_is_taken_for_one():
    assert rescued(json.dumps(WHOLE["cells"]).encode())[0] == SOURCES
    assert rescued(json.dumps([WHOLE]).encode())[0] == SOURCES
    assert rescued(dumped(cells={str(number): cell for number, cell in enumerate(WHOLE["cells"])}))[0] == SOURCES


# -- cells -----------------------------------------------------------------------------------------------------------


def test_each_cell_is_repaired_on_its_own():
    odd = [
        None,
        "text",
        [],
        {},
        {"cell_type": "code", "source": 5, "outputs": "none"},
        {"cell_type": "Code", "source": ["a = 1\n", 2, "b = 2"], "metadata": []},
        {"source": "c = 3", "outputs": [{"output_type": 7}], "execution_count": "x", "metadata": {"tags": "no"}},
        {"cell_type": ["code"], "source": {"a": 1}, "id": "not valid!", "attachments": [1]},
        {"cell_type": "markdown", "source": "d", "attachments": {"a.png": {"image/png": "xx", "y": 3}, "b": 1}},
        {"cell_type": "code", "source": "e", "metadata": {"nbgrader": "yes", "tags": [1, "a,b", "ok", "ok"]}},
    ]
    notebook, reasons = salvage.notebook(dumped(cells=odd, metadata="none"))
    valid(notebook)
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        ("markdown", ""),
        ("code", ""),
        ("code", "a = 1\nb = 2"),
        ("code", "c = 3"),
        ("markdown", ""),
        ("markdown", "d"),
        ("code", "e"),
    ]
    assert notebook.cells[-1].metadata == {"tags": ["ok"]}
    assert notebook.cells[-2].attachments == {"a.png": {"image/png": "xx"}}
    assert "some of its cells were none and are left out (3)" in reasons


def test_only_what_grading_needs_of_the_metadata_survives():
    cell = {**WHOLE["cells"][0], "metadata": {"tags": ["raises-exception"], "x": {"y": [1]}, "collapsed": "no"}}
    notebook, reasons = salvage.notebook(dumped(cells=[cell], metadata={"widgets": {}, **WHOLE["metadata"]}))
    assert notebook.cells[0].metadata == {"tags": ["raises-exception"]}
    assert list(notebook.metadata) == ["kernelspec"]
    assert reasons == []


def test_there_is_a_limit_to_cells():
    cells = [{"cell_type": "code", "metadata": {}, "source": "", "outputs": []}] * (MAX_CELLS + 1)
    labelled = {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "last"}}, "source": "x = 1", "outputs": []}
    notebook, reasons = salvage.notebook(dumped(cells=[*cells, labelled]))
    assert len(notebook.cells) == MAX_CELLS + 1
    assert notebook.cells[-1].source == "x = 1"
    words = f"it had more than {MAX_CELLS:,} cells; only the first {MAX_CELLS:,} and those with labels count"
    assert reasons[0] == words


# -- formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [2, 3])
def test_an_older_format_is_upgraded(version):
    cells = [
        {"cell_type": "heading", "source": ["Title"], "level": 2, "metadata": {}},
        {"cell_type": "heading", "source": "Odd", "level": "x"},
        {"cell_type": "code", "input": ["a = 1\n", "a"], "language": "python", "outputs": [{"output_type": "pyout"}]},
        {"cell_type": "markdown", "source": "text", "metadata": {"nbgrader": {"grade_id": "a", "solution": True}}},
        {"cell_type": "html", "source": "<b>x</b>"},
        {"cell_type": "code", "input": None, "prompt_number": "many"},
        7,
    ]
    sheets = [{"cells": cells[:3]}, "no sheet", {"cells": cells[3:]}, {"cells": "none"}]
    data = json.dumps({"nbformat": version, "nbformat_minor": 0, "metadata": {"name": "x"}, "worksheets": sheets})
    notebook, reasons = salvage.notebook(data.encode())
    valid(notebook)
    assert [cell.source for cell in notebook.cells] == ["## Title", "# Odd", "a = 1\na", "text", "<b>x</b>", ""]
    assert notebook.cells[3].metadata.nbgrader == {"grade_id": "a", "solution": True}
    assert reasons[0] == "it was in an older notebook format and is upgraded"


def test_nbformat_itself_reads_the_downgraded_lesson_no_better():
    old = nbformat.convert(nbformat.reads(RELEASED.decode(), as_version=4), 3)
    for cell in old.worksheets[0].cells:
        cell.pop("id", None)
    text = nbformat.writes(old, version=3)
    theirs = [cell.source for cell in nbformat.reads(text, as_version=4).cells]
    assert rescued(text.encode())[0] == theirs == SOURCES


@pytest.mark.parametrize(("version", "words"), [(5, "other than 4"), ("four", "other than 4"), (None, "did not say")])
def test_a_missing_or_later_format_is_read_as_format_4(version, words):
    sources, reasons = rescued(dumped(nbformat=version))
    assert sources == SOURCES
    assert words in reasons[0]


# -- size ------------------------------------------------------------------------------------------------------------


def large(megabytes: int) -> bytes:
    """The lesson with many outputs: pictures, lines, and brackets and quotes that are not JSON's."""
    notebook = copy.deepcopy(WHOLE)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    text = ['a "quoted" [bracket] }{ \\ "outputs": [\n'] * (megabytes << 14)
    code[0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
    picture = {"image/png": "A" * (megabytes << 19), "application/json": [[1, [2]], {"outputs": [[]]}]}
    code[1]["outputs"] = [{"output_type": "display_data", "data": picture, "metadata": {}}]
    return json.dumps(notebook).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_notebook_that_is_large_because_of_outputs_is_read_without_them(encoding):
    data = large(16).decode().encode(encoding)
    assert len(data) > 2 * salvage.LARGE
    sources, reasons = rescued(data)
    assert sources == SOURCES
    assert "most of it outputs" in reasons[0]


def test_a_large_notebook_that_is_cut_off_within_its_outputs_keeps_what_comes_before():
    data = large(16)
    sources, _ = rescued(data[: len(data) - (4 << 20)])
    cut = [number for number, cell in enumerate(WHOLE["cells"]) if cell["cell_type"] == "code"][1]  # in its outputs
    assert sources == SOURCES[:cut]


def test_what_is_too_large_is_refused_with_a_reason(monkeypatch):
    monkeypatch.setattr(salvage, "LARGE", 100)
    monkeypatch.setattr(salvage, "MAX_WITHOUT_OUTPUTS", 1_000)
    assert salvage.notebook(RELEASED)[0] is None
    assert "without its outputs" in salvage.notebook(RELEASED)[1][0]
    monkeypatch.setattr(salvage, "MAX_BYTES", 10_000)
    assert salvage.notebook(RELEASED) == (None, ["it is larger than 0 MB"])


def test_cells_that_begin_within_cells_are_not_read_again_without_end(monkeypatch):
    read_in = []

    def raw_decode(text, begin):
        read_in.append(begin)
        return json.JSONDecoder().raw_decode(text, begin)

    monkeypatch.setattr(salvage, "DECODER", SimpleNamespace(raw_decode=raw_decode))
    monkeypatch.setattr(salvage, "MAX_IN_VAIN", 50_000)
    assert salvage.notebook(b'{"source": [' * 100 + b"0," * 5_000)[0] is None
    assert len(read_in) < 10


# -- at random -------------------------------------------------------------------------------------------------------

PLACE = st.floats(0, 1)
KINDS = st.sampled_from(["set", "cut", "copy", "insert"])
DAMAGE = st.lists(st.tuples(KINDS, PLACE, PLACE, st.binary(max_size=8)), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(DAMAGE)
def test_damaged_bytes_never_raise_and_always_give_something_sound(damage):
    data = RELEASED
    for kind, one, other, some in damage:
        begin, end = sorted((int(one * len(data)), int(other * len(data))))
        end = min(end, begin + 2_000)
        if kind == "set":
            data = data[:begin] + some + data[begin + len(some) :]
        elif kind == "cut":
            data = data[:begin] + data[end:]
        elif kind == "copy":
            data = data[:end] + data[begin:end] + data[end:]
        else:
            data = data[:begin] + some + data[begin:]
    with tempfile.TemporaryDirectory() as top:
        handed = read(put(Path(top) / NAME, {f"{NAME}.ipynb": data}))
    assert handed.notebooks or handed.reasons
    for notebook in handed.notebooks.values():
        valid(notebook)


CELL_KEYS = ["cell_type", "source", "input", "metadata", "id", "level", "outputs", "attachments"]
KEYS = [*CELL_KEYS, "cells", "worksheets", "nbformat", "kernelspec", "name", "nbgrader", "grade_id", "points", "tags"]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.sampled_from(["code", "a", "cells"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=30,
)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_any_value_is_made_sound_and_a_sound_one_stays_as_it_is(value):
    notebook, _ = sound(value)
    valid(notebook)
    assert sound(notebook) == (notebook, [])
