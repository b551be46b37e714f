"""Messages between processes have an end, in bytes and in time."""

from __future__ import annotations

import json
import pickle
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from autograder import serialization
from autograder.forkserver.client import ForkServer, bare_environment
from autograder.judge import agent, client
from autograder.judge.client import Judge
from autograder.sandbox import Limits
from autograder.serialization import NotPlain, messages


@pytest.fixture
def line():
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def test_a_message_arrives_as_it_was_sent(line):
    messages.send(line[0], {"numbers": [1, 2.5, None], "text": "apple"})
    assert messages.receive(line[1]) == {"numbers": [1, 2.5, None], "text": "apple"}


def test_whoever_sends_a_byte_now_and_then_is_not_waited_for(line):
    def drip():
        line[0].sendall((1000).to_bytes(8, "big"))
        with suppress(OSError):  # the test is over
            for _ in range(40):
                time.sleep(0.1)
                line[0].sendall(b"x")

    threading.Thread(target=drip, daemon=True).start()
    line[1].settimeout(0.5)
    with pytest.raises(TimeoutError):
        messages.receive_bytes(line[1])
    assert line[1].gettimeout() == 0.5


def test_its_length_is_no_reason_to_wait_longer(line):
    def drip():
        with suppress(OSError):
            for byte in (1000).to_bytes(8, "big") + bytes(1000):
                time.sleep(0.1)
                line[0].sendall(bytes([byte]))

    threading.Thread(target=drip, daemon=True).start()
    line[1].settimeout(1.0)
    received = []
    with pytest.raises(TimeoutError):
        messages.receive_bytes(Counting(line[1], received))
    assert 5 <= len(received) < 14  # ten a second, of which eight are the length


class Counting:
    """A connection that notes what is received."""

    def __init__(self, connection: socket.socket, received: list):
        self.connection, self.received = connection, received

    def recv(self, size: int) -> bytes:
        self.received.append(self.connection.recv(size))
        return self.received[-1]

    def __getattr__(self, name: str):
        return getattr(self.connection, name)


def judge_at(connection: socket.socket, monkeypatch) -> Judge:
    monkeypatch.setattr(Judge, "_started", lambda self: connection)
    return Judge(None, [], source=None, folder=None, environment={}, limits=Limits(), sandbox=None)


def test_a_test_that_asks_without_end_has_an_end(line, monkeypatch):
    monkeypatch.setattr(client, "TEST_SECONDS", 0.2)
    judge = judge_at(line[0], monkeypatch)

    def ask_for_ever():
        messages.receive(line[1])
        for _ in range(100_000):
            try:
                messages.send(line[1], {"ask": b"over?"})
                messages.receive(line[1])
            except OSError:
                return

    threading.Thread(target=ask_for_ever, daemon=True).start()
    verdict = judge.judge("t", "", 1.0, ("", ""), lambda question: b"no", 0.2)
    assert not verdict.right
    assert "ran longer than" in verdict.trouble


def test_an_answer_that_is_too_large_is_no_answer(line, monkeypatch):
    judge, heard = judge_at(line[0], monkeypatch), []

    def ask_once():
        messages.receive(line[1])
        messages.send(line[1], {"ask": b"how many?"})
        heard.append(messages.receive(line[1]))
        messages.send(line[1], {"verdict": {"right": True}})

    thread = threading.Thread(target=ask_once, daemon=True)
    thread.start()

    def too_much(question: bytes) -> bytes:
        raise NotPlain("it is too large to be looked at")

    assert judge.judge("t", "", 1.0, ("", ""), too_much, 5).right
    assert heard == [{"unreachable": "it is too large to be looked at"}]


def test_a_judge_loads_no_pickle_and_says_so_to_the_author(line, tmp_path):
    (tmp_path / "saved.pkl").write_bytes(pickle.dumps(print))
    (tmp_path / "plain.pkl").write_bytes(pickle.dumps([1, 2, 3]))
    command = [sys.executable, "-m", "autograder.judge.process", str(line[1].fileno())]
    with subprocess.Popen(command, pass_fds=[line[1].fileno()], cwd=tmp_path) as judge:
        line[1].close()  # or a judge that ends would be waited for
        messages.send(line[0], {"author": json.dumps([]), "path": None, "before": []})
        assert messages.receive(line[0]) == "ready"
        found = []
        for name in ("saved.pkl", "plain.pkl"):
            test = f"import pickle\nassert pickle.load(open({name!r}, 'rb')) == [1, 2, 3]"
            asked = {"namespace": "whole", "grade_id": "t", "source": test, "points": 1, "marks": ["a", "b"]}
            messages.send(line[0], asked)
            found.append(messages.receive(line[0])["verdict"])
        judge.kill()
    assert "builtins.print" in found[0]["trouble"]
    assert found[1]["right"]


def test_after_a_test_without_end_the_next_ones_have_what_it_has_defined_and_say_what_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(client, "TEST_SECONDS", 0.0)
    learner = agent.Agent({"square": lambda x: x * x})
    tests = (
        ("import math\ndef half(x):\n    return x / 2\nsummed = sum(range(10**13))", 1),
        ("assert math.sqrt(half(square(4))) > 2", 60),
        ("assert summed == 3", 60),
        ("assert unheard_of == 3", 60),
    )
    with ForkServer() as forkserver:
        judge = Judge(
            forkserver, [], source=None, folder=tmp_path, environment=bare_environment(), limits=Limits(), sandbox=None
        )
        said = [
            judge.judge(
                f"t{number}", test, 1.0, ("a", "b"), lambda asked: learner.answer(serialization.decode(asked)), seconds
            )
            for number, (test, seconds) in enumerate(tests)
        ]
        judge.close()
    assert [verdict.right for verdict in said] == [False, True, False, False]
    assert "ran longer than 1 s" in said[0].trouble
    assert "needs 'summed' of a test cell above" in said[2].trouble
    assert (said[3].trouble, said[3].attempted) == ("", False)
