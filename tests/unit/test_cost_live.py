"""Live prices: the right row of many, kept for a day, and the dated table whatever else happens.

A local server replays the format of the Azure Retail Prices API, in pages, and misbehaves as told.
"""

import json
import socket
import time
import urllib.parse
from datetime import date
from decimal import Decimal

import pytest
from support.local_server import LocalHandler, Server

from course import cost

D2, T4 = "Standard_D2ds_v5", "Standard_NC4as_T4_v3"
TODAY = date(2026, 11, 22)


def row(name, price, **changes):
    """A row as the price list gives it."""
    return {
        "currencyCode": "USD",
        "tierMinimumUnits": 0.0,
        "retailPrice": price,
        "unitPrice": price,
        "armRegionName": "eastus",
        "location": "US East",
        "effectiveStartDate": "2024-01-01T00:00:00Z",
        "meterName": name.split("_", 1)[1],
        "productName": "Virtual Machines Series",
        "skuName": name.split("_", 1)[1],
        "serviceName": "Virtual Machines",
        "serviceFamily": "Compute",
        "unitOfMeasure": "1 Hour",
        "type": "Consumption",
        "isPrimaryMeterRegion": True,
        "armSkuName": name,
    } | changes


def rows(name, price):
    """The rows among which the one with `price` is the right one."""
    short = name.split("_", 1)[1]
    return [
        row(name, 0.011, skuName=f"{short} Spot", meterName=f"{short} Spot"),
        row(name, 0.012, skuName=f"{short} Low Priority"),
        row(name, 9.0, productName="Virtual Machines Series Windows"),
        row(name, 8.0, productName="Series Cloud Services"),
        row(name, 700.0, type="Reservation", reservationTerm="1 Year"),
        row(name, 7.0, unitOfMeasure="1 Month"),
        row(name, 0.5, currencyCode="EUR"),
        row(name, 6.0, armRegionName="westus"),
        row(name, 5.0, armSkuName="Standard_D2s_v5"),
        row(name, 0.09, effectiveStartDate="2020-01-01T00:00:00Z"),
        row(name, 4.0, effectiveStartDate="2030-01-01T00:00:00Z"),
        row(name, 0.0),
        row(name, price),
        "no row at all",
    ]


class PriceServer(Server):
    """Answers with `answers[size]` (rows), two rows a page; `misbehave` is called in place of answering."""

    def __init__(self):
        super().__init__(Handler, "api/retail/prices")
        self.answers, self.misbehave = {}, None


class Handler(LocalHandler):
    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        self.server.asked.append(query)
        if self.server.misbehave:
            return self.server.misbehave(self)
        name = query["$filter"][0].split("armSkuName eq '")[1].split("'")[0]
        skip, found = int(query.get("$skip", ["0"])[0]), self.server.answers.get(name, [])
        following = None
        if skip + 2 < len(found):
            more = urllib.parse.urlencode({"$filter": query["$filter"][0], "$skip": skip + 2})
            following = f"{self.server.url}?{more}"
        items = found[skip : skip + 2]
        self.answer(
            {
                "BillingCurrency": "USD",
                "CustomerEntityId": "Default",
                "CustomerEntityType": "Retail",
                "Items": items,
                "NextPageLink": following,
                "Count": len(items),
            }
        )

    def answer(self, content):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        super().answer(body, kind="application/json; charset=utf-8")


@pytest.fixture
def server(monkeypatch, tmp_path):
    """A price list on this machine, an empty cache, and no grading."""
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    with PriceServer().running() as server:
        server.answers = {D2: rows(D2, 0.12), T4: rows(T4, 0.55)}
        monkeypatch.setenv("COURSE_PRICES_URL", server.url)
        yield server


def ask(**settings):
    return cost.prices([D2, T4], today=TODAY, **settings)


def test_of_all_rows_the_hourly_linux_price_in_force_is_taken(server):
    found = ask()
    assert found[D2].per_hour.amount == Decimal("0.12")
    assert found[T4].per_hour.amount == Decimal("0.55")
    assert found[T4].live
    assert found[T4].date == "2026-11-22"
    assert "Retail Prices API" in found.said


