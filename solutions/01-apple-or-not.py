# %% [raw] tags=["front-matter"]
# title: "Apple or not? Learning from a table"
# question: Who writes the better rule for telling apples from the rest, you or the examples?
# minutes: 30
# seconds: 25
# claims: [C3, C4, C7]

# %% [raw] tags=["quick-question"]
# ask: You predicted 0.2 s and measured 0.8 s. What does the ruler of lesson 00 say?
# right:
#   4 times off: It counts factors, and too little counts like too much.
# wrong:
#   0.6 s off: That is a difference. A ruler on which each step is ten times the one before shows factors.
#   a quarter off: Your guess was a quarter of the measurement, and times off is never below 1.
# lesson: "00"

# %% [markdown]
# Fruit roll past the camera of the sorting gate, one at a time on plain paper, and each is photographed three times.
# Apples go into the crate, everything else to the juice. What is no apple costs 3 euro in the crate, because the crate
# comes back; an apple in the juice costs 0.40. A decision between categories is called **[classification]**.
#
# The photographs are rendered by the course, so what each shows is known: the **[label]**.

# %%
import numpy as np
import pandas as pd

from course import checks, figures, plots
from course.data import gate, measure

photos, table = gate.load(300, seed=1)
plots.photo_grid(photos[1:216:18], message="What the camera of the gate sees")

# %% [markdown]
# As a person with a ruler and a colour card would, `measure` turned every photograph into one row of numbers; here are
# the first seven of those above. `redness`
# is red minus green, from -1 to 1; `roundness` is 1 for a circle. `help(measure.table)` explains the others. `is_apple`
# is the label.

# %%
some = ["fruit", "redness", "roundness", "tallness", "dent", "stem_length", "kind", "is_apple"]
table.loc[range(1, 127, 18), some]

# %% [markdown]
# ## A rule by hand
#
# "Round and red shapes come to mean apple." That is how the unit behind this course explains learning, and it sounds
# sensible. **For what share of the photographs will "round and red" be right?** That share is
# the **[accuracy]**. Half of the fruit are apples, so a coin gets 0.5. Commit to a number from 0 to 1, then write the
# rule: True for each row that is red *and* round. You choose from where on a fruit is red, and from where on it is
# round.
#
# <details><summary>Hint 1: where does red begin?</summary>
# <code>table.groupby("kind")[["redness", "roundness"]].median()</code> shows what is usual.
# </details>
#
# <details><summary>Hint 2: a whole column at once</summary>
# <code>table["redness"] > 0.3</code> is True or False for each row. <code>&amp;</code> combines two such columns, each
# in its own brackets.
# </details>

# %% question="rule"
my_accuracy = None  # share of photographs, 0 to 1
### BEGIN SOLUTION
my_accuracy = 0.8
### END SOLUTION


def rule(table):
    """True for each row that is red and round, else False."""
    ### BEGIN SOLUTION
    return (table["redness"] > 0.15) & (table["roundness"] > 0.85)
    ### END SOLUTION


# %% tags=["wrong-answer"] message="A red pear passes your rule"
my_accuracy = 0.8


def rule(table):
    return table["redness"] > 0.15


# %% tags=["wrong-answer"] message="To be red or to be round is enough for your rule"
my_accuracy = 0.8


def rule(table):
    return (table["redness"] > 0.15) | (table["roundness"] > 0.85)


# %% tags=["wrong-answer"] message="A green ball passes your rule"
my_accuracy = 0.8


def rule(table):
    return (abs(table["redness"]) > 0.15) & (table["roundness"] > 0.85)


# %% tags=["wrong-answer"] message="Between columns write `&`"
my_accuracy = 0.8


def rule(table):
    return table["redness"] > 0.15 and table["roundness"] > 0.85


# %% tags=["wrong-answer"] message="one True or False for each row"
my_accuracy = 0.8


def rule(table):
    return table[(table["redness"] > 0.15) & (table["roundness"] > 0.85)]


# %% tags=["wrong-answer"] message="None of the photographs is as red and round as your rule asks for"
my_accuracy = 0.8


def rule(table):
    return (table["redness"] > 0.6) & (table["roundness"] > 0.98)


# %% tags=["wrong-answer"] message="redder and rounder than another that passes should pass too"
my_accuracy = 0.8


def rule(table):
    return table["redness"].between(0.2, 0.5) & (table["roundness"] > 0.85)


# %% tags=["wrong-answer"] message="a share lies between 0 and 1"
my_accuracy = 80


def rule(table):
    return (table["redness"] > 0.15) & (table["roundness"] > 0.85)


# %% tags=["wrong-answer"] message="Round begins too low in your rule"
my_accuracy = 0.8


def rule(table):
    return (table["redness"] > -0.5) & (table["roundness"] > 0.3)


# %% tags=["wrong-answer"] message="Red begins too low in your rule"
my_accuracy = 0.8


def rule(table):
    return (table["redness"] > -0.5) & (table["roundness"] > 0.85)


# %% tags=["wrong-answer"] message="among them the text “True”"
my_accuracy = 0.8


def rule(table):
    red_and_round = (table["redness"] > 0.15) & (table["roundness"] > 0.85)
    return red_and_round.map({True: "True", False: "False"})


# %% tags=["wrong-answer"] message="each comparison between columns needs brackets"
my_accuracy = 0.8


def rule(table):
    return table["redness"] > 0.15 & table["roundness"] > 0.85


# %% tags=["wrong-answer"] message="rule(table) computes something and gives back nothing"
my_accuracy = 0.8


def rule(table):
    print((table["redness"] > 0.15) & (table["roundness"] > 0.85))


# %% tags=["wrong-answer"] message="no column `kind`, though another one has"
my_accuracy = 0.8


def rule(table):
    return table["kind"] == "apple"


# %% tags=["right-answer"]
my_accuracy = np.float32(0.8)


def rule(table):
    return [red > 0.2 and round_ > 0.8 for red, round_ in zip(table["redness"], table["roundness"])]


# %% tags=["right-answer"]
my_accuracy = 0.6


def rule(table):
    return (table["redness"] > 0) & (table["roundness"] > 0.8)


# %% tags=["right-answer"]
my_accuracy = 0.5


def rule(table):
    return (table["redness"] > 0.5) & (table["roundness"] > 0.5)


# %% tags=["right-answer"]
my_accuracy = 4 / 5


def rule(table):
    return np.where(table["redness"].gt(0.1) & table["roundness"].ge(0.9), 1, 0)


# %% tags=["right-answer"]
my_accuracy = 1


