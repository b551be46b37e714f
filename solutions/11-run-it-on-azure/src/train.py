"""Train the apple classifier of lesson 04 from the command line, in one process or in several.

    python train.py --data ../data --epochs 5
    torchrun --nproc-per-node 2 train.py --data ../data --epochs 5

Several processes share every batch: each takes its part of it, and their gradients are averaged before
each step, so the weights stay the same everywhere. It runs on Python 3.10 with torch 2.8 and on newer ones.
"""

import argparse
import json
import os
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import torch
from torch import distributed, nn

try:
    import mlflow  # present in Azure's environments: the studio then draws the metrics
except ImportError:
    mlflow = None

RANK, PROCESSES = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
NAMES = ("train_x", "train_y", "valid_x", "valid_y")  # what apples.npz holds
LOCAL_RANK = int(os.environ.get("LOCAL_RANK", 0))  # which of the processes on this one machine


def main(arguments=None):
    options = read_options(arguments)
    device = choose_device(options.device)
    data = read_data(Path(options.data), device)
    if options.batch_size % PROCESSES or options.batch_size > len(data["train_y"]):
        sys.exit(f"A batch of {options.batch_size} photographs cannot be shared out equally to {PROCESSES} processes.")
    if PROCESSES > 1:
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    torch.manual_seed(options.seed)
    model = apple_net().to(device)
    if PROCESSES > 1:
        model = nn.parallel.DistributedDataParallel(model)
    optimizer = torch.optim.Adam(model.parameters(), lr=options.learning_rate)
    output = Path(options.output)
    shared = f"shared by {PROCESSES} processes" if PROCESSES > 1 else "in one process"
    say(f"Training on {device_name(device)}, {shared}, with {len(data['train_y'])} photographs.")
    for epoch in range(1, options.epochs + 1):
        started = time.perf_counter()
        loss = train_epoch(model, optimizer, data, options.batch_size, seed=1000 * options.seed + epoch)
        seconds = time.perf_counter() - started
        if not np.isfinite(loss):
            sys.exit(f"The loss of epoch {epoch} is {loss}: the learning rate is too high. Nothing was kept.")
        if RANK == 0:
            valid_loss, accuracy = evaluate(model, data["valid_x"], data["valid_y"])
            log(output, epoch, options.epochs, device=device.type, processes=PROCESSES, seconds=seconds,
                train_loss=loss, valid_loss=valid_loss, valid_accuracy=accuracy)
    if RANK == 0:
        bare = model.module if PROCESSES > 1 else model
        torch.save(bare.state_dict(), output / "model.pt")
        say("Done. The weights are in model.pt.")
    if PROCESSES > 1:
        distributed.destroy_process_group()


def read_options(arguments):
    parser = argparse.ArgumentParser(description="Train the apple classifier of lesson 04.")
    parser.add_argument("--data", required=True, help="folder with apples.npz")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch-size", type=int, default=64, help="photographs in a step, of all processes together")
    parser.add_argument("--learning-rate", type=float, default=2e-3)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", default="outputs", help="Azure keeps what a job writes into ./outputs")
    return parser.parse_args(arguments)


def choose_device(asked):
    """The device that was asked for, or a stop. Never another one in silence: somebody pays for it."""
    if asked == "cpu":
        return torch.device("cpu")
    if not torch.cuda.is_available():
        built = f"built for CUDA {torch.version.cuda}" if torch.version.cuda else "built without CUDA"
        sys.exit(f"Asked for --device cuda, and torch {torch.__version__} ({built}) finds no GPU. Nothing was trained. "
                 "Use --device cpu, or a GPU size with an environment for its driver.")
    if torch.cuda.device_count() <= LOCAL_RANK:
        sys.exit(f"Process {LOCAL_RANK} has no GPU of its own: this machine has {torch.cuda.device_count()}. "
                 "Set process_count_per_instance to that number.")
    torch.cuda.set_device(LOCAL_RANK)
    return torch.device("cuda", LOCAL_RANK)


def device_name(device):
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return "the CPU"


def read_data(folder, device):
    """Photographs (n, 3, 32, 32) in -1..1 and their labels 0 or 1, on the device where the model lives."""
    path = folder / "apples.npz"
    if not path.is_file():
        sys.exit(f"There is no {path}. --data names the folder in which apples.npz lies.")
    try:
        with np.load(path) as file:
            found = {name: torch.from_numpy(file[name]).to(torch.get_default_dtype()) for name in NAMES}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        sys.exit(f"{path} cannot be read ({error}). Delete it, and make it again with the notebook's first cell.")
    return {name: (value / 127.5 - 1 if name.endswith("_x") else value).to(device) for name, value in found.items()}


def apple_net(width=16):
    """Lesson 04's network. It normalises each photograph by itself (GroupNorm) where that one uses the whole batch:
    a process sees only its part of a batch, and must compute what one process would."""
    layers = []
    for before, after in ((3, width), (width, 2 * width), (2 * width, 4 * width)):
        layers += [nn.Conv2d(before, after, 3, padding=1), nn.GroupNorm(4, after), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers[:-1], nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(4 * width, 1), nn.Flatten(0))


def train_epoch(model, optimizer, data, batch_size, seed):
    """One pass over all photographs; the mean loss over it. All processes draw the same order."""
    x, y = data["train_x"], data["train_y"]
    order = torch.randperm(len(y), generator=torch.Generator().manual_seed(seed)).to(x.device)
    total, steps = torch.zeros((), device=x.device), len(y) // batch_size  # the last, smaller batch is left out
    for batch in order[: steps * batch_size].split(batch_size):
        mine = batch[RANK::PROCESSES]
        loss = nn.functional.binary_cross_entropy_with_logits(model(x[mine]), y[mine])
        optimizer.zero_grad()
        loss.backward()  # with several processes, this averages the gradients of all of them
        optimizer.step()
        total += loss.detach()
    if PROCESSES > 1:
        distributed.all_reduce(total)
    return total.item() / steps / PROCESSES  # .item() waits until a GPU has finished


@torch.no_grad()
def evaluate(model, x, y):
    """(mean loss, accuracy) on photographs that were not trained on."""
    bare = model.module if PROCESSES > 1 else model
    logits = torch.cat([bare(part) for part in x.split(256)])
    loss = nn.functional.binary_cross_entropy_with_logits(logits, y)
    return loss.item(), ((logits > 0) == (y > 0.5)).float().mean().item()


def log(folder, epoch, epochs, **metrics):
    """One line for people, one line of JSON in metrics.jsonl, and MLflow where there is one."""
    left = metrics["seconds"] * (epochs - epoch)
    say(f"epoch {epoch}/{epochs}  {metrics['device']}  {metrics['seconds']:.2f} s  loss {metrics['train_loss']:.4f}  "
        f"validation {metrics['valid_accuracy']:.3f}  about {left:.0f} s left")
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "metrics.jsonl", "w" if epoch == 1 else "a", encoding="utf-8") as file:
        file.write(json.dumps({"epoch": epoch, **metrics}) + "\n")
    if mlflow is not None:
        numbers = {name: value for name, value in metrics.items() if isinstance(value, (int, float))}
        mlflow.log_metrics(numbers, step=epoch)


def say(text):
    if RANK == 0:
        print(text, flush=True)


if __name__ == "__main__":
    main()
