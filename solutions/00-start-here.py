# %% [raw] tags=["front-matter"]
# title: "Start here: is my machine ready?"
# question: What can this computer do, and how would you find out?
# minutes: 15
# seconds: 5
# claims: [C1]

# %% [markdown]
# ## Before anything is taught
#
# Which of these statements do you take for true, and how sure are you? No points, and nobody has to answer. Lesson 12
# asks again in other words, and shows you both. The answers are in what you hand in; other learners see nothing.

# %%
from course import figures, inventory

figures.inventory("A")

# %% [markdown]
# Paste the line that appears in place of `None`. `inventory.forget()` takes it all out again.

# %%
answers_before = None
print(inventory.record(answers_before))

# %% [markdown]
# A company grows and packs apples. It has tables, a weather station, photographs, voices on the line and customers
# abroad, and it asks two things: **machine learning or deep learning?** and **CPU or GPU?**
#
# Both approaches turn data into predictions or decisions. **[Machine learning]** finds a rule in examples; **[deep
# learning]** is one part of it, in which the rule is a network of many layers. Which one pays, and on which machine,
# you will predict and measure.
#
# The course grew from one page, [a unit of Microsoft Learn](https://learn.microsoft.com/en-us/training/modules/preprocesses-large-datasets-azure-machine-learning/2-choose-appropriate-ai-approach-for-your-data),
# and puts what it states to the test. Where a lesson says "the unit", it quotes that page.
#
# This lesson is a rehearsal with one small job: is the machine ready, and are you?

# %% [markdown]
# ## What is in this computer?
#
# A notebook is made of cells. Click on the cell below, then press **Shift + Enter** to run it. Cells build on those
# above: after a pause, start again from the top (menu *Run*, *Run All Above Selected Cell*).
#
# - The **[CPU]** is the processor that every computer has: a few *cores*, each quick at any kind of work.
# - A **[GPU]** has thousands of simple cores that do the same step on many numbers at once. Many computers have none
#   that can be used for computing, and no exercise of this course needs one.

# %% [raw] tags=["quick-question"]
# ask: A job is one long chain of steps, and each needs the result of the one before. How much sooner do four cores end?
# right:
#   not at all: Three of them have nothing to do. Only work that can be shared out goes faster on more cores.
# wrong:
#   four times as soon: That would need four steps that can be done at the same time, and here each waits for another.
#   twice as soon: Two steps that wait for each other are no quicker on two cores than on one.

# %%
from course import checks, devices, timing, widgets

print(devices.describe())

# %% [markdown]
# Where it says *not available*, the reason stands beside it. The toggle below decides where the work of a lesson runs.
# A button that cannot be used stays visible, so that you know what this machine lacks.
# Without a mouse, `devices.choose("cpu")` does the same.

# %%
widgets.device_toggle()

# %% [markdown]
# ## Predict
#
# The job: multiply two tables of 1,500 rows and 1,500 columns. Each of the 2.25 million numbers
# in the answer is a sum of 1,500 products, which makes 6.75 thousand million steps of arithmetic (twice 1,500 times
# 1,500 times 1,500: a multiplication and an addition each time).
#
# **Before you run anything: how many seconds will one product take?** Drag the dot on the ruler to your guess; the line
# of code that says the same appears below it.

# %%
figures.time_ruler()

# %% [markdown]
# Write your number in place of `None`, or paste the line. There is no wrong guess. A prediction that comes after the
# result is one, and the log will know.
#
# <details><summary>Hint 1: I have no idea at all</summary>
# A computer does somewhere between 1 and 1,000 thousand million steps a second (1e9 to 1e12). Choose something between.
# </details>
#
# <details><summary>Hint 2: which unit?</summary>
# Seconds. Half a minute is 30, half a second is 0.5: with a point, for a comma would make two numbers of it.
# </details>

# %% question="prediction"
predicted_seconds = None
### BEGIN SOLUTION
predicted_seconds = 0.2
### END SOLUTION

