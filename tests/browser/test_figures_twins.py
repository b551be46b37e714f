"""What a figure says after it was moved is what its twin in plain code says; also in nbconvert's HTML."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from figure_examples import every_figure
from figure_examples.apple_counter import album, scenes
from figure_examples.apple_or_not import chance, harvest, trees
from figure_examples.break_even import A100, DOUBLE, SLOW, T4
from figure_examples.label_wall import doubtful
from figure_examples.learning_curve import SCORES
from figure_examples.line import apples
from figure_examples.paid_week import machines
from figure_examples.portrait import predictions
from figure_examples.race import machines as racers
from figure_examples.race import ways
from figure_examples.recall_bars import RECALLS
from figure_examples.spoken_words import new_voice, person, unknown
from figure_examples.subtitles import LINES
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import expect

from course import inventory, plots
from course.cost import memory
from course.figures.fruit_field import field_score
from course.plots import quality
from course.plots.memory import words_of
from course.plots.money import Job
from course.plots.spoken_words import words as spoken
from course.plots.subtitles import words
from course.plots.week import WEEK, Week


@pytest.fixture
def shown(window, tmp_path):
    """A function of a figure's name that shows it on a page of its own."""

    def show(name):
        window.emulate_media(reduced_motion="reduce")
        window.goto(every_figure()[name].save(tmp_path / "figure.html").as_uri())
        return window.locator(".course-figure")

    return show


def drawn(part):
    """The same part of a figure, once it is drawn again: a key moves a control at once, and all else a frame later."""
    part.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return part


def value(slider) -> float:
    return float(drawn(slider).get_attribute("aria-valuenow"))


@pytest.mark.parametrize("keys", [["PageUp"], ["PageUp", "ArrowRight", "ArrowRight"], ["PageDown", "ArrowLeft"]])
def test_the_field_counts_as_code_does(shown, keys):
    field = shown("apple_or_not, field")
    left, right, low, high = (
        field.get_by_role("slider", name=name, exact=True)
        for name in ("redness, from", "redness, to", "roundness, from", "roundness, to")
    )
    low.press("Home")
    low.press("PageUp")
    right.press("PageDown")
    for key in keys:
        left.press(key)
        low.press(key)
        high.press("ArrowLeft")
    edges = [(value(left), value(right)), (value(low), value(high))]
    accuracy, wrong, lost = field_score(harvest()[1], *edges)
    assert wrong or lost
    expect(field.get_by_role("status")).to_have_text(
        f"Right for {accuracy:.2f} of 160 photographs. Wrong in the crate: {wrong}, apples left out: {lost}. "
        f"At 3 and 0.40 euro each that costs {3 * wrong + 0.4 * lost:.2f} euro."
    )
    code = field.locator("code").inner_text().removeprefix("return ")
    packed = eval(code, {"table": harvest()[1]})
    assert float((packed == (harvest()[1]["is_apple"] == 1)).mean()) == pytest.approx(accuracy)


def test_the_map_knows_the_best_corner(shown):
    field = shown("apple_or_not, field")
    field.get_by_role("slider", name="roundness, to", exact=True).press("End")
    field.get_by_role("slider", name="redness, to", exact=True).press("End")
    (left, right), (low, high) = every_figure()["apple_or_not, field"].data["ends"]
    stops = [np.round(np.arange(*ends, 0.01), 2) for ends in ((left, right + 0.005), (low, high + 0.005))]
    inside = [[-9, *stop[1:]] for stop in stops]  # an edge at the end of its axis lets everything pass
    best = max(field_score(harvest()[1], (a, 9), (b, 9))[0] for a in inside[0] for b in inside[1])
    expect(field.get_by_text("best: ")).to_have_text(f"best: {best:.2f}")


