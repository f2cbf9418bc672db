"""Stands in for boto3 in tests: objects of S3 and prepared answers of all else, in the JSON file FAKE_AWS. It refuses what S3 would refuse."""

import datetime
import hashlib
import io
import json
import os
import sys
import threading
import time
import types

PATH = os.environ["FAKE_AWS"]
LOCK = threading.Lock()
sys.modules["botocore"] = types.ModuleType("botocore")
sys.modules["botocore.config"] = types.ModuleType("botocore.config")
sys.modules["botocore"].config = sys.modules["botocore.config"]
sys.modules["botocore.config"].Config = dict


class ClientError(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.response = {"Error": {"Code": code}}


class Events:
    def register(self, name, handler):
        self.handler = handler


def load():
    with open(PATH, encoding="utf-8") as file:
        return json.load(file)


def save(state):
    # Whole or not at all: a reader, or a kill, may come at any time.
    mine = "%s.%d.%d" % (PATH, os.getpid(), threading.get_ident())
    with open(mine, "w", encoding="utf-8") as file:
        json.dump(state, file)
    os.replace(mine, PATH)


def instant(value):
    """{"$ms": 0} is an instant, {"$now": 0} one from now on, {"$bytes": ""} a stream."""
    if isinstance(value, list):
        return [instant(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "$ms" in value or "$now" in value:
        at = value["$ms"] / 1000 if "$ms" in value else time.time() + value["$now"] / 1000
        return datetime.datetime.fromtimestamp(at, datetime.timezone.utc)
    if "$bytes" in value:
        return io.BytesIO(value["$bytes"].encode())
    return {name: instant(one) for name, one in value.items()}


class Client:
    def __init__(self):
        self.meta = type("Meta", (), {"events": Events()})()
        self.exceptions = type("Exceptions", (), {"ClientError": ClientError})()

    def get_object(self, Bucket, Key):
        found = load()["objects"].get(Bucket + "/" + Key)
        if found is None:
            raise ClientError("NoSuchKey")
        return {"Body": io.BytesIO(found.encode()), "ETag": etag(found)}

    def put_object(self, Bucket, Key, Body):
        params = {"headers": {}}
        if hasattr(self.meta.events, "handler"):
            self.meta.events.handler(params)
        with LOCK:
            state = load()
            there = state["objects"].get(Bucket + "/" + Key)
            if "If-None-Match" in params["headers"] and there is not None:
                raise ClientError("PreconditionFailed")
            if "If-Match" in params["headers"] and (there is None or etag(there) != params["headers"]["If-Match"]):
                raise ClientError("PreconditionFailed")
            state["objects"][Bucket + "/" + Key] = Body.decode()
            save(state)

    def delete_object(self, Bucket, Key):
        with LOCK:
            state = load()
            state["objects"].pop(Bucket + "/" + Key, None)
            save(state)

    def list_objects_v2(self, Bucket, Prefix, ContinuationToken=None):
        # Two to a page, so that pages are followed.
        found = sorted((key, text) for key, text in load()["objects"].items() if key.startswith(Bucket + "/" + Prefix))
        at = int(ContinuationToken or 0)
        page = {"Contents": [{"Key": key[len(Bucket) + 1 :], "ETag": etag(text)} for key, text in found[at : at + 2]]}
        return {**page, "NextContinuationToken": str(at + 2)} if len(found) > at + 2 else page

    def get_workflow_run(self, Name, RunId, IncludeGraph=False):
        found = load()["runs"].get(RunId)
        if found is None:
            raise ClientError("EntityNotFoundException")
        return {"Run": instant(self.prepared("graph", found, {}) if IncludeGraph else found)}

    def prepared(self, name, otherwise, given):
        """The next of the prepared answers; the last one stays."""
        with LOCK:
            state = load()
            if name != "graph":
                state.setdefault("calls", []).append([name, given])
            answers = state.get("answers", {}).get(name)
            answer = otherwise if not answers else answers.pop(0) if len(answers) > 1 else answers[0]
            save(state)
        if isinstance(answer, dict) and "error" in answer:
            raise ClientError(answer["error"])
        return answer

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)

        def call(**given):
            plain = {key: value.decode() if isinstance(value, bytes) else value for key, value in given.items()}
            return instant(self.prepared(name, {}, plain))

        return call


def etag(text):
    return '"' + hashlib.md5(text.encode()).hexdigest() + '"'


def client(name, config=None):
    return Client()
