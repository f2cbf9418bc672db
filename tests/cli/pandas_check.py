"""Calculates the figures of the flight report anew with pandas and compares: pandas_check.py RECORDS BAD_RECORDS RESULTS MONTH

Prints {"figures": {...}, "differences": [...]}; knows nothing of the jobs' code.
"""

import html.parser
import json
import os
import sys

import pandas


class Texts(html.parser.HTMLParser):
    """The texts of <dt>, <dd>, <th> and <td>, in their order."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], None

    def handle_starttag(self, tag, attrs):
        self.inside = tag if tag in ("dt", "dd", "th", "td") else self.inside

    def handle_endtag(self, tag):
        self.inside = None if tag == self.inside else self.inside

    def handle_data(self, data):
        if self.inside:
            self.found.append(data)


def expected(records, bad, month):
    year, number = (int(part) for part in month.split("-"))
    flights = pandas.read_csv(os.path.join(records, "flights.csv"))
    flights = flights[(flights["year"] == year) & (flights["month"] == number)]
    carriers = pandas.read_csv(os.path.join(records, "airlines.csv"))
    flights = flights.merge(carriers, on="carrier", validate="many_to_one")
    flights["date"] = pandas.to_datetime(flights[["year", "month", "day"]]).dt.strftime("%Y-%m-%d")
    flights["clock"] = flights["hour"].map("{:02d}".format)
    with open(bad, encoding="utf-8") as lines:
        rejected = sum(1 for _ in lines) - 1
    groups = {by: flights.groupby(column) for by, column in (("by_carrier", "name"), ("by_day", "date"), ("by_hour", "clock"))}
    return {
        "accepted": len(flights),
        "cancelled": int(flights["dep_time"].isna().sum()),
        "rejected": rejected,
        "mean": round(float(flights["arr_delay"].mean()), 2),
        **{
            by: {
                key: (len(rows), int(rows["dep_time"].isna().sum()), None if rows["arr_delay"].isna().all() else round(float(rows["arr_delay"].mean()), 2))
                for key, rows in group
            }
            for by, group in groups.items()
        },
    }


def published(results):
    with open(os.path.join(results, "delays", "delays.json"), encoding="utf-8") as text:
        delays = json.load(text)
    total = delays["total"]
    return {
        "accepted": total["flights"],
        "cancelled": total["cancelled"],
        "rejected": len(pandas.read_csv(os.path.join(results, "rejected", "rejected.csv"))),
        "mean": total["mean_arrival_delay"],
        **{by: {row["key"]: (row["flights"], row["cancelled"], row["mean_arrival_delay"]) for row in delays[by]} for by in ("by_carrier", "by_day", "by_hour")},
    }


def on_the_page(results, wanted):
    """What a reader sees: each figure and each carrier's row, as text."""
    texts = Texts()
    with open(os.path.join(results, "report", "index.html"), encoding="utf-8") as page:
        texts.feed(page.read())
    seen = "\n".join(texts.found)
    minutes = lambda value: "–" if value is None else f"{value:.2f}".replace("-", "−")
    rows = [["flights", f"{wanted['accepted']:,}"], ["cancelled", f"{wanted['cancelled']:,}"], ["rejected records", str(wanted["rejected"])], ["mean arrival delay", f"{minutes(wanted['mean'])} min"]]
    rows += [[name, f"{count:,}", f"{cancelled:,}", minutes(mean)] for name, (count, cancelled, mean) in wanted["by_carrier"].items()]
    return [f"page: no {' | '.join(row)}" for row in rows if "\n".join(row) not in seen]


def main():
    records, bad, results, month = sys.argv[1:]
    wanted, found = expected(records, bad, month), published(results)
    differences = [f"{name}: pandas {wanted[name]}, report {found[name]}" for name in ("accepted", "cancelled", "rejected", "mean") if wanted[name] != found[name]]
    for by in ("by_carrier", "by_day", "by_hour"):
        for key in sorted({*wanted[by], *found[by]}):
            if wanted[by].get(key) != found[by].get(key):
                differences.append(f"{by} {key}: pandas {wanted[by].get(key)}, report {found[by].get(key)}")
    counts = {name: wanted[name] for name in ("accepted", "cancelled", "rejected", "mean")}
    groups = {by: len(wanted[by]) for by in ("by_carrier", "by_day", "by_hour")}
    print(json.dumps({"figures": {**counts, **groups}, "differences": differences + on_the_page(results, wanted)}))


if __name__ == "__main__":
    main()
