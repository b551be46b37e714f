"""Which names a statement binds, for the order of cells and for what a test may borrow of the author's."""

from __future__ import annotations

import pytest

from autograder.notebook.names import bound


@pytest.mark.parametrize(
    "source",
    [
        "from math import *",
        "if True:\n    from math import *",
        "try:\n    from math import *\nexcept ImportError:\n    pass",
    ],
)
def test_a_star_import_binds_the_names_of_its_module_wherever_it_stands(source):
    assert {"pi", "sqrt"} <= bound(source, authors=True)


def test_an_import_in_a_function_binds_nothing_outside():
    assert bound("def area(r):\n    from math import pi\n    return pi * r**2", authors=True) == {"area"}
