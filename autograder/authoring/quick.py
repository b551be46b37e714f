"""Quick questions, as a lesson's script holds them: YAML, one document for each question of the figure.

    # %% [raw] tags=["quick-question"]
    # ask: Twenty samples, one of them interrupted. Which number hardly moves?
    # right:
    #   the median: It is the middle one, wherever the largest stands.
    # wrong:
    #   the mean: Every sample has its share in it, the interrupted one a large share.
    #   the largest: That is the interrupted one.
    # lesson: "02"

`lesson` is for a question about an earlier one, and may be left out. Each answer carries its reason. The released
notebook has a folded cell in its place, in which nobody reads the key.
"""

from __future__ import annotations

import hashlib

import yaml

from course.figures.quick_question import Question, coded

FIRST = "# {}: run this cell, and answer on the spot"


def questions(text: str) -> list[Question]:
    """The questions of one cell; ValueError says what is not well formed."""
    try:
        found = [each for each in yaml.safe_load_all(text) if each is not None]
    except yaml.YAMLError as error:
        raise ValueError(f"the quick question is not YAML: {error}") from None
    if not found:
        raise ValueError("the quick question is empty.")
    return [_question(each) for each in found]


def cell(text: str) -> str:
    """The source of the code cell that asks them."""
    asked = questions(text)
    first = FIRST.format("A quick question" if len(asked) == 1 else f"{len(asked)} quick questions")
    return f'{first}\nfrom course import figures\n\nfigures.quick_question("{coded(asked)}")'


def _question(about: object) -> Question:
    known = {"ask", "right", "wrong", "lesson"}
    if not isinstance(about, dict) or not {"ask", "right", "wrong"} <= set(about) <= known:
        raise ValueError("a quick question has ask, right and wrong, and may have lesson.")
    right, wrong = about["right"], about["wrong"]
    if not all(isinstance(each, dict) and each and all(each.values()) for each in (right, wrong)):
        raise ValueError(f"{about['ask']!r}: right and wrong are answers with a reason each, as `answer: reason`.")
    answers = [(str(words), str(reason)) for words, reason in {**right, **wrong}.items()]
    # in an order that says nothing, and stays when the lesson is built again
    answers.sort(key=lambda pair: hashlib.sha256(f"{about['ask']}{pair[0]}".encode()).digest())
    return Question(str(about["ask"]), tuple(answers), tuple(map(str, right)), str(about.get("lesson", "")))
