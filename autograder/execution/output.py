"""What a learner's kernel says may have any form: heard here is only what a front end and a notebook can hold.

A kernel signs whatever the code in it wants to send, so a signature says nothing about the form.
"""

from __future__ import annotations

import json
from typing import Any

import nbformat
from jupyter_client.channels import AsyncZMQSocketChannel
from nbformat import NotebookNode
from nbformat.validator import isvalid

from autograder.notebook.cells import is_test
from autograder.sandbox.limits import ENDLESS_OUTPUT, NOTEBOOK_OUTPUT
from autograder.text import encodable

NODE = 100  # bytes that an output, an object or a list counts beside its text: each takes hundreds in memory
PARTS = ("header", "parent_header", "metadata", "content")
REPLY = {"status": "ok", "ename": "Error", "evalue": "", "traceback": []}  # what a reply to a cell has at least


class LenientChannel(AsyncZMQSocketChannel):
    """A channel of a kernel client: what is no message of Jupyter's form is heard as one that says nothing."""

    async def _recv(self, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]  # as in jupyter_client
        frames = await self.socket.recv_multipart(**kwargs)
        try:
            _, frames = self.session.feed_identities(frames)
            message = self.session.deserialize(frames)
        except Exception:  # of any kind: the frames are anything
            message = {}
        formed = all(isinstance(message.get(part), dict) for part in PARTS) and isinstance(message["msg_type"], str)
        if not formed:
            return {"msg_type": "", "buffers": []} | {part: {} for part in PARTS}
        if message["msg_type"] == "execute_reply":
            message["content"] = REPLY | message["content"]
        return message


class OutputLimit:
    """Counts the outputs of a notebook against the limit of a cell, `most` bytes, and that of all cells."""

    def __init__(self, most: int):
        self.most, self.left, self.heard = most, NOTEBOOK_OUTPUT * most, 0
        kept, of_all = (f"{each / (1 << 20):.3g} MB" for each in (most, self.left))
        self.words = f"The output was cut here: of a cell {kept} are kept, of a notebook {of_all}."

    def begin_cell(self) -> None:
        """What comes now is of another cell."""
        self.left, self.heard = self.left - min(self.heard, self.most, self.left), 0

    def add(self, content: dict) -> None:
        """Count the content of one message."""
        self.heard += len(json.dumps(content, default=str)) + NODE * _nodes(content)

    @property
    def full(self) -> bool:
        """Whether no more of this cell is kept."""
        return self.heard > min(self.most, self.left)

    @property
    def endless(self) -> bool:
        """Whether this cell has said far more than anybody would read."""
        return self.heard > ENDLESS_OUTPUT * self.most


def _nodes(value: Any) -> int:
    """How many objects and lists a value of JSON is made of."""
    found, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict | list):
            found += 1
            waiting.extend(each.values() if isinstance(each, dict) else each)
    return found


def drop_invalid_outputs(notebook: NotebookNode) -> None:
    """Take out of a notebook the outputs that nbformat's own schema does not know, and text that cannot be written.

    What the judge has said in a test cell is not the kernel's, and stays: without its error a cell is worth all points.
    """
    for cell in notebook.cells:
        if cell.cell_type != "code" or is_test(cell):
            continue
        if type(cell.execution_count) is not int or cell.execution_count < 0:
            cell.execution_count = None
        if not isvalid({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}):
            cell.outputs = [each for each in cell.outputs if isvalid(each, ref="output", version=4, version_minor=5)]
        text = json.dumps(cell.outputs, ensure_ascii=False)
        if encodable(text) != text:
            cell.outputs = nbformat.from_dict(json.loads(encodable(text)))
