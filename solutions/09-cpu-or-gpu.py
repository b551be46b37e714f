# %% [raw] tags=["front-matter"]
# title: "CPU or GPU?"
# question: For which work does another machine pay, and how do you find out with a clock?
# minutes: 30
# seconds: 25
# claims: [C2, C14, C16, C17, C18, C19]
# needs: ["00"]

# %% [markdown]
# The company may buy a machine with a GPU: *faster, and costs more*, says the brochure. Here you find out when "faster"
# is true. Without one, your CPU can show the shape of the answer.

# %%
import time

import torch
from sklearn.linear_model import LinearRegression

from course import checks, devices, plots, timing, training, widgets
from course.data import fruit, weights

MACHINES = list(dict.fromkeys(one.kind for one in devices.found() if one.available))
print(devices.describe())

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
# <code>readings[warm_up:]</code> is the list without its first <code>warm_up</code> entries.
# </details>
#
# <details><summary>Hint 2: percentiles</summary>
# <code>numpy.percentile(values, 25)</code> gives the 25th percentile; the median is the 50th.
# </details>

# %% question="typical"
def typical(readings, warm_up):
    """Median and inter-quartile range, in seconds, of the readings after the warm-up."""
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


# %% tags=["wrong-answer"] message="Return two numbers"
def typical(readings, warm_up):
    import numpy as np

    return np.median(readings[warm_up:])


# %% tags=["wrong-answer"] message="not the standard deviation"
def typical(readings, warm_up):
    import numpy as np

    return np.median(readings[warm_up:]), np.std(readings[warm_up:])


