"""Prints, for every service that botocore models, its id and its operations with the names of their parameters, as one JSON object."""

import json
import sys

import botocore
import botocore.loaders

loader = botocore.loaders.Loader()
services = []
for name in loader.list_available_services("service-2"):
    model = loader.load_service_model(name, "service-2")
    shapes = model["shapes"]
    operations = {}
    for operation, described in model["operations"].items():
        shape = shapes[described["input"]["shape"]] if "input" in described else {}
        members = shape.get("members", {})
        # Clients fill in a token of idempotency by themselves.
        required = [name for name in shape.get("required", []) if not members[name].get("idempotencyToken")]
        operations[operation] = {"members": list(members), "required": required}
    services.append({"id": model["metadata"].get("serviceId", name), "operations": operations})
json.dump({"version": botocore.__version__, "services": services}, sys.stdout)