@pytest.mark.parametrize("key", ["Home", "End", "PageUp", "PageDown"])
def test_the_threshold_counts_as_code_does(shown, key):
    figure = shown("apple_or_not, threshold")
    line = figure.get_by_role("slider", name="Threshold")
    line.press(key)
    words = plots.line_up(harvest()[4], chance(), value(line)).axes[0].get_title(loc="left")
    expect(figure.get_by_role("status")).to_contain_text(f"{words}.")


def test_fruit_fall_where_the_tree_puts_them(shown):
    figure = shown("apple_or_not, tree")
    most, one = figure.get_by_role("slider").nth(0), figure.get_by_role("slider").nth(1)
    most.press("Home")
    test = harvest()[3]
    for tree in trees():
        score = tree.score(test[list(tree.feature_names_in_)], test["is_apple"])
        expect(figure.get_by_role("status")).to_contain_text(f"right for {score:.3f} of {len(test)} photographs")
        one.press("Home")
        for row in range(0, 12):
            one.press("ArrowRight")
            says = tree.predict(test[list(tree.feature_names_in_)])[row]
            right = "right" if says == test["is_apple"].iloc[row] else "wrong"
            called = "apple" if says else "other"
            expect(figure.get_by_role("status")).to_contain_text(f"Fruit {row + 1}, {test['kind'].iloc[row]}: ")
            expect(figure.get_by_role("status")).to_contain_text(f"called {called}, {right}.")
        most.press("ArrowRight")


@pytest.mark.parametrize(
    ("key", "machine"), [("PageUp", "D4ds_v5"), ("PageDown", "T4"), ("End", "A100"), ("Home", "T4")]
)
def test_break_even_counts_money_as_code_does_at_every_stop(shown, key, machine):
    figure = shown("break_even, a training")
    menu = figure.get_by_label("Faster machine", exact=True)
    menu.select_option(next(words for words in menu.locator("option").all_inner_texts() if words.startswith(machine)))
    speed_up, hours, idle = (
        figure.get_by_role("slider", name=name) for name in ("Speed-up (times)", "Hours of work", "Idle (min)")
    )
    for slider in (speed_up, speed_up, hours, idle):
        slider.press(key)
    job = Job(SLOW, (DOUBLE, T4, A100), 0, 300, runs=20_800)
    work = 3600 * every_figure()["break_even, a training"].data["stops"]["hours"][int(hours.input_value())]
    idle_seconds = 60 * float(idle.get_attribute("aria-valuetext"))
    job = replace(job, work=work, idle=idle_seconds)
    name = {"D4ds_v5": DOUBLE, "T4": T4, "A100": A100}[machine]
    expect(figure.get_by_role("status")).to_have_text(job.words(name, value(speed_up)))
    for each, times in ((SLOW, 1), (name, value(speed_up))):  # the bars say the same amounts
        expect(figure.get_by_text(f": {job.money(each, times)}", exact=False).last).to_be_visible()


@pytest.mark.parametrize("machine", ["CPU", "GPU"])
@pytest.mark.parametrize("key", ["Home", "PageUp", "ArrowLeft", "End"])
def test_the_paid_week_counts_as_code_does_and_writes_the_time_out_into_the_file(shown, key, machine):
    figure = shown("paid_week, to zero")
    menu = figure.get_by_label("Machine", exact=True)
    menu.select_option(next(words for words in menu.locator("option").all_inner_texts() if words.startswith(machine)))
    begin, end = (figure.get_by_role("slider", name=name) for name in ("Work begins", "Work ends"))
    idle, startup = (figure.get_by_label(name, exact=True) for name in ("Idle time-out", "Start-up"))
    for slider in (begin, end, idle, startup):
        slider.press(key)
    minutes = every_figure()["paid_week, to zero"].data["stops"][int(idle.input_value())]
    size = "Standard_NC4as_T4_v3" if machine == "GPU" else "Standard_D4ds_v5"
    made = Week(size, int(value(begin)), int(value(end)), int(startup.input_value()), minutes)
    assert made.begin < made.end
    expect(figure.get_by_role("status")).to_have_text(made.words(machine))
    never = minutes >= WEEK
    expect(figure.get_by_text("min_instances: ").first).to_have_text(f"  min_instances: {int(never)}")
    seconds = 120 if never else 60 * minutes
    expect(figure.get_by_text("idle_time_before_scale_down: ")).to_contain_text(f"down: {seconds}")


