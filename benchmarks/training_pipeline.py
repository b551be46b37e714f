"""Lesson 04's network to its promised accuracy: this course's way against two that are usual.

One peer keeps the photographs as image files in a folder for each class, and reads them in every epoch with
torchvision's ImageFolder, transforms for each image, and a DataLoader with shuffling. The other one has made them small
once and keeps them in memory, in a TensorDataset behind a DataLoader. The network, its first weights, the photographs,
the batch size, the optimizer and the machine are the same. Not counted: rendering, writing the files. Counted:
everything from there to the first epoch whose validation accuracy is as promised.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.figures import figure, heading, note
from course import training
from course.data import fruit

LIMIT_S = 20.0
SEEDS = range(8)
# as lesson 04 has them; a test compares
TRAIN, VALID, DIFFICULTY, PHOTO_SEED = 1200, 400, 0.35, 4
BATCH, RATE, MOST_EPOCHS = 32, 0.003, 12
PROMISED = 0.90


class Reached(Exception):
    """The promised accuracy is there: no need to train on."""


def of_the_course(train, valid, seed: int) -> tuple[float, int, float]:
    """(seconds, epochs, best validation accuracy): averaged down once, tensors in memory, training.fit."""
    import torch

    began, seen = time.perf_counter(), []

    def watch(history):
        seen.append(history.epochs[-1].valid_score)
        if seen[-1] >= PROMISED:
            raise Reached

    data = [(torch.from_numpy(p.small(32)), torch.from_numpy(p.is_apple)) for p in (train, valid)]
    with contextlib.suppress(Reached):
        training.fit(
            training.apple_net(seed=seed),
            *data,
            epochs=MOST_EPOCHS,
            batch_size=BATCH,
            learning_rate=RATE,
            seed=seed,
            on_epoch=watch,
        )
    return time.perf_counter() - began, len(seen), max(seen)


def of_files(folder: Path, seed: int, workers: int) -> tuple[float, int, float]:
    """The same, from image files: ImageFolder, per-image transforms, DataLoader, the loop that everybody writes."""
    from torch.utils.data import DataLoader
    from torchvision import transforms
    from torchvision.datasets import ImageFolder

    began = time.perf_counter()
    prepare = transforms.Compose([transforms.Resize((32, 32)), transforms.ToTensor()])
    train = DataLoader(ImageFolder(folder / "train", prepare), BATCH, shuffle=True, num_workers=workers)
    valid = DataLoader(ImageFolder(folder / "valid", prepare), BATCH, num_workers=workers)
    return _usual_loop(train, valid, seed, began)


def of_tensors(train, valid, seed: int) -> tuple[float, int, float]:
    """The same, made small once and kept in memory: TensorDataset, DataLoader, the same loop."""
    import torch
    from torch.utils.data import DataLoader, TensorDataset
    from torchvision.transforms.functional import resize

    began = time.perf_counter()
    ready = (
        TensorDataset(
            resize(torch.from_numpy(p.images).permute(0, 3, 1, 2), [32, 32]) / 255, torch.from_numpy(p.is_apple)
        )
        for p in (train, valid)
    )
    train, valid = (DataLoader(data, BATCH, shuffle=first) for data, first in zip(ready, (True, False), strict=True))
    return _usual_loop(train, valid, seed, began)


def _usual_loop(train, valid, seed: int, began: float) -> tuple[float, int, float]:
    import torch
    from torch import nn

    seen, model = [], training.apple_net(seed=seed)
    optimizer, loss = torch.optim.Adam(model.parameters(), RATE), nn.BCEWithLogitsLoss()
    while len(seen) < MOST_EPOCHS and not (seen and seen[-1] >= PROMISED):
        model.train()
        for images, labels in train:
            optimizer.zero_grad()
            loss(model(images), labels.float()).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            right = sum(int(((model(images) > 0) == labels).sum()) for images, labels in valid)
        seen.append(right / len(valid.dataset))
    return time.perf_counter() - began, len(seen), max(seen)


def write_files(photos: fruit.Photos, folder: Path) -> None:
    """Lossless image files in the folders 0_other and 1_apple: ImageFolder numbers them by name."""
    from PIL import Image

    for label, name in enumerate(("0_other", "1_apple")):
        (folder / name).mkdir(parents=True)
        for number, image in enumerate(photos.images[photos.is_apple == label]):
            Image.fromarray(image).save(folder / name / f"{number:05d}.png")


def main() -> None:
    """Print the figures."""
    heading(f"Lesson 04's network to a validation accuracy of {PROMISED:.0%}, median of {len(SEEDS)} seeds")
    photos = fruit.photos(TRAIN + VALID, difficulty=DIFFICULTY, seed=PHOTO_SEED, progress=False)
    train, valid = photos[:TRAIN], photos[TRAIN:]
    with tempfile.TemporaryDirectory() as folder:
        write_files(train, Path(folder) / "train")
        write_files(valid, Path(folder) / "valid")
        ways = {
            "this course": partial(of_the_course, train, valid),
            "image files": partial(of_files, Path(folder), workers=0),
            "image files, 2 loading processes": partial(of_files, Path(folder), workers=2),
            "tensors in memory": partial(of_tensors, train, valid),
        }
        ways["this course"](9)  # warm-up: torch loads parts of itself on first use
        runs = {name: [] for name in ways}
        for seed in SEEDS:  # in turn, so that a busy minute of the machine falls on all of them
            for name, way in ways.items():
                runs[name].append(way(seed=seed))
    total, each = (
        {name: statistics.median(f(run) for run in of) for name, of in runs.items()}
        for f in (lambda run: run[0], lambda run: run[0] / run[1])
    )
    for name, of in runs.items():
        reached = sum(best >= PROMISED for *_, best in of)
        note(f"{name}: reached with {reached} of {len(SEEDS)} seeds, after {[epochs for _, epochs, _ in of]} epochs")
    figure("seconds to the promised accuracy", total["this course"], "s", limit=LIMIT_S)
    for what, seconds in (("  the same", total), ("seconds for an epoch, with its validation", each)):
        for peer in (name for name in ways if name != "this course"):
            figure(what, seconds["this course"], "s", peer=seconds[peer], of=peer)


if __name__ == "__main__":
    main()