def test_all_pages_are_read_and_the_question_is_the_documented_one(server):
    ask()
    assert len(server.asked) == 14  # seven pages for each of the two
    assert server.asked[0]["$filter"] == [
        "serviceName eq 'Virtual Machines' and armRegionName eq 'eastus' and armSkuName eq 'Standard_D2ds_v5' "
        "and priceType eq 'Consumption'"
    ]


def test_prices_are_kept_for_the_day_and_asked_again_the_next(server):
    first = ask()
    count = len(server.asked)
    assert ask().by_size == first.by_size
    assert len(server.asked) == count
    cost.prices([D2], today=date(2026, 11, 23))
    assert len(server.asked) > count


def test_a_spoilt_cache_is_asked_again(server, tmp_path):
    ask()
    (kept,) = (tmp_path / "cache" / "prices").iterdir()
    for content in (b"\xff{", b"{}", b"[]", kept.read_bytes().replace(b'"0.12"', b'"free"')):
        kept.write_bytes(content)
        assert ask()[D2].per_hour.amount == Decimal("0.12")


def test_a_cache_that_cannot_be_written_stops_nothing(server, tmp_path, capsys):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert ask()[D2].live


def test_the_one_price_that_is_missing_comes_from_the_dated_table(server, capsys):
    server.answers[T4] = [row(T4, 3.0, productName="Virtual Machines Windows")]
    found = ask()
    assert found[D2].live
    assert found[T4] == cost.size(T4).price
    assert f"no hourly Linux price for {T4}" in capsys.readouterr().out


def fails(code):
    return lambda handler: handler.send_error(code)


def says(content):
    return lambda handler: handler.answer(content)


def drips(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def cuts(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"Items": [')


def goes_round(handler):
    handler.answer({"Items": [], "NextPageLink": f"{handler.server.url}?{time.monotonic_ns()}"})


def stays(handler):
    handler.answer({"Items": [], "NextPageLink": f"{handler.server.url}?again"})


@pytest.mark.parametrize(
    ("misbehave", "words"),
    [
        (fails(429), "error 429 (too many questions"),
        (fails(500), "error 500"),
        (fails(404), "error 404"),
        (says(b"<html>maintenance</html>"), "not the JSON"),
        (says(b""), "not the JSON"),
        (says(b"\xff\xfe\x00"), "JSON"),
        (says(b"[" * 100_000), "JSON"),
        (says([1, 2]), "no rows"),
        (says({"Items": "none"}), "no rows"),
        (says({"Items": []}), "no hourly Linux price"),
        (says({"Items": [row(D2, "0.1")]}), "no hourly Linux price"),
        (says(b'{"Items": [{"retailPrice": NaN}]}'), "no hourly Linux price"),
        (says(b'{"Items": [{"retailPrice": 1e999999999999999999999}]}'), "JSON"),
        (says({"Items": [], "NextPageLink": "http://prices.example.org/x"}), "another server"),
        (says({"Items": [], "NextPageLink": 7}), "another server"),
        (goes_round, "does not end"),
        (stays, "does not end"),
        (cuts, "JSON"),
        (drips, "in time"),
        (lambda handler: time.sleep(1.5), "in time"),
        (lambda handler: handler.connection.shutdown(socket.SHUT_RDWR), "cannot be reached"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whatever_goes_wrong_the_dated_table_answers_and_says_so(server, capsys, misbehave, words):
    server.misbehave = misbehave
    found = ask(patience=0.5 if words == "in time" else 20)  # a busy machine is slow to be told anything else
    assert found.by_size == {name: cost.size(name).price for name in (D2, T4)}
    said = capsys.readouterr().out
    assert words in said
    assert "The dated table (eastus) answers for all prices" in said


def test_after_one_failure_nothing_more_is_asked(server):
    server.misbehave = fails(500)
    ask()
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_offline(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = ask(base_url=f"http://127.0.0.1:{port}/x")
    assert not found[D2].live
    assert "may be offline" in capsys.readouterr().out


def test_in_grading_and_on_request_nothing_is_asked(server, monkeypatch):
    assert not ask(live=False)[D2].live
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert not ask()[D2].live
    assert server.asked == []


def test_a_price_list_knows_sizes_in_any_spelling_and_counts(server):
    found = ask(live=False)
    assert found["d2ds_v5"] == found[D2]
    assert list(found) == [D2, T4]
    assert len(cost.prices(live=False)) == len(cost.priced())
