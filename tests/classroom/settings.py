"""What a learner sets for the whole process, by mistake or not: limits, signals, streams, options of libraries.

A setting stays for the cells below. What it breaks is the learner's own; whoever judges reads answers all the same.
"""

from __future__ import annotations

from classroom.hostile import attack
from classroom.paper import Paper


@attack(flag="limit")
def a_limit_to_computing_time(paper: Paper):
    """The cell that has set the limit is left out, not the one in which the time was up."""
    paper.insert("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))")
    paper.answer(
        total="""
        import resource
        while resource.getrlimit(resource.RLIMIT_CPU)[0] == 1:
            pass
        total = apples.weight.sum() / 1000
        """
    )


def _sets(name: str, source: str, claim: str, place: str = "total", **more) -> None:
    """Half a right submission with one cell that sets something, above the first question."""

    def setting(paper: Paper) -> None:
        paper.insert(source, paper.place(place))

    setting.__name__, setting.__doc__ = name, claim
    attack(**more)(setting)


_sets(
    "a_limit_to_the_size_of_files",
    "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))",
    "Whoever may write no more files can still answer.",
)
_sets("the_lowest_priority", "import os\nos.nice(19)", "Whoever asks to come last keeps its place.")
_sets(
    "closed_streams",
    "import os, sys\nsys.stdout.close()\nfor number in (0, 1, 2):\n    os.close(number)",
    "Whoever can print nothing can still answer.",
)
_sets(
    "a_folder_that_is_gone",
    "import os\nos.mkdir('gone')\nos.chdir('gone')\nos.rmdir('../gone')",
    "Whoever stands in a folder that is no more can still answer.",
)
_sets("a_mask_of_all_rights", "import os\nos.umask(0o777)\nopen('closed.txt', 'w').close()", "So can who closes files.")
_sets(
    "warnings_as_errors",
    "import warnings\nimport numpy as np\nwarnings.simplefilter('error')\nnp.seterr(all='raise')",
    "Nor do warnings become errors of the judge.",
)
_sets(
    "a_collector_that_never_rests",
    "import gc, sys\ngc.set_threshold(1)\nsys.setswitchinterval(1e-6)",
    "A slow process is waited for.",
)
_sets(
    "blocked_signals",
    "from signal import *\nsignal(SIGCHLD, SIG_IGN)\npthread_sigmask(SIG_BLOCK, range(1, 32))",
    "A process that hears no signals answers and ends.",
)
_sets(
    "a_default_time_limit",
    "import socket\nsocket.setdefaulttimeout(0.001)",
    "A time limit of sockets is not the agent's.",
)
_sets("no_environment", "import os\nos.environ.clear()", "A process needs no environment to answer.")
_sets(
    "no_built_in_functions",
    "import builtins\nbuiltins.open = builtins.print = builtins.repr = None",
    "Nor the functions that a learner has taken away.",
)
_sets(
    "options_of_libraries",
    """import decimal, locale, matplotlib, numpy as np, pandas as pd, torch
decimal.getcontext().prec = 1
locale.setlocale(locale.LC_ALL, "C")
matplotlib.use("agg")
np.set_printoptions(threshold=1, precision=1)
pd.options.display.max_rows = 1
torch.set_default_dtype(torch.float64)""",
    "How a library shows or makes numbers does not change those that there are.",
)
_sets(
    "options_of_the_notebook",
    """%xmode Minimal
%pdb on
%autoawait off
get_ipython().ast_node_interactivity = "all"
1 / 0""",
    "What IPython is told is for the learner's cells: a debugger that nobody can type to ends at once.",
)
_sets(
    "an_event_loop_of_its_own",
    "import asyncio\nasyncio.set_event_loop_policy(None)\nasyncio.set_event_loop(asyncio.new_event_loop())",
    "Another event loop is not the kernel's.",
)
_sets(
    "a_display_hook",
    "import sys\nsys.displayhook = sys.excepthook = lambda *args: 1 / 0\nNone\n5",
    "A hook that fails is an error of the learner's cells.",
)
