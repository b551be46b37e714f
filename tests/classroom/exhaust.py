"""Using up what is shared: time, memory, processes, disk. Each costs its own question at most.

The attacks are bounded, so that a machine without walls would survive them; those marked `needs_walls` are still left
out there.
"""

from __future__ import annotations

from classroom.hostile import attack
from classroom.paper import Paper


@attack(flag="limit")
def a_loop_without_end(paper: Paper):
    """A cell that does not end is interrupted, and the cells after it run."""
    paper.insert("while True:\n    pass")


@attack(flag="limit")
def a_loop_that_swallows_interrupts(paper: Paper):
    """A cell that cannot be interrupted is ended and left out; the others run again without it."""
    paper.insert("""
        import time
        while True:
            try:
                time.sleep(0.01)
            except KeyboardInterrupt:
                pass
        """)


@attack(flag="limit")
def a_loop_in_c(paper: Paper):
    """So is one that computes where Python does not look for signals."""
    paper.insert("sum(range(10 ** 12))")


@attack(flag="limit")
def a_loop_with_interrupts_ignored(paper: Paper):
    """So is one that has told the system to ignore them."""
    paper.insert("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass")


@attack()
def a_stopped_process(paper: Paper):
    """A process that stops itself does not stop the grading."""
    paper.insert("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)")


@attack("half", keeps=("total", "varieties"), flag="limit")
def a_function_without_end(paper: Paper):
    """A function that never returns costs its own question, and those after it are judged."""
    paper.answer(label="def label(name, weight):\n    while True:\n        pass")
    paper.answer(predict="import time\n\ndef predict(rows):\n    time.sleep(10 ** 6)")


@attack("half", keeps=("total", "varieties", "predict"), flag="limit")
def a_regular_expression_without_end(paper: Paper):
    """A function that is lost in C code costs its own question."""
    paper.answer(label='import re\n\ndef label(name, weight):\n    return re.match(r"(a+)+$", "a" * 40 + "b")')


@attack("half", keeps=("total",), flag="limit")
def many_slow_cells(paper: Paper):
    """A notebook has a limit of its own: what was judged before it keeps its points."""
    for _ in range(30):
        paper.insert("import time\ntime.sleep(2)", paper.place("label"))


@attack(needs_walls=True)
def a_bomb_of_memory(paper: Paper):
    """Whoever asks for too much memory reads MemoryError, and the cells after it run."""
    paper.insert("kept = b'x' * (5 << 30)")


@attack(flag="limit", needs_walls=True)
def a_bomb_of_memory_in_its_children(paper: Paper):
    """The memory of children counts."""
    paper.insert("""
        import os, time
        for _ in range(6):
            if os.fork() == 0:
                kept = b"x" * (700 << 20)
                time.sleep(30)
                os._exit(0)
        time.sleep(20)
        """)


@attack("half", keeps=("total", "varieties"), needs_walls=True)
def a_function_that_takes_all_memory(paper: Paper):
    """A function that takes too much memory costs its own question."""
    paper.answer(
        predict="""
        def predict(rows):
            kept = b"x" * (5 << 30)
            return [0] * len(rows)
        """
    )


@attack(flag="limit", needs_walls=True)
def a_bomb_of_processes(paper: Paper):
    """Processes that start processes are all ended."""
    paper.insert("""
        import os, time
        for _ in range(400):
            try:
                if os.fork() == 0:
                    time.sleep(20)
                    os._exit(0)
            except OSError:
                break
        time.sleep(3)
        """)


@attack(flag="limit", needs_walls=True)
def a_bomb_of_threads(paper: Paper):
    """Threads count as processes do."""
    paper.insert("""
        import threading, time
        threading.stack_size(1 << 18)
        for _ in range(2000):
            threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
        time.sleep(3)
        """)


@attack(flag="limit", needs_walls=True)
def a_bomb_of_files(paper: Paper):
    """A folder has a limit of bytes."""
    paper.insert("""
        block = b"x" * (1 << 20)
        for number in range(24):
            with open(f"large-{number}", "wb") as file:
                for _ in range(32):
                    file.write(block)
        import time; time.sleep(2)
        """)


@attack("right", flag="limit", needs_walls=True)
def large_files_in_no_time(paper: Paper):
    """A cell that writes too much costs itself, not those that find its files."""
    paper.insert("""
        for number in range(4):
            with open(f"large-{number}.bin", "wb") as file:
                file.write(bytes(150 << 20))
        """)


@attack("right", needs_walls=True)
def a_large_file_that_stays(paper: Paper):
    """One that is as large as a file may be costs nobody anything."""
    paper.insert("open('small.txt', 'w').write('x' * 9000)")
    paper.insert("""
        try:
            with open("large.bin", "wb") as file:
                file.write(bytes(300 << 20))
        except OSError:
            pass
        """)


@attack(needs_walls=True)
def a_bomb_in_the_folder_for_temporary_files(paper: Paper):
    """Temporary files are the submission's own, and bounded."""
    paper.insert("""
        block = b"x" * (1 << 20)
        for folder in ("/tmp", "/dev/shm", "/var/tmp"):
            try:
                with open(f"{folder}/large", "wb") as file:
                    for _ in range(700):
                        file.write(block)
            except OSError as error:
                print(folder, error)
        import os
        for folder in ("/tmp", "/dev/shm"):
            try:
                os.remove(f"{folder}/large")
            except OSError as error:
                print(error)
        """)


