"""One question, and two from earlier lessons."""

from course import figures
from course.figures.quick_question import Question, coded

MIDDLE = Question(
    "Twenty samples, one of them interrupted. Which number hardly moves?",
    (
        ("the mean", "Every sample has its share in it, the interrupted one a large share."),
        ("the median", "It is the middle one, wherever the largest stands."),
        ("the largest", "That is the interrupted one: « 0.9 s »."),
    ),
    ("the median",),
)
COIN = Question(
    "Half of the fruit are apples. What accuracy has a coin?",
    (("0.5", "It is right for one half of the apples and one half of the others."), ("0", "It is right by chance.")),
    ("0.5",),
    "01",
)


def examples():
    return {
        "one": figures.quick_question(coded([MIDDLE])),
        "two from earlier lessons": figures.quick_question(coded([MIDDLE, COIN])),
    }
