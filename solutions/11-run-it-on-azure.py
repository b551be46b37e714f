# %% [raw] tags=["front-matter"]
# title: Run it on Azure
# question: How do you rent a machine for one training, and how do you know that it did the work you pay for?
# minutes: 30
# seconds: 40
# claims: [C15, C21]
# needs: [04-learn-by-looking, 10-what-does-it-cost]

# %% [raw] tags=["quick-question"]
# ask: A T4 is 8 times as quick as the smallest machine, for 4.65 times the price. Which bill of ten hours is smaller?
# right:
#   "the T4's": Ten hours become 75 minutes, and the minutes beside them hardly count.
# wrong:
#   "the smallest machine's": Its hour is cheaper, and it needs eight times as many.
#   "they are equal": That would be at a speed-up of about 4.65.
# lesson: "10"
# ---
# ask: The same training step, on the CPU and on a GPU. What differs?
# right:
#   "the seconds": The arithmetic is the same, up to rounding, and so is the accuracy.
# wrong:
#   "the accuracy": A device computes the same step. Seconds saved may pay for more epochs, if you choose so.
#   "the number of steps": Epochs and batches say how many, not the device.
# lesson: "09"

# %% [markdown]
# The company wants its apple network trained again each working day, on new photographs. Azure Machine Learning rents
# CPU and GPU machines for that, and a course of Microsoft's says: *a script runs on either*. So it does. Which does the
# work, the bill does not ask.
#
# You need no account: what you write is run or checked here.

# %%
from pathlib import Path

import numpy as np

from course import azure, checks, cost, figures
from course.data import fruit

if not Path("data/apples.npz").exists():
    photos, arrays = fruit.photos(1000, difficulty=0.2, seed=11), {}
    for name, part in zip(("train", "valid"), photos.split(0.8, seed=0)):
        arrays[f"{name}_x"] = (255 * part.small(32)).round().astype("uint8")
        arrays[f"{name}_y"] = part.is_apple
    Path("data").mkdir(exist_ok=True)
    np.savez_compressed("data/apples.npz", **arrays)

# %% [markdown]
# ## A job is a file
#
# A **[job]** names a script, its inputs, an **[environment]** (which packages) and a **[compute]** target (which
# machine). It is YAML: `name: value`, and what is indented or in braces belongs to the name before. Azure puts a value
# in for the placeholder `${{inputs.epochs}}`. Read it as four questions; `#` begins a comment.

# %%
print(Path("jobs/cpu.yml").read_text())

# %% [markdown]
# `src/train.py` is lesson 04's network as a script: it reads the folder of data and the device from its arguments.
# `run_here` runs the job's command on this machine.

# %%
one = azure.run_here("jobs/cpu.yml", "one")

# %% [raw] tags=["quick-question"]
# ask: "A script says: GPU if there is one, else CPU. On a rented GPU machine the driver is too old. What happens?"
# right:
#   "it trains on the CPU, and says nothing": The job is completed, the accuracy right. Only clock and bill would tell.
# wrong:
#   "the job stops with an error": It would if the script asked for the GPU. This one takes what it finds.
#   "Azure gives the money back": The machine was there, and it is paid for while it is there.

# %% [markdown]
# ## Ask for what is not there
#
# So ask for CUDA, the language of NVIDIA's GPUs, and let the script stop where there is none:

# %%
try:
    azure.run_here("jobs/cpu.yml", "asked-for-cuda", device="cuda", epochs=1)
except azure.JobFailed as stopped:
    print(stopped)

# %% [markdown]
# ## Predict: two processes, one training
#
# In **[data-parallel]** training each process has a copy of the network and takes a part of every batch. Before each
# step the gradients of all are averaged.
#
# The run above was one process with one thread. Next, two share the batches of 64 photographs, 32 and 32. **How many
# times as fast will an epoch be**, their start not counted?
#
# <details><summary>Hint 1: the bounds</summary>
# 1 means no gain. 2 would be perfect, with a free core for each process and nothing to exchange.
# </details>

# %% question="prediction"
predicted_speed_up = None
### BEGIN SOLUTION
predicted_speed_up = 1.6
### END SOLUTION

# %% tags=["wrong-answer"] message="should be one number, and yours is the text"
predicted_speed_up = "twice"

# %% tags=["wrong-answer"] message="A number of times is above zero"
predicted_speed_up = 0

# %% tags=["wrong-answer"] message="Is that a percentage"
predicted_speed_up = 160

# %% tags=["right-answer"]
from decimal import Decimal

predicted_speed_up = Decimal("1.6")

# %% tags=["right-answer"]
predicted_speed_up = np.array([1.6])

# %% tags=["right-answer"]
predicted_speed_up = 2

# %% [raw] tags=["quick-question"]
# ask: Two processes with half a batch each, gradients averaged before each step. What becomes of the loss of an epoch?
# right:
#   "it stays the same, up to rounding": The mean of two halves is the mean of the whole.
# wrong:
#   "it doubles": Losses are means over photographs, not sums over processes.
#   "it falls faster": Every step is the same step as before, made by two.

# %%
checks.solved(predicted_speed_up, "the prediction")
two = azure.run_here("jobs/cpu.yml", "two", processes=2)

