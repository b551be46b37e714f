"""Every figure on a page of its own, in a real browser: right for the eye, the hand, the ear and the keyboard."""

from __future__ import annotations

import pytest
from figure_examples import every_figure
from figure_examples.epoch_player import run
from figure_examples.network_explainer import trained
from playwright.sync_api import expect

from course import plots

# For the eye, all asked of the figure's own shadow tree. The contrast is that of WCAG 2.
LOOK = """(host, what) => {
  const all = tags => [...host.shadowRoot.querySelectorAll(tags)]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && each.getBoundingClientRect().width);
  const box = each => each.getBoundingClientRect();
  const light = c => c.map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  const scaled = each => { const m = each.getScreenCTM?.(); return m ? Math.hypot(m.a, m.b) : 1; };
  const tests = {
    weak: () => all("text, line.axis, .knob").filter(each => {
      const style = getComputedStyle(each), paint = each.matches("line") ? style.stroke : style.fill;
      const pair = [light(paint.match(/[\\d.]+/g).map(Number).slice(0, 3)), light(ground)];
      return (Math.max(...pair) + .05) / (Math.min(...pair) + .05) < (each.matches("text") ? 4.5 : 3);
    }),
    small: () => all("text, button, select, label, output, p, code, figcaption, span, th, td")
      .filter(each => parseFloat(getComputedStyle(each).fontSize) * scaled(each) < 12),
    outside: () => all("text, button, select, label, output, p, code, .knob").filter(each => {
      const own = box(each), whole = box(host);
      return own.left < whole.left - 1 || own.right > whole.right + 1
        || own.top < whole.top - 1 || own.bottom > whole.bottom + 1;
    }),
    crossed: () => all("text").filter((each, i, texts) => texts.slice(0, i).some(other => {
      const wide = Math.min(box(each).right, box(other).right) - Math.max(box(each).left, box(other).left);
      const high = Math.min(box(each).bottom, box(other).bottom) - Math.max(box(each).top, box(other).top);
      return each.textContent.trim() && other.textContent.trim() && wide > 1 && high > 4;
    })),
  };
  return tests[what]().map(each => each.outerHTML);
}"""
DRAWN = "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
SPOKEN = """async control => await new Promise(requestAnimationFrame) && [control.getAttribute("aria-valuetext"),
    [...control.getRootNode().querySelectorAll("text, output, p, code")].map(each => each.textContent).join("|")]"""


@pytest.fixture(params=every_figure())
def figure(request):
    return every_figure()[request.param]


@pytest.fixture
def shown(figure, window, tmp_path):
    """The figure on a page of its own, drawn and at rest."""
    return show(window, figure, tmp_path)


def show(window, figure, folder, width=900):
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(reduced_motion="reduce")
    window.goto(figure.save(folder / "figure.html").as_uri())
    host = window.locator(".course-figure")
    host.locator("svg, button, select").first.wait_for()
    return host


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_and_all_stands_out(figure, window, tmp_path, accessibility_faults, picture, scheme):
    window.emulate_media(color_scheme=scheme)
    host = show(window, figure, tmp_path)
    picture(scheme)
    expect(host.locator("figure.figure")).to_have_attribute("data-theme", scheme)
    assert accessibility_faults(window, ".course-figure") == []
    assert host.evaluate(LOOK, "weak") == []


def test_it_fits_and_can_be_read_at_any_width_that_its_page_takes(figure, window, tmp_path, picture):
    host = show(window, figure, tmp_path, 420)
    for width in (420, 620, 800, 1100, 420):
        window.set_viewport_size({"width": width, "height": 900})
        window.evaluate(DRAWN)
        picture(str(width))
        assert host.evaluate(LOOK, "small") == [], width
        assert host.evaluate(LOOK, "outside") == [], width
        if width >= 620:
            assert host.evaluate(LOOK, "crossed") == [], width
        assert window.evaluate("document.documentElement.scrollWidth") <= width


def test_every_control_has_a_name_and_speaks_the_value_that_it_shows(shown, window):
    for control in shown.get_by_role("slider").all():
        assert control.evaluate("e => e.getAttribute('aria-label') || e.labels[0].textContent").strip()
        for key in ("End", "ArrowLeft", "PageDown", "Home", "ArrowUp", "PageUp"):
            control.press(key)
            spoken, words = control.evaluate(SPOKEN)
            assert spoken in words


def test_it_redraws_while_a_control_is_dragged(shown, window):
    for knob in shown.locator(".knob").all():
        box = knob.bounding_box()
        window.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        window.mouse.down()
        slider = knob.locator("xpath=..")
        before, spoken = shown.get_by_role("status").inner_text(), slider.get_attribute("aria-valuetext")
        least, now, most = (float(slider.get_attribute(f"aria-value{which}")) for which in ("min", "now", "max"))
        upright = slider.get_attribute("aria-orientation") == "vertical"
        way = (70 if upright else 90) * (1 if most - now > now - least else -1)
        window.mouse.move(box["x"] + (0 if upright else way), box["y"] - (way if upright else 0), steps=4)
        expect(slider).not_to_have_attribute("aria-valuetext", spoken)  # before the button is let go
        expect(shown.get_by_role("status")).not_to_have_text(before)
        window.mouse.up()
        held = slider.get_attribute("aria-valuetext")
        window.mouse.move(box["x"] - 60, box["y"] - 60, steps=2)
        expect(slider).to_have_attribute("aria-valuetext", held)


