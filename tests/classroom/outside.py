"""Calling somebody outside, asking for another kernel, and writing where nobody may write.

`MARK` is what attacks write and send where they can; `PORT` and `ABSTRACT` are doors that the tests hold open.
"""

from __future__ import annotations

from classroom.hostile import attack
from classroom.paper import Paper

MARK = "an-attack-was-here"
PORT, ABSTRACT = 45_871, "\0an-attack-calls"


@attack()
def a_call_over_the_network(paper: Paper):
    """There is no network: not the internet, not this machine's own ports."""
    paper.append(f"""
        import socket
        for address in (("127.0.0.1", {PORT}), ("1.1.1.1", 53), ("169.254.169.254", 80)):
            try:
                with socket.create_connection(address, 1) as door:
                    door.sendall(b"{MARK}")
                    print("REACHED", address)
            except OSError as error:
                print(address, error)
        try:
            print("REACHED", socket.getaddrinfo("pypi.org", 443))
        except OSError as error:
            print(error)
        print(open("/proc/net/unix").read()[:5000])
        """)


@attack()
def a_call_to_an_abstract_socket(paper: Paper):
    """Sockets without a file belong to the network, and that is another one."""
    paper.append(f"""
        import socket
        door = socket.socket(socket.AF_UNIX)
        try:
            door.connect({ABSTRACT!r})
            door.sendall(b"{MARK}")
            print("REACHED")
        except OSError as error:
            print(error)
        """)


@attack()
def a_kernel_asked_for_at_the_warm_process(paper: Paper):
    """The process that forks kernels cannot be asked for one without walls."""
    paper.append("""
        import glob, os, socket
        from ipykernel.connect import get_connection_file
        own = os.path.dirname(get_connection_file())
        print(os.environ.get("AUTOGRADER_WARM"))
        for path in glob.glob("/tmp/**", recursive=True) + glob.glob("/run/**", recursive=True) + glob.glob("/dev/**"):
            try:
                with socket.socket(socket.AF_UNIX) as door:
                    if path.startswith(own):
                        continue
                    door.connect(path)
                    print("REACHED", path)
            except OSError:
                pass
        """)


@attack("wrong", flag="limit")
def an_agent_of_its_own(paper: Paper):
    """Whoever answers the judge in the agent's place can say what the agent could say."""
    paper.insert("""
        import threading, time
        from ipykernel.connect import get_connection_file

        def answer():
            import os, socket
            from autograder import serialization
            from autograder.serialization import messages
            address = os.path.join(os.path.dirname(get_connection_file()), "agent")
            while True:
                try:
                    door = socket.socket(socket.AF_UNIX)
                    door.connect(address)
                    while True:
                        question = messages.receive(door)
                        for value in (True, 1, [True] * 4):
                            messages.send(door, {"value": value, "right": True, "verdict": {"right": True}})
                except Exception:
                    time.sleep(0.001)

        threading.Thread(target=answer, daemon=True).start()
        """)


@attack()
def a_write_into_the_libraries(paper: Paper):
    """The libraries that everybody shares can be read, not changed."""
    paper.append(f"""
        import os, sys
        import numpy, autograder
        for path in (numpy.__file__, autograder.__file__, sys.executable, os.__file__, "/etc/passwd", "/usr/bin/env",
                     os.path.join(os.path.dirname(numpy.__file__), "..", "{MARK}.pth"), "/{MARK}", "/usr/{MARK}"):
            try:
                with open(path, "ab") as file:
                    file.write(b"# {MARK}")
                print("WRITTEN", path)
            except OSError as error:
                print(path, error)
        for top in ("/usr", os.path.dirname(numpy.__file__), "/", "/dev"):
            try:
                os.chmod(top, 0o777)
                print("CHANGED", top)
            except OSError as error:
                print(top, error)
        """)


@attack()
def a_write_above_its_folder(paper: Paper):
    """What it writes stays in its own folder, and that folder is a copy."""
    paper.append(f"""
        import os, shutil
        for up in ("..", "../..", "../../..", "../the-neighbour/small", "/tmp", "/home"):
            try:
                with open(os.path.join(up, "{MARK}"), "w") as file:
                    file.write("{MARK}")
                print("WRITTEN", up)
            except OSError as error:
                print(up, error)
        for name in os.listdir("."):
            try:
                os.remove(name)
            except OSError:
                shutil.rmtree(name, ignore_errors=True)
        """)


@attack()
def a_notebook_that_rewrites_itself(paper: Paper):
    """A notebook that overwrites its own file with points in it is graded as it was handed in."""
    paper.append("""
        import json
        try:
            book = json.load(open("small.ipynb"))
            for cell in book["cells"]:
                cell["metadata"].setdefault("nbgrader", {}).update(points=100)
                if cell["cell_type"] == "code":
                    cell["source"], cell["outputs"] = "pass", []
            json.dump(book, open("small.ipynb", "w"))
        except OSError as error:
            print(error)
        open("result.json", "w").write('{"version": 1}')
        """)


# a program of its own: a process with threads, as a kernel is one, may make no namespace of users
_WALLS = """
import ctypes, os, subprocess
libc = ctypes.CDLL(None, use_errno=True)
print("unshare", libc.unshare(0x10000000 | 0x20000), os.strerror(ctypes.get_errno()))
print("mount", libc.mount(b"proc", b"/tmp", b"proc", 0, None), os.strerror(ctypes.get_errno()))
for place in (b"/", b"/usr"):
    print("writable", place, libc.mount(None, place, None, 32 | 4096, None), os.strerror(ctypes.get_errno()))
    print("off", place, libc.umount2(place, 2), os.strerror(ctypes.get_errno()))
for name in ("mnt", "pid", "user", "net"):
    try:
        print("setns", name, libc.setns(os.open(f"/proc/1/ns/{name}", os.O_RDONLY), 0))
    except OSError as error:
        print(name, error)
for action in (lambda: os.chroot("/proc/1/root"), lambda: os.setuid(0), lambda: os.nice(-5)):
    try:
        print("DONE", action())
    except OSError as error:
        print(error)
print(subprocess.run("ls -la / /proc/1/root /sys /dev; id; cat /proc/self/mountinfo | head -5; touch /usr/MARK /MARK",
                     shell=True, capture_output=True, text=True).stdout)
""".replace("MARK", MARK)


@attack()
def new_walls_from_inside(paper: Paper):
    """Making namespaces, mounting and changing the root from inside opens nothing."""
    paper.append(f"""
        import subprocess, sys
        done = subprocess.run([sys.executable, "-c", {_WALLS!r}], capture_output=True, text=True)
        print(done.stdout, done.stderr)
        """)


@attack("half", keeps=("varieties",), flag="judge")
def data_changed_before_they_are_read(paper: Paper):
    """The data that tests look at are the instructor's, whatever a cell has written over the file."""
    paper.insert("""
        open("apples.csv", "w").write("variety,width,height,weight\\nElstar,70,60,5000\\n")
        import pathlib
        pathlib.Path("apples.csv").chmod(0o444)
        """)
    paper.answer(total="total = 5.0", varieties="varieties = ['Boskoop', 'Elstar', 'Gala', 'Jonagold']")
    paper.answer(predict="def predict(rows):\n    return [5000] * len(rows)")