# %%
for alone, shared in zip(one, two):
    losses = f"{alone['train_loss']:.4f}, shared {shared['train_loss']:.4f}"
    print(f"epoch {alone['epoch']}: loss {losses}")
seconds = [float(np.median([epoch["seconds"] for epoch in run])) for run in (one, two)]
print(f"an epoch: {seconds[0] / seconds[1]:.2f} times as fast; you said {predicted_speed_up}")

# %% check="prediction" points=1
with checks.question(
    "prediction",
    read="Predict: two processes, one training",
    learned="Two processes share the work, not the waiting: what they gain, your own cores have told you.",
) as q:
    times = q.number(predicted_speed_up, "predicted_speed_up")
    q.expect(times > 0, "A number of times is above zero; 1 is as fast as before.")
    q.expect(times < 20, "Is that a percentage? Write 1.5 for one and a half times as fast.")
### BEGIN HIDDEN TESTS
with checks.question("prediction, the runs", read="Predict: two processes, one training") as q:
    q.expect([epoch["processes"] for epoch in two] == [2] * len(one), "The second run is not one of two processes.")
    q.close(two[0]["train_loss"], one[0]["train_loss"], "The first losses of the two runs differ.", rtol=0.01)
### END HIDDEN TESTS

# %% [markdown]
# If later losses part a little, that is rounding, which training amplifies. A layer that looks at the whole batch, such
# as BatchNorm, would part them at once: a process sees half.
#
# ## Exercise: repair a job
#
# A colleague sends this job. The schema (the rules for which fields a file may have) accepts every line of it.

# %%
broken_job = """
type: command
code: src
command: >-
  python train.py --data ${{inputs.photos}} --epochs ${{inputs.epoch}} --device cpu
inputs:
  photos: {type: uri_folder, path: data}
  epochs: 5
environment:
  image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest
resources: {instance_count: 0, shm_size: 8 GB}
"""
clusters = [azure.read("jobs/cpu-cluster.yml"), azure.read("jobs/gpu-cluster.yml")]

# %% [markdown]
# `instance_count` is how many machines; `shm_size` sets the **[shared memory]** through which processes on one machine
# hand over data, and too little of it stops them. The image is an operating system with Python: packages come from a
# `conda_file`, and one lies beside this notebook.
#
# **Find the five mistakes, then write the whole job anew**, for the cluster `cpu-cluster`. The number of epochs must
# stay an input: tomorrow somebody wants seven.
#
# <details><summary>Hint 1: where to look</summary>
# One name is used that nobody defined; one number can do no work; one amount has no valid unit; two things are absent.
# </details>
#
# <details><summary>Hint 2: a tool for it</summary>
# <code>print(*azure.problems(broken_job, clusters), sep="\n")</code>
# </details>

# %% question="job"
repaired_job = None
### BEGIN SOLUTION
repaired_job = """
type: command
code: src
command: python train.py --data ${{inputs.photos}} --epochs ${{inputs.epochs}} --device cpu
inputs: {photos: {type: uri_folder, path: data}, epochs: 5}
environment:
  image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest
  conda_file: cpu-environment.yml
compute: azureml:cpu-cluster
resources: {shm_size: 8g}
"""
### END SOLUTION

# %% tags=["wrong-answer"] message="nothing says where the job runs"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("compute: azureml:cpu-cluster\n", "")

# %% tags=["wrong-answer"] message="no input has that name"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("inputs.epochs}", "inputs.epoch}")

# %% tags=["wrong-answer"] message="the unit is one small letter"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("8g", "8GB")

# %% tags=["wrong-answer"] message="with the input `epochs` set to 7"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("${{inputs.epochs}}", "5").replace("  epochs: 5\n", "")

# %% tags=["wrong-answer"] message="has a GPU (T4), which is paid for"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("cpu-cluster", "gpu-cluster")

# %% tags=["wrong-answer"] message="should run on cpu-cluster, and runs on local"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("azureml:cpu-cluster", "local")

# %% tags=["wrong-answer"] message="`azureml:` is missing before it"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("azureml:cpu-cluster", "cpu-cluster")

# %% tags=["wrong-answer"] message="this image has Python and none of your packages"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("  conda_file: cpu-environment.yml\n", "")

# %% tags=["wrong-answer"] message="there is no folder nowhere beside the specification"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("code: src", "code: nowhere")

# %% tags=["wrong-answer"] message="there is no conda.yml beside the specification"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("cpu-environment.yml", "conda.yml")

# %% tags=["wrong-answer"] message="a command job has no such field"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed + "device: cpu\n"

# %% tags=["wrong-answer"] message="this one is made for a GPU"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace(fixed[fixed.index("  image:") - 1 : fixed.index("resources:")], " azureml://registries/azureml/environments/acpt-pytorch-2.8-cuda12.6/labels/latest\n")

# %% tags=["wrong-answer"] message="With the input `photos` set to /mnt/day"
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "8g").replace("count: 0", "count: 1")
fixed = fixed.replace(":latest", ":latest\n  conda_file: cpu-environment.yml") + "compute: azureml:cpu-cluster\n"
repaired_job = fixed.replace("${{inputs.photos}}", "data").replace("  photos: {type: uri_folder, path: data}\n", "")

