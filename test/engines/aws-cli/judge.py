"""Says of each command line (JSON: a list of lists of words) whether the AWS CLI would send it, and as what.

Nothing is sent: the first call that gets as far as its request ends the command. The answer is a JSON list of
{"operation", "parameters"} or {"refused"}.
"""

import contextlib
import io
import json
import os
import sys

os.environ.update(
    AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY="not-a-key",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    AWS_EC2_METADATA_DISABLED="true",
)
os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")

from awscli.clidriver import create_clidriver  # noqa: E402


class Reached(BaseException):
    """The request is about to be sent."""


def judged(words):
    sent = {}

    def reach(model, params, **_):
        sent.update(operation=f"{model.service_model.service_name}:{model.name}", parameters=params)
        raise Reached

    driver = create_clidriver()
    driver.session.register("before-parameter-build", lambda params, model, **_: sent.setdefault("given", dict(params)))
    driver.session.register("before-call", reach)
    said = io.StringIO()
    code = None
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            code = driver.main(words)
    except (Reached, SystemExit) as end:
        code = end.code if isinstance(end, SystemExit) else None
    if "operation" in sent:
        return {"operation": sent["operation"], "parameters": json.loads(json.dumps(sent.get("given", {}), default=str))}
    return {"refused": f"{code}: {said.getvalue().strip()[-600:]}"}


json.dump([judged(words) for words in json.load(sys.stdin)], sys.stdout)
