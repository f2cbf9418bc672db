"""What a job with bookmarks has read before, so that a read gets what is new; written anew from the documented behaviour of Glue's bookmarks.

The state of a source, by its `transformation_ctx`, is {"since": MS, "files": {PATH: MS}}: a file is new where it was modified after `since` and is not
among `files` with that very time. `files` holds those of the last minutes before a read (`maxBand`): S3 could once list an object late, so that a time
alone would lose it. Times are epoch milliseconds.

In the folder that MILLRACE_BOOKMARKS names, bookmark.json is what the job run was given ({"read": STATES, "until": STATES or null}, or {"refused":
WHY}), and bookmark-new.json what it commits: it appears whole or not at all.
"""

import json
import os
import time

_BAND_MS = 900_000
_MOST_IN_BAND = 1000

# Of this job run, once its script has called Job.init.
_current = None


class Bookmarks:
    """The states of all sources of one job run; `until` ends the range of a paused bookmark."""

    def __init__(self, read, until=None, keeps=True):
        self._read, self._until, self._keeps = read, until, keeps
        self._next = {}

    def choose(self, context, found, now, options=None):
        """Those of the files, {path: time}, that are to be read, as they were listed at `now`; a commit notes them as read."""
        before = self._read.get(context)
        fresh = {path: at for path, at in found.items() if _is_new(before, path, at)}
        if self._until is not None:
            last = self._until.get(context)
            return {path for path, at in fresh.items() if not _is_new(last, path, at)}
        since = now - int((options or {}).get("maxBand", _BAND_MS))
        most = int((options or {}).get("maxFilesInBand", _MOST_IN_BAND))
        # A second read of the same context goes on from the first.
        known = self._next.get(context, before) or {"since": 0, "files": {}}
        files = {path: at for path, at in known["files"].items() if at > since}
        chosen = set()
        for path, at in sorted(fresh.items(), key=lambda one: (one[1], one[0])):
            if at > since:
                if len(files) >= most and path not in files:
                    # Too many to note: the next run reads it.
                    continue
                files[path] = at
            chosen.add(path)
        self._next[context] = {"since": max(since, known["since"]), "files": files}
        return chosen

    def commit(self, folder):
        if not self._keeps:
            return
        states = {**self._read, **self._next}
        path = os.path.join(folder, "bookmark-new.json")
        with open(path + ".tmp", "w", encoding="utf-8") as file:
            json.dump(states, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(path + ".tmp", path)


def _is_new(state, path, at):
    return state is None or (at > state["since"] and state["files"].get(path) != at)


def begin(args):
    """Job.init: the bookmark that the job run was given, where its arguments ask for one."""
    global _current
    _current = None
    option, folder = args.get("job_bookmark_option"), os.environ.get("MILLRACE_BOOKMARKS")
    if option not in ("job-bookmark-enable", "job-bookmark-pause") or folder is None:
        return
    given = _content(folder, "bookmark.json")
    if given is None:
        return
    if "refused" in given:
        raise ValueError(given["refused"])
    # A script may begin again after a commit.
    read = _content(folder, "bookmark-new.json") or given["read"]
    _current = Bookmarks(read, given["until"], keeps=option == "job-bookmark-enable")


def commit():
    """Job.commit: what was read since Job.init counts as read, for the runs that come."""
    if _current is not None:
        _current.commit(os.environ["MILLRACE_BOOKMARKS"])


def choose(context, found, options=None):
    """The paths to read of those that `found`, a function, gives with their times; None for all, where there is no bookmark."""
    if _current is None or not context:
        return None
    # Before the listing: what comes during it is new again, and `files` says whether it was read.
    now = int(time.time() * 1000)
    files = found()
    chosen = _current.choose(context, files, now, options)
    return None if len(chosen) == len(files) else chosen


def _content(folder, name):
    try:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return None
