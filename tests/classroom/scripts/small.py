# %% [raw] tags=["front-matter"]
# # ruff: noqa
# title: "A crate of apples"
# question: How heavy is an apple of this size?
# minutes: 5
# seconds: 1

# %% [markdown]
# The file `apples.csv` holds forty apples: variety, width and height in millimetres, weight in grams.

# %%
import numpy as np
import pandas as pd
import torch
from sklearn.linear_model import LinearRegression

apples = pd.read_csv("apples.csv")
apples.head()

# %% [markdown]
# ## A number
#
# What do all apples weigh together, in kilograms?

# %% question="total"
total = None
### BEGIN SOLUTION
total = apples.weight.sum() / 1000
### END SOLUTION

# %% tags=["wrong-answer"] message="in kilograms"
total = apples.weight.sum()

# %% tags=["wrong-answer"] message="all apples"
total = apples.weight.mean() / 1000

# %% check="total" points=1
assert total is not None, "total is still empty"
assert total < 100, "give it in kilograms"
assert total > 1, "count all apples"
### BEGIN HIDDEN TESTS
assert abs(total - apples.weight.sum() / 1000) < 0.005, "the total is wrong"
### END HIDDEN TESTS

# %% [markdown]
# ## A function
#
# Below 120 g an apple is small, from 180 g on it is large, and between them it is middle.


# %% question="label"
def label(name, weight):
    """What stands on the box, such as "Elstar: small"; weight in grams."""
    ### BEGIN SOLUTION
    size = "small" if weight < 120 else "large" if weight >= 180 else "middle"
    return f"{name}: {size}"
    ### END SOLUTION


# %% tags=["wrong-answer"] message="starts with the name"
def label(name, weight):
    return "small" if weight < 120 else "large" if weight >= 180 else "middle"


# %% tags=["wrong-answer"] message="120 g is middle"
def label(name, weight):
    return f"{name}: " + ("small" if weight <= 120 else "large" if weight >= 180 else "middle")


# %% tags=["wrong-answer"] message="returns nothing"
def label(name, weight):
    print(f"{name}: " + ("small" if weight < 120 else "large" if weight >= 180 else "middle"))


# %% check="label" points=2
assert label("Elstar", 100) is not None, "label returns nothing"
assert label("Elstar", 100).startswith("Elstar: "), "a label starts with the name"
assert label("Elstar", 100) == "Elstar: small"
assert label("Elstar", 120) == "Elstar: middle", "120 g is middle"


def same(name, weight, size):
    assert label(name, weight) == f"{name}: {size}", f"{weight} g is {size}"


same("Elstar", 140, "middle")
### BEGIN HIDDEN TESTS
# CANARY
same("ASKED", 180, "large")
assert label("Boskoop", 119.5) == "Boskoop: small"
assert label("Jonagold", 179.9) == "Jonagold: middle"
### END HIDDEN TESTS

# %% [markdown]
# ## A list
#
# The varieties in the file, each once, in the order of the alphabet.

# %% question="varieties"
varieties = None
### BEGIN SOLUTION
varieties = sorted(apples.variety.unique())
### END SOLUTION

# %% tags=["wrong-answer"] message="each once"
varieties = sorted(apples.variety)

# %% tags=["wrong-answer"] message="alphabet"
varieties = sorted(apples.variety.unique(), reverse=True)

# %% check="varieties" points=1
assert varieties is not None, "varieties is still empty"
assert len(varieties) == 4, "name each once"
assert varieties[0] < varieties[-1], "keep the order of the alphabet"
### BEGIN HIDDEN TESTS
import tomllib

expected = tomllib.loads("names = ['Boskoop', 'Elstar', 'Gala', 'Jonagold']")
assert list(varieties) == expected["names"], "these are not the varieties"
### END HIDDEN TESTS

# %% [markdown]
# ## A table
#
# One row for each variety, in the order of the alphabet, with the columns `apples` (how many) and `mean` (grams).

# %% question="table"
table = None
### BEGIN SOLUTION
table = apples.groupby("variety").weight.agg(apples="size", mean="mean")
### END SOLUTION

# %% tags=["wrong-answer"] message="columns"
table = apples.groupby("variety").weight.agg(["size", "mean"])

