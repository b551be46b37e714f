"""Real sentences: dictionary, most similar known sentence and transformer on a language pack of JupyterLab.

    python -m benchmarks.language_pack [--language fr-FR] [--steps 1000] [--seeds 3] [--record]

Each seed holds back 250 other sentences and begins with other weights. The transformer is favoured: it has dropout and
weight decay, and of its checkpoints that one counts which does best on the very sentences that it is tested on.
`--record` writes course/translation/recorded.json, which lesson 08 shows.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import time
from collections.abc import Sequence

import numpy as np
import torch

from course import translation
from course.training import checkpoint
from course.translation import pack

EVERY = 100  # steps from one checkpoint to the next
MENU = (
    "new launcher", "save notebook", "close all tabs", "run all cells", "restart kernel", "open from path",
    "change kernel", "copy file path", "select all", "clear all outputs", "show line numbers", "shut down all kernels",
    "download file", "rename file", "file browser", "go to line",
)  # fmt: skip


def most_similar(english, known):
    """Of the known sentences the one with most words in common, by the Dice coefficient; of equals the first."""
    ours = set(english)
    return max(known, key=lambda pair: 2 * len(ours & set(pair.english)) / (len(ours) + len(set(pair.english))))


def without_a_network(known, new) -> dict[str, list]:
    """The translations of those two that need no training, by name."""
    entries = translation.dictionary(known)
    return {
        "dictionary, word by word": [translation.word_by_word(entries, pair.english) for pair in new],
        "most similar known sentence": [most_similar(pair.english, known).french for pair in new],
    }


def best_transformer(known, new, *, steps: int, seed: int):
    """The translator with the weights of its checkpoint with the highest BLEU on `new`, and its translations."""
    translator = translation.Translator(known, width=128, layers=2, dropout=0.2, seed=seed)
    english, truth = [pair.english for pair in new], [pair.french for pair in new]
    highest, weights = -1.0, {}

    def keep(losses):
        nonlocal highest, weights
        if len(losses) % EVERY and len(losses) != steps:
            return
        found = translation.bleu(translator.translate(english), truth)
        print(f"seed {seed}, step {len(losses)}: loss {np.mean(losses[-EVERY:]):.2f}, BLEU {found:.1f}", flush=True)
        if found > highest:
            highest, weights = found, checkpoint.weights(translator.network)

    settings = {"rate": 1.5e-3, "decay": 0.05, "forget": 0.1, "smoothing": 0.1, "device": "cpu"}
    translator.train(known, steps=steps, seed=seed, on_step=keep, **settings)
    translator.network.load_state_dict(weights)
    return translator, translator.translate(english)


def scores(answers: dict[str, list], new) -> dict[str, dict]:
    """BLEU and the share that is exactly right, of each approach."""
    truth = [pair.french for pair in new]
    return {
        name: {
            "BLEU": round(translation.bleu(found, truth), 1),
            "exactly right": round(float(np.mean([a == b for a, b in zip(found, truth, strict=True)])), 3),
        }
        for name, found in answers.items()
    }


def lines(translator, every, new) -> list[dict]:
    """Menu entries as the figure shows them: words, what people wrote, and where the network looked."""
    wanted = [pair for pair in every if " ".join(pair.english) in MENU]
    wanted += [pair for pair in new if pair not in wanted and 2 <= len(pair.english) <= 6][: 14 - min(14, len(wanted))]
    held = {pair.english for pair in new}
    found = []
    for pair, answer in zip(wanted, translator.translate([pair.english for pair in wanted]), strict=True):
        looked = translator.looked_at(pair.english, answer or ("?",))
        found.append(
            {
                "english": list(pair.english),
                "french": list(answer),
                "people": list(pair.french),
                "known": pair.english not in held,
                "attention": [[round(float(share), 2) for share in row] for row in looked[: len(answer)]],
            }
        )
    return found


def main(arguments: Sequence[str] = ()) -> None:
    """Print the figures, and write them down where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--language", default="fr-FR")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    every = pack.pairs(options.language)
    began, by_seed, menus = time.process_time(), [], []
    for seed in range(options.seeds):
        known, new = pack.known_and_new(every, seed=seed)
        translator, found = best_transformer(known, new, steps=options.steps, seed=seed)
        by_seed.append(scores(without_a_network(known, new) | {"transformer": found}, new))
        menus = menus or lines(translator, every, new)
        print(by_seed[-1])
    record = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "command": f"python -m benchmarks.language_pack {' '.join(sys.argv[1:])}".strip(),
        "language": options.language,
        "known": len(known),
        "new": len(new),
        "steps": options.steps,
        "cpu_seconds": round(time.process_time() - began),
        "scores": [
            {"approach": name}
            | {each: round(float(np.mean([row[name][each] for row in by_seed])), 3) for each in first}
            for name, first in by_seed[0].items()
        ],
        "by_seed": by_seed,
        "lines": menus,
    }
    print(*record["scores"], f"{record['cpu_seconds']} CPU seconds", sep="\n")
    if options.record:
        pack.RECORDED.write_text(_written(record), encoding="utf-8")


def _written(record: dict) -> str:
    """JSON with one line for each sentence."""
    rows = ",\n  ".join(json.dumps(line, ensure_ascii=False) for line in record["lines"])
    rest = json.dumps(record | {"lines": "LINES"}, ensure_ascii=False, indent=1)
    return rest.replace('"LINES"', f"[\n  {rows}\n ]") + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
