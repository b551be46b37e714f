"""Logs and checkpoints that were handed in: honest ones pass, each false one is flagged, and none stops grading."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import numpy as np
import pytest
from safetensors.numpy import save_file
from support.instructor import course_in

from autograder.authoring import lesson as lessons
from autograder.evidence import timings
from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Item, NotebookResult, Result
from course import timing, training
from course.timing.logfile import Log, seal
from course.timing.reference import BORROWED, VERSION
from course.timing.reference import seal as seal_borrowed
from course.training.checkpoint import FORMAT, read

NAME, NEXT, MONEY = "00-start-here", "09-cpu-or-gpu", "10-what-does-it-cost"


@pytest.fixture(autouse=True)
def as_a_learner(monkeypatch):
    """Logs are written here as in a learner's own notebook."""
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


@pytest.fixture(scope="module")
def author():
    """The cells of three lessons, as the instructor has them."""
    return {name: lessons.read(lessons.SOLUTIONS / f"{name}.py").notebook.cells for name in (NAME, NEXT, MONEY)}


def result_of(author, name, student="ana") -> Result:
    graded = [cell.metadata.nbgrader for cell in author[name] if cell.metadata.get("nbgrader", {}).get("grade")]
    items = [Item(one.grade_id, one.grade_id, one.points, one.points, "right") for one in graded]
    return Result(name, student, "0", "2025-01-01T00:00:00+00:00", notebooks={name: NotebookResult([], items)})


def verify(folder, author, name=NAME):
    result = result_of(author, name)
    rows, flags = timings.verify(folder, result, {name: author[name]})
    json.dumps(rows, allow_nan=False)  # a row is JSON
    return rows, flags


def measure(path, workload="matrix product", predicted=1e-3, sizes=(1500,), monkeypatch=None):
    """A real log at `path`; the work is small, whatever its name says."""
    monkeypatch.setenv("COURSE_LOG", str(path))
    timing.predict(workload, predicted)
    for size in sizes:
        timing.measure(
            workload, lambda: sum(range(3000)), device="cpu", size=size, work={"flop": 2 * size**3}, repeats=6
        )
    monkeypatch.delenv("COURSE_LOG")


@pytest.fixture
def handed_in(tmp_path, monkeypatch):
    folder = tmp_path / "judged"
    folder.mkdir()
    monkeypatch.setattr("course.timing.honesty.FLOP_PER_CORE", 1e18)  # the small work bears a large name
    measure(folder / timings.LOG, monkeypatch=monkeypatch)
    return folder


def rewrite(path, change) -> None:
    """Change a log and seal it again, as somebody would who read the code."""
    document = json.loads(path.read_text())
    change(document)
    before = document["log"]
    for record in document["records"]:
        record["previous"] = before
        record["seal"] = before = seal(record)
    document["seal"] = seal(document)
    path.write_text(json.dumps(document))


# -- logs --------------------------------------------------------------------------------------------------------------


def test_an_honest_log_gives_its_rows_and_no_flag(handed_in, author):
    rows, flags = verify(handed_in, author)
    assert flags == []
    (row,) = rows
    seen = timing.open_log(handed_in / timings.LOG).observations[0]
    assert (row["workload"], row["size"], row["device"], row["samples"]) == ("matrix product", 1500, "cpu", 6)
    assert row["median"] == seen.median
    assert row["prediction"]["value"] == 1e-3
    assert row["prediction"]["off_by"] == seen.prediction.off_by(seen.median)
    assert row["honest"]
    assert row["source"] == "observations.json"


def borrow(folder, workload="matrix product", sizes=(1, 2, 3), change=None) -> Path:
    """A file of a GPU elsewhere beside the log, as borrow_gpu.py writes one."""
    record = next(
        one for one in json.loads((folder / timings.LOG).read_text())["records"] if one.get("device") == "cpu"
    )
    gpu = record | {"workload": workload, "device": "gpu"} | (change or {})
    observations = [gpu | {"size": size} for size in sizes]
    about = {"device_name": "Somebody's GPU", "date": "2026-11-29", "versions": {}, "command": "python borrow_gpu.py"}
    document = {"schema": BORROWED, "version": VERSION, "observations": observations} | about
    path = folder / "borrowed-somebodys-gpu.json"
    path.write_text(json.dumps(document | {"seal": seal_borrowed(document)}))
    return path


