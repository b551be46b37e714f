"""The instructor's page of each lesson has one shape, agrees with its lesson, and gives no answer away."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import nbformat
import pytest
from support import answers

from autograder.authoring import lesson as lessons
from autograder.authoring import quick

TEACHING = lessons.ROOT / "docs" / "teaching"
INDEX = TEACHING / "README.md"
NAMES = [script.stem for script in lessons.scripts()]
SECTIONS = [
    "What it is for",
    "Minutes by section",
    "Talking points",
    "Three misconceptions",
    "Board sketch",
    "If it goes wrong",
    "For the grader",
]
MOST_LINES, WIDEST = 90, 120
SKETCH_LINES, SKETCH_WIDTH = 15, 78
RUN = 8  # words in a row that nobody writes twice by chance
FEW = 4  # words of a right answer to a quick question that nobody else has
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
each_lesson = pytest.mark.parametrize("name", NAMES)


@cache
def page(name: str) -> str:
    path = TEACHING / f"{name}.md"
    if not path.exists():
        pytest.fail(f"{name} has no instructor's page: write docs/teaching/{name}.md, in the shape of the others.")
    return path.read_text(encoding="utf-8")


def parts(text: str) -> dict[str, str]:
    """The text below each heading of the second level, in order."""
    found = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def rows(table: str) -> list[list[str]]:
    """The cells of a table's rows, without its head."""
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def items(section: str) -> list[str]:
    """What stands in a list, one text for each entry."""
    return re.findall(r"^(?:\d+\.|-) (.*?)(?=^(?:\d+\.|-) |\Z)", section, flags=re.MULTILINE | re.DOTALL)


@cache
def released(name: str) -> str:
    """What stands in the notebook that learners get, its checks apart."""
    notebook = nbformat.read(lessons.LESSONS / name / f"{name}.ipynb", as_version=4)
    return "\n".join(cell.source for cell in notebook.cells if not _aside(cell.metadata))


def _aside(metadata: dict) -> bool:
    """Whether a cell is no part of what the lesson states: a quick question, or a check with its cases."""
    return "quick-question" in metadata.get("tags", []) or metadata.get("nbgrader", {}).get("locked", False)


@cache
def asked(name: str) -> tuple[quick.Question, ...]:
    """A lesson's quick questions."""
    script = (lessons.SOLUTIONS / f"{name}.py").read_text(encoding="utf-8")
    cells = re.findall(r'^# %% \[raw\] tags=\["quick-question"\]\n((?:#(?! %%).*\n)*)', script, re.MULTILINE)
    return tuple(
        question for cell in cells for question in quick.questions(re.sub(r"^# ?", "", cell, flags=re.MULTILINE))
    )