def test_two_of_the_same_are_two(figure, window, tmp_path):
    page = tmp_path / "two.html"
    page.write_text(f"<!doctype html><meta charset='utf-8'>{figure.html()}{figure.html()}", encoding="utf-8")
    window.goto(page.as_uri())
    one, other = window.locator(".course-figure").first, window.locator(".course-figure").nth(1)
    other.locator("svg, button, select").first.wait_for()
    before = other.get_by_role("status").inner_text()
    for slider in one.get_by_role("slider").all():
        slider.press("PageUp")
    assert other.get_by_role("status").inner_text() == before


def test_without_motion_nothing_moves(shown, window):
    """A picture taken at once is the picture taken later."""
    assert shown.screenshot() == (window.wait_for_timeout(700), shown.screenshot())[1]


def test_a_figure_whose_script_fails_shows_its_still_picture(figure, window, tmp_path):
    page = tmp_path / "broken.html"
    broken = figure.html().replace("figure.draw(", "figure.drew(")
    page.write_text(f"<!doctype html><meta charset='utf-8'><script>onerror = () => true</script>{broken}", "utf-8")
    window.goto(page.as_uri())
    assert window.get_by_alt_text(figure.description).is_visible()


def test_a_quick_question_is_answered_by_keys_and_gives_a_reason_for_every_answer(window, tmp_path, picture):
    host = show(window, every_figure()["quick_question, one"], tmp_path)
    group = host.get_by_role("group")
    answers = group.get_by_role("button")
    assert sorted(answers.all_inner_texts()) == ["the largest", "the mean", "the median"]
    reason = group.locator("[aria-live=polite]")
    expect(reason).to_have_text("")
    window.keyboard.press("Tab")
    for words, said in (("the mean", "No. Every sample"), ("the median", "Yes. It is"), ("the largest", "No. That is")):
        answer = group.get_by_role("button", name=words)
        answer.focus()
        window.keyboard.press("Enter" if words == "the mean" else "Space")
        expect(reason).to_contain_text(said)
        expect(answer).to_have_attribute("aria-pressed", "true")
        assert group.locator("[aria-pressed=true]").count() == 1
    picture("answered")


def test_a_patch_that_is_pushed_moves_the_chance_as_python_computes_it(window, tmp_path, picture):
    model, photos = trained()
    host = show(window, every_figure()["network_explainer, trained a little"], tmp_path)
    host.get_by_role("button", name="photograph 3").click()
    host.get_by_label("size").select_option("12 x 12 pixels")
    for slider, times in (("patch from the left", 9), ("from the top", 7)):
        host.get_by_role("slider", name=slider).focus()
        for _ in range(times):
            window.keyboard.press("ArrowRight")
    said = plots.network(model, photos, 2, patch=(9, 7, 12)).description.split("Chance")[1]
    expect(host.get_by_role("status")).to_have_text(f"Chance{said}")
    picture("pushed")

    place = host.locator(".whole").bounding_box()
    window.mouse.move(place["x"] + 10, place["y"] + 10)
    window.mouse.down()
    window.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, steps=5)
    expect(host.get_by_role("slider", name="patch from the left")).to_have_attribute("aria-valuetext", "10")
    window.mouse.up()
    said = plots.network(model, photos, 2, patch=(10, 10, 12)).description.split("Chance")[1]
    expect(host.get_by_role("status")).to_have_text(f"Chance{said}")
    host.get_by_label("size").select_option("no patch")
    said = plots.network(model, photos, 2).description.split("Chance")[1]
    expect(host.get_by_role("status")).to_have_text(f"Chance{said}")


def test_the_epoch_player_follows_the_dot_from_the_untrained_network_on(window, tmp_path, picture):
    start, history, photos = run()
    host = show(window, every_figure()["epoch_player, from epoch 0"], tmp_path)
    dot = host.get_by_role("slider", name="Epoch")
    for key, epoch in (("Home", 0), ("ArrowRight", 1), ("End", 6)):
        dot.focus()
        window.keyboard.press(key)
        twin = plots.watched(history, photos, epoch, start=start).description
        expect(host.get_by_role("status")).to_contain_text(twin.split(".")[0])
        tiles = [tile.get_attribute("alt") for tile in host.locator(".watched img").all()]
        assert len(tiles) == len(photos)
        wrong = sum(tile.endswith(", wrong") for tile in tiles)
        assert f"{wrong} of {len(photos)} are guessed wrong" in twin
        picture(f"epoch-{epoch}")


def test_played_with_motion_it_starts_at_the_untrained_network_and_ends_with_the_last_epoch(window, tmp_path):
    host = show(window, every_figure()["epoch_player, from epoch 0"], tmp_path)
    window.emulate_media(reduced_motion="no-preference")
    window.reload()
    host.get_by_role("button", name="Play from epoch 0").click()
    expect(host.get_by_role("status")).to_contain_text("Before any training")
    expect(host.get_by_role("status")).to_contain_text("After epoch 6", timeout=10_000)
