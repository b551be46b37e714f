"""A second device inside most processors: numbers of half the length where it computes with them, else its other cores.

As any device it has a fixed price, paid at each call (converting numbers, waking cores), and then a higher rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.devices import cpu

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class Inside:
    """What a processor has beside one core. `kind` is "bf16", "cores", or "" for one that has neither."""

    kind: str
    name: str
    cores: int = 1

    def product(self, table: torch.Tensor) -> torch.Tensor:
        """`table @ table` (n, n) there, with all that this costs: converting there and back, or waking the cores.

        bf16 keeps eight significant bits of each number, so its result is right to two or three digits.
        """
        import torch

        if self.kind == "bf16":
            short = table.bfloat16()
            return (short @ short).float()
        before = torch.get_num_threads()
        torch.set_num_threads(self.cores)
        try:
            return table @ table
        finally:
            torch.set_num_threads(before)


def inside() -> Inside:
    """The second device in this processor, by what PyTorch says of it and how many cores this process may use."""
    if _short_numbers():
        return Inside("bf16", "16-bit numbers (bf16)")
    cores = cpu.cores()
    return Inside("cores", f"{cores} cores", cores) if cores > 1 else Inside("", "a second core: none here")


def _short_numbers() -> bool:
    """Whether the processor has instructions for products of bf16; False where this PyTorch cannot tell."""
    import torch

    capabilities = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))
