"""Checks values against the schemas in contract.json (JSON Schema 2020-12, the keywords that contracts use).

Finds everything that is wrong, fills in defaults, and says it in the words of the TypeScript handlers. Does not check
its schemas: apikit refuses what is not known here when it writes contract.json. Standard library only.
"""

import json
import math
import re

from generated import formats


class Schemas:
    """The schemas of one contract: `document` has `components` and `checks`. Patterns are Python's, by the contract's."""

    def __init__(self, document, patterns, format_patterns):
        self.document = document
        self.patterns = {shown: re.compile(pattern, re.ASCII) for shown, pattern in patterns.items()}
        self.formats = {name: re.compile(pattern, re.ASCII) for name, pattern in format_patterns.items()}
        self.found = {}

    def check(self, index):
        """A function from a value to a list of details; it is empty where the value fits."""
        schema = self.document["checks"][index]

        def details_of(value):
            details = []
            self.collect(schema, value, "", details, True)
            return details

        return details_of

    def resolve(self, ref):
        if ref not in self.found:
            target = self.document
            for part in ref.removeprefix("#/").split("/"):
                key = part.replace("~1", "/").replace("~0", "~")
                target = target[int(key)] if isinstance(target, list) else target[key]
            self.found[ref] = target
        return self.found[ref]

    def fits(self, schema, value):
        errors = []
        self.collect(schema, value, "", errors, False)
        return not errors

    def collect(self, schema, value, path, errors, defaults):
        """Adds to `errors` what is wrong with the value. Defaults are filled in where no alternatives are weighed."""
        if schema is True:
            return
        if schema is False:
            errors.append(_detail(path, "may not be sent"))
            return
        kind = _kind(value)
        if defaults and kind == "object":
            for name, part in schema.get("properties", {}).items():
                if name not in value and isinstance(part, dict) and "default" in part:
                    value[name] = json.loads(json.dumps(part["default"]))
        wanted = schema.get("type")
        if wanted is not None and not _has_type(kind, value, wanted):
            shown = ",".join(wanted) if isinstance(wanted, list) else wanted
            errors.append(_detail(path, f"must be {shown}"))
        if kind == "number":
            _check_number(schema, value, path, errors)
        elif kind == "string":
            self.check_string(schema, value, path, errors)
        self.check_any(schema, value, path, errors, defaults)
        if kind == "array":
            self.check_array(schema, value, path, errors, defaults)
        elif kind == "object":
            self.check_object(schema, value, path, errors, defaults)

    def check_string(self, schema, value, path, errors):
        if len(value) > schema.get("maxLength", math.inf):
            errors.append(_detail(path, f"must NOT have more than {_shown(schema['maxLength'])} characters"))
        if len(value) < schema.get("minLength", 0):
            errors.append(_detail(path, f"must NOT have fewer than {_shown(schema['minLength'])} characters"))
        pattern = schema.get("pattern")
        if pattern is not None and not self.patterns[pattern].search(value):
            errors.append(_detail(path, f'must match pattern "{pattern}"'))
        name = schema.get("format")
        if name in self.formats:
            good = self.formats[name].search(value)
        else:
            good = formats.STRINGS.get(name, _anything)(value)
        if not good:
            errors.append(_detail(path, f'must match format "{name}"'))

    def check_any(self, schema, value, path, errors, defaults):
        if "$ref" in schema:
            self.collect(self.resolve(schema["$ref"]), value, path, errors, defaults)
        if "const" in schema and not equal(value, schema["const"]):
            errors.append(_detail(path, f"must be {_compact(schema['const'])}"))
        if "enum" in schema and not any(equal(value, each) for each in schema["enum"]):
            errors.append(_detail(path, f"must be one of {', '.join(map(_plain, schema['enum']))}"))
        if "not" in schema and self.fits(schema["not"], value):
            errors.append(_detail(path, "must NOT be valid"))
        if "anyOf" in schema:
            self.check_union(schema["anyOf"], value, path, errors, False, "must match a schema in anyOf")
        if "oneOf" in schema:
            self.check_union(schema["oneOf"], value, path, errors, True, "must match exactly one schema in oneOf")
        for part in schema.get("allOf", ()):
            self.collect(part, value, path, errors, defaults)
        if "if" in schema:
            branch = "then" if self.fits(schema["if"], value) else "else"
            inner = []
            self.collect(schema.get(branch, True), value, path, inner, False)
            if inner:
                errors.extend([*inner, _detail(path, f'must match "{branch}" schema')])

    def check_union(self, parts, value, path, errors, exactly_one, message):
        inner = []
        fitting = 0
        for part in parts:
            found = []
            self.collect(part, value, path, found, False)
            inner.extend(found)
            fitting += not found
        if fitting == 0 or (exactly_one and fitting > 1):
            errors.extend([*inner, _detail(path, message)])

    def check_array(self, schema, value, path, errors, defaults):
        if len(value) > schema.get("maxItems", math.inf):
            errors.append(_detail(path, f"must NOT have more than {_shown(schema['maxItems'])} items"))
        if len(value) < schema.get("minItems", 0):
            errors.append(_detail(path, f"must NOT have fewer than {_shown(schema['minItems'])} items"))
        if schema.get("uniqueItems"):
            same = _duplicates(value)
            if same:
                shown = f"must NOT have duplicate items (items ## {same[0]} and {same[1]} are identical)"
                errors.append(_detail(path, shown))
        first = schema.get("prefixItems", [])
        for index, part in enumerate(first[: len(value)]):
            self.collect(part, value[index], f"{path}/{index}", errors, defaults)
        rest = schema.get("items", True)
        if rest is False and first:
            if len(value) > len(first):
                errors.append(_detail(path, f"must NOT have more than {len(first)} items"))
        elif rest is not True:
            for index in range(len(first), len(value)):
                self.collect(rest, value[index], f"{path}/{index}", errors, defaults)
        if "contains" in schema:
            inner = []
            count = 0
            for index, each in enumerate(value):
                found = []
                self.collect(schema["contains"], each, f"{path}/{index}", found, False)
                inner.extend(found)
                count += not found
            least, most = schema.get("minContains", 1), schema.get("maxContains")
            if count < least or (most is not None and count > most):
                upper = "" if most is None else f" and no more than {_shown(most)}"
                errors.extend([*inner, _detail(path, f"must contain at least {_shown(least)}{upper} valid item(s)")])

    def check_object(self, schema, value, path, errors, defaults):
        if len(value) > schema.get("maxProperties", math.inf):
            errors.append(_detail(path, f"must NOT have more than {_shown(schema['maxProperties'])} properties"))
        if len(value) < schema.get("minProperties", 0):
            errors.append(_detail(path, f"must NOT have fewer than {_shown(schema['minProperties'])} properties"))
        for name in schema.get("required", ()):
            if name not in value:
                errors.append(_detail(f"{path}/{escape(name)}", "is required"))
        for name, others in schema.get("dependentRequired", {}).items():
            for other in others if name in value else ():
                if other not in value:
                    errors.append(_detail(path, f"must have {_many(others)} when property {name} is present"))
        if "propertyNames" in schema:
            for name in value:
                found = []
                self.collect(schema["propertyNames"], name, path, found, False)
                errors.extend(found and [*found, _detail(path, "property name must be valid")])
        properties = schema.get("properties", {})
        by_pattern = [(self.patterns[key], part) for key, part in schema.get("patternProperties", {}).items()]
        others = schema.get("additionalProperties", True)
        if others is not True:
            for name in value:
                if name in properties or any(pattern.search(name) for pattern, _ in by_pattern):
                    continue
                if others is False:
                    errors.append(_detail(f"{path}/{escape(name)}", "is not a known field"))
                else:
                    self.collect(others, value[name], f"{path}/{escape(name)}", errors, defaults)
        for name, part in properties.items():
            if name in value:
                self.collect(part, value[name], f"{path}/{escape(name)}", errors, defaults)
        for pattern, part in by_pattern:
            for name in value:
                if pattern.search(name):
                    self.collect(part, value[name], f"{path}/{escape(name)}", errors, defaults)


