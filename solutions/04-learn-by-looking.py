# %% [raw] tags=["front-matter"]
# title: "Learning by looking"
# question: When does a network that learns from photographs beat measuring them, and what does it cost?
# minutes: 30
# seconds: 55
# claims: [C7, C8, C9, C19]
# needs: ["01-apple-or-not"]

# %% [raw] tags=["quick-question"]
# ask: A rule asks for round and red. Which fruit does it take for an apple?
# right:
#   a tomato: It is round and red. The rule sees nothing else, so it cannot tell the two apart.
# wrong:
#   a green apple: That one it misses. Red is what it lacks.
#   a lemon: It is neither round nor red.
# lesson: "01"
# ---
# ask: Gradient descent takes steps that are far too long. What happens to the loss?
# right:
#   it grows: Each step lands on the other side of the valley, higher up than it started.
# wrong:
#   it falls faster: Up to a point. Far beyond that point a step jumps over the valley.
#   it stays: A step of any length moves the weights, and the loss with them.
# lesson: "02"

# %% [markdown]
# In lesson 01 somebody decided what to measure on a fruit: redness, roundness, size. In **deep learning** nobody does.
# A **[network]** gets photographs and answers, and finds out what to look for. This kind of work, saying what a picture
# shows, is **[computer vision]**.
#
# **Do you need a network, and is it worth its time?** Train one, watch it guess, break it, and measure it against
# simpler approaches.

# %%
import time

import pandas as pd
import torch

from course import checks, figures, plots, timing, training, widgets
from course.data import fruit, measure

SEED = 4
training.one_thread()  # threads of a small network wait for each other more than they work
photos = fruit.photos(1600, difficulty=0.35, seed=SEED)
train_photos, valid_photos = photos[:1200], photos[1200:]
watched = valid_photos[:12]
plots.photo_grid(watched, message="Twelve photographs to watch")

# %% [markdown]
# The network learns from 1,200 photographs and is judged on 400 others, the **[validation set]**, with the twelve above
# among them.
#
# To the network a photograph is 3 x 32 x 32 numbers: red, green and blue. It slides small windows over them, and gives
# one number, the **[logit]**: above 0 means "apple".

# %%
def tensors(photos):
    """Pictures (n, 3, 32, 32) in 0..1 and answers (n,), 1 for apple, as PyTorch wants them."""
    return torch.from_numpy(photos.small(32)), torch.from_numpy(photos.is_apple).float()

def rehearse(inputs, targets, steps=1):
    """What your step makes of two weights that start from zeros; plain numbers in and out."""
    return training.rehearse(training_step, inputs, targets, steps=steps, learning_rate=0.5)

train, valid, watch = tensors(train_photos), tensors(valid_photos), tensors(watched)[0]
network = training.apple_net(seed=SEED)
print(network)
print(f"{training.parameters(network):,} weights: numbers that training may change")
widgets.device_toggle()  # where shall it compute?

# %% [markdown]
# ## Write the training step
#
# All of deep learning repeats four moves on a handful of photographs, a *batch*:
#
# 1. **guess**: `model(inputs)` gives the logits,
# 2. **loss**: `loss(guess, targets)` says how wrong they are, as one number,
# 3. **backward**: `.backward()` on the loss finds, for each weight, which way is downhill (the *gradient*),
# 4. **step**: the optimizer moves each weight a little that way: `optimizer.step()`.
#
# Gradients add up until somebody clears them: call `optimizer.zero_grad()` once in each step.
#
# <details><summary>Hint 1: what can be called?</summary>
# Two of the five names are functions. One wants photographs, the other wants what the first one gave, and the answers.
# </details>
#
# <details><summary>Hint 2: when to clear</summary>
# Going backward fills the gradients, the step uses them. Clearing between the two would throw the new ones away.
# </details>
#
# <details><summary>Hint 3: the shape</summary>
# Two lines that give a name to what they compute, three lines that only call something, and one that gives back the
# loss of the first guess.
# </details>

# %% question="training-step"
def training_step(model, inputs, targets, optimizer, loss):
    """One batch: guess, loss, backward, step. Returns the loss of the guess."""
    ### BEGIN SOLUTION
    guess = model(inputs)
    error = loss(guess, targets)
    optimizer.zero_grad()
    error.backward()
    optimizer.step()
    return error
    ### END SOLUTION


# %% tags=["wrong-answer"] message="The weights did not change"
def training_step(model, inputs, targets, optimizer, loss):
    error = loss(model(inputs), targets)
    optimizer.zero_grad()
    error.backward()
    return error


# %% tags=["wrong-answer"] message="and that nothing clears the gradients between the two"
def training_step(model, inputs, targets, optimizer, loss):
    error = loss(model(inputs), targets)
    error.backward()
    optimizer.zero_grad()
    optimizer.step()
    return error


# %% tags=["wrong-answer"] message="The second step still carries the gradients of the first"
def training_step(model, inputs, targets, optimizer, loss):
    error = loss(model(inputs), targets)
    error.backward()
    optimizer.step()
    return error


