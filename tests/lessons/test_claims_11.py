"""What the text of lesson 11 says: of the script, of its processes, of the machines and of the bill."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.authoring import lesson as lessons
from course import azure, cost
from course.cost import memory

FOLDER = lessons.SOLUTIONS / "11-run-it-on-azure"
SCRIPT = FOLDER / "src" / "train.py"
LESSON = lessons.read(lessons.SOLUTIONS / "11-run-it-on-azure.py")
SEEDS = range(2)
IN_DOUBLE = """
import runpy, sys, torch
torch.set_default_dtype(torch.float64)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A small set of red and green discs in place of photographs: what is tested is who computes what."""
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(3)
    arrays = {}
    for part, count in (("train", 256), ("valid", 64)):
        labels = rng.integers(0, 2, count)
        pixels = rng.integers(90, 160, (count, 3, 32, 32))
        pixels[labels == 1, 0, 8:24, 8:24] += 60
        pixels[labels == 0, 1, 8:24, 8:24] += 60
        arrays |= {f"{part}_x": pixels.astype("uint8"), f"{part}_y": labels}
    np.savez(folder / "apples.npz", **arrays)
    return folder


def train(data: Path, out: Path, *options: str, processes: int = 1, first: tuple[str, ...] = (), **environment: str):
    """Run train.py; (finished process, its metrics)."""
    launcher = (
        [
            "-m",
            "torch.distributed.run",
            "--nproc-per-node",
            str(processes),
            "--master-addr",
            "127.0.0.1",
            "--master-port",
            str(20000 + os.getpid() % 20000),
        ]
        if processes > 1
        else []
    )
    command = [sys.executable, *launcher, *first, str(SCRIPT), "--data", str(data), "--output", str(out), *options]
    clean = {name: value for name, value in os.environ.items() if name not in ("RANK", "WORLD_SIZE", "LOCAL_RANK")}
    clean |= {"OMP_NUM_THREADS": "1"} | ({"GLOO_SOCKET_IFNAME": "lo"} if sys.platform == "linux" else {}) | environment
    run = subprocess.run(command, cwd=out.parent, env=clean, capture_output=True, text=True, check=False, timeout=240)
    path = out / "metrics.jsonl"
    return run, [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_two_processes_have_the_loss_of_one_on_the_same_global_batch(seed, data, tmp_path):
    double = tmp_path / "in_double.py"
    double.write_text(IN_DOUBLE)  # with 64-bit numbers, so that rounding does not hide a wrong share
    losses = {}
    for processes in (1, 2):
        options = ("--epochs", "2", "--batch-size", "32", "--seed", str(seed))
        run, metrics = train(data, tmp_path / str(processes), *options, processes=processes, first=(str(double),))
        assert run.returncode == 0, run.stderr
        assert [epoch["processes"] for epoch in metrics] == [processes] * 2
        losses[processes] = [(epoch["train_loss"], epoch["valid_loss"]) for epoch in metrics]
    assert np.allclose(losses[1], losses[2], rtol=1e-9, atol=0)


@pytest.mark.slow
def test_with_32_bit_numbers_the_first_loss_agrees_to_the_digits_that_the_lesson_checks(data, tmp_path):
    first = [train(data, tmp_path / str(n), "--epochs", "1", processes=n)[1][0]["train_loss"] for n in (1, 2)]
    assert first[0] == pytest.approx(first[1], rel=0.001)


@pytest.mark.slow
def test_it_learns_says_so_in_words_and_numbers_and_keeps_the_weights(data, tmp_path):
    run, metrics = train(data, tmp_path / "out", "--epochs", "6", "--batch-size", "16")
    assert run.returncode == 0, run.stderr
    assert "epoch 6/6  cpu" in run.stdout
    assert "s left" in run.stdout
    assert metrics[-1]["train_loss"] < metrics[0]["train_loss"]
    assert {"epoch", "device", "processes", "seconds", "train_loss", "valid_loss", "valid_accuracy"} == set(metrics[0])
    assert (tmp_path / "out" / "model.pt").stat().st_size > 10_000


@pytest.mark.slow
def test_mlflow_gets_the_metrics_where_it_is_present(data, tmp_path):
    fake = tmp_path / "packages"
    fake.mkdir()
    (fake / "mlflow.py").write_text("def log_metrics(values, step):\n    print('MLFLOW', step, sorted(values))\n")
    run, _ = train(data, tmp_path / "out", "--epochs", "2", PYTHONPATH=str(fake))
    assert run.returncode == 0, run.stderr
    assert re.findall(r"MLFLOW (\d)", run.stdout) == ["1", "2"]
    assert "'valid_accuracy'" in run.stdout


def test_asked_for_a_gpu_that_is_not_there_it_refuses_and_trains_nothing(data, tmp_path):
    run, metrics = train(data, tmp_path / "out", "--device", "cuda", CUDA_VISIBLE_DEVICES="")
    assert run.returncode == 1
    assert "finds no GPU. Nothing was trained" in run.stderr
    assert "--device cpu" in run.stderr
    assert metrics == []


def test_without_its_data_and_with_a_batch_that_cannot_be_shared_it_says_so(data, tmp_path):
    run, _ = train(tmp_path, tmp_path / "out")
    assert run.returncode == 1
    assert "There is no" in run.stderr
    (tmp_path / "apples.npz").write_bytes((data / "apples.npz").read_bytes()[:5000])
    run, _ = train(tmp_path, tmp_path / "out")
    assert run.returncode == 1
    assert "cannot be read" in run.stderr
    run, _ = train(data, tmp_path / "out", "--batch-size", "7", RANK="0", WORLD_SIZE="2")
    assert run.returncode == 1
    assert "cannot be shared out equally to 2 processes" in run.stderr


def test_the_script_is_python_3_10_and_needs_torch_and_numpy_only():
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 10))
    imports = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imports |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    outside = {name.partition(".")[0] for name in imports} - set(sys.stdlib_module_names)
    assert outside == {"torch", "numpy", "mlflow"}


def test_a_real_python_3_10_compiles_it():
    python = shutil.which("python3.10")
    if python is None or subprocess.run([python, "--version"], capture_output=True, check=False).returncode:
        pytest.skip("no Python 3.10 on this machine")
    source = f"compile(open({str(SCRIPT)!r}, encoding='utf-8').read(), 'train.py', 'exec')"
    done = subprocess.run([python, "-c", source], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_specifications_are_sound_by_the_course_s_own_rules(data, tmp_path):
    lesson = tmp_path / "lesson"
    shutil.copytree(FOLDER, lesson)
    shutil.copytree(data, lesson / "data")
    report = azure.check(*sorted((lesson / "jobs").glob("*.yml")), use_schema=False)
    assert report.fine, str(report)
    assert len(report.checked) == 5


def test_they_are_sound_by_azure_ai_ml_s_schema_and_the_sdk_makes_the_same_jobs(data, tmp_path):
    pytest.importorskip("azure.ai.ml", reason="azure-ai-ml is an extra: pip install 'azure-ai-ml>=1.35'")
    lesson = tmp_path / "lesson"
    shutil.copytree(FOLDER, lesson)
    shutil.copytree(data, lesson / "data")
    report = azure.check(*sorted((lesson / "jobs").glob("*.yml")))
    assert report.fine, str(report)
    assert report.schema_skipped == ""
    code = "import submit, yaml; print(yaml.safe_dump([str(submit.make_job(kind)) for kind in ('cpu', 'gpu')]))"
    made = subprocess.run([sys.executable, "-c", code], cwd=lesson, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    for kind, text in zip(("cpu", "gpu"), azure.specification.read("list:\n" + made.stdout)["list"], strict=True):
        written, built = azure.read(lesson / "jobs" / f"{kind}.yml"), azure.read(text)
        built.setdefault("command", built.get("component", {}).get("command"))
        assert azure.command_of(built, photos="X") == azure.command_of(written, photos="X")
        assert str(built["compute"]).removeprefix("azureml:") == written["compute"].removeprefix("azureml:")
        assert built["limits"]["timeout"] == written["limits"]["timeout"]


def test_the_schema_accepts_every_line_of_the_colleague_s_job(tmp_path):
    pytest.importorskip("azure.ai.ml", reason="azure-ai-ml is an extra: pip install 'azure-ai-ml>=1.35'")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "train.py").touch()
    (tmp_path / "data").mkdir()
    assert list(azure.schema.schema_problems(azure.read(named("broken_job")), tmp_path)) == []


def named(variable: str) -> str:
    """The YAML text that a cell of the lesson gives a name."""
    sources = "\n".join(cell.source for cell in LESSON.notebook.cells if cell.cell_type == "code")
    return re.search(rf'^{variable} = """\n(.*?)"""', sources, re.DOTALL | re.MULTILINE)[1]


def test_the_colleague_s_job_has_five_mistakes_and_the_cluster_four(data, tmp_path):
    lesson = tmp_path / "lesson"
    shutil.copytree(FOLDER, lesson)
    shutil.copytree(data, lesson / "data")
    clusters = [azure.read(FOLDER / "jobs" / f"{kind}-cluster.yml") for kind in ("cpu", "gpu")]
    found = [problem.kind for problem in azure.problems(named("broken_job"), clusters, folder=lesson)]
    # the undefined name shows twice: where it is used, and as the defined one that nothing uses
    assert sorted(found) == ["instance-count", "missing-compute", "no-packages", "shm-size", "undefined-input"]
    assert sorted(problem.kind for problem in azure.problems(named("broken_cluster"))) == [
        "idle-time",
        "max-instances",
        "never-zero",
        "retired-size",
    ]


def test_a_folder_of_code_that_is_nowhere_is_found_in_a_file_in_text_and_in_a_dictionary(monkeypatch):
    monkeypatch.chdir(FOLDER)
    text = named("broken_job").replace("code: src", "code: nowhere")
    for source, folder in ((text, None), (azure.read(text), ".")):
        found = {problem.kind: problem.wrong for problem in azure.problems(source, folder=folder)}
        assert found["missing-code"] == "there is no folder nowhere beside the specification."


def test_the_given_files_repair_neither_the_job_nor_the_cluster():
    """What is asked for differs from every file that lies beside the notebook."""
    given = azure.read(FOLDER / "jobs" / "gpu-cluster.yml")
    assert (given["max_instances"], given["idle_time_before_scale_down"]) != (3, 300)
    assert azure.read(FOLDER / "jobs" / "cpu.yml")["code"] != azure.read(named("broken_job"))["code"]


def test_four_questions_give_the_job_its_shape():
    for kind in ("cpu", "gpu", "two-gpus"):
        text = (FOLDER / "jobs" / f"{kind}.yml").read_text(encoding="utf-8")
        assert sum(line.startswith("# ") for line in text.splitlines()) == 4


def test_there_are_gpu_sizes_to_choose_from_and_some_are_gone():
    assert len(cost.priced(gpu=True)) >= 3
    assert cost.retirement("Standard_NC6s_v3").is_over()
    cheapest = min(cost.priced(gpu=True).values(), key=lambda size: size.per_hour)
    assert cheapest.name == "Standard_NC4as_T4_v3"


def test_the_week_costs_many_times_more_where_the_machine_stays_on():
    per_hour = float(cost.size("Standard_NC4as_T4_v3").per_hour.amount)
    by_need = 5 * (40 / 60 + 5 / 60 + 120 / 3600) * per_hour
    assert 168 * per_hour / by_need > 40


def test_activations_fill_the_memory_first_and_weights_hardly():
    need = memory.needed("ResNet-50", 128, "training, 32-bit")
    assert round(memory.network("ResNet-50").weights / 1e6) == 26
    assert round(100 * need.activations / need.total) == 96
    gb = [round(count / memory.GB, 1) for count in (need.weights, need.optimizer, need.total - need.activations)]
    assert gb == [0.1, 0.2, 0.4]


def paid_hours():
    """The lesson's function, and the source of its cell, with a generator of its own."""
    (cell,) = (cell.source for cell in LESSON.notebook.cells if "def paid_hours" in cell.source)
    found = {"np": np}
    exec(cell.partition("\nfor checkpoints")[0].replace("default_rng(0)", "default_rng(12345)"), found)
    return found["paid_hours"]


@pytest.mark.parametrize("checkpoints", [1, 2, 5, 20])
def test_a_spot_machine_is_paid_as_long_as_theory_says(checkpoints):
    """Until `hours` pass without an interruption, at random with a mean of `stays`: stays (e^(hours / stays) - 1)."""
    expected = checkpoints * 5 * np.expm1(10 / checkpoints / 5)
    paid = paid_hours()
    samples = [paid(checkpoints) for _ in range(20_000)]
    assert np.mean(samples) == pytest.approx(expected, abs=5 * np.std(samples) / np.sqrt(len(samples)))


def test_without_a_checkpoint_spot_costs_what_the_dear_machine_does_and_with_twenty_a_third():
    without, often = (n * 5 * np.expm1(10 / n / 5) for n in (1, 20))
    assert round(without) == 32
    assert without / 3 / 10 == pytest.approx(1, abs=0.1)
    assert often / 3 / 10 == pytest.approx(1 / 3, abs=0.03)
