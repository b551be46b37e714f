"""The classifier of lesson 04, trained on rendered fruit only, on rendered and on real photographs.

Chance is a balanced accuracy of 0.5 and an AUC (area under the ROC curve) of 0.5. The real photographs are fetched
from the public repository; `--photos-from` names another server (a URL) or a folder that holds them.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from benchmarks.figures import figure, heading, note
from benchmarks.training_pipeline import BATCH, DIFFICULTY, MOST_EPOCHS, PHOTO_SEED, RATE, TRAIN, VALID
from course import training
from course.data import fruit, photos

SEEDS = (0, 1, 2)
OF_OTHERS = 0.58  # measured with another quick renderer and a small network, on photographs of shop shelves


def trained(seed: int):
    """Lesson 04's network after its training on rendered photographs, and rendered ones that it has not seen."""
    import torch

    rendered = fruit.photos(TRAIN + VALID, difficulty=DIFFICULTY, seed=PHOTO_SEED, progress=False)
    train, valid = rendered[:TRAIN], rendered[TRAIN:]
    test = fruit.photos(1000, difficulty=DIFFICULTY, seed=PHOTO_SEED + 1, progress=False)
    data = [(torch.from_numpy(p.small(32)), torch.from_numpy(p.is_apple)) for p in (train, valid)]
    model = training.apple_net(seed=seed)
    training.fit(
        model, *data, epochs=MOST_EPOCHS, batch_size=BATCH, learning_rate=RATE, seed=seed, on_epoch=lambda history: None
    )
    return model, test


def scores(model, some: fruit.Photos) -> tuple[float, float, np.ndarray]:
    """(balanced accuracy, AUC, guesses as booleans) of the network on photographs."""
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    chance = training.probabilities(model, some.small(32))
    return balanced_accuracy_score(some.is_apple, chance > 0.5), roc_auc_score(some.is_apple, chance), chance > 0.5


def real_ones(photos_from: str | None, stack: ExitStack, size: int = 64) -> fruit.Photos:
    """The sample of 422 real photographs, size x size pixels; raises photos.DownloadFailed where they cannot be had."""
    return photos.load(size, at=fetched(photos_from, stack))


def fetched(photos_from: str | None, stack: ExitStack) -> Path:
    """The folder with the sample, from an address or a folder; raises photos.DownloadFailed."""
    if photos_from is None:
        return photos.download()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    if "://" in photos_from:
        photos.download(base_url=photos_from, to=folder)
    else:
        photos.take_from(photos_from, to=folder)
    return folder


def main(photos_from: str | None = None) -> None:
    """Print the figures."""
    heading(f"Lesson 04's classifier, trained on rendered photographs, mean of {len(SEEDS)} seeds")
    with ExitStack() as stack:
        try:
            real = real_ones(photos_from, stack)
        except photos.DownloadFailed as error:
            real = None
            note(f"No real photographs, so no figures about them. {error.what}")
        models = [trained(seed) for seed in SEEDS]
        _figures("new rendered", [scores(model, test) for model, test in models])
        if real is None:
            return
        found = [scores(model, real) for model, _ in models]
        _figures(f"{len(real)} real", found, peer=OF_OTHERS)
        guesses = np.stack([guess for *_, guess in found])
        for variety in sorted(set(real.varieties[real.is_apple == 1])):
            rows = (real.varieties == variety) & (real.is_apple == 1)
            figure(f"  real {variety} apples called apples", guesses[:, rows].mean(), "", of=f"{rows.sum()} of them")
        alarms = {kind: guesses[:, real.kinds == kind].mean() for kind in set(real.kinds) - {"apple"}}
        worst = sorted(alarms, key=alarms.get, reverse=True)[:4]
        note("most often taken for apples: " + ", ".join(f"{kind} {alarms[kind]:.0%}" for kind in worst))


def _figures(name: str, found: list, peer: float | None = None) -> None:
    balanced, auc = (np.array([each[k] for each in found]) for k in (0, 1))
    beside = {"peer": peer, "of": "a quick trial on shop shelves", "more": True} if peer else {}
    figure(f"balanced accuracy, {name} photographs (± {balanced.std():.2f})", balanced.mean(), **beside)
    figure(f"AUC, {name} photographs (± {auc.std():.2f})", auc.mean())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos-from", metavar="FOLDER_OR_URL")
    main(parser.parse_args().photos_from)
