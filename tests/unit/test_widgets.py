"""Widgets: each works without a mouse, says the same as its twin, and stays in the saved notebook."""

import types

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from test_plots import history, photos

from course import devices, widgets
from course.errors import CourseError


class Album(types.SimpleNamespace):
    def __len__(self):
        return len(self.images)


def album():
    return Album(**vars(photos()))


@pytest.fixture
def cpu():
    devices.choose("cpu")
    yield
    devices.choose("cpu")


class Handle:
    """Stands for a display that is updated in place."""

    def __init__(self):
        self.bundles = []

    def update(self, bundle, **_):
        self.bundles.append(bundle)


def test_the_live_view_draws_every_epoch_in_one_place(monkeypatch):
    handle = Handle()
    shown = []

    def display(bundle, **_):
        shown.append(bundle)
        return handle

    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr("course.widgets.page.in_notebook", lambda: True)
    view, whole = widgets.TrainingView(watch=album()), history(5)
    for count in range(1, 6):
        so_far = history(5)
        so_far.epochs, so_far.guesses = whole.epochs[:count], whole.guesses[:count]
        view(so_far)
    assert len(shown) == 1
    assert len(handle.bundles) == 4
    last = handle.bundles[-1]
    assert "Epoch 5 of 5" in last["text/plain"]
    assert last["text/html"].count("<img alt=") == 13  # the curves and the twelve photographs
    assert "s left" in shown[0]["text/plain"]
    assert "s left" not in last["text/plain"]


def test_the_live_view_prints_lines_where_there_is_no_page(capsys):
    widgets.TrainingView()(history(3))
    assert "Epoch 3 of 3: loss" in capsys.readouterr().out


def test_a_live_view_of_other_photographs_than_the_training_watches_says_so():
    with pytest.raises(CourseError, match="watches 12 photographs, the training 3"):
        widgets.TrainingView(watch=album())(history(3, watched=3))


def test_a_second_run_gets_a_view_of_its_own(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *_, **__: shown.append(1) or Handle())
    monkeypatch.setattr("course.widgets.page.in_notebook", lambda: True)
    view = widgets.TrainingView(watch=album())
    for _ in range(2):
        view(history(1))
    assert len(shown) == 2


def test_a_tile_says_in_words_what_its_frame_shows():
    view = widgets.page.tile("data:,", "tomato", 0.87, right=False)
    assert 'alt="tomato: apple 87%, wrong"' in view


def test_the_toggle_shows_the_missing_gpu_with_its_reason(cpu, monkeypatch):
    none = devices.Device("gpu", "GPU", "cuda", False, reason="This PyTorch was built for CPUs only.")
    monkeypatch.setattr(devices, "found", lambda: [devices.Device("cpu", "A chip", "cpu", True), none])
    toggle = widgets.device_toggle()
    (on, off), said = toggle.buttons.values(), toggle.words()
    assert (on.description, on.disabled, on.value) == ("CPU", False, True)
    assert (off.description, off.disabled, off.value) == ("GPU", True, False)
    assert "built for CPUs only" in said


def test_the_toggle_chooses_and_a_failing_choice_changes_nothing(cpu, monkeypatch):
    both = [devices.Device("cpu", "A chip", "cpu", True), devices.Device("gpu", "A card", "cuda", True)]
    monkeypatch.setattr(devices, "found", lambda: both)
    calls = []

    def choose(kind):
        calls.append(kind)
        if kind == "gpu":
            raise devices.DeviceUnavailable("The GPU went away.")

    monkeypatch.setattr(devices, "choose", choose)
    toggle = widgets.device_toggle()
    cpu_button, gpu_button = toggle.buttons.values()
    gpu_button.value = True
    assert calls == ["gpu"]
    assert (cpu_button.value, gpu_button.value) == (True, False)
    assert "The GPU went away." in toggle.words()
    assert "Computing on the <b>CPU</b>" in toggle.words()


def test_pressing_the_chosen_device_again_keeps_it(cpu):
    button = widgets.device_toggle().buttons["cpu"]
    button.value = False
    assert button.value
    assert devices.chosen_kind() == "cpu"


def test_a_saved_notebook_says_what_was_chosen_and_what_to_run(cpu):
    """The words are ordinary output: they need no kernel, and no page that knows widgets."""
    cell = nbformat.v4.new_code_cell("from course import widgets; widgets.device_toggle()")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, kernel_name="python3", store_widget_state=False).execute()
    buttons, words = notebook.cells[0].outputs
    assert "Computing on the <b>CPU</b>" in words.data["text/html"]
    assert "run this cell again to choose" in words.data["text/html"]
    assert buttons.data["text/plain"] == "Two buttons: CPU and GPU"
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert "run this cell again to choose" in page
    assert "model not found" not in page