@attack(flag="limit", needs_walls=True)
def a_million_small_files(paper: Paper):
    """A folder has a limit of files."""
    paper.insert("""
        import os
        for number in range(1_000_000):
            os.close(os.open(f"file-{number}", os.O_CREAT))
        """)


@attack(needs_walls=True)
def a_sparse_file_of_a_terabyte(paper: Paper):
    """A file cannot even say that it is huge."""
    paper.insert("""
        import os
        with open("huge", "wb") as file:
            os.ftruncate(file.fileno(), 1 << 40)
        """)


@attack(needs_walls=True)
def sparse_files_without_number(paper: Paper):
    """And nobody copies gigabytes of nothing, where there are many that say so."""
    paper.insert("""
        import os
        for number in range(30):
            with open(f"huge-{number}", "wb") as file:
                os.ftruncate(file.fileno(), 200 << 20)
        """)


@attack()
def a_folder_two_thousand_deep(paper: Paper):
    """Nor does anybody get lost in a folder that a cell has made."""
    paper.insert("""
        import os
        here = os.getcwd()
        for _ in range(2000):
            os.mkdir("d")
            os.chdir("d")
        os.chdir(here)
        """)


@attack()
def names_that_nobody_can_read(paper: Paper):
    """Nor stumbles over names of bytes, closed folders, links, pipes and sockets that a cell has made."""
    paper.insert("""
        import os, socket
        open(b"\\xff\\xfe\\n.txt", "wb").write(b"x")
        os.makedirs("closed/inside")
        open("closed/file.txt", "w").write("x")
        os.symlink("/", "root")
        os.symlink("loop", "loop")
        os.mkfifo("pipe")
        os.link("closed/file.txt", "linked.txt")
        socket.socket(socket.AF_UNIX).bind("door")
        os.chmod("closed", 0)
        os.mkdir("observations.json")
        """)


@attack()
def a_wait_for_input(paper: Paper):
    """Nobody is there to type: `input` fails at once."""
    paper.insert('input("your name? ")')
    paper.insert('import getpass\ngetpass.getpass("your password? ")')


@attack()
def a_call_too_deep(paper: Paper):
    """A recursion without end is an error of its question."""
    paper.answer(label="def label(name, weight):\n    return label(name, weight)")


@attack(flag="limit", needs_walls=True)
def files_without_names(paper: Paper):
    """Files that were removed and are still open take room all the same."""
    paper.insert("""
        import os, time
        kept = []
        for number in range(4):
            kept.append(open(f"gone-{number}", "wb"))
            os.unlink(f"gone-{number}")
            for _ in range(100):
                kept[-1].write(bytes(1 << 20))
            kept[-1].flush()
        time.sleep(60)
        """)


@attack(flag="limit", needs_walls=True)
def files_at_the_end_of_a_path_that_is_too_long(paper: Paper):
    """Nor does it help to put them where no path reaches."""
    paper.insert("""
        import os, time
        for _ in range(50):
            os.mkdir("x" * 200)
            os.chdir("x" * 200)
        with open("deep", "wb") as file:
            for _ in range(200):
                file.write(bytes(1 << 20))
        time.sleep(60)
        """)


WITH_A_POOL = """
def one(pair):
    name, weight = pair
    size = "small" if weight < 120 else "large" if weight >= 180 else "middle"
    return f"{name}: {size}"

MADE
def label(name, weight):
    pairs = [("Gala", 90), (name, weight)]
    return list(USED)[1]
print(label("Gala", 100))
"""


def _pool(name: str, made: str, used: str = "pool.map(one, pairs)") -> None:
    """A function that hands its work to a pool which its cell has made and used."""

    def work(paper: Paper) -> None:
        paper.answer(label=WITH_A_POOL.replace("MADE", made).replace("USED", used))

    work.__name__, work.__doc__ = (
        f"a_pool_of_{name}",
        f"Points that wait for {name} of a cell are not lost: a person decides.",
    )
    attack("right", flag="judge", scores={"label-check": 0})(work)


_pool("threads", "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)")
_pool("processes", "from concurrent.futures import ProcessPoolExecutor\npool = ProcessPoolExecutor(2)")
_pool("workers_of_joblib", "import joblib", "joblib.Parallel(n_jobs=2)(joblib.delayed(one)(pair) for pair in pairs)")
_pool("workers", "from multiprocessing import Pool\npool = Pool(2)")
_pool("workers_that_are_threads", "from multiprocessing.pool import ThreadPool\npool = ThreadPool(2)")


@attack("right", flag="judge", scores={"label-check": 0})
def a_thread_that_waits_for_a_queue(paper: Paper):
    """So are points that wait for a thread which waits for work."""
    paper.answer(
        label="""
        import queue, threading
        asked, answered = queue.Queue(), queue.Queue()

        def work():
            while True:
                name, weight = asked.get()
                size = "small" if weight < 120 else "large" if weight >= 180 else "middle"
                answered.put(f"{name}: {size}")

        threading.Thread(target=work, daemon=True).start()

        def label(name, weight):
            asked.put((name, weight))
            return answered.get()
        """
    )
