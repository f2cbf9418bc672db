"""Values of parameters and arguments, as the TypeScript model knows them."""

import datetime
import decimal
import json
import math
import re
import zoneinfo

# What JavaScript counts as white space: Python counts some more, and not the byte order mark.
SPACES = "\t\n\x0b\x0c\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def units(text):
    """The length in UTF-16, as JavaScript counts."""
    return len(text) + sum(1 for one in text if one > "\uffff")


def pad(text, count):
    return "0" * (count - units(text)) + text


def js_number(value):
    """A number as JSON.stringify writes it: Python and JavaScript differ on exponents and on 1.0."""
    if isinstance(value, int) and abs(value) < 10**21:
        return str(value)
    if value == 0:
        return "0"
    negative, places, exponent = decimal.Decimal(repr(float(value))).normalize().as_tuple()
    sign = "-" if negative else ""
    digits = "".join(map(str, places))
    count = len(digits)
    # The value is 0.DIGITS times ten to the power of `point`.
    point = count + exponent
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + "e%+d" % (point - 1)


def json_text(value):
    if is_number(value):
        return js_number(value)
    if isinstance(value, list):
        return "[" + ",".join(json_text(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def argument_text(value):
    return value if isinstance(value, str) else json_text(value)


INTEGER = re.compile(r"[+-]?[0-9]+")
DOUBLE = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
S3_URI = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\x00-\x1f\x7f]*)?")
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
IAM_ROLE = re.compile(r"arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role/[\x21-\x7e]{1,512}")
SECRET = re.compile(r"(arn:aws[a-z-]{0,20}:secretsmanager:[a-z0-9-]{1,40}:[0-9]{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}")
MOST = 2**53 - 1


def to_integer(raw):
    # By way of float, which takes any count of digits; what it rounds is above MOST anyway.
    value = float(raw.strip(SPACES)) if isinstance(raw, str) and INTEGER.fullmatch(raw.strip(SPACES)) else raw
    # NaN and infinity are not at most anything.
    return int(value) if is_number(value) and abs(value) <= MOST and value == int(value) else None


def to_double(raw):
    value = float(raw.strip(SPACES)) if isinstance(raw, str) and DOUBLE.fullmatch(raw.strip(SPACES)) else raw
    # JSON has no -0.
    return (value or 0) if is_number(value) and math.isfinite(value) else None


def is_day(text):
    try:
        return DAY.fullmatch(text) is not None and datetime.date.fromisoformat(text) is not None
    except ValueError:
        return False


def typed(declaration, raw):
    """The typed value, or None when `raw` is not of the type."""
    kind = declaration["type"]
    if kind in ("integer", "double"):
        return to_integer(raw) if kind == "integer" else to_double(raw)
    if kind == "boolean":
        return raw if isinstance(raw, bool) else {"true": True, "false": False}.get(raw) if isinstance(raw, str) else None
    fits = {
        "string": lambda _: True,
        "date": is_day,
        "s3Uri": S3_URI.fullmatch,
        "enum": lambda text: text in declaration["values"],
        "bucket": BUCKET.fullmatch,
        "iamRole": IAM_ROLE.fullmatch,
        "secret": SECRET.fullmatch,
    }
    return raw if isinstance(raw, str) and fits[kind](raw) else None


def day_in(zone, epoch_ms):
    """The day of an instant in a zone, YYYY-MM-DD."""
    # UTC needs no database of zones, which not every machine has.
    place = datetime.timezone.utc if zone in ("UTC", "Etc/UTC") else zoneinfo.ZoneInfo(zone)
    return datetime.datetime.fromtimestamp(epoch_ms / 1000, place).strftime("%Y-%m-%d")
