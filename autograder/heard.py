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

from autograder.repair.sound import encodable

PARTS = ("header", "parent_header", "metadata", "content")
REPLY = {"status": "ok", "ename": "Error", "evalue": "", "traceback": []}  # what a reply to a cell has at least


class Channel(AsyncZMQSocketChannel):
    """A channel of a kernel client: what is no message of Jupyter's form is heard as one that says nothing."""

    async def _recv(self, **kwargs: Any) -> dict[str, Any]:
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


def keep_sound(notebook: NotebookNode) -> None:
    """Take out of a notebook the outputs that nbformat's own schema does not know, and text that cannot be written."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if not isinstance(cell.execution_count, int):
            cell.execution_count = None
        if not isvalid(nbformat.v4.new_notebook(cells=[cell])):
            cell.outputs = [each for each in cell.outputs if isvalid(each, ref="output", version=4, version_minor=5)]
        text = json.dumps(cell.outputs, ensure_ascii=False)
        if encodable(text) != text:
            cell.outputs = nbformat.from_dict(json.loads(encodable(text)))
