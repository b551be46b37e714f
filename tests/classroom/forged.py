"""Logs and checkpoints that were not made by measuring and training, and outputs that no cell has made."""

from __future__ import annotations

import copy
import json
import pickle
import struct
from collections.abc import Callable

from classroom import machines
from classroom.hostile import attack
from classroom.paper import Paper
from course.timing.logfile import NAME as LOG
from course.timing.record import summary

FIRST, LEARNING = "00-start-here", "04-learn-by-looking"
OWN_WORK = ("times-off",)  # of lesson 00, what does not rest on the log
NET = "apple-network.safetensors"


def _document(paper: Paper) -> dict:
    return json.loads(paper.files[LOG])


def _observation(document: dict) -> dict:
    return next(record for record in document["records"] if record["record"] == "observation")


def _forged(paper: Paper, change: Callable[[dict], None], *, seals: bool = True) -> None:
    """Change the log's document, and seal everything again as somebody would who has read the code."""
    document = _document(paper)
    change(document)
    paper.files[LOG] = json.dumps(machines.sealed(document) if seals else document).encode()


def _resample(record: dict, samples: list[float]) -> None:
    record |= {"samples": samples, "repeats": len(samples), "statistics": summary(samples)}
    record["elapsed"] = 1.1 * record["calls"] * sum(samples) + record["first"]
    record["started"] = record["ended"] - record["elapsed"]


