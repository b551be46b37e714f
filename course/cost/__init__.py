"""What computing costs: machines and their dated prices, the bill of a run, and when a faster machine is cheaper.

    cost.table()                                          sizes with their prices, dates and sources
    cost.run(observation, "Standard_D2ds_v5", times=1000) the bill for a thousand such pieces of work
    cost.break_even("Standard_D2ds_v5", "Standard_NC4as_T4_v3")   the speed-up that must be reached
    cost.cheapest(bills, deadline=3600)                   the cheapest run that is done within an hour
    cost.prices()                                         prices of today when online, else the dated table

Prices are USD an hour, Linux, pay as you go; times are seconds. Money is decimal and rounded only when shown.
"""

from course.cost.bill import Bill, NoneInTime, cheapest, run
from course.cost.catalogue import (
    Price,
    PriceUnknown,
    Retirement,
    Size,
    SizeUnknown,
    priced,
    retirement,
    size,
    sizes,
    table,
)
from course.cost.compare import NEVER, break_even, price_ratio, saved, shortest_work
from course.cost.live import NoLivePrices, PriceList, prices
from course.cost.money import CurrencyMismatch, Money, NotAnAmount

__all__ = [
    "NEVER",
    "Bill",
    "CurrencyMismatch",
    "Money",
    "NoLivePrices",
    "NoneInTime",
    "NotAnAmount",
    "Price",
    "PriceList",
    "PriceUnknown",
    "Retirement",
    "Size",
    "SizeUnknown",
    "break_even",
    "cheapest",
    "price_ratio",
    "priced",
    "prices",
    "retirement",
    "run",
    "saved",
    "shortest_work",
    "size",
    "sizes",
    "table",
]
