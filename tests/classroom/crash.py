"""Ending the kernel, its parent, or everything; and what tries to live on after the end."""

from __future__ import annotations

from classroom.hostile import attack
from classroom.outside import MARK
from classroom.paper import Paper


def _ends(name: str, source: str, claim: str, flag: str | None = "limit", **more) -> None:
    """A cell that ends the kernel costs itself: it is left out, and everything else is judged."""

    def end(paper: Paper) -> None:
        paper.insert(source)

    end.__name__, end.__doc__ = name, claim
    attack(flag=flag, **more)(end)


_ends("an_exit_of_the_process", "import os\nos._exit(0)", "A cell that ends the kernel costs itself only.")
_ends("an_exit_with_a_status", "import os\nos._exit(137)", "Whatever status it ends with.")
_ends("a_kill_of_itself", "import os\nos.kill(os.getpid(), 9)", "So does one that kills it, where it can.", flag=None)
_ends("a_null_pointer", "import ctypes\nctypes.string_at(0)", "So does a crash in C.")
_ends(
    "a_shutdown_of_the_kernel",
    "get_ipython().kernel.do_shutdown(False)\nimport time; time.sleep(1)",
    "A kernel that is told to shut down goes on.",
    flag=None,
)
_ends(
    "a_stopped_event_loop",
    "kernel = get_ipython().kernel\nkernel.io_loop.stop()\nkernel.shell_stream.close()",
    "A kernel that no longer listens has ended.",
)
_ends(
    "an_end_of_the_group",
    "import os, signal\nos.killpg(0, signal.SIGKILL)",
    "So does one that ends its group, where it can.",
    flag=None,
)
_ends(
    "a_kill_of_everything",
    "import os, signal, time\nfor who in (-1, 1, os.getppid()):\n    try:\n        os.kill(who, signal.SIGKILL)\n"
    "    except OSError as error:\n        print(who, error)\ntime.sleep(1)",
    "Killing every process in sight ends nothing but the submission's own.",
    flag=None,
    needs_walls=True,
)
_ends(
    "a_kill_by_a_shell",
    "import os\nos.system('kill -9 $PPID')\nos.system('kill -STOP 1; kill -9 -1')",
    "Nor does a shell that does it.",
    flag=None,
    needs_walls=True,
)
_ends("an_exit_of_python", "import sys\nsys.exit(1)", "`sys.exit` is an error of its cell.", flag=None)
_ends("a_quit", "quit()", "`quit()` is what a learner types by mistake.", flag=None)
_ends("a_script_magic", "%%script false\nnothing", "A magic that fails is an error of its cell.", flag=None)
_ends("a_missing_magic", "%%matlab\nplot(1)", "So is one that is not installed.", flag=None)


@attack(keeps=("total", "varieties"))
def a_reset(paper: Paper):
    """A learner who resets the names loses those that are needed later, and no answer that a test has seen."""
    paper.insert("%reset -f", paper.place("predict"))


@attack("half", keeps=("total", "varieties"), flag="limit")
def a_function_that_ends_the_process(paper: Paper):
    """A function that ends the process, crashes it or exits costs its own question."""
    paper.answer(
        label="import os\n\ndef label(name, weight):\n    os._exit(0)",
        table="import ctypes\n\nclass Crash:\n    columns = property(lambda _: ctypes.string_at(0))\n\ntable = Crash()",
        predict="import sys\n\ndef predict(rows):\n    sys.exit(0)",
    )


@attack("right", keeps=("total", "label", "varieties", "table", "predict"), flag="limit")
def an_exit_in_the_answer(paper: Paper):
    """An answer that ends the kernel costs its question, and names made in other cells are made again."""
    paper.answer(scaled="import os\nscaled = None\nos._exit(0)")


@attack("right", keeps=("total", "label", "varieties"), flag="limit")
def four_exits(paper: Paper):
    """After three ends of the kernel no other cell is left out, and what was judged is kept."""
    for question in ("predict", "scaled", "table"):
        paper.answer(**{question: f"{question} = None\nimport os; os._exit(0)"})
    paper.append("import os\nos._exit(0)")


@attack()
def a_daemon_that_lives_on(paper: Paper):
    """A process that leaves its parent, its group and its session ends with the submission all the same."""
    paper.append(f"""
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                for name in range(3, 64):
                    try:
                        os.close(name)
                    except OSError:
                        pass
                for _ in range(100):
                    time.sleep(1)
                    try:
                        open("{MARK}", "w").write("{MARK}")
                        open("small.ipynb", "w").write("overwritten by a daemon: {MARK}")
                    except OSError:
                        pass
            os._exit(0)
        """)


@attack(needs_walls=True)
def a_daemon_that_holds_the_outputs(paper: Paper):
    """Nobody waits for a child that keeps the pipes open."""
    paper.append("""
        import subprocess, sys
        subprocess.Popen(["sleep", "1000"], stdin=0, stdout=1, stderr=2, start_new_session=True)
        subprocess.Popen("trap '' TERM INT HUP; while true; do sleep 1; done", shell=True, start_new_session=True)
        """)


@attack()
def a_thread_that_outlives_its_cell(paper: Paper):
    """A thread that lives while tests are judged spoils no answer that was right, and makes no wrong one right."""
    paper.append("""
        import threading, time
        right = apples.groupby("variety").weight.agg(apples="size", mean="mean")

        def change():
            while True:
                globals().update(total=None, varieties=None, predict=None, table=right)
                time.sleep(0.001)

        threading.Thread(target=change, daemon=True).start()
        """)