def test_beside_the_week_the_lines_that_differ_between_cpu_and_gpu_are_marked(shown):
    figure = shown("paid_week, to zero")
    jobs = {name: job.splitlines() for name, (_, job) in machines().items()}
    for name, other in (("GPU", "CPU"), ("CPU", "GPU")):
        menu = figure.get_by_label("Machine", exact=True)
        menu.select_option(next(words for words in menu.locator("option").all_inner_texts() if words.startswith(name)))
        expect(figure.get_by_role("status")).to_contain_text(f"{name}: paid for")
        marked = figure.get_by_label("The job").locator(".differs").all_inner_texts()
        wanted = [line for line in jobs[name] if line not in jobs[other]]
        assert [each.removeprefix("▸ ") for each in marked] == wanted
        assert any("device" in each for each in marked)


def test_the_learning_curve_says_of_each_number_what_code_says(shown):
    figure = shown("learning_curve, crossing")
    line = figure.get_by_role("slider", name="Photographs to learn from")
    line.press("Home")
    for count in SCORES["table"]:
        assert value(line) == count
        expect(line).to_have_attribute("aria-valuetext", f"{count} photographs")
        expect(figure.get_by_role("status")).to_have_text(quality.curve_words(SCORES, count))
        line.press("ArrowRight")


@pytest.mark.parametrize("turned", [[], [0, 3, 5], list(range(24))])
def test_a_wall_of_labels_counts_as_code_does_and_writes_the_line_for_the_notebook(shown, turned):
    figure = shown("label_wall, a third wrong")
    _, labels, truth = doubtful()
    tiles = figure.get_by_role("group", name="Photographs with their labels").get_by_role("button")
    for place in turned:
        tiles.nth(place).press("Enter")
        expect(tiles.nth(place)).to_have_attribute("aria-pressed", "true")
    expect(figure.get_by_role("status")).to_have_text(quality.wall_words(labels, None, turned))
    expect(figure.locator("code")).to_have_text(f"turned = {turned}")
    figure.get_by_role("button", name="Ask the grower").press("Enter")
    expect(figure.get_by_role("status")).to_have_text(quality.wall_words(labels, truth, turned))
    expect(figure.locator(".wrong")).to_have_count(int((labels != truth).sum()))  # as they came, as the line counts


def test_a_wall_of_labels_is_turned_back_at_once_and_not_after_the_grower_was_asked(shown):
    figure = shown("label_wall, a third wrong")
    tiles = figure.get_by_role("group", name="Photographs with their labels").get_by_role("button")
    tiles.nth(1).press("Enter")
    figure.get_by_role("button", name="Turn all back").press("Enter")
    expect(figure.locator("code")).to_have_text("turned = []")
    tiles.nth(2).press("Enter")
    figure.get_by_role("button", name="Ask the grower").press("Enter")
    tiles.nth(0).press("Enter")
    expect(figure.locator("code")).to_have_text("turned = [2]")
    expect(figure.get_by_role("button", name="Turn all back")).to_be_disabled()


@pytest.mark.parametrize("width", [360, 800, 1100])
def test_a_wall_of_labels_has_full_rows_and_names_of_varieties_stand_apart(shown, window, width):
    window.set_viewport_size({"width": width, "height": 900})
    tiles = shown("label_wall, a third wrong").get_by_role("group").get_by_role("button").all()
    tops = [round(tile.bounding_box()["y"]) for tile in tiles]
    assert {tops.count(top) for top in tops} == {3 if width == 360 else 6}
    assert tiles[0].get_by_role("img").bounding_box()["width"] >= (90 if width == 360 else 110)
    bars = shown("recall_bars, biased")
    boxes = [bars.get_by_text(name, exact=True).bounding_box() for name in next(iter(RECALLS.values()))]
    for one, other in pairwise(boxes):
        upper, lower = sorted((one, other), key=lambda box: box["y"])
        assert one["x"] + one["width"] < other["x"] or upper["y"] + upper["height"] <= lower["y"] + 2


