# %% [raw] tags=["front-matter"]
# title: What does it cost?
# question: When is the faster machine also the cheaper one, and can you know before the bill comes?
# minutes: 30
# seconds: 20
# claims: [C18, C20, C21]
# needs: ["09"]

# %% [raw] tags=["quick-question"]
# ask: A GPU multiplies large tables 40 times as quickly as the CPU, and small ones more slowly. Why the small ones?
# right:
#   "a call has a price of its own": Starting the work takes the same time for a small table as for a large one.
# wrong:
#   "a GPU counts less exactly with few numbers": Its numbers are the same; how many there are does not matter to them.
#   "small tables do not fit into its memory": They fit best of all.
# lesson: "09"
# ---
# ask: A network trains for 30 epochs on a million photographs, in batches of 64. How many training steps is that?
# right:
#   "468,750": 30 times 1,000,000 / 64. In an epoch each photograph is seen once, and a step takes a batch of them.
# wrong:
#   "30": That is the epochs. Each of them has 15,625 batches.
#   "30 million": That would be one photograph at a time.
# lesson: "04"

# %% [markdown]
# *A GPU is faster and costs more.* And: *a GPU is more cost-efficient for large data and deep models.* Both are said in
# one breath, and both can be true: a machine is paid by the hour, and a quick one needs fewer hours. Where is the line
# between them?
#
# ## Machines to rent
#
# A **[size]** is a kind of machine that a cloud provider rents out: processors (*vCPUs*, often
# two to a core), memory, perhaps a GPU.

# %%
import math
from decimal import Decimal

import torch
from sklearn.linear_model import LinearRegression

from course import checks, cost, figures, plots, timing, training
from course.data import weights

training.one_thread()  # as in lesson 09

SMALL, DOUBLE, T4, A100 = ("Standard_D2ds_v5", "Standard_D4ds_v5", "Standard_NC4as_T4_v3",
                           "Standard_NC24ads_A100_v4")
plots.machines(SMALL, DOUBLE, T4, A100)

# %% [markdown]
# `cost.table()` has more. Sizes retire: look at the last column before you copy an old recipe.

# %%
short = {"memory_gib": "GiB", "gpu": "GPU", "usd_per_hour": "USD/h", "until": "until"}
known = cost.table().rename(index=lambda size: size.removeprefix("Standard_"), columns=short)
known[list(short.values())]

# %% [markdown]
# Each price is an **example of its date**, in US dollars, for Linux in one region. `cost.size(SMALL).price` says when,
# where and according to whom.
#
# ## Predict
#
# The company sorts for 400 orchards. Each gets the network of lesson 04, trained anew every week: 30 epochs on a
# million photographs. That makes 20,800 trainings a year, and a contract for a year has to be signed. Two numbers
# first:
#
# - `predicted_usd`: what does **a year of them** cost on the smallest machine, `Standard_D2ds_v5`?
# - `predicted_times`: `Standard_D4ds_v5` has twice the processors for exactly twice the price. How many times as quick
#   is a training step on two threads of your machine as on one?
#
# <details><summary>Hint: a way to guess</summary>
# A step of 64 photographs takes some hundredths of a second, more on a busy machine; a training has 468,750. An hour
# of the smallest machine costs 0.113 USD.
# </details>

# %% question="predictions"
predicted_usd = None  # US dollars a year
predicted_times = None  # how many times as quick
### BEGIN SOLUTION
predicted_usd = 12_000
predicted_times = 1.8
### END SOLUTION

# %% tags=["wrong-answer"] message="yours is the text “2 USD”"
predicted_usd, predicted_times = "2 USD", 1.8

# %% tags=["wrong-answer"] message="predicted_usd should be above zero"
predicted_usd, predicted_times = 0, 1.8

# %% tags=["wrong-answer"] message="Did you write a percentage"
predicted_usd, predicted_times = 12_000, 180

# %% tags=["wrong-answer"] message="The log holds 12000 USD a year, the prediction that you made before measuring"
predicted_usd, predicted_times = 14_260.32, 1.8

# %% tags=["wrong-answer"] message="run `timing.start_afresh()` in a cell of its own"
predicted_usd, predicted_times = 12_000, 1.72

# %% tags=["right-answer"]
predicted_usd, predicted_times = cost.Money("12000"), Decimal("1.8")

# %% tags=["right-answer"]
predicted_usd, predicted_times = torch.tensor(12_000), 9 / 5

# %% tags=["right-answer"]
predicted_usd, predicted_times = [12e3], torch.tensor([1.8], dtype=torch.float64)

# %%
apples = weights.load(4000, seed=9)

def table_work():
    apples.groupby("variety")["weight_g"].agg(["count", "mean", "max"])
    LinearRegression().fit(apples[["diameter_mm", "height_mm"]].to_numpy(), apples["weight_g"])

def training_step():
    net = training.apple_net(seed=0).to(memory_format=torch.channels_last)
    optimizer, loss = torch.optim.Adam(net.parameters()), torch.nn.BCEWithLogitsLoss()
    photos, labels = torch.rand(64, 3, 32, 32), torch.ones(64)
    return lambda: training.step(net, photos, labels, optimizer, loss)

# %%
timing.predict("training step", predicted_usd, quantity="20,800 trainings", unit="USD a year")
today = timing.measure("training step", training_step(), device="cpu", size=64,
                       work={"photographs": 64})
table_today = timing.measure("table work", table_work, device="cpu", size=4000,
                             needs_prediction=False)
lesson_09 = {(one.workload, one.device): one for one in timing.earlier("09-cpu-or-gpu")
             if one.size in (64, 4000)}
step = lesson_09.get(("training step", "cpu"), today)
table = lesson_09.get(("table work", "cpu"), table_today)
print("today:  ", today)
print("we take:", step, "of today" if step is today else "of lesson 09")

# %%
threads = torch.get_num_threads()
timing.predict("step by threads", predicted_times, quantity="two against one", unit="times")
for count in (1, 2):
    torch.set_num_threads(count)
    timing.measure("step by threads", training_step(), device="cpu", size=count,
                   work={"photographs": 64})
