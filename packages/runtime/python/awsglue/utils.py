"""Job arguments, with the rules that Glue's own library follows; written anew from its documented and observed behaviour."""

import argparse


class GlueArgumentError(Exception):
    """The arguments do not fit the options that were asked for."""


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        raise GlueArgumentError(message)


_BOOKMARKS = {
    "continuation-enabled": "job-bookmark-enable",
    "continuation-readonly": "job-bookmark-pause",
    "continuation-ignore": "job-bookmark-disable",
}
# Refused as declared names. Most are compared with their dashes, so the bare spelling gets past and clashes in argparse instead.
_RESERVED_BARE = frozenset(("job-bookmark-option", "job-bookmark-from", "job-bookmark-to", "continuation-option"))
_OWN = ("JOB_ID", "JOB_RUN_ID", "SECURITY_CONFIGURATION", "encryption-type", "enable-data-lineage")
_RESERVED_DASHED = frozenset("--" + name for name in (*_RESERVED_BARE, *_OWN))
_NEVER_REQUIRED = ("TempDir", "RedshiftTempDir")


def getResolvedOptions(args, options, allow_abbrev=False):
    """Reads the declared options from `args`, as sys.argv holds them: element 0 is dropped, tokens that nobody declared are ignored.

    Gives a dict of strings: each declared option under its name with '-' as '_', and Glue's own keys, None where absent. Raises
    GlueArgumentError for a missing option or value and for a word that an option does not allow. Glue before 6.0 takes
    abbreviations of option names: `allow_abbrev=True`.
    """
    for name in options:
        if name in _RESERVED_BARE or name in _RESERVED_DASHED:
            raise RuntimeError("'%s' is an option of Glue itself: choose another name" % name)
    parser = _parser(options, allow_abbrev)
    found = vars(parser.parse_known_args(args[1:])[0])
    _settle_temp(found)
    _settle_bookmark(found)
    return found


def _parser(options, allow_abbrev):
    parser = _Parser(allow_abbrev=allow_abbrev)
    parser.add_argument("--job-bookmark-option", choices=sorted(set(_BOOKMARKS.values())))
    parser.add_argument("--continuation-option", choices=sorted(_BOOKMARKS))
    for name in ("job-bookmark-from", "job-bookmark-to", "JOB_ID", "JOB_RUN_ID", "SECURITY_CONFIGURATION"):
        parser.add_argument("--" + name)
    parser.add_argument("--encryption-type", choices=["sse-s3"])
    parser.add_argument("--enable-data-lineage")
    for name in _NEVER_REQUIRED:
        parser.add_argument("--" + name)
    for name in options:
        if name not in _NEVER_REQUIRED:
            parser.add_argument("--" + name, required=True)
    return parser


def _settle_temp(found):
    if found["TempDir"] is not None:
        found["RedshiftTempDir"] = found["TempDir"]
    else:
        found["TempDir"] = found["RedshiftTempDir"]


def _settle_bookmark(found):
    continuation = found.pop("continuation_option")
    if found["job_bookmark_option"] is None:
        found["job_bookmark_option"] = "job-bookmark-disable" if continuation is None else _of_continuation(continuation)
    bounds = (found["job_bookmark_from"] is not None) + (found["job_bookmark_to"] is not None)
    paused = found["job_bookmark_option"] == "job-bookmark-pause"
    if paused and bounds == 1:
        raise RuntimeError("a paused bookmark needs both --job-bookmark-from and --job-bookmark-to, or neither")
    if not paused and bounds == 2:
        raise RuntimeError("--job-bookmark-from and --job-bookmark-to together need a paused bookmark")


def _of_continuation(word):
    if word not in _BOOKMARKS:
        raise ValueError("'%s' is no word of --continuation-option" % word)
    return _BOOKMARKS[word]