def test_a_borrowed_gpu_stands_beside_the_log_with_its_name_and_no_point_rests_on_it(handed_in, author):
    borrow(handed_in)
    rows, flags = verify(handed_in, author)
    assert flags == []
    own, *borrowed = rows
    assert [(row["device"], row["device_name"], row["size"]) for row in borrowed] == [
        ("gpu", "Somebody's GPU (borrowed)", size) for size in (1, 2, 3)
    ]
    assert all(row["machine"] == own["machine"] and row["borrowed"] and row["items"] == [] for row in borrowed)
    assert not any("mark" in row for row in borrowed), "friends may share one"


def test_a_borrowed_file_that_holds_no_measurements_is_said_and_costs_nothing(handed_in, author):
    path = borrow(handed_in)
    path.write_text(path.read_text().replace("Somebody", "Anybody"))
    os.symlink("/etc/hostname", handed_in / "borrowed-link.json")
    os.mkfifo(handed_in / "borrowed-pipe.json")
    rows, flags = verify(handed_in, author)
    assert len(rows) == 1
    assert sorted(flag.text for flag in flags) == [
        "borrowed-link.json is left out: it is a link or no plain file. No point rests on it.",
        "borrowed-pipe.json is left out: it is a link or no plain file. No point rests on it.",
        "borrowed-somebodys-gpu.json is left out: it was changed after it was measured. No point rests on it.",
    ]
    assert not any(flag.decide for flag in flags)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"samples": [1.0, 10**308, 1.5e308]}, "is left out"),  # whose quartiles no float holds
        ({"workload": "w" * 100_000}, "more than the 100,000 that are read"),
    ],
)
def test_a_borrowed_file_that_nobody_can_compute_with_stops_no_grading(handed_in, author, change, says):
    borrow(handed_in, change=change)
    rows, flags = verify(handed_in, author)
    assert len(rows) == 1
    assert len(flags) == 1
    assert says in flags[0].text


def test_of_many_borrowed_files_it_is_said_how_many_are_read(handed_in, author):
    first = borrow(handed_in)
    for number in range(6):
        shutil.copy(first, handed_in / f"borrowed-{number}.json")
    rows, flags = verify(handed_in, author)
    assert len(rows) == 1 + 5 * 3
    assert [flag.text for flag in flags] == ["2 more borrowed files left out: 5 are read. No point rests on it."]


def test_a_changed_log_is_flagged_with_the_reason_and_the_points_of_every_check_that_looks_into_it(handed_in, author):
    path = handed_in / timings.LOG
    path.write_text(path.read_text().replace('"calls"', '"remark": "edited", "calls"'))
    rows, flags = verify(handed_in, author)
    assert not rows[0]["honest"]
    assert "was changed, removed or put in by hand" in rows[0]["problems"][0]
    assert [(flag.kind, flag.decide, flag.points) for flag in flags] == [("timing", True, 3 + 2)]
    assert "start_afresh" not in flags[0].text, "this advice is for the learner"


def test_only_the_checks_that_name_a_workload_rest_on_it(handed_in, author):
    def regular_samples(document):
        record = next(one for one in document["records"] if one["record"] == "observation")
        record["samples"] = [record["samples"][0]] * 6

    rewrite(handed_in / timings.LOG, regular_samples)
    (handed_in / timings.LOG).write_text((handed_in / timings.LOG).read_text().replace("matrix product", "my own work"))
    rewrite(handed_in / timings.LOG, lambda document: None)
    rows, flags = verify(handed_in, author)
    assert not rows[0]["honest"]
    assert [(flag.decide, flag.points) for flag in flags] == [(False, 0)]


