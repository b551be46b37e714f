"""A class that was graded: gradebook rows and results such as grading leaves them, for the report and the browser.

All people, scores and times are made up by a seed. Devices bear "synthetic" in their names, for nobody measured them;
the messages are what the checks of lesson 00 really say to wrong answers.
"""

from __future__ import annotations

import datetime
import math
import random
import subprocess
import sys
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.authoring import lesson as lessons
from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Flag, Item, NotebookResult, Result
from support.instructor import Course, course_in

NAME = "00-start-here"
FIRST = ["Ana", "Bea", "Carl", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jana", "Kai", "Lea", "Max", "Nora"]
LAST = ["Abel", "Brandt", "Cohen", "Diaz", "Evans", "Fischer", "Garcia", "Haas", "Ito", "Jansen"]
EVIL = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
DEVICES = [  # kind, name, seconds for the matrix product of 1,500 rows, machines with it in a hundred
    ("cpu", "synthetic laptop, 4 cores", 0.11, 45),
    ("cpu", "synthetic Azure D2ds", 0.21, 40),
    ("cpu", "synthetic old laptop", 0.9, 15),
]
GPU = ("gpu", "synthetic GPU", 0.004)
SIZES = (32, 64, 128, 256, 512, 1024, 2048)
DUE = datetime.datetime(2025, 1, 10, 12)


def marked_class(root: Path, people: int = 40, *, seed: int = 1) -> Course:
    """Lesson 00 released with plain nbgrader, and `people` who were graded; some of them hostile, late or copied."""
    course = course_in(root)
    done = course.nbgrader("generate_assignment", NAME)
    assert done.returncode == 0, done.stderr
    rng = random.Random(seed)
    with gradebook(root) as book:
        book.update_or_create_assignment(NAME, duedate=DUE)
        for number in range(people + 2 * (people > 3)):
            add_person(book, number)
        for number in range(people):
            add_submission(book, root, number, rng)
    return course


def gradebook(root: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{root}/grading/gradebook.db", "apples")


def student_id(number: int) -> str:
    return f"s{number:03d}"


def add_person(book: Gradebook, number: int) -> None:
    first, last = FIRST[number % len(FIRST)], LAST[(number * 7 + number // len(LAST)) % len(LAST)]
    if number == 5:
        first, last = EVIL, '=HYPERLINK("http://evil.example")'
    if number == 6:
        first, last = "\x1b[31mRed\x1b[0m \u202egnirts", "L" * 120
    email = f"{student_id(number)}@example.org"
    book.update_or_create_student(
        student_id(number), first_name=first, last_name=last, email=email, lms_user_id=str(9000 + number)
    )


def messages() -> dict[str, list[str]]:
    """What the visible check of each question says to the wrong answers that stand in the lesson."""
    lesson = lessons.read(lessons.SOLUTIONS / f"{NAME}.py")
    said: dict[str, list[str]] = {}
    for answer in lesson.wrong_answers:
        scope: dict = {"__name__": "__main__"}
        try:
            exec("from course import checks", scope)
            exec(answer.source, scope)
            exec(lesson.cell(f"{answer.question}-check").source, scope)
        except Exception as error:
            words = str(error) if answer.message in str(error) else f"{answer.message}."
            said.setdefault(answer.question, []).append(words)
    return said


SAID = messages()


def add_submission(book: Gradebook, root: Path, number: int, rng: random.Random) -> None:
    """One person, graded: the able ones get more right; number 2 is late, 3 is lost, 4 empty, 5 and 6 are hostile."""
    student, able = student_id(number), rng.gauss(0.5, 1.1)
    submission = book.update_or_create_submission(NAME, student, timestamp=DUE)
    result = Result(NAME, student, "0" * 64, "2025-01-12T20:00:00+00:00", missing_walls=[])
    result.seconds, result.cpu_seconds = rng.uniform(2.5, 5.5), rng.uniform(1.5, 3.5)
    result.peak_bytes = int(rng.uniform(380, 620) * 2**20)
    for notebook in submission.notebooks:
        items = []
        for hardness, grade in enumerate(sorted(notebook.grades, key=lambda one: one.name)):
            name, most = grade.name, grade.max_score
            question = name.removesuffix("-check")
            status = outcome(number, able - 0.45 * hardness + 0.6, rng)
            if grade.cell_type != "code" and number != 3:
                status = "not attempted" if status == "not attempted" else "by hand"
            score = {"right": most, "partial": most / 2, "by hand": None}.get(status, 0.0)
            words = (
                ""
                if status in ("right", "by hand", "not attempted")
                else rng.choice(SAID.get(question, ["Not right yet."]))
            )
            if status == "hidden":
                words = "The visible check passes, and other numbers give another answer."
            if number == 5 and status != "right":
                words = EVIL + " \x1b]0;owned\x07\x00"
            items.append(Item(name, question, most, score, status, words, rng.uniform(0.02, 0.2)))
            grade.auto_score, grade.needs_manual_grade = score, score is None
            if status == "by hand" and number % 3 == 0:  # some were read already
                grade.manual_score, grade.needs_manual_grade = rng.choice([1.0, 2.0]), False
        result.notebooks[notebook.name] = NotebookResult([], items)
        if number in (2, 11):
            notebook.late_submission_penalty = 1.5
            submission.timestamp = DUE + datetime.timedelta(hours=5)
    result.flags = flags(number)
    result.timing = timing(number, rng)
    book.db.commit()
    result.write(Folder(root).result(student, NAME))


def outcome(number: int, able: float, rng: random.Random) -> str:
    if number == 3:
        return "trouble"
    if number == 4:
        return "not attempted"
    luck = able + rng.gauss(0, 0.7)
    if luck > 0.15:
        return "right"
    return "partial" if luck > -0.1 else "hidden" if luck > -0.3 else "wrong" if luck > -1.0 else "not attempted"


def flags(number: int) -> list[Flag]:
    shared = "The log has 2 measurements (“matrix product”) in common with {}."
    forged = "observations.json: “matrix product”: its samples add up to 4.2 s, and the whole measurement took 0.5 s."
    made = {
        3: [Flag("lost", "grading it ended with status -9; the file is kept as it was", decide=True, points=10)],
        5: [Flag("limit", f"cell 4: {EVIL} ran longer than 120 s", NAME)],
        7: [Flag("repaired", "the file was a zip archive; it was unpacked", NAME)],
        8: [Flag("repaired", "the cell times-off-check was missing; it was put back", NAME)],
        9: [Flag("timing", forged, NAME, decide=True, points=5)],
        12: [Flag("shared", shared.format("s013"), decide=True, points=5)],
        13: [Flag("shared", shared.format("s012"), decide=True, points=5)],
    }
    return made.get(number, [])


def timing(number: int, rng: random.Random) -> list[dict]:
    """Rows as `timings.verify` gives them: the matrix product, a sweep of it, and a training step."""
    if number in (3, 4):
        return []
    kind, name, seconds, _ = rng.choices(DEVICES, [each[3] for each in DEVICES])[0]
    mine = seconds * math.exp(rng.gauss(0, 0.12))
    rows = [row(number, "matrix product", 1500, kind, name, mine, mine * math.exp(rng.gauss(0.4, 1.8)))]
    rows += sweep(number, kind, name, rng, 3e-6, mine, 2.8)
    if number % 4 == 0:
        kind, name, quick = GPU
        rows += sweep(number, kind, name, rng, 6e-5, quick, 2.9)
        rows.append(row(number, "training step", 64, kind, name, 2e-3 * math.exp(rng.gauss(0, 0.2)), 1e-3))
    step, guess = 0.02 * math.exp(rng.gauss(0, 0.2)), 0.05 * math.exp(rng.gauss(0, 1))
    rows.append(row(number, "training step", 64, "cpu", "synthetic laptop, 4 cores", step, guess))
    if number == 9:
        rows[0] |= {"honest": False, "problems": ["its samples add up to 4.2 s, and the whole took 0.5 s."]}
    if number == 5:
        rows.append(row(number, EVIL + " $\\frac{", 64, "cpu", EVIL + "\x1b[2J", 0.02, 0.5))
    return rows


def sweep(number, kind, name, rng, least, grows, power) -> list[dict]:
    """A matrix product over all sizes: `least` seconds, and some that grow with the size, to `grows` at 1,500 rows."""
    return [
        row(
            number,
            "matrix product sweep",
            size,
            kind,
            name,
            least + grows * (size / 1500) ** power * math.exp(rng.gauss(0, 0.1)),
        )
        for size in SIZES
    ]


def row(number, workload, size, device, name, median, predicted=None) -> dict:
    said = None
    if predicted:
        said = {
            "value": predicted,
            "unit": "s",
            "quantity": "seconds",
            "off_by": max(predicted / median, median / predicted),
        }
    return {
        "record": "observation",
        "workload": workload,
        "size": size,
        "device": device,
        "device_name": name,
        "cores": 4,
        "threads": 4,
        "median": median,
        "iqr": median / 20,
        "samples": 12,
        "prediction": said,
        "started": 1.7e9 + size,
        "machine": f"{number:016x}",
        "source": "observations.json",
        "honest": True,
        "problems": [],
        "items": [],
        "mark": f"{number}-{workload}-{size}-{device}",
        "log": str(number),
    }


def add_assignment(book: Gradebook, name: str, people: list[int], rng: random.Random) -> None:
    """A further assignment with four questions, made without a notebook, and its scores."""
    book.add_assignment(name)
    book.add_notebook(name, name)
    for question in ("one", "two", "three", "four"):
        book.add_grade_cell(f"{question}-check", name, name, max_score=3, cell_type="code")
    for number in people:
        submission = book.add_submission(name, student_id(number))
        for grade in submission.notebooks[0].grades:
            grade.auto_score = rng.choice([0, 1.5, 3, 3, 3])
            grade.needs_manual_grade = False
    book.db.commit()


if __name__ == "__main__":  # look at it: python tests/marked_class.py FOLDER
    where = Path(sys.argv[1])
    where.mkdir(parents=True)
    marked_class(where)
    with gradebook(where) as open_book:
        for place, lesson_name in enumerate(("01-apple-or-not", "04-learn-by-looking", "09-cpu-or-gpu")):
            add_assignment(open_book, lesson_name, list(range(0, 40 - 5 * place)), random.Random(place))
    subprocess.run(
        [
            sys.executable,
            "-c",
            f"from autograder import report as r; print(r.report({str(where)!r}, {NAME!r})); "
            f"print(r.course_report({str(where)!r})); print(r.export({str(where)!r}, None))",
        ],
        check=True,
    )
