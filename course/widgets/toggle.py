"""The device toggle: CPU or GPU, chosen once, for everything that follows.

The buttons need a running kernel. The words under them do not: they are ordinary output, which a saved notebook, its
HTML and a feedback page keep, and which say what was chosen last and how to choose again.
"""

from __future__ import annotations

import html
from pathlib import Path

from course import devices, timing
from course.errors import CourseError

SCRIPT = Path(__file__).with_name("toggle.js")
AGAIN = "After a restart, run this cell again to choose."


def device_toggle() -> Toggle:
    """Two buttons, CPU and GPU. One that cannot be used stays visible, disabled, with the reason under it.

    Its twin in plain code: `devices.choose("cpu")` or `devices.choose("gpu")`. Without a mouse nothing is
    chosen, and the CPU computes.
    """
    return Toggle()


class Toggle:
    """What `device_toggle` returns. As the last line of a cell it shows itself."""

    def __init__(self):
        import ipywidgets as widgets

        self.found = {kind: _of_kind(kind) for kind in devices.KINDS}
        self.borrowed = _borrowed()
        self.buttons = {
            kind: widgets.ToggleButton(
                description=kind.upper(),
                disabled=not device.available,
                tooltip=device.name if device.available else device.reason,
                layout=widgets.Layout(width="130px"),
            )
            for kind, device in self.found.items()
        }
        self.box = widgets.HBox(list(self.buttons.values()), _dom_classes=("course-device-toggle",))
        self.trouble = ""
        self._shown = None
        self._show_choice()
        for button in self.buttons.values():
            button.observe(self._pressed, names="value")

    def words(self) -> str:
        """What is under the buttons, as HTML."""
        chosen = devices.chosen_kind()
        lines = [f"Computing on the <b>{chosen.upper()}</b>: {html.escape(self.found[chosen].name)}."]
        for kind, device in self.found.items():
            if not device.available:
                lines.append(f"{kind.upper()}: not available. {html.escape(device.reason)}")
        lines += [f"Borrowed: {html.escape(name)}. Lessons 09 and 10 show it beside yours." for name in self.borrowed]
        if self.trouble:
            lines.append(f"<b>{html.escape(self.trouble)}</b>")
        text = "<br>".join([*lines, AGAIN])
        under = f'<div class="course-device-words" role="status" style="max-width:640px">{text}</div>'
        return f"{under}<script>{SCRIPT.read_text(encoding='utf-8')}</script>"

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display

        buttons = {**self.box._repr_mimebundle_(), "text/plain": "Two buttons: CPU and GPU"}
        display(buttons, raw=True)
        self._shown = display(HTML(self.words()), display_id=True)

    def _pressed(self, change) -> None:
        """A press chooses; pressing the chosen one again, or the other one going off, changes nothing."""
        kind = next(name for name, button in self.buttons.items() if button is change["owner"])
        if change["new"] == (devices.chosen_kind() == kind):
            return
        self.trouble = ""
        try:
            devices.choose(kind if change["new"] else devices.chosen_kind())
        except CourseError as error:
            self.trouble = str(error)
        self._show_choice()

    def _show_choice(self) -> None:
        from IPython.display import HTML

        for name, button in self.buttons.items():
            button.value = name == devices.chosen_kind()
            button.icon = "check" if button.value else ""
        if self._shown:
            self._shown.update(HTML(self.words()))


def _borrowed() -> list[str]:
    """The GPUs that the learner measured elsewhere with lesson 09's borrow_gpu.py, and when."""
    found = [one for one in timing.references() if one.borrowed]
    return list(dict.fromkeys(f"{one.device_name}, measured {one.date}" for one in found))


def _of_kind(kind: str):
    """The first usable device of a kind, or the one that says why there is none."""
    some = [device for device in devices.found() if device.kind == kind]
    return next((device for device in some if device.available), some[0])
