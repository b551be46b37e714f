"""What ten, fifty or a hundred real photographs a class are worth on trained features, and what rendered ones add.

`python -m benchmarks few_real --photos-from FOLDER_OR_URL` writes its figures, with date and command, into
course/training/few_real.json: that is what lesson 05 shows where nobody has downloaded the photographs.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import date

from benchmarks.figures import figure, heading, note
from benchmarks.real_photographs import fetched
from course.data import fruit, photos
from course.training import few_real, one_thread, pretrained, records

SIZE, RENDERED = 160, 600


def main(photos_from: str | None = None) -> None:
    """Print the figures, and write them down."""
    one_thread()
    heading("A few real photographs on trained features, balanced accuracy, mean of 20 draws")
    if pretrained.weights() is None:
        note(f"The trained weights are not here, so no figures. {pretrained.INSTALL}")
        return
    with ExitStack() as stack:
        try:
            folder = fetched(photos_from, stack)
        except photos.DownloadFailed as error:
            note(f"No real photographs, so no figures. {error.what}")
            return
        real, shots = photos.load(SIZE, at=folder), photos.shots(at=folder)
    art = fruit.photos(RENDERED, difficulty=0.7, seed=3, size=SIZE, progress=False)
    rendered = pretrained.features(art.images), art.is_apple
    seen = pretrained.features(real.images)
    rows = few_real.table(seen, real.is_apple, shots, rendered=rendered)
    for name, scores in rows.items():
        for count, score in zip(few_real.COUNTS, scores, strict=True):
            figure(f"{name}, {count} real ones a class", score)
    record = {
        "date": str(date.today()),
        "command": "python -m benchmarks few_real",
        "photographs": len(real),
        "size": SIZE,
        "a_class": list(few_real.COUNTS),
        "balanced_accuracy": {name: [round(score, 3) for score in scores] for name, scores in rows.items()},
    }
    records.path("few_real").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