@pytest.mark.parametrize(("name", "points"), [(timings.LOG, 5), (f"observations-of-{NEXT}.json", None)])
def test_a_log_of_many_false_workloads_gives_few_flags_and_loses_no_point(handed_in, author, name, points):
    def many_workloads(document):
        last = document["records"][-1]
        false = {"samples": [last["samples"][0]] * 6, "prediction": None}
        workloads = [*(f"my own work {number}" for number in range(300)), "matrix product"]
        document["records"] += [
            last | false | {"workload": workload, "number": last["number"] + number + 1}
            for number, workload in enumerate(workloads)
        ]
        document["count"] = len(document["records"])

    path = (handed_in / timings.LOG).rename(handed_in / name)
    rewrite(path, many_workloads)
    rows, flags = verify(handed_in, author, NAME if points else MONEY)
    assert len(rows) == 302
    assert len(flags) == timings.MOST_FLAGS
    assert "more workloads do not fit either" in flags[-1].text
    assert all(len(flag.text) < 2_000 for flag in flags)
    assert max(flag.points for flag in flags) == (points or flags[-1].points) > 0


def test_the_copied_log_of_an_earlier_lesson_counts_for_the_checks_that_name_this_lesson(tmp_path, author, monkeypatch):
    measure(tmp_path / f"observations-of-{NEXT}.json", "training step", sizes=(64,), monkeypatch=monkeypatch)
    rewrite(tmp_path / f"observations-of-{NEXT}.json", lambda document: document["records"][-1].update(elapsed=1e-9))
    _, flags = verify(tmp_path, author, MONEY)
    graded = {
        one.metadata.nbgrader.grade_id: one.metadata.nbgrader.points
        for one in author[MONEY]
        if one.metadata.get("nbgrader", {}).get("grade")
    }
    assert [flag.points for flag in flags] == [graded["predictions-check"] + graded["placements-check"]]
    assert flags[0].text.startswith(f"observations-of-{NEXT}.json: ")


DEEP = "[" * 100_000 + "]" * 100_000
HOSTILE = {
    "no JSON": "{",
    "deep": DEEP,
    "deep inside": '{"schema": "apples-course/observations", "version": 1, "records": ' + DEEP + "}",
    "a number of a million digits": '{"records": [' + "9" * 1_000_000 + "]}",
    "not a number": "NaN",
    "another form": '{"schema": "apples-course/observations", "version": 1, "records": [1, 2, 3]}',
    "a million wrong records": '{"schema": "apples-course/observations", "records": [' + "0," * 1_000_000 + "0]}",
    "a newer version": '{"schema": "apples-course/observations", "version": 99}',
    "no text": "\ud800\x00".encode("utf-8", "surrogatepass"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_log_that_cannot_be_read_is_one_flag(tmp_path, author, kind):
    content = HOSTILE[kind]
    (tmp_path / timings.LOG).write_bytes(content if isinstance(content, bytes) else content.encode())
    began = time.monotonic()
    rows, flags = verify(tmp_path, author)
    assert rows == []
    assert len(flags) == 1
    assert flags[0].text.startswith("observations.json cannot be judged: ")
    assert flags[0].points == 5
    assert len(flags[0].text) < 500
    assert time.monotonic() - began < 20, "not minutes, however the file is made"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cores", 10**4000),
        ("samples", [1e400, 1.0, float("nan")]),
        ("size", 10**4000),
        ("started", -1e308),
        ("tick", 0),
        ("workload", "\x1b[31m" + "x" * 100_000),
        ("prediction", 10**9),
        ("statistics", dict.fromkeys(("median", "q1", "q3", "min", "max"), float("nan"))),
    ],
)
def test_absurd_values_are_findings_not_failures(handed_in, author, field, value):
    rewrite(handed_in / timings.LOG, lambda document: document["records"][-1].update({field: value}))
    rows, flags = verify(handed_in, author)
    assert flags or field == "workload"
    assert all(len(str(row)) < 3000 for row in rows)
    assert "\x1b" not in json.dumps(rows)


def test_links_pipes_and_folders_are_not_opened(tmp_path, author):
    (tmp_path / "secret.json").write_text("{}")
    (tmp_path / timings.LOG).symlink_to(tmp_path / "secret.json")
    os.mkfifo(tmp_path / "observations-of-1.json")
    (tmp_path / "observations-of-2.json").mkdir()
    (tmp_path / "apple.safetensors").symlink_to("/dev/zero")
    rows, flags = verify(tmp_path, author)
    assert [row["record"] for row in rows] == ["checkpoint"]
    assert [flag.text for flag in flags if "link or no plain file" not in flag.text] == []
    assert len(flags) == 4


