"""Reading what must not be read: the gradebook, other submissions, the environment, the machine.

Each attack prints what it finds, so that a word that should be out of reach would stand in an output: the tests look
for those words everywhere.
"""

from __future__ import annotations

import os
from pathlib import Path

from classroom.hostile import attack
from classroom.paper import Paper

SEARCH = """
import os, time

def search(top, seconds):
    until, word = time.monotonic() + seconds, b"mine" + b"bird-"
    for where, folders, names in os.walk(top):
        for name in names:
            if time.monotonic() > until:
                return
            path = os.path.join(where, name)
            try:
                if os.path.isfile(path) and os.path.getsize(path) < 50_000_000:
                    with open(path, "rb") as file:
                        content = file.read()
                    at = content.find(word)
                    if at >= 0:
                        print("FOUND", path, content[at : at + 60])
            except OSError:
                pass
"""


@attack()
def a_search_through_all_files(paper: Paper):
    """There is no gradebook, no solution, no other submission and no home folder to be found."""
    paper.insert(SEARCH)
    paper.append("""
        print(os.listdir("/"))
        for top in ("/home", "/tmp", "/root", "/var", "/mnt", "/srv", "/opt", "/run"):
            search(top, 1)
        search("/", 1)
        """)


@attack()
def a_search_upwards(paper: Paper):
    """Above the folder of a submission there is nothing of the course."""
    paper.insert(SEARCH)
    paper.append("""
        print(os.getcwd(), os.listdir("."))
        for up in {os.path.realpath(up) for up in ("..", "../..", "../../..", "../../../..")}:
            search(up, 1)
        """)


@attack()
def names_of_the_course_folder(paper: Paper):
    """Not even with the right path is there a way: the path is not there."""
    paper.change(lambda folder: _write_path(folder, paper))


def _write_path(folder: Path, paper: Paper) -> None:
    paper.append(f"""
        import os, pathlib
        course = {str(folder.parents[2])!r}
        for name in ("gradebook.db", "source/small/small.ipynb", "submitted/the-neighbour/small/small.ipynb"):
            try:
                print(name, (pathlib.Path(course) / name).read_bytes().find(b"mine" + b"bird-"))
            except OSError as error:
                print(name, type(error).__name__)
        """)
    import nbformat

    nbformat.write(paper.notebook, folder / f"{paper.name}.ipynb")


@attack()
def the_environment(paper: Paper):
    """What the instructor's environment holds does not reach a submission."""
    paper.append("""
        import os, pathlib
        print(dict(os.environ))
        for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
            try:
                print(path, path.read_bytes().split(b"\\0"))
            except OSError as error:
                print(path, error)
        os.system("env; set; cat /proc/1/environ /proc/self/environ | tr '\\\\0' ' '")
        """)


@attack()
def the_processes_of_the_machine(paper: Paper):
    """The only processes in sight are its own."""
    paper.append("""
        import os, pathlib
        for path in sorted(pathlib.Path("/proc").glob("[0-9]*")):
            try:
                print(path.name, (path / "cmdline").read_bytes()[:300], os.listdir(path / "cwd")[:20])
                print(os.listdir(path / "root"), os.listdir(path / "fd"))
            except OSError as error:
                print(path.name, error)
        """)


@attack()
def open_files_of_the_grader(paper: Paper):
    """No file, pipe or socket of the grader is left open in the kernel."""
    paper.append("""
        import os, socket
        for name in sorted(os.listdir("/proc/self/fd"), key=int):
            try:
                target = os.readlink(f"/proc/self/fd/{name}")
                print(name, target)
                if target.startswith("socket"):
                    door = socket.socket(fileno=os.dup(int(name)))
                    print(door.family, repr(door.getsockname()), door.getpeername() if door.family == 1 else "")
                elif target.startswith("/") and "memfd" not in target:
                    print(open(f"/proc/self/fd/{name}/..", "rb").name)
            except OSError as error:
                print(name, error)
        """)


@attack("half", flag="repaired")
def a_link_to_the_gradebook(paper: Paper):
    """Links in a submission are not followed: neither what they point to is read, nor is it written."""
    paper.insert(SEARCH)
    paper.append("""
        for name in os.listdir("."):
            print(name, os.path.islink(name))
            try:
                with open(name, "r+b") as file:
                    content = file.read()
                print("FOUND", name) if b"mine" + b"bird-" in content else None
            except OSError as error:
                print(error)
        search(".", 2)
        """)

    def link(folder: Path) -> None:
        course = folder.parents[2]
        (folder / "grades").symlink_to(course / "gradebook.db")
        (folder / "answers").symlink_to(course / "source")
        (folder / "up").symlink_to("../..")
        (folder / "machine").symlink_to("/")
        (folder / "loop").symlink_to("loop")
        (folder / "data.csv").symlink_to("/etc/passwd")

    paper.change(link)


@attack("half", flag="repaired")
def a_pipe_and_a_socket_in_the_folder(paper: Paper):
    """Nobody waits for what a named pipe has to say."""

    def special(folder: Path) -> None:
        import socket

        os.mkfifo(folder / "pipe")
        os.mkfifo(folder / "observations.json")
        here = os.getcwd()
        os.chdir(folder)  # the path of a socket is short
        try:
            with socket.socket(socket.AF_UNIX) as door:
                door.bind("door")
        finally:
            os.chdir(here)

    paper.change(special)
