"""What a student handed in, as notebooks that can be graded.

Which file is which notebook is decided here; `gather` and `unpack` find the files, `salvage` and `sound` make notebooks
of them. All of it is hostile: nothing is executed or unpickled, no link is followed, and nothing raises.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nbformat import NotebookNode
from nbgrader import utils

from autograder.files import FULL
from autograder.repair import gather, salvage, unpack
from autograder.repair.gather import CHECKPOINTS, Gathered, depth, is_notebook
from autograder.text import listed, quoted

MAX_CANDIDATES = 20  # files that are read as notebooks
HEAD = 4_096  # bytes that tell whether a file without the right ending is a notebook
LONGEST_TIMESTAMP = 300  # bytes; nbgrader writes about 30
TIMESTAMP = "timestamp.txt"

EXACT, VARIANT, WITHIN, OTHER = range(4)  # how a file's name resembles that of a notebook
_COPY = re.compile(r"[\s_-]*(\(\d+\)|-checkpoint|copy\s*\d*|\(copy\))$|^copy of\s+")


@dataclass
class Submission:
    """What was handed in. Only notebooks that were found are in `notebooks`."""

    notebooks: dict[str, NotebookNode] = field(default_factory=dict)  # by the name it should have; format 4
    files: dict[str, bytes | Path] = field(default_factory=dict)  # relative posix path: bytes, or a place on disk
    reasons: list[str] = field(default_factory=list)  # one for each repair, in plain words
    timestamp: str = ""  # content of timestamp.txt
    unread: list[str] = field(default_factory=list)  # what is no notebook, and may hold the answers all the same

    def write(self, target: Path) -> None:
        """Write the files beside the notebooks; a name that this disk cannot have is left out."""
        for name, content in self.files.items():
            path = target / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(content, bytes):
                    path.write_bytes(content)
                else:
                    shutil.copyfile(content, path, follow_symlinks=False)
            except OSError as error:  # such a name, or a file in the place of a folder
                if error.errno in FULL:
                    raise
        if self.timestamp:
            (target / TIMESTAMP).write_text(self.timestamp, encoding="utf-8")


@dataclass
class _Candidate:
    """A file that may be a notebook. `answered` counts what the learner wrote in it."""

    name: str
    notebook: NotebookNode | None
    reasons: list[str]
    grade_ids: set[str]
    answered: int

    @property
    def checkpoint(self) -> bool:
        return CHECKPOINTS in self.name


def read(folder: Path, names: Sequence[str], grade_ids: Mapping[str, Collection[str]] | None = None) -> Submission:
    """Read a submission, which stands in `folder`, in its place, or beside it as `<folder>.zip` and the like.

    `names` are those of the assignment's notebooks. `grade_ids`, the nbgrader ids of each, tell renamed notebooks apart
    where there are several. Never raises for what a submission holds.
    """
    gathered = gather.gather(Path(folder))
    candidates = _candidates(gathered, names)
    chosen = _choose(candidates, names, grade_ids)
    while not _enough(chosen, names) and unpack.look_further(gathered):
        candidates = _candidates(gathered, names)
        chosen = _choose(candidates, names, grade_ids)
    submission = Submission(reasons=gathered.reasons)
    for name in names:
        about = f"{name}: " if len(names) > 1 else ""
        if name in chosen:
            submission.notebooks[name] = chosen[name].notebook  # type: ignore[assignment]  # without one none is chosen
            submission.reasons += [about + words for words in _about(name, chosen[name], candidates, chosen)]
        else:
            submission.reasons += [about + words for words in _absent(name, gathered, candidates, chosen)]
    submission.unread = _unread(gathered, chosen)
    _add_files(submission, gathered, names, chosen)
    return submission


def _enough(chosen: dict[str, _Candidate], names: Sequence[str]) -> bool:
    return len(chosen) == len(names) and not any(each.checkpoint for each in chosen.values())


# -- which file is which notebook ------------------------------------------------------------------------------------


def _candidates(gathered: Gathered, names: Sequence[str]) -> list[_Candidate]:
    """The files that may be notebooks, read: the likeliest first, and not too many."""
    likely = [
        (CHECKPOINTS in file, min((_resemblance(file, name) for name in names), default=OTHER), depth(file), file)
        for file, content in gathered.files.items()
        if is_notebook(file) or _looks_like_one(file, content)
    ]
    return [_candidate(file, gathered.files[file]) for *_, file in sorted(likely)[:MAX_CANDIDATES]]


def _looks_like_one(file: str, content: bytes | Path) -> bool:
    if PurePosixPath(file).suffix.lower() not in ("", ".json", ".txt"):
        return False
    try:
        head = gather.read(content, HEAD)
    except OSError:
        return False
    return re.search(rb'"(cells|worksheets|cell_type)"\s*:', head.replace(b"\0", b"")) is not None


def _candidate(file: str, content: bytes | Path) -> _Candidate:
    try:
        notebook, reasons = salvage.notebook(gather.read(content, salvage.MAX_BYTES + 1))
    except Exception as error:  # whatever a file can do to its reader, it costs only this file
        notebook, reasons = None, [f"it cannot be read ({type(error).__name__})"]
    grading = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells] if notebook else []
    grade_ids = {each["grade_id"] for each in grading if each.get("grade_id")}
    return _Candidate(file, notebook, reasons, grade_ids, _answered(notebook) if notebook else 0)


def _answered(notebook: NotebookNode) -> int:
    """How many cells for answers are not as they were released; without nbgrader's metadata, cells with code."""
    cells = [cell for cell in notebook.cells if cell.source.strip()]
    answers = [cell for cell in cells if utils.is_solution(cell) and cell.metadata.nbgrader.get("grade_id")]
    if not answers:
        return sum(cell.cell_type == "code" for cell in cells)
    return sum(not _is_released(cell) for cell in answers)


