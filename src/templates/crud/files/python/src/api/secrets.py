"""Reads the secrets of function.secrets in apikit.yaml. The deploy contains only references. A secret is read on its
first use, and again after some minutes, so that a changed secret needs no deploy.
"""

import json
import os
import re
import time

# The time for which a secret is cached, in seconds.
_REMEMBERED = 300

_known = {}


def read_secret(name):
    """Returns the text of a secret by its name in apikit.yaml."""
    text, until = _known.get(name, ("", 0))
    if until < time.monotonic():
        text = _fetch(name)
        _known[name] = (text, time.monotonic() + _REMEMBERED)
    return text


def _fetch(name):
    """Reads a reference: `ssm:/path` or `secretsmanager:name`, with `#field` for one field of a JSON secret."""
    variable = f"SECRET_{re.sub('[^A-Z0-9]', '_', name.upper())}_REF"
    found = re.fullmatch("(ssm|secretsmanager):([^#]+)(?:#(.*))?", os.environ.get(variable, ""))
    if not found:
        raise LookupError(f"{variable} is not set: add {name} to function.secrets in apikit.yaml")
    service, place, field = found.groups()
    text = _parameter(place) if service == "ssm" else _client(service).get_secret_value(SecretId=place)["SecretString"]
    part = text if field is None else json.loads(text).get(field)
    if not isinstance(part, str):
        raise LookupError(f"The secret {name} has no field {field}.")
    return part


def _parameter(place):
    return _client("ssm").get_parameter(Name=place, WithDecryption=True)["Parameter"]["Value"]


def _client(service):
    # Lambda's Python runtime contains boto3. The import is here and not above, so that the tests do not need it.
    import boto3
    from botocore.config import Config

    # A slower response is an error, long before the function's own timeout.
    patience = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 3})
    return boto3.client(service, region_name=os.environ.get("AWS_REGION"), config=patience)
