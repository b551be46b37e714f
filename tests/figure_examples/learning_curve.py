"""Learning curves that cross: made-up accuracies of three draws each."""

from course import figures

COUNTS = (50, 100, 200, 400, 800)
SCORES = {
    "table": dict(
        zip(COUNTS, ([0.76, 0.77, 0.79], [0.8, 0.81], [0.84, 0.85], [0.86, 0.87], [0.88, 0.89, 0.9]), strict=True)
    ),
    "network": dict(
        zip(COUNTS, ([0.65, 0.7, 0.73], [0.77, 0.79], [0.85, 0.88], [0.9, 0.92], [0.93, 0.94, 0.95]), strict=True)
    ),
}


def examples():
    return {"crossing": figures.learning_curve(SCORES)}
