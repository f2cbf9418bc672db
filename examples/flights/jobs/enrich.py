"""Joins accepted flights with carriers, planes and weather, one partition a day: enrich.py --RAW s3://… --OUT s3://…"""

import csv
import io
import sys

import boto3
from awsglue.utils import getResolvedOptions

ADDED = ["carrier_name", "manufacturer", "model", "seats", "temp", "wind_speed", "precip", "visib", "cancelled"]

s3 = boto3.client("s3")


def split(uri):
    bucket, _, key = uri[len("s3://") :].partition("/")
    return bucket, key


def rows_of(uri):
    bucket, key = split(uri)
    return list(csv.DictReader(io.StringIO(s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8"))))


def join(flights, carriers, planes, weather):
    """Each flight with what is known of its carrier, plane and weather; blanks where nothing is."""
    for flight in flights:
        plane = planes.get(flight["tailnum"], {})
        sky = weather.get((flight["origin"], flight["time_hour"]), {})
        yield {
            **flight,
            "carrier_name": carriers[flight["carrier"]],
            **{name: plane.get(name, "") for name in ("manufacturer", "model", "seats")},
            **{name: sky.get(name, "") for name in ("temp", "wind_speed", "precip", "visib")},
            "cancelled": "true" if flight["dep_time"] in ("", "NA") else "false",
        }


def by_day(rows):
    days = {}
    for row in rows:
        day = f"{row['year']}-{int(row['month']):02}-{int(row['day']):02}"
        days.setdefault(day, []).append(row)
    return days


def write_partition(out, day, rows):
    """Replaces the whole partition, so that a second run leaves the same bytes."""
    bucket, prefix = split(f"{out}/flights/day={day}/")
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    s3.put_object(Bucket=bucket, Key=prefix + "flights.csv", Body=text.getvalue().encode("utf-8"))


def main():
    args = getResolvedOptions(sys.argv, ["RAW", "OUT"])
    raw, out = args["RAW"].rstrip("/"), args["OUT"].rstrip("/")
    carriers = {row["carrier"]: row["name"] for row in rows_of(raw + "/airlines.csv")}
    planes = {row["tailnum"]: row for row in rows_of(raw + "/planes.csv")}
    weather = {(row["origin"], row["time_hour"]): row for row in rows_of(raw + "/weather.csv")}
    days = by_day(join(rows_of(out + "/staging/accepted.csv"), carriers, planes, weather))
    for day in sorted(days):
        write_partition(out, day, days[day])
    print(f"{sum(map(len, days.values()))} flights in {len(days)} partitions")


if __name__ == "__main__":
    main()
