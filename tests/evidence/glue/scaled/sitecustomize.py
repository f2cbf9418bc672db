"""Lets time pass faster for a Python program that knows nothing of it: what it waits for and what the clock tells it. Sockets keep real time."""

import os
import threading
import time

if "SCALED_FACTOR" in os.environ:
    factor, base = float(os.environ["SCALED_FACTOR"]), float(os.environ["SCALED_BASE_SECONDS"])
    real_time, real_sleep, real_wait = time.time, time.sleep, threading.Condition.wait
    time.time = lambda: base + (real_time() - base) * factor
    time.sleep = lambda seconds: real_sleep(seconds / factor)
    threading.Condition.wait = lambda self, timeout=None: real_wait(self, None if timeout is None else timeout / factor)
