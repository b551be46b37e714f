"""Checkpoints: kept for the learner, verified by grading, never believed."""

import json
import os

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from test_training import fit, net, reddish

from course import training
from course.errors import CourseError
from course.training import CheckpointProblem

SETTINGS = {"checkpoint": "apples", "watch": reddish(12, seed=2)[0]}


def never(*_):
    raise AssertionError("grading trained again")


@pytest.fixture
def submitted(tmp_path, monkeypatch):
    """A folder with the checkpoint of an honest run, as it is when grading begins."""
    monkeypatch.chdir(tmp_path)
    history = fit(**SETTINGS)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    return history


def rewrite(path, change):
    """Changes weights and notes of a checkpoint, as somebody might."""
    with safe_open(path, framework="pt") as file:
        found = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        notes = {name: json.loads(text) if name != "format" else text for name, text in file.metadata().items()}
    change(found, notes)
    notes = {name: value if name == "format" else json.dumps(value) for name, value in notes.items()}
    save_file(found, path, metadata=notes)


def test_grading_takes_the_submitted_network_and_trains_nothing(submitted):
    model = net(seed=7)
    history = fit(model, step=never, **SETTINGS)
    assert history.from_checkpoint
    assert history.epochs == submitted.epochs
    assert training.evaluate(model, reddish(48, seed=1))[0] == pytest.approx(submitted.epochs[-1].valid_loss)


def test_an_early_stopped_network_is_taken_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    train = reddish(24)
    wrong = train[0], 1 - train[1]
    history = fit(train=wrong, epochs=30, patience=2, **SETTINGS)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    again = fit(train=wrong, epochs=30, patience=2, step=never, **SETTINGS)
    assert again.best == history.best
    assert again.stopped_early


def test_the_live_view_is_called_once_with_the_history_from_the_file(submitted):
    seen = []
    fit(step=never, on_epoch=lambda history: seen.append(len(history)), **SETTINGS)
    assert seen == [3]


def test_a_missing_checkpoint_says_to_submit_the_whole_folder(submitted, tmp_path):
    (tmp_path / "apples.safetensors").unlink()
    with pytest.raises(CheckpointProblem, match=r"missing[\s\S]*whole folder"):
        fit(step=never, **SETTINGS)


@pytest.mark.parametrize("content", [b"", b"\x00" * 20, b'{"not": "safetensors"}', b"PK\x03\x04" * 100])
def test_a_damaged_checkpoint_says_so(submitted, tmp_path, content):
    (tmp_path / "apples.safetensors").write_bytes(content)
    with pytest.raises(CheckpointProblem, match="cannot be read"):
        fit(step=never, **SETTINGS)


def test_a_checkpoint_cut_in_half_says_so(submitted, tmp_path):
    path = tmp_path / "apples.safetensors"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(CheckpointProblem, match="cannot be read"):
        fit(step=never, **SETTINGS)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"model": training.apple_net(8, width=6, seed=0)}, "another network"),
        ({"train": reddish(seed=9)}, "other training examples"),
        ({"valid": reddish(50, seed=1)}, "other validation examples"),
        ({"epochs": 4}, "epochs is 3 there and 4 here"),
        ({"learning_rate": 0.02}, "other settings"),
    ],
)
def test_a_checkpoint_of_another_run_is_refused(submitted, change, words):
    with pytest.raises(CheckpointProblem, match=words):
        fit(step=never, **{**SETTINGS, **change})


def test_pixels_rendered_a_hair_brighter_are_still_the_same_photographs(submitted):
    x, y = reddish()
    assert fit(train=(x + 1e-6, y), step=never, **SETTINGS).from_checkpoint


def test_a_history_that_boasts_is_found_out(submitted, tmp_path):
    def boast(found, notes):
        notes["history"]["epochs"][-1]["valid_loss"] = 0.001

    rewrite(tmp_path / "apples.safetensors", boast)
    with pytest.raises(CheckpointProblem, match=r"loss 0\.001 on the validation examples"):
        fit(step=never, **SETTINGS)


def test_weights_that_were_never_trained_are_found_out(submitted, tmp_path):
    def swap(found, notes):
        for name, value in net(seed=5).state_dict().items():
            found[name] = value

    rewrite(tmp_path / "apples.safetensors", swap)
    with pytest.raises(CheckpointProblem, match="evaluated now"):
        fit(step=never, **SETTINGS)


def test_guesses_that_the_weights_do_not_make_are_found_out(submitted, tmp_path):
    def dream(found, notes):
        notes["history"]["guesses"][-1] = [1.0, 0.0] * 6

    rewrite(tmp_path / "apples.safetensors", dream)
    with pytest.raises(CheckpointProblem, match="other guesses"):
        fit(step=never, **SETTINGS)


def test_weights_that_are_no_numbers_are_found_out(submitted, tmp_path):
    rewrite(tmp_path / "apples.safetensors", lambda found, notes: found["0.weight"].fill_(float("nan")))
    with pytest.raises(CheckpointProblem):
        fit(step=never, **SETTINGS)


def test_weights_of_other_shapes_are_found_out(submitted, tmp_path):
    rewrite(tmp_path / "apples.safetensors", lambda found, notes: found.update({"0.weight": torch.zeros(2)}))
    with pytest.raises(CheckpointProblem):
        fit(step=never, **SETTINGS)


def test_an_interrupted_run_leaves_the_earlier_whole_one_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    whole = fit(**SETTINGS)

    def stop(history):
        raise KeyboardInterrupt

    fit(net(seed=4), on_epoch=stop, **SETTINGS)
    assert training.load(net(), "apples").epochs == whole.epochs
    assert (tmp_path / "apples.unfinished.safetensors").is_file()


def test_validating_takes_a_fitting_checkpoint_and_trains_otherwise(submitted, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert fit(step=never, **SETTINGS).from_checkpoint
    assert not fit(**{**SETTINGS, "epochs": 1}).from_checkpoint


def test_a_name_with_a_folder_in_it_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match="without a folder"):
        fit(checkpoint="../apples")


def test_a_full_disk_is_said_and_leaves_the_earlier_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fit(**SETTINGS)
    before = (tmp_path / "apples.safetensors").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(training.CheckpointProblem, match=r"could not be written: No space left(.|\n)*Free some space"):
        fit(**SETTINGS)
    assert (tmp_path / "apples.safetensors").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["apples.safetensors"]


def test_no_half_written_file_stays(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fit(**SETTINGS)
    assert [path.name for path in tmp_path.iterdir()] == ["apples.safetensors"]
