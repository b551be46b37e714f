# %% [raw] tags=["front-matter"]
# title: What does it cost?
# question: When is the faster machine also the cheaper one, and can you know before the bill comes?
# minutes: 30
# seconds: 20
# claims: [C18, C20, C21]
# needs: ["09"]

# %% [markdown]
# *A GPU is faster and costs more.* And: *a GPU is more cost-efficient for large data and deep models.* Both are said in
# one breath, and both can be true: a machine is paid by the hour, and a quick one needs fewer hours. This lesson turns
# your seconds into money and finds the line between the two sentences.
#
# ## Machines to rent
#
# A **[size]** is a kind of machine that a cloud provider rents out: processors (*vCPUs*, often
# two to a core), memory, perhaps a GPU.

# %%
import math

import torch
from sklearn.linear_model import LinearRegression

from course import checks, cost, plots, timing, training, widgets
from course.data import weights

cost.table()

# %% [markdown]
# Each price is an **example of its date**, in US dollars, for Linux in one region, and says who named it; two come from
# a weak source. Sizes retire, too, and have no price here (`NaN`): look at the last column before you copy an old
# recipe.
#
# ## Predict
#
# Every week the company trains the network of lesson 04 anew: 30 epochs on a million photographs, in batches of 64.
# That is 468,750 training steps. Two numbers before you run anything:
#
# - `predicted_usd`: what does one week's training cost on the smallest machine, `Standard_D2ds_v5`?
# - `predicted_times`: `Standard_D4ds_v5` has twice the processors for exactly twice the price. How many times as quick
#   is a training step on two threads of your machine as on one?
#
# <details><summary>Hint: a way to guess</summary>
# A step of 64 photographs takes some hundredths of a second, more on a busy machine. An hour of the smallest
# machine costs 0.113 USD.
# </details>

# %% question="predictions"
predicted_usd = None  # US dollars
predicted_times = None  # how many times as quick
### BEGIN SOLUTION
predicted_usd = 2
predicted_times = 1.8
### END SOLUTION

# %% tags=["wrong-answer"] message="should be one number, and yours is the text"
predicted_usd, predicted_times = "2 USD", 1.8

# %% tags=["wrong-answer"] message="predicted_usd should be above zero"
predicted_usd, predicted_times = 0, 1.8

# %% tags=["wrong-answer"] message="Did you write a percentage"
predicted_usd, predicted_times = 2, 180

# %% tags=["wrong-answer"] message="before measuring, predicted_usd was"
predicted_usd, predicted_times = 2.34, 1.8

# %% [markdown]
# ## Measure
#
# Two workloads of lesson 09, once more. Your log of that lesson, if its folder is here, is copied beside this notebook:
# then its seconds become dollars, else those of today.

# %%
apples = weights.load(4000, seed=9)

def table_work():
    apples.groupby("variety")["weight_g"].agg(["count", "mean", "max"])
    LinearRegression().fit(apples[["diameter_mm", "height_mm"]].to_numpy(), apples["weight_g"])

def training_step():
    net = training.apple_net(seed=0)
    optimizer, loss = torch.optim.Adam(net.parameters()), torch.nn.BCEWithLogitsLoss()
    photos, labels = torch.rand(64, 3, 32, 32), torch.ones(64)
    return lambda: training.step(net, photos, labels, optimizer, loss)

# %%
timing.predict("training step", predicted_usd, quantity="cost of 468,750 steps", unit="USD")
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

# %% check="predictions" points=1
with checks.question("predictions", read="Predict") as q:
    for name, value in (("predicted_usd", predicted_usd), ("predicted_times", predicted_times)):
        q.expect(q.number(value, name) > 0, f"{name} should be above zero.")
    q.expect(predicted_times < 50, "Twice the threads are not so much quicker. Did you write a percentage?")
    kept = {one.workload: one.value for one in reversed(timing.log().predictions) if not one.late}
    for workload, name, value in (
        ("training step", "predicted_usd", predicted_usd), ("step by threads", "predicted_times", predicted_times),
    ):
        q.attempted(timing.recorded(workload) or None, f"the measurement of “{workload}”")
        q.expect(value == kept[workload], f"In the log, before measuring, {name} was {kept[workload]:g}. Write that.")
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


