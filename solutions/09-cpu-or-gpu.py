# %% [raw] tags=["front-matter"]
# title: "CPU or GPU?"
# question: For which work does another machine pay, and how do you find out with a clock?
# minutes: 30
# seconds: 25
# claims: [C2, C14, C16, C17, C18, C19]
# needs: ["00"]

# %% [raw] tags=["quick-question"]
# ask: Twenty readings lie near 3 ms, and one at 90 ms, as another program came between. What moves least?
# right:
#   "the median": It is the middle reading, and the middle is where it was.
# wrong:
#   "the mean": One reading of 90 ms among twenty of 3 ms lifts it to 7 ms.
#   "the largest": It is that one reading.
# lesson: "00"
# ---
# ask: 400 photographs in batches of 64. How often do the weights change in an epoch?
# right:
#   "7 times": Six full batches, and a smaller one of 16 that counts too.
# wrong:
#   "once": An epoch only says that every photograph was seen. The weights change after each batch.
#   "6 times": Six batches are full. The last 16 photographs are seen as well.
# lesson: "04"

# %% [markdown]
# The company may buy a machine with a GPU: *faster, and costs more*, says the brochure. Here you find out when "faster"
# is true.

# %%
import os
import time

import torch
from sklearn.linear_model import LinearRegression

from course import checks, devices, figures, plots, timing, training, widgets
from course.data import fruit, jpeg, weights

training.one_thread()  # small work is quicker on one core; all of them are tried below
MACHINES = list(dict.fromkeys(one.kind for one in devices.found() if one.available))
inside = devices.inside()
print(devices.describe(), f"Inside this processor: {inside.name}.", sep="\n")

# %% [markdown]
# ## One look at the clock
#
# Below, a product of two tables is timed with a stopwatch, 60 times, and again while *noisy neighbours*, other busy
# programs, want the same cores. Had you read the clock once, which number would you have reported?

# %%
square = torch.rand(400, 400)

def stopwatch(count=60):
    readings = []
    for _ in range(count):
        begin = time.perf_counter()
        square @ square
        readings.append(time.perf_counter() - begin)
    return readings

quiet = stopwatch()
with timing.noisy_neighbours():
    noisy = stopwatch()
plots.readings({"quiet": quiet, "with noisy neighbours": noisy})

# %% [markdown]
# The first readings, ringed, may also load code and wake up threads: **[warm-up]**. Slow readings mostly belong to
# other programs. So a result is a **[median]**, the middle reading, with the **[inter-quartile range]**: the width of
# the middle half, from the 25th to the 75th percentile.
#
# ## Exercise: a typical time
#
# Leave out the first `warm_up` readings; return the median and the inter-quartile range of the rest.
#
# <details><summary>Hint 1: leave out</summary>
# A slice such as <code>[2:]</code> leaves out the beginning of a list. Here it begins where <code>warm_up</code> says.
# </details>
#
# <details><summary>Hint 2: percentiles</summary>
# <code>numpy.percentile</code> answers for several percentiles at once. Which three do you need, and what have two
# of them to do with a width?
# </details>

# %% question="typical"
def typical(readings, warm_up):
    """(median, inter-quartile range) of the rest; percentiles as numpy counts them."""
    ### BEGIN SOLUTION
    import numpy as np

    low, middle, high = np.percentile(readings[warm_up:], [25, 50, 75])
    return float(middle), float(high - low)
    ### END SOLUTION


# %% tags=["wrong-answer"] message="That is the mean"
def typical(readings, warm_up):
    import numpy as np

    kept = readings[warm_up:]
    return np.mean(kept), np.percentile(kept, 75) - np.percentile(kept, 25)


# %% tags=["wrong-answer"] message="The warm-up is still in it"
def typical(readings, warm_up):
    import numpy as np

    return np.median(readings), np.percentile(readings, 75) - np.percentile(readings, 25)


# %% tags=["wrong-answer"] message="from the quickest to the slowest"
def typical(readings, warm_up):
    import numpy as np

    kept = readings[warm_up:]
    return np.median(kept), max(kept) - min(kept)


# %% tags=["wrong-answer"] message="should be two numbers"
def typical(readings, warm_up):
    import numpy as np

    return np.median(readings[warm_up:])


# %% tags=["wrong-answer"] message="Its width is asked for, one number"
def typical(readings, warm_up):
    import numpy as np

    low, middle, high = np.percentile(readings[warm_up:], [25, 50, 75])
    return middle, (low, high)


# %% tags=["wrong-answer"] message="not the standard deviation"
def typical(readings, warm_up):
    import numpy as np

    return np.median(readings[warm_up:]), np.std(readings[warm_up:])


# %% tags=["wrong-answer"] message="not half of that"
def typical(readings, warm_up):
    import numpy as np

    low, middle, high = np.percentile(readings[warm_up:], [25, 50, 75])
    return middle, (high - low) / 2


# %% tags=["wrong-answer"] message="the median comes first"
def typical(readings, warm_up):
    import numpy as np

    low, middle, high = np.percentile(readings[warm_up:], [25, 50, 75])
    return high - low, middle


# %% tags=["wrong-answer"] message="before you sort"
def typical(readings, warm_up):
    import numpy as np

    low, middle, high = np.percentile(sorted(readings)[warm_up:], [25, 50, 75])
    return middle, high - low


# %% tags=["wrong-answer"] message="seconds went in"
def typical(readings, warm_up):
    import numpy as np

    low, middle, high = np.percentile(readings[warm_up:], [25, 50, 75])
    return 1000 * middle, 1000 * (high - low)