def test_recall_bars_say_of_each_training_set_what_code_says(shown):
    figure = shown("recall_bars, biased")
    sets = figure.get_by_role("slider", name="Learned from")
    sets.press("Home")
    for which in RECALLS:
        expect(sets).to_have_attribute("aria-valuetext", which)
        expect(figure.get_by_role("status")).to_have_text(quality.recall_words(RECALLS, which))
        for share in RECALLS[which].values():
            expect(figure.get_by_text(f"{share:.2f}", exact=True).first).to_be_visible()
        sets.press("ArrowRight")


def test_a_page_of_nbconvert_shows_every_figure_alive_with_its_description(chromium, tmp_path):
    cells = [
        new_code_cell("1", outputs=[new_output("display_data", data=figure._repr_mimebundle_())])
        for figure in every_figure().values()
    ]
    html, _ = HTMLExporter().from_notebook_node(new_notebook(cells=cells))
    file = tmp_path / "notebook.html"
    file.write_text(html, encoding="utf-8")
    for alive in (True, False):
        context = chromium.new_context(java_script_enabled=alive)
        page = context.new_page()
        context.route("http*://**", lambda route: route.abort())
        page.goto(file.as_uri())
        for figure in every_figure().values():
            if alive:
                assert page.locator(f"[data-figure={figure.kind}] figure.figure").first.is_visible()
            else:
                assert page.get_by_alt_text(figure.description[:60]).first.is_visible()
        context.close()


@pytest.mark.parametrize("keys", [["Home"], ["PageUp"], ["Home", "PageUp", "ArrowRight"], ["End"]])
def test_the_race_is_called_as_its_twin_calls_it(shown, keys):
    race = shown("race, three ways")
    for key in keys:
        race.get_by_role("slider").press(key)
    size = int(value(race.get_by_role("slider")))
    words = race.get_by_role("status").inner_text()
    assert words in plots.race(ways(), 64, size=size).description
    winner = "a loop by hand" if size < 50 else "one call"
    assert f"{winner} is first" in words


def test_the_runners_stand_where_they_are_when_the_first_one_arrives(shown):
    race = shown("race, three ways")
    race.get_by_role("slider").press("End")
    drawn(race)
    medians = [line[-1].median for line in ways().values()]
    at = [each.bounding_box() for each in race.locator("svg").first.locator("circle").all()]
    way = [each.bounding_box()["width"] for each in race.locator("svg").first.locator("rect").all()[1::2]]
    assert at[1]["x"] == max(each["x"] for each in at)
    assert np.divide(way, way[1]) == pytest.approx([medians[1] / median for median in medians], abs=0.01)


def test_a_lane_that_was_not_measured_at_a_size_stays_at_home_there(shown):
    race = shown("race, a recorded machine")
    race.get_by_role("slider").press("End")
    expect(race.get_by_role("status")).to_contain_text("GPU takes")
    expect(race.locator("svg").first).to_contain_text("not measured at this size")
    assert plots.race(racers(), unit="rows", size=2048).description.count("recorded 2026-01-31") == 1


def error_of(line) -> float:
    """The root mean squared error of the line whose two ends stand where the handles are."""
    x, y = apples()
    room = 0.06 * np.ptp(x)
    ends = [value(line.get_by_role("slider", name=f"Line at the {side} end (g)")) for side in ("left", "right")]
    slope, intercept = np.polyfit([x.min() - room, x.max() + room], ends, 1)
    return float(np.sqrt(np.mean((slope * x + intercept - y) ** 2)))


