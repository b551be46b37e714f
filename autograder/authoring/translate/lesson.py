"""A lesson in another language: the same cells, ids, points and tests, with the texts of a catalogue."""

from __future__ import annotations

import copy
import json
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import replace

from babel import Locale

from autograder.authoring import lesson as lessons
from autograder.authoring.translate import code, interface, markdown
from autograder.authoring.translate.catalogue import Catalogue, catalogue_of
from course.figures.quick_question import Question, coded
from course.notebook import place

Say = Callable[[str], str]
WAY = re.compile(r"\]\(\.\./home\.md\)")  # the line of links to the lesson before, to home and to the lesson after
STEP = re.compile(r"(?<=\[)(← )?(\d\d) ([^\]]+?)( →)?(?=\]\(\.\./([^/)]+)/)")
ABOVE = re.compile(r"(?<=\]\()\.\./(?=(home\.md|(\d\d-[^/)]+)/))")
ASKS = re.compile(r'quick_question\("([\w+/=]+)"\)')


def messages(lesson: lessons.Lesson) -> dict[str, str]:
    """What a learner reads of a lesson, each text with where it stands, in their order."""
    found: dict[str, str] = {}
    _Translation(lesson, lambda text, where: found.setdefault(text, where) and text).notebook()
    return found


def lesson_catalogue(lesson: lessons.Lesson, language: str) -> Catalogue:
    """The translations of a lesson, brought up to date with its English; the file is not changed."""
    return Catalogue(catalogue_of(lesson.name, language), language, messages(lesson), f"lesson {lesson.name}")


def own_catalogue(language: str) -> Catalogue:
    """The translations of what the course says by itself."""
    return Catalogue(interface.path_of(language), language, interface.messages(), "the course's own words")


def translated(lesson: lessons.Lesson, said: Catalogue, own: Catalogue, others: Mapping[str, Say]) -> lessons.Lesson:
    """The lesson as `said` translates it, and `own` what is the same in all of them.

    `others` translate the titles of the lessons that there are in that language, by name; links to all others lead to
    the English ones, a folder above.
    """
    return _Translation(lesson, lambda text, where: said(text), own, others, said.language).lesson()


class _Translation:
    """One walk through a lesson, in which each message is asked for once, in its order."""

    def __init__(self, lesson, say, own: Say = str, others: Mapping[str, Say] | None = None, language: str = ""):
        self.english, self.own, self.others, self.language = lesson, own, others or {}, language
        self.section = self.where = "title"
        self.say: Say = lambda text: say(text, self.where)
        self.headings: dict[str, str] = {}

    def lesson(self) -> lessons.Lesson:
        notebook, front = self.notebook(), self.english.front
        title = self.headings.get(front.title, front.title)
        front = replace(front, title=title, question=self._question(front.question))
        name = Locale.parse(self.language).get_display_name()
        about = {"title": front.title, "question": front.question, "language": self.language, "language_name": name}
        notebook.metadata["lesson"] = {**notebook.metadata["lesson"], **about}
        return replace(self.english, front=front, notebook=notebook)

    def notebook(self):
        notebook = copy.deepcopy(self.english.notebook)
        for cell in notebook.cells:  # headings first: checks above them may name them
            if cell.cell_type == "markdown" and not place.is_answer(cell):
                self._learn_headings(cell.source)
        for cell in notebook.cells:
            cell.source = self._cell(cell)
        return notebook

    def _learn_headings(self, source: str) -> None:
        for found in place.HEADING.finditer(place.FENCED.sub("", source)):
            mark = found[0][: found[0].index(found[1])]
            said = (self.say(found[0]) if self.language else found[0]).removeprefix(mark)
            self.headings[place.MARKS.sub("", found[1]).strip()] = place.MARKS.sub("", said).strip()

    def _cell(self, cell) -> str:
        role, source = place.grading(cell), cell.source
        if cell.cell_type == "markdown":
            self.section = self.where = place.heading([cell], 0) or self.section
            if place.is_answer(cell):
                return source  # of a reason nothing is shown but the place to write, by which it is known as empty
            return ABOVE.sub(self._up, markdown.rewritten(source, self._paragraph))
        self.where = f"{self.section}, {role.get('grade_id', 'code')}"
        if asks := ASKS.search(source):
            return self._quick(source, asks[1])
        if not (role.get("grade") and role.get("locked")):
            return code.rewritten(source, self.say, headings=self.headings)
        first, _, rest = source.partition("\n")
        rest = code.rewritten(rest, self.say, check=True, headings=self.headings)
        title = re.fullmatch(interface.CHECK_OF.replace("{}", "(.*)"), first)
        heading = self.own(interface.CHECK_OF).format(self.headings.get(title[1], title[1])) if title else None
        return f"{heading or self.own(interface.CHECK)}\n{rest}"

    def _paragraph(self, text: str) -> str:
        if not WAY.search(text):
            return self.say(text)
        return STEP.sub(self._step, text.replace("[Home]", f"[{self.own(interface.HOME)}]"))

    def _step(self, found: re.Match) -> str:
        before, number, title, after, name = found.groups(default="")
        say = self.others.get(name, str)
        return f"{before}{number} {say(f'# {title}').removeprefix('# ')}{after}"

    def _up(self, found: re.Match) -> str:
        return "../" if not self.language or found[2] in self.others else "../../"

    def _quick(self, source: str, word: str) -> str:
        asked = [Question(**each) for each in json.loads(b64decode(word))]
        self.where, new = f"{self.section}, quick question", []
        for each in asked:
            ask = self.say(each.ask)
            answers = {words: (self.say(words), self.say(reason)) for words, reason in each.answers}
            new.append(replace(each, ask=ask, answers=tuple(answers.values()), right=self._right(each, answers)))
        first = interface.QUICK if len(asked) == 1 else interface.QUICKS
        line = self.own(first).format(len(asked))
        return source.replace(word, coded(new)).replace(source.partition("\n")[0], line, 1)

    @staticmethod
    def _right(question: Question, answers: dict[str, tuple[str, str]]) -> tuple[str, ...]:
        return tuple(answers[words][0] for words in question.right)

    def _question(self, question: str) -> str:
        said = self.say(f"**{question}**")
        return said.removeprefix("**").removesuffix("**")
