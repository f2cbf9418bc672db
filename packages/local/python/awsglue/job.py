"""A job's beginning and end; bookmarks are not kept on this machine."""


class Job:
    _names = {}

    def __init__(self, glue_context):
        self.glue_context = glue_context

    @classmethod
    def init(cls, job_name, args=None):
        cls._names = {"job_name": job_name, **(args or {})}

    @classmethod
    def commit(cls):
        return None

    @classmethod
    def isInitialized(cls):
        return bool(cls._names)
