"""Makes a job's libraries ready, then becomes its script.

    python3 libraries.py PLAN SCRIPT [ARGUMENT ...]

PLAN is a JSON file: `store`, the folder of library sets; `modules`, what pip installs (requirements, or paths of wheels); `pinned`, for a version of
Python, versions of modules that are named alone; `options`, more options for pip; `paths`, what the script imports from first. A set of libraries is
installed once: its folder is named after what is in it. Two jobs that want the same one at once install it once.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys

# Older ones do not know AWS_ENDPOINT_URL: they would call AWS itself.
CONSTRAINTS = "botocore>=1.31.0\nboto3>=1.28.0\n"


def main(plan_file, command):
    with open(plan_file, encoding="utf-8") as file:
        plan = json.load(file)
    pinned = plan["pinned"].get("%d.%d" % sys.version_info[:2], {})
    modules = [pinned.get(name, name) for name in plan["modules"]]
    paths = list(plan["paths"])
    if modules:
        paths.append(library_set(plan["store"], modules, plan["options"]))
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join([*paths, *filter(None, [environment.get("PYTHONPATH")])])
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, *command], environment)


def library_set(store, modules, options):
    """The folder of a library set, installed if it is not there."""
    os.makedirs(store, exist_ok=True)
    folder = os.path.join(store, name_of(modules, options))
    # The system drops the lock of a process that is killed.
    with open(folder + ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.isdir(folder):
            part = folder + ".part"
            shutil.rmtree(part, ignore_errors=True)
            install(part, modules, options)
            # A botocore of its own would meet the boto3 of the interpreter, which may be of another age.
            if os.path.isdir(os.path.join(part, "botocore")) and not os.path.isdir(os.path.join(part, "boto3")):
                shutil.rmtree(part)
                install(part, [*modules, "boto3"], options)
            os.rename(part, folder)
    return folder


def name_of(modules, options):
    digest = hashlib.sha256(repr((sys.version_info[:2], sys.platform, options)).encode())
    for module in modules:
        digest.update(b"\n")
        if os.path.isfile(module):
            digest.update(os.path.basename(module).encode())
            with open(module, "rb") as file:
                digest.update(file.read())
        else:
            digest.update(module.encode())
    return digest.hexdigest()[:16]


def install(folder, modules, options):
    os.makedirs(folder)
    constraints = folder + ".constraints"
    with open(constraints, "w", encoding="utf-8") as file:
        file.write(CONSTRAINTS)
    wanted = [word for module in modules for word in (("-r", module) if module.endswith(".txt") else (module,))]
    named = ", ".join(os.path.basename(module) for module in modules)
    print("Installing libraries: %s" % named, flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder, "-c", constraints, *options, *wanted]
    done = subprocess.run(pip, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
    os.remove(constraints)
    if done.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        print("\n".join(lines))
        last = " ".join(line.strip() for line in lines[-2:])
        sys.exit("pip could not install %s: %s Check the names and versions, and that this machine reaches the package index." % (named, last))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