def rule(table):
    return table.query("redness > 0.3 and roundness > 0.8").index.to_series().reindex(table.index).notna()


# %% tags=["right-answer"]
import torch

my_accuracy = 0


def rule(table):
    return torch.tensor(table["redness"].to_numpy() > 0.2) & torch.tensor(table["roundness"].to_numpy() > 0.85)


# %% tags=["right-answer"]
my_accuracy = 0.55


def rule(table):
    return table.apply(lambda row: min(row["redness"] / 0.2, row["roundness"] / 0.85) > 1, axis=1).to_frame()


# %% check="rule" points=1
with checks.question(
    "rule",
    read="A rule by hand",
    learned="A rule is a program that anybody can read: two comparisons, and both must hold. Whether it is any good is "
    "another question, and only counting answers it.",
) as q:
    six_fruit = pd.DataFrame({"redness": [0.6, 0.9, -0.9, 0.5, -0.3, -0.2],
                              "roundness": [0.99, 0.1, 1.0, 0.4, 0.99, 0.5]})
    q.expect(0 <= q.number(my_accuracy, "my_accuracy") <= 1, "my_accuracy: a share lies between 0 and 1.")
    answer = q.booleans(rule(six_fruit), "rule(table)", count=6)
    q.expect(not (answer[1] and answer[2]), "To be red or to be round is enough for your rule. Both must hold.")
    q.expect(not answer[1], "A red pear passes your rule: redness 0.9, roundness 0.1. Both must hold.")
    q.expect(not answer[2], "A green ball passes your rule: redness -0.9, roundness 1. Both must hold.")
    q.expect(not answer[3], "Round begins too low in your rule: a pear of roundness 0.4 passes.")
    q.expect(not answer[4], "Red begins too low in your rule: a green ball of redness -0.3 passes.")
    q.expect(not answer[5], "A green pear passes your rule: redness -0.2, roundness 0.5. Is a sign turned round?")
    passed = float(np.mean(q.booleans(rule(table), "rule(table)", count=len(table))))
    q.expect(passed > 0, "None of the photographs is as red and round as your rule asks for. The reddest has a redness "
             f"of {table['redness'].max():.2f}.")
    q.expect(answer[0], "A fruit of redness 0.6 and roundness 0.99 does not pass your rule. What is redder and rounder "
             "than another that passes should pass too.")
### BEGIN HIDDEN TESTS
with checks.question("rule, other fruit", read="A rule by hand") as q:
    _, fresh = gate.load(40, seed=77, shots=1)
    blind = fresh.drop(columns=["kind", "is_apple", "fruit"])
    answer = np.array(q.booleans(rule(blind), "rule(table)", count=40))
    redder = q.booleans(rule(blind.assign(redness=0.9, roundness=1.0)), "rule(table)", count=40)
    q.expect(all(redder), "A fruit that is as red and as round as can be does not pass.")
    green = q.booleans(rule(blind.assign(redness=-0.3)), "rule(table)", count=40)
    angular = q.booleans(rule(blind.assign(roundness=0.3)), "rule(table)", count=40)
    q.expect(not any(green) and not any(angular), "Green or angular fruit pass.")
    order = blind.sample(frac=1, random_state=0)
    moved = q.booleans(rule(order), "rule(table)", count=40)
    q.expect((moved == answer[order.index]).all(), "The order of the rows matters.")
### END HIDDEN TESTS

# %%
guess = np.asarray(checks.solved(rule(table), "a rule by hand"), dtype=bool).ravel()
accuracy = (guess == table["is_apple"]).mean()
print(f"Right for {accuracy:.2f} of the photographs. You said {my_accuracy}.")
figures.fruit_field(photos, table, rule=rule)

# %% [markdown]
# Blue is what your rule calls an apple; mistakes have a ring. **Drag the edges: is there any place that is good?** Then
# look at the map: it has tried every lower left corner.
#
# ## Who is taken for an apple?
#
# Write `most_mistaken(table)`: the **kind** that is no apple and is called one most often, *as a share of its own
# photographs*. The table that it gets has one more column, `guess`: what your rule says.
#
# <details><summary>Hint 1: leave the apples out</summary>
# Keep the rows in which <code>is_apple</code> is 0.
# </details>
#
# <details><summary>Hint 2: a share in each group</summary>
# <code>groupby</code> makes a group of each kind. What of True and False is a share, when True counts as 1? Of a column
# of numbers <code>.idxmax()</code> names the row of the largest.
# </details>

# %% question="mistaken"
def most_mistaken(table):
    """The kind, no apple, of which the largest share of photographs has guess True."""
    ### BEGIN SOLUTION
    others = table[table["is_apple"] == 0]
    return others.groupby("kind")["guess"].mean().idxmax()
    ### END SOLUTION


# %% tags=["wrong-answer"] message="An apple that is called an apple is no mistake"
def most_mistaken(table):
    return table.groupby("kind")["guess"].mean().idxmax()


# %% tags=["wrong-answer"] message="There are many more cherries than plums"
def most_mistaken(table):
    others = table[table["is_apple"] == 0]
    return others.groupby("kind")["guess"].sum().idxmax()


# %% tags=["wrong-answer"] message="Yours keeps only the mistakes, and of those every kind has all"
def most_mistaken(table):
    mistakes = table[(table["is_apple"] == 0) & table["guess"]]
    return mistakes.groupby("kind")["guess"].mean().idxmax()


# %% tags=["wrong-answer"] message="Pears are mistaken least"
def most_mistaken(table):
    others = table[table["is_apple"] == 0]
    return others.groupby("kind")["guess"].mean().idxmin()


# %% tags=["wrong-answer"] message="the name of one kind"
def most_mistaken(table):
    others = table[table["is_apple"] == 0]
    return others.groupby("kind")["guess"].mean().max()


# %% tags=["wrong-answer"] message="A missed apple is taken for something else"
def most_mistaken(table):
    mistake = table["guess"] != (table["is_apple"] == 1)
    return mistake.groupby(table["kind"]).mean().idxmax()


# %% tags=["wrong-answer"] message="With onions in place of plums"
def most_mistaken(table):
    return "plum"


# %% tags=["wrong-answer"] message="Are the brackets behind its name missing"
def most_mistaken(table):
    others = table[table["is_apple"] == 0]
    return others.groupby("kind")["guess"].mean().idxmax


# %% tags=["wrong-answer"] message="Compare first: == 0 gives True where the number is 0"
def most_mistaken(table):
    others = table[~table["is_apple"]]
    return others.groupby("kind")["guess"].mean().idxmax()


