"""What travels between a head and its workers: submissions as they are, and results that nobody believes unseen."""

from __future__ import annotations

import dataclasses
import io
import os
import shutil
import ssl
import stat
import sys
import tarfile

import nbformat
import pytest
from support.handmade import NAME, SmallCourse, failed, partly, release_in

from autograder.execution.items import Execution, items_of
from autograder.gradebook.assignment import read_assignment
from autograder.gradebook.folder import FolderError
from autograder.gradebook.results import Flag, NotebookResult, Result
from autograder.pool import certificate, connection, inspection, parcel
from autograder.pool.jobs import Job
from autograder.repair import gather, submission

JOB = Job("ana", "a digest")


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> SmallCourse:
    root = tmp_path_factory.mktemp("pool") / "course"
    root.mkdir()
    release_in(root)
    return SmallCourse(root)


@pytest.fixture(scope="module")
def assignment(small):
    return read_assignment(small.folder, NAME)


# -- submissions travel as they are ------------------------------------------------------------------------------------


def strange(top):
    """A submission with whatever a folder can hold."""
    place = top / "submitted" / "ana" / NAME
    (place / "data" / "deep").mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), place / "first.ipynb")
    (place / "data" / "deep" / "ä b.csv").write_bytes(b"1,2")
    (place / "closed.txt").write_text("nobody reads this")
    (place / "closed.txt").chmod(0)
    os.symlink("/etc/passwd", place / "link")
    os.mkfifo(place / "pipe")
    with (place / "large.bin").open("wb") as file:
        file.truncate(gather.MAX_BYTES + 1)
    place.with_name(f"{NAME}.zip").write_bytes(b"PK no zip")
    return place


def test_a_submission_is_read_on_a_worker_as_on_the_head(tmp_path):
    place, worker = strange(tmp_path / "head"), tmp_path / "worker" / "submitted" / "ana"
    packed = parcel.of_submission(place)
    assert len(packed) < 1 << 20, "what is too large to be looked at travels as its size"
    parcel.open_all(packed, worker)
    names = ["first", "second"]
    here, there = (submission.read(folder, names) for folder in (place, worker / NAME))
    assert there.reasons == here.reasons
    assert there.files.keys() == here.files.keys()
    assert there.notebooks == here.notebooks
    assert os.readlink(worker / NAME / "link") == "/etc/passwd"
    assert stat.S_ISFIFO((worker / NAME / "pipe").stat().st_mode)
    assert stat.S_IMODE((worker / NAME / "closed.txt").stat().st_mode) == 0


def test_a_file_in_the_place_of_a_folder_travels_too(tmp_path):
    (tmp_path / NAME).write_text("{}")
    parcel.open_all(parcel.of_submission(tmp_path / NAME), tmp_path / "worker")
    assert (tmp_path / "worker" / NAME).read_text() == "{}"


# -- results are inspected ---------------------------------------------------------------------------------------------


@pytest.fixture
def judged(small, assignment, tmp_path):
    """An honest worker's result, and the folder that it judged."""
    small.judge("ana", {"double-check": failed(), "half-check": partly(1.5), "reason": "Because it is twice."})
    folder = shutil.copytree(small.folder.judged("ana", NAME), tmp_path / "judged")
    notebooks = {}
    for name in assignment.cells:
        notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
        notebooks[name] = NotebookResult(["a reason"], items_of(notebook, Execution()))
    return Result(NAME, "ana", "a digest", notebooks=notebooks, flags=[Flag("limit", "slow", "first")]), folder


def sent(result: Result, folder, tmp_path) -> bytes:
    result.write(tmp_path / "result.json")
    return parcel.of_result(tmp_path / "result.json", folder)


def inspected(content: bytes, assignment, tmp_path):
    target = tmp_path / "opened"
    target.mkdir()
    return inspection.opened(content, JOB, assignment, [], target)


def test_an_honest_result_comes_through_whole(judged, assignment, tmp_path):
    result, folder = judged
    read, opened = inspected(sent(result, folder, tmp_path), assignment, tmp_path)
    assert read == result
    assert {path.name for path in opened.iterdir()} == {path.name for path in folder.iterdir()}


def first_item(result, **values):
    one = result.notebooks["first"]
    one.items[0] = dataclasses.replace(one.items[0], **values)


