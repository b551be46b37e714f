"""How many cores a small job should use: often one."""


def one_thread() -> None:
    """From here on torch, NumPy and scikit-learn compute on one core each.

    The layers of a small network are done in less time than threads need to wait for each other: on a busy
    machine with two cores an epoch of lesson 04 took 1.2 s on one thread and 9 s on two.
    """
    import torch
    from threadpoolctl import threadpool_limits

    torch.set_num_threads(1)
    threadpool_limits(1)