# %% tags=["wrong-answer"] message="Did you mean `kind`"
def most_mistaken(table):
    others = table[table["is_apple"] == 0]
    return others.groupby("kinds")["guess"].mean().idxmax()


# %% tags=["right-answer"]
def most_mistaken(table):
    shares = table[table["is_apple"] != 1].groupby("kind")["guess"].mean()
    return shares.sort_values().index[-1:]


# %% tags=["right-answer"]
def most_mistaken(table):
    return table.query("is_apple == 0").pivot_table(index="kind", values="guess").idxmax()


# %% tags=["right-answer"]
def most_mistaken(table):
    shares = {}
    for kind in table.loc[table["is_apple"] == 0, "kind"].unique():
        guesses = table.loc[table["kind"] == kind, "guess"].tolist()
        shares[kind] = sum(guesses) / len(guesses)
    return max(shares, key=shares.get)


# %% tags=["right-answer"]
def most_mistaken(table):
    return table.groupby("kind")["guess"].mean().drop("apple").idxmax()


# %% check="mistaken" points=1
with checks.question(
    "mistaken",
    read="Who is taken for an apple?",
    learned="You compared shares and not counts, and left out what is no mistake. A rule is known by the mistakes that "
    "it makes, not only by how many.",
) as q:
    kinds = ["apple"] * 20 + ["cherry"] * 10 + ["plum"] * 3 + ["pear"] * 4 + ["ball"] * 8
    guesses = [True] * 23 + [False] * 7 + [True] * 2 + [False] * 5 + [True] + [False] * 7
    small = pd.DataFrame({"kind": kinds, "guess": guesses})
    small["is_apple"] = (small["kind"] == "apple").astype(int)
    answer = q.text(most_mistaken(small.copy()), "most_mistaken(table)", what="the name of one kind")
    q.expect(answer != "apple", "An apple that is called an apple is no mistake. Leave the apples out.")
    q.expect(answer != "pear", "Pears are mistaken least: no pear of this small table is called an apple.")
    q.expect(answer != "cherry", "3 of 10 and 2 of 3 pass. There are many more cherries than plums: use shares.")
    q.expect(answer != "ball", "Yours keeps only the mistakes, and of those every kind has all. Here one of 8 balls is "
             "called an apple, and 2 of 3 plums: divide by all photographs of the kind.")
    q.expect(answer == "plum", f"For this small table it should be plum, yours is {answer}.")
    small["guess"] &= small["is_apple"] == 0
    other = q.text(most_mistaken(small.replace("plum", "onion")), "most_mistaken(table)", what="the name of one kind")
    q.expect(other != "apple", "A missed apple is taken for something else, not for an apple. Leave the apples out.")
    q.expect(other == "onion", f"With onions in place of plums it should be onion, yours is {other}.")
### BEGIN HIDDEN TESTS
with checks.question("mistaken, other fruit", read="Who is taken for an apple?") as q:
    random = np.random.default_rng(5)
    for winner, shares in (("ball", (0.9, 0.5, 0.2)), ("onion", (0.1, 0.4, 0.8)), ("kiwi", (0.3, 0.7, 0.1))):
        rows = [("apple", 1, True)] * 50
        for kind, share, many in zip(("ball", "kiwi", "onion"), shares, (20, 100, 40), strict=True):
            rows += [(kind, 0, k < share * many) for k in range(many)]
        rows = [rows[k] for k in random.permutation(len(rows))]
        found = q.text(most_mistaken(pd.DataFrame(rows, columns=["kind", "is_apple", "guess"])), "most_mistaken(table)")
        q.expect(found == winner, f"It should be {winner}, yours is {found}.")
### END HIDDEN TESTS

# %%
worst = checks.solved(most_mistaken(table.assign(guess=guess)), "who is taken for an apple?")
missed = pd.Series(photos.varieties)[(table["is_apple"] == 1) & ~guess].value_counts()
print(f"Most often taken for an apple: {worst}. Apples that the rule misses, by variety:")
print(missed.to_string())
plots.confusion(table["is_apple"], guess)

# %% [markdown]
# ## Let the examples write the rule
#
# Machine learning fits a rule to labelled examples. A **[decision tree]** asks one question about one column after
# another, as many as it needs to get every example right. So its score on those examples says nothing: fit it on the
# **[training set]**, then score it on a **[test set]** that it has never seen.

# %%
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

FEATURES = list(measure.FEATURES)


def tree_score(train, test, most=None):
    """Share of the test set that a tree with at most `most` questions a fruit gets right."""
    tree = DecisionTreeClassifier(max_depth=most, random_state=0)
    return tree.fit(train[FEATURES], train["is_apple"]).score(test[FEATURES], test["is_apple"])


splits = [train_test_split(table, test_size=0.25, random_state=seed) for seed in range(10)]
shuffled = [tree_score(train, test) for train, test in splits]
print(f"On rows that were held back: {np.mean(shuffled):.3f} right, mean of ten splits")

# %% [raw] tags=["quick-question"]
# ask: Each fruit has three photographs, and the rows were shuffled. What has the tree met before the test?
# right:
#   most of the fruit in it: Of three photographs of a fruit, at least one is usually on the other side.
# wrong:
#   nothing in it: No photograph is on both sides, and yet the same fruit is.
#   all photographs in it: A photograph is on one side only. Its two sisters may be on the other.

# %% [markdown]
# That looks splendid. But each fruit was photographed three times, and the rows were shuffled. **How much will be left
# when the fruit in the test set are new ones?** Note a number, then write `split(table, share, seed)` so that no fruit
# stands on both sides.
#
# <details><summary>Hint 1: draw fruit, not rows</summary>
# <code>table["fruit"].unique()</code> lists them; <code>np.random.default_rng(seed).permutation(...)</code> shuffles.
# </details>
#
# <details><summary>Hint 2: all rows of some fruit</summary>
# <code>table["fruit"].isin(chosen)</code> is True for each row whose fruit was chosen; <code>~</code> turns it round.
# </details>

# %% question="split"
def split(table, share, seed):
    """Two tables: a random `share` of the fruit with all their rows, and all rows of the others."""
    ### BEGIN SOLUTION
    numbers = np.random.default_rng(seed).permutation(table["fruit"].unique())
    chosen = numbers[: round(share * len(numbers))]
    inside = table["fruit"].isin(chosen)
    return table[inside], table[~inside]
    ### END SOLUTION