@pytest.mark.parametrize("keys", [["Home"], ["PageDown", "PageDown", "ArrowUp"]])
def test_the_error_of_the_line_is_that_of_its_ends(shown, keys):
    line = shown("line, apples")
    for key in keys:
        line.get_by_role("slider", name="Line at the left end (g)").press(key)
    error = error_of(line)
    expect(line.get_by_role("status")).to_contain_text(f"sides of {float(f'{error:.3g}'):g} g")


def test_sgd_walks_to_the_best_line_and_is_rewarded(shown):
    line = shown("line, apples")
    expect(line.get_by_role("status")).to_contain_text("Bring it below")
    for _ in range(2):
        line.get_by_role("button", name="20 steps").click()
    expect(line.get_by_role("status")).to_contain_text("well walked")
    x, y = apples()
    best = np.polyval(np.polyfit(x, y, 1), x)
    assert error_of(line) < 1.2 * np.sqrt(np.mean((best - y) ** 2)) + 0.1


def test_with_too_long_steps_sgd_climbs_and_the_figure_says_why(shown):
    line = shown("line, apples")
    line.get_by_label("Learning rate").select_option("1.1")
    for _ in range(2):
        line.get_by_role("button", name="20 steps").click()
    expect(line.get_by_role("status")).to_contain_text("this learning rate is too long")
    line.get_by_role("button", name="Start again").click()
    expect(line.get_by_role("status")).to_contain_text("Bring it below")


def test_the_ball_in_the_valley_moves_the_line(shown, window):
    line = shown("line, apples")
    before = error_of(line)
    valley = line.locator("svg").nth(1).bounding_box()
    window.mouse.move(valley["x"] + 300, valley["y"] + 100)
    window.mouse.down()
    window.mouse.move(valley["x"] + 250, valley["y"] + 190, steps=4)
    expect(line.get_by_role("status")).not_to_contain_text(f"sides of {before:.3g} g")
    window.mouse.up()
    assert error_of(line) < before


@pytest.mark.parametrize("keys", [[], ["Home"], ["PageDown", "ArrowRight"], ["PageUp", "PageUp"], ["End"]])
def test_the_apple_counter_counts_as_its_twin_does(shown, keys):
    figure = shown("apple_counter, three trees")
    epoch, threshold, overlap = (figure.get_by_role("slider", name=name) for name in ("Epoch", "Threshold", "Overlap"))
    for key in keys:
        for slider in (epoch, threshold, overlap):
            slider.press(key)
    stands = [float(slider.get_attribute("aria-valuetext")) for slider in (epoch, threshold, overlap)]
    for scene in range(3):
        figure.get_by_label("Scene", exact=True).select_option(str(scene))
        twin = plots.apple_counter(
            scenes(), album(), scene=scene, epoch=int(stands[0]), threshold=stands[1], overlap=stands[2]
        )
        expect(figure.get_by_role("status")).to_have_text(twin.description.split(" On the left")[0])


def test_in_the_apple_counter_right_boxes_lie_on_top(shown):
    figure = shown("apple_counter, three trees")
    figure.get_by_role("slider", name="Threshold").press("Home")
    figure.get_by_role("slider", name="Overlap").press("End")
    expect(figure.get_by_role("status")).to_contain_text("×")
    colours = figure.locator("svg g rect[stroke]").evaluate_all("all => all.map(each => each.getAttribute('stroke'))")
    frames = [colour for colour in colours if colour in ("#0072B2", "#D55E00")]
    assert len(set(frames)) == 2
    assert frames == sorted(frames, reverse=True)


@pytest.mark.parametrize("width", [500, 800, 1280])
def test_no_control_of_the_apple_counter_moves_when_more_is_said_or_it_plays(shown, window, width):
    window.set_viewport_size({"width": width, "height": 900})
    figure = shown("apple_counter, three trees")
    overlap, threshold = (figure.get_by_role("slider", name=name) for name in ("Overlap", "Threshold"))
    places = []
    for key in ("Home", "End"):
        overlap.press(key)
        for other in ("Home", "End"):
            threshold.press(other)
            drawn(figure)
            places.append([each.bounding_box() for each in (overlap, threshold, figure.get_by_role("button"))])
    figure.get_by_role("button").evaluate("button => { button.textContent = 'Stop'; }")
    places.append([each.bounding_box() for each in (overlap, threshold, figure.get_by_role("button"))])
    assert all(each == places[0] for each in places)


