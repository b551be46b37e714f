"""Kernels in milliseconds: one process imports the libraries once, and each submission gets a fork of it."""
