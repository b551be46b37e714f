"""The site: every page is there, every link leads somewhere, and no file of it holds an answer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from support import answers as independent
from support.built_site import ADDRESS, EXECUTED, site

from autograder.authoring import lesson as lessons
from autograder.authoring.release import release
from autograder.site import answers, build, execution, lesson_page, links, pages, repository
from autograder.site.errors import SiteError

NAMES = [script.stem for script in lessons.scripts()]
COLAB = "https://colab.research.google.com/github/someone/apples/blob/main/lessons/{0}/{0}.ipynb"


@pytest.fixture(scope="session")
def kept() -> dict[str, str]:
    return answers.secrets(lessons.LESSONS)


def page_of(name: str) -> BeautifulSoup:
    return BeautifulSoup((site() / "lessons" / name / f"{name}.html").read_text(encoding="utf-8"), "lxml")


@pytest.mark.slow
def test_every_lesson_and_every_guide_is_a_page_of_it():
    made = {str(path.relative_to(site()).with_suffix("")) for path in site().rglob("*.html")}
    guides = {f"docs/{name}" for name in ("install", "instructors", "azure", "sandbox", "claims")}
    assert made > {"index", "search", "lessons/glossary", *guides, *(f"lessons/{name}/{name}" for name in NAMES)}


@pytest.mark.slow
def test_a_lesson_is_executed_and_its_exercises_are_open():
    page = page_of(EXECUTED)
    kinds = {figure["data-figure"] for figure in page.select(".course-figure")}
    assert kinds >= {"inventory", "quick_question", "time_ruler"}
    assert "write your code here" in page.text
    assert "Not attempted yet" in page.text
    assert page.text.count(lesson_page.WAITS) == 3
    assert not page.select(".output.traceback")


@pytest.mark.slow
def test_no_line_of_a_solution_of_a_hidden_test_or_of_another_answer_is_in_any_file():
    texts = [path.read_text(encoding="utf-8", errors="ignore") for path in site().rglob("*") if path.is_file()]
    texts += [BeautifulSoup(text, "lxml").get_text() for text in texts if text.startswith("<!doctype html>")]
    told = "\n".join(texts)
    assert len(texts) > 40
    for name in NAMES:
        assert [line for line in independent.secrets(name) if line in told] == []
    assert "BEGIN SOLUTION" not in told
    assert "BEGIN HIDDEN TESTS" not in page_of(EXECUTED).text


@pytest.mark.slow
def test_what_tells_an_instructor_the_answers_is_not_in_it():
    names = {path.stem for path in site().rglob("*")}
    assert not names & {"teaching", "solutions", "_sources", "CONTRIBUTING"}
    assert "misconception" not in (site() / "searchindex.js").read_text(encoding="utf-8").lower()


@pytest.mark.slow
def test_every_link_leads_somewhere_and_nothing_is_fetched_from_the_internet():
    assert links.faults(site()) == []


@pytest.mark.slow
def test_with_the_address_of_the_repository_lessons_open_in_colab_where_that_makes_sense():
    offers = [name for name in NAMES if page_of(name).select(f'a[href="{COLAB.format(name)}"]')]
    assert [name[:2] for name in offers] == ["00", "01", "02", "03", "04", "05", "06", "07", "08"]
    assert f"%pip install --no-deps git+{ADDRESS} " in page_of(EXECUTED).text
    guide = (site() / "docs" / "instructors.html").read_text(encoding="utf-8")
    assert f'href="{ADDRESS}/blob/main/docs/teaching/README.md"' in guide


def test_without_an_address_nothing_links_to_a_repository(tmp_path):
    assert repository.repository() == "", "the course has no address of its own yet"
    assert repository.colab("", lessons.LESSONS / EXECUTED) == ""
    said = pages.lesson_text("See [a page](../../docs/teaching/README.md).", EXECUTED, tmp_path, "")
    assert said == "See a page."


@pytest.mark.parametrize("address", ["github.com/a/b", "https://github.com", "http://github.com/a/b"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(SiteError, match=r"Write it as https://github\.com/OWNER/NAME"):
        repository.checked(address)


def test_an_answer_is_found_however_a_file_writes_it(tmp_path, kept):
    line = next(line for line in kept if "\n" not in line and '"' in line and "<" not in line)
    marked = "".join(f"<span>{word}</span>" for word in re.split(r"(\W)", line))
    block = next(line for line in kept if "\n" in line)
    for name, text in {
        "plain.txt": f"x = 1\n{line}\n",
        "marked.html": f"<pre>{marked}</pre>",
        "data.js": json.dumps({"source": f"x = 1\n{line}\n"}),
        "block.html": f"<pre>{block.replace('<', '&lt;')}</pre>",
    }.items():
        (tmp_path / name).write_text(text)
    found = {leak.file.name for leak in answers.leaks(tmp_path, kept)}
    assert found == {path.name for path in tmp_path.iterdir()}


def test_every_answer_of_every_lesson_is_looked_for(kept):
    for name in NAMES:
        wanted = {answers.squeezed(line) for line in independent.secrets(name)}
        assert len(wanted) > 10
        assert wanted <= {answers.squeezed(line) for line in kept}


def test_released_lessons_and_guides_hold_none(kept, tmp_path):
    for path in (*lessons.LESSONS.glob("*/*.ipynb"), *(lessons.ROOT / "docs").glob("*.md")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert answers.leaks(tmp_path, kept) == []


def test_a_solution_that_a_released_notebook_holds_is_found(tmp_path):
    cells = independent.read(NAMES[1]).notebook.cells
    regions = [each for cell in cells for each in answers.REGION.findall(cell.source)]
    solution = max((region for kind, region in regions if kind == "SOLUTION"), key=len)
    wanted = {line.strip() for line in solution.splitlines()} & independent.secrets(NAMES[1])
    assert wanted
    nbformat.write(new_notebook(cells=[new_code_cell(solution)]), tmp_path / "00-x.ipynb")
    assert wanted <= {leak.line for leak in answers.leaks(tmp_path, answers.secrets(tmp_path))}


def test_no_translation_is_released_for_it(tmp_path):
    release(NAMES[:1], into=tmp_path, gradebook=False, translations=False)
    assert not (tmp_path / "fr").exists()


@pytest.mark.parametrize(
    ("link", "works"),
    [
        ("b.html", True),
        ("b.html#here", True),
        ("#top", True),
        ("b.html#gone", False),
        ("c.html", False),
        ("https://example.org/c.html", True),
    ],
)
def test_a_link_that_leads_nowhere_is_named(tmp_path, link, works):
    (tmp_path / "a.html").write_text(f'<a href="{link}">x</a>')
    (tmp_path / "b.html").write_text('<h2 id="here">x</h2>')
    assert links.faults(tmp_path) == ([] if works else [f"a.html: {link} leads nowhere"])


def test_a_script_that_only_the_internet_has_is_named(tmp_path):
    (tmp_path / "a.html").write_text('<script src="https://example.org/x.js"></script>')
    assert links.faults(tmp_path) == ["a.html: https://example.org/x.js would be fetched from the internet"]


@pytest.mark.slow
def test_sphinx_has_no_warning_or_there_is_no_site(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.md").write_text("# A page\n\n[nowhere](nowhere.md)\n")
    with pytest.raises(SiteError, match=r"(?s)index\.md:3.*nowhere"):
        build._render(source, tmp_path / "made")


def executed_cell(*outputs) -> nbformat.NotebookNode:
    notebook = new_notebook(cells=[new_markdown_cell("# x"), new_code_cell("x", outputs=list(outputs))])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    return lesson_page.page("00", notebook).cells[1]


def test_a_cell_that_waits_for_an_answer_says_so_and_shows_nothing_made_up():
    error = new_output("error", ename="NotDefinedYet", evalue="`x` does not exist.", traceback=["…"])
    (output,) = executed_cell(error).outputs
    assert output.data["text/plain"] == lesson_page.WAITS


def test_a_cell_that_fails_otherwise_stops_the_build():
    with pytest.raises(SiteError, match=r"lesson 00, cell .*: ValueError: no\nMend it"):
        executed_cell(new_output("error", ename="ValueError", evalue="no", traceback=[]))


def test_what_needs_a_kernel_is_described_and_progress_shows_its_end():
    widget = {lesson_page.WIDGET: {}, "text/plain": "Two buttons: CPU and GPU"}
    (output,) = executed_cell(new_output("display_data", data=widget)).outputs
    assert "Two buttons: CPU and GPU" in output.data["text/html"]
    bar = [new_output("stream", name="stdout", text=text) for text in ("\r 10 %", "\r 99 %", "\r      \r", "done\n")]
    (output,) = executed_cell(*bar).outputs
    assert output.text == "done\n"


def test_an_executed_lesson_is_kept_until_it_changes(tmp_path, monkeypatch):
    folder = tmp_path / "00-x"
    folder.mkdir()
    nbformat.write(new_notebook(cells=[new_code_cell("6 * 7")]), folder / "00-x.ipynb")
    first = execution.executed(folder, tmp_path / "cache")
    assert first.cells[0].outputs[0].data["text/plain"] == "42"
    monkeypatch.setattr(execution, "NotebookClient", None)  # no kernel is started
    assert execution.executed(folder, tmp_path / "cache") == first
    (folder / "numbers.csv").write_text("6,7")  # the notebook may read it
    with pytest.raises(TypeError):
        execution.executed(folder, tmp_path / "cache")
    (folder / "numbers.csv").unlink()
    assert execution.executed(folder, tmp_path / "cache") == first
    nbformat.write(new_notebook(cells=[new_code_cell("6 * 8")]), folder / "00-x.ipynb")
    with pytest.raises(TypeError):
        execution.executed(folder, tmp_path / "cache")


def test_what_cannot_be_built_is_said_before_anything_is_made(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SiteError, match="holds something else than a site"):
        build.build(tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "mine"
    command = [sys.executable, "-m", "autograder", "site", "--execute", "99", "--to", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=lessons.ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("No site was built: There is no lesson '99'; there are: 00-start-here, ")
    assert not Path(tmp_path / "site").exists()
