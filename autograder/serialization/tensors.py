"""torch's tensors, on whatever device they were."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

TENSOR = re.compile(r"bool|u?int(8|16|32|64)|b?float(16|32|64)|complex(64|128)")


def write(self, value):
    """The node of a tensor; None for anything else."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(value, torch.Tensor):
        return None
    kept = value.detach()
    kept = (kept.to_dense() if kept.layout is not torch.strided else kept).cpu().resolve_conj().resolve_neg()
    name = str(kept.dtype).removeprefix("torch.")
    return ["tensor", name, self.node((kept.float() if name == "bfloat16" else kept).numpy()), value.requires_grad]


def _tensor(self, name, node, requires_grad):
    import torch

    if not TENSOR.fullmatch(name):
        raise ValueError("not a type of tensor")
    return torch.from_numpy(self.value(node)).to(getattr(torch, name)).requires_grad_(bool(requires_grad))


READERS: dict[str, Callable] = {"tensor": _tensor}
