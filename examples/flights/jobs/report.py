"""Publishes the delays as one HTML page with charts: report.py --OUT s3://… --MONTH 2013-01 --DATABASE flights"""

import csv
import html
import io
import json
import sys

import boto3
from awsglue.utils import getResolvedOptions

LATE = 15
STYLE = """
:root{color-scheme:light dark;--ink:#0f172a;--soft:#475569;--line:#cbd5e1;--bar:#6d4aff;--late:#c2410c;--page:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#f1f5f9;--soft:#cbd5e1;--line:#475569;--bar:#a594ff;--late:#fb923c;--page:#0f172a}}
body{font:16px/1.5 system-ui,sans-serif;max-width:860px;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--page)}
dl{display:flex;gap:2.5rem;flex-wrap:wrap}dt{color:var(--soft);font-size:.85rem}dd{margin:0;font-size:1.6rem;font-weight:650}
svg{width:100%;height:auto;display:block}svg text{fill:var(--soft);font:12px system-ui,sans-serif}svg .bar{fill:var(--bar)}svg .late{fill:var(--late)}svg line{stroke:var(--line)}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}td.n,th.n{text-align:right}
@media print{body{max-width:none}h2{break-after:avoid}svg,tr{break-inside:avoid}}
"""


def split(uri):
    bucket, _, key = uri[len("s3://") :].partition("/")
    return bucket, key


def columns_chart(rows, value, label, title):
    """Upright bars, one a row; bars below zero hang."""
    width, height, bottom = 800, 220, 28
    values = [row[value] or 0 for row in rows]
    high, low = max([0, *values]), min([0, *values])
    scale = (height - bottom - 24) / ((high - low) or 1)
    zero = 18 + high * scale
    step = width / len(rows)
    parts = []
    for index, (row, number) in enumerate(zip(rows, values)):
        top = zero - max(number, 0) * scale
        name = html.escape(label(row))
        parts.append(
            f'<rect class="{"late" if number > LATE else "bar"}" x="{index * step + 2:.1f}" y="{top:.1f}" width="{step - 4:.1f}" '
            f'height="{max(abs(number) * scale, 1):.1f}"><title>{name}: {number:g}</title></rect>'
        )
        if len(rows) <= 24 or index % 5 == 0:
            parts.append(f'<text x="{index * step + step / 2:.1f}" y="{height - 8}" text-anchor="middle">{name}</text>')
    axis = f'<line x1="0" x2="{width}" y1="{zero:.1f}" y2="{zero:.1f}"/>'
    late = f"; above {LATE} in orange" if high > LATE else ""
    scale_text = f'<text x="0" y="12">{high:.2f} minutes at the highest bar{late}</text>'
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{html.escape(title)}">{axis}{scale_text}{"".join(parts)}</svg>'


def minutes(value):
    return "–" if value is None else f"{value:.2f}".replace("-", "−")


def table(head, rows):
    cells = "".join(f'<th{" class=n" if index else ""}>{html.escape(name)}</th>' for index, name in enumerate(head))
    body = "".join(
        "<tr>" + "".join(f'<td{" class=n" if index else ""}>{html.escape(str(cell))}</td>' for index, cell in enumerate(row)) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def page(month, delays, rejected, tables):
    total = delays["total"]
    carriers = sorted(delays["by_carrier"], key=lambda row: (-(row["mean_arrival_delay"] or 0), row["key"]))
    figures = [
        ("flights", f"{total['flights']:,}"),
        ("cancelled", f"{total['cancelled']:,}"),
        ("rejected records", str(len(rejected))),
        ("mean arrival delay", f"{minutes(total['mean_arrival_delay'])} min"),
    ]
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Flight delays, {html.escape(month)}</title><style>{STYLE}</style></head>
<body><h1>Flight delays from New York, {html.escape(month)}</h1>
<dl>{"".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)}</dl>
<h2>Mean arrival delay by day</h2>{columns_chart(delays["by_day"], "mean_arrival_delay", lambda row: row["key"][8:], "Mean arrival delay in minutes, by day")}
<h2>Mean arrival delay by scheduled hour</h2>{columns_chart(delays["by_hour"], "mean_arrival_delay", lambda row: row["key"], "Mean arrival delay in minutes, by hour")}
<h2>Carriers</h2>{table(["carrier", "flights", "cancelled", "mean delay, min"], [(row["key"], f"{row['flights']:,}", f"{row['cancelled']:,}", minutes(row["mean_arrival_delay"])) for row in carriers])}
<h2>Rejected records</h2>{table(["reason", "records"], sorted((reason, sum(1 for one in rejected if one == reason)) for reason in set(rejected)))}
<h2>Catalog</h2>{table(["table", "columns", "partitions"], tables)}
</body></html>
"""


def main():
    args = getResolvedOptions(sys.argv, ["OUT", "MONTH", "DATABASE"])
    s3, glue = boto3.client("s3"), boto3.client("glue")

    def read(name):
        bucket, key = split(args["OUT"].rstrip("/") + name)
        return s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8")

    rejected = [row["reason"] for row in csv.DictReader(io.StringIO(read("/rejected/rejected.csv")))]
    tables = []
    for found in glue.get_tables(DatabaseName=args["DATABASE"])["TableList"]:
        partitions = glue.get_paginator("get_partitions").paginate(DatabaseName=args["DATABASE"], TableName=found["Name"])
        count = sum(len(part["Partitions"]) for part in partitions)
        tables.append((found["Name"], len(found["StorageDescriptor"]["Columns"]), count))
    text = page(args["MONTH"], json.loads(read("/delays/delays.json")), rejected, sorted(tables))
    bucket, key = split(args["OUT"].rstrip("/") + "/report/index.html")
    s3.put_object(Bucket=bucket, Key=key, Body=text.encode("utf-8"), ContentType="text/html; charset=utf-8")
    print(f"report: s3://{bucket}/{key}")


if __name__ == "__main__":
    main()