def _is_released(cell: NotebookNode) -> bool:
    if utils.is_grade(cell) and "points" not in cell.metadata.nbgrader:
        return False
    return cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)


def _choose(
    candidates: list[_Candidate], names: Sequence[str], grade_ids: Mapping[str, Collection[str]] | None
) -> dict[str, _Candidate]:
    pairs, ids = [], {name: set((grade_ids or {}).get(name, ())) for name in names}
    for name, known in ids.items():
        for candidate in candidates:
            if candidate.notebook:
                alike = _resemblance(candidate.name, name)
                shared = _in_common(known, candidate) if known else bool(candidate.grade_ids)
                if alike < OTHER or shared:
                    most = max(_in_common(each, candidate) for each in ids.values())
                    strange = (0 if shared == most else 1) if shared else 2
                    rank = _rank(candidate, alike, strange if known else 2 * (alike == OTHER))
                    pairs.append((rank, name, candidate))
    chosen: dict[str, _Candidate] = {}
    used: set[str] = set()
    for _, name, candidate in sorted(pairs, key=lambda pair: pair[0]):
        if name not in chosen and candidate.name not in used:
            chosen[name] = candidate
            used.add(candidate.name)
    left = [name for name in names if name not in chosen]
    if len(left) == 1:  # without a name and without metadata it can only be that
        unknown = [each for each in candidates if each.notebook and each.name not in used and not each.grade_ids]
        if unknown:
            chosen[left[0]] = min(unknown, key=lambda each: (each.checkpoint, -each.answered, each.name))
    return chosen


def _in_common(known: set[str], candidate: _Candidate) -> float:
    """The share of cells in common, 0 to 1: of two notebooks that both have a cell, the other cells tell."""
    return len(known & candidate.grade_ids) / max(1, len(known | candidate.grade_ids))


def _rank(candidate: _Candidate, alike: int, strange: int) -> tuple:
    """The smaller, the likelier: the right cells, an answer at all, the right name, the most answers.

    `strange`: 0 no notebook of the assignment has more cells in common with it, 1 another has, 2 none in common.
    """
    return (
        candidate.checkpoint,
        strange,
        candidate.answered == 0,
        alike,
        -candidate.answered,
        depth(candidate.name),
        candidate.name,
    )


def _resemblance(file: str, name: str) -> int:
    """How a file's name resembles that of a notebook: EXACT, VARIANT, WITHIN or OTHER."""
    file = PurePosixPath(file).name
    if file == f"{name}.ipynb":
        return EXACT
    file, name = _plain(file), _plain(name)
    if file == name:
        return VARIANT
    return WITHIN if name in file else OTHER


def _plain(name: str) -> str:
    """A name without case, ending, and what browsers and file managers add to copies."""
    name = re.sub(r"(\.ipynb|\.json|\.txt)+$", "", unicodedata.normalize("NFC", name).casefold())
    for _ in range(3):
        name = re.sub(r"\.ipynb$", "", _COPY.sub("", name).strip())
    return name


