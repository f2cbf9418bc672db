"""Sends what lists of texts pass, with the real clients inside one process, and prints the ids of the runs as JSON.

`clients.py aws` takes lists of words for the AWS CLI's own driver, `clients.py boto3` Python programs that end with a call.
"""
import ast
import contextlib
import io
import json
import sys

results = []
given = json.load(sys.stdin)
if sys.argv[1] == "aws":
    from awscli.clidriver import create_clidriver

    loader = None
    for number, words in enumerate(given):
        # Each call leaves handlers in the driver, and makes the next one slower: it is made anew now and then,
        # with the descriptions of the services that the first one has read.
        if number % 20 == 0:
            driver = create_clidriver()
            loader = loader or driver.session.get_component("data_loader")
            driver.session.register_component("data_loader", loader)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = driver.main(words)
            except SystemExit as end:
                status = end.code
        try:
            answer = json.loads(out.getvalue())
            results.append({"run": answer.get("JobRunId") or answer.get("RunId"), "error": ""})
        except ValueError:
            results.append({"run": None, "error": f"exit {status}: {err.getvalue().strip()}"})
else:
    for text in given:
        tree = ast.parse(text)
        scope = {}
        last = tree.body.pop()
        try:
            exec(compile(tree, "rendered", "exec"), scope)
            results.append({"run": eval(compile(ast.Expression(last.value), "rendered", "eval"), scope)["JobRunId"], "error": ""})
        except Exception as error:
            results.append({"run": None, "error": repr(error)})
json.dump(results, sys.stdout)
