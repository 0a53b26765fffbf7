"""Judges exported templates with cfn-lint, the transform of AWS SAM and python-hcl2. Prints the faults as JSON."""

import json
import sys
from pathlib import Path

import hcl2
from cfnlint.api import ManualArgs, lint_file
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER
from samtranslator.parser.parser import Parser
from samtranslator.translator.transform import transform

REGION = "us-east-1"


def lint(template):
    """The faults that cfn-lint finds, by the schemas of CloudFormation's types."""
    return [str(fault) for fault in lint_file(template, config=ManualArgs(regions=[REGION]))]


def importable(folder):
    """The resources whose identifiers CloudFormation's type does not have, or that it cannot read."""
    faults = []
    for one in json.loads((folder / "resources-to-import.json").read_text()):
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, one["ResourceType"]).schema
        names = {path.removeprefix("/properties/") for path in schema["primaryIdentifier"]}
        if names != set(one["ResourceIdentifier"]):
            faults.append(f"{one['LogicalResourceId']} is identified by {sorted(names)}")
        if "read" not in schema["handlers"]:
            faults.append(f"{one['LogicalResourceId']} cannot be read")
    return faults


class NoManagedPolicies:
    """The templates name no managed policy, so nothing has to be loaded from IAM."""

    def load(self):
        return {}


def transformed(template):
    """The types by ID after the transform of SAM."""
    document = json.loads(template.read_text())
    result = transform(document, {"CodeBucket": "code"}, NoManagedPolicies(), None, None)
    return {name: one["Type"] for name, one in result["Resources"].items()}


def local_code(template):
    """SAM's transform takes code in S3, where `sam package` puts it."""
    document = json.loads(template.read_text())
    for one in document["Resources"].values():
        if one["Type"] == "AWS::Serverless::Function":
            one["Properties"]["CodeUri"] = "s3://code/" + one["Properties"]["CodeUri"]
    packaged = template.with_name("packaged.json")
    packaged.write_text(json.dumps(document))
    return packaged


def main(tool, folder):
    folder = Path(folder)
    if tool == "terraform":
        for name in ("main.tf", "imports.tf"):
            with (folder / name).open() as text:
                hcl2.load(text)
        return {"lint": []}
    plain = folder / "import-template.json"
    found = {"lint": lint(plain), "importable": importable(folder)}
    if tool == "sam":
        packaged = local_code(folder / "template.json")
        found["lint"] += lint(packaged)
        found["transformed"] = transformed(packaged)
        found["plain"] = {name: one["Type"] for name, one in json.loads(plain.read_text())["Resources"].items()}
    return found


print(json.dumps(main(*sys.argv[1:])))