# %% tags=["wrong-answer"] message="The loss of the first guess should be 0.693"
def training_step(model, inputs, targets, optimizer, loss):
    error = loss(targets, model(inputs))
    optimizer.zero_grad()
    error.backward()
    optimizer.step()
    return error


# %% tags=["wrong-answer"] message="That is the loss after the step"
def training_step(model, inputs, targets, optimizer, loss):
    optimizer.zero_grad()
    loss(model(inputs), targets).backward()
    optimizer.step()
    return loss(model(inputs), targets)


# %% tags=["wrong-answer"] message="It is another loss than the one"
def training_step(model, inputs, targets, optimizer, loss):
    error = ((model(inputs) - targets) ** 2).mean()
    optimizer.zero_grad()
    error.backward()
    optimizer.step()
    return error


# %% tags=["wrong-answer"] message="The loss wants the logits as they are"
def training_step(model, inputs, targets, optimizer, loss):
    error = loss(model(inputs).sigmoid(), targets)
    optimizer.zero_grad()
    error.backward()
    optimizer.step()
    return error


# %% tags=["wrong-answer"] message="training_step computes something and gives back nothing"
def training_step(model, inputs, targets, optimizer, loss):
    error = loss(model(inputs), targets)
    optimizer.zero_grad()
    error.backward()
    optimizer.step()


# %% tags=["right-answer"]
def training_step(model, inputs, targets, optimizer, loss):
    optimizer.zero_grad()
    guess = model(inputs)
    error = loss(guess, targets)
    error.backward()
    optimizer.step()
    return error.item()


# %% tags=["right-answer"]
def training_step(model, inputs, targets, optimizer, loss):
    (error := loss(model.forward(inputs), targets)).backward()
    optimizer.step()
    optimizer.zero_grad()
    return error.detach().numpy()


# %% tags=["right-answer"]
def training_step(model, inputs, targets, optimizer, loss):
    for weights in model.parameters():
        weights.grad = None
    error = torch.nn.functional.binary_cross_entropy_with_logits(model(inputs), targets)
    error.backward()
    optimizer.step()
    return error


# %% check="training-step" points=3
with checks.question("training-step", read="Write the training step", learned="The gradient says which way is "
                     "downhill for every weight at once. One step goes that way, and the next batch asks again.") as q:
    once = rehearse([[1.0, 2.0], [3.0, -1.0]], [1.0, 0.0])
    q.attempted(once["losses"][0], "training_step")
    first = q.number(once["losses"][0], "what training_step returns")
    q.expect(abs(first - 0.377614) > 1e-3, "That is the loss after the step; return that of the guess.")
    q.expect(abs(first - 1.003204) > 1e-3, "The loss of the first guess should be 0.693. It compares the guess, which "
             "comes first, with the targets.")
    q.expect(abs(first - 0.724077) > 1e-3, "The loss wants the logits as they are: leave the sigmoid out.")
    q.close(first, 0.693147, f"The loss of the first guess should be 0.693 and is {first:.3g}. It is another loss than "
            "the one that your function is given: call `loss`.", rtol=1e-3)
    q.expect(once["weights"] != [0, 0], "The weights did not change. Check that your step calls `backward()` and then "
             "`optimizer.step()`, and that nothing clears the gradients between the two.")
    q.close(once["weights"][0], -0.25, "The weights moved, but not downhill by one step.", rtol=1e-4)
    twice = rehearse([[1.0, 2.0], [3.0, -1.0]], [1.0, 0.0], steps=2)
    q.close(twice["weights"][0], -0.33943, "The second step still carries the gradients of the first: clear them.",
            rtol=1e-3)
### BEGIN HIDDEN TESTS
import numpy as np

with checks.question("training-step, other numbers", read="Write the training step") as q:
    random = np.random.default_rng(11)
    x, y, w, b = random.normal(size=(6, 3)), np.array([0.0, 1, 1, 0, 1, 0]), np.zeros(3), 0.0
    for _ in range(4):
        down = y - 1 / (1 + np.exp(-(x @ w + b)))
        w, b = w + 0.5 * (down[:, None] * x).mean(0), b + 0.5 * down.mean()
    found = rehearse(x.tolist(), y.tolist(), steps=4)
    q.expect(np.allclose(found["weights"], w, atol=1e-4), "After four steps on other numbers the weights are wrong.")
    q.close(found["bias"], b, "After four steps on other numbers the bias is wrong.", atol=1e-4)
### END HIDDEN TESTS

# %% [markdown]
# ## Predict
#
# An **epoch** is one pass over all 1,200 photographs. How many seconds will one take here?
#
# <details><summary>Hint 1: how much work is it?</summary>
# About 17 million steps of arithmetic for each photograph, there and back: 20 thousand million for an epoch.
# </details>
#
# <details><summary>Hint 2: how fast is this machine?</summary>
# Lesson 00 measured a matrix product, which is the best that a processor can do. Expect less than that rate here.
# </details>

# %% question="epoch-seconds"
epoch_seconds = None
### BEGIN SOLUTION
epoch_seconds = 0.5
### END SOLUTION

# %% tags=["wrong-answer"] message="should be one number"
epoch_seconds = "half a second"