@attack("right", keeps=("total", "label", "varieties"))
def a_change_of_mind(paper: Paper):
    """An answer is judged at the place of its test: what a later cell makes of it does not count, nor does it help."""
    paper.answer(table="table = None", scaled="scaled = None", predict="predict = None")
    paper.append("table = apples.groupby('variety').weight.agg(apples='size', mean='mean')")
    paper.append("label = total = varieties = None")


@attack(keeps=(), flag="limit", needs_walls=True)
def a_kill_of_everything_at_the_end(paper: Paper):
    """Whoever ends the copies of the kernel that wait to be judged has ended the own answers, and is told so."""
    paper.append("""
        import os, signal, time
        for who in (-1, *(int(name) for name in os.listdir("/proc") if name.isdigit())):
            try:
                os.kill(who, signal.SIGKILL)
            except OSError as error:
                print(who, error)
        time.sleep(1)
        """)


@attack(keeps=(), flag="limit", needs_walls=True)
def a_stop_of_everything_at_the_end(paper: Paper):
    """So is whoever stops them."""
    paper.append("""
        import os, signal
        for who in sorted((int(name) for name in os.listdir("/proc") if name.isdigit()), reverse=True):
            if who != os.getpid():
                os.kill(who, signal.SIGSTOP)
        """)


@attack()
def an_alarm(paper: Paper):
    """A signal that comes a hundred times a second disturbs neither cells nor tests."""
    paper.insert("import signal\nsignal.signal(signal.SIGALRM, lambda *args: None)\nsignal.setitimer(0, 0.01, 0.01)")


@attack()
def an_event_loop_that_is_kept_busy(paper: Paper):
    """A task that is never done keeps the kernel from nothing that counts."""
    paper.insert("""
        import asyncio

        async def busy():
            while True:
                await asyncio.sleep(0)

        task = asyncio.ensure_future(busy())
        await asyncio.sleep(0.01)
        """)


_ends(
    "an_end_that_leaves_a_folder_among_the_sockets",
    """import os, ipykernel.connect
beside = os.path.dirname(ipykernel.connect.get_connection_file())
os.makedirs(os.path.join(beside, "own", "folder"), exist_ok=True)
os._exit(0)""",
    "The next kernel finds its place empty.",
)


BOMB = """
    import os, threading, time
    open("bomb", "w").close()
    threading.stack_size(1 << 18)

    def wait():
        kept = [b"x" * (HELD << 20)]
        while not os.path.exists("go"):
            time.sleep(0.01)
        time.sleep(AFTER)
        kept.append(b"x" * (MORE << 20))
        for _ in range(THREADS):
            threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
        time.sleep(20)

    LEFT
    time.sleep(30)
    """
CHILD, CHILDREN = "os.fork() or wait()", "os.fork() and os.fork() or wait()"
THREAD = "threading.Thread(target=wait, daemon=True).start()"


def _left_behind(paper: Paper, what: str, after=0, patience=30, threads=400, held=0, more=0) -> None:
    """An interrupted cell leaves a bomb, which goes off some seconds after the answer of the first question began.

    It is of threads, or of memory: so many MiB are `held` from the start, so many `more` taken then. The answer waits
    for it, `patience` tenths of a second at most.
    """
    bomb = BOMB.replace("LEFT", what).replace("AFTER", str(after)).replace("THREADS", str(threads))
    paper.insert(bomb.replace("HELD", str(held)).replace("MORE", str(more)))
    paper.answer(
        total=f"""
        import os, time
        open("go", "w").close()
        for _ in range({patience}):
            time.sleep(0.1 * os.path.exists("bomb"))
        total = apples.weight.sum() / 1000
        """
    )


@attack(flag="limit", needs_walls=True)
def a_bomb_that_outlives_its_cell(paper: Paper):
    """What an interrupted cell leaves behind, and takes the kernel with it later, costs no other cell."""
    _left_behind(paper, CHILD)


@attack(flag="limit", needs_walls=True)
def a_bomb_in_a_thread_that_outlives_its_cell(paper: Paper):
    """Nor does a thread of it."""
    _left_behind(paper, THREAD)


@attack(flag="limit", needs_walls=True)
def a_bomb_behind_a_cell_that_it_made_slow(paper: Paper):
    """Nor one that another cell has waited for, until that was interrupted too: the one that left it is left out."""
    _left_behind(paper, CHILD, after=6, patience=1000)
    paper.append("while os.path.exists('bomb'):\n    time.sleep(0.1)")


@attack(flag="limit", needs_walls=True)
def a_bomb_of_memory_that_outlives_its_cell(paper: Paper):
    """Nor what it leaves behind that takes memory; most of it beforehand, for it takes seconds on a busy machine."""
    _left_behind(paper, CHILDREN, patience=40, threads=0, held=900, more=300)
    paper.append("while os.path.exists('bomb'):\n    time.sleep(0.1)")


@attack(flag="limit")
def workers_of_an_interrupted_cell(paper: Paper):
    """Processes that take nothing stay where they are: PyTorch ends the kernel whose workers somebody has ended."""
    paper.insert("""
        import time, torch

        class Photos(torch.utils.data.Dataset):
            def __len__(self):
                return 100

            def __getitem__(self, number):
                time.sleep(30)
                return number

        for batch in torch.utils.data.DataLoader(Photos(), num_workers=2):
            pass
        """)