# %% tags=["wrong-answer"] message="of the fruit stand on both sides"
def split(table, share, seed):
    return train_test_split(table, train_size=share, random_state=seed)


# %% tags=["wrong-answer"] message="Another seed should draw other fruit"
def split(table, share, seed):
    inside = table["fruit"] < share * table["fruit"].nunique()
    return table[inside], table[~inside]


# %% tags=["wrong-answer"] message="rows are lost"
def split(table, share, seed):
    table = table.drop_duplicates("fruit")
    return train_test_split(table, train_size=share, random_state=seed)


# %% tags=["wrong-answer"] message="Is your pair turned round"
def split(table, share, seed):
    numbers = np.random.default_rng(seed).permutation(table["fruit"].unique())
    inside = table["fruit"].isin(numbers[: round(share * len(numbers))])
    return table[~inside], table[inside]


# %% tags=["wrong-answer"] message="0.5 of 300 fruit are 150"
def split(table, share, seed):
    numbers = np.random.default_rng(seed).permutation(table["fruit"].unique())
    inside = table["fruit"].isin(numbers[:225])
    return table[inside], table[~inside]


# %% tags=["wrong-answer"] message="two tables side by side, and yours is a table"
def split(table, share, seed):
    numbers = np.random.default_rng(seed).permutation(table["fruit"].unique())
    return table[table["fruit"].isin(numbers[: round(share * len(numbers))])]


# %% tags=["right-answer"]
def split(table, share, seed):
    chosen, others = train_test_split(table["fruit"].unique(), train_size=share, random_state=seed)
    return [table[table["fruit"].isin(numbers)] for numbers in (chosen, others)]


# %% tags=["right-answer"]
from sklearn.model_selection import GroupShuffleSplit


def split(table, share, seed):
    one, other = next(GroupShuffleSplit(1, train_size=share, random_state=seed).split(table, groups=table["fruit"]))
    return table.iloc[one], table.iloc[other]


# %% tags=["right-answer"]
import random


def split(table, share, seed):
    numbers = sorted(set(table["fruit"]))
    random.Random(seed).shuffle(numbers)
    chosen = set(numbers[: int(share * len(numbers))])
    inside = np.array([number in chosen for number in table["fruit"]])
    return (table[each].sample(frac=1, random_state=seed) for each in (inside, ~inside))


# %% check="split" points=2
with checks.question(
    "split",
    read="Let the examples write the rule",
    learned="Rows that belong together stay together. A test is honest when it asks about what the model will meet: "
    "fruit that it has never seen.",
) as q:
    pair = q.tables(split(table, 0.75, 0), "split(table, share, seed)")
    sides = [set(side["fruit"]) for side in pair]
    q.expect(not sides[0] & sides[1], f"{len(sides[0] & sides[1])} of the fruit stand on both sides.")
    gone = len(table) - len(pair[0]) - len(pair[1])
    q.expect(gone == 0, f"{gone} rows are lost. Every shot belongs to one of the two tables.")
    q.expect(len(sides[0]) > len(sides[1]), "The first table should hold 0.75 of the fruit. Is your pair turned round?")
    q.expect(abs(len(sides[0]) - 225) <= 1, f"0.75 of 300 fruit are 225, and yours are {len(sides[0])}.")
    half = q.tables(split(table, 0.5, 0), "split(table, share, seed)")[0]["fruit"].nunique()
    q.expect(abs(half - 150) <= 1, f"0.5 of 300 fruit are 150, and yours are {half}. Use share and the table's fruit.")
    other, again = (set(q.tables(split(table, 0.75, seed), "split(...)")[0]["fruit"]) for seed in (1, 0))
    q.expect(sides[0] != other, "Another seed should draw other fruit.")
    q.expect(sides[0] == again, "The same seed should draw the same fruit again.")