def test_the_apple_counter_plays_until_it_is_stopped(shown, window):
    figure = shown("apple_counter, three trees")
    window.emulate_media(reduced_motion="no-preference")
    window.reload()
    epoch = figure.get_by_role("slider", name="Epoch")
    epoch.press("Home")
    figure.get_by_role("button", name="Play").evaluate("button => { button.click(); button.click(); }")
    window.wait_for_timeout(1500)
    assert epoch.get_attribute("aria-valuetext") == "0"
    figure.get_by_role("button", name="Play from epoch 0").click()
    expect(figure.get_by_role("button", name="Stop")).to_be_visible()
    expect(figure.get_by_role("button", name="Play from epoch 0")).to_be_visible(timeout=10_000)
    assert epoch.get_attribute("aria-valuetext") == "5"


@pytest.mark.parametrize("keys", [[], ["Home"], ["ArrowLeft", "ArrowLeft"], ["PageDown", "ArrowRight"]])
def test_a_subtitle_says_of_each_word_what_its_twin_says(shown, keys):
    figure = shown("subtitles, menus")
    slider = figure.get_by_role("slider", name="French words")
    for place, line in enumerate(LINES):
        figure.get_by_label("Sentence", exact=True).select_option(index=place)
        expect(figure.get_by_role("status")).to_have_text(words(line, len(line["french"]), 0.8))
        for key in keys:
            slider.press(key)
        written = int(slider.get_attribute("aria-valuetext"))
        expect(figure.get_by_role("status")).to_have_text(words(line, written, 0.8))


def test_a_subtitle_is_spoken_first_and_written_then(shown, window):
    figure = shown("subtitles, menus")
    window.emulate_media(reduced_motion="no-preference")
    window.reload()
    figure.get_by_role("button", name="Play").click()
    expect(figure.get_by_role("status")).to_have_text("“the green apples” is being spoken.")
    slider = figure.get_by_role("slider", name="French words").element_handle()
    for written in (1, 2):  # a word of 0.8 ms comes so slowly that it can be seen, and the clock says so
        window.wait_for_function(f"slider => slider.getAttribute('aria-valuetext') == '{written}'", arg=slider)
    expect(figure.get_by_text("written 375 times slower here")).to_be_visible()
    expect(figure.get_by_role("status")).to_have_text(words(LINES[0], 3, 0.8), timeout=10_000)


def test_spoken_words_say_at_every_tenth_of_a_second_what_their_twin_says(shown):
    figure = shown("spoken_words, three takes")
    cursor, status = figure.get_by_role("slider", name="Time (s)"), figure.get_by_role("status")
    for place, take in enumerate((new_voice(), person(), unknown())):
        figure.get_by_label("Who speaks", exact=True).select_option(index=place)
        for label in take["read"]:
            if len(take["read"]) > 1:
                figure.get_by_role("button", name=f"{label} word error rate").click()
            expect(status).to_have_text(spoken(take, label, np.ceil(take["seconds"] * 10) / 10))  # the whole of it
            cursor.press("Home")
            for tenth in range(int(np.ceil(take["seconds"] * 10)) + 2):
                at = min(tenth, np.ceil(take["seconds"] * 10)) / 10
                expect(status).to_have_text(spoken(take, label, at))
                expect(cursor).to_have_attribute("aria-valuetext", spoken(take, label, at).split(". ")[0])
                cursor.press("ArrowRight")


