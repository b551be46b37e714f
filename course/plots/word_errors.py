"""What was heard beside what was said, word by word: which words are right, wrong, missing or extra."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

NOTHING = "—"  # stands where no word was heard, or none was said


def pairs(heard: Sequence[str], truth: Sequence[str], pauses: Sequence[float]) -> list[tuple]:
    """Heard and true words side by side with the fewest errors, by place; None where one of them has no partner.

    pauses: from 0 to 1, how long nothing was heard before each heard word and after the last. Where words are missing
    and several ways have as few errors, the one with the longer pauses is taken.
    """
    best: dict[tuple[int, int], tuple[float, list]] = {}
    for i in range(len(heard) + 1):
        for j in range(len(truth) + 1):
            ways = [(0.0, [])] if i == j == 0 else []
            if i and j:
                ways.append(_further(best[i - 1, j - 1], float(heard[i - 1] != truth[j - 1]), (i - 1, j - 1)))
            if j:
                ways.append(_further(best[i, j - 1], 1 - pauses[i] / (len(truth) + 1), (None, j - 1)))
            if i:
                ways.append(_further(best[i - 1, j], 1.0, (i - 1, None)))
            best[i, j] = min(ways, key=lambda way: way[0])
    chain, found = best[len(heard), len(truth)][1], []
    while chain:
        chain, pair = chain
        found.append(pair)
    return found[::-1]


def _further(way: tuple[float, list], cost: float, pair: tuple) -> tuple[float, list]:
    return way[0] + cost, [way[1], pair]


def columns(take: Mapping, label: str) -> list[dict]:
    """What was heard and what was said, pair by pair in time: heard, said, kind, start, end and words.

    kind: right, wrong, missing (said, not heard), extra (heard, not said), or unknown where there is no truth. A
    missing word stands between its neighbours, for nobody knows when it was said.
    """
    read, truth, seconds = take["read"][label], take["truth"], take["seconds"]
    heard = [word for word, _, _ in read]
    ends, starts = [0.0, *(end for _, _, end in read)], [*(start for _, start, _ in read), seconds]
    pauses = [max(0.0, start - end) / seconds for end, start in zip(ends, starts, strict=True)]
    found: list[dict[str, Any]] = []
    for i, j in [(i, None) for i in range(len(heard))] if truth is None else pairs(heard, truth, pauses):
        word, start, end = read[i] if i is not None else (NOTHING, None, None)
        said = NOTHING if j is None else truth[j]
        if truth is None:
            kind, words = "unknown", f"“{word}”"
        elif i is None:
            kind, words = "missing", f"“{said}” was said and is missing"
        elif j is None:
            kind, words = "extra", f"“{word}” is extra, nothing was said"
        elif word == said:
            kind, words = "right", f"“{word}” is right"
        else:
            kind, words = "wrong", f"“{word}” is wrong, “{said}” was said"
        found.append({"heard": word, "said": said, "kind": kind, "start": start, "end": end, "words": words})
    for place, each in enumerate(found):
        if each["start"] is None:
            after = next((i for i in range(place, len(found)) if found[i]["kind"] != "missing"), len(found))
            before = found[place - 1]["end"] if place else 0.0
            end = found[after]["start"] if after < len(found) else seconds
            each["start"] = each["end"] = before + (end - before) / (after - place + 1)
    return found


def error_rate(pairs_in_time: Sequence[Mapping], truth: Sequence[str] | None) -> float | None:
    """Wrong, missing and extra words over the words that were said; None where nobody knows them."""
    return None if truth is None else sum(each["kind"] != "right" for each in pairs_in_time) / len(truth)


def whole(pairs_in_time: Sequence[Mapping], truth: Sequence[str] | None) -> str:
    """What is said of the whole take."""
    if truth is None:
        return "Nobody wrote down what was said, so no word is marked."
    wrong, missing, extra = (
        sum(each["kind"] == kind for each in pairs_in_time) for kind in ("wrong", "missing", "extra")
    )
    rate, said = error_rate(pairs_in_time, truth), f"{len(truth)} word{'s' if len(truth) > 1 else ''}"
    return f"Word error rate of the whole take: {rate:.0%} ({wrong} wrong, {missing} missing, {extra} extra of {said})."