### BEGIN HIDDEN TESTS
with checks.question("split, another table", read="Let the examples write the rule") as q:
    numbers = np.repeat([3, 1, 4, 15, 92, 65, 35, 8, 97, 93], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    other = pd.DataFrame({"fruit": np.random.default_rng(1).permutation(numbers), "row": range(55)}, index=range(5, 60))
    for share in (0.5, 0.8):
        one, two = q.tables(split(other, share, 6), "split(table, share, seed)")
        q.expect(not set(one["fruit"]) & set(two["fruit"]), "A fruit stands on both sides.")
        q.expect(sorted([*one["row"], *two["row"]]) == list(range(55)), "Rows are lost, or stand in both tables.")
        q.expect(one["fruit"].nunique() == round(10 * share), f"{share} of 10 fruit are {round(10 * share)}.")
    drawn = {tuple(sorted(set(q.tables(split(other, 0.5, seed))[0]["fruit"]))) for seed in range(12)}
    q.expect(len(drawn) > 3, "The fruit are not drawn at random.")
### END HIDDEN TESTS

# %%
checks.solved(split(table, 0.75, 0), "let the examples write the rule")
honest = [tree_score(*split(table, 0.75, seed)) for seed in range(10)]
print(f"Shuffled rows: {100 * (1 - np.mean(shuffled)):.1f} mistakes in 100")
print(f"New fruit:     {100 * (1 - np.mean(honest)):.1f} mistakes in 100")

# %% [markdown]
# The tree had met the fruit before and recognised them. That is a **[leak]**: what is promised to the customer is the
# first number, what the customer gets is the second.
#
# ## A model that gives chances
#
# **[Logistic regression]** weighs all columns, adds them up and turns the sum into a chance (a probability). Columns
# should be of similar size first, so scale them (`StandardScaler`). Write `chance(train, new)`: learn from `train`,
# then return the chance of being an apple for each row of `new`, whose labels nobody knows yet.
#
# <details><summary>Hint 1: scale, then fit</summary>
# <code>make_pipeline</code> joins the two, and what it joins is fitted once. On which of the two tables? (The model may
# need <code>max_iter=1000</code>.)
# </details>
#
# <details><summary>Hint 2: a chance in place of a decision</summary>
# <code>predict</code> decides, <code>predict_proba</code> does not: it has a column for each label, the smallest first.
# </details>

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %% question="chance"
def chance(train, new):
    """The chance of being an apple (n,), 0 to 1, for each row of `new`; uses FEATURES."""
    ### BEGIN SOLUTION
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(train[FEATURES], train["is_apple"])
    return model.predict_proba(new[FEATURES])[:, 1]
    ### END SOLUTION


# %% tags=["wrong-answer"] message="These are decisions"
def chance(train, new):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(train[FEATURES], train["is_apple"]).predict(new[FEATURES])


# %% tags=["wrong-answer"] message="the chance of being anything else"
def chance(train, new):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(train[FEATURES], train["is_apple"]).predict_proba(new[FEATURES])[:, 0]


# %% tags=["wrong-answer"] message="Your model was fitted on `new`"
def chance(train, new):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(new[FEATURES], new["is_apple"]).predict_proba(new[FEATURES])[:, 1]


# %% tags=["wrong-answer"] message="depends on the fruit beside it"
def chance(train, new):
    model = LogisticRegression(max_iter=1000)
    model.fit(StandardScaler().fit_transform(train[FEATURES]), train["is_apple"])
    return model.predict_proba(StandardScaler().fit_transform(new[FEATURES]))[:, 1]


# %% tags=["wrong-answer"] message="Was a scaler fitted on `new`? Fit it on `train`"
def chance(train, new):
    scaler = StandardScaler().fit(new[FEATURES])
    model = LogisticRegression(max_iter=1000).fit(scaler.transform(train[FEATURES]), train["is_apple"])
    return model.predict_proba(scaler.transform(new[FEATURES]))[:, 1]


# %% tags=["wrong-answer"] message="one for each row of new, and yours is an array of shape (225, 2)"
def chance(train, new):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(train[FEATURES], train["is_apple"]).predict_proba(new[FEATURES])


# %% tags=["wrong-answer"] message="fit on train, not on the table"
def chance(train, new):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(table[FEATURES], table["is_apple"]).predict_proba(new[FEATURES])[:, 1]


# %% tags=["wrong-answer"] message="a chance lies between 0 and 1"
def chance(train, new):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(train[FEATURES], train["is_apple"]).decision_function(new[FEATURES])


# %% tags=["wrong-answer"] message="both tables scaled alike"
def chance(train, new):
    model = LogisticRegression(max_iter=1000)
    return model.fit(train[FEATURES], train["is_apple"]).predict_proba(new[FEATURES])[:, 1]


# %% tags=["wrong-answer"] message="Use all FEATURES"
def chance(train, new):
    model = LogisticRegression(max_iter=1000)
    model.fit(StandardScaler().fit_transform(train[FEATURES]), train["is_apple"])
    return model.predict_proba(new[FEATURES].to_numpy())[:, 1]


# %% tags=["wrong-answer"] message="use only FEATURES of"
def chance(train, new):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    columns = ["fruit", *FEATURES]
    return model.fit(train[columns], train["is_apple"]).predict_proba(new[columns])[:, 1]


# %% tags=["wrong-answer"] message="Many fruit get the very same chance"
def chance(train, new):
    tree = DecisionTreeClassifier(max_depth=4, random_state=0)
    return tree.fit(train[FEATURES], train["is_apple"]).predict_proba(new[FEATURES])[:, 1]


# %% tags=["wrong-answer"] message="is what your model was fitted on"
def chance(train, new):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(train[FEATURES], train["kind"]).predict_proba(new[FEATURES])[:, 1]


# %% tags=["right-answer"]
def chance(train, new):
    scaler = StandardScaler().fit(train[FEATURES])
    model = LogisticRegression(max_iter=5000).fit(scaler.transform(train[FEATURES]), train["is_apple"] == 1)
    return model.predict_proba(scaler.transform(new[FEATURES]))[:, 1].tolist()


# %% tags=["right-answer"]
def chance(train, new):
    middle, width = train[FEATURES].mean(), train[FEATURES].std()
    model = LogisticRegression(max_iter=1000).fit((train[FEATURES] - middle) / width, train["is_apple"])
    return pd.Series(1 - model.predict_proba((new[FEATURES] - middle) / width)[:, 0], index=new.index)


# %% tags=["right-answer"]
import torch


def chance(train, new):
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.5, max_iter=1000))
    model.fit(train[FEATURES], train["is_apple"].map({0: "other", 1: "yes"}))
    return torch.tensor(np.exp(model.predict_log_proba(new[FEATURES])[:, [1]]))


# %% check="chance" points=2
with checks.question(
    "chance",
    read="A model that gives chances",
    learned="You learned from one table and answered for another. A chance says more than a decision: where to draw "
    "the line is still open.",
) as q:
    known, new = table[table["fruit"] < 225], table[table["fruit"] >= 225]

    def chances(train, new):
        found = q.numbers(chance(train, new), "chance(train, new)", count=len(new), each="one for each row of new")
        return np.array(found)

    answer = chances(known, new)
    q.expect(len(np.unique(answer)) > 2, "These are decisions, only 0 and 1. A chance lies between: predict_proba, of "
             "a logistic regression. A tree that asks as many questions as it needs is always sure.")
    q.expect(np.all(abs(answer - 0.5) <= 0.5), "Yours lie beyond 0 or 1; a chance lies between 0 and 1: predict_proba.")
    turned, mixed = known.assign(is_apple=1 - known["is_apple"]), known["kind"].sample(frac=1, random_state=0)
    by_train = not np.allclose(answer, chances(turned, new))
    by_new = not np.allclose(answer, chances(known, new.assign(fruit=0, is_apple=1 - new["is_apple"])))
    q.expect(by_train or not by_new, "Your model was fitted on `new`, whose labels nobody knows yet. Fit on `train`.")
    by_kind = not np.allclose(answer, chances(known.assign(kind=mixed.to_numpy()), new))
    q.expect(not by_kind, "The column `kind` is what your model was fitted on. The label is `is_apple`.")
    q.expect(not by_new, "New labels or fruit numbers change your answer: use only FEATURES of `new`.")
    q.expect(np.allclose(chances(known, new[:4]), answer[:4]), "What a fruit gets depends on the fruit beside it. Was "
             "a scaler fitted on `new`? Fit it on `train`, and scale both tables with that one.")
    q.expect(by_train, "The labels of `train` change nothing: fit on train, not on the table.")
    right = np.mean((answer > 0.5) == new["is_apple"])
    q.expect(right > 0.12, "This is the chance of being anything else. Take the other column.")
    q.expect(right > 0.91, f"Right for {right:.2f} of the new fruit. Use all FEATURES, both tables scaled alike.")
    logistic = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    logistic = logistic.fit(known[FEATURES], known["is_apple"]).predict_proba(new[FEATURES])[:, 1]
    few = len(np.unique(answer.round(9))) < len(answer) / 2 and abs(answer - logistic).max() > 0.02
    q.expect(not few, "Many fruit get the very same chance, as in the leaves of a tree. A logistic regression gives "
             "each its own.")
