"""Runs one job's script as a process of its own and leaves on disk how it ended, so that whoever started it may die meanwhile.

    python3 runner.py FOLDER SCRIPT [ARGUMENT ...]

FOLDER gets
  process.json  {"pid", "at"}                          once the script is about to run; pid is this runner's
  stdout.log, stderr.log                               what the script prints
  result.json   {"exitCode", "signal", "stopped", "at"} when it has ended; `exitCode` is null where a signal ended it

SIGTERM is passed on to the script and marks the result as stopped; a script that does not end within ten seconds is killed. Times
are epoch milliseconds. Each file appears whole or not at all.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time

GRACE_SECONDS = 10


def leave(folder, name, content):
    """Writes a file so that a reader never sees half of it."""
    path = os.path.join(folder, name)
    with open(path + ".tmp", "w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".tmp", path)


def now():
    return int(time.time() * 1000)


def signal_all(process, number):
    """Reaches what the script itself has started, too."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


def run(folder, command):
    stopped = threading.Event()
    started = {}

    def stop(*_):
        stopped.set()
        if "process" in started:
            signal_all(started["process"], signal.SIGTERM)
            timer = threading.Timer(GRACE_SECONDS, signal_all, (started["process"], signal.SIGKILL))
            timer.daemon = True
            timer.start()

    signal.signal(signal.SIGTERM, stop)
    # A closed terminal is no reason to end the job.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave(folder, "process.json", {"pid": os.getpid(), "at": now()})
    with open(os.path.join(folder, "stdout.log"), "ab") as out, open(os.path.join(folder, "stderr.log"), "ab") as err:
        if not stopped.is_set():
            started["process"] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)
            # The signal may have come between the check and the start.
            if stopped.is_set():
                stop()
            started["process"].wait()
    code = started["process"].returncode if "process" in started else -signal.SIGTERM
    result = {"exitCode": code if code >= 0 else None, "signal": -code if code < 0 else None, "stopped": stopped.is_set(), "at": now()}
    leave(folder, "result.json", result)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: python3 runner.py FOLDER SCRIPT [ARGUMENT ...]")
    run(sys.argv[1], [sys.executable, *sys.argv[2:]])