def test_a_log_of_many_megabytes_is_not_read(tmp_path, author):
    with (tmp_path / timings.LOG).open("wb") as file:
        file.truncate(timings.MOST_BYTES + 1)
    _, flags = verify(tmp_path, author)
    assert "more than the 8,388,608 that are read" in flags[0].text


# -- other courses -----------------------------------------------------------------------------------------------------


def plain_author():
    cell = nbformat.v4.new_code_cell("assert answer == 42")
    cell.metadata.nbgrader = {"grade": True, "grade_id": "answer", "points": 1}
    return {"answers": [cell, nbformat.v4.new_code_cell("%matplotlib inline")]}


def test_a_file_of_that_name_in_another_course_is_no_matter(tmp_path):
    (tmp_path / timings.LOG).write_text('{"birds": 3}')
    assert timings.verify(tmp_path, Result("birds", "ana", "", ""), plain_author()) == ([], [])


def test_without_timings_the_course_package_is_not_even_imported(tmp_path):
    code = (
        "import sys; sys.modules['course'] = None\n"  # an import of it fails
        "from pathlib import Path; from autograder.evidence import timings\n"
        "from autograder.gradebook.results import Result\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "assert timings.verify(folder, Result('x', 'y', '', ''), {'x': []}) == ([], [])\n"
        "(folder / 'observations.json').write_text('{}')\n"
        "assert timings.verify(folder, Result('x', 'y', '', ''), {'x': []}) == ([], [])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=lessons.ROOT)
    assert done.returncode == 0, done.stderr


# -- checkpoints -------------------------------------------------------------------------------------------------------


def history(epochs=3, planned=3, **changes) -> dict:
    each = [
        {
            "number": n + 1,
            "seconds": 0.1234 + n / 997,
            "train_loss": 0.5,
            "valid_loss": 0.6,
            "train_score": 0.9,
            "valid_score": 0.8,
        }
        for n in range(epochs)
    ]
    return training.History(planned).record() | {"epochs": each} | changes


def checkpoint(path, about=None, weights=None, form=FORMAT) -> None:
    weights = {"0.weight": np.arange(6, dtype="float32").reshape(2, 3)} if weights is None else weights
    save_file(weights, path, metadata={"format": form, "key": "{}", "history": json.dumps(about or history())})


def test_a_whole_checkpoint_gives_a_row_and_no_flag(tmp_path, author):
    checkpoint(tmp_path / "apple.safetensors")
    rows, flags = verify(tmp_path, author)
    assert flags == []
    assert [(row["epochs"], row["planned"], row["score"], row["honest"]) for row in rows] == [(3, 3, 0.8, True)]


def test_a_checkpoint_that_fit_wrote_is_whole(tmp_path, author, monkeypatch):
    import torch

    monkeypatch.chdir(tmp_path)
    inputs, targets = torch.rand(40, 3), (torch.rand(40) > 0.5).float()
    model = torch.nn.Sequential(torch.nn.Linear(3, 1), torch.nn.Flatten(0))
    training.fit(model, (inputs, targets), (inputs, targets), epochs=2, checkpoint="mine", progress=False)
    rows, flags = verify(tmp_path, author)
    assert flags == []
    assert [row["epochs"] for row in rows] == [2]
    shutil.copy("mine.safetensors", "whole.safetensors")
    os.rename("mine.safetensors", "mine.unfinished.safetensors")
    assert "mine.safetensors is missing" in verify(tmp_path, author)[1][0].text
    os.rename("whole.safetensors", "mine.safetensors")
    assert verify(tmp_path, author)[1] == [], "an interrupted second run does no harm to the first"


UNSOUND = {
    "from a run of 2 of 3 epochs": {"about": history(epochs=2)},
    "from a run of 0 of 0 epochs": {"about": history(epochs=0, planned=0)},
    "losses or times that are no finite numbers": {
        "about": history() | {"epochs": [history()["epochs"][0] | {"valid_loss": float("nan")}], "stopped_early": True}
    },
    "epochs are missing or out of order": {"about": history() | {"epochs": [history()["epochs"][0]] * 3}},
    "took no time": {"about": history() | {"epochs": [one | {"seconds": 0} for one in history()["epochs"]]}},
    "accuracies outside of 0 to 1": {
        "about": history() | {"epochs": [one | {"valid_score": 1.5} for one in history()["epochs"]]}
    },
    "weights that are no finite numbers": {"weights": {"w": np.array([1.0, np.inf])}},
    "holds no weights": {"weights": {}},
    "not written by training.fit": {"form": "something else"},
    "history of another form": {"about": history(planned="many")},
    "cannot be read": {"about": {"epochs": 3}},
}


@pytest.mark.parametrize("words", UNSOUND)
def test_an_inconsistent_checkpoint_is_flagged_with_the_reason(tmp_path, author, words):
    checkpoint(tmp_path / "apple.safetensors", **UNSOUND[words])
    rows, flags = verify(tmp_path, author)
    assert not rows[0]["honest"]
    assert words in flags[0].text
    assert flags[0].kind == "timing"


def test_a_pickle_is_not_loaded(tmp_path, author):
    class Trap:
        def __reduce__(self):
            return (os.mkdir, (str(tmp_path / "sprung"),))

    (tmp_path / "apple.safetensors").write_bytes(pickle.dumps(Trap()))
    _, flags = verify(tmp_path, author)
    assert "cannot be read" in flags[0].text
    assert not (tmp_path / "sprung").exists()


def test_what_fit_says_while_the_notebook_is_graded_is_a_flag(tmp_path, author):
    said = training.CheckpointProblem("apple.safetensors was trained with other settings: batch_size is 8.", why="...")
    output = nbformat.v4.new_output("error", ename="CheckpointProblem", evalue=str(said), traceback=[])
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("fit()", outputs=[output])])
    nbformat.write(notebook, tmp_path / f"{NAME}.ipynb")
    checkpoint(tmp_path / "apple.safetensors")
    _, flags = verify(tmp_path, author)
    assert [flag.text for flag in flags] == ["apple.safetensors was trained with other settings: batch_size is 8."]


