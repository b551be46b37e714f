"""Assignments about machines that learn, that wait, and that are asked in IPython's own words."""

from __future__ import annotations

from classroom.foreign import Task

ASSIGNMENTS = {
    "learning": [
        Task(
            "model = LinearRegression().fit(X, y)",
            "from sklearn.metrics import r2_score\nassert isinstance(model, LinearRegression)\n"
            "assert r2_score(y, model.predict(X)) > 0.99",
            "model = None",
            given="import numpy as np\nfrom sklearn.linear_model import LinearRegression\n"
            "X = np.arange(20.0).reshape(-1, 1)\ny = 2 * X[:, 0] + 1",
        ),
        Task(
            "scores = cross_val_score(model, X, y, cv=3)",
            "assert len(scores) == 3 and np.allclose(scores, cross_val_score(model, X, y, cv=3))",
            "scores = []",
            given="from sklearn.model_selection import cross_val_score",
        ),
    ],
    "tensors": [
        Task(
            "net = torch.nn.Linear(2, 1)",
            "loss = torch.nn.functional.mse_loss(net(torch.zeros(3, 2)), torch.zeros(3, 1))\nloss.backward()\n"
            "assert net.weight.grad is not None and sum(p.numel() for p in net.parameters()) == 3",
            "net = torch.nn.ReLU()",
            given="import torch",
        ),
        Task(
            "size = w.norm().item()",
            "assert abs(size - w.norm().item()) < 1e-6",
            "size = 0",
            given="torch.manual_seed(0)\nw = torch.randn(3)",
        ),
        Task(
            "def step(p, lr):\n    with torch.no_grad():\n        p -= lr * p.grad",
            "p = torch.ones(2, requires_grad=True)\n(p * p).sum().backward()\n"
            "step(p, 0.5)\nassert p.tolist() == [0, 0]",
            "def step(p, lr):\n    return p - lr",
        ),
    ],
    "waiting": [
        Task(
            "import asyncio\nasync def seven():\n    await asyncio.sleep(0)\n    return 7",
            "assert await seven() == 7",
            "def seven():\n    return 7",
        ),
        Task(
            "async def both(a, b):\n    return await asyncio.gather(a, b)",
            "assert await both(seven(), seven()) == [7, 7]",
            "async def both(a, b):\n    return await a",
        ),
    ],
    "magics": [
        Task(
            "value = 12", "from IPython import get_ipython\nassert get_ipython().user_ns['value'] == 12", "value = 13"
        ),
        Task("def fast():\n    return 1", "%time result = fast()\nassert result == 1", "def fast():\n    return 2"),
        Task(
            "def wait():\n    return 0",
            "import time\nt = time.time()\nwait()\nassert time.time() - t < 5\n!echo checked",
            "def wait():\n    raise OSError('never')",
        ),
        Task(
            "import warnings\ndef old():\n    warnings.warn('use new()', DeprecationWarning)\n    return 1",
            "import warnings\nwith warnings.catch_warnings(record=True) as seen:\n    warnings.simplefilter('always')\n"
            "    old()\nassert len(seen) == 1 and seen[0].category is DeprecationWarning",
            "def old():\n    return 1",
        ),
    ],
}