# %% tags=["wrong-answer"] message="jobs/cpu.yml is a job of this lesson. Repair your colleague's"
repaired_job = "jobs/cpu.yml"

# %% tags=["wrong-answer"] message="there is no folder ../src beside the specification"
repaired_job = Path("jobs/cpu.yml").read_text()

# %% tags=["right-answer"]
fixed = broken_job.replace("inputs.epoch}", "inputs.epochs}").replace("8 GB", "2048m").replace("count: 0", "count: 1")
repaired_job = fixed.replace("image:", "conda_file: cpu-environment.yml\n  image:") + "compute: azureml:cpu-cluster\n"

# %% tags=["right-answer"]
repaired_job = azure.read(broken_job)
repaired_job["command"] = repaired_job["command"].replace("inputs.epoch}", "inputs.epochs}")
repaired_job["environment"]["conda_file"] = "./cpu-environment.yml"
repaired_job |= {"compute": "azureml:cpu-cluster", "resources": {"instance_count": 1, "shm_size": "8g"}}

# %% tags=["right-answer"]
repaired_job = """
compute: "azureml:cpu-cluster"
environment: {conda_file: cpu-environment.yml, image: "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest"}
inputs: {epoch: 5, photos: {path: data, type: uri_folder}}
command: |
  python train.py --device=cpu --epochs=${{inputs.epoch}} --data=${{ inputs.photos }}
code: ./src
type: command
"""

# %% check="job" points=2
with checks.question(
    "job",
    read="A job is a file",
    learned="A schema checks words. Whether a name is defined, a machine named, a package there, somebody has to read.",
) as q:
    q.attempted(repaired_job, "repaired_job")
    file = azure.file_of(repaired_job)
    q.expect(file is None, f"{file} is a job of this lesson. Repair your colleague's, and write it out.")
    left = azure.problems(repaired_job, clusters, folder=".")
    q.expect(not left, f"{len(left)} to go. " + "".join(f"In {p.place}: {p.wrong}" for p in left[:1]))
    job = azure.read(repaired_job)
    q.expect(job["compute"] == "azureml:cpu-cluster", f"It should run on cpu-cluster, and runs on {job['compute']}.")
    number = next((name for name in ("epochs", "epoch") if name in job.get("inputs", {})), "epochs")
    seven = azure.command_of(job, **{number: 7, "photos": "/mnt/day"}).replace("=", " ")
    q.expect("--epochs 7" in seven, f"with the input `epochs` set to 7, the command is still: {seven}")
    q.expect("--data /mnt/day" in seven, f"With the input `photos` set to /mnt/day, the command is still: {seven}")
    q.expect("train.py" in seven and "--device cpu" in seven, f"The training itself is gone: {seven}")
### BEGIN HIDDEN TESTS
with checks.question("job, other values", read="A job is a file") as q:
    job = azure.read(repaired_job)
    number = next((name for name in ("epochs", "epoch") if name in job.get("inputs", {})), "epochs")
    command = azure.command_of(job, **{number: 11, "photos": "/mnt/evening"}).replace("=", " ")
    q.expect("--epochs 11" in command and "--data /mnt/evening" in command, f"Other inputs give: {command}")
    broken = {**job, "command": job["command"] + " --seed ${{inputs.seed}}"}
    q.expect([p.kind for p in azure.problems(broken, clusters)] == ["undefined-input"], "The rest of it is not sound.")
### END HIDDEN TESTS

# %% [markdown]
# ## Exercise: the same job on a GPU
#
# Write a function that takes any such job (a dictionary) and returns **a new one** for `gpu-cluster`. Three things must
# change; everything else stays, and the job that was given stays as it was.
#
# <details><summary>Hint 1: which three?</summary>
# Where it runs, what is installed there, and what the script is told.
# </details>
#
# <details><summary>Hint 2: a new one</summary>
# A copy made with <code>dict(job)</code> still shares its inputs with the first. <code>copy.deepcopy</code> does not.
# </details>

# %% question="on-gpu"
import copy

REGISTRY = "azureml://registries/azureml/environments"
GPU_ENVIRONMENT = f"{REGISTRY}/acpt-pytorch-2.8-cuda12.6/labels/latest"


def on_gpu(job):
    """The same job on gpu-cluster, as a new dictionary."""
    ### BEGIN SOLUTION
    new = copy.deepcopy(job)
    new["compute"] = "azureml:gpu-cluster"
    new["environment"] = GPU_ENVIRONMENT
    new["inputs"]["device"] = "cuda"
    return new
    ### END SOLUTION


# %% tags=["wrong-answer"] message="it would train on the CPU"
def on_gpu(job):
    return {**job, "compute": "azureml:gpu-cluster", "environment": GPU_ENVIRONMENT}


# %% tags=["wrong-answer"] message="this one has no CUDA"
def on_gpu(job):
    return {**job, "compute": "azureml:gpu-cluster", "inputs": {**job["inputs"], "device": "cuda"}}


# %% tags=["wrong-answer"] message="The job that was given has changed"
def on_gpu(job):
    new = {**job, "compute": "azureml:gpu-cluster", "environment": GPU_ENVIRONMENT}
    new["inputs"]["device"] = "cuda"
    return new


