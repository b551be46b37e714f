"""Figures that the README quotes, each beside its peer or its limit: `make bench`, or `python -m benchmarks NAME`."""