# %% tags=["wrong-answer"] message="Time is above zero"
epoch_seconds = -1

# %% tags=["wrong-answer"] message="Did you write milliseconds"
epoch_seconds = 800

# %% tags=["right-answer"]
from decimal import Decimal

epoch_seconds = Decimal("0.5")

# %% tags=["right-answer"]
import numpy

epoch_seconds = numpy.array([0.5])

# %% tags=["right-answer"]
epoch_seconds = torch.tensor(1.0) / 2

# %%
timing.predict("epoch of the apple network", epoch_seconds)
trial = training.apple_net(seed=SEED)
epoch = timing.measure_epochs(
    "epoch of the apple network",
    lambda: training.one_epoch(trial, train, batch_size=32),
    epochs=4, size=len(train_photos), work={"photographs": len(train_photos)},
)
print(epoch)
print(f"You predicted {epoch_seconds} s and measured {epoch.median:.2g} s.")

# %% check="epoch-seconds" points=1
with checks.question("epoch-seconds", read="Predict", learned="An epoch on a small network is a matter of seconds on "
                     "the processor that every computer has. You measured it.") as q:
    guess = q.number(epoch_seconds, "epoch_seconds")
    q.expect(guess > 0, "Time is above zero, and so is a prediction of it.")
    q.expect(guess < 300, "That is more than five minutes. Did you write milliseconds? The unit is seconds.")
    q.honest("epoch of the apple network")
### BEGIN HIDDEN TESTS
with checks.question("epoch-seconds, the log", read="Predict") as q:
    seen = timing.recorded("epoch of the apple network")
    q.attempted(seen[-1] if seen else None, "the measurement")
    q.expect(seen[-1].size == 1200, "The epoch that was measured is not the one of 1,200 photographs.")
    q.expect(seen[-1].prediction is not None, "The log holds no prediction made before the measurement.")
### END HIDDEN TESTS

# %% [markdown]
# The unit that lesson 00 names says that training with PyTorch needs a GPU to be efficient. Hold your number against
# that.
#
# ## Watch it learn
#
# Which of the twelve will it get right first: the red ones? Decide before you run.

# %%
network = training.apple_net(seed=SEED)  # a fresh one whenever this cell runs
start = training.epoch_zero(network, train, valid, watch=watch)
settings = {"batch_size": 32, "learning_rate": 0.003, "last_rate": 0.0001, "seed": SEED}
history = training.fit(
    network, train, valid, step=training_step, epochs=12, **settings,
    watch=watch, on_epoch=widgets.TrainingView(), checkpoint="apple-network",
)

# %% [markdown]
# Drag the dot of the figure below (`plots.watched(history, watched, epoch=3)` needs no mouse). Which came first? Under
# each photograph stands since when it is right.
#
# "Round and red shapes come to mean apple", says the unit. Are green apples missed then, and tomatoes mistaken?

# %%
display(figures.epoch_player(history, watched, start=start))
answers = pd.DataFrame({"kind": valid_photos.kinds, "variety": valid_photos.varieties})
answers["name"] = answers.kind.where(answers.kind != "apple", answers.variety + " apple")
guessed_apple = training.probabilities(network, valid[0]) > 0.5
answers["right"] = guessed_apple == (valid_photos.is_apple == 1)
shares = answers.groupby("name").right.agg(["mean", "size"]).round(2)
shares.loc[["red apple", "green apple", "yellow apple", "tomato", "pomegranate"]]

# %% [markdown]
# Within twelve epochs at least nine in ten new photographs are guessed right, green apples and tomatoes mostly too.
# Colour alone cannot do that.
#
# ## When do the weights change?
#
# The unit also says that a network improves at the end of an epoch. You wrote the step: how often does it really
# happen? The last batch of an epoch may be smaller, and counts.
#
# <details><summary>Hint 1: one epoch</summary>
# 100 photographs in batches of 32 are three full batches and one of 4.
# </details>
#
# <details><summary>Hint 2: rounding up</summary>
# The module <code>math</code> has a function that makes 8 of 7.1.
# </details>