# %% tags=["wrong-answer"] message="should be one number, and yours is the text"
predicted_seconds = "200 ms"

# %% tags=["wrong-answer"] message="Time is above zero"
predicted_seconds = 0

# %% tags=["wrong-answer"] message="Decimals have a point in Python"
predicted_seconds = 0,5

# %% tags=["wrong-answer"] message="Did you write milliseconds"
predicted_seconds = 200

# %% tags=["wrong-answer"] message="the prediction that you made before measuring"
predicted_seconds = 0.0521

# %% tags=["wrong-answer"] message="run `timing.start_afresh()` in a cell of its own"
predicted_seconds = 0.3

# %% tags=["right-answer"]
from decimal import Decimal

predicted_seconds = Decimal("0.2")

# %% tags=["right-answer"]
import numpy as np

predicted_seconds = np.float64(200) / 1000

# %% tags=["right-answer"]
predicted_seconds = 1 / 5

# %% tags=["right-answer"]
from fractions import Fraction

predicted_seconds = [Fraction(1, 5)]

# %% [raw] tags=["quick-question"]
# ask: "A fresh program calls one function five times: 0.90, 0.06, 0.05, 0.05, 0.05 s. Why is the first so slow?"
# right:
#   it also loads and chooses code: Libraries are read from the disk and a way to compute is chosen, once.
# wrong:
#   the numbers in it are larger: All five calls get the same numbers.
#   the processor was tired: A processor that rests is the quicker for it; a long job can make it hot and slower.

# %% [markdown]
# ## Measure
#
# One look at a clock is not a measurement: the first call also wakes things up, and other programs take their share.
# `timing.measure` lets the work warm up, waits until the device has really finished, repeats, and keeps **every
# sample** in the file `observations.json` beside this notebook. That file is part of what you hand in.

# %%
import torch

SIZE = 1500
left, right = torch.rand(SIZE, SIZE), torch.rand(SIZE, SIZE)

timing.predict("matrix product", predicted_seconds)
product = timing.measure(
    "matrix product", lambda: left @ right, device="cpu", size=SIZE, work={"flop": 2 * SIZE**3}
)
print(product)

# %% [markdown]
# ## Look

# %%
figures.time_ruler(product)

# %% [markdown]
# The blue dots are the samples of *your* machine, the diamond is your guess. Each step of the ruler is ten times the
# one before. If the two stand far apart, you are in good company.

# %% check="prediction" points=3
with checks.question(
    "prediction",
    read="Predict",
    learned="You committed to a number before you knew the answer, and the log holds both. Near or far, it counts "
    "alike: from here on you know how long such a job takes.",
) as q:
    guess = q.number(predicted_seconds, "predicted_seconds")
    q.expect(guess > 0, "Time is above zero, and so is a prediction of it.")
    first = q.measured("matrix product")[-1].prediction.value
    thousand = "Did you write milliseconds? The unit is seconds." if abs(guess / first - 1000) < 1 else ""
    q.committed(guess, "matrix product", "predicted_seconds", shown=thousand)
### BEGIN HIDDEN TESTS
with checks.question("prediction, the log", read="Measure") as q:
    q.honest("matrix product")
    last = q.measured("matrix product")[-1]
    q.expect(last.size == 1500, "The product that was measured is not the one of 1,500 rows.")
    q.expect(len(last.samples) >= 5, "There are too few samples: run the cell as it was given.")
### END HIDDEN TESTS

# %% [markdown]
# ## Exercise: how many times off?
#
# You guessed 0.2 s and measured 0.05 s: then you were 4 times off. You guessed 0.05 s and measured 0.2 s: 4 times off
# again, the other way round. Write a function that gives this number. It is 1 for a perfect guess, and never smaller.
#
# <details><summary>Hint 1: what to divide</summary>
# Divide one by the other. One of the two ways gives a number of at least 1.
# </details>
#
# <details><summary>Hint 2: which way?</summary>
# Compute both and keep the one you want, or find out first which of the two is larger.
# </details>

