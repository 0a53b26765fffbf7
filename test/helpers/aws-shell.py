"""The AWS CLI as one long-lived process: reads a command as a JSON string a line, runs it as `aws <line>`, answers with a JSON line.
Only for AWS CLI 1, which is a Python program: what runs is its own code, without half a second of imports a command."""
import contextlib
import io
import json
import shlex
import sys

from awscli.clidriver import create_clidriver

driver = create_clidriver()
for request in sys.stdin:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    err = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = driver.main(shlex.split(json.loads(request)))
        except SystemExit as exit:
            code = exit.code
    out.flush()
    answer = {"code": code, "stdout": out.buffer.getvalue().decode(), "stderr": err.getvalue()}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
