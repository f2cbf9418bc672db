"""Prints botocore's models of the named services as one JSON object: {service: {"version", "apiVersion", "model"}}."""

import json
import sys

import botocore
import botocore.loaders

loader = botocore.loaders.Loader()
found = {}
for service in sys.argv[1:]:
    version = loader.determine_latest_version(service, "service-2")
    found[service] = {
        "version": botocore.__version__,
        "apiVersion": version,
        "model": loader.load_service_model(service, "service-2", version),
    }
json.dump(found, sys.stdout)