# %% question="times-off"
def times_off(predicted, measured):
    """How many times too large or too small a prediction was; both in seconds."""
    ### BEGIN SOLUTION
    return max(predicted / measured, measured / predicted)
    ### END SOLUTION


# %% tags=["wrong-answer"] message="a difference in seconds"
def times_off(predicted, measured):
    return abs(predicted - measured)


# %% tags=["wrong-answer"] message="0.05 s predicted and 0.2 s measured is also 4 times off"
def times_off(predicted, measured):
    return predicted / measured


# %% tags=["wrong-answer"] message="0.2 s predicted and 0.05 s measured is 4 times off"
def times_off(predicted, measured):
    return measured / predicted


# %% tags=["wrong-answer"] message="divides the smaller by the larger"
def times_off(predicted, measured):
    return min(predicted, measured) / max(predicted, measured)


# %% tags=["wrong-answer"] message="not a percentage"
def times_off(predicted, measured):
    return 100 * max(predicted / measured, measured / predicted)


# %% tags=["wrong-answer"] message="A perfect guess is 1 times off"
def times_off(predicted, measured):
    return max(predicted / measured, measured / predicted) - 1


# %% tags=["wrong-answer"] message="1.7 times off, and yours says 2"
def times_off(predicted, measured):
    return round(max(predicted / measured, measured / predicted))


# %% tags=["wrong-answer"] message="and yours says 4.3. Round nothing"
def times_off(predicted, measured):
    return round(max(predicted / measured, measured / predicted), 1)


# %% tags=["wrong-answer"] message="and yours says 4.29. Round nothing"
def times_off(predicted, measured):
    return round(max(predicted / measured, measured / predicted), 2)


# %% tags=["wrong-answer"] message="1.7 times off, and yours says 1"
def times_off(predicted, measured):
    return max(predicted, measured) // min(predicted, measured)


# %% tags=["wrong-answer"] message="hands its result on with `return`"
def times_off(predicted, measured):
    print(max(predicted / measured, measured / predicted))


# %% tags=["wrong-answer"] message="yours is the text “4.0 times”"
def times_off(predicted, measured):
    return f"{max(predicted / measured, measured / predicted):.1f} times"


# %% tags=["right-answer"]
def times_off(predicted, measured):
    return max(predicted, measured) / min(predicted, measured)


# %% tags=["right-answer"]
def times_off(predicted, measured):
    if predicted > measured:
        return predicted / measured
    return measured / predicted


# %% tags=["right-answer"]
import numpy as np


def times_off(predicted, measured):
    return np.exp(abs(np.log(predicted) - np.log(measured)))


# %% tags=["right-answer"]
from decimal import Decimal


def times_off(predicted, measured):
    small, large = sorted([Decimal(predicted), Decimal(measured)])
    return large / small


# %% tags=["right-answer"]
import pandas as pd


def times_off(predicted, measured):
    both = pd.Series([predicted, measured], index=["predicted", "measured"])
    return pd.Series([both.max() / both.min()], index=["times off"])


# %% tags=["right-answer"]
import torch


def times_off(predicted, measured):
    both = torch.tensor([predicted, measured], dtype=torch.float64)
    return (both / both.flip(0)).max()


# %% tags=["wrong-answer"] message="times_off(0.05, 0.05) computes something and gives back nothing"
def times_off(predicted, measured):
    """How many times too large or too small `predicted` is."""
    if predicted > measured:
        return predicted / measured
    elif predicted < measured:
        return measured / predicted


