"""Partial credit that is no share of the points: numbers beyond them, below them, or none at all."""

from __future__ import annotations

from classroom.hostile import attack
from classroom.paper import Paper


def _share(name: str, value: str, claim: str, **deserves) -> None:
    """A number on which the test `3 * share` gives partial credit without looking."""

    def answer(paper: Paper) -> None:
        paper.answer(share=f"share = {value}")

    answer.__name__, answer.__doc__ = f"credit_of_{name}", claim
    attack("right", of="naive", **deserves)(answer)


ERROR = {"keeps": (), "flag": "judge"}  # the instructor's test gave points that are no points: they must know
_share("nan", 'float("nan")', "Credit that is not a number is an error for the instructor, never full points.", **ERROR)
_share("infinity", 'float("inf")', "Infinite credit is an error for the instructor, never full points.", **ERROR)
_share("more_than_all", "7", "Credit above the maximum is an error for the instructor, never full points.", **ERROR)
_share("less_than_none", "-1", "Credit below zero is an error for the instructor, never full points.", **ERROR)
_share("a_complex_number", "0.5 + 0.5j", "A complex number is no credit.", **ERROR)
_share("a_numpy_number", "np.float64(0.0)", "A numpy number is the number that it is: nothing, here.", keeps=())
_share("half_a_numpy_number", "np.float32(0.5)", "A numpy number is worth what it is.", scores={"share-check": 1.5})
_share("a_word", '"9" * 1_000_000', "A string three times as long is no credit.", **ERROR)
_share("a_list", "[1.0]", "A list three times as long is no credit.", **ERROR)
_share("an_array", "np.ones(3)", "An array is no credit.", **ERROR)
_share("a_huge_number", "10 ** 100_000", "A number too long to be written is no credit.", **ERROR)


@attack("half", keeps=("total", "varieties"), flag="judge")
def a_model_that_predicts_nan(paper: Paper):
    """An error that is not a number passes every `not error > 100`; the credit computed from it is none."""
    paper.answer(predict="def predict(rows):\n    return [float('nan')] * len(rows)")


@attack("half", keeps=("total", "varieties"))
def a_model_that_predicts_infinity(paper: Paper):
    """Infinitely heavy apples are infinitely wrong."""
    paper.answer(predict="def predict(rows):\n    return [float('inf')] * len(rows)")


@attack("half", keeps=("total", "varieties"))
def a_function_that_empties_its_argument(paper: Paper):
    """What a function is given is a copy: after it was emptied there are still rows to guess."""
    paper.answer(predict="def predict(rows):\n    rows.clear()\n    return []")