# %% tags=["wrong-answer"] message="Only three things should change"
def on_gpu(job):
    new = {**job, "compute": "azureml:gpu-cluster", "environment": GPU_ENVIRONMENT}
    return {**new, "inputs": {**job["inputs"], "device": "cuda", "epochs": 50}}


# %% tags=["wrong-answer"] message="--device is cpu or cuda"
def on_gpu(job):
    new = {**job, "compute": "azureml:gpu-cluster", "environment": GPU_ENVIRONMENT}
    return {**new, "inputs": {**job["inputs"], "device": "gpu"}}


# %% tags=["wrong-answer"] message="this names a whole environment"
def on_gpu(job):
    new = {**job, "compute": "azureml:gpu-cluster", "environment": {**job["environment"], "image": GPU_ENVIRONMENT}}
    return {**new, "inputs": {**job["inputs"], "device": "cuda"}}


# %% tags=["wrong-answer"] message="A job with 7 epochs and another name comes back with"
def on_gpu(job):
    return azure.read("jobs/gpu.yml")


# %% tags=["wrong-answer"] message="it is the name of an input, and has its value under `inputs`"
def on_gpu(job):
    return {**job, "compute": "azureml:gpu-cluster", "environment": GPU_ENVIRONMENT, "device": "cuda"}


# %% tags=["wrong-answer"] message="“gpu-cluster” does not name a cluster of the workspace"
def on_gpu(job):
    new = {**job, "compute": "gpu-cluster", "environment": GPU_ENVIRONMENT}
    return {**new, "inputs": {**job["inputs"], "device": "cuda"}}


# %% tags=["wrong-answer"] message="on_gpu computes something and gives back nothing"
def on_gpu(job):
    new = copy.deepcopy(job)
    new.update(compute="azureml:gpu-cluster", environment=GPU_ENVIRONMENT)
    new["inputs"]["device"] = "cuda"


# %% tags=["wrong-answer"] message="on_gpu should return a dictionary"
def on_gpu(job):
    return "jobs/gpu.yml"


# %% tags=["right-answer"]
def on_gpu(job):
    inputs = {**job["inputs"], "device": "cuda"}
    return {**job, "inputs": inputs, "environment": GPU_ENVIRONMENT, "compute": "azureml:gpu-cluster"}


# %% tags=["right-answer"]
import json


def on_gpu(job):
    new = json.loads(json.dumps(job))
    new["inputs"].update(device="cuda")
    new.update(compute="azureml:gpu-cluster", environment=GPU_ENVIRONMENT)
    return new


# %% tags=["right-answer"]
def on_gpu(job):
    new = azure.read(job)
    new["inputs"] = new["inputs"] | {"device": "cuda"}
    new["environment"] = GPU_ENVIRONMENT.replace("labels/latest", "versions/1")
    new["compute"] = azure.read("jobs/gpu.yml")["compute"]
    return new


# %%
def before_and_after(job):
    """The job that your function got, as it is now, and the job that it gave."""
    changed = on_gpu(job)
    return job, changed

cpu_job, gpu_job = before_and_after(azure.read("jobs/cpu.yml"))

# %% check="on-gpu" points=2
with checks.question(
    "on-gpu",
    read="Exercise: the same job on a GPU",
    learned="A GPU is used when three things agree: the machine, the packages and what the script is told.",
) as q:
    q.attempted(gpu_job, "on_gpu")
    q.expect(cpu_job == azure.read("jobs/cpu.yml"), "The job that was given has changed: copy its inputs, too.")
    q.expect(isinstance(gpu_job, dict), "on_gpu should return a dictionary, changed from the one it is given.")
    left = azure.problems(gpu_job, clusters)
    q.expect(not left, "".join(f"In {p.place}: {p.wrong}" for p in left[:1]))
    q.expect(gpu_job["compute"] == "azureml:gpu-cluster", "The job still runs on another cluster.")
    told = azure.command_of(gpu_job)
    q.expect("--device cuda" in told, f"For train.py, --device is cpu or cuda. Your command: {told}")
    back = {**gpu_job, "compute": cpu_job["compute"], "environment": cpu_job["environment"]}
    back["inputs"] = {**gpu_job.get("inputs", {}), "device": "cpu"}
    q.expect(back == cpu_job, "Only three things should change, and more did.")
    pears = on_gpu({**cpu_job, "experiment_name": "pears", "inputs": {**cpu_job["inputs"], "epochs": 7}})
    given = (pears["inputs"]["epochs"], pears["experiment_name"])
    q.expect(given == (7, "pears"), f"A job with 7 epochs and another name comes back with {given}: use `job`.")
### BEGIN HIDDEN TESTS
with checks.question("on-gpu, another job", read="Exercise: the same job on a GPU") as q:
    other = azure.read("jobs/cpu.yml")
    other["inputs"] |= {"epochs": 9, "seed": 3}
    other["command"] += " --seed ${{inputs.seed}}"
    other["experiment_name"] = "pears"
    new = on_gpu(other)
    q.expect(not azure.problems(new, clusters), "It does not work for a job with other inputs.")
    q.expect("--epochs 9" in azure.command_of(new) and new["experiment_name"] == "pears", "It loses what it was given.")
