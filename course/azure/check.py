"""Check specifications without an account: the schema where azure-ai-ml is installed, and what no schema sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course.azure import schema
from course.azure.compute import cluster_problems, instance_problems
from course.azure.job import job_problems
from course.azure.match import fit_problems
from course.azure.specification import Problem, Unreadable, file_of, nearest, read

TYPES = ("command", "amlcompute", "computeinstance")
Source = dict | str | Path


@dataclass(frozen=True)
class Report:
    """All problems, and whether the schema was asked: `schema_skipped` holds the reason if not, else "".

    `checked` names what was looked at.
    """

    problems: list[Problem]
    schema_skipped: str = ""
    checked: tuple[str, ...] = field(default=())

    @property
    def fine(self) -> bool:
        """Whether nothing was found, by the parts that ran."""
        return not self.problems

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        count = len(lines)
        lines.append(
            f"{count} problem{'s' if count != 1 else ''} in {', '.join(self.checked)}."
            if count
            else f"Nothing is wrong in {', '.join(self.checked)}, as far as was checked."
        )
        lines.append(
            f"The schema was NOT checked: {self.schema_skipped}"
            if self.schema_skipped
            else "The schema of azure-ai-ml was checked too."
        )
        return "\n".join(lines)


def check(*sources: Source, folder: str | Path | None = None, use_schema: bool = True) -> Report:
    """What is wrong with jobs, clusters and instances, each a file, YAML text or a dictionary.

    A job is compared with the clusters that are given with it; without any, that part is left out. `folder` is
    where relative paths start: for a file its own folder; for text the working folder if None; for a dictionary the
    files are not looked for if None. Never raises for a bad specification: what cannot be read is a problem, too.
    """
    skipped = schema.absent() if use_schema else "it was not asked for."
    read_ones, problems, names = _read_all(sources, folder)
    clusters = {str(one.get("name")): one for _, one, _ in read_ones if one.get("type") == "amlcompute"}
    for name, one, place in read_ones:
        found = list(_own_problems(one, place, clusters))
        if not skipped:
            places = {problem.place for problem in found}
            found += [each for each in schema.schema_problems(one, place) if each.place not in places]
        problems += [Problem(p.place, p.wrong, p.change, p.kind, name if len(sources) > 1 else "") for p in found]
    return Report(problems, skipped, tuple(names))


def problems(source: Source, clusters: Sequence[Source] = (), folder: str | Path | None = None) -> list[Problem]:
    """The problems of one specification by the course's own rules: the same on every machine.

    `clusters` are what a job may run on; their own problems are not listed. `folder`: as for `check`.
    """
    read_ones, found, _ = _read_all((source,), folder)
    others, _, _ = _read_all(clusters, None)
    known = {str(one.get("name")): one for _, one, _ in others}
    for _, one, place in read_ones:
        found += _own_problems(one, place, known)
    return found


def _read_all(sources: Sequence[Source], folder) -> tuple[list, list[Problem], list[str]]:
    found, problems, names = [], [], []
    for number, source in enumerate(sources, start=1):
        file = file_of(source)
        name = str(file) if file else f"specification {number}" if len(sources) > 1 else "the specification"
        names.append(name)
        try:
            start = folder if folder is not None or isinstance(source, dict) else Path()
            place = file.absolute().parent if file else start and Path(start)
            found.append((name, read(source), place))
        except Unreadable as error:
            p = error.problem
            problems.append(Problem(p.place, p.wrong, p.change, p.kind, name if len(sources) > 1 else ""))
    return found, problems, names


def _own_problems(one: dict, folder: Path | None, clusters: dict[str, dict]):
    kind = one.get("type")
    if kind is None:
        yield Problem(
            "type",
            "nothing says what this specifies.",
            "Add `type: command` for a job, `type: amlcompute` for a cluster.",
            "missing-type",
        )
    elif kind == "command":
        yield from job_problems(one, folder)
        if clusters:
            yield from fit_problems(one, clusters)
    elif kind == "amlcompute":
        yield from cluster_problems(one)
    elif kind == "computeinstance":
        yield from instance_problems(one)
    else:
        yield Problem(
            "type",
            f"“{kind}” is none that is checked here.{nearest(kind, TYPES)}",
            f"Write one of {', '.join(TYPES)}.",
            "unknown-type",
        )