# %% question="weight-changes"
def weight_changes(photographs, batch_size, epochs):
    """How many times training changes the weights; whole numbers in, a whole number out."""
    ### BEGIN SOLUTION
    batches = -(-photographs // batch_size)
    return batches * epochs
    ### END SOLUTION


# %% tags=["wrong-answer"] message="That is once an epoch"
def weight_changes(photographs, batch_size, epochs):
    return epochs


# %% tags=["wrong-answer"] message="The last, smaller batch counts too"
def weight_changes(photographs, batch_size, epochs):
    return photographs // batch_size * epochs


# %% tags=["wrong-answer"] message="Not once for each photograph"
def weight_changes(photographs, batch_size, epochs):
    return photographs * epochs


# %% tags=["wrong-answer"] message="Every epoch ends with a smaller batch of its own"
def weight_changes(photographs, batch_size, epochs):
    return -(-photographs * epochs // batch_size)


# %% tags=["wrong-answer"] message="That is one epoch"
def weight_changes(photographs, batch_size, epochs):
    return -(-photographs // batch_size)


# %% tags=["wrong-answer"] message="a whole number of times"
def weight_changes(photographs, batch_size, epochs):
    return photographs / batch_size * epochs


# %% tags=["wrong-answer"] message="no smaller one is left over"
def weight_changes(photographs, batch_size, epochs):
    return (photographs // batch_size + 1) * epochs


# %% tags=["right-answer"]
import math

def weight_changes(photographs, batch_size, epochs):
    return epochs * math.ceil(photographs / batch_size)


# %% tags=["right-answer"]
import numpy

def weight_changes(photographs, batch_size, epochs):
    return numpy.ceil(photographs / batch_size) * epochs


# %% tags=["right-answer"]
def weight_changes(photographs, batch_size, epochs):
    changes = 0
    for _ in range(epochs):
        for _ in range(0, photographs, batch_size):
            changes += 1
    return changes


# %% tags=["right-answer"]
def weight_changes(photographs, batch_size, epochs):
    return torch.tensor((photographs + batch_size - 1) // batch_size * epochs)


# %% check="weight-changes" points=1
with checks.question("weight-changes", read="When do the weights change?", learned="The weights change after every "
                     "batch. An epoch only counts how often every photograph was seen.") as q:
    answer = q.number(weight_changes(100, 32, 3), "weight_changes(100, 32, 3)")
    q.expect(answer != 3, "That is once an epoch. Your step changes the weights after every batch.")
    q.expect(answer != 9, "The last, smaller batch counts too: 100 photographs make four batches of up to 32.")
    q.expect(answer != 300, "Not once for each photograph: once for each batch.")
    q.expect(answer != 10, "Every epoch ends with a smaller batch of its own: round up before you multiply.")
    q.expect(answer != 4, "That is one epoch, and there are three.")
    q.expect(answer == int(answer), "Weights change a whole number of times: the smaller batch counts as one.")
    q.close(answer, 12, "100 photographs in batches of 32, three epochs: 4 batches, three times.")
    even = q.number(weight_changes(96, 32, 2), "weight_changes(96, 32, 2)")
    q.close(even, 6, "96 photographs are three full batches: no smaller one is left over.")
### BEGIN HIDDEN TESTS
with checks.question("weight-changes, other numbers", read="When do the weights change?") as q:
    for numbers, expected in (((1200, 32, 12), 456), ((64, 64, 5), 5), ((65, 64, 5), 10), ((7, 1, 2), 14)):
        q.close(weight_changes(*numbers), expected, f"weight_changes{numbers} should be {expected}.")
### END HIDDEN TESTS

# %% [markdown]
# Six epochs twice: in batches of 32, and in one batch of 600, which is what "at the end of the epoch" would mean.
# Both see every photograph six times. Which one learns?

# %%
batch_runs = {}
for batch_size in (32, 600):
    changes = checks.solved(weight_changes(600, batch_size, 6), "When do the weights change?")
    batch_runs[batch_size] = run = training.fit(
        training.apple_net(seed=SEED), tensors(train_photos[:600]), valid, step=training_step,
        epochs=6, **(settings | {"batch_size": batch_size}), progress=False,
        checkpoint=f"batches-of-{batch_size}",
    )
    score = run.epochs[-1].valid_score
    print(f"batches of {batch_size}: accuracy {score:.2f} after {changes} changes of the weights")

# %% [markdown]
# Six changes are too few.
#
# ## Learning by heart
#
# Now only 200 photographs, and a larger network.

# %%
torch.manual_seed(SEED)
large = torch.nn.Sequential(
    *training.apple_net()[:8],  # two blocks as before
    torch.nn.Flatten(), torch.nn.Linear(2048, 64), torch.nn.ReLU(), torch.nn.Linear(64, 1),
    torch.nn.Flatten(0),
)
by_heart = training.fit(
    large, tensors(train_photos[:200]), valid, step=training_step, epochs=30, batch_size=32,
    learning_rate=0.002, seed=SEED, checkpoint="by-heart", progress=False,
)
plots.curves(by_heart, mark_best=False)

# %% [markdown]
# On the 200 the loss falls to nothing. On the others it turns: from there on the network learns by heart and gets surer
# of its mistakes. That is **[overfitting]**. The usual epoch to stop at has the lowest *validation* loss.
#
# <details><summary>Hint 1: two steps</summary>
# First which number is the lowest, then where it stands: a list has a method that says where a number stands first.
# </details>
#
# <details><summary>Hint 2: counting</summary>
# Python counts from 0; the first epoch is number 1.
# </details>

# %% question="best-epoch"
def best_epoch(losses):
    """Number of the epoch (the first is 1) with the lowest of `losses`; the first of equals."""
    ### BEGIN SOLUTION
    return losses.index(min(losses)) + 1
    ### END SOLUTION


# %% tags=["wrong-answer"] message="Python counts from 0"
def best_epoch(losses):
    return losses.index(min(losses))


# %% tags=["wrong-answer"] message="That is the loss itself"
def best_epoch(losses):
    return min(losses)


# %% tags=["wrong-answer"] message="That is the last epoch"
def best_epoch(losses):
    return len(losses)


# %% tags=["wrong-answer"] message="stops at the first rise"
def best_epoch(losses):
    for number in range(1, len(losses)):
        if losses[number] > losses[number - 1]:
            return number
    return len(losses)


# %% tags=["wrong-answer"] message="Of equals take the first"
def best_epoch(losses):
    return len(losses) - losses[::-1].index(min(losses))


# %% tags=["right-answer"]
import numpy

def best_epoch(losses):
    return numpy.argmin(losses) + 1


# %% tags=["right-answer"]
def best_epoch(losses):
    best = 0
    for place, loss in enumerate(losses):
        if loss < losses[best]:
            best = place
    return best + 1


# %% tags=["right-answer"]
def best_epoch(losses):
    return pd.Series(losses, index=range(1, len(losses) + 1)).idxmin()


# %% tags=["right-answer"]
def best_epoch(losses):
    return torch.tensor(losses).argmin() + 1


# %% check="best-epoch" points=1
with checks.question("best-epoch", read="Learning by heart", learned="The validation loss shows where learning turns "
                     "into learning by heart. Training loss never would: it only falls.") as q:
    answer = q.number(best_epoch([0.7, 0.5, 0.6, 0.3, 0.4, 0.8]), "best_epoch(...)")
    q.expect(answer != 3, "You are one too low. Python counts from 0, epochs from 1.")
    q.expect(answer != 0.3, "That is the loss itself; the question is after which epoch it was reached.")
    q.expect(answer != 6, "That is the last epoch, where the loss is highest.")
    q.expect(answer != 2, "Yours stops at the first rise. Losses wobble: look at all of them.")
    q.close(answer, 4, "Of 0.7, 0.5, 0.6, 0.3, 0.4, 0.8 the lowest is in epoch 4.")
    equal = q.number(best_epoch([0.6, 0.4, 0.5, 0.4]), "best_epoch(...)")
    q.close(equal, 2, "Of equals take the first: of 0.6, 0.4, 0.5, 0.4 that of epoch 2.")
### BEGIN HIDDEN TESTS
with checks.question("best-epoch, other losses", read="Learning by heart") as q:
    for losses, expected in (([0.2], 1), ([0.9, 0.8, 0.7], 3), ([0.4, 0.6, 0.4], 1), ([3.0, 1.0, 2.0, 0.5, 9.0], 4)):
        q.close(best_epoch(list(losses)), expected, f"best_epoch({losses}) should be {expected}.")
### END HIDDEN TESTS

# %%
losses = [epoch.valid_loss for epoch in by_heart.epochs]
best = int(checks.solved(best_epoch(losses), "Learning by heart"))
scores = ["train_score", "valid_loss", "valid_score"]
by_heart.frame().loc[[best, len(by_heart)], scores].round(2)

# %% [markdown]
# ## Is it worth it?
#
# Now compare, on the same photographs: trees on **measured features**, logistic regression on raw **pixels**
# (16 x 16), and the **network**. Predict: from which dial (0 easy, 1 hard) on does the network lead?

# %%
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

trees = ExtraTreesClassifier(300, random_state=SEED)
regression = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=300))

def measured(photos):
    return measure.table(photos, fresh=True)[list(measure.FEATURES)]

def pixels(photos):
    return photos.pixels(16)

# %%
def clocked(work):
    started = time.perf_counter()
    return work(), time.perf_counter() - started

def shallow(model, describe, learn, test):  # seconds to learn, seconds to guess, accuracy
    _, learning = clocked(lambda: model.fit(describe(learn), learn.is_apple))
    right, guessing = clocked(lambda: model.score(describe(test), test.is_apple))
    return learning, guessing, right

def deep(learn, test, epochs, name):
    model, data = training.apple_net(seed=SEED), (tensors(learn), tensors(test))
    run = training.fit(model, *data, epochs=epochs, **settings, checkpoint=name, progress=False)
    _, guessing = clocked(lambda: training.probabilities(model, data[1][0]))
    return run.seconds, guessing, run.epochs[-1].valid_score

# %%
rows, cases = [], [(0, 200, 20), (0, 600, 10), (0.5, 100, 30), (0.5, 600, 20), (0.75, 600, 20)]
for dial, count, epochs in cases:
    album = fruit.photos(900, difficulty=dial, seed=SEED + 1)
    learn, test, about = album[:count], album[600:], (dial, count)
    rows += [
        (*about, "measured features", *shallow(trees, measured, learn, test)),
        (*about, "pixels", *shallow(regression, pixels, learn, test)),
        (*about, "network", *deep(learn, test, epochs, f"dial-{dial}-{count}")),
    ]
columns = ["dial", "photographs", "approach", "seconds", "seconds to guess 300", "accuracy"]
results = pd.DataFrame(rows, columns=columns)
display(results.pivot_table("accuracy", ["dial", "photographs"], "approach").round(2))
display(results.groupby("approach")[["seconds to guess 300"]].median().round(3))
plots.approaches(results[results.photographs == 600])

# %% [markdown]
# Each time is one reading of a clock: trust differences of ten times, not of a tenth.
#
# With 300 new photographs a few hundredths are chance. List the dials where the network is ahead of **both** others by
# at least a margin, a difference of accuracies.
#
# <details><summary>Hint 1: four lists at once</summary>
# <code>zip</code> walks through lists side by side and gives one number of each at a time.
# </details>
#
# <details><summary>Hint 2: ahead of both</summary>
# Who is ahead of the better one of two is ahead of both.
# </details>

# %% question="pays"
def pays(dials, features, pixels, network, margin):
    """List of the dials where `network` is at least `margin` above both other accuracies."""
    ### BEGIN SOLUTION
    together = zip(dials, features, pixels, network, strict=True)
    return [dial for dial, a, b, deep in together if deep - max(a, b) >= margin - 1e-9]
    ### END SOLUTION


# %% tags=["wrong-answer"] message="ahead by less than the margin"
def pays(dials, features, pixels, network, margin):
    return [d for d, a, b, c in zip(dials, features, pixels, network, strict=True) if c > max(a, b)]


# %% tags=["wrong-answer"] message="ahead of the pixels there, and behind the features"
def pays(dials, features, pixels, network, margin):
    return [d for d, b, c in zip(dials, pixels, network, strict=True) if c - b >= margin]


# %% tags=["wrong-answer"] message="ahead of the features there, and not of the pixels"
def pays(dials, features, pixels, network, margin):
    return [d for d, a, c in zip(dials, features, network, strict=True) if c - a >= margin]


# %% tags=["wrong-answer"] message="they are dials"
def pays(dials, features, pixels, network, margin):
    return [c for a, b, c in zip(features, pixels, network, strict=True) if c - max(a, b) >= margin]


# %% tags=["wrong-answer"] message="should be several numbers, the dials where it leads"
def pays(dials, features, pixels, network, margin):
    return max(d for d, a, b, c in zip(dials, features, pixels, network, strict=True) if c - max(a, b) >= margin)


# %% tags=["wrong-answer"] message="exactly the margin counts"
def pays(dials, features, pixels, network, margin):
    return [d for d, a, b, c in zip(dials, features, pixels, network, strict=True) if c - max(a, b) > margin]


# %% tags=["wrong-answer"] message="a difference of accuracies"
def pays(dials, features, pixels, network, margin):
    return [d for d, a, b, c in zip(dials, features, pixels, network, strict=True) if c >= max(a, b) * (1 + margin)]


# %% tags=["wrong-answer"] message="With a margin of 0.25"
def pays(dials, features, pixels, network, margin):
    return [d for d, a, b, c in zip(dials, features, pixels, network, strict=True) if c - max(a, b) >= 0.05]


# %% tags=["right-answer"]
def pays(dials, features, pixels, network, margin):
    found = []
    for place in range(len(dials)):
        ahead = network[place] - features[place], network[place] - pixels[place]
        if min(ahead) > margin or abs(min(ahead) - margin) < 1e-6:
            found.append(dials[place])
    return tuple(found)


# %% tags=["right-answer"]
import numpy

def pays(dials, features, pixels, network, margin):
    lead = numpy.array(network) - numpy.maximum(features, pixels)
    return numpy.array(dials)[lead.round(6) >= margin]


# %% tags=["right-answer"]
def pays(dials, features, pixels, network, margin):
    table = pd.DataFrame({"dial": dials, "a": features, "b": pixels, "c": network})
    return table[(table.c - table[["a", "b"]].max(axis=1)).round(6) >= margin].dial


# %% tags=["right-answer"]
def pays(dials, features, pixels, network, margin):
    for dial, a, b, c in zip(dials, features, pixels, network, strict=True):
        if round(c - a, 6) >= margin and round(c - b, 6) >= margin:
            yield dial


# %% check="pays" points=1
with checks.question("pays", read="Is it worth it?", learned="A lead counts where it is larger than chance, and over "
                     "the best of the others: then a network is worth its seconds.") as q:
    each = "the dials where it leads"
    answer = q.numbers(pays([0, 0.2, 0.4, 0.6, 0.8], [0.9, 0.9, 0.8, 0.7, 0.5], [0.9, 0.8, 0.7, 0.9, 0.5],
                            [0.92, 0.87, 0.95, 0.85, 0.7], 0.05), "pays(...)", each=each)
    q.expect(set(answer) <= {0, 0.2, 0.4, 0.6, 0.8}, "Your answer holds numbers that are no dials: they are dials that "
             "the question asks for, not accuracies.")
    q.expect(0 not in answer, "At dial 0 the network is ahead by less than the margin.")
    q.expect(0.2 not in answer, "At dial 0.2 the network is ahead of the pixels there, and behind the features.")
    q.expect(0.6 not in answer, "At dial 0.6 it is ahead of the features there, and not of the pixels.")
    q.expect(answer == [0.4, 0.8], "The network leads by 0.05 or more at the dials 0.4 and 0.8.")
    far = q.numbers(pays([0.1, 0.3, 0.5], [0.5, 0.5, 0.5], [0.2, 0.2, 0.2], [0.75, 0.625, 0.5625], 0.25), "pays(...)",
                    each=each)
    q.expect(far != [], "Ahead by exactly the margin counts: it says at least.")
    q.expect(far != [0.1, 0.3], "The margin is a difference of accuracies; do not multiply by it.")
    q.expect(far == [0.1], "With a margin of 0.25 only dial 0.1 remains: compare with `margin`.")
### BEGIN HIDDEN TESTS
with checks.question("pays, other numbers", read="Is it worth it?") as q:
    cases = (
        (([0.1, 0.9], [0.5, 0.5], [0.6, 0.5], [0.65, 0.9], 0.2), [0.9], "A margin of 0.2 is more."),
        (([0.1], [0.9], [0.9], [0.8], 0.0), [], "Where the network never leads, the list is empty."),
        (([0.3, 0.1], [0.2, 0.2], [0.1, 0.1], [0.9, 0.9], 0.1), [0.3, 0.1], "Keep the order."),
    )
    for given, expected, message in cases:
        q.expect(q.numbers(pays(*given), "pays(...)") == expected, message)
### END HIDDEN TESTS

# %%
table = results[results.photographs == 600].pivot_table("accuracy", "dial", "approach")
accuracies = [list(table[name]) for name in ("measured features", "pixels", "network")]
leads = list(checks.solved(pays(list(table.index), *accuracies, 0.05), "Is it worth it?"))
print("In your table the network leads by 0.05 or more at the dials", *leads)

# %% [markdown]
# ## What did it look at?
#
# Skin, outline or stem: what makes an apple for *your* network? Guess, then push the grey patch over each and watch the
# chance. (`plots.network(network, watched, 0, patch=(8, 8, 12))` needs no mouse.)

# %%
print(f"Your network after {len(history)} epochs:")
figures.network_explainer(network, watched)

# %% [markdown]
# The gradient asks all places at once: change one pixel a little, and how much does the logit move? That is
# **[saliency]**, the backward move of training, asked of the picture; bright is much.
#
# Give for each pixel the largest absolute gradient over its three colours.
#
# <details><summary>Hint 1: a picture that wants gradients</summary>
# In training the weights get gradients. A tensor gets them too after its method <code>requires_grad_()</code>: take a
# copy, so that the learner's pictures stay as they are.
# </details>
#
# <details><summary>Hint 2: one number to go backward from</summary>
# There is a logit for each picture, and no picture has a say in another's. Their sum is one number.
# </details>
#
# <details><summary>Hint 3: three colours to one</summary>
# What went backward lies in <code>.grad</code>, in the shape of the pictures: (n, 3, height, width). The colours are
# dimension 1, and <code>amax</code> takes the largest along a dimension.
# </details>

# %% question="saliency"
def saliency(model, pictures):
    """How strongly each pixel moves the answer: (n, 3, h, w) to (n, h, w), 0 or more."""
    ### BEGIN SOLUTION
    pictures = pictures.clone().requires_grad_()
    model(pictures).sum().backward()
    return pictures.grad.abs().amax(1)
    ### END SOLUTION


# %% tags=["wrong-answer"] message="is below zero"
def saliency(model, pictures):
    pictures = pictures.clone().requires_grad_()
    model(pictures).sum().backward()
    return pictures.grad.amax(1)


# %% tags=["wrong-answer"] message="adds the colours up"
def saliency(model, pictures):
    pictures = pictures.clone().requires_grad_()
    model(pictures).sum().backward()
    return pictures.grad.abs().sum(1)


# %% tags=["wrong-answer"] message="one number for each pixel, without the colours"
def saliency(model, pictures):
    pictures = pictures.clone().requires_grad_()
    model(pictures).sum().backward()
    return pictures.grad.abs()


# %% tags=["wrong-answer"] message="depends on how bright the picture is"
def saliency(model, pictures):
    pictures = pictures.clone().requires_grad_()
    model(pictures).sum().backward()
    return (pictures.grad * pictures).detach().abs().amax(1)


# %% tags=["wrong-answer"] message="or averages them"
def saliency(model, pictures):
    pictures = pictures.clone().requires_grad_()
    model(pictures).sum().backward()
    return pictures.grad.abs().mean(1)


# %% tags=["wrong-answer"] message="shrinks when there are more pictures"
def saliency(model, pictures):
    pictures = pictures.clone().requires_grad_()
    model(pictures).mean().backward()
    return pictures.grad.abs().amax(1)


# %% tags=["wrong-answer"] message="only for scalar outputs"
def saliency(model, pictures):
    pictures = pictures.clone().requires_grad_()
    model(pictures).backward()
    return pictures.grad.abs().amax(1)


# %% tags=["wrong-answer"] message="and beside them where they were"
def saliency(model, pictures):
    pictures = pictures.clone().requires_grad_()
    model(pictures).sum().backward()
    return pictures.grad.abs().max(1)


# %% tags=["wrong-answer"] message="saliency computes something and gives back nothing"
def saliency(model, pictures):
    pictures = pictures.clone().requires_grad_()
    model(pictures).sum().backward()
    pictures.grad.abs().amax(1)


# %% tags=["right-answer"]
def saliency(model, pictures):
    pictures = pictures.detach().requires_grad_(True)
    (gradient,) = torch.autograd.grad(model(pictures).sum(), pictures)
    return gradient.abs().max(dim=1)[0]


# %% tags=["right-answer"]
import numpy

def saliency(model, pictures):
    copy = pictures.clone()
    copy.requires_grad = True
    sum(model(copy)).backward()
    return numpy.abs(copy.grad.numpy()).max(axis=1)


# %% tags=["right-answer"]
def saliency(model, pictures):
    found = []
    for picture in pictures:
        one = picture[None].clone().requires_grad_()
        model(one).backward()
        found.append(one.grad[0].abs().amax(0))
    return torch.stack(found)


# %%
def looked_at(weights, picture):
    """Your saliency of a network that only weighs pixels, for a picture given twice; lists."""
    weights, pictures = torch.tensor(weights), torch.tensor(picture).repeat(2, 1, 1, 1)
    found = saliency(lambda pictures: (pictures * weights).flatten(1).sum(1), pictures)
    if found is None or isinstance(found, tuple):
        return found and "a pair"
    return torch.as_tensor(found)[0].tolist()

shown = watched[:6]
looked = checks.solved(saliency(network.cpu().eval(), watch[:6]), "What did it look at?")
guesses = training.probabilities(network, watch[:6])
titles = [f"{kind}: {guess:.0%}" for kind, guess in zip(shown.kinds, guesses, strict=True)]
message = "Where it looked, and how surely it says apple"
plots.saliency(shown.small(32), looked, titles, message=message)

# %% check="saliency" points=2
with checks.question("saliency", read="What did it look at?", learned="A gradient can be asked of anything that "
                     "went in, pixels as well as weights: it tells what the answer hangs on.") as q:
    weights, picture = [[[1.0, 0.0]], [[-3.0, 0.5]], [[2.5, -0.2]]], [[[0.5, 0.1]], [[0.5, 0.1]], [[0.5, 0.1]]]
    answer = looked_at(weights, picture)
    q.attempted(answer, "saliency")
    q.expect(answer != "a pair", "`.max(1)` gives the largest, and beside them where they were: take its `.values`.")
    single = isinstance(answer, list) and len(answer) == 1
    q.expect(single, "Give one number for each pixel, without the colours: shape (n, height, width).")
    found = [round(number, 4) for number in answer[0]]
    q.expect(min(found) >= 0 and found[0] != 2.5, "A saliency is below zero, or the strongest colour is overlooked "
             "because it points down: take absolute values. Without them a number is below zero or too small.")
    q.expect(found not in ([6.5, 0.7], [2.1667, 0.2333]), "Yours adds the colours up, or averages them; take the "
             "largest of the three.")
    q.expect(found != [1.5, 0.25], "Yours shrinks when there are more pictures: sum the logits instead of averaging.")
    q.expect(found != [1.5, 0.05], "Yours depends on how bright the picture is: the gradient alone does not.")
    q.expect(found == [3.0, 0.5], f"Expected 3.0 and 0.5 for the two pixels; yours are {found}.")
### BEGIN HIDDEN TESTS
import numpy as np

with checks.question("saliency, another network", read="What did it look at?") as q:
    random = np.random.default_rng(5)
    weights, picture = random.normal(size=(2, 3, 4, 5))
    q.expect(np.allclose(looked_at(weights.tolist(), picture.tolist()), np.abs(weights).max(0), atol=1e-4),
             "For another network and picture the saliency is wrong.")
### END HIDDEN TESTS

# %% [markdown]
# ## What we saw
#
# - On easy photographs all three approaches get about nine in ten right or more, with 200 photographs as with 600, and
#   the pixels train in a tenth of the network's seconds or less.
# - At dial 0.5 the network leads, at 0.75 on average, and everybody is worse than on easy ones.
# - With 100 photographs the measured features beat the network: people's knowledge is in them already.
# - For every new photograph, measuring takes many times longer than the network's guess.
# - The stem says apple: a patch over it lowers the chance further than one over skin or outline.
# - The weights change after every batch; an epoch is only a unit of counting.
#
# ## Your advice
#
# Fruit lies on a plain belt under one lamp. There are 200 labelled photographs. A colleague wants a network "because it
# learns like a brain". What do you advise, which numbers of *your* table support it, and what would change your mind?

# %% [markdown] reason="advice" points=1
# ### BEGIN SOLUTION
# Take the measured features or the pixels: at dial 0 with 200 photographs all approaches get about nine in ten or more
# in my table, the features as many as the network, and the pixels train in a fraction of its seconds. I would change
# my mind if the belt gets cluttered or the light changes and there are some hundred photographs more (at dial 0.5 with
# 600 the network leads), or if measuring were too slow for the belt.
#
# For the grader: one point for an advice that follows from numbers in the learner's table and names one condition.
# ### END SOLUTION

# %% [markdown]
# ## Where this stops being true
#
# These photographs are rendered. On the course's real ones networks trained like yours are no better than a coin, and
# sound as sure (`benchmarks/real_photographs.py` measures it): what they learned is how a renderer draws fruit.
# Larger networks and pictures change the seconds, and which machine pays: lesson 09.
#
# **Next:** lesson 05 asks what helps more, better data or more of it.
