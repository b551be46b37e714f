"""Figures in the README that can be counted are counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from classroom import hostile
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LONGEST = 25  # lines of what each of the three users reads


def test_the_number_of_attacks_is_that_of_the_corpus():
    (said,) = re.findall(r"(\d+) hostile or broken submissions", README)
    assert int(said) == len(hostile.corpus())


@pytest.mark.parametrize("reader", ["a student", "an instructor", "a self-paced learner on Azure ML"])
def test_what_each_user_reads_is_short(reader):
    (section,) = re.findall(rf"^## For {reader}\n(.*?)^## ", README, re.MULTILINE | re.DOTALL)
    assert len(section.strip().splitlines()) <= LONGEST


def test_its_picture_moves_is_small_and_says_with_which_command_it_was_made():
    (name,) = re.findall(r"!\[.+\]\((.+)\)", README)
    with Image.open(ROOT / name) as picture:
        assert picture.n_frames > 40
    assert (ROOT / name).stat().st_size < 1e6
    (script,) = re.findall(r"recorded by `PYTHONPATH=tests python (\S+)`", README)
    assert name in (ROOT / script).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "file", ["README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in ROOT.glob("docs/*.md"))]
)
def test_no_link_is_broken(file):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", (ROOT / file).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / file).parent.joinpath(link).exists()] == []
