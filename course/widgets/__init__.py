"""What people touch in a lesson. Each works without a mouse, and has a twin in plain code:

device_toggle()                    devices.choose("cpu")
TrainingView(watch=photos)         training.fit(..., progress=True), then plots.curves(history)
cost_calculator(hours)             cost.run(seconds, "Standard_D2ds_v5"), cost.break_even(...)
optimizer(x, y)                    you.slope = 2, you.step(), you.picture()
"""

from course.widgets.calculator import Calculator, cost_calculator
from course.widgets.live import TrainingView
from course.widgets.optimizer import Optimizer, optimizer
from course.widgets.toggle import device_toggle

__all__ = ["Calculator", "Optimizer", "TrainingView", "cost_calculator", "device_toggle", "optimizer"]
