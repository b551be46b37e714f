"""The device toggle: CPU or GPU, chosen once, for everything that follows."""

from __future__ import annotations

import html

from course import devices
from course.errors import CourseError
from course.plots.card import COLOURS


def device_toggle():
    """Two buttons, CPU and GPU. One that cannot be used stays visible, disabled, with the reason under it.

    Its twin in plain code: `devices.choose("cpu")` or `devices.choose("gpu")`. Without a mouse nothing is
    chosen, and the CPU computes. Returns an ipywidgets box.
    """
    import ipywidgets as widgets

    found = {kind: _of_kind(kind) for kind in ("cpu", "gpu")}
    buttons = {
        kind: widgets.ToggleButton(
            value=devices.chosen_kind() == kind,
            description=kind.upper(),
            disabled=not found[kind].available,
            tooltip=found[kind].name if found[kind].available else found[kind].reason,
            layout=widgets.Layout(width="130px"),
        )
        for kind in found
    }
    said = widgets.HTML(_words(found, devices.chosen_kind()))

    def choose(kind: str) -> None:
        try:
            devices.choose(kind)
            said.value = _words(found, kind)
        except CourseError as error:
            said.value = _words(found, devices.chosen_kind(), trouble=str(error))
        for name, button in buttons.items():
            button.value = name == devices.chosen_kind()
            button.icon = "check" if button.value else ""

    def pressed(change) -> None:
        """A press chooses; pressing the chosen one again, or the other one going off, changes nothing."""
        kind = next(name for name, button in buttons.items() if button is change["owner"])
        if change["new"] != (devices.chosen_kind() == kind):
            choose(kind if change["new"] else devices.chosen_kind())

    for button in buttons.values():
        button.icon = "check" if button.value else ""
        button.observe(pressed, names="value")
    return widgets.VBox([widgets.HBox(list(buttons.values())), said], _dom_classes=("course-device-toggle",))


def _of_kind(kind: str):
    """The first usable device of a kind, or the one that says why there is none."""
    some = [device for device in devices.found() if device.kind == kind]
    return next((device for device in some if device.available), some[0])


def _words(found: dict, chosen: str, trouble: str = "") -> str:
    lines = [f"Computing on the <b>{chosen.upper()}</b>: {html.escape(found[chosen].name)}."]
    for kind, device in found.items():
        if not device.available:
            lines.append(f"{kind.upper()}: not available. {html.escape(device.reason)}")
    if trouble:
        lines.append(f'<span style="color:{COLOURS["red"]}">{html.escape(trouble)}</span>')
    body = "<br>".join(lines)
    return f'<div role="status" style="max-width:640px;line-height:1.4;white-space:normal">{body}</div>'
