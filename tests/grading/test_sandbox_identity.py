"""Who a sandboxed process is, outside too; what it leaves; and what of the machine it can change: nothing."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from support.sandboxed import inside, program
from support.users import as_ordinary_user, folder_of_an_ordinary_user, why_no_ordinary_user

from autograder import sandbox
from autograder.forkserver.client import ForkServer, bare_environment
from autograder.sandbox import Limits, Sandbox, identity

pytestmark = [
    pytest.mark.root,
    pytest.mark.skipif(bool(sandbox.missing()), reason="; ".join(sandbox.missing()) or "all walls stand"),
]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user cannot become another one")
needs_an_ordinary_user = pytest.mark.skipif(
    bool(why_no_ordinary_user()), reason=why_no_ordinary_user() or "there is one"
)
WHO = [
    pytest.param("whoever runs this", id="whoever-runs-this"),
    pytest.param("an ordinary user", id="an-ordinary-user", marks=needs_an_ordinary_user),
]


def behind(code: str, who: str) -> str:
    """What `code` prints behind the walls of a folder, when that person walls it in."""
    if who == "whoever runs this":
        with tempfile.TemporaryDirectory() as folder:
            return inside(code, Path(folder))
    with folder_of_an_ordinary_user() as folder:
        done = as_ordinary_user(program(code, folder))
        return (done.stdout + done.stderr).strip()


# Only opened, never written: what opens is the machine's own. The first process's output is this very program's:
# whoever may read and write a pipe may do it by its name in /proc too, and gains nothing.
OPEN = """
import os
opened, own = [], [os.stat(number) for number in (1, 2)]
for where, folders, files in os.walk("/proc"):
    folders[:] = [name for name in folders if not os.path.islink(os.path.join(where, name))]
    for name in files:
        path = os.path.join(where, name)
        try:
            file = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
            found = os.fstat(file)
            if found.st_rdev != os.makedev(1, 3) and not any(os.path.samestat(found, each) for each in own):
                opened.append(path)
            os.close(file)
        except OSError:
            pass
print(opened, len(os.listdir("/proc")) > 10, os.path.exists("/sys"))
"""


@pytest.mark.parametrize("who", WHO)
def test_nothing_of_proc_opens_for_writing_but_its_own_output(who):
    assert behind(OPEN, who) == "[] True False"


SECRETS = """
import errno
import os
files = "kcore keys kmsg kallsyms sysrq-trigger config.gz timer_list iomem sys/kernel/core_pattern sys/kernel/modprobe"
for name in files.split():
    try:
        print(name, open(f"/proc/{name}", "rb").read(16))
    except OSError as error:
        pass