# %% check="times-off" points=3
with checks.question(
    "times-off",
    read="Exercise: how many times off?",
    learned="Too much and too little count alike: 4 times off is 4 times off either way. That is why the ruler of this "
    "course grows by factors, and not by seconds.",
) as q:
    answer = q.number(times_off(0.2, 0.05), "times_off(0.2, 0.05)")
    other = q.number(times_off(0.05, 0.2), "times_off(0.05, 0.2)")
    between = q.number(times_off(0.34, 0.2), "times_off(0.34, 0.2)")
    difference = "This is a difference in seconds. How many times larger is one than the other?"
    q.expect(abs(abs(answer) - 0.15) > 1e-9, difference)
    q.expect(answer < 100, "The answer is a number of times, 4 here, and not a percentage.")
    perfect = q.number(times_off(0.05, 0.05), "times_off(0.05, 0.05)")
    q.close(perfect, 1, "A perfect guess is 1 times off, and yours says something else.")
    below = "Yours is below 1 for a guess too large and for one too small: it divides the smaller by the larger."
    q.expect(max(answer, other) > 1, below)
    whole = abs(between - 1.7) < 1e-6 or between != round(between)
    q.expect(whole, f"0.34 s predicted and 0.2 s measured is 1.7 times off, and yours says {between:g}. Round nothing.")
    q.close(other, 4, "0.05 s predicted and 0.2 s measured is also 4 times off: too little counts like too much.")
    q.close(answer, 4, "0.2 s predicted and 0.05 s measured is 4 times off.")
    q.close(between, 1.7, f"0.34 s predicted and 0.2 s measured is 1.7 times off, yours says {between:g}.")
    third = q.number(times_off(0.3, 0.07), "times_off(0.3, 0.07)")
    q.close(third, 30 / 7, f"0.3 s predicted and 0.07 s measured is 4.285714 times off, and yours says {third:.8g}. "
            "Round nothing.")
### BEGIN HIDDEN TESTS
with checks.question("times-off, other numbers", read="Exercise: how many times off?") as q:
    for predicted, measured, expected in ((3.0, 1.5, 2), (1e-3, 1.0, 1e3), (7.0, 7.0, 1), (4e-6, 1e-6, 4), (2, 7, 3.5)):
        q.close(times_off(predicted, measured), expected, f"times_off({predicted}, {measured}) should be {expected}.")
### END HIDDEN TESTS

# %%
off = times_off(product.prediction.value, product.median)
off = checks.solved_number(off, "how many times off")
print(f"You were {off:.1f} times off.")

# %% [markdown]
# ## Exercise: read your own record
#
# What did the product run on? The record knows: `product.device`, `product.cores` and `product.rate()`, the steps of
# arithmetic in a second. Print them in a cell of your own, then fill in the three answers. Give the rate in **thousand
# millions a second**, which the field calls *GFLOP/s*. A formula is better than a typed number: it stays right when you
# run the notebook again.
#
# <details><summary>Hint 1: how to look</summary>
# Press <b>B</b> for a new cell below this one and type
# <code>print(product.device, product.cores, product.rate())</code>.
# </details>
#
# <details><summary>Hint 2: the rate</summary>
# A thousand million is <code>1e9</code>: 6,750,000,000 steps are 6.75 thousand million. The same step leads from steps
# a second to GFLOP/s.
# </details>

# %% question="record"
my_device = None  # "cpu" or "gpu"
my_cores = None  # a whole number
my_gflops = None  # thousand millions of steps a second
### BEGIN SOLUTION
my_device = product.device
my_cores = product.cores
my_gflops = product.rate() / 1e9
### END SOLUTION

# %% tags=["wrong-answer"] message="The record says that this product ran on the CPU"
my_device, my_cores, my_gflops = "gpu", product.cores, product.rate() / 1e9

# %% tags=["wrong-answer"] message="The record counts"
my_device, my_cores, my_gflops = "cpu", 1500, product.rate() / 1e9

# %% tags=["wrong-answer"] message="in steps a second. Divide by a thousand million"
my_device, my_cores, my_gflops = "cpu", product.cores, product.rate()

# %% tags=["wrong-answer"] message="6.75 is how many there are to do"
my_device, my_cores, my_gflops = "cpu", product.cores, 6.75

