"""Reads the raw flight records of one month and keeps what is sound: clean.py --RAW s3://… --MONTH 2013-01 --OUT s3://…

A cancelled flight (no departure, no arrival) is data. What is not sound is written to rejected.csv with its reason; nothing is lost.
"""

import csv
import datetime
import io
import json
import sys

import boto3
from awsglue.utils import getResolvedOptions

COLUMNS = (
    "year month day dep_time sched_dep_time dep_delay arr_time sched_arr_time arr_delay "
    "carrier flight tailnum origin dest air_time distance hour minute time_hour"
).split()
ORIGINS = {"EWR", "JFK", "LGA"}
NUMBERS = ("dep_delay", "arr_delay", "air_time")
TIMES = ("dep_time", "sched_dep_time", "arr_time", "sched_arr_time")

s3 = boto3.client("s3")


def split(uri):
    bucket, _, key = uri[len("s3://") :].partition("/")
    return bucket, key


def read(uri):
    bucket, key = split(uri)
    return s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8")


def write(uri, text):
    bucket, key = split(uri)
    s3.put_object(Bucket=bucket, Key=key, Body=text.encode("utf-8"))


def absent(value):
    return value in ("", "NA")


def is_number(value):
    try:
        float(value)
    except ValueError:
        return False
    return True


def is_clock(value):
    return value.isdigit() and int(value) <= 2400 and int(value) % 100 < 60


def the_day(row):
    try:
        return datetime.date(int(row["year"]), int(row["month"]), int(row["day"]))
    except ValueError:
        return None


def fault(fields, row, carriers, seen):
    """Why a row cannot be used, or None."""
    if len(fields) < len(COLUMNS):
        return "too few columns"
    if len(fields) > len(COLUMNS):
        return "too many columns"
    if not (row["year"].isdigit() and row["month"].isdigit() and row["day"].isdigit()):
        return "date is not made of numbers"
    if the_day(row) is None:
        return "no such day"
    if absent(row["carrier"]):
        return "carrier is missing"
    if row["carrier"] not in carriers:
        return "unknown carrier"
    if row["origin"] not in ORIGINS:
        return "unknown origin"
    if any(not absent(row[name]) and not is_clock(row[name]) for name in TIMES):
        return "no such time of day"
    if any(not absent(row[name]) and not is_number(row[name]) for name in NUMBERS):
        return "a measure is not a number"
    if not is_number(row["distance"]) or float(row["distance"]) <= 0:
        return "distance is not positive"
    if absent(row["dep_time"]) and not absent(row["arr_time"]):
        return "arrived without departing"
    if tuple(fields) in seen:
        return "the same record twice"
    return None


def sort_rows(texts, month, carriers):
    """Good rows, and (reason, raw fields) of bad ones. Rows of other months are left alone."""
    good, bad, seen = [], [], set()
    wanted = month.split("-")[0], str(int(month.split("-")[1]))
    for text in texts:
        reader = csv.reader(io.StringIO(text))
        next(reader)
        for fields in reader:
            if tuple(fields[:2]) != wanted and len(fields) > 1 and fields[0].isdigit() and fields[1].isdigit():
                continue
            row = dict(zip(COLUMNS, fields))
            reason = fault(fields, row, carriers, seen)
            if reason is None:
                seen.add(tuple(fields))
                good.append(fields)
            else:
                bad.append((reason, fields))
    return good, bad


def as_csv(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def main():
    args = getResolvedOptions(sys.argv, ["RAW", "MONTH", "OUT"])
    raw, out = args["RAW"].rstrip("/"), args["OUT"].rstrip("/")
    carriers = {row["carrier"] for row in csv.DictReader(io.StringIO(read(raw + "/airlines.csv")))}
    good, bad = sort_rows([read(raw + "/flights.csv"), read(raw + "/late-records.csv")], args["MONTH"], carriers)
    write(out + "/staging/accepted.csv", as_csv(COLUMNS, good))
    write(out + "/rejected/rejected.csv", as_csv(["reason", "record"], [(reason, json.dumps(fields)) for reason, fields in bad]))
    print(f"{len(good)} accepted, {len(bad)} rejected of {len(good) + len(bad)}")
    for reason, _ in bad:
        print(f"rejected: {reason}")


if __name__ == "__main__":
    main()