print(os.listdir("/proc/sys"), os.path.getsize("/proc/self/status") == 0, open("/proc/self/comm").read().strip() != "")
"""


@pytest.mark.parametrize("who", WHO)
def test_nothing_that_the_kernel_tells_of_the_machine_is_there(who):
    *told, last = behind(SECRETS, who).splitlines()
    assert [line for line in told if not line.endswith("b''")] == []
    assert last == "[] True True"


@pytest.mark.parametrize("who", WHO)
def test_no_program_makes_itself_root_of_a_new_namespace(who):
    code = "import subprocess\nprint(subprocess.run(['unshare', '-Urm', 'id'], capture_output=True, text=True))"
    said = behind(code, who)
    assert "Operation not permitted" in said
    assert "stdout=''" in said


@pytest.mark.parametrize("who", WHO)
def test_it_has_no_right_and_can_get_none(who):
    code = """
    told = dict(line.split(":", 1) for line in open("/proc/self/status"))
    print({told[name].strip() for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")})
    print(told["NoNewPrivs"].strip(), told["Seccomp"].strip(), "0" in told["Uid"].split(), told["Groups"].split())
    """
    caps, others = behind(code, who).splitlines()
    assert caps == "{'0000000000000000'}"
    assert others.startswith("1 2 False")
    assert " 0" not in others


@needs_root
def test_root_s_learners_are_a_user_that_nobody_is(tmp_path):
    with ForkServer() as forkserver:
        given = {"environment": {**bare_environment(), "IPYTHONDIR": "/tmp/ipython"}, "limits": Limits()}
        kernel = forkserver.kernel(["-f", "kernel.json"], sandbox=Sandbox(tmp_path), **given)
        judge = forkserver.serve("autograder.judge.process", sandbox=Sandbox(tmp_path, writable=False), **given)
        for child in (kernel, judge):
            (first,) = child.inside()[:1]
            ids = {*first.uids(), *first.gids()}
            assert ids <= set(identity.UNUSED)
            child.kill()


@pytest.mark.parametrize("mapped", [pytest.param(True, id="shown"), pytest.param(False, id="given", marks=needs_root)])
def test_whoever_grades_reads_what_a_learner_has_written_however_closed(tmp_path, mapped):
    """Where a file system cannot show files as another user's, they become that user's."""
    (tmp_path / "handed.txt").write_text("in")
    (tmp_path / "handed.txt").chmod(0o600)
    (tmp_path / "folder").mkdir(mode=0o700)
    code = """
    import os
    open("handed.txt", "a").write(" and changed")
    open("folder/new.txt", "w").write("new")
    os.chmod("folder/new.txt", 0o400)
    print(open("handed.txt").read())
    """
    before = "" if mapped else "from autograder.sandbox import identity; identity.ownership = lambda: None"
    assert inside(code, tmp_path, before=before) == "in and changed"
    assert (tmp_path / "folder" / "new.txt").read_text() == "new"
    assert (tmp_path / "handed.txt").stat().st_uid == (os.getuid() if mapped else (tmp_path / "folder").stat().st_uid)
    shutil.rmtree(tmp_path / "folder")


def test_a_library_in_a_closed_folder_can_be_imported(tmp_path):
    """As Python can that stands in a home folder: root's is closed to others, and a package may be closed, too."""
    library, own = tmp_path / "home" / "library", tmp_path / "own"
    library.mkdir(parents=True)
    own.mkdir()
    (library / "closed.py").write_text("ANSWER = 49")
    for path, mode in ((library / "closed.py", 0o600), (library, 0o700), (tmp_path / "home", 0o700)):
        path.chmod(mode)
    code = f"import sys\nsys.path.append({str(library)!r})\nimport closed\nprint(closed.ANSWER)"
    assert inside(code, own, readable=(library,)) == "49"


KEYS = """
import ctypes, os, subprocess, sys
libc = ctypes.CDLL(None, use_errno=True)
add_key, request_key, keyctl = {numbers}
key = libc.syscall(add_key, b"user", b"an-instructor-s", b"secret", 6, -3)
"""


@pytest.mark.parametrize("filtered", [True, False], ids=["filter", "no-filter"])
def test_keys_of_the_instructor_s_session_are_out_of_reach(tmp_path, filtered):
    """Twice: the calls are refused, and if they were not, the session is another one."""
    numbers = {"x86_64": (248, 249, 250), "aarch64": (217, 218, 219)}[os.uname().machine]
    code = KEYS.format(numbers=numbers) + (
        'left = libc.syscall(request_key, b"user", b"an-instructor-s", None, 0)\nprint(key, left, ctypes.get_errno())'
    )
    own_session = f"import ctypes; ctypes.CDLL(None).syscall({numbers[2]}, 1, None)\n"  # not that of who runs the tests
    before = own_session + KEYS.format(numbers=numbers) + "assert key > 0"
    if not filtered:
        before += "\nsys.modules['autograder.sandbox.enter'].refuse_calls = bool"
        code = code.replace("key = libc.syscall", "key = 0 and libc.syscall")
    key, left, error = inside(code, tmp_path, before=before).split()
    assert int(left) == -1
    assert int(error) == (errno.EPERM if filtered else errno.ENOKEY)
    assert int(key) == (-1 if filtered else 0)
