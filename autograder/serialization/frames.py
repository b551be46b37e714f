"""pandas' tables, columns, indices, and the times and missing values in them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import numpy as np

from autograder.serialization.arrays import dtype_of

EXTENSION = re.compile(
    r"(u?Int(8|16|32|64)|UInt(8|16|32|64)|Float(32|64)|boolean|str|string|object|category"
    r"|string\[(python|pyarrow)\]|period\[[\w-]+\]|Sparse\[\w+, \w+\]|interval\[\w+(\[[\w, /+:.-]+\])?, \w+\])"
)
TIMES = re.compile(r"(datetime64|timedelta64)\[(s|ms|us|ns)(, [\w/+:.-]+)?\]")


def write(self, value):
    """The node of a value of pandas'; None for any other."""
    pd = sys.modules.get("pandas")
    if pd is None:
        return None
    if value is pd.NaT or value is pd.NA:
        return ["NaT"] if value is pd.NaT else ["NA"]
    if isinstance(value, pd.Timestamp):
        return ["timestamp", str(value._value), value.unit, None if value.tz is None else str(value.tz)]
    if isinstance(value, pd.Timedelta):
        return ["timespan", str(value._value), value.unit]
    if isinstance(value, pd.Period):
        return ["period", str(value), value.freqstr]
    if isinstance(value, pd.Interval):
        return ["interval", *self.all((value.left, value.right)), value.closed]
    if isinstance(value, pd.RangeIndex):
        return ["rangeindex", value.start, value.stop, value.step, self.node(value.name)]
    if isinstance(value, pd.MultiIndex):
        return ["multiindex", self.all(value.levels), self.all(value.codes), self.all(value.names)]
    if isinstance(value, pd.Index):
        return ["index", self.node(value.array), self.node(value.name), getattr(value, "freqstr", None)]
    if isinstance(value, pd.Series):
        return ["series", self.node(value.array), self.node(value.index), self.node(value.name)]
    if isinstance(value, pd.DataFrame):
        columns = [self.node(value.iloc[:, k].array) for k in range(value.shape[1])]
        return ["frame", columns, self.node(value.index), self.node(value.columns)]
    if isinstance(value, pd.arrays.NumpyExtensionArray) and not isinstance(value.dtype, pd.StringDtype):
        return ["column", self.node(value.to_numpy())]
    if isinstance(value, pd.Categorical):
        return ["categorical", self.node(value.codes), self.node(value.categories), bool(value.ordered)]
    if isinstance(value, pd.arrays.IntervalArray):
        return ["intervals", *self.all((value.left.array, value.right.array)), value.closed]
    if isinstance(value, pd.arrays.DatetimeArray | pd.arrays.TimedeltaArray):
        return ["times", str(value.dtype), self.node(value.asi8)]
    if isinstance(value, pd.api.extensions.ExtensionDtype):
        return ["dtype", str(value)]
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return ["extension", str(value.dtype), self.all(value)]
    return None


def _any_dtype(self, kind):
    import pandas as pd

    if kind == "|O":
        return np.dtype(object)
    known = EXTENSION.fullmatch(kind) or TIMES.fullmatch(kind)
    return pd.api.types.pandas_dtype(kind) if known else dtype_of(kind)


def _extension(self, dtype, nodes):
    import pandas as pd

    if not EXTENSION.fullmatch(dtype):
        raise ValueError("not a type of column")
    return pd.array(self.all(nodes), dtype=dtype)


def _times(self, dtype, node):
    import pandas as pd

    if not TIMES.fullmatch(dtype):
        raise ValueError("not a type of time")
    naive, _, zone = dtype.rstrip("]").partition(", ")
    array = pd.array(self.value(node).view(np.dtype(naive if naive.endswith("]") else naive + "]")))
    return array.tz_localize("UTC").tz_convert(zone) if zone else array


def _index(self, node, name, freq):
    import pandas as pd

    values = self.value(node)
    index = pd.Index(values, dtype=values.dtype, name=self.value(name))
    if freq is not None and isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex):
        index.freq = freq
    return index


def _frame(self, columns, index, names):
    import pandas as pd

    index, names = self.value(index), self.value(names)
    columns = {place: _column(pd, self.value(each)) for place, each in enumerate(columns)}
    frame = pd.DataFrame(columns, index=range(len(index)))
    frame.index, frame.columns = index, names
    return frame


def _column(pd, values, **named):
    """A series of exactly this type: pandas takes an array of objects that are all texts for one of texts."""
    return pd.Series(values, dtype=values.dtype, **named)


def _categorical(self, codes, categories, ordered):
    import pandas as pd

    return pd.Categorical.from_codes(self.value(codes), self.value(categories), ordered=ordered)


def _multiindex(self, levels, codes, names):
    import pandas as pd

    return pd.MultiIndex(self.all(levels), self.all(codes), names=self.all(names))


def _intervals(self, left, right, closed):
    import pandas as pd

    return pd.arrays.IntervalArray.from_arrays(self.value(left), self.value(right), closed)


def _of_pandas(make: Callable) -> Callable:
    def read(self, *parts):
        import pandas as pd

        return make(self, pd, *parts)

    return read


READERS: dict[str, Callable] = {
    "dtype": _any_dtype,
    "NaT": _of_pandas(lambda self, pd: pd.NaT),
    "NA": _of_pandas(lambda self, pd: pd.NA),
    "timestamp": _of_pandas(
        lambda self, pd, number, unit, zone: (
            pd.Timestamp(np.datetime64(int(number), unit), tz=None).tz_localize("UTC").tz_convert(zone)
            if zone
            else pd.Timestamp(np.datetime64(int(number), unit))
        )
    ),
    "timespan": _of_pandas(lambda self, pd, number, unit: pd.Timedelta(np.timedelta64(int(number), unit))),
    "period": _of_pandas(lambda self, pd, text, freq: pd.Period(text, freq=freq)),
    "rangeindex": _of_pandas(
        lambda self, pd, start, stop, step, name: pd.RangeIndex(start, stop, step, name=self.value(name))
    ),
    "multiindex": _multiindex,
    "index": _index,
    "series": _of_pandas(
        lambda self, pd, values, index, name: _column(
            pd, self.value(values), index=self.value(index), name=self.value(name)
        )
    ),
    "frame": _frame,
    "column": lambda self, node: self.value(node),
    "categorical": _categorical,
    "interval": _of_pandas(lambda self, pd, left, right, closed: pd.Interval(*self.all((left, right)), closed)),
    "intervals": _intervals,
    "times": _times,
    "extension": _extension,
}
