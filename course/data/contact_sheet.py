"""The contact sheet of the README: python -m course.data.contact_sheet docs/contact-sheet.png

200 photographs, the dial rising from 0 in the upper left corner to 1 in the lower right one.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from course.data import fruit
from course.data.fruit.sheet import contact_sheet


def rising(count: int, size: int, seed: int, steps: int = 10) -> fruit.Photos:
    """`count` photographs whose difficulty rises from 0 to 1 in equal steps."""
    parts = [
        fruit.photos(len(rows), difficulty=step / (steps - 1), seed=seed + step, size=size, cache=False)
        for step, rows in enumerate(np.array_split(np.arange(count), steps))
        if len(rows)
    ]
    return fruit.joined(parts)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, help="picture to write: .png or .jpg")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--size", type=int, default=64, help="pixels of each photograph")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--difficulty", type=float, help="one dial for all of them instead of a rising one")
    chosen = parser.parse_args(arguments)
    if chosen.difficulty is None:
        photos = rising(chosen.count, chosen.size, chosen.seed)
    else:
        photos = fruit.photos(
            chosen.count, difficulty=chosen.difficulty, seed=chosen.seed, size=chosen.size, cache=False
        )
    chosen.path.parent.mkdir(parents=True, exist_ok=True)
    # the two lowest bits are the noise of the camera: without them the file is a third smaller
    sheet = contact_sheet(photos, chosen.columns).point(lambda value: min(255, (value + 2) // 4 * 4))
    sheet.save(chosen.path, optimize=True)
    print(f"{chosen.path}: {len(photos)} photographs, {chosen.path.stat().st_size / 2**20:.2f} MB")


if __name__ == "__main__":
    main()
