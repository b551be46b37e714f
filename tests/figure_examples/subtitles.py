"""Subtitles of three lines: one right, one wrong, and one that stops early."""

from course import figures

LINES = [
    {
        "english": ["the", "green", "apples"],
        "french": ["les", "pommes", "vertes"],
        "people": ["les", "pommes", "vertes"],
        "attention": [[0.6, 0.1, 0.3], [0.05, 0.05, 0.9], [0, 0.7, 0.3]],
    },
    {
        "english": ["close", "all", "tabs"],
        "french": ["fermer", "tous", "les", "fichiers"],
        "people": ["fermer", "tous", "les", "onglets"],
        "attention": [[0.9, 0.1, 0], [0.1, 0.8, 0.1], [0, 0.6, 0.4], [0, 0.2, 0.8]],
    },
    {"english": ["run", "cells"], "french": ["exécuter"], "people": ["exécuter", "les"], "attention": [[0.7, 0.3]]},
]


def examples():
    return {"menus": figures.subtitles(LINES, 0.8), "one": figures.subtitles(LINES[2:], 120)}
