"""A lesson's notebook as a page of the site: what needs a kernel or an answer makes way for a line that says so."""

from __future__ import annotations

import html
import re

import nbformat

from autograder.site.errors import SiteError

OPEN = ("NotAttempted", "PredictionMissing", "NotMeasured", "NotDefinedYet")  # what an open exercise makes of a cell
WIDGET = "application/vnd.jupyter.widget-view+json"
NOTE = '<p class="not-shown">{}</p>'
WAITS = "What this cell shows needs your answer to an exercise above."
NEEDS_KERNEL = "Here JupyterLab shows what needs a running kernel: {}."
CODE = re.compile(r"\w+\(.*\)", re.DOTALL)  # what a widget without a description says of itself


def page(name: str, notebook: nbformat.NotebookNode, colab: str = "") -> nbformat.NotebookNode:
    """The notebook as the site shows it. `colab` is Markdown that stands below the title.

    Raises
    ------
    SiteError
        A cell failed otherwise than by an exercise that is open.
    """
    cells = [_cell(name, cell) for cell in notebook.cells]
    if colab:
        cells.insert(1, nbformat.v4.new_markdown_cell(colab))
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": notebook.metadata.kernelspec})


def _cell(name: str, cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    if cell.cell_type != "code":
        return nbformat.v4.new_markdown_cell(cell.source)
    outputs = _outputs(f"lesson {name}, cell {cell.id}", cell.outputs)
    return nbformat.v4.new_code_cell(cell.source, outputs=outputs, metadata={"tags": _tags(cell)})


def _tags(cell: nbformat.NotebookNode) -> list[str]:
    """A folded cell stays folded; the code of a quick question, which is data, is left out."""
    if "quick-question" in cell.metadata.get("tags", []):
        return ["remove-input"]
    return ["hide-input"] if cell.metadata.get("cellView") == "form" else []


def _outputs(where: str, outputs: list) -> list:
    """The outputs that a page can show."""
    outputs = _joined(outputs)
    if views := [one for one in outputs if WIDGET in one.get("data", {})]:
        return [_note(NEEDS_KERNEL.format("; ".join(_plain(view) for view in views)))]
    shown, waits = [], False
    for output in outputs:
        if output.output_type == "error":
            if output.ename not in OPEN:
                raise SiteError(
                    f"{where}: {output.ename}: {output.evalue}\nMend it in solutions/, then `make release`."
                )
            waits = True
        elif output.output_type != "stream":
            shown.append(output)
        elif output.name == "stdout" and (text := _printed(output.text)):
            shown.append(nbformat.v4.new_output("stream", name="stdout", text=text))
    return shown or [_note(WAITS)] if waits else shown


def _joined(outputs: list) -> list:
    """The outputs with what was printed in pieces as one: a line goes on from piece to piece."""
    joined: list[nbformat.NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else nbformat.NotebookNode()
        if output.output_type == last.get("output_type") == "stream" and output.name == last.name:
            joined[-1] = nbformat.v4.new_output("stream", name=last.name, text=last.text + output.text)
        else:
            joined.append(output)
    return joined


def _printed(text: str) -> str:
    """What a terminal would show in the end: a line that was written over, as progress is, has its last words."""
    lines = (line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    shown = "\n".join(lines)
    return shown if shown.strip() else ""


def _plain(output: nbformat.NotebookNode) -> str:
    text = "".join(output.data.get("text/plain", "")).rstrip(".")
    return "a control" if not text or CODE.fullmatch(text) else text


def _note(words: str) -> nbformat.NotebookNode:
    data = {"text/html": NOTE.format(html.escape(words)), "text/plain": words}
    return nbformat.v4.new_output("display_data", data=data)