# -- in words --------------------------------------------------------------------------------------------------------


def _about(name: str, candidate: _Candidate, candidates: list[_Candidate], chosen: dict[str, _Candidate]) -> list[str]:
    """What was unusual about a notebook that was found."""
    path = PurePosixPath(candidate.name)
    words = []
    if candidate.checkpoint:
        words.append("only a checkpoint of the notebook was handed in")
    elif path.name != f"{name}.ipynb":
        words.append(f"the notebook was named {quoted(path.name)}; it is graded as {quoted(name)}")
    if depth(candidate.name) and not candidate.checkpoint:
        words.append(f"the notebook stood in the folder {quoted(str(path.parent))}; it counts as the top")
    used = {each.name for each in chosen.values()}
    others = [
        each.name
        for each in candidates
        if each.name not in used and not each.checkpoint and each.grade_ids & candidate.grade_ids
    ]
    if others:
        words.append(f"there were more notebooks with the same cells, which are not graded: {listed(others)}")
    return words + [f"about the notebook: {reason}" for reason in candidate.reasons]


def _absent(name: str, gathered: Gathered, candidates: list[_Candidate], chosen: dict[str, _Candidate]) -> list[str]:
    """Why there is nothing to grade for a notebook."""
    unread = [each for each in candidates if each.notebook is None and _resemblance(each.name, name) < OTHER]
    if unread:
        return [f"{quoted(each.name)} cannot be graded: {'; '.join(each.reasons)}" for each in unread]
    if not gathered.files:
        return [] if gathered.failed else ["nothing was handed in"]
    used = {each.name for each in chosen.values()}
    seen = [each.name for each in candidates if each.name not in used]
    return [f"no file is the notebook {quoted(name)}" + (f"; there are {listed(seen)}" if seen else "")]


def _unread(gathered: Gathered, chosen: dict[str, _Candidate]) -> list[str]:
    """The names of what is not graded: files of any other kind, and what could not be looked into."""
    used = {each.name for each in chosen.values()}
    rest = {file for file in gathered.files if file not in used and PurePosixPath(file).name != TIMESTAMP}
    return sorted(rest.union(gathered.failed, *gathered.left_out.values()))


# -- all other files -------------------------------------------------------------------------------------------------


def _add_files(submission: Submission, gathered: Gathered, names: Sequence[str], chosen: dict[str, _Candidate]) -> None:
    """The other files, where the notebook will look for them; nothing that stands in the way of what is written."""
    tops = [each.name.rpartition("/")[0] for each in chosen.values() if not each.checkpoint]
    top = f"{tops[0]}/" if tops and tops[0] else ""
    reserved = {f"{name}.ipynb".casefold() for name in names} | {TIMESTAMP}
    used = {each.name for each in chosen.values()}
    folders: set[str] = set()
    in_the_way, too_large, size = [], [], gathered.size
    for file, content in sorted(gathered.files.items(), key=lambda item: (not item[0].startswith(top), item[0])):
        name = file.removeprefix(top)
        if name == TIMESTAMP and not submission.timestamp:
            submission.timestamp = _timestamp(gathered.files.get(TIMESTAMP, content))  # the top's, if it has one
        if file in used or name == TIMESTAMP or CHECKPOINTS in file or name.casefold() in reserved:
            continue
        parents = {str(parent) for parent in PurePosixPath(name).parents}
        more = content.stat().st_size if is_notebook(file) and isinstance(content, Path) else 0  # not counted so far
        clash = name in submission.files or name in folders or not parents.isdisjoint(submission.files)
        if clash or name.split("/")[0].casefold() in reserved:
            in_the_way.append(file)
        elif size + more > gather.MAX_BYTES:
            too_large.append(file)
        else:
            size += more
            submission.files[name] = content
            folders |= parents
    if too_large:
        submission.reasons.append(f"left out, because {gather.TOO_LARGE}: {listed(too_large)}")
    if in_the_way:
        submission.reasons.append(f"left out, because something else has the same name: {listed(in_the_way)}")


def _timestamp(content: bytes | Path) -> str:
    try:
        return gather.read(content, LONGEST_TIMESTAMP).decode("utf-8-sig", "replace").strip()
    except OSError:
        return ""