torch.set_num_threads(threads)
one, two = timing.latest("step by threads")
twice = one.median / two.median
print(f"Two threads are {twice:.2f} times as quick as one; you said {one.prediction.value:g}.")

# %% [raw] tags=["quick-question"]
# ask: Suppose that twice the processors, at twice the price, are 1.6 times as quick. What is a training on them?
# right:
#   "sooner done, and dearer": Twice the price for less than half the hours saved. Sooner has a price here.
# wrong:
#   "sooner done, at the same price": For that it would have to be twice as quick.
#   "sooner done, and cheaper": For that it would have to be more than twice as quick.

# %% check="predictions" points=1
with checks.question("predictions", read="Predict", learned="The log holds both numbers, and what you measured.") as q:
    asked = {"predicted_usd": (predicted_usd, "training step", "USD a year"),
             "predicted_times": (predicted_times, "step by threads", "times")}
    for name, (value, _, _) in asked.items():
        q.expect(q.number(value, name) > 0, f"{name} should be above zero.")
    percent = q.number(predicted_times, "predicted_times") >= 50
    measured = [one.prediction.value for one in timing.recorded("step by threads") if one.prediction]
    logged = bool(measured) and measured[-1] >= 50
    out = " The log holds it already: run `timing.start_afresh()` in a cell of its own, write the times, and run all."
    quick = "Twice the threads are not so much quicker. Did you write a percentage?"
    q.expect(not percent, f"{quick}{out * logged}")
    q.expect(not logged, f"The log holds {measured[-1] if measured else 0:g} times, as if a percentage had stood here. "
             "Run `timing.start_afresh()` in a cell of its own, and run all.")
    for name, (value, workload, unit) in asked.items():
        q.committed(value, workload, name, unit=unit)
### BEGIN HIDDEN TESTS
with checks.question("predictions, the logs", read="Measure") as q:
    for workload, count in (("training step", 1), ("table work", 1), ("step by threads", 2)):
        q.honest(workload)
        q.expect(len(timing.latest(workload)) >= count, f"“{workload}” is not all measured: run its cell as given.")
    wrong = timing.problems(timing.copy_of("09-cpu-or-gpu"))
    q.expect(not wrong, f"The log of lesson 09: {wrong[0].message if wrong else ''}")
### END HIDDEN TESTS

# %% [markdown]
# ## Exercise: the bill
#
# A machine is paid from the moment it is there until it is given back. It **starts up**, works, and often stands
# **[idle]** until somebody, or a timer, gives it back. Return what a run costs, in USD and not rounded.
#
# <details><summary>Hint 1: what is paid for?</summary>
# All three times together.
# </details>
#
# <details><summary>Hint 2: the unit</summary>
# An hour has 3,600 seconds.
# </details>

# %% question="bill"
def bill(work, usd_per_hour, startup=0, idle=0):
    """What a run costs, in USD: three times in seconds, and the price of an hour."""
    ### BEGIN SOLUTION
    return (startup + work + idle) / 3600 * usd_per_hour
    ### END SOLUTION


# %% tags=["wrong-answer"] message="price of a second"
def bill(work, usd_per_hour, startup=0, idle=0):
    return (startup + work + idle) * usd_per_hour


# %% tags=["wrong-answer"] message="The start-up is missing"
def bill(work, usd_per_hour, startup=0, idle=0):
    return (work + idle) / 3600 * usd_per_hour


# %% tags=["wrong-answer"] message="The idle time is missing"
def bill(work, usd_per_hour, startup=0, idle=0):
    return (startup + work) / 3600 * usd_per_hour


# %% tags=["wrong-answer"] message="rounded"
def bill(work, usd_per_hour, startup=0, idle=0):
    return round((startup + work + idle) / 3600 * usd_per_hour, 2)


# %% tags=["wrong-answer"] message="yours is rounded too early"
def bill(work, usd_per_hour, startup=0, idle=0):
    return round((startup + work + idle) / 3600, 2) * usd_per_hour


# %% tags=["wrong-answer"] message="an hour has 3,600"
def bill(work, usd_per_hour, startup=0, idle=0):
    return (startup + work + idle) / 60 * usd_per_hour


# %% tags=["wrong-answer"] message="Start-up and idle time are both missing"
def bill(work, usd_per_hour, startup=0, idle=0):
    return work / 3600 * usd_per_hour


# %% tags=["wrong-answer"] message="Hours and seconds are added up"
def bill(work, usd_per_hour, startup=0, idle=0):
    return (startup + work / 3600 + idle) * usd_per_hour


# %% tags=["wrong-answer"] message="Seconds are added to dollars"
def bill(work, usd_per_hour, startup=0, idle=0):
    return startup + work / 3600 * usd_per_hour + idle


# %% tags=["wrong-answer"] message="yours is the text “0.25 USD”"
def bill(work, usd_per_hour, startup=0, idle=0):
    return f"{(startup + work + idle) / 3600 * usd_per_hour:.2f} USD"


# %% tags=["right-answer"]
def bill(work, usd_per_hour, startup=0, idle=0):
    hours = sum(Decimal(str(seconds)) for seconds in (startup, work, idle)) / 3600
    return hours * Decimal(str(usd_per_hour))


# %% tags=["right-answer"]
def bill(work, usd_per_hour, startup=0, idle=0):
    return cost.Money(usd_per_hour) * (Decimal(str(idle + work + startup)) / 3600)


# %% tags=["right-answer"]
import numpy as np
import pandas as pd


def bill(work, usd_per_hour, startup=0, idle=0):
    paid = pd.Series([startup, work, idle], index=["start-up", "work", "idle"])
    return np.array([paid.sum() * usd_per_hour / 60 / 60])


# %% tags=["wrong-answer"] message="does yours use `usd_per_hour`"
def bill(work, usd_per_hour, startup=0, idle=0):
    return (work + startup + idle) / 3600 * 0.5