### END HIDDEN TESTS

# %% [markdown]
# ## Which machine?
#
# Prices are examples, and sizes retire: read the last column.

# %%
cost.table()[["gpu", "usd_per_hour", "until"]].rename(columns={"usd_per_hour": "USD/h"})

# %% [markdown]
# The work must also fit into the GPU's own memory. For each weight a training keeps a gradient and two numbers of
# Adam's. It also keeps the **[activations]**, what each layer made of the batch.

# %% [raw] tags=["quick-question"]
# ask: ResNet-50, 26 million weights, is trained with Adam on batches of 128 photographs. What fills the memory first?
# right:
#   "the activations": They grow with the batch, and are 96 % here. All that belongs to the weights is 0.4 GB.
# wrong:
#   "the weights": They are 26 million numbers of four bytes, 0.1 GB, whatever the batch.
#   "Adam's numbers": They are twice the weights, 0.2 GB, whatever the batch.

# %%
figures.gpu_memory("ResNet-50", "training, 32-bit", batch=128, gpu="T4")

# %% [markdown]
# Drag the batch until it does not fit, then choose mixed precision. (In code: `plots.gpu_memory(batch=256)`.)

# %% [markdown]
# ## Exercise: paid for nothing
#
# Each process uses one GPU at most, and only when the job's command, values put in, says `--device cuda`. The field
# `distribution` says how many processes a machine has; without it, one. Write a function that gives **the dollars an
# hour that idle GPUs cost**: their share of the machine's price, counting all of it as the GPUs'.
#
# <details><summary>Hint 1: the command with its values</summary>
# <code>azure.command_of(job)</code>
# </details>
#
# <details><summary>Hint 2: how many are used</summary>
# None, unless the command asks for CUDA. Then look at the job of two GPUs, <code>jobs/two-gpus.yml</code>, and think
# of jobs that lack the field: <code>dict.get(name, otherwise)</code>.
# </details>

# %% question="wasted"
def wasted(job, gpus, usd_an_hour):
    """Dollars an hour for the GPUs, of `gpus` in the machine, that this job leaves idle."""
    ### BEGIN SOLUTION
    if gpus == 0:
        return 0.0
    used = 0
    if "--device cuda" in azure.command_of(job):
        used = job.get("distribution", {}).get("process_count_per_instance", 1)
    return usd_an_hour * (gpus - used) / gpus
    ### END SOLUTION


# %% tags=["wrong-answer"] message="Look at the command with its values put in"
def wasted(job, gpus, usd_an_hour):
    return 0.0 if "--device cuda" in job["command"] or gpus == 0 else usd_an_hour


# %% tags=["wrong-answer"] message="one process uses one of eight GPUs"
def wasted(job, gpus, usd_an_hour):
    return 0.0 if "--device cuda" in azure.command_of(job) or gpus == 0 else usd_an_hour


# %% tags=["wrong-answer"] message="ZeroDivisionError"
def wasted(job, gpus, usd_an_hour):
    used = job.get("distribution", {}).get("process_count_per_instance", 1)
    return usd_an_hour * (gpus - used * ("--device cuda" in azure.command_of(job))) / gpus


# %% tags=["wrong-answer"] message="the script stays on the CPU"
def wasted(job, gpus, usd_an_hour):
    used = job.get("distribution", {}).get("process_count_per_instance", 1)
    return usd_an_hour * (gpus - used) / gpus if gpus else 0.0


# %% tags=["wrong-answer"] message="Four processes (see `distribution`) use four"
def wasted(job, gpus, usd_an_hour):
    used = "--device cuda" in azure.command_of(job)
    return usd_an_hour * (gpus - used) / gpus if gpus else 0.0


# %% tags=["wrong-answer"] message="a script told `--device cpu` leaves all four"
def wasted(job, gpus, usd_an_hour):
    used = job.get("distribution", {}).get("process_count_per_instance", 1) if "gpu" in job["compute"] else 0
    return usd_an_hour * (gpus - used) / gpus if gpus else 0.0


# %% tags=["wrong-answer"] message="The device may stand in the command itself"
def wasted(job, gpus, usd_an_hour):
    used = job.get("distribution", {}).get("process_count_per_instance", 1)
    used = used if job.get("inputs", {}).get("device") == "cuda" else 0
    return usd_an_hour * (gpus - used) / gpus if gpus else 0.0


# %% tags=["wrong-answer"] message="Yours counts the GPUs that are used"
def wasted(job, gpus, usd_an_hour):
    used = job.get("distribution", {}).get("process_count_per_instance", 1)
    used = used if "--device cuda" in azure.command_of(job) else 0
    return usd_an_hour * used / gpus if gpus else 0.0


# %% tags=["wrong-answer"] message="0.875 is a share"
def wasted(job, gpus, usd_an_hour):
    used = job.get("distribution", {}).get("process_count_per_instance", 1)
    used = used if "--device cuda" in azure.command_of(job) else 0
    return (gpus - used) / gpus if gpus else 0.0


# %% tags=["right-answer"]
from decimal import Decimal


