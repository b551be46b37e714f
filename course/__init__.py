"""What a lesson imports: data, devices, training, timing, plots, widgets and checks.

Nothing here imports torch until something needs it, so `import course` is quick everywhere.
"""

__version__ = "0.1.0"
