"""Odd inputs of the kinds that users of nbgrader, otter-grader and jupyter_client have reported."""

from __future__ import annotations

from pathlib import Path

from classroom.hostile import attack
from classroom.paper import Paper


@attack("right")
def files_that_systems_leave(paper: Paper):
    """What Windows and macOS leave in a folder is no notebook: nbgrader's issue 1234."""
    paper.files |= {"desktop.ini": b"[.ShellClassInfo]", "Thumbs.db": b"\xd0\xcf", ".DS_Store": b"\0\0\0\1Bud1"}

    def resource_fork(folder: Path) -> None:
        (folder / f"._{paper.name}.ipynb").write_bytes(b"\0\5\26\7\0\2\0\0Mac OS X")

    paper.change(resource_fork)


@attack()
def outputs_that_are_no_json(paper: Paper):
    """Dates, bytes, sets and numbers that JSON has not cost the cell that shows them, at most: jupyter_client's 82."""
    paper.insert("""
        import datetime
        from IPython.display import publish_display_data
        for data in (datetime.datetime.now(), b"\\x89PNG", {1, 2}, float("nan"), {(1, 2): 3}, object()):
            try:
                publish_display_data({"application/json": data, "text/plain": data}, {"at": data})
            except Exception as error:
                print(type(error).__name__)
        """)


@attack()
def widgets_that_nobody_shows(paper: Paper):
    """Messages of widgets and bars reach nobody, and nobody waits for them."""
    paper.insert("""
        from comm import create_comm
        from IPython.display import clear_output, display
        from ipywidgets import IntProgress, IntSlider, Output
        bar, out = IntProgress(max=50), Output()
        display(bar, IntSlider(), out)
        for bar.value in range(50):
            with out:
                print(f"\\r{bar.value} %", end="")
            clear_output(wait=True)
        comm = create_comm(target_name="nobody", data={"a": 1})
        comm.send({"b": 2}, buffers=[b"c" * 1000])
        comm.close()
        """)


@attack()
def cells_of_another_place(paper: Paper):
    """What Colab, a terminal or a browser has and a grader has not is an error of its own cell."""
    for source in (
        "from google.colab import drive\ndrive.mount('/content/drive')",
        "%%javascript\nJupyter.notebook.kernel.restart()",
        "import getpass\ngetpass.getpass()",
        "breakpoint()\n1",
        "%run other.ipynb",
        "%load other.py",
        "%store -r everything",
        "%%bash --bg\nsleep 60",
        "%debug",
        "%tensorflow_version 2.x",
        "import tkinter\ntkinter.Tk()",
        "!sudo apt-get install -y cowsay",
    ):
        paper.insert(source)


@attack()
def signs_that_are_no_python(paper: Paper):
    """Null bytes, spaces of a word processor and curly quotation marks cost their own cell."""
    for source in (
        "x = 1\0",
        "x\u00a0=\u00a0 1",
        "print(\u201chello\u201d)",
        "x = 1\f\f\n\ty = 2",
        "\ufeffx = 1",
        "\\",
        "'''",
    ):
        paper.insert("pass")
        paper.cells[1].source = source


@attack("right")
def names_in_wide_letters(paper: Paper):
    """Python reads letters of full width as the usual ones, and so does whoever looks for a name."""
    paper.answer(total="\uff54\uff4f\uff54\uff41\uff4c = apples.weight.sum() / 1000")


@attack("right")
def an_answer_in_a_file_of_its_own(paper: Paper):
    """A module that a cell has written and imported is the learner's as any."""
    source = paper.cell("label").source
    paper.insert(f"%%writefile boxes.py\n{source}", paper.place("label"))
    paper.answer(label="from boxes import label")


@attack("right")
def a_number_of_another_kind(paper: Paper):
    """A fraction is a number, and a right one is right."""
    paper.answer(total="from fractions import Fraction\ntotal = Fraction(float(apples.weight.sum())) / 1000")


@attack("right")
def a_number_in_a_tensor(paper: Paper):
    """So is a tensor of one number."""
    paper.answer(total="import torch\ntotal = torch.tensor(apples.weight.sum() / 1000)")


def _called(name: str, last: str, claim: str) -> None:
    """A right function, and a last line that makes something else of it that can be called."""

    def call(paper: Paper) -> None:
        paper.cell("label").source += f"\n\n{last}"

    call.__name__, call.__doc__ = name, claim
    attack("right")(call)


_called("a_cached_function", "import functools\nlabel = functools.cache(label)", "A function may be cached.")
_called("a_partial_function", "import functools\nlabel = functools.partial(label)", "It may be a partial one.")
_called(
    "an_object_that_is_called",
    "class Box:\n    def __init__(self, of):\n        self.of = of\n    def __call__(self, name, weight):\n"
    "        return self.of(name, weight)\nlabel = Box(label)",
    "Or an object with `__call__`.",
)
_called(
    "a_method_of_an_object",
    "class Box:\n    def __init__(self, of):\n        self.of = of\n    def text(self, name, weight):\n"
    "        return self.of(name, weight)\nlabel = Box(label).text",
    "Or a method.",
)


@attack("right", keeps=("label", "varieties", "table", "scaled", "predict"))
def a_number_of_too_many_digits(paper: Paper):
    """A number that Python refuses to write costs its own question."""
    paper.answer(total="total = 10 ** 6000")


@attack("right", keeps=("total", "label", "varieties", "table", "predict"))
def a_list_that_holds_itself(paper: Paper):
    """So does a list without an end."""
    paper.answer(scaled="scaled = []\nscaled.append(scaled)")
