"""What people touch in a lesson. Each works without a mouse, and has a twin in plain code:

device_toggle()                    devices.choose("cpu")
TrainingView(watch=photos)         training.fit(..., progress=True), then plots.curves(history)
cost_calculator(hours)             cost.run(seconds, "Standard_D2ds_v5"), cost.break_even(...)
optimiser(x, y)                    you.slope = 2, you.step(), you.picture()
"""

from course.widgets.calculator import Calculator, cost_calculator
from course.widgets.live import TrainingView
from course.widgets.optimiser import Optimiser, optimiser
from course.widgets.toggle import device_toggle

__all__ = ["Calculator", "Optimiser", "TrainingView", "cost_calculator", "device_toggle", "optimiser"]
