"""The tools of the tests changed under their hands: IPython, builtins, numpy, pandas, the checks of the course."""

from __future__ import annotations

from classroom.hostile import attack
from classroom.paper import Paper

MEAN = "def predict(rows):\n    return [float(apples.weight.mean())] * len(rows)"  # worth 0.6 points of 3


@attack(flag="judge")
def an_input_transformer_that_empties_tests(paper: Paper):
    """No hook of IPython gets between a test and its points."""
    paper.insert("""
        def without_tests(lines):
            return [] if any("assert" in line for line in lines) else lines

        get_ipython().input_transformers_cleanup.append(without_tests)
        """)


@attack(flag="judge")
def an_ast_transformer_without_assert(paper: Paper):
    """A test is not rewritten on its way."""
    paper.insert("""
        import ast

        class Nothing(ast.NodeTransformer):
            def visit_Assert(self, node): return ast.copy_location(ast.Pass(), node)

        get_ipython().ast_transformers.append(Nothing())
        """)


@attack(flag="judge")
def a_hook_before_each_cell(paper: Paper):
    """`pre_run_cell` sees the source of learners' cells only."""
    paper.insert("""
        seen = []

        def before(info):
            seen.append(info.raw_cell)
            if "assert" in info.raw_cell:
                globals().update(label=lambda *given: Word("all"), Word=type("Word", (str,), {
                    "__eq__": lambda *given: True, "startswith": lambda *given: True}))

        get_ipython().events.register("pre_run_cell", before)
        get_ipython().events.register("pre_execute", lambda: None)
        """)
    paper.append("""
        print([each for each in seen if "HIDDEN" in each or "mine" + "bird" in each])
        """)


@attack()
def a_shell_that_always_succeeds(paper: Paper):
    """The shell and the kernel are the learner's to break; points do not come from them."""
    paper.insert("""
        from IPython.core.interactiveshell import ExecutionResult

        shell = get_ipython()
        honest_run = shell.run_cell

        def run_cell(source, *args, **named):
            return honest_run("" if "assert" in source else source, *args, **named)

        shell.run_cell = run_cell
        shell.showtraceback = shell._showtraceback = lambda *args, **named: None
        shell.set_custom_exc((Exception,), lambda *args, **named: None)
        """)


@attack()
def an_exception_handler_that_swallows(paper: Paper):
    """`set_custom_exc` can hide an AssertionError from the notebook, and from nobody else."""
    paper.insert("get_ipython().set_custom_exc((AssertionError,), lambda *args, **named: None)")


@attack("half", keeps=("total", "varieties"), scores={"predict-check": 0.6})
def a_formatter_that_prints_three(paper: Paper):
    """Partial credit is a number, not what somebody prints for it."""
    paper.insert("""
        get_ipython().display_formatter.formatters["text/plain"].for_type(float, lambda n, p, cycle: p.text("3.0"))
        """)
    paper.answer(predict=MEAN)


@attack("half", keeps=("total", "varieties"), scores={"predict-check": 0.6})
def a_display_hook_that_prints_three(paper: Paper):
    """Nor is it what a display hook makes of it."""
    paper.insert("""
        import sys
        hook = type(get_ipython().displayhook)
        hook.compute_format_data = lambda self, result: ({"text/plain": "3.0"}, {})
        sys.float_repr_style = "short"
        """)
    paper.answer(predict=MEAN)


@attack(keeps=("total", "varieties"), flag="judge")
def builtins_that_always_agree(paper: Paper):
    """`abs`, `all` and `any` of the learner's process are not those of the tests; what they break there is broken."""
    paper.insert("""
        import builtins

        def patched():
            builtins.abs = lambda number: 0
            builtins.all = builtins.any = lambda found: True

        get_ipython().events.register("pre_run_cell", lambda info: patched() if "assert" in info.raw_cell else None)
        """)
    paper.insert("patched()", paper.place("label-check"))


@attack(flag="judge")
def a_numpy_where_all_is_close(paper: Paper):
    """numpy patched in the learner's process stays there."""
    paper.answer(
        table="table = apples.groupby('variety').weight.agg(apples='size', mean='median')",
        scaled="scaled = np.sort((apples.weight.to_numpy() - apples.weight.mean()) / apples.weight.std(ddof=0))",
    )
    paper.insert(
        """
        np.allclose = np.isclose = np.array_equal = lambda *args, **named: True
        np.testing.assert_allclose = np.testing.assert_array_equal = lambda *args, **named: None
        """,
        paper.place("label-check"),
    )


@attack(flag="judge")
def a_pandas_where_all_is_equal(paper: Paper):
    """So does pandas."""
    paper.answer(table="table = apples.groupby('variety').weight.agg(apples='size', mean='median')")
    paper.insert("pd.Series.__array_function__ = lambda *given: True", paper.place("table-check"))


@attack("wrong", of="00-start-here", flag="judge")
def checks_that_pass(paper: Paper):
    """The checks of the course are the learner's to patch, in the learner's process."""
    paper.insert("""
        from course import checks
        for name in ("expect", "attempted", "close", "honest"):
            setattr(checks.Question, name, lambda self, *args, **named: None)
        checks.Question.number = lambda self, value, *args: 1.0
        """)