def test_words_come_under_the_spectrogram_when_the_cursor_has_passed_them(shown, window):
    figure = shown("spoken_words, three takes")
    heard = figure.locator("text.heard:visible")
    expect(heard).to_have_text(
        ["✓ five", "✓ apple", "✗ five", "✓ two", "✓ lemon", "✓ one", "✗ three", "✗ —", "✓ three", "✓ plum"]
    )
    spectrogram = figure.locator("svg image").bounding_box()
    window.mouse.move(spectrogram["x"] + 40, spectrogram["y"] + 90)
    window.mouse.down()
    window.mouse.move(spectrogram["x"] + 1.5 / 5.2 * spectrogram["width"], spectrogram["y"] + 90, steps=4)
    expect(heard).to_have_text(["✓ five", "✓ apple", "…"])
    window.mouse.up()
    figure.get_by_role("button", name="after your ten clips").press("Enter")
    expect(figure.get_by_role("slider")).to_have_attribute("aria-valuetext", "1.5 s: a word is being spoken")
    figure.get_by_role("slider").press("PageUp")
    expect(heard).to_have_text(["✓ five", "✓ apple", "✓ nine", "…"])


def test_words_of_a_learner_stay_words(shown):
    figure = shown("spoken_words, three takes")
    figure.get_by_label("Who speaks", exact=True).select_option("a person, “A & B”")
    expect(figure.locator("text.heard:visible").first).to_have_text("✗ <b>one</b>")
    assert figure.locator("svg b").count() == 0


def played(window, motion):
    """Watches what is sent to the loudspeaker, and loads the page again."""
    window.emulate_media(reduced_motion=motion)
    window.add_init_script("""window.played = [];
        const start = AudioBufferSourceNode.prototype.start, stop = AudioBufferSourceNode.prototype.stop;
        AudioBufferSourceNode.prototype.start = function (...when) {
          played.push({ from: when[1], rate: this.buffer.sampleRate, length: this.buffer.length,
            loudest: Math.max(...this.buffer.getChannelData(0).map(Math.abs)) });
          return start.apply(this, when);
        };
        AudioBufferSourceNode.prototype.stop = function () { played.push("stopped"); return stop.apply(this); };""")
    window.reload()


def test_the_sound_is_heard_when_the_button_is_pressed_and_the_cursor_runs_with_it(shown, window):
    figure = shown("spoken_words, three takes")
    played(window, "no-preference")
    cursor = figure.get_by_role("slider", name="Time (s)")
    assert window.evaluate("played") == []
    figure.get_by_role("button", name="Play the sound").press("Enter")
    expect(figure.get_by_role("status")).to_contain_text("Heard so far: five apple. Word")
    (sent,) = window.evaluate("played")
    assert sent | {"loudest": 0} == {"from": 0, "rate": 8000, "length": 41_600, "loudest": 0}
    assert sent["loudest"] == pytest.approx(float(np.abs(new_voice()["sound"]).max()), abs=0.03)
    figure.get_by_role("button", name="after your ten clips").click()  # a reading is changed while it plays
    expect(figure.get_by_role("status")).to_contain_text("Heard so far: five apple nine two")
    figure.get_by_role("button", name="Stop").click()
    assert window.evaluate("played[1]") == "stopped"
    stood = float(cursor.get_attribute("aria-valuetext").split()[0])
    figure.get_by_role("button", name="Play the sound").click()
    expect(figure.get_by_role("button", name="Stop")).to_be_visible()
    window.wait_for_function("played.length > 2")
    assert window.evaluate("played[2].from") == pytest.approx(stood)  # on from where the cursor stands
    cursor.press("ArrowLeft")
    expect(figure.get_by_role("button", name="Play the sound")).to_be_visible()  # a hand on the cursor stops it
    cursor.press("End")
    for _ in range(2):
        cursor.press("PageDown")
    figure.get_by_role("button", name="Play the sound").click()
    expect(figure.get_by_role("button", name="Play the sound")).to_be_visible(timeout=10_000)
    expect(figure.get_by_role("status")).to_contain_text("5.2 s: “plum” is right.")


