"""Sets the arguments of a job, one list after the other, and prints what the generated module reads of each, as JSON."""
import json
import sys

import job_params

with open("argv.json", encoding="utf-8") as file:
    given = json.load(file)
found = []
for argv in given:
    sys.argv = argv
    try:
        found.append(vars(job_params.load()))
    except Exception as error:
        found.append({"error": repr(error)[:300]})
# A date has no JSON of its own.
json.dump(found, sys.stdout, default=str)
