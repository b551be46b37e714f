"""A GPU of somebody else: measured by one file that needs nothing but PyTorch, and drawn for what it is."""

from __future__ import annotations

import ast
import html
import importlib.util
import json
import sys
from pathlib import Path

import pytest
import torch

from course import figures, timing, training, widgets
from course.timing import protocol
from course.timing.reference import seal

SCRIPT = Path(__file__).resolve().parents[2] / "solutions" / "09-cpu-or-gpu" / "borrow_gpu.py"


@pytest.fixture(scope="module")
def borrow_gpu():
    spec = importlib.util.spec_from_file_location("borrow_gpu", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def measured(borrow_gpu, tmp_path_factory) -> dict:
    """What the file measures, on this CPU and small sizes, told as if a GPU had been found."""
    path = borrow_gpu.main(torch.device("cpu"), most=4, into=str(tmp_path_factory.mktemp("elsewhere")))
    document = json.loads(Path(path).read_text())
    assert document["seal"] == seal({key: value for key, value in document.items() if key != "seal"})
    for one in document["observations"]:
        one["device"] = one["device_name"] = "gpu"
    return sealed(document | {"device_name": "Somebody's GPU", "date": "2026-11-29"})


def sealed(document: dict) -> dict:
    return document | {"seal": seal({key: value for key, value in document.items() if key != "seal"})}


def test_it_takes_as_many_samples_in_as_many_seconds_as_the_course_does(borrow_gpu):
    own = borrow_gpu.FEWEST, borrow_gpu.MOST, borrow_gpu.SECONDS, borrow_gpu.SHORTEST
    assert own == (protocol.FEWEST, protocol.MOST, protocol.SECONDS, protocol.SAMPLE)


@pytest.fixture
def lesson(tmp_path, monkeypatch) -> Path:
    """The folder of lesson 09, in which a notebook runs."""
    folder = tmp_path / "09-cpu-or-gpu"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    return folder


def test_it_needs_pytorch_and_what_python_has():
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 8))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in imports if isinstance(node, ast.ImportFrom)}
    assert modules - set(sys.stdlib_module_names) == {"torch"}


def test_its_network_and_its_step_are_those_of_the_lessons(borrow_gpu):
    torch.manual_seed(0)
    theirs = borrow_gpu.network()
    ours = training.apple_net(seed=0)
    assert [type(layer) for layer in theirs] == [type(layer) for layer in ours]
    photos = torch.rand(8, 3, 32, 32)
    assert torch.equal(theirs.eval()(photos), ours.eval()(photos))


def test_where_there_is_no_gpu_it_says_how_to_get_one_and_writes_nothing(borrow_gpu, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(borrow_gpu, "find_gpu", lambda: None)
    assert borrow_gpu.main(into=str(tmp_path)) is None
    assert "Change runtime type" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_on_this_machine_it_finds_a_gpu_exactly_if_pytorch_has_one(borrow_gpu):
    usable = torch.cuda.is_available() or torch.backends.mps.is_available() or torch.xpu.is_available()
    assert (borrow_gpu.find_gpu() is not None) == usable


def test_a_size_that_does_not_fit_into_memory_costs_only_itself_and_what_is_larger(borrow_gpu, tmp_path, monkeypatch):
    def make(size, device):
        if size > 1:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return lambda: None

    monkeypatch.setattr(
        borrow_gpu, "WORKLOADS", [("training step", (1, 4, 16), make, lambda n: n, lambda n: {"photographs": 1.0})]
    )
    document = json.loads(Path(borrow_gpu.main(torch.device("cpu"), into=str(tmp_path))).read_text())
    assert [one["size"] for one in document["observations"]] == [1]


def test_beside_the_notebook_it_fills_the_lane_of_the_gpu_with_its_name_on_it(lesson, measured):
    assert timing.reference("training step") is None or not timing.reference("training step").borrowed
    (lesson / "borrowed-x.json").write_text(json.dumps(measured))
    found = timing.reference("training step")
    assert found.label == "borrowed: Somebody's GPU, measured 2026-11-29"
    assert [one.size for one in found.observations] == [1, 4]
    assert "borrowed: Somebody" in figures.race({"CPU": found.observations, "GPU": found}).html()


def test_the_toggle_names_what_was_borrowed_and_never_takes_it_for_a_gpu_of_this_machine(lesson, measured, borrow_gpu):
    assert "Borrowed" not in widgets.device_toggle().words()
    (lesson / "borrowed-x.json").write_text(json.dumps(measured))
    toggle = widgets.device_toggle()
    assert "Borrowed: Somebody's GPU, measured 2026-11-29." in html.unescape(toggle.words())
    assert toggle.buttons["gpu"].disabled == (borrow_gpu.find_gpu() is None)


def test_lesson_10_finds_what_lies_beside_lesson_09(lesson, measured, monkeypatch):
    (lesson / "borrowed-x.json").write_text(json.dumps(measured))
    other = lesson.parent / "10-what-does-it-cost"
    other.mkdir()
    monkeypatch.chdir(other)
    assert timing.reference("training step").borrowed


def test_saved_again_by_a_tool_that_writes_whole_numbers_without_a_point_it_counts(lesson, measured):
    def whole(value):
        if isinstance(value, dict):
            return {key: whole(each) for key, each in value.items()}
        if isinstance(value, list):
            return [whole(each) for each in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value

    (lesson / "borrowed-x.json").write_text(json.dumps(whole(measured), indent=4))
    assert timing.reference("training step").borrowed


def quicker(document: dict) -> str:
    first = {**document["observations"][0], "samples": [1e-9] * 5}
    return json.dumps(document | {"observations": [first, *document["observations"][1:]]})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda document: json.dumps(document)[:900], "it is not whole"),
        (lambda document: "", "it is not whole"),
        (lambda document: "[1, 2]", "it is not whole"),
        (lambda document: json.dumps(document | {"large": 10**400}), "it is not whole"),
        (lambda document: "[" * 100_000, "it is not whole"),
        (quicker, "it was changed after it was measured"),
        (lambda document: json.dumps(document | {"version": 2}), "no file of this version"),
        (lambda document: json.dumps(sealed(document | {"observations": []})), "nothing in it was measured on a GPU"),
        (lambda document: json.dumps(sealed(document | {"observations": [{"device": "gpu"}]})), "it is not whole"),
        (lambda document: json.dumps(sealed(json.loads(quicker(document).replace("1e-09", "0.0")))), "not above zero"),
    ],
    ids=[
        "cut off",
        "empty",
        "a list",
        "a number without end",
        "endless brackets",
        "edited",
        "of a later version",
        "without observations",
        "an observation without its parts",
        "work in no time",
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_reason_and_left_out(lesson, measured, content, why, capsys):
    (lesson / "borrowed-x.json").write_text(content(measured))
    found = timing.reference("training step")
    assert found is None or not found.borrowed
    said = capsys.readouterr().out
    assert why in said
    assert "Run borrow_gpu.py again" in said
