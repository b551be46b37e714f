# %% [raw] tags=["front-matter"]
# title: "TITLE"
# question: One reading in a hundred is wrong by ten times. Does your average notice?
# minutes: 20
# seconds: 5
# claims: []

# %% [markdown]
# *This is a template: a small lesson that passes all tests. Make it yours, a section at a time.*
#
# A scale weighs 99 apples well, and once it prints ten times the weight. Below are its readings. A number for the
# whole crate is wanted: the **mean**, or the value in the middle, the **median**?

# %%
import numpy as np

from course import checks, plots
from course.data import weights

apples = weights.load(100, seed=1)["weight_g"].to_numpy()
readings = apples.copy()
readings[0] = 10 * readings[0]

# %%
readings[1:6].round(1)  # the others are all right

# %%
figure, axes = plots.card()
axes.plot(readings, "o", markersize=4)
axes.set(xlabel="apple", ylabel="reading (g)", title="One of them is wrong")
plots.show(figure, "99 readings lie between 30 g and 400 g, and one stands far above them.")

# %% [markdown]
# ## Predict
#
# **How many grams does the wrong reading add to the mean?** Write your number, before you compute anything.
#
# <details><summary>Hint 1: how is it shared?</summary>
# It adds nine times one apple to the sum. The mean shares that among all.
# </details>

# %% question="added"
my_added = None  # grams
### BEGIN SOLUTION
my_added = 15
### END SOLUTION

# %% tags=["wrong-answer"] message="should be one number"
my_added = "15 g"

# %% tags=["wrong-answer"] message="more than the mean itself"
my_added = 1800

# %% tags=["wrong-answer"] message="A reading that is too large cannot make the mean smaller"
my_added = -3

# %% tags=["right-answer"]
my_added = np.float64(12.5)

# %% tags=["right-answer"]
my_added = 0

# %% tags=["right-answer"]
from fractions import Fraction

my_added = Fraction(41, 2)

# %% check="added" points=3
with checks.question(
    "added", read="Predict", learned="A mean shares one mistake among all, and hides whose it was."
) as q:
    guess = q.number(my_added, "my_added")
    q.expect(guess >= 0, "A reading that is too large cannot make the mean smaller.")
    q.expect(guess < 400, "That is more than the mean itself. One reading of a hundred is wrong.")
### BEGIN HIDDEN TESTS
with checks.question("added, a number", read="Predict") as q:
    q.number(my_added, "my_added")
### END HIDDEN TESTS

# %%
print(f"mean {readings.mean():.1f} g, without the mistake {apples.mean():.1f} g")

# %%
print(f"You said that it adds {checks.solved_number(my_added, 'Predict'):g} g.")

# %% [markdown]
# ## Exercise: the middle
#
# Write `middle(numbers)`: the value in the middle when they stand in order, and the mean of the two in the middle where
# their count is even.
#
# <details><summary>Hint 1: in order</summary>
# <code>sorted(numbers)</code> gives a new list, the smallest first.
# </details>
#
# <details><summary>Hint 2: which places?</summary>
# Of five numbers the place is 2, counted from 0. Of six they are 2 and 3.
# </details>


# %% question="middle"
def middle(numbers):
    """The median of some numbers."""
    ### BEGIN SOLUTION
    ordered, half = sorted(numbers), len(numbers) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    ### END SOLUTION


# %% tags=["wrong-answer"] message="not in order"
def middle(numbers):
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2


# %% tags=["wrong-answer"] message="two in the middle"
def middle(numbers):
    return sorted(numbers)[len(numbers) // 2]


# %% tags=["wrong-answer"] message="This is the mean"
def middle(numbers):
    return sum(numbers) / len(numbers)


# %% tags=["right-answer"]
def middle(numbers):
    return np.median(numbers)


# %% tags=["right-answer"]
from statistics import median as middle


# %% tags=["right-answer"]
def middle(numbers):
    ordered = sorted(numbers)
    while len(ordered) > 2:
        ordered = ordered[1:-1]
    return sum(ordered) / len(ordered)


# %% check="middle" points=4
with checks.question(
    "middle", read="Exercise: the middle", learned="What stands in the middle does not ask how far away the largest is."
) as q:
    odd = q.number(middle([3, 1, 8]), "middle([3, 1, 8])")
    q.expect(odd != 4, "This is the mean: 12 divided by 3.")
    q.expect(odd != 1, "1 stands in the middle of the list, but the numbers are not in order.")
    q.close(odd, 3, f"In order they are 1, 3 and 8, and 3 stands in the middle; yours is {odd:g}.")
    even = q.number(middle([4, 1, 9, 6]), "middle([4, 1, 9, 6])")
    q.close(even, 5, f"Of 1, 4, 6 and 9 there are two in the middle, 4 and 6, and their mean is 5; yours is {even:g}.")
### BEGIN HIDDEN TESTS
with checks.question("middle, other numbers", read="Exercise: the middle") as q:
    for numbers, wanted in (([7], 7), ([2, 4], 3), ([5, -1, 5, 2, 0], 2), ([0.5, 0.1, 0.4, 0.2], 0.3)):
        q.close(middle(list(numbers)), wanted, f"middle({numbers}) should be {wanted}.")
### END HIDDEN TESTS

# %%
mine = checks.solved_number(middle(list(readings)), "the middle")
print(f"middle {mine:.1f} g, without the mistake {middle(list(apples)):.1f} g")

# %% [markdown]
# ## Your advice
#
# The company pays by the weight of a crate. Which of the two would you use for it, and which for telling whether the
# scale is broken? Quote one number of yours.

# %% [markdown] reason="advice" points=3
# ### BEGIN SOLUTION
# Paid is the sum, so the mean, after the wrong reading is taken out: it adds about 15 g. To find it, compare each
# reading with the middle, which the mistake does not move.
#
# For the grader: one point for each choice with a reason, one for a number that stands above.
# ### END SOLUTION

# %% [markdown]
# ## What we saw
#
# - One reading that is ten times too large moves the mean, and hardly the middle.
