"""The benchmarks' own arithmetic and manners; what they measure is no matter for a test."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # benchmarks are run from the repository's root

from benchmarks import __main__ as command
from benchmarks import figures, lesson_budgets, real_photographs, step_rate
from benchmarks import training_pipeline as pipeline
from course import training
from course.data import photos
from course.errors import CourseError


def test_a_figure_stands_beside_its_limit_and_says_whether_it_is_kept(capsys):
    figures.figure("import course", 0.05, "s", limit=0.1)
    figures.figure("a lesson", 90, "s", limit=60)
    figures.figure("photographs", 30, "1/s", limit=10, more=True)
    kept, broken, more = capsys.readouterr().out.splitlines()
    assert "50% of the limit of 0.1 s: kept" in kept
    assert "150% of the limit of 60 s: BROKEN" in broken
    assert "3.0 times the limit of 10 1/s: kept" in more


def test_a_figure_stands_beside_its_peer_as_a_ratio(capsys):
    figures.figure("training", 5, "s", peer=20, of="the tutorial")
    figures.figure("pictures", 800, "1/s", peer=400, of="the sketch", more=True)
    faster, more = capsys.readouterr().out.splitlines()
    assert "4.00 times better than the tutorial (20 s)" in faster
    assert "2.00 times as much as the sketch (400 1/s)" in more


def test_every_benchmark_can_be_run_by_name_and_has_a_main():
    assert {"import_time", "lesson_budgets", "real_photographs", "rendering", "step_rate", "training_pipeline"} <= set(
        command.names()
    )
    assert "figures" not in command.names()


def test_a_benchmark_that_has_options_of_its_own_runs_by_name_too(monkeypatch, capsys):
    def none(language):
        raise CourseError(f"no pack {language}")

    monkeypatch.setattr("sys.argv", ["benchmarks", "language_pack"])
    monkeypatch.setattr("course.translation.pack.pairs", none)
    assert command.main(["language_pack"]) == 1
    assert "no pack fr-FR" in capsys.readouterr().out


def test_a_name_that_does_not_exist_lists_those_that_do(capsys):
    with pytest.raises(SystemExit):
        command.main(["speed_of_light"])
    assert "import_time" in capsys.readouterr().err


def test_real_photographs_that_cannot_be_had_are_an_error_in_words_and_leave_no_figures(tmp_path):
    with ExitStack() as stack, pytest.raises(photos.DownloadFailed, match="None of the photographs"):
        real_photographs.real_ones(str(tmp_path), stack)


def test_the_training_that_is_measured_is_the_one_of_lesson_04():
    lesson = (Path(__file__).resolve().parents[2] / "solutions" / "04-learn-by-looking.py").read_text()
    for setting in (
        f"fruit.photos({pipeline.TRAIN + pipeline.VALID}, difficulty={pipeline.DIFFICULTY}, seed=SEED)",
        f"SEED = {pipeline.PHOTO_SEED}",
        f"photos[:{pipeline.TRAIN}]",
        f'"batch_size": {pipeline.BATCH}, "learning_rate": {pipeline.RATE}',
        f"epochs={pipeline.MOST_EPOCHS}",
    ):
        assert setting in lesson, "change benchmarks/training_pipeline.py with the lesson"


def test_the_arithmetic_of_a_step_is_that_of_a_forward_and_a_backward_pass():
    import torch

    forward = step_rate.flop(lambda: training.apple_net(seed=0)(torch.rand(8, 3, 32, 32)))
    first_layer = 2 * 8 * 32 * 32 * 3 * 9 * 16  # its inputs are pictures, and need no gradient
    assert step_rate.flop(step_rate.step(8)) == pytest.approx(3 * forward - first_layer, rel=0.02)
    assert step_rate.flop(step_rate.step(16)) == 2 * step_rate.flop(step_rate.step(8))


def test_the_memory_of_the_kernel_is_seen_and_no_other_s():
    import nbformat

    from autograder.authoring.lesson import KERNEL, FrontMatter, Lesson

    cells = [nbformat.v4.new_code_cell("import time; kept = bytearray(300 * 2**20); time.sleep(1)")]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    large = "import time; kept = bytearray(1000 * 2**20); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", large], stdout=subprocess.PIPE) as bystander:
        bystander.stdout.readline()
        _, peak, errors = lesson_budgets.run(Lesson("99-big", FrontMatter("", "", 1, 1), notebook))
        bystander.kill()
    assert errors == []
    assert 300 * 2**20 < peak < 900 * 2**20