def test_where_motion_is_not_wanted_the_cursor_goes_from_word_to_word_with_the_sound(shown, window):
    figure = shown("spoken_words, three takes")
    played(window, "reduce")
    figure.get_by_role("button", name="Play the sound").click()
    at = set()
    while figure.get_by_role("button", name="Stop").count() and len(at) < 4:
        at.add(figure.get_by_role("slider").get_attribute("aria-valuetext"))
    assert not any("is being spoken" in each for each in at)
    figure.get_by_role("button", name="Stop").click()
    figure.get_by_label("Who speaks", exact=True).select_option("you")  # without a sound it is at the end at once
    figure.get_by_role("slider").press("Home")
    figure.get_by_role("button", name="Play").click()
    expect(figure.get_by_role("status")).to_contain_text("3.2 s: “incomprehensibilities”.")


@pytest.mark.parametrize("width", [320, 360, 800])
def test_no_control_of_spoken_words_moves_when_another_reading_or_time_is_looked_at(shown, window, width):
    window.set_viewport_size({"width": width, "height": 900})
    figure = shown("spoken_words, three takes")
    controls, places = figure.locator("button:visible, select, svg"), []
    for label in ("before", "after"):
        figure.get_by_role("button", name=label).click()
        for key in ("Home", "PageUp", "End"):
            figure.get_by_role("slider").press(key)
            drawn(figure)
            places.append([each.bounding_box() for each in controls.all()])
    assert all(each == places[0] for each in places)
    assert window.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("name", "form"), [("before", "A"), ("at the end", "B")])
def test_the_inventory_writes_by_keys_a_line_that_python_keeps(shown, name, form):
    asked = shown(f"inventory, {name}")
    menus = asked.get_by_role("combobox")
    assert menus.count() == len(inventory.statements())
    menus.nth(0).press("ArrowDown")
    menus.nth(13).press("End")
    expect(asked.get_by_role("status")).to_have_text("2 of 14 answered.")
    name, line = asked.locator("code").inner_text().split(" = ")
    first, *_, last = inventory.statements()
    assert inventory.answers.parse(eval(line)) == (form, {first.key: 0.95, last.key: 0.05})
    assert name == {"A": "answers_before", "B": "answers_after"}[form]


def test_the_portrait_keeps_to_one_lesson_and_says_how_far_off_each_was(shown):
    portrait = shown("portrait, a course")
    expect(portrait.get_by_role("status")).to_contain_text("at its end 0.14 (0 is perfect).")
    portrait.get_by_role("combobox").select_option("lesson 02")
    off = sorted(one.times_off for one in predictions() if one.lesson.startswith("02"))
    expect(portrait.get_by_role("status")).to_have_text(f"Lesson 02: the middle one is {sum(off) / 2:.3g} times off.")
    expect(portrait.get_by_role("listitem")).to_have_count(len(off))


@pytest.mark.parametrize("keys", [["Home"], ["PageUp", "ArrowRight"], ["End"]])
def test_the_memory_of_a_gpu_is_called_full_by_the_figure_where_its_twin_does_so(shown, keys):
    figure = shown("gpu_memory, fits")
    for key in keys:
        figure.get_by_role("slider").press(key)
    batch = int(figure.get_by_role("slider").get_attribute("aria-valuetext").replace(",", ""))
    for network in memory.networks():
        figure.get_by_label("Network", exact=True).select_option(network)
        for way in memory.WAYS:
            figure.get_by_label("Work", exact=True).select_option(way)
            for gpu, gb in memory.cards().items():
                figure.get_by_label("GPU", exact=True).select_option(f"{gpu}, {gb} GB")
                said = words_of(network, way, batch, gpu)
                expect(figure.get_by_role("status")).to_have_text(said)
                message = figure.get_by_text("torch.OutOfMemoryError: CUDA out of memory.")
                expect(message).to_be_visible(visible="does not fit" in said)
