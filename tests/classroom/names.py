"""Names of students and files that break paths, pages, terminals and databases."""

from __future__ import annotations

from classroom.hostile import attack
from classroom.paper import Paper

NAMES = {
    "two dots": "..x",
    "a leading dash": "-rf",
    "spaces": "  Ada  Lovelace ",
    "quotes": """o'neil "the" `apple`""",
    "a new line": "new\nline",
    "a tab and a bell": "tab\tbell\x07",
    "markup": "<script>alert(1)<\\script>&amp;",
    "a terminal escape": "\x1b[2J\x1b]0;owned\x07red",
    "letters of many kinds": "Zoë-Łukasz-李雷-مريم-👩‍🌾",
    "the other direction": "txt\u202egnp.exe",
    "a command": "$(touch an-attack-was-here);`id`",
    "a pattern": "*[a-z]?{x,y}",
    "a format": "%s%n{0}{__class__}",
    "a query": "x' OR '1'='1'; DROP TABLE grade; --",
    "a device": "CON",
    "a dot in front": ".hidden",
    "two hundred letters": "x" * 200,
}


def _student(what: str, name: str) -> None:
    def hand_in(paper: Paper) -> None:
        pass

    hand_in.__name__ = f"a_student_named_with_{what}".replace(" ", "_")
    hand_in.__doc__ = f"A folder of a student whose name has {what} is graded like any other."
    attack("right", student=name)(hand_in)


for _what, _name in NAMES.items():
    _student(_what, _name)


@attack("right", flag="repaired")
def names_of_files(paper: Paper):
    """Files beside the notebook may have any name that the system allows."""
    for name in NAMES.values():
        paper.files[f"{name[:100]}.txt"] = b"x"
    paper.files["/".join(["deep"] * 60) + "/file.txt"] = b"x"

    def bytes_that_are_no_text(folder) -> None:
        import os

        with open(os.path.join(os.fsencode(folder), b"\xff\xfe.txt"), "wb") as file:
            file.write(b"x")

    paper.change(bytes_that_are_no_text)


@attack("right")
def markup_and_escapes_in_outputs(paper: Paper):
    """Scripts, frames and terminal escapes in a learner's outputs are no command to anybody who looks at them."""
    paper.append("""
        from IPython.display import HTML, Javascript, Markdown, display
        display(HTML("<script>document.body.innerHTML = 'owned'</script><iframe src='file:///etc/passwd'></iframe>"))
        display(Javascript("alert(1)"), Markdown("<img src=x onerror=alert(1)>"))
        print("\\x1b[2J\\x1b]0;owned\\x07", "</pre></div><script>alert(1)</script>", "\\x00")
        """)
    paper.append('raise ValueError("\\x1b[31m</div><script>alert(1)</script>")')