def wasted(job, gpus, usd_an_hour):
    words = azure.command_of(job).split()
    asks = "cuda" in words and words[words.index("cuda") - 1] == "--device"
    processes = job["distribution"]["process_count_per_instance"] if "distribution" in job else 1
    return cost.Money(usd_an_hour) * (1 - Decimal(processes * asks) / gpus) if gpus else cost.Money(0)


# %% tags=["right-answer"]
def wasted(job, gpus, usd_an_hour):
    price, idle = usd_an_hour / max(gpus, 1), gpus
    if "--device cuda" in azure.command_of(job):
        idle -= job.get("distribution", {"process_count_per_instance": 1})["process_count_per_instance"]
    return np.float64(price) * max(idle, 0)


# %% tags=["right-answer"]
def wasted(job, gpus, usd_an_hour):
    try:
        used = int(job["distribution"]["process_count_per_instance"])
    except KeyError:
        used = 1
    busy = np.arange(gpus) < used * azure.command_of(job).count("--device cuda")
    return [usd_an_hour * np.mean(~busy)] if gpus else [0]


# %% check="wasted" points=2
with checks.question(
    "wasted",
    read="Exercise: paid for nothing",
    learned="The bill counts GPUs that are there. Whether one works, only the command and its processes say.",
) as q:
    job = azure.read("jobs/gpu.yml")
    first, rest = wasted(job, 1, 0.5), wasted(azure.read("jobs/cpu.yml"), 1, 0.5)
    swapped = q.number(first, "wasted(job, 1, 0.5)") == 0.5 and q.number(rest, "wasted(job, 1, 0.5)") == 0
    q.expect(not swapped, "Yours counts the GPUs that are used. Asked for are the dollars for idle ones.")
    share = q.number(wasted(job, 8, 80), "wasted(job, 8, 80)")
    q.expect(abs(share - 0.875) > 1e-9, "0.875 is a share: of 80 dollars an hour it makes 70.")
    q.close(wasted(job, 1, 0.5), 0, "This job uses its one GPU. Look at the command with its values put in.")
    idle = azure.read("jobs/cpu.yml")
    q.close(wasted(idle, 1, 0.5), 0.5, "Here the script stays on the CPU: the whole price is for nothing.")
    q.close(wasted(job, 8, 80), 70, "Without `distribution`, one process uses one of eight GPUs: 70 of 80 are idle.")
    four = {**job, "distribution": {"type": "pytorch", "process_count_per_instance": 4}}
    q.close(wasted(four, 8, 80), 40, "Four processes (see `distribution`) use four of eight GPUs: 40 of 80 are idle.")
    there = {**idle, "compute": "azureml:gpu-cluster", "distribution": four["distribution"]}
    q.close(wasted(there, 4, 12), 12, "On a GPU machine, too, a script told `--device cpu` leaves all four GPUs idle.")
    plain = {**idle, "command": "python train.py --device cuda"}
    q.close(wasted(plain, 2, 10), 5, "The device may stand in the command itself: ask `azure.command_of(job)`.")
    q.close(wasted(idle, 0, 0.5), 0, "A machine without a GPU wastes none.")
### BEGIN HIDDEN TESTS
with checks.question("wasted, other jobs", read="Exercise: paid for nothing") as q:
    job = {"command": "python go.py --device ${{inputs.where}}", "inputs": {"where": "cuda"}}
    for processes, gpus, dollars, expected in ((4, 4, 12, 0), (2, 4, 12, 6), (1, 2, 7, 3.5), (4, 8, 98.32, 49.16)):
        shared = {**job, "distribution": {"type": "pytorch", "process_count_per_instance": processes}}
        q.close(wasted(shared, gpus, dollars), expected, f"{processes} processes on {gpus} GPUs: {expected} an hour.")
        q.close(wasted({**shared, "inputs": {"where": "cpu"}}, gpus, dollars), dollars, "On the CPU, all are idle.")
    q.close(wasted({"command": "python go.py", "inputs": {}}, 2, 9), 9, "A script that is told nothing uses no GPU.")
### END HIDDEN TESTS

# %%
big = cost.size("Standard_ND96isr_H100_v5")
lost = wasted(gpu_job, big.gpus, float(big.per_hour.amount)) if gpu_job else None
print(f"{checks.solved(lost, 'paid for nothing'):.2f} USD an hour for idle GPUs of {big.name}")

# %% [markdown]
# ## A cluster that goes home
#
# Training takes 40 minutes each working day at 13:00, and a machine needs 5 minutes to start. An
# **[instance]** is a machine of yours: paid for while it is on. A **[cluster]** starts machines when a job comes, and
# stops them when none is left: with `min_instances: 0`, all.

# %% [raw] tags=["quick-question"]
# ask: The instance is left on all week, the cluster is given back after two idle minutes. How many times as much is it?
# right:
#   "more than 40 times": A week has 168 hours, and the cluster is there for less than four of them.
# wrong:
#   "about 3 times": That would be an instance on in working hours against one left on.
#   "about 12 times": Four hours of the week are paid on the cluster, and 168 on the instance.

# %%
files = {
    kind.upper(): tuple(Path(f"jobs/{kind}{part}.yml").read_text() for part in ("-cluster", ""))
    for kind in ("cpu", "gpu")
}
figures.paid_week(files)