# %% tags=["wrong-answer"] message="With an even count"
def typical(readings, warm_up):
    import numpy as np

    kept = sorted(readings[warm_up:])
    return kept[len(kept) // 2], np.percentile(kept, 75) - np.percentile(kept, 25)


# %% check="typical" points=2
with checks.question("typical", read="One look at the clock") as q:
    answer = typical([9.0, 1.0, 1.2, 1.1, 1.3, 5.0], 1)
    q.attempted(answer, "typical")
    q.expect(hasattr(answer, "__len__") and len(answer) == 2, "Return two numbers: the median and the range.")
    middle, width = q.number(answer[0], "the median"), q.number(answer[1], "the range")
    q.expect(abs(middle - 1.92) > 1e-9, "That is the mean: one slow reading moves it. The median is the middle one.")
    q.expect(abs(middle - 1.25) > 1e-9, "The warm-up is still in it: leave out the first readings.")
    q.close(middle, 1.2, "The median of 1.0, 1.1, 1.2, 1.3 and 5.0 is 1.2.")
    q.expect(abs(width - 4) > 1e-9, "That is from the quickest to the slowest. Take the middle half only.")
    q.expect(not 1.5 < width < 1.8, "The width of the middle half is asked for, not the standard deviation.")
    q.close(width, 0.2, "The 25th percentile is 1.1 and the 75th is 1.3 (as numpy.percentile gives them).")
    even = typical([9.0, 4.0, 1.0, 2.0, 3.0], 1)[0]
    q.close(even, 2.5, "With an even count the median lies between the two middle ones: for 1, 2, 3, 4 it is 2.5.")
### BEGIN HIDDEN TESTS
with checks.question("typical, other readings", read="One look at the clock") as q:
    for readings, warm_up, middle, width in (
        ([5, 4, 3, 2, 1], 0, 3, 2), ([7, 7, 1, 3, 5, 9], 2, 4, 3.5), ([2.0, 8.0, 4.0, 4.0], 1, 4.0, 2.0),
    ):
        answer = typical(readings, warm_up)
        q.close(answer[0], middle, f"The median of {readings[warm_up:]} is {middle}.")
        q.close(answer[1], width, f"The inter-quartile range of {readings[warm_up:]} is {width}.")
### END HIDDEN TESTS

# %% [markdown]
# From here on `timing.measure` does this: it warms up, waits for the device (a GPU answers before it is done), repeats,
# and logs every sample. If the machine is busy throughout, the median is slow too: look at the quickest reading.
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
# They are not judged by how close they are, only by being made first. Write what you believe.
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

# %% tags=["wrong-answer"] message="before measuring, predicted_times was"
predicted_table, predicted_numbers, predicted_times = 0.05, 1000, 7.5

# %% [markdown]
# ## Measure: standard work
#
# pandas and scikit-learn, the tools of lessons 01 to 03. Where does this code say which device to use?

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

# %% [markdown]
# Nowhere: as installed here, pandas and scikit-learn compute on the CPU, whatever is in the machine. (Exceptions: the
# experimental *array API* lets some scikit-learn models work on GPU arrays, not forests or k-means; NVIDIA's
# `cudf.pandas` and `cuml.accel` take much to its cards.)
#
# ## Measure: calling for help
#
# A GPU must be called, fed and waited for; then it does thousands of things at once. Beside a Python loop, PyTorch on
# the CPU is such a helper in miniature. `converted_first` has to unpack a Python list, too.

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
# A step of lesson 04's network, with more and more photographs in a batch, on every device.

# %%
BATCHES = [1, 4, 16, 64, 256]

def step_on(batch, machine):
    where = devices.resolve(machine)
    net = training.apple_net(seed=0).to(where)
    optimizer = torch.optim.Adam(net.parameters())
    photos, labels = torch.rand(batch, 3, 32, 32).to(where), torch.ones(batch).to(where)
    loss = torch.nn.BCEWithLogitsLoss()
    return lambda: training.step(net, photos, labels, optimizer, loss)

timing.predict("training step", predicted_times, quantity="64 against 1", unit="times")
for machine in MACHINES:
    timing.measure_sweep("training step", lambda batch, on=machine: step_on(batch, on),
                         BATCHES, device=machine, work=lambda batch: {"photographs": batch})

# %% check="predictions" points=1
with checks.question("predictions", read="Predict") as q:
    kept = {one.workload: one.value for one in reversed(timing.log().predictions) if not one.late}
    for workload, name, value in (
        ("table work", "predicted_table", predicted_table),
        ("squares in one call", "predicted_numbers", predicted_numbers),
        ("training step", "predicted_times", predicted_times),
    ):
        q.expect(q.number(value, name) > 0, f"{name} should be above zero.")
        q.attempted(timing.recorded(workload) or None, f"the measurement of “{workload}”")
        said = timing.recorded(workload)[-1].prediction.value
        q.expect(value == said, f"In the log, before measuring, {name} was {said:g}. Write that number back.")
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
# <details><summary>Hint 2: a frame</summary>
# Start with <code>answer = math.inf</code>. Loop over <code>reversed(list(zip(sizes, first, second)))</code>; set
# <code>answer</code> while the second is quicker, <code>break</code> when it is not.
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


# %% check="crossover" points=2
with checks.question("crossover", read="Exercise: the crossover") as q:
    answer = crossover([10, 100, 1000, 10000], [1, 2, 4, 8], [3, 3, 3, 3])
    q.attempted(answer, "crossover")
    q.expect(answer != 2, "2 is a place in the list. Return the size that stands there: 1000.")
    swapped = "At 10 the first (1 s) beats the second (3 s): you compared the other way round."
    q.expect(answer not in (math.inf, 10), swapped)
    q.expect(answer != 100, "At 100 the first is still quicker; take the next size.")
    q.close(answer, 1000, "With 1, 2, 4, 8 s against 3 s at 10, 100, 1000, 10000 the crossover is 1000.")
    lucky = crossover([1, 2, 4, 8, 16], [1, 5, 4, 8, 16], [3, 4, 6, 6, 6])
    q.expect(lucky != 2, "A lucky reading at 2 does not count: at 4 the second is slower again.")
    q.expect(lucky == 8, "The second is quicker at 8 and at every larger size, so 8 is the answer.")
    never = crossover([1, 2, 4], [1, 1, 1], [2, 2, 2])
    q.expect(never == math.inf, "If the second never wins, return math.inf.")
### BEGIN HIDDEN TESTS
with checks.question("crossover, other curves", read="Exercise: the crossover") as q:
    for sizes, first, second, expected in (
        ([3, 5, 7], [2.0, 3.0, 4.0], [1.0, 1.0, 1.0], 3), ([1, 2, 3], [5, 5, 5], [1, 1, 9], math.inf),
        ([8, 64, 512, 4096], [0.1, 0.2, 0.3, 9.0], [0.3, 0.3, 0.3, 0.3], 4096), ([2, 4], [1, 3], [1, 2], 4),
    ):
        q.expect(crossover(sizes, first, second) == expected, f"{first} against {second}: it should be {expected}.")
### END HIDDEN TESTS

# %%
checks.solved(timing.recorded("squares in one call") or None, "predict, then measure")
hand, call, converted = (timing.latest(name) for name in WAYS)
medians = [[one.median for one in line] for line in (hand, call, converted)]
my_crossover = checks.solved(crossover(NUMBERS, medians[0], medians[1]), "the crossover")
later = crossover(NUMBERS, medians[0], medians[2])
print("converted first:", "never within these sizes" if later == math.inf else later)
print(f"your prediction was about {call[-1].prediction.off_by(my_crossover):,.0f} times off")
lines = {"a loop by hand": hand, "one call": call, "converted first": converted}
plots.race(lines, my_crossover)

# %% [markdown]
# On the left, help costs more than it brings. The dashed line: what is left of the win if the numbers must be converted
# first? A GPU asks for a copy into its memory instead.
#
# ## The same question for a GPU
#
# A product of two square tables, on every device. Ten times the rows are 100 times the data and 1,000 times the work:
# data and algorithm together decide. A GFLOP/s is a thousand million steps of arithmetic a second, a MFLOP/s a million.

# %%
def product_on(rows, machine):
    table = torch.rand(rows, rows, device=devices.resolve(machine))
    return lambda: table @ table

for machine in MACHINES:
    timing.measure_sweep("matrix product", lambda rows, on=machine: product_on(rows, on),
                         [8, 32, 128, 512, 1024, 2048], device=machine,
                         work=lambda rows: {"flop": 2 * rows**3}, needs_prediction=False)
for seen in timing.latest("matrix product"):
    print(f"{seen.device} {seen.size:>5} rows: {seen.speed()}")
plots.crossover(timing.latest("matrix product"), timing.reference("matrix product"), work="rows")

# %%
borrowed = timing.reference("matrix product")  # recorded on another GPU, if it was
gpu = timing.latest("matrix product", device="gpu") or getattr(borrowed, "observations", [])
cpu = {one.size: one.median for one in timing.latest("matrix product", device="cpu")}
both = {one.size: one.median for one in gpu if one.size in cpu}
if both:
    rows = crossover(list(both), [cpu[size] for size in both], list(both.values()))
    print("The GPU wins from", checks.solved(rows, "the crossover"), "rows on.")
else:
    print("CPU against GPU:", timing.NONE_YET)

# %% [markdown]
# Watch the rate: small tables never reach that of large ones. Calling costs the same for all, and small tables cannot
# occupy all cores. Where the rate stops growing, the machine is **[saturated]**.
#
# ## Exercise: the fixed price
#
# A step takes about `fixed + each * size` seconds. Fit that line; return both numbers.
#
# <details><summary>Hint 1: a straight line</summary>
# <code>numpy.polyfit(sizes, seconds, 1)</code> gives slope and intercept, in this order.
# </details>
#
# <details><summary>Hint 2: which is which?</summary>
# The fixed part is the time at size 0: the intercept.
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


# %% check="overhead" points=2
with checks.question("overhead", read="Exercise: the fixed price") as q:
    sizes, seconds = [10, 20, 40, 80], [0.66, 0.98, 1.25, 2.11]
    answer = overhead(sizes, seconds)
    q.attempted(answer, "overhead")
    q.expect(hasattr(answer, "__len__") and len(answer) == 2, "Return two numbers: fixed and each.")
    fixed, each = q.number(answer[0], "fixed"), q.number(answer[1], "each")
    q.expect(abs(fixed - 0.02) > 1e-3, "These are the right numbers in the other order: fixed comes first.")
    q.expect(fixed != 0, "Your line goes through zero, as if a call without work cost nothing.")
    q.expect(abs(fixed - 0.66) > 1e-6, "That is the time at size 10: the quickest call already holds some work.")
    q.expect(abs(fixed - 0.4529) > 1e-3, "Your line goes through the first and the last point only. Fit it to all.")
    for name, value, right in (("fixed", fixed, 0.5), ("each", each, 0.02)):
        q.close(value, right, f"For {seconds} s at {sizes}, the fitted {name} is {right}.", rtol=1e-3)
### BEGIN HIDDEN TESTS
with checks.question("overhead, other lines", read="Exercise: the fixed price") as q:
    for fixed, each, sizes in ((3.0, 0.5, [1, 2, 3, 4, 5]), (0.004, 1e-5, [100, 1000, 4000]), (1.0, 2.0, [8, 4, 2, 6])):
        answer = overhead(sizes, [fixed + each * size for size in sizes])
        q.close(answer[0], fixed, f"fixed should be {fixed}.", rtol=1e-3)
        q.close(answer[1], each, f"each should be {each}.", rtol=1e-3)
    noisy = overhead([1, 2, 3, 4, 5, 6], [3.52, 3.98, 4.51, 5.02, 5.47, 6.01])
    q.close(noisy[0], 3.0, "With a little noise, all points should count.", rtol=0.05)
### END HIDDEN TESTS

# %%
checks.solved(timing.recorded("training step") or None, "predict, then measure")
for machine in MACHINES:
    steps = timing.latest("training step", device=machine)
    costs = overhead([one.size for one in steps], [one.median for one in steps])
    fixed, each = checks.solved(costs, "the overhead")
    print(f"{machine}: fixed {1e3 * fixed:.1f} ms, each photograph {1e3 * each:.2f} ms")
    minutes = 1e6 / 64 * (fixed + 64 * each) / 60
    print(f"{machine}: {minutes:.0f} minutes for an epoch of 1,000,000 in batches of 64",
          "(32x32 pixels, without loading or decoding)")
    if machine == "cpu":
        continue  # its photographs lie in its memory already
    copy = timing.measure_copy("copy of 256 photographs", torch.rand(256, 3, 32, 32),
                               device=machine, needs_prediction=False)
    share = copy.median / steps[-1].median
    print(f"{machine}: copying 256 photographs into its memory takes {share:.2%} of their step")

# %% [markdown]
# ## Exercise: how large a batch is enough?
#
# **[Throughput]** is work in a second: the batch size divided by the time of a step. It climbs, then flattens. Return
# the smallest size that reaches the given share of the **best** throughput.
#
# <details><summary>Hint 1: rates</summary>
# Make the list of <code>size / seconds</code> first, and take its <code>max</code>.
# </details>
#
# <details><summary>Hint 2: the smallest</summary>
# Collect all sizes whose rate is at least <code>share</code> times the best, and take their <code>min</code>.
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


# %% check="enough" points=2
with checks.question("enough", read="Exercise: how large a batch is enough?") as q:
    answer = enough([4, 8, 16, 32], [0.1, 0.1, 0.105, 0.2])
    q.attempted(answer, "enough")
    q.expect(answer != 32, "32 has the best throughput itself. Which smaller size already has 90 % of it?")
    q.expect(answer != 4, "4 is the shortest step, and it does the least work in a second.")
    q.expect(answer not in (2, 3), f"{answer} is a place in the list. Return the size that stands there: 16.")
    q.expect(q.number(answer, "enough") in (8, 16), "That is a rate, in work a second. Return a size.")
    q.close(answer, 16, "16 / 0.105 s = 152 a second is more than 90 % of 32 / 0.2 s = 160 a second: 16 is enough.")
    sizes, seconds = [10, 20, 40, 80], [0.1, 0.1, 0.1, 0.4]
    best = "At 100, 200, 400 and 200 a second the best is 400, not the last one: 40 is enough."
    q.close(enough(sizes, seconds), 40, best)
    half = "With share=0.4, 200 a second is enough, so 20 is the answer: use share in place of 0.9."
    q.close(enough(sizes, seconds, share=0.4), 20, half)
### BEGIN HIDDEN TESTS
with checks.question("enough, other staircases", read="Exercise: how large a batch is enough?") as q:
    q.expect(enough([1, 2, 4, 8], [1.0, 1.0, 1.05, 2.0], share=0.99) == 8, "With share=0.99 only 8 is enough.")
    q.expect(enough([1, 10, 100], [1.0, 10.0, 100.0]) == 1, "At the same rate everywhere, the smallest is enough.")
    q.expect(enough([16, 64, 256], [0.1, 0.1, 0.9], share=0.5) == 64, "The best may stand in the middle.")
    q.honest("training step")
    seen = timing.latest("training step", device="cpu")
    mine = [one.size / one.median for one in seen]
    right = min(one.size for one, rate in zip(seen, mine) if rate >= 0.9 * max(mine))
    own = enough([one.size for one in seen], [one.median for one in seen])
    q.expect(own == right, "For the steps in your own log the answer is another size.")
### END HIDDEN TESTS

# %%
checks.solved(timing.recorded("training step") or None, "predict, then measure")
on_cpu = timing.latest("training step", device="cpu")
my_batch = enough([one.size for one in on_cpu], [one.median for one in on_cpu])
checks.solved(my_batch, "how large is enough")
median = {one.size: one.median for one in on_cpu}
times = median[64] / median[1]
print(f"64 against 1: {times:.1f} times as long, predicted {on_cpu[0].prediction.value:g}")
plots.staircase(timing.latest("training step"), enough=my_batch)

# %% [markdown]
# ## What the toggle changes
#
# The same network, photographs and seed (it fixes what is random). Choose a device and run the cell below it; choose
# the other, run it again. Which numbers change?

# %%
photos = fruit.photos(400, difficulty=0, size=32, seed=9, progress=False)
train, valid = ((part.small(32), part.is_apple) for part in photos.split(0.7, seed=0))
threads, runs = torch.get_num_threads(), {}
widgets.device_toggle()

# %%
def learn(name, device, cores):
    torch.set_num_threads(cores)
    history = training.fit(
        training.apple_net(seed=1), train, valid, epochs=4, batch_size=16, learning_rate=3e-3,
        device=device, checkpoint=f"toggle-{name[:3]}", progress=False,
    )
    torch.set_num_threads(threads)
    seconds = sum(epoch.seconds for epoch in history.epochs) / 4
    score = history.epochs[-1].valid_score
    runs[name] = f"{name:>8}: {seconds:.2f} s an epoch, accuracy {score:.3f}"

learn(devices.chosen_kind(), devices.chosen(), threads)  # follows the toggle
learn("one core", "cpu", 1)
print(*runs.values(), sep="\n")

# %% [markdown]
# Is one core quicker? Small work does not pay for a second core: a crossover again. The accuracy may differ by a few of
# 120 photographs: sums in another order round differently.
#
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
# - The device changes the seconds and the last digits, not what is learned.
#
# ## Where this stops being true
#
# Your crossover belongs to this machine, these versions, this work. A larger network does more work on the same bytes,
# so it crosses earlier. "Deep models need a GPU" is a statement about size: ours learned on this CPU.
#
# **Next:** lesson 10 turns seconds into money.