# %% check="bill" points=2
with checks.question("bill", read="Exercise: the bill") as q:
    answer = q.number(bill(1800, 0.5), "bill(1800, 0.5)")
    q.expect(answer != 900, "You took the price of an hour as the price of a second.")
    q.expect(answer != 15, "You took the price of an hour as that of a minute: an hour has 3,600 seconds.")
    q.close(answer, 0.25, "Half an hour at 0.50 USD an hour costs 0.25 USD.")
    whole = q.number(bill(1800, 0.5, startup=300, idle=1500), "the bill with start-up and idle time")
    q.expect(abs(whole - 0.25 * 11 / 6) > 1e-6, "The start-up is missing: the machine is paid while it starts.")
    q.expect(abs(whole - 0.25 * 7 / 6) > 1e-6, "The idle time is missing: the machine is paid until it is given back.")
    q.close(whole, 0.5, "5 minutes of start-up, 30 of work and 25 idle at 0.50 USD an hour cost 0.50 USD.")
    early = "50 s at 0.113 USD an hour cost 0.00156944 USD: yours is rounded too early."
    q.close(bill(50, 0.113), 0.00156944, early, rtol=1e-5)
### BEGIN HIDDEN TESTS
with checks.question("bill, other runs", read="Exercise: the bill") as q:
    for work, price, startup, idle in ((7200, 3.673, 0, 0), (50, 0.226, 400, 0), (1e5, 98.32, 240, 7000), (0, 1, 9, 9)):
        expected = float(cost.Money(price).amount) * (work + startup + idle) / 3600
        q.close(bill(work, price, startup, idle), expected, f"bill({work}, {price}, {startup}, {idle}) is {expected}.")
### END HIDDEN TESTS

# %% [markdown]
# Now your own week. We suppose that the smallest machine is as quick as yours, starts in five minutes, and is given
# back after two idle ones. `cost.run` does the same with *decimal* money: the first line shows why.

# %%
STEPS, STARTUP, IDLE = 30 * 1_000_000 // 64, 300, 120
SMALL, DOUBLE, T4, A100 = ("Standard_D2ds_v5", "Standard_D4ds_v5", "Standard_NC4as_T4_v3",
                           "Standard_NC24ads_A100_v4")
print(0.1 + 0.2, "or", cost.Money("0.1") + cost.Money("0.2"))
week = STEPS * step.median  # seconds of work
mine = checks.solved(bill(week, 0.113, STARTUP, IDLE), "the bill")
print(cost.run(step, SMALL, times=STEPS, startup=STARTUP, idle=IDLE))
print(f"yours: {mine:.2f} USD; predicted {checks.solved(predicted_usd, 'predictions'):g} USD")

# %% [markdown]
# ## Exercise: break-even
#
# An hour with a T4 GPU costs 4.65 times as much as one of `Standard_D2ds_v5`. If it were 4.65 times as quick, the work
# would cost the same. But its idle minutes are dearer as well. Return the **[break-even]**: the speed-up from which the
# fast machine costs no more. `beside` are the seconds of start-up and idle time, paid on both. If no speed-up is
# enough, return `math.inf`.
#
# <details><summary>Hint 1: what may the fast one cost?</summary>
# What the slow one costs: <code>slow_usd * (work + beside)</code>. How many seconds of the fast machine are that?
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


# %% tags=["wrong-answer"] message="beside=600) should be one number"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return work / left if left > 0 else "math.inf"


# %% tags=["wrong-answer"] message="ZeroDivisionError"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return math.inf if left < 0 else work / left


# %% tags=["wrong-answer"] message="all of them gone"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return math.inf if beside >= work else work / (left or 1)


# %% tags=["wrong-answer"] message="is 18.4, not rounded"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return round(work / left) if left > 0 else math.inf


# %% tags=["wrong-answer"] message="rounded or math.inf"
def break_even(work, slow_usd, fast_usd, beside=0):
    left = (work + beside) * slow_usd / fast_usd - beside
    return work / left if work * slow_usd / fast_usd > beside else math.inf


# %% check="break-even" points=2
with checks.question("break-even", read="Exercise: break-even") as q:
    answer = q.number(break_even(3600, 0.5, 2.0), "break_even(3600, 0.5, 2.0)")
    q.expect(answer != 0.25, "0.25 is upside down: the fast machine must be several times as quick.")
    q.expect(answer != 1.5, "That is a difference of prices. How many times as dear is the fast one?")
    q.close(answer, 4, "At four times the price, and nothing else to pay, it must be 4 times as quick.")
    paid = q.number(break_even(3600, 0.5, 2.0, beside=600), "the break-even with start-up")
    q.expect(abs(paid - 4) > 1e-6, "That is only the ratio of the prices. The minutes beside the work cost more, too.")
    q.expect(abs(paid - 12) > 1e-6, "Both pay for the minutes beside the work: the slow machine starts up, too.")
    q.close(paid, 8, "4,200 s of the slow one buy 1,050 s of the fast one, 600 are gone: 3600 / 450 is 8.")
    short = break_even(600, 0.5, 2.0, beside=600)
    above = short == math.inf or q.number(short, "break_even(600, 0.5, 2.0, beside=600)") > 0
    q.expect(above, "A speed-up below zero says that none is enough: return math.inf.")
    q.expect(short == math.inf, "1,200 s of the slow one buy 300 s of the fast one, and 600 are gone: math.inf.")
    q.expect(break_even(1800, 0.5, 2, 600) == math.inf, "2,400 s buy 600 s, all of them gone: none is left, math.inf.")
    q.expect(abs(break_even(2300, 0.5, 2, 600) - 18.4) < 1e-6, "2300 / (725 - 600) is 18.4, not rounded or math.inf.")