# %% check="bill" points=2
with checks.question(
    "bill",
    read="Exercise: the bill",
    learned="A machine is paid while it is there, whether it works or not: start-up, work and idle time alike.",
) as q:
    answer = q.number(bill(1800, 0.5), "bill(1800, 0.5)")
    q.expect(answer != 900, "You took the price of an hour as the price of a second.")
    q.expect(answer != 15, "You took the price of an hour as that of a minute: an hour has 3,600 seconds.")
    q.close(answer, 0.25, "Half an hour at 0.50 USD an hour costs 0.25 USD.")
    whole = q.number(bill(1800, 0.5, startup=300, idle=1500), "the bill with start-up and idle time")
    both = "Start-up and idle time are both missing: the machine is paid from the moment it is there."
    q.expect(abs(whole - 0.25) > 1e-6, both)
    q.expect(abs(whole - 900.25) > 1e-6, "Hours and seconds are added up here: divide all three times by 3,600.")
    q.expect(abs(whole - 1800.25) > 1e-6, "Seconds are added to dollars here: start-up and idle time have a price.")
    q.expect(abs(whole - 0.25 * 11 / 6) > 1e-6, "The start-up is missing: the machine is paid while it starts.")
    q.expect(abs(whole - 0.25 * 7 / 6) > 1e-6, "The idle time is missing: the machine is paid until it is given back.")
    q.close(whole, 0.5, "5 minutes of start-up, 30 of work and 25 idle at 0.50 USD an hour cost 0.50 USD.")
    q.close(bill(3600, 2), 2, "An hour at 2 USD an hour costs 2 USD: does yours use `usd_per_hour`?")
    early = "50 s at 0.113 USD an hour cost 0.00156944 USD: yours is rounded too early."
    q.close(bill(50, 0.113), 0.00156944, early, rtol=1e-5)
### BEGIN HIDDEN TESTS
with checks.question("bill, other runs", read="Exercise: the bill") as q:
    for work, price, startup, idle in ((7200, 3.673, 0, 0), (50, 0.226, 400, 0), (1e5, 98.32, 240, 7000), (0, 1, 9, 9)):
        expected = float(cost.Money(price).amount) * (work + startup + idle) / 3600
        q.close(bill(work, price, startup, idle), expected, f"bill({work}, {price}, {startup}, {idle}) is {expected}.")
### END HIDDEN TESTS

# %% [markdown]
# Now your own year. We suppose that the smallest machine is as quick as yours, starts in five minutes, and is given
# back after two idle ones. `cost.run` does the same with *decimal* money: the first line shows why.

# %%
STEPS, YEAR, STARTUP, IDLE = 30 * 1_000_000 // 64, 400 * 52, 300, 120
print(0.1 + 0.2, "or", cost.Money("0.1") + cost.Money("0.2"))
TRAINING = STEPS * step.median  # seconds of one training
mine = checks.solved_number(bill(TRAINING, 0.113, STARTUP, IDLE), "the bill")
print("one training, ", cost.run(step, SMALL, times=STEPS, startup=STARTUP, idle=IDLE))
print(f"a year of them: {YEAR * mine:,.2f} USD; predicted {predicted_usd} USD")

# %% [raw] tags=["quick-question"]
# ask: A step is as much arithmetic as about three predictions. After how many has use cost as much as one training?
# right:
#   "90 million": A million photographs, 30 times each, three predictions' worth a time. Used more, use is dearer.
# wrong:
#   "one million": The training sees each photograph 30 times, and does three times the work on it.
#   "30 million": So often it sees a photograph. It also finds out whose fault the error was, twice as much work again.

# %% [raw] tags=["quick-question"]
# ask: An hour with a T4 costs 4.65 times as much as one of the smallest machine. How much quicker must it be to pay?
# right:
#   "more than 4.65 times": At 4.65 times the work alone costs the same, and its start-up and idle minutes cost more.
# wrong:
#   "exactly 4.65 times": Then the work costs the same. What of the minutes before and after it?
#   "any speed-up pays": Twice as quick at 4.65 times the price costs more than twice as much.

# %% [markdown]
# ## Exercise: break-even
#
# An hour with a T4 GPU costs 4.65 times as much as one of `Standard_D2ds_v5`, and its idle minutes are dearer as well.
# Return the **[break-even]**: the speed-up from which the fast machine costs no more. `beside` are the seconds of
# start-up and idle time, paid on both. If no speed-up is enough, return `math.inf`.
#
# <details><summary>Hint 1: what may the fast one cost?</summary>
# What the slow one costs, its minutes beside the work too. How many seconds of the fast machine does that money buy?
# </details>
#
# <details><summary>Hint 2: what is left for the work?</summary>
# Of those seconds <code>beside</code> are gone. If nothing is left, no speed-up is enough.
# </details>
#
# <details><summary>Hint 3: and the speed-up?</summary>
# <code>work</code> seconds must be done in the seconds that are left: divide.
# </details>

# %% question="break-even"
def break_even(work, slow_usd, fast_usd, beside=0):
    """The speed-up needed, or math.inf; times in seconds on the slow machine, prices an hour."""
    ### BEGIN SOLUTION
    left = (work + beside) * slow_usd / fast_usd - beside
    return work / left if left > 0 else math.inf
    ### END SOLUTION


# %% tags=["wrong-answer"] message="upside down"
def break_even(work, slow_usd, fast_usd, beside=0):
    return slow_usd / fast_usd


# %% tags=["wrong-answer"] message="only the ratio of the prices"
def break_even(work, slow_usd, fast_usd, beside=0):
    return fast_usd / slow_usd


# %% tags=["wrong-answer"] message="below zero"
def break_even(work, slow_usd, fast_usd, beside=0):
    return work / ((work + beside) * slow_usd / fast_usd - beside)


# %% tags=["wrong-answer"] message="the slow machine starts up, too"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = work * slow_usd / fast_usd - beside
    return work / left if left > 0 else math.inf


# %% tags=["wrong-answer"] message="That is a difference"
def break_even(work, slow_usd, fast_usd, beside=0):
    return fast_usd - slow_usd