### BEGIN HIDDEN TESTS
with checks.question("chance, other fruit", read="A model that gives chances") as q:
    _, fresh = gate.load(150, seed=91, shots=1)  # more are rendered by several processes, which a judge has not
    known, new = fresh[:100], fresh[100:].assign(is_apple=0)
    expected = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    expected = expected.fit(known[FEATURES], known["is_apple"]).predict_proba(new[FEATURES])[:, 1]
    answer = np.array(q.numbers(chance(known, new), "chance(train, new)", count=50))
    q.expect(answer.min() >= 0 and answer.max() <= 1, "A chance lies between 0 and 1.")
    same = np.corrcoef(answer, expected)[0, 1]
    q.expect(same > 0.9, f"The chances hardly agree with those of a logistic regression (correlation {same:.2f}).")
### END HIDDEN TESTS

# %%
train, test = checks.solved(split(table, 0.75, 0), "let the examples write the rule")
apple_chance = np.asarray(checks.solved(chance(train, test), "a model that gives chances")).ravel()
checks.solved(rule(table), "a rule by hand")
shares = [
    {
        "your rule": (np.ravel(rule(new)) == new["is_apple"]).mean(),
        "a tree that asks at most 3 questions": tree_score(known, new, 3),
        "a tree that asks as many as it needs": tree_score(known, new),
        "logistic regression": ((np.ravel(chance(known, new)) > 0.5) == new["is_apple"]).mean(),
    }
    for known, new in (split(table, 0.75, seed) for seed in range(10))
]
pd.DataFrame(shares).mean().round(3).to_frame("share right on new fruit, mean of ten splits")

# %% [markdown]
# **Which columns will the tree ask about? Is redness among them?** Let new fruit fall through it, and allow it more
# questions. `notch` is how far the outline falls in at the top.

# %%
seen = photos[test.index.to_numpy()]
trees = [DecisionTreeClassifier(max_depth=most, random_state=0) for most in (1, 2, 3, 4, None)]
for tree in trees:
    tree.fit(train[FEATURES], train["is_apple"])
figures.tree(trees, seen, test, start=2)

# %% [markdown]
# ## When a mistake costs money
#
# Whoever packs from a chance of 0.5 on gets two kinds of mistakes, and one share for each:
#
# - **[precision]**: of all fruit in the crate, the share that are apples;
# - **[recall]**: of all apples, the share that are in the crate.
#
# Write both. Where a share would be of nothing, return 0 for it.
#
# <details><summary>Hint 1: what they have in common</summary>
# Both count the apples that are in the crate. They divide by different things.
# </details>

# %% question="scores"
def precision_recall(truth, packed):
    """(precision, recall) from two arrays (n,) of 0 and 1: is it an apple, is it in the crate."""
    ### BEGIN SOLUTION
    hits = np.sum((truth == 1) & (packed == 1))
    return hits / max(1, np.sum(packed == 1)), hits / max(1, np.sum(truth == 1))
    ### END SOLUTION


# %% tags=["wrong-answer"] message="The pair is turned round"
def precision_recall(truth, packed):
    hits = np.sum((truth == 1) & (packed == 1))
    return hits / max(1, np.sum(truth == 1)), hits / max(1, np.sum(packed == 1))


# %% tags=["wrong-answer"] message="0.7 is the share of all ten fruit"
def precision_recall(truth, packed):
    return np.mean(truth == packed), np.sum(truth * packed) / max(1, np.sum(truth))


# %% tags=["wrong-answer"] message="When nothing is packed"
def precision_recall(truth, packed):
    hits = int(np.sum((truth == 1) & (packed == 1)))
    return (hits / int(np.sum(packed)) if hits else float("nan")), hits / max(1, int(np.sum(truth)))


# %% tags=["wrong-answer"] message="When there is no apple at all"
def precision_recall(truth, packed):
    hits = np.sum((truth == 1) & (packed == 1))
    return hits / max(1, np.sum(packed)), (hits / np.sum(truth) if np.sum(truth) else float("nan"))


# %% tags=["wrong-answer"] message="should be two numbers, and yours is the number"
def precision_recall(truth, packed):
    return np.sum(truth * packed) / max(1, np.sum(packed))


# %% tags=["right-answer"]
from sklearn.metrics import precision_score, recall_score


def precision_recall(truth, packed):
    scores = [score(truth, packed, zero_division=0) for score in (precision_score, recall_score)]
    return pd.Series(scores, index=["precision", "recall"])


# %% tags=["right-answer"]
from fractions import Fraction


def precision_recall(truth, packed):
    hits = sum(1 for apple, inside in zip(truth, packed) if apple and inside)
    return [Fraction(hits, int(max(1, sum(each)))) for each in (packed, truth)]


# %% tags=["right-answer"]
import torch


def precision_recall(truth, packed):
    truth, packed = torch.tensor(truth).double(), torch.tensor(packed).double()
    return truth @ packed / torch.stack([packed.sum(), truth.sum()]).clamp(min=1)


# %% tags=["right-answer"]
def precision_recall(truth, packed):
    table = pd.DataFrame({"truth": truth, "packed": packed})
    precision = table.loc[table["packed"] == 1, "truth"].mean()
    recall = table.loc[table["truth"] == 1, "packed"].mean()
    return np.nan_to_num([precision, recall])


# %% check="scores" points=1
with checks.question(
    "scores",
    read="When a mistake costs money",
    learned="Precision asks the crate, recall asks the orchard: the same apples over two different wholes. One number "
    "alone can always be made perfect.",
) as q:
    def both(truth, packed):
        return q.numbers(precision_recall(truth, packed), "precision_recall(truth, packed)", count=2)

    truth, packed = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0]), np.array([1, 1, 1, 0, 1, 1, 0, 0, 0, 0])
    pair = both(truth, packed)
    q.expect(not np.allclose(pair, (0.75, 0.6)), "The pair is turned round: precision first, then recall.")
    q.expect(abs(pair[0] - 0.7) > 0.001, "0.7 is the share of all ten fruit that are right: the accuracy.")
    q.close(pair[0], 0.6, "Five are packed, three of them apples: the precision should be 0.6.")
    q.close(pair[1], 0.75, "There are four apples, three are packed: the recall should be 0.75.")
    empty = both(truth, np.zeros(10, dtype=int))
    q.expect(np.allclose(empty, 0), "When nothing is packed, both shares should be 0.")
    no_apple = both(np.zeros(4, dtype=int), np.array([1, 1, 0, 0]))
    q.expect(np.allclose(no_apple, 0), "When there is no apple at all, both shares should be 0.")
