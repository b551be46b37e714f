"""Figures in the README that can be counted are counted."""

from __future__ import annotations

import re
from pathlib import Path

from classroom import hostile

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_number_of_attacks_is_that_of_the_corpus():
    (said,) = re.findall(r"(\d+) hostile or broken submissions", README)
    assert int(said) == len(hostile.corpus())
