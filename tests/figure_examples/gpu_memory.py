"""The memory of a GPU: where it fits, where it does not, and for a model of which only the weights are known."""

from course import figures
from course.cost import memory


def examples():
    return {
        "fits": figures.gpu_memory(),
        "does not fit": figures.gpu_memory("ViT-B/16", batch=1024, gpu="A100"),
        "a large one": figures.gpu_memory(memory.LARGE, "inference, 16-bit"),
    }
