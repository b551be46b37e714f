"""Learning curves that cross: made-up accuracies of three draws each."""

from course import figures

SCORES = {
    "table": {50: [0.76, 0.77, 0.79], 80: [0.8, 0.81], 200: [0.84, 0.85, 0.86], 800: [0.88, 0.89, 0.9]},
    "network": {50: [0.65, 0.7, 0.73], 80: [0.76, 0.79], 200: [0.85, 0.87, 0.88], 800: [0.93, 0.94, 0.95]},
}


def examples():
    return {"crossing": figures.learning_curve(SCORES)}
