"""What is kept of a notebook has limits, whatever was handed in."""

from __future__ import annotations

import nbformat

from autograder.repair.sound import MAX_ATTACHMENTS, sound


def test_of_thousands_of_attachments_the_first_hundred_are_kept():
    picture = {"image/png": "iVBORw0KGgo="}
    odd = {f"odd/{number}": "" for number in range(20_000)}
    cell = nbformat.v4.new_markdown_cell("![a plot](attachment:0.png)")
    cell.attachments = {"odd": odd} | {f"{number}.png": picture for number in range(20_000)}
    kept = sound(nbformat.v4.new_notebook(cells=[cell]))[0].cells[0].attachments
    assert len(kept) == len(kept["odd"]) == MAX_ATTACHMENTS
    assert kept["0.png"] == picture
