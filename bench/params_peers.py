"""Milliseconds (medians) of the AWS CLI's shorthand parser and of argparse on the texts of a JSON object on standard input."""
import argparse
import json
import statistics
import sys
import time

from awscli.shorthand import ShorthandParser


def measured(work):
    work()
    found = []
    for _ in range(15):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found)


def options(argv, names):
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for name in names:
        parser.add_argument("--" + name, required=True)
    return parser.parse_known_args(argv[1:])


given = json.load(sys.stdin)
json.dump({
    "shorthand": [measured(lambda: ShorthandParser().parse(text)) for text in given["texts"]],
    "argparse": [measured(lambda: options(argv, names)) for argv, names in zip(given["argvs"], given["options"])],
}, sys.stdout)
