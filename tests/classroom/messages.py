"""What a kernel may say to the front end that listens to it: messages of any size and shape."""

from __future__ import annotations

from classroom.hostile import attack
from classroom.paper import Paper

SEND = """
def send(kind, content):
    kernel = get_ipython().kernel
    parent = kernel.get_parent("shell")
    kernel.session.send(kernel.iopub_socket, kind, content, parent=parent, ident=kind.encode())
"""


@attack()
def a_second_front_end(paper: Paper):
    """A thread that sends results and replies in the name of every cell gives points to none."""
    paper.insert("""
        import threading, time

        def forge():
            for _ in range(200):
                send("execute_result", {"data": {"text/plain": "3.0"}, "metadata": {}, "execution_count": 1})
                send("status", {"execution_state": "idle"})
                send("execute_reply", {"status": "ok", "execution_count": 1})
                time.sleep(0.005)

        threading.Thread(target=forge, daemon=True).start()
        """)
    paper.insert(SEND)  # in front of it


@attack()
def messages_without_form(paper: Paper):
    """Messages that lack what they should have, or have it in another type, end no grading."""
    paper.insert("""
        for kind in ("stream", "display_data", "execute_result", "error", "update_display_data", "clear_output",
                     "status", "comm_open", "comm_msg", "comm_close", "execute_input", "debug_event", "other", ""):
            for content in ({}, {"name": 7, "text": None, "data": None}, {"data": {"text/plain": {"a": [1]}, "": 7}},
                            {"data": 7, "metadata": [], "transient": 3, "comm_id": {}, "execution_state": "dancing"}):
                try:
                    send(kind, content)
                except Exception as error:
                    print(kind, type(error))
        """)
    paper.insert(SEND)  # in front of it


@attack()
def frames_without_form(paper: Paper):
    """Nor do those that are signed and are no messages, or whose text no file can hold."""
    paper.insert("""
        import json
        kernel = get_ipython().kernel
        session, parent = kernel.session, kernel.get_parent("shell")
        head = lambda kind: session.msg_header(kind) | {"date": "then"}

        def raw(*parts):
            parts = [part if isinstance(part, bytes) else json.dumps(part, default=str).encode() for part in parts]
            kernel.iopub_thread.send_multipart([b"any", b"<IDS|MSG>", session.sign(parts), *parts])

        kernel.iopub_thread.send_multipart([b"neither"])
        kernel.iopub_thread.send_multipart([b"any", b"<IDS|MSG>", b"not signed", b"{}", b"{}", b"{}", b"{}"])
        header = parent["header"]
        for parts in ((), (b"{",), ([], [], [], []), ({}, {}, {}, {}), (b"[" * 100_000, header, {}, {}),
                      (head("stream"), [1], {}, {}), (head("stream"), header, [], {}), (head("stream"), header, {}, 7),
                      (head(7), header, {}, {}), (head(None), header, {}, []), (b"\\xff", header, {}, {})):
            raw(*parts)
        raw(head("stream"), header, {}, {"name": "stdout", "text": "\\ud800"})
        raw(head("display_data"), header, {}, {"data": {"text/plain": "\\udc00"}, "metadata": {"\\ud800": 1}})
        for kind, data, metadata in (("display_data", {"text/plain": 1}, {}), ("update_display_data", [], 7)):
            raw(head(kind), header, {}, {"data": data, "metadata": metadata, "transient": {"display_id": 1}})
        ident = kernel._parent_ident["shell"]
        for content in ({}, {"status": "error"}, {"status": ["error"]}, {"status": "error", "ename": 7}):
            session.send(kernel.shell_stream, "execute_reply", content, parent=parent, ident=ident)
        """)


@attack(flag="limit")
def replies_without_form(paper: Paper):
    """A kernel whose replies to a cell are empty is a kernel all the same."""
    paper.append("""
        kernel = type(get_ipython().kernel)
        honest = kernel.do_execute

        async def do_execute(self, *args, **named):
            await honest(self, *args, **named)
            return {}

        kernel.do_execute = do_execute
        """)
    paper.append("1 + 1")


@attack()
def text_that_cannot_be_written(paper: Paper):
    """Lone surrogates, zero bytes and numbers that are no JSON in outputs do not keep a notebook from being written."""
    paper.append("""
        from IPython.display import display
        print("\\ud800\\udfff \\x00 \\x1b[31m")
        display({"text/plain": "\\ud800"}, raw=True, metadata={"a": float("nan"), "b": float("inf")})
        display({"text/html": "<b>\\udc00</b>", "application/json": {"a": float("nan")}}, raw=True)
        """)
    paper.append('raise ValueError("\\ud800\\x00")')


@attack(flag="limit")
def a_display_of_three_hundred_megabytes(paper: Paper):
    """One message of hundreds of megabytes is one that nobody keeps."""
    paper.insert("""
        from IPython.display import display
        display({"text/plain": "x" * (300 << 20)}, raw=True)
        """)


@attack()
def a_page_in_a_reply(paper: Paper):
    """Pages and cells that a reply asks the front end to show or to write are nobody's here."""
    paper.insert("""
        shell = get_ipython()
        shell.payload_manager.write_payload({"source": "page", "data": {"text/plain": "x" * 20_000_000}, "start": 0})
        shell.set_next_input("import os; os._exit(0)")
        """)


@attack()
def a_flood_of_widgets(paper: Paper):
    """The state of widgets is not kept without end."""
    paper.insert("""
        import ipywidgets
        kept = [ipywidgets.Textarea("x" * 500_000) for _ in range(60)]
        """)


@attack()
def counts_that_are_none(paper: Paper):
    """A cell says as its number what is no number of a cell."""
    paper.insert("send('stream', {'name': 'stdout', 'text': '', 'execution_count': -1})")
    paper.insert("send('stream', {'name': 'stdout', 'text': '', 'execution_count': True})")
    paper.insert(SEND)  # in front of them


@attack()
def errors_without_form(paper: Paper):
    """A reply that tells of an error, and not in the form of one, is a cell's output at most."""
    for content in ({"status": "error", "ename": 7}, {"status": "error", "traceback": "x"}):
        paper.insert(f"""
            kernel = get_ipython().kernel
            kernel.session.send(kernel.shell_stream, "execute_reply", {content}, parent=kernel.get_parent("shell"),
                                ident=kernel._parent_ident["shell"])
            """)
