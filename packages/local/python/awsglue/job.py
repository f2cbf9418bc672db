"""A job's beginning and end, between which its bookmark is kept."""

from awsglue import bookmarks


class Job:
    _names = {}

    def __init__(self, glue_context):
        self.glue_context = glue_context

    @classmethod
    def init(cls, job_name, args=None):
        """`args` are those of getResolvedOptions; without them there is no bookmark."""
        cls._names = {"job_name": job_name, **(args or {})}
        bookmarks.begin(args or {})

    @classmethod
    def commit(cls):
        bookmarks.commit()

    @classmethod
    def isInitialized(cls):
        return bool(cls._names)