# %% [markdown]
# Drag working hours, start-up and idle time-out, then choose the CPU: which lines differ? (In code:
# `plots.paid_week("Standard_NC4as_T4_v3", idle=480)`.)

# %% [raw] tags=["quick-question"]
# ask: With jobs that come every three minutes, is an idle time-out of one minute cheaper than one of five?
# right:
#   "no, it is dearer": Each job would pay five minutes of starting in place of three of waiting.
# wrong:
#   "yes, waiting costs money": So does starting, and a start takes longer than this wait.
#   "it makes no difference": Starting and waiting cost the same by the minute, and their minutes differ.

# %% [markdown]
# A **[spot machine]** (`tier: low_priority` in a cluster's file) costs less, and may be taken away at any moment.
# Work since the last checkpoint is then lost.

# %% [raw] tags=["quick-question"]
# ask: Suppose spot costs a third, and goes after 5 hours on average. A training of 10 has no checkpoint. Its bill?
# right:
#   "about that of the dear machine": "It begins again and again: 32 paid hours on average, at a third of the price."
# wrong:
#   "a third": "That is for a machine that stays. Each time this one goes, its hours are paid and lost."
#   "two thirds": "Twice 5 hours make no 10 at a stretch, and without a checkpoint only those count."

# %%
random = np.random.default_rng(0)

def paid_hours(checkpoints, hours=10, stays=5):
    """Of one training that saves its work so many times, at even distances, the end included."""
    piece = total = hours / checkpoints
    for _ in range(checkpoints):
        while (until_gone := random.exponential(stays)) < piece:
            total += until_gone
        total += piece
    return total - piece

for checkpoints in (1, 2, 5, 20):
    mean = np.mean([paid_hours(checkpoints) for _ in range(2000)])
    print(f"{checkpoints:2} checkpoints: {mean:.1f} paid hours on average")

# %% [markdown]
# ## Exercise: repair a cluster
#
# This one should come up for a job with **up to three** machines, wait five minutes for the next job, and pay for no
# machine otherwise. **Write it anew, with the cheapest size in the table above that has a GPU.**

# %%
broken_cluster = """
type: amlcompute
name: gpu-cluster
size: Standard_NC6s_v3
min_instances: 1
max_instances: 0
idle_time_before_scale_down: 5
"""

# %% [markdown]
# <details><summary>Hint 1: the unit of waiting</summary>
# Seconds.
# </details>
#
# <details><summary>Hint 2: the cheapest</summary>
# <code>cost.priced(gpu=True)</code> holds the sizes with a GPU that one can still choose.
# </details>

# %% question="cluster"
repaired_cluster = None
### BEGIN SOLUTION
repaired_cluster = """
type: amlcompute
name: gpu-cluster
size: Standard_NC4as_T4_v3
min_instances: 0
max_instances: 3
idle_time_before_scale_down: 300
"""
### END SOLUTION

# %% tags=["wrong-answer"] message="was retired on 2025-09-30"
repaired_cluster = """{type: amlcompute, name: gpu-cluster, size: Standard_NC6s_v3, min_instances: 0,
max_instances: 3, idle_time_before_scale_down: 300}"""

# %% tags=["wrong-answer"] message="is paid for day and night"
repaired_cluster = """{type: amlcompute, name: gpu-cluster, size: Standard_NC4as_T4_v3, min_instances: 1,
max_instances: 3, idle_time_before_scale_down: 300}"""

# %% tags=["wrong-answer"] message="is too short: it counts seconds"
repaired_cluster = """{type: amlcompute, name: gpu-cluster, size: Standard_NC4as_T4_v3, min_instances: 0,
max_instances: 3, idle_time_before_scale_down: 5}"""

# %% tags=["wrong-answer"] message="and Standard_D2ds_v5 has none"
repaired_cluster = """{type: amlcompute, name: gpu-cluster, size: Standard_D2ds_v5, min_instances: 0,
max_instances: 3, idle_time_before_scale_down: 300}"""

# %% tags=["wrong-answer"] message="There is a cheaper size with a GPU"
repaired_cluster = """{type: amlcompute, name: gpu-cluster, size: Standard_NC24ads_A100_v4, min_instances: 0,
max_instances: 3, idle_time_before_scale_down: 300}"""

# %% tags=["wrong-answer"] message="yours are up to 2"
repaired_cluster = """{type: amlcompute, name: gpu-cluster, size: Standard_NC4as_T4_v3, min_instances: 0,
max_instances: 2, idle_time_before_scale_down: 300}"""

# %% tags=["wrong-answer"] message="yours are 1200 seconds"
repaired_cluster = """{type: amlcompute, name: gpu-cluster, size: Standard_NC4as_T4_v3, min_instances: 0,
max_instances: 3, idle_time_before_scale_down: 1200}"""

# %% tags=["wrong-answer"] message="is no whole number of seconds"
repaired_cluster = """{type: amlcompute, name: gpu-cluster, size: Standard_NC4as_T4_v3, min_instances: 0,
max_instances: 3, idle_time_before_scale_down: PT5M}"""

