"""The cost calculator: one job on two machines, and the moment at which the faster one becomes the cheaper one."""

from __future__ import annotations

import html

from course import cost
from course.cost.money import decimal
from course.plots.card import COLOURS
from course.widgets import page

PARTS = (
    ("start-up", "startup", COLOURS["grey"]),
    ("work", "work", COLOURS["blue"]),
    ("idle", "idle", COLOURS["orange"]),
)


class Calculator:
    """What `cost_calculator` shows. Set `slow`, `fast`, `hours`, `speed_up`, `startup_minutes` or `idle_minutes`.

    `bills()` are the two bills, `words()` says which machine costs less and from which speed-up on the fast one
    would; `picture()` draws the whole range of speed-ups. The last line of a cell shows menus, sliders and bars.
    """

    def __init__(self, hours, *, slow, fast, speed_up, startup_minutes, idle_minutes, prices):
        self.prices = prices
        self.slow, self.fast = cost.size(slow).name, cost.size(fast).name
        self.hours, self.speed_up = hours, speed_up
        self.startup_minutes, self.idle_minutes = startup_minutes, idle_minutes
        self.bills()  # wrong numbers show at once

    def bills(self) -> tuple[cost.Bill, cost.Bill]:
        """The bill on the slow machine and on the fast one."""
        beside = {"startup": self._seconds(self.startup_minutes, 60), "idle": self._seconds(self.idle_minutes, 60)}
        work = self._seconds(self.hours, 3600)
        return (
            cost.run(work, self.slow, price=self._price(self.slow), **beside),
            cost.run(work, self.fast, price=self._price(self.fast), speed_up=self.speed_up, **beside),
        )

    def break_even(self):
        """The speed-up that the fast machine must reach (`cost.NEVER` if none is enough)."""
        slow, _ = self.bills()
        return cost.break_even(
            self._price(self.slow), self._price(self.fast), slow.work, startup=slow.startup, idle=slow.idle
        )

    def words(self) -> str:
        """One or two sentences about the two bills."""
        slow, fast = self.bills()
        cheaper, dearer = sorted((slow, fast), key=lambda bill: bill.cost)
        if slow.cost == fast.cost:
            said = f"Both cost {slow.cost}."
        else:
            said = f"{cheaper.size} costs {cheaper.cost}, {dearer.cost - cheaper.cost} less."
        needed = self.break_even()
        if needed == cost.NEVER:
            return f"{said} Work this short never pays on {self.fast}, however quick it is."
        return f"{said} {self.fast} pays from {needed:.3g} times as quick; here it is {float(self.speed_up):.3g} times."

    def picture(self):
        """Cost over speed-up for the two machines, by the dated prices, as a `plots.Picture`."""
        from course import plots

        slow, _ = self.bills()
        return plots.break_even(
            self.slow,
            [self.fast],
            slow.work,
            startup=slow.startup,
            idle=slow.idle,
            marks=[("here", self.fast, float(self.speed_up))],
        )

    def html(self) -> str:
        """The two bills as bars of money, in parts, and what they say."""
        slow, fast = self.bills()
        most = max(float(slow.cost.amount), float(fast.cost.amount)) or 1.0
        rows = "".join(_bar(bill, most, 18 + 62 * row) for row, bill in enumerate((slow, fast)))
        key = "".join(
            f'<rect x="{8 + 90 * i}" y="140" width="12" height="12" fill="{colour}"/>'
            f'<text x="{25 + 90 * i}" y="150">{name}</text>'
            for i, (name, _, colour) in enumerate(PARTS)
        )
        drawing = page.svg_image(page.svg(680, 160, rows + key), f"{slow}. {fast}.", 680)
        dates = "; ".join(f"{bill.size}: {bill.price}" for bill in (slow, fast))
        return (
            f'<div class="course-calculator" style="{page.CARD}"><div role="status" style="font-size:15px;'
            f'font-weight:600;line-height:1.4">{html.escape(self.words())}</div>{drawing}'
            f'<div style="font-size:11px;line-height:1.4;color:#555">{html.escape(dates)}</div></div>'
        )

    def widget(self):
        """Menus, sliders and bars as an ipywidgets box."""
        import ipywidgets as widgets

        view = widgets.HTML(self.html())
        style, wide = {"description_width": "170px"}, widgets.Layout(width="520px")
        names = list(cost.priced())
        inputs = {
            "slow": widgets.Dropdown(options=names, value=self.slow, description="slow machine"),
            "fast": widgets.Dropdown(options=names, value=self.fast, description="fast machine"),
            "hours": _scale(widgets, self.hours, -2, 3, "work on the slow one (h)"),
            "speed_up": _scale(widgets, self.speed_up, -0.5, 2.5, "speed-up (times)"),
            "startup_minutes": widgets.IntSlider(int(self.startup_minutes), 0, 30, description="start-up (min)"),
            "idle_minutes": widgets.IntSlider(int(self.idle_minutes), 0, 480, 2, description="idle (min)"),
        }

        def changed(change) -> None:
            name = next(name for name, each in inputs.items() if each is change["owner"])
            setattr(self, name, change["new"])
            view.value = self.html()

        for each in inputs.values():
            each.style, each.layout = style, wide
            each.observe(changed, names="value")
        return widgets.VBox([view, *inputs.values()], _dom_classes=("course-calculator-box",))

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget())

    def _price(self, name: str):
        return self.prices[name] if self.prices is not None else cost.size(name).price

    def _seconds(self, amount, length: int):
        return decimal(amount, "the time") * length