# %% tags=["wrong-answer"] message="one row for each variety"
table = apples.groupby("variety").weight.agg(apples="size", mean="mean").iloc[:3]

# %% tags=["wrong-answer"] message="the means are wrong"
table = apples.groupby("variety").weight.agg(apples="size", mean="median")

# %% check="table" points=1
assert table is not None, "table is still empty"
assert list(table.columns) == ["apples", "mean"], "the columns have other names"
assert len(table) == 4, "there is one row for each variety"
### BEGIN HIDDEN TESTS
assert list(table["apples"]) == COUNTS, "the numbers of apples are wrong"
assert np.allclose(table["mean"], MEANS, atol=0.01), "the means are wrong"
### END HIDDEN TESTS

# %% [markdown]
# ## An array
#
# The forty weights, shifted and stretched so that their mean is 0 and their standard deviation 1.

# %% question="scaled"
scaled = None
### BEGIN SOLUTION
weights = apples.weight.to_numpy()
scaled = (weights - weights.mean()) / weights.std()
### END SOLUTION

# %% tags=["wrong-answer"] message="mean is 0"
scaled = apples.weight.to_numpy() / apples.weight.to_numpy().std()

# %% tags=["wrong-answer"] message="standard deviation is 1"
scaled = apples.weight.to_numpy() - apples.weight.mean()

# %% tags=["wrong-answer"] message="other apples"
scaled = np.sort((apples.weight.to_numpy() - apples.weight.mean()) / apples.weight.std(ddof=0))

# %% check="scaled" points=1
assert scaled is not None, "scaled is still empty"
assert scaled.shape == (40,), "there is one number for each apple"
assert abs(scaled.mean()) < 0.001, "their mean is 0"
assert abs(scaled.std() - 1) < 0.001, "their standard deviation is 1"
### BEGIN HIDDEN TESTS
assert np.allclose(scaled[:3], SCALED, atol=0.001), "these are the numbers of other apples"
### END HIDDEN TESTS

# %% [markdown]
# ## A model
#
# Weight grows with the size. Here are two models of it; use whichever you like.

# %%
sizes = apples[["width", "height"]].to_numpy()
line = LinearRegression().fit(sizes, apples.weight)

torch.manual_seed(1)
inputs = torch.tensor((sizes - sizes.mean(0)) / sizes.std(0), dtype=torch.float32)
targets = torch.tensor(apples.weight.to_numpy(), dtype=torch.float32)
network = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
for _ in range(200):
    optimizer.zero_grad()
    loss = ((network(inputs).squeeze(1) - targets) ** 2).mean()
    loss.backward()
    optimizer.step()
print(f"the network is off by about {loss.item() ** 0.5:.0f} g")


# %% question="predict"
def predict(rows):
    """Weights in grams, a list, of apples that are given as [width, height] in millimetres."""
    ### BEGIN SOLUTION
    return line.predict(rows).tolist()
    ### END SOLUTION


# %% tags=["wrong-answer"] message="one weight for each apple"
def predict(rows):
    return line.predict(rows)[0]


# %% tags=["wrong-answer"] message="in grams"
def predict(rows):
    return (line.predict(rows) / 1000).tolist()


# %% check="predict" points=3
def credit(rows, weights):
    """3 points for an error of up to 10 g, and one less for each 20 g more."""
    guesses = predict(rows)
    assert hasattr(guesses, "__len__") and len(guesses) == len(rows), "give one weight for each apple"
    error = np.mean([abs(guess - weight) for guess, weight in zip(guesses, weights)])
    assert not error > 100, "is this in grams?"
    return float(np.clip(round(3.5 - error / 20, 1), 0, 3))


points = credit([[70, 62], [80, 71]], [145, 218])
### BEGIN HIDDEN TESTS
points = min(points, credit([[64, 60], [75, 66], [83, 72], [90, 80]], [111, 179, 234, 286]))
### END HIDDEN TESTS
points

# %% [markdown]
# ## A reason

# %% [markdown] reason="why" points=1
# ### BEGIN SOLUTION
# The weight grows with the third power of the size, so a straight line is off for very small and very large apples.
# ### END SOLUTION