def test_a_missing_checkpoint_is_a_flag_unless_nothing_was_begun(tmp_path, author):
    with pytest.raises(training.CheckpointProblem) as missing:
        read(tmp_path / "toggle-cpu.safetensors")
    output = nbformat.v4.new_output("error", ename="CheckpointProblem", evalue=str(missing.value), traceback=[])
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("fit()", outputs=[output])])
    nbformat.write(notebook, tmp_path / f"{NEXT}.ipynb")
    result = result_of(author, NEXT)
    items = result.notebooks[NEXT].items
    for item in items:
        item.status = "not attempted"

    def said():
        return [flag.text for flag in timings.verify(tmp_path, result, {NEXT: author[NEXT]})[1]]

    assert said() == []
    for item in items:
        item.status = "wrong"
        assert said() == ["toggle-cpu.safetensors is missing."], f"{item.id} was attempted"
        item.status = "not attempted"
    checkpoint(tmp_path / "toggle-cpu.unfinished.safetensors", history(epochs=1))
    assert "is from a run that was cut short" in said()[0]


def test_the_points_of_a_checkpoint_are_those_of_the_checks_that_use_what_was_trained(tmp_path):
    train = nbformat.v4.new_code_cell('run = training.fit(net, train, valid, epochs=3, checkpoint=f"apple-{size}")')
    check = nbformat.v4.new_code_cell("assert run.best.valid_score > 0.9")
    check.metadata.nbgrader = {"grade": True, "grade_id": "run", "points": 4}
    checkpoint(tmp_path / "apple-32.safetensors", history(epochs=1))
    _, flags = timings.verify(tmp_path, Result("x", "ana", "", ""), {"x": [train, check]})
    assert [(flag.decide, flag.points, flag.item) for flag in flags] == [(True, 4, "run")]


# -- the class ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def classroom(tmp_path, author, monkeypatch):
    """A course folder, and a way to put a result with somebody's folder into it."""
    root = tmp_path / "course"
    root.mkdir()
    course_in(root)
    monkeypatch.setattr("course.timing.honesty.FLOP_PER_CORE", 1e18)
    folder = Folder(root)

    def hand_in(student, *, like=None, weights=None):
        place = tmp_path / student
        place.mkdir(exist_ok=True)
        if like:
            (place / timings.LOG).write_bytes((tmp_path / like / timings.LOG).read_bytes())
        else:
            measure(place / timings.LOG, monkeypatch=monkeypatch)
        if weights:
            checkpoint(place / "apple.safetensors", weights)
        result = result_of(author, NAME, student)
        result.timing, result.flags = timings.verify(place, result, {NAME: author[NAME]})
        result.write(folder.result(student, NAME))
        return place

    return folder, hand_in