# %% tags=["wrong-answer"] message="as many as warm_up says"
def typical(readings, warm_up):
    import numpy as np

    low, middle, high = np.percentile(readings[1:], [25, 50, 75])
    return middle, high - low


# %% tags=["wrong-answer"] message="With an even count"
def typical(readings, warm_up):
    import numpy as np

    rest = sorted(readings[warm_up:])
    return rest[len(rest) // 2], np.percentile(rest, 75) - np.percentile(rest, 25)


# %% tags=["wrong-answer"] message="cuts elsewhere by default"
def typical(readings, warm_up):
    import statistics

    low, middle, high = statistics.quantiles(readings[warm_up:], n=4)
    return middle, high - low


# %% tags=["wrong-answer"] message="A function hands its result on with `return`"
def typical(readings, warm_up):
    import numpy as np

    print(np.percentile(readings[warm_up:], [25, 50, 75]))


# %% tags=["right-answer"]
import statistics


def typical(readings, warm_up):
    low, middle, high = statistics.quantiles(readings[warm_up:], n=4, method="inclusive")
    return [middle, high - low]


# %% tags=["right-answer"]
import pandas


def typical(readings, warm_up):
    rest = pandas.Series(readings).iloc[warm_up:]
    return pandas.Series({"median": rest.median(), "range": rest.quantile(0.75) - rest.quantile(0.25)})


# %% tags=["right-answer"]
def typical(readings, warm_up):
    rest = torch.tensor(readings, dtype=torch.float64)[warm_up:]
    low, high = (rest.quantile(share) for share in (0.25, 0.75))
    return rest.quantile(0.5), high - low


# %% check="typical" points=2
with checks.question("typical", read="One look at the clock", learned="One reading is noise. The median says what is "
                     "typical, and the inter-quartile range how far you can trust it.") as q:
    answer = typical([9.0, 5.0, 1.3, 1.0, 1.6, 1.1], 1)
    q.attempted(answer, "typical")
    ends = isinstance(answer, tuple | list) and any(isinstance(part, tuple | list) for part in answer)
    q.expect(not ends, "You return where the middle half begins and ends. Its width is asked for, one number.")
    middle, width = q.numbers(answer, "typical(...)", count=2)
    swapped = abs(middle - 0.5) < 1e-9 and abs(width - 1.3) < 1e-9
    q.expect(not swapped, "These are the right numbers in the other order: the median comes first.")
    q.expect(abs(middle - 1300) > 1e-6, "You return milliseconds: seconds went in, and seconds should come out.")
    q.expect(abs(middle - 2) > 1e-9, "That is the mean: one slow reading moves it. The median is the middle one.")
    q.expect(abs(middle - 1.45) > 1e-9, "The warm-up is still in it: leave out the first readings.")
    sort = "The warm-up is what was read first: leave it out at the beginning of the list, and before you sort."
    q.expect(abs(middle - 1.6) > 1e-9, sort)
    q.close(middle, 1.3, "The median of 5.0, 1.3, 1.0, 1.6 and 1.1 is 1.3.")
    q.expect(abs(width - 4) > 1e-9, "That is from the quickest to the slowest. Take the middle half only.")
    q.expect(not 1.4 < width < 1.8, "The width of the middle half is asked for, not the standard deviation.")
    q.expect(abs(width - 0.25) > 1e-9, "The range is the whole width between the two percentiles, not half of that.")
    other = 'statistics.quantiles cuts elsewhere by default: numpy\'s percentiles are its method="inclusive".'
    q.expect(abs(width - 2.25) > 1e-9, other)
    q.close(width, 0.5, "The 25th percentile is 1.1 and the 75th is 1.6 (as numpy.percentile gives them).")
    even = q.numbers(typical([9.0, 4.0, 1.0, 2.0, 3.0], 1), "typical(...)", count=2)[0]
    q.close(even, 2.5, "With an even count the median lies between the two middle ones: for 1, 2, 3, 4 it is 2.5.")
    later = q.numbers(typical([8.0, 7.0, 2.0, 4.0, 3.0], 2), "typical(...)", count=2)[0]
    q.close(later, 3, "Leave out as many as warm_up says: two of 8, 7, 2, 4, 3, and the median of the rest is 3.")
### BEGIN HIDDEN TESTS
with checks.question("typical, other readings", read="One look at the clock") as q:
    for readings, warm_up, middle, width in (
        ([5, 4, 3, 2, 1], 0, 3, 2), ([7, 7, 1, 3, 5, 9], 2, 4, 3.5), ([2.0, 8.0, 4.0, 4.0], 1, 4.0, 2.0),
    ):
        answer = q.numbers(typical(readings, warm_up), "typical(...)", count=2)
        q.close(answer[0], middle, f"The median of {readings[warm_up:]} is {middle}.")
        q.close(answer[1], width, f"The inter-quartile range of {readings[warm_up:]} is {width}.")
### END HIDDEN TESTS

# %% [markdown]
# From here on `timing.measure` does this: it warms up, waits for the device (a GPU answers before it is done), repeats,
# and logs every sample. If the machine is busy throughout, look at the quickest reading.
#
# ## Predict
#
# A training **step**: guess a **batch** of photographs, measure the error, adjust. An **epoch**: once through all
# photographs. Three numbers before you run anything:
#
# - `predicted_table`: seconds to group a table of 4,000 apples by variety and fit a linear model to it;
# - `predicted_numbers`: from how many numbers on is one call to PyTorch quicker than a Python loop that squares them
#   and adds them up?
# - `predicted_times`: a step of the apple network on 64 photographs takes how many times as long as a step on one, on
#   the CPU?
#
# <details><summary>Hint: how good must they be?</summary>
# They are not judged by how close they are, only by being made first.
# </details>

# %% question="predictions"
predicted_table = None  # seconds
predicted_numbers = None  # how many numbers
predicted_times = None  # how many times as long
### BEGIN SOLUTION
predicted_table = 0.05
predicted_numbers = 1000
predicted_times = 40
### END SOLUTION

# %% tags=["wrong-answer"] message="should be one number, and yours is the text"
predicted_table, predicted_numbers, predicted_times = "fast", 1000, 40

# %% tags=["wrong-answer"] message="predicted_numbers should be above zero"
predicted_table, predicted_numbers, predicted_times = 0.05, 0, 40

# %% tags=["wrong-answer"] message="The log holds 40 times, the prediction that you made before measuring"
predicted_table, predicted_numbers, predicted_times = 0.05, 1000, 7.5

# %% tags=["wrong-answer"] message="run `timing.start_afresh()` in a cell of its own"
predicted_table, predicted_numbers, predicted_times = 0.006, 1000, 40

# %% tags=["wrong-answer"] message="predicted_times should be a finite number"
predicted_table, predicted_numbers, predicted_times = 0.05, 1000, float("inf")

# %% tags=["right-answer"]
from decimal import Decimal

predicted_table, predicted_numbers, predicted_times = Decimal("0.05"), 1e3, 40.0

# %% tags=["right-answer"]
predicted_table, predicted_numbers, predicted_times = torch.tensor([0.05, 1000, 40], dtype=torch.float64)

# %% tags=["right-answer"]
import numpy

predicted_table, predicted_numbers, predicted_times = 5 / 100, numpy.int64(1000), numpy.array([40])

# %% [markdown]
# ## Measure: standard work
#
# pandas, scikit-learn.

# %%
apples = weights.load(4000, seed=9)
sides = apples[["diameter_mm", "height_mm"]].to_numpy()

def table_work():
    apples.groupby("variety")["weight_g"].agg(["count", "mean", "max"])
    LinearRegression().fit(sides, apples["weight_g"])

timing.predict("table work", predicted_table)
table = timing.measure("table work", table_work, device="cpu", size=4000)
print(table, f"Predicted: {table.prediction.value:g} s.", sep="\n")
model = LinearRegression().fit(torch.tensor(sides), apples["weight_g"])
print("PyTorch's numbers went in, and out came a", type(model.coef_))

# %% [raw] tags=["quick-question"]
# ask: Where does the code above say which device to use?
# right:
#   "nowhere": As installed here, pandas and scikit-learn compute on the CPU, whatever is in the machine.
# wrong:
#   "in `device=\"cpu\"`": That tells the clock whom to wait for. The work itself never hears of it.
#   "in `torch.tensor`": A tensor went in, on the CPU, and numpy came out.

# %% [markdown]
# (Exceptions: scikit-learn's experimental *array API* lets some models work on GPU arrays, not forests or k-means;
# NVIDIA's `cudf.pandas` and `cuml.accel` use its cards.)
#
# ## Measure: calling for help
#
# A GPU must be called, fed and waited for; then it does thousands of things at once. Beside a Python loop, PyTorch on
# the CPU is such a helper in miniature. `converted_first` has to unpack a Python list, too.

# %% [raw] tags=["quick-question"]
# ask: A call costs 3 µs, and each number next to nothing. A loop takes 0.05 µs a number. Who is first for 10?
# right:
#   "the loop": It is done after half a microsecond, before the call has begun to work.
# wrong:
#   "the call": It would be for many. For 10 its call alone takes six times as long as the whole loop.
#   "neither, they draw": That is near 60 numbers, where the loop has cost 3 µs as well.

# %%
def by_hand(n):
    numbers = [i / n for i in range(n)]
    return lambda: sum(x * x for x in numbers)

def one_call(n):
    numbers = torch.arange(n) / n
    return lambda: float(numbers @ numbers)

def converted_first(n):
    numbers = [i / n for i in range(n)]

    def convert_and_call():
        converted = torch.tensor(numbers)
        return float(converted @ converted)
    return convert_and_call

# %%
WAYS = {"squares by hand": by_hand, "squares in one call": one_call,
        "squares, converted first": converted_first}
NUMBERS = [1, 4, 16, 64, 256, 1024, 4096, 16384]

timing.predict("squares in one call", predicted_numbers, quantity="crossover", unit="numbers")
for name, way in WAYS.items():
    timing.measure_sweep(name, way, NUMBERS, device="cpu", work=lambda n: {"numbers": n},
                         seconds=0.1, needs_prediction=False)

# %% [markdown]
# ## Measure: training steps
#
# Steps of lesson 04's network on larger and larger batches.

# %%
BATCHES = [1, 4, 16, 64, 256]

def step_on(batch, machine):
    where = devices.resolve(machine)
    net = training.apple_net(seed=0).to(where, memory_format=torch.channels_last)  # as `fit` does
    optimizer = torch.optim.Adam(net.parameters())
    photos, labels = torch.rand(batch, 3, 32, 32).to(where), torch.ones(batch).to(where)
    loss = torch.nn.BCEWithLogitsLoss()
    return lambda: training.step(net, photos, labels, optimizer, loss)

timing.predict("training step", predicted_times, quantity="64 against 1", unit="times")
for machine in MACHINES:
    timing.measure_sweep("training step", lambda batch, on=machine: step_on(batch, on),
                         BATCHES, device=machine, work=lambda batch: {"photographs": batch})

# %% check="predictions" points=1
with checks.question("predictions", read="Predict", learned="The log holds all three numbers, written down before "
                     "the clock had a say.") as q:
    asked = {"predicted_table": (predicted_table, "table work", "s"),
             "predicted_numbers": (predicted_numbers, "squares in one call", "numbers"),
             "predicted_times": (predicted_times, "training step", "times")}
    for name, (value, _, _) in asked.items():
        q.expect(q.number(value, name) > 0, f"{name} should be above zero.")
    for name, (value, workload, unit) in asked.items():
        q.committed(value, workload, name, unit=unit)
### BEGIN HIDDEN TESTS
with checks.question("predictions, the log", read="Measure: standard work") as q:
    for workload, count in (("table work", 1), ("squares in one call", 8), ("training step", 5)):
        q.honest(workload)
        sizes = {one.size for one in timing.recorded(workload, device="cpu")}
        q.expect(len(sizes) >= count, f"“{workload}” was not measured at every size: run its cell as it was given.")
### END HIDDEN TESTS

# %% [markdown]
# ## Exercise: the crossover
#
# Return the smallest size at which the second way is quicker **there and at every larger size**: a lucky reading in
# between does not count. If it never wins, return `math.inf`. Sizes rise.
#
# <details><summary>Hint 1: from which end?</summary>
# Begin at the largest size and walk down for as long as the second one is quicker.
# </details>
#
# <details><summary>Hint 2: when to stop</summary>
# The walk ends at the first size at which the second is not quicker. The answer is the size you saw before that one.
# What is it if you saw none?
# </details>

# %% question="crossover"
import math

def crossover(sizes, first, second):
    """The size from which on `second` (seconds at each size) is quicker, or math.inf."""
    ### BEGIN SOLUTION
    answer = math.inf
    for size, one, other in reversed(list(zip(sizes, first, second))):
        if other >= one:
            break
        answer = size
    return answer
    ### END SOLUTION


# %% tags=["wrong-answer"] message="A lucky reading"
def crossover(sizes, first, second):
    for size, one, other in zip(sizes, first, second):
        if other < one:
            return size
    return math.inf


# %% tags=["wrong-answer"] message="a place in the list"
def crossover(sizes, first, second):
    answer = math.inf
    for place in reversed(range(len(sizes))):
        if second[place] >= first[place]:
            break
        answer = place
    return answer


# %% tags=["wrong-answer"] message="the other way round"
def crossover(sizes, first, second):
    answer = math.inf
    for size, one, other in reversed(list(zip(sizes, first, second))):
        if one >= other:
            break
        answer = size
    return answer


# %% tags=["wrong-answer"] message="take the next size"
def crossover(sizes, first, second):
    answer = math.inf
    for size, one, other in zip(sizes, first, second):
        if other > one:
            answer = size
    return answer


# %% tags=["wrong-answer"] message="never wins"
def crossover(sizes, first, second):
    answer = sizes[-1]
    for size, one, other in reversed(list(zip(sizes, first, second))):
        if other >= one:
            break
        answer = size
    return answer


# %% tags=["wrong-answer"] message="None says nothing"
def crossover(sizes, first, second):
    answer = None
    for size, one, other in reversed(list(zip(sizes, first, second))):
        if other >= one:
            break
        answer = size
    return answer


# %% tags=["wrong-answer"] message="the second is not quicker yet"
def crossover(sizes, first, second):
    answer = math.inf
    for size, one, other in reversed(list(zip(sizes, first, second))):
        if other > one:
            break
        answer = size
    return answer


# %% tags=["wrong-answer"] message="That is a time. Return the size"
def crossover(sizes, first, second):
    answer = math.inf
    for one, other in reversed(list(zip(first, second))):
        if other >= one:
            break
        answer = other
    return answer


# %% tags=["wrong-answer"] message="yours is the text “never”"
def crossover(sizes, first, second):
    answer = "never"
    for size, one, other in reversed(list(zip(sizes, first, second))):
        if other >= one:
            break
        answer = size
    return answer


# %% tags=["right-answer"]
import numpy


def crossover(sizes, first, second):
    slower = numpy.flatnonzero(numpy.asarray(second) >= numpy.asarray(first))
    place = slower[-1] + 1 if len(slower) else 0
    return numpy.append(sizes, numpy.inf)[place]


# %% tags=["right-answer"]
def crossover(sizes, first, second):
    rows = list(zip(sizes, first, second))
    wins = [size for i, (size, _, _) in enumerate(rows) if all(other < one for _, one, other in rows[i:])]
    return min(wins, default=float("inf"))


# %% tags=["right-answer"]
import pandas


def crossover(sizes, first, second):
    rows = pandas.DataFrame({"size": sizes, "wins": pandas.Series(second) < pandas.Series(first)})
    after = rows[rows.wins[::-1].cummin()[::-1].astype(bool)]
    return torch.tensor(after["size"].min() if len(after) else math.inf)


# %% check="crossover" points=2
with checks.question("crossover", read="Exercise: the crossover", learned="Help with a fixed price loses while there "
                     "is little to do. From the crossover on it wins, and stays ahead.") as q:
    answer = crossover([10, 100, 1000, 10000], [1, 2, 4, 8], [3, 3, 3, 3])
    answer = q.number(answer, "crossover(...)", finite=False)
    q.expect(answer != 2, "2 is a place in the list. Return the size that stands there: 1000.")
    q.expect(answer != 3, "That is a time. Return the size at which it was measured.")
    swapped = "At 10 the first (1 s) beats the second (3 s): you compared the other way round."
    q.expect(answer not in (math.inf, 10), swapped)
    q.expect(answer != 100, "At 100 the first is still quicker; take the next size.")
    q.close(answer, 1000, "With 1, 2, 4, 8 s against 3 s at 10, 100, 1000, 10000 the crossover is 1000.")
    lucky = crossover([1, 2, 4, 8, 16], [1, 5, 4, 8, 16], [3, 4, 6, 6, 6])
    q.expect(lucky != 2, "A lucky reading at 2 does not count: at 4 the second is slower again.")
    q.expect(lucky == 8, "The second is quicker at 8 and at every larger size, so 8 is the answer.")
    never = crossover([1, 2, 4], [1, 1, 1], [2, 2, 2])
    q.expect(never is not None, "If the second never wins, return math.inf: None says nothing about it.")
    never = q.number(never, "crossover(...) where the second never wins", finite=False)
    q.expect(never == math.inf, "If the second never wins, return math.inf.")
    even = q.number(crossover([1, 2, 4], [1, 3, 5], [2, 3, 4]), "crossover(...)", finite=False)
    q.close(even, 4, "At 2 both take 3 s, so the second is not quicker yet. At 4 it is.")
### BEGIN HIDDEN TESTS
with checks.question("crossover, other curves", read="Exercise: the crossover") as q:
    for sizes, first, second, expected in (
        ([3, 5, 7], [2.0, 3.0, 4.0], [1.0, 1.0, 1.0], 3), ([1, 2, 3], [5, 5, 5], [1, 1, 9], math.inf),
        ([8, 64, 512, 4096], [0.1, 0.2, 0.3, 9.0], [0.3, 0.3, 0.3, 0.3], 4096), ([2, 4], [1, 3], [1, 2], 4),
    ):
        answer = q.number(crossover(sizes, first, second), "crossover(...)", finite=False)
        q.expect(answer == expected, f"{first} against {second}: it should be {expected}.")
### END HIDDEN TESTS

# %%
checks.solved(timing.recorded("squares in one call") or None, "predict, then measure")
hand, call, converted = (timing.latest(name) for name in WAYS)
medians = [[one.median for one in line] for line in (hand, call, converted)]
my_crossover = checks.solved_number(crossover(NUMBERS, medians[0], medians[1]), "the crossover")
later = float(crossover(NUMBERS, medians[0], medians[2]))
print("converted first:", "never within these sizes" if later == math.inf else later)
predicted = call[-1].prediction
print(f"your prediction was about {predicted.off_by(my_crossover):,.0f} times off")
lines = {"a loop by hand": hand, "one call": call, "converted first": converted}
figures.race(lines, my_crossover, predicted=predicted.value)

# %% [markdown]
# Drag the size, and run the race. What is left of the win if the numbers
# must be converted first? A GPU asks for a copy into its memory instead.
#
# ## The same question for machines
#
# A product of two square tables: on one core; on the second device inside most processors, numbers of half the length
# or their other cores; on a GPU. A GFLOP/s is a thousand million steps of arithmetic a second.

# %% [raw] tags=["quick-question"]
# ask: The tables get ten times as many rows, and as many columns. How many times as much work is their product?
# right:
#   "1,000 times": 100 times the entries, and each of them is a sum of ten times as many products.
# wrong:
#   "100 times": So much more are the data. Each entry of the product also takes ten times as long.
#   "10 times": So much longer is one side.

# %%
def product_on(rows, machine):
    table = torch.rand(rows, rows, device=devices.resolve(machine))
    return lambda: table @ table

def product_inside(rows):
    table = torch.rand(rows, rows)
    return lambda: inside.product(table)

def measure_products(name, way, machine):
    timing.measure_sweep(name, way, [8, 32, 128, 512, 1024, 2048], device=machine,
                         work=lambda rows: {"flop": 2 * rows**3, "bytes": 12 * rows**2},
                         needs_prediction=False)

# %%
for machine in MACHINES:
    measure_products("matrix product", lambda rows, on=machine: product_on(rows, on), machine)
if inside.kind:
    measure_products("matrix product, inside", product_inside, "cpu")
for seen in timing.latest("matrix product"):
    print(f"{seen.device} {seen.size:>5} rows: {seen.speed()}")

# %%
cpu, gpu = (timing.latest("matrix product", device=kind) for kind in ("cpu", "gpu"))
lanes = {"one core": cpu}
if inside.kind:
    lanes[inside.name] = timing.latest("matrix product, inside")
lanes["T4, calculated"] = timing.roofline("T4", cpu)
lanes["GPU"] = gpu or timing.reference("matrix product")  # or recorded elsewhere
pays = {}
for name, line in list(lanes.items())[1:]:
    other = {one.size: one.median for one in getattr(line, "observations", line) or []}
    both = [one for one in cpu if one.size in other]
    if both:
        seconds = [one.median for one in both], [other[one.size] for one in both]
        pays[name] = crossover([one.size for one in both], *seconds)
        print(f"{name} pays from {checks.solved(pays[name], 'the crossover')} rows on")
figures.race(lanes, pays.get(inside.name), unit="rows")

# %% [markdown]
# The T4's lane is *calculated*: your price of a call, then what its data sheet promises. No real one is quicker, so
# before its crossover none pays.
#
# **Borrow a GPU** for two minutes: Colab's, Kaggle's, Azure's, a friend's. Run `borrow_gpu.py` there: it lies
# here, and needs only PyTorch. Put its file here, and run the cell above again.
#
# Published by others:

# %%
timing.published()

# %% [markdown]
# Small tables never reach the rate of large ones, for calling costs all of them the same. Where the rate
# stops growing, the machine is **[saturated]**.
#
# ## Exercise: the fixed price
#
# A step takes about `fixed + each * size` seconds. Fit that line; return both numbers.
#
# <details><summary>Hint 1: a straight line</summary>
# Many libraries fit one: <code>numpy.polyfit</code> of degree 1, scikit-learn's <code>LinearRegression</code>.
# </details>
#
# <details><summary>Hint 2: which is which?</summary>
# The fixed price is what a call of size 0 would cost. Does your function hand it out first or second?
# </details>

# %% question="overhead"
def overhead(sizes, seconds):
    """(fixed, each): seconds that every call costs, and seconds for each unit of size."""
    ### BEGIN SOLUTION
    import numpy as np

    each, fixed = np.polyfit(sizes, seconds, 1)
    return float(fixed), float(each)
    ### END SOLUTION


# %% tags=["wrong-answer"] message="in the other order"
def overhead(sizes, seconds):
    import numpy as np

    each, fixed = np.polyfit(sizes, seconds, 1)
    return each, fixed


# %% tags=["wrong-answer"] message="the quickest call already holds some work"
def overhead(sizes, seconds):
    return min(seconds), (max(seconds) - min(seconds)) / (max(sizes) - min(sizes))


# %% tags=["wrong-answer"] message="through the first and the last point only"
def overhead(sizes, seconds):
    each = (seconds[-1] - seconds[0]) / (sizes[-1] - sizes[0])
    return seconds[0] - each * sizes[0], each


# %% tags=["wrong-answer"] message="goes through zero"
def overhead(sizes, seconds):
    return 0.0, sum(seconds) / sum(sizes)


# %% tags=["wrong-answer"] message="should be two numbers, and yours is an array of 3 values"
def overhead(sizes, seconds):
    import numpy as np

    return np.polyfit(sizes, seconds, 2)


# %% tags=["wrong-answer"] message="yours is rounded"
def overhead(sizes, seconds):
    import numpy as np

    each, fixed = np.polyfit(sizes, seconds, 1)
    return round(fixed, 2), round(each, 2)


# %% tags=["wrong-answer"] message="Sizes and seconds have changed places"
def overhead(sizes, seconds):
    import numpy as np

    each, fixed = np.polyfit(seconds, sizes, 1)
    return fixed, each


# %% tags=["right-answer"]
import statistics


def overhead(sizes, seconds):
    each, fixed = statistics.linear_regression(sizes, seconds)
    return [fixed, each]


# %% tags=["right-answer"]
import numpy


def overhead(sizes, seconds):
    columns = numpy.column_stack([numpy.ones(len(sizes)), sizes])
    return numpy.linalg.lstsq(columns, numpy.asarray(seconds), rcond=None)[0]


# %% tags=["right-answer"]
import pandas


def overhead(sizes, seconds):
    line = LinearRegression().fit(pandas.DataFrame({"size": sizes}), seconds)
    return pandas.Series({"fixed": line.intercept_, "each": line.coef_[0]})


# %% check="overhead" points=2
with checks.question("overhead", read="Exercise: the fixed price", learned="Every call pays a fixed price before the "
                     "work begins. That is why small work is not worth a quick machine.") as q:
    sizes, seconds = [10, 20, 40, 80], [0.66, 0.98, 1.25, 2.11]
    fixed, each = q.numbers(overhead(sizes, seconds), "overhead(...)", count=2)
    q.expect(abs(fixed - 0.02) > 1e-3, "These are the right numbers in the other order: fixed comes first.")
    q.expect(fixed != 0, "Your line goes through zero, as if a call without work cost nothing.")
    q.expect(abs(fixed - 0.66) > 1e-6, "That is the time at size 10: the quickest call already holds some work.")
    q.expect(abs(fixed - 0.4529) > 1e-3, "Your line goes through the first and the last point only. Fit it to all.")
    q.expect(fixed > 0, "Sizes and seconds have changed places: the seconds should follow from the sizes.")
    for name, value, right in (("fixed", fixed, 0.5), ("each", each, 0.02)):
        q.close(value, right, f"For {seconds} s at {sizes}, the fitted {name} is {right}.", rtol=1e-3)
    small = q.numbers(overhead([100, 1000, 4000], [0.005, 0.014, 0.044]), "overhead(...)", count=2)
    early = "For 0.005, 0.014 and 0.044 s at 100, 1000 and 4000, fixed is 0.004 and each 0.00001: yours is rounded."
    q.close(small[0], 0.004, early, rtol=1e-3)
    q.close(small[1], 1e-5, early, rtol=1e-3)
### BEGIN HIDDEN TESTS
with checks.question("overhead, other lines", read="Exercise: the fixed price") as q:
    for fixed, each, sizes in ((3.0, 0.5, [1, 2, 3, 4, 5]), (0.006, 2e-5, [50, 700, 5000]), (1.0, 2.0, [8, 4, 2, 6])):
        answer = q.numbers(overhead(sizes, [fixed + each * size for size in sizes]), "overhead(...)", count=2)
        q.close(answer[0], fixed, f"fixed should be {fixed}.", rtol=1e-3)
        q.close(answer[1], each, f"each should be {each}.", rtol=1e-3)
    noisy = q.numbers(overhead([1, 2, 3, 4, 5, 6], [3.52, 3.98, 4.51, 5.02, 5.47, 6.01]), "overhead(...)", count=2)
    q.close(noisy[0], 3.0, "With a little noise, all points should count.", rtol=0.05)
### END HIDDEN TESTS

# %% [markdown]
# Photographs come as JPEG files, read first: here 64, of 256x256 pixels, on one core.

# %% [raw] tags=["quick-question"]
# ask: Reading a batch takes 40 ms, its step 12. A GPU is ten times as quick at the step. How much quicker is it all?
# right:
#   "1.26 times": 52 ms become 41.2, since the files are read as slowly as before.
# wrong:
#   "10 times": For that, reading would have to be ten times as quick, too.
#   "5.5 times": That is the mean of 10 and 1. What counts is the sum of the times.

# %%
checks.solved(timing.recorded("training step") or None, "predict, then measure")
read = timing.measure("read 64 files", jpeg.reader(64), device="cpu", needs_prediction=False)
reading = 1e6 / 64 * read.median / 60
for machine in MACHINES:
    steps = timing.latest("training step", device=machine)
    costs = overhead([one.size for one in steps], [one.median for one in steps])
    fixed, each = (max(0.0, cost) for cost in checks.solved(costs, "the overhead"))  # but for noise
    print(f"{machine}: fixed {1e3 * fixed:.1f} ms, each photograph {1e3 * each:.2f} ms")
    computing = 1e6 / 64 * (fixed + 64 * each) / 60
    print(f"{machine}: {computing:.0f} minutes for an epoch of 1,000,000 in batches of 64,")
    print(f"     and {reading:.0f} to read files, {reading / (reading + computing):.0%} of both")
    if machine != "cpu":  # whose photographs lie in its memory already
        copy = timing.measure_copy("copy of 256 photographs", torch.rand(256, 3, 32, 32),
                                   device=machine, needs_prediction=False)
        print(f"{machine}: copying 256 takes {copy.median / steps[-1].median:.2%} of their step")

# %% [markdown]
# ## Exercise: how large a batch is enough?
#
# **[Throughput]** is work in a second: the batch size divided by the time of a step. It climbs, then flattens. Return
# the smallest size that reaches the given share of the **best** throughput.
#
# <details><summary>Hint 1: rates</summary>
# Turn every size and its seconds into a rate first. The best of them is the one to compare with.
# </details>
#
# <details><summary>Hint 2: the smallest</summary>
# Several sizes reach the share. You want a size, not a rate, and of those the smallest.
# </details>

# %% question="enough"
def enough(sizes, seconds, share=0.9):
    """The smallest size with at least `share` of the best throughput."""
    ### BEGIN SOLUTION
    rates = [size / second for size, second in zip(sizes, seconds)]
    return min(size for size, rate in zip(sizes, rates) if rate >= share * max(rates))
    ### END SOLUTION


# %% tags=["wrong-answer"] message="the best throughput itself"
def enough(sizes, seconds, share=0.9):
    rates = [size / second for size, second in zip(sizes, seconds)]
    return sizes[rates.index(max(rates))]


# %% tags=["wrong-answer"] message="the shortest step"
def enough(sizes, seconds, share=0.9):
    return sizes[list(seconds).index(min(seconds))]


# %% tags=["wrong-answer"] message="a rate, in work a second"
def enough(sizes, seconds, share=0.9):
    return max(size / second for size, second in zip(sizes, seconds))


# %% tags=["wrong-answer"] message="a place in the list. Return the size that stands there: 16"
def enough(sizes, seconds, share=0.9):
    rates = [size / second for size, second in zip(sizes, seconds)]
    return min(place for place, rate in enumerate(rates) if rate >= share * max(rates))


# %% tags=["wrong-answer"] message="not the last one"
def enough(sizes, seconds, share=0.9):
    rates = [size / second for size, second in zip(sizes, seconds)]
    return min(size for size, rate in zip(sizes, rates) if rate >= share * rates[-1])


# %% tags=["wrong-answer"] message="use share"
def enough(sizes, seconds, share=0.9):
    rates = [size / second for size, second in zip(sizes, seconds)]
    return min(size for size, rate in zip(sizes, rates) if rate >= 0.9 * max(rates))


# %% tags=["wrong-answer"] message="exactly half of the best"
def enough(sizes, seconds, share=0.9):
    rates = [size / second for size, second in zip(sizes, seconds)]
    return min([size for size, rate in zip(sizes, rates) if rate > share * max(rates)], default=sizes[-1])


# %% tags=["wrong-answer"] message="should be one number, and yours is a list of 2 values"
def enough(sizes, seconds, share=0.9):
    rates = [size / second for size, second in zip(sizes, seconds)]
    return [size for size, rate in zip(sizes, rates) if rate >= share * max(rates)]


# %% tags=["right-answer"]
import numpy


def enough(sizes, seconds, share=0.9):
    rates = numpy.divide(sizes, seconds)
    return numpy.asarray(sizes)[rates >= share * rates.max()].min()


# %% tags=["right-answer"]
import pandas


def enough(sizes, seconds, share=0.9):
    rates = pandas.Series(sizes, index=sizes) / seconds
    return rates[rates >= share * rates.max()].index[:1]


# %% tags=["right-answer"]
def enough(sizes, seconds, share=0.9):
    best = max(size / second for size, second in zip(sizes, seconds))
    for size, second in zip(sizes, seconds):
        if size / second / best >= share:
            return float(size)


# %% check="enough" points=2
with checks.question("enough", read="Exercise: how large a batch is enough?", learned="A larger batch does more in a "
                     "second until the machine is saturated. Beyond that it only needs more memory.") as q:
    answer = q.number(enough([4, 8, 16, 32], [0.1, 0.1, 0.105, 0.2]), "enough(...)")
    q.expect(answer != 32, "32 has the best throughput itself. Which smaller size already has 90 % of it?")
    q.expect(answer != 4, "4 is the shortest step, and it does the least work in a second.")
    q.expect(answer not in (2, 3), f"{answer:g} is a place in the list. Return the size that stands there: 16.")
    q.expect(answer in (8, 16), "That is a rate, in work a second. Return a size.")
    q.close(answer, 16, "16 / 0.105 s = 152 a second is more than 90 % of 32 / 0.2 s = 160 a second: 16 is enough.")
    sizes, seconds = [8, 16, 32, 64], [0.125, 0.125, 0.125, 0.5]
    best = "At 64, 128, 256 and 128 a second the best is 256, not the last one: 32 is enough."
    q.close(enough(sizes, seconds), 32, best)
    less = "With share=0.4, 128 a second is enough, so 16 is the answer: use share in place of 0.9."
    q.close(enough(sizes, seconds, share=0.4), 16, less)
    half = "128 a second is exactly half of the best, and share=0.5 asks for at least half: 16 is enough."
    q.close(enough(sizes, seconds, share=0.5), 16, half)
### BEGIN HIDDEN TESTS
with checks.question("enough, other staircases", read="Exercise: how large a batch is enough?") as q:
    q.close(enough([1, 2, 4, 8], [1.0, 1.0, 1.05, 2.0], share=0.99), 8, "With share=0.99 only 8 is enough.")
    q.close(enough([1, 10, 100], [1.0, 10.0, 100.0]), 1, "At the same rate everywhere, the smallest is enough.")
    q.close(enough([16, 64, 256], [0.1, 0.1, 0.9], share=0.5), 64, "The best may stand in the middle.")
    q.honest("training step")
    seen = timing.latest("training step", device="cpu")
    mine = [one.size / one.median for one in seen]
    right = min(one.size for one, rate in zip(seen, mine) if rate >= 0.9 * max(mine))
    own = enough([one.size for one in seen], [one.median for one in seen])
    q.close(own, right, "For the steps in your own log the answer is another size.")
### END HIDDEN TESTS

# %%
checks.solved(timing.recorded("training step") or None, "predict, then measure")
on_cpu = timing.latest("training step", device="cpu")
my_batch = enough([one.size for one in on_cpu], [one.median for one in on_cpu])
my_batch = checks.solved_number(my_batch, "how large is enough")
median = {one.size: one.median for one in on_cpu}
times = median[64] / median[1]
print(f"64 against 1: {times:.1f} times as long, predicted {on_cpu[0].prediction.value:g}")
plots.staircase(timing.latest("training step"), enough=my_batch)

# %% [markdown]
# ## What the toggle changes
#
# The same network, photographs and seed (it fixes what is random). Choose a device, run the cell below it, then
# choose the other. In **[mixed precision]**, products are made of 16-bit numbers (bf16), and weights keep 32. Where the
# processor can, a third run does so.

# %%
photos = fruit.photos(400, difficulty=0, size=32, seed=9, progress=False)
train, valid = ((part.small(32), part.is_apple) for part in photos.split(0.7, seed=0))
all_cores, runs = devices.found()[0].cores, {}
graded = "NBGRADER_EXECUTION" in os.environ  # perhaps on another processor than yours

def mixed_step(*batch):
    with torch.autocast("cpu", torch.bfloat16):
        return training.step(*batch)

widgets.device_toggle()

# %%
def learn(name, device, cores, step=training.step):
    torch.set_num_threads(cores)
    done = training.fit(
        training.apple_net(seed=1), train, valid, epochs=4, batch_size=16, learning_rate=3e-3,
        step=step, device=device, checkpoint=f"toggle-{name[:3]}", progress=False,
    )
    torch.set_num_threads(1)
    seconds = sum(epoch.seconds for epoch in done.epochs) / 4
    runs[name] = f"{name:>8}: {seconds:.2f} s an epoch, accuracy {done.epochs[-1].valid_score:.3f}"

learn(devices.chosen_kind(), devices.chosen(), all_cores)  # follows the toggle
learn("one core", "cpu", 1)
if inside.kind == "bf16" and not graded:
    learn("bf16", "cpu", 1, mixed_step)
print(*runs.values(), sep="\n")

# %% [markdown]
# Is one core quicker? What do 16 bits cost in accuracy?

# %% [raw] tags=["quick-question"]
# ask: What changes when the same training runs on another device?
# right:
#   "the seconds, and perhaps the last digits": Sums in another order round differently; TF32 keeps three digits.
# wrong:
#   "the seconds only": Another device may add up in another order, and then rounds differently.
#   "the network is better": The same seed, photographs and steps lead to the same network, but for rounding.

# %% [markdown]
# ## Your advice
#
# The company has two jobs: the nightly table of 4,000 apples, and every week ten epochs on a million photographs. CPU
# or GPU for each? Quote two of your numbers, and say what you would measure before paying. After Restart and Run All,
# check that both still stand above.

# %% [markdown] reason="advice" points=1
# ### BEGIN SOLUTION
# The table takes about 5 ms here, and pandas and scikit-learn would not use a GPU: CPU. The network needs 45 minutes
# an epoch here at batch 64, so more than seven hours a week: a GPU may pay. Before paying I would measure one training
# step at batch 64 and 256 on that GPU, with the copying, and compare the speed-up with the price.
#
# For the grader: one point for both choices, each with a number that agrees with the log, and a measurement to make.
# ### END SOLUTION

# %% [markdown]
# ## What we saw
#
# - One reading is noise; warm-up, repeats, median and spread make it a result.
# - Help has a fixed price. It pays from a crossover on, which depends on the work.
# - Small work in pandas needs only a CPU, and only libraries written for a GPU use one.
# - The device changes the seconds and the last digits (in TF32, all but three), not what is learned.
#
# ## Where this stops being true
#
# Your crossover belongs to this machine, these versions, this work. A larger network does more work on the same bytes,
# so it crosses earlier. "Deep models need a GPU" is a statement about size: ours learned on this CPU.
#
# **Next:** lesson 10 turns seconds into money.