def cost_calculator(
    hours: float = 1,
    *,
    slow: str = "Standard_D2ds_v5",
    fast: str = "Standard_NC4as_T4_v3",
    speed_up: float = 8,
    startup_minutes: float = 5,
    idle_minutes: float = 2,
    prices=None,
) -> Calculator:
    """One job on two machines: what each costs, and from which speed-up on the fast one costs less.

    hours     of work on the slow machine; speed_up: how many times as quick the fast one is
    startup_minutes, idle_minutes    paid on both, before and after the work
    prices    what `cost.prices` gives; the dated prices when None
    Its twin in plain code: `cost.run(3600 * hours, "Standard_D2ds_v5", startup=300, idle=120)` for the slow one, the
    same with `speed_up=8` and the other name for the fast one, and `cost.break_even`.
    """
    return Calculator(
        hours,
        slow=slow,
        fast=fast,
        speed_up=speed_up,
        startup_minutes=startup_minutes,
        idle_minutes=idle_minutes,
        prices=prices,
    )


def _scale(widgets, value: float, low: float, high: float, words: str):
    """A slider whose steps are shares, not amounts: from minutes to days with the same feeling."""
    value = min(max(float(value), 10**low), 10**high)
    return widgets.FloatLogSlider(value, base=10, min=low, max=high, step=0.02, readout_format=".3g", description=words)


def _bar(bill: cost.Bill, most: float, top: int) -> str:
    """One bill as a bar of its parts, with the machine above it and the amount behind it."""
    left, parts = 8.0, []
    for name, part, colour in PARTS:
        seconds = getattr(bill, part)
        share = float(seconds / (bill.hours * 3600)) if bill.hours else 0.0
        wide = 560 * float(bill.cost.amount) / most * share
        parts.append(
            f'<rect x="{left:.1f}" y="{top + 8}" width="{wide:.1f}" height="26" fill="{colour}">'
            f"<title>{name}</title></rect>"
        )
        left += wide
    return (
        f'<text x="8" y="{top}">{html.escape(bill.size)}, {float(bill.hours):.3g} h paid</text>{"".join(parts)}'
        f'<text x="{left + 8:.1f}" y="{top + 26}" font-weight="600" font-size="14">{html.escape(str(bill.cost))}</text>'
    )
