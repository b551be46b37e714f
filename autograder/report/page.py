"""One HTML file that needs nothing else: no request, no script of anybody else's, and no word that is obeyed."""

from __future__ import annotations

import base64
import datetime
import hashlib
import os
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from autograder.files import write_atomic
from autograder.gradebook.folder import Folder
from autograder.gradebook.person import Person
from autograder.text import count, duration, number, percent, short, shown

HERE = Path(__file__).parent
SCRIPTS = "sort.js", "find.js"
LONGEST = 2000  # characters of any text, unless a template asks for fewer


def reports_folder(folder: Folder) -> Path:
    """Where reports stand: beside the folder of graded submissions."""
    return folder.root / os.path.dirname(folder.coursedir.autograded_directory) / "reports"


def write(path: Path, template: str, **values: object) -> Path:
    """Fill a template of this folder; every value is neutralised and escaped."""
    script = "".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)
    page = (
        _environment()
        .get_template(template)
        .render(
            script=Markup(script),
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            style=Markup((HERE / "look.css").read_text(encoding="utf-8")),
            made=datetime.datetime.now().astimezone(),
            **values,
        )
    )
    write_atomic(path, page)
    return path


def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_harmless,
    )
    made.filters |= {
        "shown": shown,
        "number": number,
        "duration": duration,
        "percent": percent,
        "short": short,
        "size": _size,
    }
    made.globals |= {"count": count, "anchor": _anchor}
    return made


def _anchor(person: Person) -> str:
    """The id of a person's row, as `find.js` writes it too."""
    return "p-" + quote(person.id, safe="!*'()")


def _harmless(value: object) -> object:
    """Whatever a template prints, if it is not its own: without control characters, and of a bounded length."""
    return value if isinstance(value, Markup | int | float) else shown(value, LONGEST)


def _size(value: float) -> str:
    return f"{value / 2**30:.1f} GB" if value >= 2**30 else f"{value / 2**20:.0f} MB" if value else "–"