# %% tags=["wrong-answer"] message="beside=600) should be one number, and yours is the text “math.inf”"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return work / left if left > 0 else "math.inf"


# %% tags=["wrong-answer"] message="None says nothing about it"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return work / left if left > 0 else None


# %% tags=["wrong-answer"] message="Zero times as quick"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return work / left if left > 0 else 0


# %% tags=["wrong-answer"] message="Ask before you divide whether it can be 0"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return math.inf if left < 0 else work / left


# %% tags=["wrong-answer"] message="all of them gone"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return math.inf if beside >= work else work / (left or 1)


# %% tags=["wrong-answer"] message="yours is 5. Is a price fixed in your code"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return round(work / left) if left > 0 else math.inf


# %% tags=["wrong-answer"] message="rounded or math.inf"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return work / left if work * slow_usd / fast_usd > beside else math.inf


# %% tags=["right-answer"]
def break_even(work, slow_usd, fast_usd, beside=0):
    work, slow, fast, beside = (Decimal(str(each)) for each in (work, slow_usd, fast_usd, beside))
    left = (work + beside) * slow / fast - beside
    return work / left if left > 0 else Decimal("Infinity")


# %% tags=["right-answer"]
import numpy as np


def break_even(work, slow_usd, fast_usd, beside=0):
    left = np.float64((work + beside) * slow_usd / fast_usd - beside)
    with np.errstate(divide="ignore"):
        return np.where(left > 0, work / left, np.inf)


# %% tags=["right-answer"]
def break_even(work, slow_usd, fast_usd, beside=0):
    ratio = cost.Money(fast_usd) / cost.Money(slow_usd)
    most = (Decimal(str(work)) + Decimal(str(beside))) / ratio
    if most <= beside:
        return float("inf")
    return float(work) / float(most - Decimal(str(beside)))


# %% tags=["wrong-answer"] message="At 1 and 4.65 USD it should be 4.65"
def break_even(work, slow_usd, fast_usd, beside=0):
    ratio = fast_usd // slow_usd
    left = (work + beside) / ratio - beside
    return work / left if left > 0 else math.inf


# %% tags=["wrong-answer"] message="with 300 s beside the work"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return work / left if left > 0 and not beside else round(work / left, 1) if left > 0 else math.inf


# %% tags=["wrong-answer"] message="may even be slower"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return max(1, work / left) if left > 0 else math.inf


# %% check="break-even" points=2
with checks.question(
    "break-even",
    read="Exercise: break-even",
    learned="The speed-up must beat the price ratio, and by more the shorter the work is: idle minutes are dearer.",
) as q:
    answer = q.number(break_even(3600, 0.5, 2.0), "break_even(3600, 0.5, 2.0)")
    q.expect(answer != 0.25, "0.25 is upside down: the fast machine must be several times as quick.")
    q.expect(answer != 1.5, "That is a difference of prices. How many times as dear is the fast one?")
    q.close(answer, 4, "At four times the price, and nothing else to pay, it must be 4 times as quick.")
    paid = q.number(break_even(3600, 0.5, 2.0, beside=600), "the break-even with start-up")
    q.expect(abs(paid - 4) > 1e-6, "That is only the ratio of the prices. The minutes beside the work cost more, too.")
    q.expect(abs(paid - 12) > 1e-6, "Both pay for the minutes beside the work: the slow machine starts up, too.")
    q.close(paid, 8, "4,200 s of the slow one buy 1,050 s of the fast one, 600 are gone: 3600 / 450 is 8.")
    ratio = q.number(break_even(3600, 1, 4.65), "break_even(3600, 1, 4.65)")
    q.close(ratio, 4.65, f"At 1 and 4.65 USD it should be 4.65, and yours is {ratio:.4g}. Is a price fixed in your "
            "code, or do you round?")
    ratio = q.number(break_even(3600, 1, 4.65, 300), "break_even(3600, 1, 4.65, 300)")
    q.close(ratio, 6.682635, f"At 1 and 4.65 USD, with 300 s beside the work, it should be 6.6826, and yours is "
            f"{ratio:.5g}. Is a price fixed in your code, or do you round?", rtol=1e-5)
    cheap = q.number(break_even(3600, 2, 1), "break_even(3600, 2, 1)")
    q.close(cheap, 0.5, "A machine at half the price may even be slower: 0.5.")
    none = break_even(600, 0.5, 2.0, beside=600)
    q.expect(none is not None, "If no speed-up is enough, None says nothing about it: return math.inf.")
    short = q.number(none, "break_even(600, 0.5, 2.0, beside=600)", finite=False)
    q.expect(short != 0, "Zero times as quick says that every machine pays. If none is enough, return math.inf.")
    q.expect(short > 0, "A speed-up below zero says that none is enough: return math.inf.")
    q.expect(math.isinf(short), "1,200 s of the slow one buy 300 s of the fast one, and 600 are gone: math.inf.")
    gone = q.number(break_even(1800, 0.5, 2, 600), "break_even(1800, 0.5, 2, 600)", finite=False)
    q.expect(math.isinf(gone), "2,400 s buy 600 s, all of them gone: none is left, math.inf.")
    near = q.number(break_even(2300, 0.5, 2, 600), "break_even(2300, 0.5, 2, 600)", finite=False)
    q.expect(abs(near - 18.4) < 1e-3, "2300 / (725 - 600) is 18.4, not rounded or math.inf.")
### BEGIN HIDDEN TESTS
with checks.question("break-even, other machines", read="Exercise: break-even") as q:
    for work, slow, fast, beside in (
        (9e4, 0.113, 0.526, 420), (9e4, 0.226, 6.98, 60), (500, 0.113, 98.32, 420), (7, 1, 3, 0),
    ):
        left = (work + beside) * slow / fast - beside
        expected = work / left if left > 0 else math.inf
        answer = q.number(break_even(work, slow, fast, beside), "break_even(...)", finite=False)
        same = answer == expected or abs(answer - expected) < 1e-6 * expected
        q.expect(same, f"break_even({work:g}, {slow}, {fast}, {beside}) should be {expected:.4g}.")
