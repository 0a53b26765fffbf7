"""Validates inputs of the AWS CLI with botocore's models: members, types, enums, patterns and lengths."""

import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator


def faults(shape, value, place):
    kind = shape.type_name
    if kind == "structure":
        for name, member in value.items():
            if name not in shape.members:
                yield f"{place}.{name}: unknown"
            else:
                yield from faults(shape.members[name], member, f"{place}.{name}")
    elif kind == "list":
        for index, member in enumerate(value):
            yield from faults(shape.member, member, f"{place}[{index}]")
    elif kind == "map":
        for name, member in value.items():
            yield from faults(shape.value, member, f"{place}.{name}")
    elif kind == "string":
        rules = shape.metadata
        if "enum" in rules and value not in rules["enum"]:
            yield f"{place}: {value} is none of {rules['enum']}"
        if "pattern" in rules and not re.fullmatch(rules["pattern"], value):
            yield f"{place}: {value} does not match {rules['pattern']}"
        if not rules.get("min", 0) <= len(value) <= rules.get("max", len(value)):
            yield f"{place}: {value} has a wrong length"


session = botocore.session.get_session()
for service, operation, file in json.loads(sys.argv[1]):
    with open(file, encoding="utf8") as handle:
        given = json.load(handle)
    shape = session.get_service_model(service).operation_model(operation).input_shape
    report = ParamValidator().validate(given, shape)
    found = [report.generate_report()] if report.has_errors() else []
    for fault in [*found, *faults(shape, given, operation)]:
        print(f"{file}: {fault}")