@attack("wrong", of="00-start-here")
def timing_that_was_honest(paper: Paper):
    """So is the module that reads the log."""
    paper.insert(
        """
        from course import timing
        timing.problems = lambda *args, **named: []
        timing.recorded = lambda *args, **named: []
        """,
        paper.place("prediction-check"),
    )


@attack()
def modules_beside_the_notebook(paper: Paper):
    """A numpy.py beside the notebook is a file of the learner's and nothing else."""
    lie = b"def __getattr__(name):\n    return lambda *args, **named: True\n"
    for name in ("numpy", "pandas", "nbgrader", "sitecustomize", "usercustomize", "json", "socket", "ast", "conftest"):
        paper.files[f"{name}.py"] = lie


@attack("wrong", of="00-start-here")
def a_course_beside_the_notebook(paper: Paper):
    """A folder `course` or `autograder` of the learner's is not ours."""
    paper.files["course/__init__.py"] = (
        b"from unittest.mock import MagicMock\ndef __getattr__(name):\n    return MagicMock()\n"
    )
    for name in ("autograder", "autograder/judge"):
        paper.files[f"{name}/__init__.py"] = b"def __getattr__(name):\n    return lambda *args, **named: True\n"


@attack()
def settings_of_a_home_folder(paper: Paper):
    """Start-up files of IPython, Jupyter and Python in the folder change nothing for the tests."""
    lie = b"import numpy\nnumpy.allclose = lambda *args, **named: True\nimport builtins\nbuiltins.abs = lambda n: 0\n"
    profile = ".ipython/profile_default"
    paper.files |= {
        f"{profile}/startup/00-first.py": lie,
        f"{profile}/ipython_kernel_config.py": b"c.InteractiveShellApp.exec_lines = ['import os; os._exit(1)']\n",
        "ipython_config.py": lie,
        ".jupyter/jupyter_config.py": lie,
        ".jupyter/nbgrader_config.py": b"c.Execute.timeout = 1\nc.ClearHiddenTests.begin_test_delimeter = 'x'\n",
        "nbgrader_config.py": b"c.CourseDirectory.db_url = 'sqlite:////tmp/other.db'\n",
        ".local/lib/python3.11/site-packages/evil.pth": b"import os; os._exit(1)\n",
        "evil.pth": b"import os; os._exit(1)\n",
        ".config/matplotlib/matplotlibrc": b"backend: none\n",
        ".pythonrc.py": lie,
        "pyvenv.cfg": b"home = /nowhere\n",
    }


@attack()
def an_import_hook(paper: Paper):
    """What the learner's process imports from now on is the learner's affair."""
    paper.insert("""
        import sys

        class Finder:
            def find_spec(self, name, path=None, target=None):
                if name.startswith(("autograder", "nbgrader", "course")):
                    raise ImportError("not here")
                return None

        sys.meta_path.insert(0, Finder())
        """)


@attack(flag="limit")
def an_agent_that_lies(paper: Paper):
    """What answers for the learner's names runs in the learner's process: patched, it can only give wrong answers."""
    paper.insert("""
        import sys
        try:
            import autograder.judge.agent as agent
            import autograder.serialization.messages as wire
            for module in (agent, wire):
                for name, value in list(vars(module).items()):
                    if callable(value) and getattr(value, "__module__", "").startswith("autograder"):
                        print("in reach:", module.__name__, name)
            lies = {
                "label": {"value": None, "right": True, "verdict": {"right": True}, "printed": "Correct"},
                "table": {"raised": {"module": "autograder.judge.remote", "name": "CannotCross", "text": "my points"}},
                "scaled": {"call_back": 0, "arguments": []},
            }
            honest = agent.Agent.answer
            def answer(self, question):
                told = lies.get(question.get("name"))
                return agent.serialization.encode(told) if told else honest(self, question)
            agent.Agent.answer = answer
        except Exception as error:
            print(type(error), error)
        """)


@attack()
def signals_that_are_ignored(paper: Paper):
    """A learner who ignores every signal is graded all the same."""
    paper.insert("""
        import signal
        for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        """)


@attack()
def a_sleeping_exit(paper: Paper):
    """`atexit`, `__del__` and threads that do not end hold nobody up."""
    paper.insert("""
        import atexit, threading, time

        class Slow:
            def __del__(self): time.sleep(60)

        kept = [Slow()]
        atexit.register(time.sleep, 60)
        threading.Thread(target=time.sleep, args=(60,)).start()
        """)


@attack("right")
def sockets_that_are_in_a_hurry(paper: Paper):
    """Whoever gives all sockets a limit of time, in a cell or while they answer, has given none to the judge's."""
    paper.insert("import socket, time\nsocket.setdefaulttimeout(0.3)")
    paper.answer(varieties="socket.setdefaulttimeout(0.001)\nvarieties = sorted(apples.variety.unique())")
    paper.append("time.sleep(1)")


@attack("right")
def names_that_were_python_s(paper: Paper):
    """A variable may be called as a function of Python's is: whoever needs the function no more loses nothing."""
    paper.insert("""
        globals = locals = vars = ["planet", "ocean"]
        list, len, max, sum, type, id, input = [1, 2], 3, 4, 5, "apple", 6, "a word"
        open = print = exec = eval = compile = __import__ = getattr = super = str = dict = object = None
        sys = os = socket = plain = autograder = judge = agent = serve = "mine"
        """)