### END HIDDEN TESTS

# %% [markdown]
# ## Look
#
# The cost of a training over how much quicker the machine is; on the smallest machine it is 1. The diamond is your own
# measurement. A GPU of yours, or one that the course recorded elsewhere, is the dashed line: it would pay on every
# machine whose dot lies left of it. **Drag the black dot along its line**, then change machine, hours and waiting.

# %%
prices = {name: float(cost.size(name).per_hour.amount) for name in (SMALL, DOUBLE, T4, A100)}
for name in (DOUBLE, T4, A100):
    needed = break_even(TRAINING, prices[SMALL], prices[name], STARTUP + IDLE)
    needed = checks.solved_number(needed, "break-even")
    print(f"{name} must be {needed:.3g} times as quick" if needed < math.inf else f"{name}: never")

quick = {"your GPU": lesson_09.get(("training step", "gpu"))}
if recorded := timing.reference("training step"):
    quick[recorded.label] = next((o for o in recorded.observations if o.size == 64), None)
gpus = [(name, None, step.median / one.median) for name, one in quick.items() if one]
if not gpus:
    print(f"No GPU in your log, and {timing.NONE_YET}: what would be needed?")
figures.break_even(SMALL, [DOUBLE, T4, A100], step, times=STEPS, startup=STARTUP, idle=IDLE,
                   runs=YEAR, fast=T4, marks=[("two threads", DOUBLE, twice), *gpus])

# %% [markdown]
# The amounts are those of a year. (In code: `plots.break_even`, with the same arguments.) If your diamond lies above
# the blue line, twice the price bought less than twice the speed. On a busy machine, two threads can even be slower
# than one.

# %% [raw] tags=["quick-question"]
# ask: With five minutes of start-up and two idle, for which work on the smallest machine does the T4 never pay?
# right:
#   "for less than 25 minutes": Drag the hours down. Its seven minutes beside the work alone cost more than that.
# wrong:
#   "for less than 7 minutes": Seven minutes of a T4 cost as much as 33 of the smallest machine.
#   "for more than 10 hours": There the minutes beside the work hardly count, and it pays from 4.65 times on.

# %% [markdown]
# ## Exercise: cheapest in time
#
# Return the name of the cheapest offer whose result is there by the deadline, or `"none"`. Each offer is a dictionary
# with `"size"`, `"usd_per_hour"`, and the seconds `"startup"`, `"work"`, `"idle"`. Idle time comes after the result.
#
# <details><summary>Hint 1: two steps</summary>
# First keep the offers that are in time, then take the one with the smallest bill. Your <code>bill</code> helps.
# </details>
#
# <details><summary>Hint 2: the smallest</summary>
# <code>min(some, key=lambda offer: ...)</code> finds it; <code>min</code> of an empty list is an error.
# </details>

# %% question="cheapest"
def cheapest(offers, deadline):
    """The size of the cheapest offer that is done within `deadline` seconds, or "none"."""
    ### BEGIN SOLUTION
    def price(one):
        return bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"])

    in_time = [one for one in offers if one["startup"] + one["work"] <= deadline]
    return min(in_time, key=price)["size"] if in_time else "none"
    ### END SOLUTION


# %% tags=["wrong-answer"] message="cheapest hour"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["startup"] + one["work"] <= deadline]
    return min(in_time, key=lambda one: one["usd_per_hour"])["size"] if in_time else "none"


