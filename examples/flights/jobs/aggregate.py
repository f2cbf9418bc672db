"""Sums delays up by carrier, day and hour: aggregate.py --OUT s3://…"""

import csv
import io
import json
import sys

import boto3
from awsglue.utils import getResolvedOptions

s3 = boto3.client("s3")


def split(uri):
    bucket, _, key = uri[len("s3://") :].partition("/")
    return bucket, key


def partitions(out):
    bucket, prefix = split(out + "/flights/")
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for item in page.get("Contents", []):
            yield s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read().decode("utf-8")


class Sum:
    def __init__(self):
        self.flights = self.cancelled = self.arrived = 0
        self.delay = 0.0

    def add(self, row):
        self.flights += 1
        self.cancelled += row["cancelled"] == "true"
        if row["arr_delay"] not in ("", "NA"):
            self.arrived += 1
            self.delay += float(row["arr_delay"])

    def row(self, key):
        mean = round(self.delay / self.arrived, 2) if self.arrived else None
        return {"key": key, "flights": self.flights, "cancelled": self.cancelled, "arrived": self.arrived, "mean_arrival_delay": mean}


def add_up(texts):
    total, groups = Sum(), {"carrier": {}, "day": {}, "hour": {}}
    for text in texts:
        for row in csv.DictReader(io.StringIO(text)):
            keys = {
                "carrier": row["carrier_name"],
                "day": f"{row['year']}-{int(row['month']):02}-{int(row['day']):02}",
                "hour": f"{int(row['hour']):02}",
            }
            total.add(row)
            for name, key in keys.items():
                groups[name].setdefault(key, Sum()).add(row)
    return {
        "total": total.row("all"),
        **{f"by_{name}": [sums[key].row(key) for key in sorted(sums)] for name, sums in groups.items()},
    }


def main():
    out = getResolvedOptions(sys.argv, ["OUT"])["OUT"].rstrip("/")
    result = add_up(partitions(out))
    bucket, key = split(out + "/delays/delays.json")
    s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(result, indent=1).encode("utf-8"))
    print(f"{result['total']['flights']} flights, {result['total']['cancelled']} cancelled")


if __name__ == "__main__":
    main()
