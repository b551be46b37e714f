"""What is wrong with a cluster or a compute instance, beyond what the schema sees."""

from __future__ import annotations

from collections.abc import Iterator

from course.azure import sizes
from course.azure.specification import Problem, nearest, whole

CLUSTER_FIELDS = (
    "$schema",
    "name",
    "type",
    "size",
    "tier",
    "min_instances",
    "max_instances",
    "idle_time_before_scale_down",
    "location",
    "description",
    "tags",
    "identity",
    "network_settings",
    "ssh_settings",
    "ssh_public_access_enabled",
    "subnet",
    "enable_node_public_ip",
)
TIERS = ("dedicated", "low_priority")
SHORTEST_IDLE, LONGEST_IDLE = 60, 1800  # seconds: below, each job pays a start; above, waiting costs more than it saves
SHUTDOWN_MINUTES = (15, 3 * 24 * 60)


def cluster_problems(cluster: dict) -> Iterator[Problem]:
    """Problems of a specification with `type: amlcompute`."""
    for name in cluster:
        if name not in CLUSTER_FIELDS:
            yield Problem(
                str(name),
                "a cluster has no such field." + nearest(name, CLUSTER_FIELDS),
                "Correct the name or delete the line.",
                "unknown-field",
            )
    yield from _named(cluster)
    yield from size_problems(cluster)
    yield from _counts(cluster)
    yield from _idle(cluster)
    tier = cluster.get("tier", "dedicated")
    if str(tier).lower() not in TIERS:
        yield Problem(
            "tier",
            f"“{tier}” is no tier.",
            "Write `dedicated`, or `low_priority` for the cheap kind that may be taken away in the middle of a job.",
            "tier",
        )


def instance_problems(instance: dict) -> Iterator[Problem]:
    """Problems of a specification with `type: computeinstance`."""
    yield from _named(instance)
    yield from size_problems(instance)
    field, (least, most) = "idle_time_before_shutdown_minutes", SHUTDOWN_MINUTES
    minutes = instance.get(field)
    if minutes is None:
        yield Problem(
            field,
            "nothing shuts this instance down when nobody works on it.",
            f"Add `{field}: 30`.",
            "no-idle-shutdown",
        )
    elif not whole(minutes) or not least <= minutes <= most:
        yield Problem(
            field,
            f"{minutes!r} is not between {least} minutes and {most} (three days).",
            "Write `30`, for example.",
            "idle-time",
        )


def size_problems(compute: dict) -> Iterator[Problem]:
    """A size that is missing, unknown, or taken out of service."""
    name = compute.get("size")
    if not name:
        yield Problem(
            "size", "no machine size is named.", "Add one, for example `size: Standard_NC4as_T4_v3`.", "missing-size"
        )
        return
    if gone := sizes.gone(str(name)):
        yield Problem("size", gone.wrong, gone.change, "retired-size")
    elif sizes.find(str(name)) is None:
        yield Problem(
            "size",
            f"“{name}” is not among the sizes that the course knows.{nearest(name, sizes.names())}",
            "Correct it, or look it up with `az ml compute list-sizes`: the course's list is an extract.",
            "unknown-size",
        )


def _named(compute: dict) -> Iterator[Problem]:
    if not compute.get("name"):
        yield Problem("name", "it has no name, so no job can ask for it.", "Add `name: gpu-cluster`.", "missing-name")


def _counts(cluster: dict) -> Iterator[Problem]:
    least, most = cluster.get("min_instances", 0), cluster.get("max_instances", 1)
    if not whole(least) or least < 0:
        yield Problem(
            "min_instances",
            f"{least!r} is no number of machines.",
            "Write 0: then nothing is paid for while no job runs.",
            "min-instances",
        )
    elif least > 0:
        wait = "one machine is" if least == 1 else f"{least} machines are"
        yield Problem(
            "min_instances",
            f"{wait} paid for day and night, with or without a job.",
            "Write 0: the cluster then scales to zero.",
            "never-zero",
        )
    if not whole(most) or most < 1:
        yield Problem(
            "max_instances",
            f"with {most!r} machines at most, no job can ever start.",
            "Write 1 or more.",
            "max-instances",
        )
    elif whole(least) and least > most:
        yield Problem(
            "min_instances",
            f"{least} at least is more than {most} at most.",
            "Write 0, or raise max_instances.",
            "min-above-max",
        )


def _idle(cluster: dict) -> Iterator[Problem]:
    field = "idle_time_before_scale_down"
    seconds = cluster.get(field, 120)
    if not whole(seconds):
        yield Problem(
            field, f"{seconds!r} is no whole number of seconds.", "Write 120, without quotes or a unit.", "idle-time"
        )
    elif seconds < SHORTEST_IDLE:
        yield Problem(
            field,
            f"{seconds!r} is too short: it counts seconds, and a machine that leaves between two jobs "
            "must start again, which takes minutes.",
            "Write 120.",
            "idle-time",
        )
    elif seconds > LONGEST_IDLE:
        yield Problem(
            field,
            f"after each job the machine is paid for {seconds / 60:.0f} minutes of waiting "
            "(the number counts seconds).",
            "Write 120, or as long as your next job really needs.",
            "idle-time",
        )