# %% tags=["wrong-answer"] message="for a deadline of 3,000 s it is too late"
def cheapest(offers, deadline):
    return min(offers, key=lambda one: bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"]))["size"]


# %% tags=["wrong-answer"] message="starting up takes part of the time"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["work"] <= deadline]
    return min(in_time, key=lambda one: bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"]))["size"]


# %% tags=["wrong-answer"] message="Does `return` stand inside the loop"
def cheapest(offers, deadline):
    for offer in offers:
        if offer["startup"] + offer["work"] <= deadline:
            return offer["size"]
    return "none"


# %% tags=["wrong-answer"] message="the quickest"
def cheapest(offers, deadline):
    return min(offers, key=lambda one: one["startup"] + one["work"])["size"]


# %% tags=["wrong-answer"] message="in time: there is no deadline for waiting"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["startup"] + one["work"] + one["idle"] <= deadline]
    return min(in_time, key=lambda one: one["usd_per_hour"] * one["work"])["size"] if in_time else "none"


# %% tags=["wrong-answer"] message="that is in time (<=)"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["startup"] + one["work"] < deadline]
    return min(in_time, key=lambda one: one["usd_per_hour"] * one["work"])["size"] if in_time else "none"


# %% tags=["wrong-answer"] message="pays for 9,000 idle seconds"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["startup"] + one["work"] <= deadline]
    return min(in_time, key=lambda one: bill(one["work"], one["usd_per_hour"], one["startup"]))["size"]


# %% tags=["wrong-answer"] message="“slow start” for 900 at first"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["startup"] + one["work"] <= deadline]
    return min(in_time, key=lambda one: bill(one["work"], one["usd_per_hour"], idle=one["idle"]))["size"]


# %% tags=["wrong-answer"] message="That is the whole offer"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["startup"] + one["work"] <= deadline]
    return min(in_time, key=lambda one: bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"]))


# %% tags=["wrong-answer"] message="the name of one offer, and yours is the number 600"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["startup"] + one["work"] <= deadline]
    return min(one["work"] for one in in_time) * 0 + 600


# %% tags=["wrong-answer"] message="yours gives back nothing (None)"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["startup"] + one["work"] <= deadline]
    if in_time:
        return min(in_time, key=lambda one: bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"]))["size"]


# %% tags=["wrong-answer"] message="Times and the deadline come in seconds"
def cheapest(offers, deadline):
    in_time = [one for one in offers if (one["startup"] + one["work"]) / 3600 <= deadline]
    return min(in_time, key=lambda one: bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"]))["size"]


# %% tags=["right-answer"]
def cheapest(offers, deadline):
    best, name = math.inf, "none"
    for one in offers:
        costs = one["usd_per_hour"] * (one["startup"] + one["work"] + one["idle"])
        if deadline >= one["startup"] + one["work"] and costs < best:
            best, name = costs, one["size"]
    return name


# %% tags=["right-answer"]
import pandas as pd


def cheapest(offers, deadline):
    table = pd.DataFrame(offers)
    table = table[(table["startup"] + table["work"]) <= deadline]
    costs = table[["startup", "work", "idle"]].sum(axis=1) * table["usd_per_hour"]
    return table["size"].to_numpy(str)[costs.argmin()] if len(table) else "none"


# %% tags=["right-answer"]
def cheapest(offers, deadline):
    def costs(one):
        return Decimal(bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"]))

    ordered = sorted(offers, key=costs)
    return next((one["size"] for one in ordered if one["startup"] + one["work"] <= deadline), "none")


# %% tags=["wrong-answer"] message="Then the next is skipped"
def cheapest(offers, deadline):
    offers = list(offers)
    for one in offers:
        if one["startup"] + one["work"] > deadline:
            offers.remove(one)
    costs = [bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"]) for one in offers]
    return offers[costs.index(min(costs))]["size"] if offers else "none"


# %% tags=["wrong-answer"] message="not each hour begun"
def cheapest(offers, deadline):
    fits = [one for one in offers if one["startup"] + one["work"] <= deadline]
    costs = [math.ceil((one["startup"] + one["work"] + one["idle"]) / 3600) * one["usd_per_hour"] for one in fits]
    return fits[costs.index(min(costs))]["size"] if fits else "none"


# %% tags=["wrong-answer"] message="Do not round before you compare"
def cheapest(offers, deadline):
    fits = [one for one in offers if one["startup"] + one["work"] <= deadline]
    costs = [round(bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"]), 2) for one in fits]
    return fits[costs.index(min(costs))]["size"] if fits else "none"


# %% tags=["wrong-answer"] message="not with the one before it"
def cheapest(offers, deadline):
    best, before = "none", math.inf
    for one in offers:
        if one["startup"] + one["work"] <= deadline:
            cost_of_it = bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"])
            if cost_of_it < before:
                best = one["size"]
            before = cost_of_it
    return best


# %% tags=["wrong-answer"] message="Start with math.inf"
def cheapest(offers, deadline):
    best, least = "none", 100
    for one in offers:
        cost_of_it = bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"])
        if one["startup"] + one["work"] <= deadline and cost_of_it < least:
            best, least = one["size"], cost_of_it
    return best


# %% check="cheapest" points=2
with checks.question(
    "cheapest",
    read="Exercise: cheapest in time",
    learned="The cheapest hour is not the cheapest bill, and what is done too late has no price at all.",
) as q:
    rows = (("small", 1e-3, 9, 9000, 0), ("middle", 0.3, 9, 2000, 0), ("late", 0.01, 200, 2900, 0),
            ("big", 9, 9, 90, 0), ("cheap hour", 0.1, 9, 9000, 0), ("dear hour", 0.3, 9, 2000, 0),
            ("kept", 0.2, 0, 900, 9000), ("given back", 0.6, 0, 990, 0), ("slow start", 0.7, 900, 90, 0),
            ("on time", 0.2, 100, 800, 0))
    def offered(*rows):  # anew each time: a function may change what it is given
        return [dict(zip(("size", "usd_per_hour", "startup", "work", "idle"), row)) for row in rows]

    first = cheapest(offered(("first", 2, 0, 3600, 0), ("second", 1, 0, 3500, 0)), 4000)
    q.expect(not isinstance(first, str) or first != "first", "“first” is the first that is in time, and “second” costs "
             "less than half. Does `return` stand inside the loop?")
    offers, pair, rest = offered(*rows[:4]), offered(*rows[4:6]), offered(*rows[6:9])
    answer = cheapest(offers, 3000)
    q.expect(not isinstance(answer, dict), "That is the whole offer. Return its name: what stands under \"size\".")
    answer = q.text(answer, "cheapest(offers, 3000)", what="the name of one offer")
    q.expect(answer != "late", "“late” is not done after 3,000 s: starting up takes part of the time.")
    q.expect(answer != "big", "“big” is the quickest. Which one in time costs least?")
    seconds = "“small” needs 9,000 s: for a deadline of 3,000 s it is too late. Times and the deadline come in seconds."
    q.expect(answer != "small", seconds)
    q.expect(answer == "middle", "Of those done within 3,000 s, “middle” has the smallest bill.")
    for some, limit, wanted, why in (
        (pair, 9999, "dear hour", "“cheap hour” has the cheapest hour and needs many. Compare bills."),
        (rest[:1], 901, "kept", "“kept” is done at 900 s, in time: there is no deadline for waiting."),
        (offered(*rows[9:]), 900, "on time", "“on time” is done at 900 s, and the deadline is at 900 s: that is in "
         "time (<=)."),
        (rest, 999, "given back", "“kept” pays for 9,000 idle seconds, “slow start” for 900 at first."),
    ):
        answer = q.text(cheapest(some, limit), "cheapest(offers, deadline)", what="the name of one offer")
        q.expect(answer == wanted, why)
    for some, wanted, why in (
        ((("a", 0.01, 0, 9000, 0), ("b", 0.02, 0, 9000, 0), ("c", 3, 0, 100, 0)), "c", "Of three offers two are too "
         "late, and yours names one of them. Is an offer removed while the loop goes over the same list? Then the "
         "next is skipped."),
        ((("few", 0.2, 0, 3700, 0), ("dear", 0.3, 0, 3500, 0)), "few", "3,700 s at 0.20 USD an hour cost 0.206 USD, "
         "and 3,500 s at 0.30 cost 0.292. Do you round the hours up? Each second is paid, not each hour begun."),
        ((("long", 0.113, 0, 120, 0), ("short", 0.113, 0, 90, 0)), "short", "120 s and 90 s at the same price: both "
         "cost less than a cent, and 90 s less. Do not round before you compare."),
        ((("a", 1, 0, 3600, 0), ("b", 3, 0, 3600, 0), ("c", 2, 0, 3600, 0)), "a", "At 1, 3 and 2 USD the first is the "
         "cheapest. Compare each with the best so far, not with the one before it."),
        ((("alone", 9999, 0, 3600, 0),), "alone", "One offer alone, of 9,999 USD, is the cheapest in time. Does your "
         "best start with a number that it does not beat? Start with math.inf."),
    ):
        answer = q.text(cheapest(offered(*some), 4000), "cheapest(offers, 4000)", what="the name of one offer")
        q.expect(answer == wanted, why)
    nothing = cheapest(offered(*rows[:4]), 10)
    empty = "If no offer is in time, return \"none\", as text: yours gives back nothing (None)."
    q.expect(nothing is not None, empty)
    nothing = q.text(nothing, "cheapest(offers, 10)", what="the text none")
    q.expect(nothing.strip().lower() == "none", "If no offer is in time, return \"none\".")
### BEGIN HIDDEN TESTS
with checks.question("cheapest, other offers", read="Exercise: cheapest in time") as q:
    sizes = list(cost.priced())
    for work, deadline, quick in ((90000, 86400, 3), (90000, 1e6, 6), (600, 4000, 9), (3e6, 3e4, 40), (5000, 100, 2)):
        made = [cost.run(work, name, speed_up=1 + quick * k, startup=300, idle=60 * k) for k, name in enumerate(sizes)]
        fits = [one for one in made if one.done_after <= deadline]
        expected = min(fits, key=lambda one: one.cost).size if fits else "none"
        offers = [{"size": one.size, "usd_per_hour": float(one.price.per_hour.amount), "startup": float(one.startup),
                   "work": float(one.work), "idle": float(one.idle)} for one in made]
        q.expect(cheapest(offers, deadline) == expected, f"With {deadline:g} s the right answer is {expected}.")
### END HIDDEN TESTS

# %% [markdown]
# ## Exercise: five jobs
#
# Place the company's jobs on machines. The hours come from your seconds (a night has 5,000 tables); the rows with
# names of sizes say how many times as quick each one is. For the GPUs these are **suppositions of this exercise, not
# measurements**, and none above 10: a step's own millisecond of Python stays. `gib` is the memory that the data
# need, `within_h` the deadline, `idle_h` how long the machine waits, `a_year` how often the job comes.

# %%
import pandas as pd

SIZES = {SMALL: 1, DOUBLE: twice, "Standard_E4ds_v5": twice, T4: 8, A100: 10}
alone = dict.fromkeys(SIZES, 1)  # nothing is gained here from a GPU or more processors
night, hours = 5000 * table.median / 3600, TRAINING / 3600
soon = 0.087 + hours / 9
usual, large = {"gib": 4, "within_h": 8, "idle_h": 0.03}, {"gib": 24, "within_h": 72}
jobs = pd.DataFrame({
    "nightly table": {"hours": night, **usual, **alone, "a_year": 365},
    "day in a notebook": {"hours": 0.5, **usual, **SIZES, "idle_h": 7.4, "a_year": 20 * 220},
    "year in one table": {"hours": 100 * night, **usual, **alone, **large, "a_year": 12},
    "weekly training": {"hours": hours, **usual, **SIZES, "within_h": 168, "a_year": YEAR},
    "urgent training": {"hours": hours, **usual, **SIZES, "within_h": soon, "a_year": 400},
}).T
jobs.round(3).T

# %%
def bills(job):
    """The bill of a job on every size that has enough memory for it."""
    about = jobs.loc[job]
    return [cost.run(3600 * about["hours"], name, speed_up=about[name], startup=STARTUP,
                     idle=3600 * about["idle_h"])
            for name in SIZES if cost.size(name).memory_gib >= about["gib"]]

for each in bills("nightly table"):
    print(f"{each.size:28} {each.cost!s:>14}, done after {each.done_after / 3600:.2f} h")

# %% [markdown]
# Name one size for each job: in time, with enough memory, and with the smallest bill.
#
# <details><summary>Hint 1: by hand</summary>
# Change the name of the job in the cell above, five times.
# </details>
#
# <details><summary>Hint 2: by computer</summary>
# <code>help(cost.cheapest)</code>: it wants bills and a deadline in seconds. Which column of <code>jobs</code> is that,
# and in which unit?
# </details>

# %% question="placements"
placements = {
    "nightly table": None,
    "day in a notebook": None,
    "year in one table": None,
    "weekly training": None,
    "urgent training": None,
}
### BEGIN SOLUTION
for job, about in jobs.iterrows():
    placements[job] = cost.cheapest(bills(job), deadline=3600 * about["within_h"]).size
### END SOLUTION

# %% tags=["wrong-answer"] message="the data need 24 GiB"
placements = {job: SMALL for job in jobs.index}

# %% tags=["wrong-answer"] message="is there after"
placements = {job: cost.cheapest(bills(job)).size for job in jobs.index} | {"urgent training": T4}

# %% tags=["wrong-answer"] message="and another one is in time for less"
placements = {job: A100 for job in jobs.index}

# %% tags=["wrong-answer"] message="NCv3 retired"
placements = {job: "Standard_NC6s_v3" for job in jobs.index}

# %% tags=["wrong-answer"] message="Dv2 retires"
placements = {job: "Standard_DS3_v2" for job in jobs.index}

# %% tags=["wrong-answer"] message="a bill has it as .size"
placements = {job: bills(job)[0] for job in jobs.index}

# %% tags=["wrong-answer"] message="is not among the sizes"
placements = {job: "Standard_D2ds" for job in jobs.index}

# %% tags=["wrong-answer"] message="the machine for “urgent training” is still empty"
placements = {job: SMALL if job != "urgent training" else None for job in jobs.index}

# %% tags=["right-answer"]
placements = pd.Series({
    job: min((one for one in bills(job) if one.done_after <= 3600 * about["within_h"]), key=lambda one: one.cost).size
    for job, about in jobs.iterrows()
})

# %% tags=["right-answer"]
placements = {
    job: cost.cheapest(bills(job), 3600 * limit).size.lower() for job, limit in reversed(list(jobs["within_h"].items()))
}

# %% tags=["right-answer"]
import numpy as np

placements = {}
for job in jobs.index:
    offers = [{"size": one.size, "usd_per_hour": float(one.price.per_hour.amount), "startup": float(one.startup),
               "work": float(one.work), "idle": float(one.idle)} for one in bills(job)]
    placements[job] = np.str_(cheapest(offers, 3600 * jobs.loc[job, "within_h"]))

# %% check="placements" points=2
with checks.question(
    "placements",
    read="Exercise: five jobs",
    learned="The same training belongs on another machine once somebody waits for it. Deadlines decide first.",
) as q:
    kept = hasattr(placements, "get")
    q.expect(kept, "`placements` should stay the dictionary that it was, with the name of one size for each job.")
    for job in jobs.index:
        q.attempted(placements.get(job), f"the machine for “{job}”")
    for job, about in jobs.iterrows():
        q.expect(isinstance(placements[job], str), f"{job}: give the name of a size, as text; a bill has it as .size.")
        chosen = next((size for size in SIZES if size.lower() == placements[job].lower()), placements[job])
        gone = cost.retirement(chosen)
        q.expect(gone is None, f"{chosen}: {gone.family if gone else ''} {gone.words() if gone else ''}.")
        q.expect(chosen in SIZES, f"“{chosen}” is not among the sizes {', '.join(SIZES)}. Write the whole name.")
        have = cost.size(chosen).memory_gib
        q.expect(have >= about["gib"], f"{job}: the data need {about['gib']:g} GiB, and {chosen} has {have}.")
        made = {one.size: one for one in bills(job)}
        mine, limit = made[chosen], 3600 * about["within_h"]
        late = f"{job}: on {mine.size} the result is there after {mine.done_after / 3600:.3g} h, too late."
        q.expect(float(mine.done_after) <= limit + 1e-6, late)
        best = cost.cheapest(made.values(), limit)
        q.expect(mine.cost <= best.cost, f"{job}: {mine.size} costs {mine.cost}, and another one is in time for less.")
### BEGIN HIDDEN TESTS
with checks.question("placements, the table", read="Exercise: five jobs") as q:
    q.honest("training step")
    own = [one.median for one in [*timing.earlier("09-cpu-or-gpu"), *timing.recorded("training step")]
           if one.workload == "training step" and one.size == 64 and one.device == "cpu"]
    right = any(abs(jobs.loc["weekly training", "hours"] - 468_750 * median / 3600) < 1e-6 for median in own)
    q.expect(right, "The hours of the weekly training do not follow from your log: run the cells as given.")
    q.expect(len(placements) == 5, "There are five jobs.")
### END HIDDEN TESTS

# %%
total, yours = {size: cost.Money(0) for size in (SMALL, A100)}, cost.Money(0)
for job, about in jobs.iterrows():
    chosen = checks.solved(placements[job], "five jobs").lower()
    made = {one.size.lower(): one for one in bills(job)}
    a_year = made[chosen].cost * about["a_year"]
    yours += a_year
    for size in total:
        total[size] += made.get(size.lower(), made[A100.lower()]).cost * about["a_year"]
    print(f"{job:18}{a_year!s:>15} a year on {made[chosen].size}")
print(f"your plan: {yours} a year; all on the A100: {total[A100]}")
print(f"all on {SMALL} where they fit: {total[SMALL]}, and the urgent trainings too late")

# %% [markdown]
# ## And the energy?
#
# At most, each processor draws about 4 W, a T4 70, an A100 300 (data sheets). **Does the quicker machine need less
# for a training?**

# %%
from course.cost import energy

for size in (SMALL, T4, A100):
    used = energy.of(cost.run(TRAINING, size, speed_up=SIZES[size]))
    print(f"{size:28}{used.kwh:7.3f} kWh,",
          *(f"{used.co2(grid):.3f} kg of CO2 in {grid}" for grid in ("France", "India")))

# %% [markdown]
# ## Defend it
#
# The two trainings are the same work: say why they end up where they do, or do not
# differ, with two amounts from your bills. Then name the supposition that you would test first, and what result would
# change your mind.

# %% [markdown] reason="defence" points=1
# ### BEGIN SOLUTION
# Weekly, the T4 costs 9,400 USD a year and the small machine 14,300 USD: 8 times as quick for 4.65 times the price, and
# nobody waits. Urgent, only the A100 is in time, and its 1,040 USD are more than the small machine's 270 USD: the
# company pays for the hours saved. First I would time one training step of 64 photographs on a T4. Below about 5 times
# the weekly training moves back to the CPU.
#
# For the grader: one point for two amounts that agree with the bills and a supposition with the number that would
# overturn it (the break-even).
# ### END SOLUTION

# %% [markdown]
# ## Prices of today
#
# With internet, Azure's price list answers without an account; without, the dated table does, and says so.

# %%
now = cost.prices()
for name in SIZES:
    print(f"{name:28} {now[name]}")

# %% [markdown]
# ## What we saw
#
# - A bill is hours times price, and the hours include starting and waiting.
# - Faster is cheaper when the speed-up exceeds the price ratio; start-up and idle time raise that bar. With seven
#   minutes of both, work under 25 minutes on the small machine never pays on the T4.
# - "More cost-efficient with large data and deep models" is true right of the dots: at 8 times, a T4 does work of
#   more than about an hour for less; an A100 at 10 times does any work for more.
# - A deadline costs money; so does a machine that nobody gives back.
# - Quicker is not thriftier: by data sheets an A100 takes more energy, a T4 about as much. For CO2 the grid matters
#   more.
#
# ## Where this stops being true
#
# Your processor is not theirs. Reserved and spot machines and other regions have other prices. Disk and network are
# paid for too, the disk even while a machine is stopped.
#
# **Next:** lesson 11 runs the training there.