### BEGIN HIDDEN TESTS
with checks.question("break-even, other machines", read="Exercise: break-even") as q:
    for work, slow, fast, beside in (
        (9e4, 0.113, 0.526, 420), (9e4, 0.226, 6.98, 60), (500, 0.113, 98.32, 420), (7, 1, 3, 0),
    ):
        left = (work + beside) * slow / fast - beside
        expected, given = (work / left if left > 0 else math.inf), break_even(work, slow, fast, beside)
        same = given == expected or abs(given - expected) < 1e-6 * expected
        q.expect(same, f"break_even({work:g}, {slow}, {fast}, {beside}) should be {expected:.4g}.")
### END HIDDEN TESTS

# %% [markdown]
# ## Look
#
# The cost of your week over how much quicker the machine is. The star on the line of `D4ds_v5` is your own measurement.
# A GPU of yours, or one that the course recorded elsewhere, is the dashed line: it would pay on every machine whose dot
# lies left of it. Without one, turn the question round: which speed-up *would be needed*?

# %%
prices = {name: float(cost.size(name).per_hour.amount) for name in (SMALL, DOUBLE, T4, A100)}
for name in (DOUBLE, T4, A100):
    needed = break_even(week, prices[SMALL], prices[name], STARTUP + IDLE)
    print(f"{name} must be {checks.solved(needed, 'break-even'):.3g} times as quick")

quick = {"your GPU": lesson_09.get(("training step", "gpu"))}
if recorded := timing.reference("training step"):
    quick[recorded.label] = next((o for o in recorded.observations if o.size == 64), None)
gpus = [(name, None, step.median / one.median) for name, one in quick.items() if one]
if not gpus:
    print(f"No GPU in your log, and {timing.NONE_YET}: what would be needed?")
plots.break_even(SMALL, [DOUBLE, T4, A100], step, times=STEPS, startup=STARTUP, idle=IDLE,
                 marks=[("two threads here", DOUBLE, twice), *gpus])

# %% [markdown]
# Is your star above the blue line? Then twice the price bought twice the processors, not twice the speed: faster and
# dearer. (On a busy machine, two threads can even be slower than one.)
#
# Now play. For which hours of work does the T4 never pay, however quick it is?

# %%
calculator = widgets.cost_calculator(week / 3600, slow=SMALL, fast=T4, speed_up=8)
print(calculator.words())
calculator

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