def flags_of(folder, student):
    return Result.read(folder.result(student, NAME)).flags


def test_two_people_with_one_log_are_both_flagged_and_the_others_are_not(classroom):
    folder, hand_in = classroom
    hand_in("ana")
    hand_in("bea")
    hand_in("carl", like="ana")
    timings.compare_class(folder, NAME)
    assert [(flag.kind, flag.decide, flag.points) for flag in flags_of(folder, "ana")] == [("shared", True, 5)]
    assert "in common with carl" in flags_of(folder, "ana")[0].text
    assert "in common with ana" in flags_of(folder, "carl")[0].text
    assert flags_of(folder, "bea") == []


def test_the_marks_find_what_the_course_finds(classroom, tmp_path):
    folder, hand_in = classroom
    logs = {
        name: timing.open_log(hand_in(name, like=like) / timings.LOG)
        for name, like in (("ana", None), ("bea", None), ("carl", "ana"))
    }
    rows = {name: Result.read(folder.result(name, NAME)).timing for name in logs}
    for one in logs:
        for other in logs:
            found = {row["workload"] for row in rows[one] if row["mark"] in {each["mark"] for each in rows[other]}}
            assert found == set(timing.shared(logs[one], logs[other]))


def test_a_second_call_changes_nothing_and_a_flag_goes_with_its_cause(classroom):
    folder, hand_in = classroom
    hand_in("ana")
    hand_in("carl", like="ana")
    timings.compare_class(folder, NAME)
    path = folder.result("ana", NAME)
    before = path.read_bytes(), path.stat().st_mtime_ns
    timings.compare_class(folder, NAME)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    (folder.result("carl", NAME)).unlink()
    timings.compare_class(folder, NAME)
    assert flags_of(folder, "ana") == []


def test_a_copied_measurement_in_a_log_that_was_sealed_again_is_found(classroom, tmp_path):
    folder, hand_in = classroom
    place = hand_in("ana")
    other = tmp_path / "dora"
    other.mkdir()
    (other / timings.LOG).write_bytes((place / timings.LOG).read_bytes())
    rewrite(other / timings.LOG, lambda document: document.update(log="f" * 32))
    hand_in("dora", like="dora")
    timings.compare_class(folder, NAME)
    assert "ana" in flags_of(folder, "dora")[0].text


def test_one_checkpoint_of_two_people_is_found_but_equal_weights_of_two_runs_are_nobodys_fault(classroom):
    folder, hand_in = classroom
    again = history()
    again["epochs"] = [one | {"seconds": one["seconds"] * 1.01} for one in again["epochs"]]
    hand_in("ana", weights=history())
    hand_in("bea", weights=history())
    hand_in("carl", weights=again)  # the same seed on the same kind of machine
    timings.compare_class(folder, NAME)
    assert ["bea" in flag.text for flag in flags_of(folder, "ana")] == [True]
    assert flags_of(folder, "carl") == []


@pytest.mark.slow
def test_comparing_three_hundred_takes_no_pairs(classroom, author):
    folder, hand_in = classroom
    hand_in("ana")
    row = Result.read(folder.result("ana", NAME)).timing[0]
    for number in range(300):
        result = result_of(author, NAME, f"s{number}")
        rows = [row | {"mark": f"{number}-{each}", "log": str(number)} for each in range(100)]
        result.timing = [*rows, row | {"mark": "the same", "log": "the same"}]
        result.write(folder.result(f"s{number}", NAME))
    began = time.process_time()
    timings.compare_class(folder, NAME)
    assert time.process_time() - began < 30  # 45,000 pairs of 100 measurements would take hours
    assert "and 294 more" in flags_of(folder, "s7")[0].text


def test_an_assignment_without_results_is_no_trouble(classroom):
    folder, _ = classroom
    timings.compare_class(folder, NAME)
    assert not folder.state(NAME).exists()


def test_a_log_of_the_present_form_is_what_these_tests_write(handed_in):
    log = timing.open_log(handed_in / timings.LOG)
    assert isinstance(log, Log)
    assert timing.problems(log) == []