def by_hand(name: str) -> dict[str, float]:
    """The cells that a person grades, and their points."""
    graded = [cell for cell in answers.read(name).notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    return {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
        for cell in graded
        if cell.cell_type == "markdown"
    }


def words(text: str) -> list[str]:
    return re.findall(r"[\w.']+", text.lower().replace("#", " ").replace("`", ""))


def runs(text: str) -> set[str]:
    """All runs of so many words."""
    every = words(text)
    return {" ".join(every[k : k + RUN]) for k in range(len(every) - RUN + 1)}


@cache
def secret_lines() -> frozenset[str]:
    """The lines of all solutions, hidden tests and tried answers."""
    return frozenset(line for name in NAMES for line in answers.secrets(name))


@cache
def secret_runs() -> frozenset[str]:
    """What model answers and the reasons of quick questions say in so many words, and no lesson by itself."""
    texts = [reason for name in NAMES for one in asked(name) for _, reason in one.answers]
    for name in NAMES:
        cells = [answers.read(name).cell(grade_id).source for grade_id in by_hand(name)]
        texts += [found[1] for source in cells for found in answers.SECRET.findall(source)]
    return frozenset(set().union(*map(runs, texts)) - runs(answers.given_by_all()))


def given_away(text: str) -> list[str]:
    """What of the answers stands in a text, however its lines are broken."""
    joined = " ".join(text.split())
    lines = [line for line in secret_lines() if line in text or " ".join(line.split()) in joined]
    plain = f" {' '.join(words(text))} "
    right = [" ".join(words(label)) for name in NAMES for one in asked(name) for label in one.right]
    found = [label for label in right if len(label.split()) >= FEW and f" {label} " in plain]
    return sorted(lines) + sorted(runs(text) & secret_runs()) + found


def not_of_the_lesson(name: str, text: str) -> set[str]:
    """Numbers of a page that its lesson does not state."""
    own = parts(text)
    own.pop("Minutes by section", None)
    own.pop("For the grader", None)  # points: compared with the lesson's below
    said = re.sub(
        r"\]\([^)]*\)|`[^`\n]*`|^\d+\. |\b[Ll]essons? \d\d( (to|and) \d\d)?|\bC\d+\b",
        " ",
        "\n".join(own.values()),
        flags=re.MULTILINE,
    )
    return set(NUMBER.findall(said)) - set(NUMBER.findall(released(name)))


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def broken(path: Path, text: str) -> list[str]:
    """Links of a page that lead nowhere."""
    found = []
    for link in LINK.findall(text):
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        if not target.exists() or (anchor and anchor not in map(slug, headings)):
            found.append(link)
    return found


def test_each_lesson_has_a_page_and_each_page_a_lesson():
    assert [path.stem for path in sorted(TEACHING.glob("*.md")) if path != INDEX] == NAMES


@each_lesson
def test_a_page_has_the_shape_of_all(name):
    text, title = page(name), answers.read(name).front.title
    assert text.splitlines()[0] in (f"# {name[:2]} {title}", f"# {title}")
    assert list(parts(text)) == SECTIONS
    assert len(text.splitlines()) <= MOST_LINES
    assert [line for line in text.splitlines() if len(line) > WIDEST] == []


@each_lesson
def test_its_minutes_are_those_of_the_lesson_and_its_sections_the_lessons(name):
    table = rows(parts(page(name))["Minutes by section"])
    assert [row[0] for row in table] == re.findall(r"^## (.+)$", released(name), re.MULTILINE)
    assert all(int(row[1]) >= 1 for row in table)
    assert sum(int(row[1]) for row in table) == answers.read(name).front.minutes


@each_lesson
def test_it_names_the_claims_that_the_lesson_tries_and_what_learners_bring_and_take_away(name):
    first = parts(page(name))["What it is for"]
    assert set(re.findall(r"\bC\d+\b", first)) == set(answers.read(name).front.claims)
    assert "../claims.md" in first
    assert f"../../lessons/{name}/{name}.ipynb" in page(name)
    assert "**Bring:**" in first
    assert "**Take away:**" in first


@each_lesson
def test_it_asks_before_it_tells(name):
    points = items(parts(page(name))["Talking points"])
    assert 4 <= len(points) <= 6
    assert [point for point in points if not re.search(r"\*\*[^*]*\?\*\*.*Expect:.*Then:", point, re.DOTALL)] == []
    wrong = items(parts(page(name))["Three misconceptions"])
    assert len(wrong) == 3
    assert [one for one in wrong if not re.search(r"\*\*.+\*\*.*Ask: \*.+\?\*.*Do:", one, re.DOTALL)] == []
    assert 2 <= len(items(parts(page(name))["If it goes wrong"])) <= 3


@each_lesson
def test_its_sketch_fits_on_a_board_and_is_its_own(name):
    fences = re.findall(r"^```\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)
    assert len(fences) == 1
    assert fences[0] in parts(page(name))["Board sketch"]
    assert 4 <= len(fences[0].splitlines()) <= SKETCH_LINES
    assert max(map(len, fences[0].splitlines())) <= SKETCH_WIDTH
    assert fences[0].isascii()
    others = [path for path in TEACHING.glob("*.md") if path.stem != name]
    assert [path.name for path in others if fences[0] in path.read_text(encoding="utf-8")] == []


@each_lesson
def test_no_figure_stands_in_it_that_its_lesson_does_not_state(name):
    assert not_of_the_lesson(name, page(name)) == set()


@each_lesson
def test_it_says_what_a_person_grades_and_for_how_many_points(name):
    said = re.findall(r"`([\w-]+)`, (\d+) points?\b", parts(page(name))["For the grader"])
    assert {grade_id: float(points) for grade_id, points in said} == by_hand(name)


@pytest.mark.parametrize("path", [INDEX, *(TEACHING / f"{name}.md" for name in NAMES)], ids=lambda path: path.stem)
def test_no_answer_is_given_away_and_every_link_leads_somewhere(path):
    text = path.read_text(encoding="utf-8")
    assert given_away(text) == []
    assert broken(path, text) == []


def test_an_answer_that_somebody_put_into_a_page_is_found():
    text = page("01-apple-or-not")
    model = answers.SECRET.findall(answers.read("01-apple-or-not").cell("why-threshold").source)[0][1]
    right = answers.read("01-apple-or-not").right_answers[0].source.splitlines()[-1].strip()
    reason = dict(asked("01-apple-or-not")[0].answers)[asked("01-apple-or-not")[0].right[0]]
    for secret in (right, "\n".join(model.replace("# ", "").split(". ")[0].split()), reason):
        assert given_away(f"{text}\n{secret}\n"), secret
    for name in NAMES:
        assert len(answers.secrets(name)) > 10


def test_a_figure_of_ones_own_and_a_link_that_leads_nowhere_are_found():
    text = page("01-apple-or-not").replace("## Talking points\n", "## Talking points\n\nAbout 87.5 of 100.\n")
    assert not_of_the_lesson("01-apple-or-not", text) == {"87.5"}
    assert broken(INDEX, "[one](13-not-there.md) [two](README.md#nowhere) [three](#how-to-use-a-page)") == [
        "13-not-there.md",
        "README.md#nowhere",
    ]


def test_the_index_names_every_page_with_its_minutes():
    listed = [row for row in rows(parts(INDEX.read_text(encoding="utf-8"))["The pages"])]
    assert [re.search(r"\(([^)]*)\.md\)", row[0])[1] for row in listed] == NAMES
    assert [int(row[1]) for row in listed] == [answers.read(name).front.minutes for name in NAMES]
    for row, name in zip(listed, NAMES, strict=True):
        assert set(re.findall(r"\d\d", row[2])) == {need[:2] for need in answers.read(name).front.needs}


def test_in_every_plan_comes_first_what_a_lesson_needs():
    plans = parts(INDEX.read_text(encoding="utf-8"))
    for plan in ("One day", "A week", "One lesson a week"):
        numbers = re.findall(r"\[(\d\d)\]\(", plans[plan])
        assert len(numbers) == len(set(numbers))
        for number in numbers:
            (name,) = (one for one in NAMES if one.startswith(number))
            before = numbers[: numbers.index(number)]
            assert [need for need in answers.read(name).front.needs if need[:2] not in before] == []
    assert sorted(re.findall(r"\[(\d\d)\]\(", plans["A week"])) == [name[:2] for name in NAMES]
    assert sorted(re.findall(r"\[(\d\d)\]\(", plans["One lesson a week"])) == [name[:2] for name in NAMES]


def test_an_instructor_is_led_there():
    assert "(teaching/README.md)" in (lessons.ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
    readme = (lessons.ROOT / "README.md").read_text(encoding="utf-8")
    assert "(docs/teaching/README.md)" in parts(readme)["For an instructor"]
