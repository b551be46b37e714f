# %% [raw] tags=["front-matter"]
# # ruff: noqa
# title: "A number that is taken on trust"
# question: What share of the apples did your rule get right?
# minutes: 1
# seconds: 1

# %%
import numpy as np

# %% question="share"
share = None
### BEGIN SOLUTION
share = 0.5
### END SOLUTION

# %% check="share" points=3
assert share is not None, "share is still empty"
3 * share
