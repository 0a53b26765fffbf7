"""Breaks every constraint of AWS's models, one at a time, and counts how the embedded cloud answers.

    python3 main.py <endpoint> <page> [service ...] < services.json

`services.json` has the services with their names in botocore and their operations. botocore makes the requests,
without its own checks, and reads the answers. Ends with 1 if a request is accepted or an answer cannot be read. With
services named, it prints every probe that was not refused as the model says; without, it writes the page of the
figures.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError as BrokenConnection

from probes import probes, without_left_out

DIFFERENCES = os.path.join(os.path.dirname(__file__), "..", "..", "scripts", "model-differences.json")


def main():
    endpoint, page, *named = sys.argv[1:]
    with open(DIFFERENCES, encoding="utf-8") as file:
        known = json.load(file)
    session = botocore.session.Session()
    config = Config(parameter_validation=False, retries={"total_max_attempts": 1}, max_pool_connections=8, inject_host_prefix=False)
    total, rows = {}, []
    for service in json.load(sys.stdin):
        if named and service["id"] not in named:
            continue
        client = session.create_client(
            service["botocore"],
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="AKID",
            aws_secret_access_key="secret",
            config=config,
        )
        differences = {one.get("shape", "body"): one for one in known if one["service"] == service["id"]}
        correct(client.meta.service_model, differences.values())
        counts, lines = judge(client, service, differences)
        print("%-16s %s" % (service["id"], words(counts)), flush=True)
        if named:
            print("\n".join(lines))
        rows.append((service["id"], counts))
        for verdict, count in counts.items():
            total[verdict] = total.get(verdict, 0) + count
    print("%-16s %s" % ("all", words(total)))
    if not named:
        write_page(page, known, [*rows, ("**all**", total)])
    sys.exit(1 if total.get("accepted") or total.get("unreadable") else 0)


def correct(model, differences):
    """Changes the types and the required members that AWS has in another way than its model."""
    shapes = model._shape_resolver._shape_map
    for one in differences:
        shape = shapes.get(one.get("shape"))
        for member, plain in one.get("members", {}).items():
            shapes.setdefault(plain, {"type": plain})
            shape["members"][member] = {"shape": plain}
        if "required" in one.get("drop", []):
            del shape["required"]


def words(counts):
    asked = sum(counts.values())
    share = 100 * sum(counts.get(verdict, 0) for verdict in AS_AWS) / asked if asked else 0
    parts = ["%d %s" % (counts.get(verdict, 0), verdict) for verdict in VERDICTS]
    return "%5d probes: %s (%.1f %%)" % (asked, ", ".join(parts), share)


def write_page(path, known, rows):
    lines = [HEAD, "| service | requests | %s |" % " | ".join(VERDICTS), "| --- %s|" % ("| ---: " * (len(VERDICTS) + 1))]
    for name, counts in rows:
        cells = [sum(counts.values()), *(counts.get(verdict, 0) for verdict in VERDICTS)]
        lines.append("| %s | %s |" % (name, " | ".join(map(str, cells))))
    lines += ["", "## Where AWS differs from its models", ""]
    lines += ["- %s, %s: %s. %s" % (one["service"], place_of(one), said_of(one), one["evidence"]) for one in known]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def place_of(difference):
    return "`%s`" % difference["shape"] if "shape" in difference else "a body of XML"


def said_of(difference):
    if "answer" in difference:
        return difference["answer"]
    if "broken" in difference:
        return "%s; if it is absent, %s" % (difference["broken"], difference["absent"])
    if "route" in difference:
        return "no request without " + " and ".join(difference["route"])
    if "drop" in difference:
        return ", ".join(difference["drop"])
    if "enum" in difference:
        return "order of the enum"
    return ", ".join(difference["members"]) if "members" in difference else "its content"


HEAD = """# The embedded cloud: conformance with AWS's models

`npm run conformance` writes this page; do not edit it. Each request breaks one constraint of AWS's model of an operation: a
required member is left out, a text is too long or does not match the pattern, a number is out of its range. botocore writes the
requests, without its own checks, reads the answers, and is where the rules come from.

*As the model says* means: refused with the error code of the service, and with AWS's words for this member and this rule
([ADR 25](adr/0025-requests-by-the-models.md)). *As recorded* means: refused with the code and the words that AWS is known to have
instead, which the list below has with their sources.
"""

AS_AWS = ["as the model says", "as recorded"]
VERDICTS = [*AS_AWS, "refused otherwise", "accepted", "unreadable"]


def judge(client, service, differences):
    counts, lines = {}, []
    asked = []
    for name in service["operations"]:
        operation = client.meta.service_model.operation_model(name)
        if operation.input_shape is not None:
            body = name[0].lower() + name[1:] + "Input." if service.get("bodyIsMember") else ""
            asked += [(name, *probe) for probe in probes(operation.input_shape, differences, body)]
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda probe: ask(client, service, *probe), asked)
        for (name, path, rule, _, _), (verdict, said) in zip(asked, answers):
            if verdict is None:
                continue
            counts[verdict] = counts.get(verdict, 0) + 1
            if verdict not in AS_AWS:
                lines.append("  %s %s: %s | %s: %s" % (name, path, rule[:80], verdict, said[:160]))
    return counts, lines


def ask(client, service, name, path, rule, answer, members):
    """The verdict, and what the service said; no verdict if botocore itself cannot send the request."""
    try:
        client._make_api_call(name, without_left_out(members))
        return "accepted", ""
    except ClientError as error:
        code, message = error.response["Error"].get("Code"), error.response["Error"].get("Message") or ""
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status >= 500 and status != 501:
            return "unreadable", "%d %s %s" % (status, code, message)
        if answer is not None:
            said = ("%s %s" % (code, message)).strip()
            return "as recorded" if said.startswith(answer) else "refused otherwise", said
        expected = "at '%s' failed to satisfy constraint: %s" % (path, rule)
        if expected in message and code == service.get("constraintError", "ValidationException"):
            return "as the model says", message
        return "refused otherwise", "%s %s" % (code, message)
    except BrokenConnection as error:
        return "unreadable", str(error)
    except Exception as error:  # botocore's own checks and serializers have no common class
        if type(error).__name__ == "ResponseParserError":
            return "unreadable", str(error)
        return None, str(error)


main()