### BEGIN HIDDEN TESTS
with checks.question("scores, other crates", read="When a mistake costs money") as q:
    random = np.random.default_rng(11)
    for share in (0.1, 0.5, 0.9):
        truth, packed = (random.random((2, 200)) < [[share], [0.4]]).astype(int)
        precision, recall = q.numbers(precision_recall(truth, packed), "precision_recall(truth, packed)", count=2)
        q.close(precision, (truth * packed).sum() / packed.sum(), "The precision is another.")
        q.close(recall, (truth * packed).sum() / truth.sum(), "The recall is another.")
    none = q.numbers(precision_recall(np.zeros(5, dtype=int), np.ones(5, dtype=int)), "precision_recall(truth, packed)")
    q.expect(np.allclose(none, 0), "No apples: 0 and 0.")
### END HIDDEN TESTS

# %%
truth = test["is_apple"].to_numpy()
packed = (apple_chance >= 0.5).astype(int)
pair = checks.solved(precision_recall(truth, packed), "when a mistake costs money")
print(f"Packed from 0.5 on: precision {pair[0]:.2f}, recall {pair[1]:.2f}")

# %% [markdown]
# **At 3 euro and 0.40, where will the cheapest threshold be, above or below 0.5?** Note your answer, then drag the
# line.

# %%
figures.threshold(seen, apple_chance)

# %% [markdown]
# Write `cheapest`: the threshold with the lowest total cost. Packed is what has a chance of at least the threshold.
#
# <details><summary>Hint 1: try them all</summary>
# <code>np.linspace(0, 1, 101)</code> makes a hundred and one thresholds. Each has a cost.
# </details>
#
# <details><summary>Hint 2: the cost of one threshold</summary>
# Two kinds of mistakes, and each has its price. Which fruit make the one, and which the other, when t is the threshold?
# </details>

# %% question="cheapest"
def cheapest(truth, chance, wrong_crate, lost_apple):
    """The threshold, 0 to 1, from which packing costs least; truth (n,) of 0 and 1, chance (n,)."""
    ### BEGIN SOLUTION
    def cost(t):
        wrong = np.sum((chance >= t) & (truth == 0))
        lost = np.sum((chance < t) & (truth == 1))
        return wrong_crate * wrong + lost_apple * lost

    return min(np.linspace(0, 1, 101), key=cost)
    ### END SOLUTION


# %% tags=["wrong-answer"] message="The two costs are exchanged"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(0, 1, 101)
    cost = [lost_apple * np.sum(truth[chance >= t] == 0) + wrong_crate * np.sum(truth[chance < t]) for t in steps]
    return steps[np.argmin(cost)]


# %% tags=["wrong-answer"] message="This counts mistakes"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(0, 1, 101)
    return steps[np.argmax([np.mean((chance >= t) == truth) for t in steps])]


# %% tags=["wrong-answer"] message="This is what the best threshold costs"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(0, 1, 101)
    return min(wrong_crate * np.sum(truth[chance >= t] == 0) + lost_apple * np.sum(truth[chance < t]) for t in steps)


# %% tags=["wrong-answer"] message="sends every apple to the juice"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(1, 0, 101)
    return steps[np.argmin([wrong_crate * np.sum(truth[chance >= t] == 0) for t in steps])]


# %% tags=["wrong-answer"] message="Your thresholds are whole numbers"
def cheapest(truth, chance, wrong_crate, lost_apple):
    def cost(t):
        return wrong_crate * np.sum(truth[chance >= t] == 0) + lost_apple * np.sum(truth[chance < t])

    return min(range(101), key=cost)


# %% tags=["wrong-answer"] message="Is it a place in your list"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(0, 1, 101)
    cost = [wrong_crate * np.sum(truth[chance >= t] == 0) + lost_apple * np.sum(truth[chance < t]) for t in steps]
    return np.argmin(cost)


# %% tags=["wrong-answer"] message="At 1 euro for either mistake"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(0, 1, 101)
    return steps[np.argmin([wrong_crate * np.sum(truth[chance >= t] == 0) for t in steps])]


# %% tags=["wrong-answer"] message="Count both, at the prices that your function is given"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(0, 1, 101)
    return steps[np.argmin([3 * np.sum(truth[chance >= t] == 0) + 0.4 * np.sum(truth[chance < t]) for t in steps])]


# %% tags=["wrong-answer"] message="Do you add shares?"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(0, 1, 101)
    others, apples = chance[truth == 0], chance[truth == 1]
    cost = [wrong_crate * (others >= t).mean() + lost_apple * (apples < t).mean() for t in steps]
    return steps[np.argmin(cost)]


# %% tags=["wrong-answer"] message="try thresholds that lie closer together"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(0, 1, 11)
    cost = [wrong_crate * np.sum(truth[chance >= t] == 0) + lost_apple * np.sum(truth[chance < t]) for t in steps]
    return steps[np.argmin(cost)]


# %% tags=["wrong-answer"] message="A fruit whose chance is the threshold is packed"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(0, 1, 101)
    cost = [wrong_crate * np.sum(truth[chance > t] == 0) + lost_apple * np.sum(truth[chance <= t]) for t in steps]
    return steps[np.argmin(cost)]


# %% tags=["wrong-answer"] message="above 0.755 and up to 0.855. Yours is 0.755"
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.unique(chance)
    cost = [wrong_crate * np.sum(truth[chance > t] == 0) + lost_apple * np.sum(truth[chance <= t]) for t in steps]
    return steps[np.argmin(cost)]


# %% tags=["right-answer"]
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.unique(chance)
    cost = [wrong_crate * np.sum(truth[chance >= t] == 0) + lost_apple * np.sum(truth[chance < t]) for t in steps]
    return steps[np.argmin(cost)]


# %% tags=["right-answer"]
def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = np.linspace(0, 1, 1001)[:, None]
    wrong, lost = ((chance >= steps) & (truth == 0)).sum(1), ((chance < steps) & (truth == 1)).sum(1)
    return pd.Series(wrong_crate * wrong + lost_apple * lost, index=steps.ravel()).idxmin()


# %% tags=["right-answer"]
from decimal import Decimal


def cheapest(truth, chance, wrong_crate, lost_apple):
    best, least = None, float("inf")
    for percent in range(100, -1, -1):
        t = percent / 100
        cost = sum(wrong_crate * (c >= t and not a) + lost_apple * (c < t and a) for a, c in zip(truth, chance))
        if cost < least:
            best, least = Decimal(percent) / 100, cost
    return best


