/**
 * Runs one call of a function: argv is the folder of its code; standard input holds `{handler, payload, arn, requestId}`. What the function
 * prints goes to standard error, so that standard output is the answer alone: `{ok, payload}`.
 */
export const functionRunner = `
import importlib, json, os, sys, traceback, zipfile

folder = sys.argv[1]
request = json.load(sys.stdin)
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
archive = os.path.join(folder, "code.zip")
sys.path.insert(0, archive if os.path.exists(archive) else folder)
if os.path.exists(archive):
    unpacked = os.path.join(folder, "code")
    if not os.path.isdir(unpacked):
        part = "%s.%d" % (unpacked, os.getpid())
        zipfile.ZipFile(archive).extractall(part)
        try:
            os.rename(part, unpacked)
        except OSError:
            pass
    sys.path[0] = unpacked
    os.chdir(unpacked)


class Context:
    aws_request_id = request["requestId"]
    function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")
    function_version = "$LATEST"
    invoked_function_arn = request["arn"]
    memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
    log_group_name = "/aws/lambda/" + function_name
    log_stream_name = request["requestId"]

    def get_remaining_time_in_millis(self):
        return 300000


try:
    module, _, name = request["handler"].rpartition(".")
    result = getattr(importlib.import_module(module.replace("/", ".")), name)(request["payload"], Context())
    json.dump({"ok": True, "payload": json.dumps(result)}, answer)
except BaseException as error:
    trace = traceback.format_tb(error.__traceback__)[1:]
    payload = {"errorMessage": str(error), "errorType": type(error).__name__, "requestId": request["requestId"], "stackTrace": trace}
    json.dump({"ok": False, "payload": json.dumps(payload)}, answer)
answer.flush()
sys.stdout.flush()
`.trimStart();