# %% tags=["wrong-answer"] message="The jobs ask for a cluster called gpu-cluster, and yours is called t4"
repaired_cluster = """{type: amlcompute, name: t4, size: Standard_NC4as_T4_v3, min_instances: 0,
max_instances: 3, idle_time_before_scale_down: 300}"""

# %% tags=["wrong-answer"] message="jobs/gpu-cluster.yml is a cluster of this lesson"
repaired_cluster = "jobs/gpu-cluster.yml"

# %% tags=["wrong-answer"] message="with 0 machines at most, no job can ever start"
repaired_cluster = broken_cluster.replace("NC6s_v3", "NC4as_T4_v3").replace("min_instances: 1", "min_instances: 0")
repaired_cluster = repaired_cluster.replace("down: 5", "down: 300")

# %% tags=["right-answer"]
repaired_cluster = azure.read(broken_cluster) | {"size": "Standard_NC4as_T4_v3", "idle_time_before_scale_down": 60 * 5}
repaired_cluster |= {"min_instances": 0, "max_instances": 3}

# %% tags=["right-answer"]
repaired_cluster = Path("jobs/gpu-cluster.yml").read_text().replace("max_instances: 2", "max_instances: 3")
repaired_cluster = repaired_cluster.replace("120", "300  # seconds")

# %% tags=["right-answer"]
repaired_cluster = """
idle_time_before_scale_down: 300
max_instances: 3
size: standard_nc4as_t4_v3
name: "gpu-cluster"
type: amlcompute
"""

# %% check="cluster" points=2
with checks.question(
    "cluster",
    read="A cluster that goes home",
    learned="A cluster is a promise to give back: nothing at least, as many as needed at most, and a short wait.",
) as q:
    q.attempted(repaired_cluster, "repaired_cluster")
    file = azure.file_of(repaired_cluster)
    q.expect(file is None, f"{file} is a cluster of this lesson. Repair the one above, and write it out.")
    left = azure.problems(repaired_cluster)
    q.expect(not left, f"{len(left)} to go. " + "".join(f"In {p.place}: {p.wrong}" for p in left[:1]))
    cluster = azure.read(repaired_cluster)
    name = cluster["name"]
    q.expect(name == "gpu-cluster", f"The jobs ask for a cluster called gpu-cluster, and yours is called {name}.")
    left = azure.problems("jobs/gpu.yml", [repaired_cluster])
    q.expect(not left, "".join(f"With jobs/gpu.yml, in {p.place}: {p.wrong}" for p in left[:1]))
    cheapest = min(cost.priced(gpu=True).values(), key=lambda size: size.per_hour).name
    q.expect(cluster["size"].lower() == cheapest.lower(), "There is a cheaper size with a GPU: look at the table.")
    most, idle = cluster.get("max_instances", 1), cluster.get("idle_time_before_scale_down", 120)
    q.expect(most == 3, f"Up to three machines were asked for, and yours are up to {most}: each may be paid for.")
    q.expect(idle == 300, f"Five minutes of waiting were asked for, and yours are {idle} seconds.")
### BEGIN HIDDEN TESTS
with checks.question("cluster, in numbers", read="A cluster that goes home") as q:
    cluster = azure.read(repaired_cluster)
    q.expect(cluster.get("max_instances") == 3, "Up to three machines were asked for.")
    q.expect(cluster.get("idle_time_before_scale_down", 120) == 300, "Five minutes of waiting are 300 seconds.")
    q.expect(not azure.problems("jobs/gpu.yml", [repaired_cluster]), "The GPU job does not fit on it.")
### END HIDDEN TESTS

# %% [markdown]
# ## In words
#
# A colleague's job on a rented GPU says *Completed*. The accuracy is right, and each epoch took as long as on a laptop.
# In two sentences: where do you look to know whether the GPU worked, and what do you change?

# %% [markdown] reason="completed-why" points=1
# ### BEGIN SOLUTION
# In the job's log (or its metrics) each epoch says on which device it ran: if it says cpu, the script was never told to
# use the GPU, or fell back in silence. I would pass --device cuda and let the script stop when there is none.
#
# For the grader: one point for a concrete place to look (the device in the log or metrics, GPU utilisation in the
# studio, the command with its inputs) and a change that makes a silent CPU run impossible or visible.
# ### END SOLUTION

# %% [markdown]
# ## With an account
#
# In a terminal on a compute instance, from the folder of this lesson (elsewhere, first `az extension add -n ml`,
# `az login` and `az configure --defaults group=GROUP workspace=WORKSPACE`):
#
# ```
# python -m course.azure jobs/gpu.yml jobs/gpu-cluster.yml   # free of charge, first
# az ml compute create --file jobs/gpu-cluster.yml
# az ml job create --file jobs/gpu.yml --stream
# ```
#
# It worked when the log says `epoch 5/5  cuda`, and minutes later the studio shows the cluster at 0 nodes. `submit.py`
# does the same in Python. `jobs/two-gpus.yml` shares the training between two machines.
#
# ## Where this stops being true
#
# Quota (how much you may rent), permissions, a region without the size: only the cloud can check them. Between
# machines, gradients travel; a small network waits longer than it computes.
#
# **Next:** lesson 12 asks which you would choose.