# %% tags=["right-answer"]
import torch


def cheapest(truth, chance, wrong_crate, lost_apple):
    steps = torch.linspace(0, 1, 101, dtype=torch.float64)
    packed = torch.tensor(chance) >= steps[:, None]
    apple = torch.tensor(truth) == 1
    return steps[(wrong_crate * (packed & ~apple).sum(1) + lost_apple * (~packed & apple).sum(1)).argmin()]


# %% check="cheapest" points=2
with checks.question(
    "cheapest",
    read="When a mistake costs money",
    learned="The model stays as it is, and the decision moves with the prices: the dearer a wrong crate, the surer you "
    "want to be before you pack.",
) as q:
    truth10, chance10 = np.array([0, 1, 0, 0, 1, 1, 1, 0, 1, 1]), np.linspace(0.055, 0.955, 10)
    answer = q.number(cheapest(truth10, chance10, 3.0, 0.4), "cheapest(...)")
    q.expect(abs(answer - 1.6) > 1e-6, "This is what the best threshold costs. Return the threshold.")
    q.expect(answer <= 1, f"A threshold lies between 0 and 1, yours is {answer:.2f}. Is it a place in your list?")
    whole = answer == 1 and q.number(cheapest(truth10, chance10, 0.4, 3.0), "cheapest(...)") == 0
    q.expect(not whole, "Your thresholds are whole numbers, and every chance lies between 0 and 1. Is it `range(101)`? "
             "Try hundredths.")
    q.expect(answer <= 0.955, f"A threshold of {answer:.2f} sends every apple to the juice, and that costs 2.40.")
    region = [round(answer, 6) > edge for edge in (0.055, 0.155, 0.355, 0.455, 0.755, 0.855)]
    exchanged = "The two costs are exchanged: what is no apple costs 3 in the crate, a lost apple 0.40."
    q.expect(sum(region) != 1, exchanged)
    q.expect(sum(region) != 3, "This counts mistakes: the fewest are two, and they cost 3.40. Four others cost 1.60.")
    best = "For these ten fruit the lowest cost is 1.60, with a threshold above 0.755 and up to 0.855."
    q.expect(sum(region) == 5, f"{best} Yours is {answer:.4g}.")
    edge = q.number(cheapest(np.array([0, 1]), np.array([0.25, 0.75]), 3.0, 0.4), "cheapest(...)")
    q.expect(edge != 0.25, "A fruit whose chance is the threshold is packed: at least means >=, not >.")
    equal = q.number(cheapest(truth10, chance10, 1.0, 1.0), "cheapest(...)")
    q.expect(0.355 < equal <= 0.455, f"At 1 euro for either mistake the best is 0.36 to 0.45, yours {equal:.4g}. "
             "Count both, at the prices that your function is given.")
    truth8, chance8 = np.array([0, 0, 1, 0, 0, 0, 1, 0]), np.array([0.12, 0.31, 0.39, 0.46, 0.58, 0.71, 0.745, 0.92])
    rare = q.number(cheapest(truth8, chance8, 1.0, 2.0), "cheapest(...)")
    q.expect(not 0.31 < rare <= 0.39, f"Do you add shares? For these eight fruit, at 1 and 2 euro, {rare:.4g} costs 4 "
             "euro and 0.745 costs 3. Each single mistake has its price: count them.")
    q.expect(0.71 < rare <= 0.745, f"For these eight fruit, at 1 and 2 euro, the best lies above 0.71 and up to 0.745. "
             f"Yours is {rare:.4g}: try thresholds that lie closer together.")
### BEGIN HIDDEN TESTS
with checks.question("cheapest, other prices", read="When a mistake costs money") as q:
    for seed, prices in enumerate(((3.0, 0.4), (0.4, 3.0), (1.0, 1.0), (10.0, 0.1))):
        random = np.random.default_rng(seed)
        labels, some = (random.random(300) < 0.5).astype(int), random.random(300)
        some = np.clip(0.6 * some + 0.4 * labels + 0.05 * random.normal(size=300), 0.001, 0.999).round(3)

        def cost(t, labels=labels, some=some, prices=prices):
            return prices[0] * np.sum(labels[some >= t] == 0) + prices[1] * np.sum(labels[some < t])

        least = min(cost(t) for t in np.linspace(0, 1, 101))
        found = q.number(cheapest(labels, some, *prices), "cheapest(...)")
        q.expect(cost(found) <= 1.02 * least + 1e-9, f"{cost(found):.1f} is not the least: {least:.1f} is possible.")
### END HIDDEN TESTS

# %%
best = checks.solved_number(cheapest(truth, apple_chance, 3.0, 0.4), "when a mistake costs money")
figures.threshold(seen, apple_chance, start=best)

# %% [markdown]
# ## A reason, in words
#
# A cider press buys from the same gate. There a tomato costs 0.40 and a lost apple 3 euro. Which way does the threshold
# move, what happens to precision and to recall, and why? Two or three sentences; a person reads them.

# %% [markdown] reason="why-threshold" points=1
# ### BEGIN SOLUTION
# The threshold moves down: a lost apple is now the expensive mistake, so doubtful fruit are packed too. More
# of the apples are packed, so recall rises; more tomatoes come along, so precision falls. The model stays the same,
# only the decision made from its chances changes.
#
# For the grader: on few fruit the cheapest threshold may still lie above 0.5, and a recall of 1 cannot be told from a
# higher one; "lower than before" is right. One point for "down" with the reason (the costs, not the model) and the
# direction of at least one of precision and recall.
# ### END SOLUTION

# %% [markdown]
# ## What we saw
#
# - "Round and red" is hardly better than a coin: it takes in cherries and red tomatoes and leaves out green and
#   yellow apples. Wherever the blue field begins, it is right for fewer than 65 in 100.
# - Logistic regression learned a rule from examples that puts about 95 of 100 new fruit into the right category,
#   a few more or fewer from split to split.
# - Shuffled rows promised a half to a quarter of the true mistakes.
# - The best threshold depends on prices, and no accuracy knows them.
#
# ## Where this stops being true
#
# The threshold was chosen on the fruit that it was then priced on; a careful shop would keep a third set for that. Were
# the chances exact, nobody would have to search: pack from 3 / (3 + 0.40) = 0.88 on. And every photograph had one fruit
# on plain paper. On a chequered cloth the ruler measures the cloth.
#
# **Next:** lesson 02 predicts a number instead of a category. Lesson 04 gives up the ruler and lets a network look.