# %% tags=["wrong-answer"] message="that name of yours is of the processor"
my_device, my_cores, my_gflops = product.device_name, product.cores, product.rate() / 1e9

# %% tags=["right-answer"]
my_device, my_cores, my_gflops = "CPU", float(product.cores), round(product.rate() / 1e9, 1)

# %% tags=["right-answer"]
import numpy as np

my_device = torch.device("cpu")
my_cores = np.int64(product.cores)
my_gflops = np.array([product.work["flop"] / product.median / 10**9])

# %% tags=["right-answer"]
from decimal import Decimal

my_device, my_cores, my_gflops = [product.device], Decimal(product.cores), Decimal(product.rate()) / 1_000_000_000

# %% check="record" points=2
with checks.question(
    "record",
    read="Exercise: read your own record",
    learned="You can read a measurement: where it ran, on how many cores, and how many steps a second that is. A "
    "number without these three says little.",
) as q:
    seen = q.measured("matrix product", size=1500)
    device, cores, name = seen[-1].device, seen[-1].cores, seen[-1].device_name
    q.attempted(my_device, "my_device")
    mine = my_device[0] if isinstance(my_device, list | tuple) and len(my_device) == 1 else my_device
    ran_on = f"The record says that this product ran on the {device.upper()}: write “{device}”"
    q.expect(str(mine) != name, f"{ran_on}; that name of yours is of the processor.")
    q.expect(str(mine).strip().lower() == device, f"{ran_on}.")
    q.expect(q.number(my_cores, "my_cores") == cores, f"The record counts {cores} cores of the processor.")
    rates = [each.rate() / 1e9 for each in seen]
    mine = q.number(my_gflops, "my_gflops")
    q.expect(mine < 1e7, "That is the rate in steps a second. Divide by a thousand million (1e9).")
    millions = any(abs(mine - 1000 * rate) <= 50 * rate for rate in rates)
    q.expect(not millions, "These are millions a second: divide by a thousand million (1e9).")
    near = any(abs(mine - rate) <= 0.05 * rate for rate in rates)
    q.expect(near or mine != 6.75, "6.75 is how many there are to do. The rate is how many in a second.")
    q.expect(near, f"Your record gives {rates[-1]:.3g} GFLOP/s: product.rate() / 1e9 follows it when you run again.")
### BEGIN HIDDEN TESTS
with checks.question("record, the log", read="Measure") as q:
    q.honest("matrix product")
### END HIDDEN TESTS

# %% [markdown]
# ## One sentence
#
# In one or two sentences: how far off was your prediction, and what did you not know about this machine, or about the
# work, that would have made it better? Double-click on the cell below to write. A person reads this, with your log
# beside it, so every measurement in the log counts.

# %% [markdown] reason="why-off" points=2
# ### BEGIN SOLUTION
# I was four times too slow: I counted the steps correctly, and did not know that one core does many of them at once and
# that the product uses all cores.
#
# For the grader: two points for a factor that agrees with some measurement in the log and one concrete cause (cores,
# several steps at once, the first call, other programs); one point for a factor alone.
# ### END SOLUTION

# %% [markdown]
# ## Where this stops being true
#
# Your number holds for this machine, this size, and today. On a battery, in a hot room, beside a video call or with
# other versions of the libraries it is another one. That is why the log keeps the device, the versions and the time
# with every observation, and why nobody is graded on being fast.
#
# ## How to check and hand in
#
# 1. *Kernel → Restart Kernel and Run All Cells*, and save (Ctrl + S).
# 2. Press **Validate** in the toolbar: it runs the notebook from the top and names the checks that are not right yet.
#    `python -m course check 00` in a terminal does the same, and counts your points.
# 3. Hand in the whole folder, with `observations.json`: your instructor says where.
#
# **Next:** lesson 01 asks whether a rule of two numbers can tell an apple from a tomato.