LIES = {
    "somebody else's": lambda result: setattr(result, "student", "ben"),
    "another state": lambda result: setattr(result, "digest", "old"),
    "another assignment": lambda result: setattr(result, "assignment", "ps2"),
    "more than all points": lambda result: first_item(result, score=99.0),
    "less than none": lambda result: first_item(result, score=-1.0),
    "no number": lambda result: first_item(result, score=float("nan")),
    "other points at stake": lambda result: first_item(result, max=200.0),
    "a score that the notebook does not have": lambda result: first_item(result, score=2.0),
    "an unknown status": lambda result: first_item(result, status="wonderful"),
    "a cell that is not there": lambda result: first_item(result, id="free-points"),
    "a cell too few": lambda result: result.notebooks["first"].items.pop(),
    "a notebook too few": lambda result: result.notebooks.pop("second"),
    "a notebook too many": lambda result: result.notebooks.update(third=NotebookResult()),
    "words that are none": lambda result: result.notebooks["first"].reasons.append(7),
    "walls that stood": lambda result: result.missing_walls.append("network"),
    "a flag of a kind that the head gives": lambda result: result.flags.append(Flag("shared", "with ben")),
    "a flag about nothing": lambda result: result.flags.append(Flag("limit", "slow", "../first")),
    "rows that are none": lambda result: result.timing.append("fast"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_result_that_lies_is_refused(judged, assignment, tmp_path, lie):
    result, folder = judged
    LIES[lie](result)
    with pytest.raises(inspection.RefusedError):
        inspected(sent(result, folder, tmp_path), assignment, tmp_path)


def archive(**members: tarfile.TarInfo) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as made:
        for member in members.values():
            made.addfile(member)
    return packed.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, "/etc/passwd"
    return made


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive at all" * 100,
        archive(one=member("../outside")),
        archive(one=member("/tmp/outside")),
        archive(one=member("result.json", tarfile.SYMTYPE)),
        archive(one=member("result.json", tarfile.LNKTYPE)),
        archive(one=member("result.json", tarfile.CHRTYPE)),
        archive(one=member("result.json"), two=member("result.json")),
        archive(one=member("result.json"), two=member("result.json/below")),
    ],
    ids=["nothing", "noise", "above", "absolute", "link", "hard-link", "device", "twice", "below-a-file"],
)
def test_what_is_no_parcel_of_ordinary_files_is_refused(content, assignment, tmp_path):
    with pytest.raises(inspection.RefusedError):
        inspected(content, assignment, tmp_path)
    assert not (tmp_path / "outside").exists()


# -- who gets in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["tcp://192.0.2.7:8786", "tcp://grader.invalid:8786"])
def test_nothing_is_sent_in_the_clear_to_another_machine(address):
    with pytest.raises(FolderError, match=r"without encryption.*Nothing was sent"):
        connection.connect(address, None)


def test_a_worker_elsewhere_that_is_reached_in_the_clear_is_refused():
    connection.refuse_plain(["tcp://127.0.0.1:8786", "tls://192.0.2.7:8786"])
    with pytest.raises(FolderError, match=r"tcp://192\.0\.2\.7:40000 would be reached without encryption"):
        connection.refuse_plain(["tcp://127.0.0.1:8786", "tcp://192.0.2.7:40000"])


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://h:nothing"])
def test_what_is_no_address_is_said(address):
    with pytest.raises(FolderError, match="no address of a scheduler"):
        connection.connect(address, None)


def test_tls_asks_for_a_certificate(tmp_path):
    with pytest.raises(FolderError, match=r"none was named. Add --certificate FILE"):
        connection.connect("tls://192.0.2.7:8786", None)
    with pytest.raises(FolderError, match="is no file"):
        connection.connect("tls://192.0.2.7:8786", tmp_path / "absent.pem")


def test_without_dask_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FolderError, match=r"needs Dask distributed, which is not installed. Install .*--extra cluster"):
        connection.connect("tcp://127.0.0.1:8786", None)


def test_a_certificate_is_private_vouches_for_itself_and_replaces_none(tmp_path):
    pytest.importorskip("cryptography", reason="the extra `cluster` is not installed")
    one, other = tmp_path / "one.pem", tmp_path / "other.pem"
    certificate.write(one)
    certificate.write(other)
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert greeted(one, one)
    assert not greeted(one, other), "who has another certificate is not let in"
    before = one.read_bytes()
    with pytest.raises(FolderError, match="never written over another"):
        certificate.write(one)
    assert one.read_bytes() == before


def greeted(server, client) -> bool:
    """Whether two ends that ask each other for certificates come to terms, also where OpenSSL is strict."""
    contexts = []
    for file, purpose in ((server, ssl.Purpose.CLIENT_AUTH), (client, ssl.Purpose.SERVER_AUTH)):
        context = ssl.create_default_context(purpose, cafile=file)
        context.load_cert_chain(file)
        context.check_hostname, context.verify_mode = False, ssl.CERT_REQUIRED
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        contexts.append(context)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [contexts[0].wrap_bio(there, back, server_side=True), contexts[1].wrap_bio(back, there)]
    done = set()
    for _ in range(10):
        for end in ends:
            try:
                end.do_handshake()
                done.add(end)
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError:
                return False
    return len(done) == 2
