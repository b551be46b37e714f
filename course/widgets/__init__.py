"""What people touch in a lesson. Each works without a mouse, and has a twin in plain code:

device_toggle()                    devices.choose("cpu")
TrainingView(watch=photos)         training.fit(..., progress=True), then plots.curves(history)
"""

from course.widgets.live import TrainingView
from course.widgets.toggle import device_toggle

__all__ = ["TrainingView", "device_toggle"]
