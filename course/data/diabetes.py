"""Real data beside the generated apples: 442 people with diabetes, and how far the illness went in a year.

Source: Efron, Hastie, Johnstone, Tibshirani, "Least Angle Regression", Annals of Statistics 32 (2004). It
ships inside scikit-learn, so nothing is downloaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FEATURES = (
    "age_years",
    "sex",
    "bmi_kg_m2",
    "blood_pressure_mmhg",
    "total_cholesterol",
    "ldl_cholesterol",
    "hdl_cholesterol",
    "cholesterol_ratio",
    "log_triglycerides",
    "blood_sugar",
)
TARGET = "progression"


def load() -> pd.DataFrame:
    """442 rows: the ten `FEATURES` as they were measured, and the `TARGET`.

    Age in years; sex 1 or 2; body mass index in kg/m^2; average blood pressure in mm Hg; serum cholesterol
    (total, LDL, HDL) and sugar in mg/dl; `cholesterol_ratio` is total / HDL; `log_triglycerides` the natural
    logarithm of mg/dl. `progression` is the doctors' score one year later, 25 to 346, without a unit.
    """
    from sklearn.datasets import load_diabetes

    table = load_diabetes(as_frame=True, scaled=False).frame
    # scikit-learn keeps the short names of the paper (s1 ... s6), which tell a reader nothing
    return table.set_axis([*FEATURES, TARGET], axis="columns")