# --- logs ----------------------------------------------------------------------------------------------------


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def edited_statistics(paper: Paper):
    """A median that was edited by hand does not follow from its samples."""
    _forged(paper, lambda document: _observation(document)["statistics"].update(median=1e-6), seals=False)


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def edited_statistics_sealed_again(paper: Paper):
    """Sealing the records again does not help."""
    _forged(paper, lambda document: _observation(document)["statistics"].update(median=1e-6))


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def invented_samples(paper: Paper):
    """Samples that rise in equal steps were never measured."""
    _forged(paper, lambda document: _resample(_observation(document), [0.0512345 + 0.00071 * n for n in range(8)]))


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def a_machine_that_cannot_be(paper: Paper):
    """No processor multiplies two such tables in a microsecond."""
    _forged(paper, lambda document: _resample(_observation(document), [1.0e-6 * near for near in machines.jitter(8)]))


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def a_measurement_of_next_year(paper: Paper):
    """A measurement made in the future was not made."""

    def later(document: dict) -> None:
        for record in document["records"]:
            for key in ("made", "started", "ended"):
                if key in record:
                    record[key] += 365 * 86400
        document["created"] += 365 * 86400
        document["saved"] += 365 * 86400

    _forged(paper, later)


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def a_prediction_after_the_result(paper: Paper):
    """A prediction that was written after the measurement is none."""

    def swap(document: dict) -> None:
        prediction = next(record for record in document["records"] if record["record"] == "prediction")
        prediction["made"] = _observation(document)["ended"] + 5
        document["records"].sort(key=lambda record: record.get("ended", record.get("made")))
        number = document["records"].index(prediction)
        _observation(document)["prediction"] = number

    _forged(paper, swap)


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def a_log_of_another_size(paper: Paper):
    """A smaller product, said to be the large one, does not do the work that it says."""
    _forged(paper, lambda document: _observation(document)["work"].update(flop=1.0))


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def a_log_cut_off(paper: Paper):
    """Half a log cannot be read."""
    paper.files[LOG] = paper.files[LOG][: len(paper.files[LOG]) // 2]


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def a_log_of_fifty_megabytes(paper: Paper):
    """A log that is too large is not read, and holds nobody up."""
    document = _document(paper)
    document["records"] += [copy.deepcopy(document["records"][-1]) for _ in range(60_000)]
    paper.files[LOG] = json.dumps(document).encode()


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def numbers_beyond_all_numbers(paper: Paper):
    """Numbers that no machine can hold, in every place, are a finding like any other."""

    def huge(document: dict) -> None:
        record = _observation(document)
        record["calls"], record["cores"] = 10**400, -(10**400)
        record["samples"] = [1e308, 5e-324, 1e308, 1e308, 2e308]

    _forged(paper, huge, seals=False)


@attack("right", keeps=OWN_WORK, flag="timing", of=FIRST)
def a_folder_for_a_log(paper: Paper):
    """A folder with the name of the log is no log."""
    paper.files[f"{LOG}/{LOG}"] = paper.files.pop(LOG)


@attack("right", flag="repaired", of=FIRST)
def a_log_under_another_name(paper: Paper):
    """A browser that saved the log a second time costs nothing."""
    paper.files["observations (1).json"] = paper.files.pop(LOG)


@attack("right", of=FIRST)
def markup_in_a_log(paper: Paper):
    """Names of devices and workloads are text on every page, whatever stands in them."""

    def name(document: dict) -> None:
        _observation(document)["device_name"] = "<script>alert('device')</script>\x1b[2J"
        document["records"].append(copy.deepcopy(_observation(document)))
        document["records"][-1] |= {"workload": "<script>alert('workload')</script>", "prediction": None, "work": {}}
        last = document["records"][-1]
        last["started"] = document["saved"] = last["ended"] + 10
        last["ended"] = last["started"] + last["elapsed"]
        document["saved"] = last["ended"] + 1
        _resample(last, [0.0123 * near for near in machines.jitter(7)])

    _forged(paper, name)


_lent: dict[str, bytes] = {}


@attack("right", flag="shared", of=FIRST)
def a_log_that_is_lent(paper: Paper):
    """A log that somebody else handed in too is flagged for both; who measured it is for a person to find out."""
    paper.files[LOG] = _lent.setdefault(LOG, paper.files[LOG])


@attack("right", flag="shared", of=FIRST)
def a_log_that_is_borrowed(paper: Paper):
    """And here is somebody else: nobody loses points before a person has looked."""
    paper.files[LOG] = _lent.setdefault(LOG, paper.files[LOG])


@attack("right", keeps=OWN_WORK, of=FIRST, flag="judge")
def a_log_written_while_it_is_graded(paper: Paper):
    """A log that a cell writes while the notebook is graded was not handed in, and is not looked at."""
    log = paper.files.pop(LOG).decode()
    paper.insert(f"""
        import os
        os.environ.pop("NBGRADER_EXECUTION", None)
        open({LOG!r}, "w").write({log!r})
        """)


@attack("right", keeps=OWN_WORK, of=FIRST, flag="judge")
def a_measurement_made_while_it_is_graded(paper: Paper):
    """Nor is one that it measures then, on the machine of the instructor."""
    del paper.files[LOG]
    paper.insert('import os\nos.environ.pop("NBGRADER_EXECUTION", None)')


# --- checkpoints ---------------------------------------------------------------------------------------------


def _broken_later(paper: Paper) -> None:
    """Let the comparison at the end of lesson 04 fail at once: nothing is graded by it, and it takes its time."""
    place = next(number for number, cell in enumerate(paper.cells) if "rows, cases = [], " in cell.source)
    paper.insert("LogisticRegression = None", place)


class _Payload:
    def __reduce__(self):
        return exec, ("open('an-attack-was-here', 'w').write('an-attack-was-here'); print('an-attack-was-here')",)


@attack("right", flag="timing", of=LEARNING)
def a_pickle_for_a_checkpoint(paper: Paper):
    """A pickle with the name of a checkpoint is not unpickled."""
    _broken_later(paper)
    paper.files[NET] = pickle.dumps(_Payload())


@attack("right", flag="timing", of=LEARNING)
def a_checkpoint_cut_off(paper: Paper):
    """A file that ends too early is said to be damaged, and so is one that says to be a terabyte long."""
    _broken_later(paper)
    paper.files[NET] = paper.files[NET][:-1000]
    paper.files["by-heart.safetensors"] = struct.pack("<Q", 1 << 40) + b"{}"


@attack("right", flag="timing", of=LEARNING)
def weights_of_another_network(paper: Paper):
    """Weights of another network do not do what the history says."""
    _broken_later(paper)
    paper.files[NET] = paper.files["by-heart.safetensors"]


@attack("right", flag="timing", of=LEARNING)
def weights_that_are_no_numbers(paper: Paper):
    """Weights of NaN do nothing at all."""
    _broken_later(paper)
    content = paper.files[NET]
    (length,) = struct.unpack_from("<Q", content)
    paper.files[NET] = content[: 8 + length] + struct.pack("<f", float("nan")) * ((len(content) - 8 - length) // 4)


@attack("right", flag="timing", of=LEARNING)
def a_history_that_was_improved(paper: Paper):
    """A history that says more than the weights can do is found out by evaluating them."""
    _broken_later(paper)

    def better(history: dict) -> None:
        for epoch in history["epochs"]:
            epoch.update(valid_score=0.999, train_score=0.999, valid_loss=0.001, train_loss=0.001)

    paper.files[NET] = machines.retrained(paper.files[NET], better)
