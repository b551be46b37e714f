"""The page itself: Markdown with a little HTML, which JupyterLab, VS Code and the studio show without a kernel.

JupyterLab cleans the HTML of a page: links, pictures, `div` and simple styles stay. Colours are those of the reader's
theme, or see-through.
"""

from __future__ import annotations

import html
import time
from collections.abc import Sequence
from urllib.parse import quote

from course.home.lessons import PICTURE, Lesson, next_one
from course.home.progress import LastCheck

GRID = "display:flex;flex-wrap:wrap;align-items:stretch"
CARD = "width:248px;margin:0 16px 16px 0;border-radius:8px;background:rgba(127,127,127,0.12)"
HERE = "box-shadow:0 0 0 3px #2a7fbf"  # 3:1 or more on white and on JupyterLab's dark page
TITLE = "display:block;padding:10px 14px 4px 14px;font-size:16px;font-weight:600;line-height:1.4"
WORDS = "padding:0 14px 14px 14px;line-height:1.4"
TRACK = "height:8px;border-radius:4px;background:rgba(127,127,127,0.35);margin:8px 0 4px 0"
FILL = "height:8px;border-radius:4px;background:#2a7fbf"


def page(among: Sequence[Lesson]) -> str:
    """The page for these lessons, in their order."""
    here = next_one(among)
    word = "Continue" if any(lesson.last for lesson in among) else "Start"
    if here is None:
        go_on = "**Every check is right.** What a person grades, your instructor will tell you."
    else:
        go_on = f"**{word} here:** [{_name(here)}]({_address(here)})"
    cards = "\n".join(_card(lesson, word if lesson is here else "") for lesson in among)
    return f"""# Machine learning or deep learning? CPU or GPU?

{go_on}

<div style="{GRID}">
{cards}
</div>

The points are those of your last check. To check a lesson, save it, open a terminal (menu *File*, *New*, *Terminal*)
and type `python -m course check 01`, with the lesson's number. Nothing leaves this computer. New words stand in the
[glossary](glossary.md).
"""


def _card(lesson: Lesson, here: str) -> str:
    """One lesson as HTML, without an empty line, which would end it. `here`: a word, if this is where to go on."""
    picture = f'<img src="{quote(lesson.name)}/{PICTURE}" alt="Lesson" width="248">' if lesson.picture else ""
    lines = [
        f'<div style="{CARD};{HERE}">' if here else f'<div style="{CARD}">',
        f'<a href="{_address(lesson)}" style="display:block">{picture}',
        f'<span style="{TITLE}">{html.escape(_name(lesson))}</span></a>',
        f'<div style="{WORDS}">{html.escape(lesson.question)}',
        f'<div style="margin:6px 0 0 0">{lesson.minutes} minutes</div>',
        _points(lesson.last) if lesson.last else "<div>not checked yet</div>",
        f"<div><b>{here} here</b></div>" if here else "",
        *(f'<div><a href="{quote(path)}">{html.escape(said)}</a></div>' for said, path in lesson.translations),
        "</div></div>",
    ]
    return "\n".join(line for line in lines if line)


def _points(last: LastCheck) -> str:
    share = 100 * last.points / last.max if last.max else 0
    bar = f'<div style="{TRACK}"><div style="{FILL};width:{share:.0f}%"></div></div>' if share else ""
    by_hand = f" + {last.by_hand:g} by a person" if last.by_hand else ""
    day = time.strftime("%Y-%m-%d", time.localtime(last.checked))
    done = "✓ " if last.right else ""
    return f"{bar}<div>{done}<b>{last.points:.3g} of {last.max:g} points</b>{by_hand}</div><div>checked {day}</div>"


def _name(lesson: Lesson) -> str:
    return f"{lesson.name[:2]} {lesson.title}"


def _address(lesson: Lesson) -> str:
    return f"{quote(lesson.name)}/{quote(lesson.name)}.ipynb"
