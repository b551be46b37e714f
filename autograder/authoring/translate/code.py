"""A cell of code: the strings and comments that a learner reads, and nothing that Python works with.

Read are docstrings, comments, what is printed, and what a check says: `learned=`, the messages of `expect` and
`close`, and sentences that get a name first. An f-string is a message with its placeholders: `{cores} cores`. Neither
solutions nor hidden tests are looked at: nobody reads them in a lesson.
"""

from __future__ import annotations

import ast
import inspect
import io
import re
import tokenize
from collections.abc import Callable, Iterator, Mapping

from autograder.authoring.translate.markdown import LETTERS
from course.language import PLACEHOLDER

Say = Callable[[str], str]
Edit = tuple[int, int, str]  # from, to, and what stands there then
HIDDEN = re.compile(r"^[ \t]*### BEGIN (SOLUTION|HIDDEN TESTS)\n.*?^[ \t]*### END \1", re.MULTILINE | re.DOTALL)
MESSAGE = {"expect": 1, "close": 2}  # which argument of a question's method is its message
SPOKEN = ("learned", "read", "shown", "what", "each")  # what checks and their methods take by name and show
SENTENCE = re.compile(r"[A-Z0-9`{“].*?\w\W+\w+\W+\w", re.DOTALL)  # of three words or more
NO_COMMENT = re.compile(r"#+ *(?:noqa|fmt|type:|%%|#|!)|# *$")


def rewritten(source: str, say: Say, *, check: bool = False, headings: Mapping[str, str] | None = None) -> str:
    """The code with translated strings and comments; where nothing is translated, not a byte changes.

    `check`: it is the cell of a check, whose code nobody sees. `headings`, by the English ones, are what `read=` and
    other names of parts of the lesson become.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:  # IPython's own lines
        return source
    hidden = [found.span() for found in HIDDEN.finditer(source)]
    edits = [*_strings(source, tree, say, check, headings or {}), *([] if check else _comments(source, say))]
    for start, end, new in sorted(edits, reverse=True):
        if not any(first <= start < last for first, last in hidden):
            source = source[:start] + new + source[end:]
    return source


def _strings(source: str, tree: ast.Module, say: Say, check: bool, headings: Mapping[str, str]) -> Iterator[Edit]:
    at = _Places(source)
    for node in _docstrings(tree):
        text = inspect.cleandoc(str(node.value))
        if LETTERS.search(text) and not at.hidden(node) and (new := say(text)) != text:
            indent = "\n" + " " * node.col_offset
            body = new.replace("\\", "\\\\").replace('"""', "'''").replace("\n", indent)
            last = indent if "\n" in text else ""
            yield (*at.span(node), f'"""{body}{last}"""')
    seen = set()
    for node in [*_spoken(tree), *(_sentences(tree) if check else ())]:
        if id(node) in seen or at.hidden(node):
            continue
        seen.add(id(node))
        message = _message(node)
        if message in headings:
            new = headings[message]
        elif LETTERS.search(PLACEHOLDER.sub("", message)) and " " in message:
            new = say(message)
        else:
            continue
        if new != message:
            yield (*at.span(node), _literal(new, isinstance(node, ast.JoinedStr)))


def _comments(source: str, say: Say) -> Iterator[Edit]:
    at = _Places(source)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or NO_COMMENT.match(token.string) or not LETTERS.search(token.string):
            continue
        start = at.offset(*token.start)
        text = token.string.lstrip("# ")
        if not any(first <= start < last for first, last in at.regions) and (new := say(text)) != text:
            yield start, start + len(token.string), f"# {new}"


class _Places:
    """Where nodes of a syntax tree are in their source, in characters."""

    def __init__(self, source: str):
        self.lines = source.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.regions = [found.span() for found in HIDDEN.finditer(source)]

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column

    def span(self, node: ast.expr) -> tuple[int, int]:
        line, column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return self._in_bytes(node.lineno, node.col_offset), self._in_bytes(line, column)

    def hidden(self, node: ast.expr) -> bool:
        return any(first <= self.span(node)[0] < last for first, last in self.regions)

    def _in_bytes(self, line: int, column: int) -> int:
        return self.offset(line, len(self.lines[line - 1].encode()[:column].decode()))


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def _spoken(tree: ast.Module) -> Iterator[ast.expr]:
    """The literals that calls print or show."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        shown = [each.value for each in call.keywords if each.arg in SPOKEN]
        if name == "print":
            shown = call.args
        elif name.startswith("checks."):
            shown += [] if name == "checks.question" else call.args[1:]
        elif isinstance(call.func, ast.Attribute) and call.func.attr in MESSAGE:
            shown += call.args[MESSAGE[call.func.attr] :][:1]
        elif not (isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "q"):
            continue
        for each in shown:
            yield from _literals(each)


def _sentences(node: ast.AST) -> Iterator[ast.expr]:
    """Whole sentences, also where they get a name first; not what a call is given, which may be data."""
    if isinstance(node, ast.Call | ast.Subscript | ast.Compare | ast.JoinedStr | ast.Constant):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    for child in ast.iter_child_nodes(node):
        yield from (each for each in _literals(child) if SENTENCE.match(_message(each)))
        yield from _sentences(child)


def _literals(node: ast.AST) -> Iterator[ast.expr]:
    """The strings that an expression chooses among or puts together."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from (*_literals(node.left), *_literals(node.right))


def _message(node: ast.expr) -> str:
    """The text of a literal; what stands in the braces of an f-string as Python writes it."""
    if not isinstance(node, ast.JoinedStr):
        return str(ast.literal_eval(node))
    parts: list[str] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value).replace("{", "{{").replace("}", "}}"))
        else:
            parts.append(ast.unparse(ast.JoinedStr([part]))[2:-1])
    return "".join(parts)


def _literal(text: str, formatted: bool) -> str:
    """The source of a string with this text. In an f-string, a placeholder stays as it is: it has no double quotes."""
    parts = re.split(f"({PLACEHOLDER.pattern})", text) if formatted else [text]
    for at in range(0, len(parts), 2):
        parts[at] = parts[at].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{"f" if formatted else ""}"{"".join(parts)}"'
