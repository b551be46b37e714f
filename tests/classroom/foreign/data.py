"""Assignments of a course about data: files, tables, numbers, pictures."""

from __future__ import annotations

from classroom.foreign import Task

ASSIGNMENTS = {
    "files": [
        Task("with open('out.txt', 'w') as f:\n    f.write('done')", "assert open('out.txt').read() == 'done'", "pass"),
        Task(
            "def save(path, text):\n    with open(path, 'w') as f:\n        f.write(text)",
            "import os, tempfile\npath = os.path.join(tempfile.mkdtemp(), 'a.txt')\nsave(path, 'hi')\n"
            "assert open(path).read() == 'hi'",
            "def save(path, text):\n    return text",
        ),
        Task(
            "def lines(path):\n    with open(path) as f:\n        return len(f.readlines())",
            "with open('three.txt', 'w') as f:\n    f.write('a\\nb\\nc\\n')\nassert lines('three.txt') == 3",
            "def lines(path):\n    return 4",
        ),
        Task(
            "import json\nwith open('state.json', 'w') as f:\n    json.dump({'step': 1}, f)",
            "import json\nassert json.load(open('state.json')) == {'step': 1}",
            "pass",
        ),
        Task(
            "with open('state.json', 'w') as f:\n    json.dump({'step': 2}, f)",
            "assert json.load(open('state.json'))['step'] == 2",
            "pass",
        ),
    ],
    "numbers": [
        Task(
            "mean = X.mean()",
            "assert np.isclose(mean, X.mean())",
            "mean = 0.1",
            given="import numpy as np\nnp.random.seed(0)\nX = np.random.rand(100)",
        ),
        Task(
            "trace = A.trace()",
            "assert trace == A.trace() == 0",
            "trace = 3",
            given="A = np.ones((3, 3))\nnp.fill_diagonal(A, 0)",
        ),
        Task(
            "def normed(a):\n    return (a - a.mean()) / a.std()",
            "rng = np.random.default_rng(1)\na = rng.normal(size=20)\n"
            "np.testing.assert_allclose(normed(a), (a - a.mean()) / a.std())",
            "def normed(a):\n    return a",
            given="np.sort(X)",
        ),
        Task(
            "masked = np.ma.masked_less(X, 0)", "assert masked.count() == 100 and np.allclose(masked, X)", "masked = 1"
        ),
    ],
    "chance": [
        Task(
            "first = cards[0]",
            "assert first == cards[0]",
            "first = -1",
            given="import random\nrandom.seed(1)\ncards = list(range(20))\nrandom.shuffle(cards)",
        ),
        Task(
            "def roll():\n    return random.randint(1, 6)",
            "random.seed(3)\na = roll()\nassert a == random.Random(3).randint(1, 6)\n"
            "assert {roll() for _ in range(99)} == set(range(1, 7))",
            "def roll():\n    return 4",
        ),
        Task(
            "def pick(names):\n    return random.choice(names)",
            "from unittest import mock\nwith mock.patch('random.choice', return_value='b') as choice:\n"
            "    assert pick(['a', 'b']) == 'b'\nchoice.assert_called_once_with(['a', 'b'])",
            "def pick(names):\n    return names[-1]",
        ),
    ],
    "tables": [
        Task(
            "means = df.groupby('kind').weight.mean()",
            "pd.testing.assert_series_equal(means, df.groupby('kind').weight.mean())",
            "means = df.weight.mean()",
            given="import pandas as pd\ndf = pd.DataFrame({'kind': list('aabb'), 'weight': [1, 2, 3, None]})",
        ),
        Task("df['heavy'] = df.weight > 1.5", "assert 'heavy' in df.columns and df.heavy.sum() == 2", "heavy = 2"),
        Task(
            "def fill(table):\n    table['weight'] = table.weight.fillna(0)\n    return table",
            "t = df.copy()\nfill(t)\nassert t.weight.isna().sum() == 0",
            "def fill(table):\n    return table.fillna(0)",
        ),
        Task(
            "known = pd.array([1, 2, None], dtype='Int64')",
            "assert known.isna().sum() == 1 and (known == pd.array([1, 2, None], dtype='Int64')).all()",
            "known = pd.array([1, 3, None], dtype='Int64')",
        ),
    ],
    "pictures": [
        Task(
            "fig, ax = plt.subplots()\nax.plot([1, 2, 3])\nax.set_xlabel('day')",
            "assert ax.get_xlabel() == 'day' and len(ax.lines) == 1 and ax.get_title() == ''",
            "fig, ax = plt.subplots()",
            given="import matplotlib.pyplot as plt",
        ),
        Task(
            "plt.plot([1, 2])\nplt.title('two')\nax = plt.gca()",
            "assert ax.get_title() == 'two' and len(ax.lines) == 1",
            "ax = plt.gca()",
        ),
        Task(
            "def draw(values):\n    plt.figure()\n    plt.bar(range(len(values)), values)\n    return plt.gca()",
            "axes = draw([1, 2, 3])\nassert [p.get_height() for p in axes.patches] == [1, 2, 3]\nplt.close('all')",
            "def draw(values):\n    return plt.gca()",
        ),
    ],
    "databases": [
        Task(
            "import sqlite3\ncon = sqlite3.connect(':memory:')\ncon.execute('create table t (a)')\n"
            "con.execute('insert into t values (4)')",
            "assert con.execute('select a from t').fetchone() == (4,)",
            "con = None",
        ),
        Task("query = 'select max(a) from t'", "assert con.execute(query).fetchall() == [(4,)]", "query = 'select 3'"),
    ],
    "texts": [
        Task(
            "import re\npattern = re.compile(r'(\\d+)-(\\d+)')",
            "assert pattern.match('12-34').groups() == ('12', '34')\nassert isinstance(pattern, re.Pattern)",
            "pattern = '12-34'",
        ),
        Task(
            "from collections import Counter, namedtuple\n"
            "Point = namedtuple('Point', 'x y')\ncounts = Counter('banana')",
            "p = Point(1, y=2)\nassert p.x + p.y == 3 and p._asdict() == {'x': 1, 'y': 2}\n"
            "assert counts.most_common(1) == [('a', 3)]",
            "Point = tuple\ncounts = {}",
        ),
        Task(
            "from datetime import date, timedelta\nday = date(2026, 3, 1) - timedelta(days=1)",
            "assert day.isoformat() == '2026-02-28'",
            "day = '28 February'",
        ),
    ],
}