# %% tags=["wrong-answer"] message="too late"
def cheapest(offers, deadline):
    return min(offers, key=lambda one: bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"]))["size"]


# %% tags=["wrong-answer"] message="starting up takes part of the time"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["work"] <= deadline]
    return min(in_time, key=lambda one: bill(one["work"], one["usd_per_hour"], one["startup"], one["idle"]))["size"]


# %% tags=["wrong-answer"] message="the quickest"
def cheapest(offers, deadline):
    return min(offers, key=lambda one: one["startup"] + one["work"])["size"]


# %% tags=["wrong-answer"] message="no deadline for waiting"
def cheapest(offers, deadline):
    in_time = [one for one in offers if one["startup"] + one["work"] + one["idle"] <= deadline]
    return min(in_time, key=lambda one: one["usd_per_hour"] * one["work"])["size"] if in_time else "none"


# %% tags=["wrong-answer"] message="in time: there is no deadline"
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


# %% check="cheapest" points=2
with checks.question("cheapest", read="Exercise: cheapest in time") as q:
    rows = (("small", 1e-3, 9, 9000, 0), ("middle", 0.3, 9, 2000, 0), ("late", 0.01, 200, 2900, 0),
            ("big", 9, 9, 90, 0), ("cheap hour", 0.1, 9, 9000, 0), ("dear hour", 0.3, 9, 2000, 0),
            ("kept", 0.2, 0, 900, 9000), ("given back", 0.6, 0, 990, 0), ("slow start", 0.7, 900, 90, 0))
    made = [dict(zip(("size", "usd_per_hour", "startup", "work", "idle"), row)) for row in rows]
    offers, pair, rest = made[:4], made[4:6], made[6:]
    q.attempted(cheapest(offers, 3000), "cheapest(offers, 3000)")
    q.expect(cheapest(offers, 3000) != "late", "“late” is not done after 3,000 s: starting up takes part of the time.")
    q.expect(cheapest(offers, 3000) != "big", "“big” is the quickest. Which one in time costs least?")
    q.expect(cheapest(offers, 3000) != "small", "“small” needs 9,000 s: for a deadline of 3,000 s it is too late.")
    q.expect(cheapest(offers, 3000) == "middle", "Of those done within 3,000 s, “middle” has the smallest bill.")
    q.expect(cheapest(pair, 9999) == "dear hour", "“cheap hour” has the cheapest hour and needs many. Compare bills.")
    q.expect(cheapest(rest[:1], 900) == "kept", "“kept” is done at 900 s, in time: there is no deadline for waiting.")
    q.expect(cheapest(rest, 999) == "given back", "“kept” pays for 9,000 idle seconds, “slow start” for 900 at first.")
    q.expect(cheapest(offers, 10) == "none", "If no offer is in time, return \"none\".")
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
# measurements**. `gib` is the memory that the data need, `within_h` the deadline, `idle_h` how long the machine waits.

# %%
import pandas as pd

SIZES = {SMALL: 1, DOUBLE: twice, "Standard_E4ds_v5": twice, T4: 8, A100: 25}
alone = dict.fromkeys(SIZES, 1)  # nothing gained here from a GPU or more processors
night, hours = 5000 * table.median / 3600, week / 3600
usual = {"gib": 4, "within_h": 8, "idle_h": 0.03}
jobs = pd.DataFrame({
    "nightly table": {"hours": night, **usual, **alone},
    "day in a notebook": {"hours": 0.5, **usual, **SIZES, "idle_h": 7.4},
    "year in one table": {"hours": 100 * night, **usual, **alone, "gib": 24, "within_h": 72},
    "weekly training": {"hours": hours, **usual, **SIZES, "within_h": 168},
    "urgent training": {"hours": hours, **usual, **SIZES, "within_h": 0.09 + hours / 10},
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
# <code>cost.cheapest(bills(job), deadline=3600 * jobs.loc[job, "within_h"])</code> gives a bill,
# and its <code>.size</code> is the name.
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

# %% check="placements" points=2
with checks.question("placements", read="Exercise: five jobs") as q:
    for job, about in jobs.iterrows():
        q.attempted(placements.get(job), f"the machine for “{job}”")
        q.expect(isinstance(placements[job], str), f"{job}: give the name of a size, as text; a bill has it as .size.")
        gone = cost.retirement(placements[job])
        q.expect(gone is None, f"{placements[job]}: {gone.family if gone else ''} {gone.words() if gone else ''}.")
        q.expect(placements[job] in SIZES, f"{placements[job]} is not among the sizes {', '.join(SIZES)}.")
        have = cost.size(placements[job]).memory_gib
        q.expect(have >= about["gib"], f"{job}: the data need {about['gib']:g} GiB, and {placements[job]} has {have}.")
        made = {one.size: one for one in bills(job)}
        mine, limit = made[placements[job]], 3600 * about["within_h"]
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
for job in jobs.index:
    chosen = checks.solved(placements[job], "five jobs")
    each = next(one for one in bills(job) if one.size == chosen)
    print(f"{job:18}{each.cost!s:>10}  {each.size}, works {each.working_share:.0%} of paid time")

# %% [markdown]
# ## Defend it
#
# The two trainings are the same work. Say why they end up where they do, or do not differ, with two amounts from your
# bills. Then name the one supposition that you would test first, before paying, and what result would change your mind.

# %% [markdown] reason="defence" points=1
# ### BEGIN SOLUTION
# Weekly, the T4 costs 1.70 USD and the small machine 2.80 USD: 8 times as quick for 4.65 times the price, and nobody
# waits. Urgent, only the A100 is in time, and 3.70 USD is more than the small machine's bill: the company pays for the
# hours saved. First I would time one training step of 64 photographs on a T4. Below about 5 times the weekly training
# moves back to the CPU.
#
# For the grader: one point for two amounts that agree with the bills and a supposition with the number that would
# overturn it (the break-even).
# ### END SOLUTION

# %% [markdown]
# ## Prices of today
#
# Where there is internet, Azure's public price list answers without an account. Where there is none, the dated table
# does, and says so.

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
#   more than about an hour for less; an A100 at 25 times does any work for more.
# - A deadline costs money; so does a machine that nobody gives back.
#
# ## Where this stops being true
#
# Your processor is not theirs, and has perhaps more cores. Reserved and spot machines have other prices, other regions
# too. Disk and network are paid for as well, the disk even while a machine is stopped.
#
# **Next:** lesson 11 runs the training there.
