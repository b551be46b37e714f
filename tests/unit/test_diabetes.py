"""The real data beside the apples."""

import subprocess
import sys

from course.data import diabetes


def test_the_table_is_in_the_units_that_it_was_measured_in():
    table = diabetes.load()
    assert table.shape == (442, 11)
    assert [*diabetes.FEATURES, diabetes.TARGET] == list(table.columns)
    assert table["age_years"].between(19, 79).all()
    assert table["bmi_kg_m2"].between(18, 43).all()
    assert set(table["sex"]) == {1, 2}
    assert table[diabetes.TARGET].between(25, 346).all()


def test_the_long_names_are_on_the_right_columns():
    """Total cholesterol over HDL is the ratio, and LDL is most of the total."""
    table = diabetes.load()
    ratio = table["total_cholesterol"] / table["hdl_cholesterol"]
    assert (abs(ratio - table["cholesterol_ratio"]) < 0.55).mean() > 0.95  # many were rounded
    assert table["ldl_cholesterol"].corr(table["total_cholesterol"]) > 0.85
    assert table["log_triglycerides"].between(3, 6.5).all()


def test_each_call_gives_a_table_of_its_own():
    spoilt = diabetes.load()
    spoilt["age_years"] = 0
    assert diabetes.load()["age_years"].min() >= 19


def test_importing_the_module_imports_neither_torch_nor_scikit_learn():
    code = "import sys, course.data.diabetes, course.data.weights\n"
    code += "print({'torch', 'sklearn', 'pandas'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
