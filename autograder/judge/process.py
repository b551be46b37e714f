"""In the judge: wait for test cells, run them, and ask for what they want to know of the learner's process."""

from __future__ import annotations

import json
import os
import socket
import sys

from autograder.judge.names import Author, Names
from autograder.judge.remote import CannotCross, Learner, Unreachable
from autograder.judge.verdict import judge
from autograder.serialization import messages


def serve(connection: socket.socket) -> None:
    """Judge until the connection closes. The first message holds the author's notebook and folder."""
    about = messages.receive(connection)
    if about["path"]:
        sys.path.insert(0, about["path"])  # tests import what the instructor wrote, never what a learner left here
    author = Author(json.loads(about["author"]))
    messages.send(connection, "ready")

    def ask(question: bytes) -> bytes:
        messages.send(connection, {"ask": question})
        answer = messages.receive(connection)
        if "unreachable" in answer:
            raise Unreachable(answer["unreachable"])
        return answer["answer"]

    namespaces: dict[str, Names] = {}
    sys.addaudithook(_no_pickles)
    while True:
        try:
            test = messages.receive(connection)
        except EOFError:
            return
        if test["namespace"] not in namespaces:
            namespaces[test["namespace"]] = Names(author, Learner(ask))
            before = [source for namespace, source in about["before"] if namespace == test["namespace"]]
            namespaces[test["namespace"]].remember(before)  # now somebody answers what this asks
        names = namespaces[test["namespace"]]
        verdict = judge(names, test["grade_id"], test["source"], test["points"], test["marks"])
        messages.send(connection, {"verdict": verdict})


def _no_pickles(event: str, arguments: tuple) -> None:
    """Refuse to load a pickle: whoever made it decides what runs, and here it would run among the hidden tests."""
    if event == "pickle.find_class":
        raise CannotCross(
            f"A test loads a pickle (with {'.'.join(map(str, arguments))} in it), and code of whoever made it would "
            "run among the tests. Load plain files: CSV, JSON, arrays without objects, safetensors."
        )


if __name__ == "__main__":  # where it cannot be forked; see autograder.forkserver.client.ColdServer
    sys.path[:] = [place for place in sys.path if place not in ("", os.getcwd())]
    serve(socket.socket(fileno=int(sys.argv[1])))