def escape(name):
    """A name as a part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def equal(one, other):
    """Equality of JSON: `true` is not 1, and 1.0 is."""
    kind = _kind(one)
    if kind != _kind(other):
        return False
    if kind == "array":
        return len(one) == len(other) and all(map(equal, one, other))
    if kind == "object":
        return one.keys() == other.keys() and all(equal(each, other[name]) for name, each in one.items())
    return one == other


def _check_number(schema, value, path, errors):
    limits = (
        ("maximum", "<=", value > schema.get("maximum", math.inf)),
        ("minimum", ">=", value < schema.get("minimum", -math.inf)),
        ("exclusiveMaximum", "<", "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]),
        ("exclusiveMinimum", ">", "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]),
    )
    for keyword, sign, wrong in limits:
        if wrong:
            errors.append(_detail(path, f"must be {sign} {_shown(schema[keyword])}"))
    step = schema.get("multipleOf")
    if step is not None and not _is_multiple(value, step):
        errors.append(_detail(path, f"must be multiple of {_shown(step)}"))
    name = schema.get("format")
    if name in formats.NUMBERS and not formats.NUMBERS[name](value):
        errors.append(_detail(path, f'must match format "{name}"'))


def _is_multiple(value, step):
    if isinstance(value, int) and isinstance(step, int):
        return value % step == 0
    return math.isfinite(value) and (value / step).is_integer()


def _kind(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _has_type(kind, value, wanted):
    if isinstance(wanted, list):
        return any(_has_type(kind, value, each) for each in wanted)
    if wanted == "number":
        return kind == "number" and math.isfinite(value)
    if wanted == "integer":
        return kind == "number" and math.isfinite(value) and value == math.floor(value)
    return kind == wanted


def _duplicates(values):
    """The places of two that are equal. Numbers must be ints where they are whole, as `api.request` reads them."""
    seen = {}
    for index, value in enumerate(values):
        key = json.dumps(value, sort_keys=True)
        if key in seen:
            return index, seen[key]
        seen[key] = index
    return None


def _detail(path, message):
    return {"path": path, "message": message}


def _shown(number):
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number)


def _compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(value):
    return value if isinstance(value, str) else "" if value is None else _compact(value)


def _many(names):
    return f"property {names[0]}" if len(names) == 1 else f"properties {', '.join(names)}"


def _anything(_value):
    return True
