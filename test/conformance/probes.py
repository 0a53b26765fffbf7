"""Requests of which each breaks one constraint of the model, with AWS's words for it."""

from values import BREAKERS, limits, matches, satisfies, valid, valid_text

# Longer values say nothing new and take long.
LONGEST = 300_000
DEPTH = 4


def probes(shape, differences, body):
    """Yields `(path, rule, answer, request)`: the member in AWS's spelling, the text of the rule, the answer of AWS if
    it is known to be another one, and the members to send.

    `body` comes before the members of the body: API Gateway's model has the body as a member, and lists of null.
    """
    base = valid(shape)
    outside = {lower_first(name) for name, member in shape.members.items() if "location" in member.serialization}
    routed = [lower_first(name) for name in differences.get(shape.name, {}).get("route", [])]
    for path, rule, put in of_structure(shape, "", lambda members: members, differences, DEPTH):
        request = put(dict(base))
        if request is None or (path in routed and rule == NOT_NULL):
            continue
        if body:
            rule = rule.replace(", Member must not be null]", "]")
        answer = answer_for(shape, path, differences)
        yield path if path.split(".")[0] in outside else body + path, rule, answer, request


def answer_for(shape, path, differences):
    """The answer of AWS to a request that is broken at this path, if it is in the table of differences."""
    top = path.split(".")[0]
    name, member = next(pair for pair in shape.members.items() if lower_first(pair[0]) == top)
    if shape.serialization.get("payload") == name:
        return differences.get("body", {}).get("absent" if path == top else "broken")
    return (differences.get(shape.name, {}) | differences.get(member.name, {})).get("answer")


def lower_first(name):
    return name[:1].lower() + name[1:]


def of_structure(shape, path, into, differences, depth):
    """`into` puts the members of this structure into the whole request."""
    for name, member in shape.members.items():
        here = path + lower_first(name)
        place = member.serialization.get("location")
        if name in shape.required_members and place != "uri":
            yield here, NOT_NULL, lambda whole, name=name: into({**start(shape, whole, path), name: LEFT_OUT})
        if place == "uri" and "pattern" not in member.metadata and not getattr(member, "enum", None):
            continue
        if member.serialization.get("payload") or place == "headers":
            continue

        def put(value, whole, name=name):
            return into({**start(shape, whole, path), name: value})

        yield from of_value(member, here, put, differences, depth, place)


LEFT_OUT = object()
NOT_NULL = "Member must not be null"


def start(shape, whole, path):
    """The other members: those of the whole request at its top, and the required ones of a structure inside."""
    return whole if path == "" else valid(shape)


def of_value(shape, path, put, differences, depth, place=None):
    for rule, value in broken(shape, differences):
        if place == "uri" and value == "":
            continue
        yield path, rule, lambda whole, value=value: put(value, whole)
    if depth == 0 or "type" in differences.get(shape.name, {}):
        return
    kind = shape.type_name
    if kind == "structure":
        yield from inner(shape, path, put, differences, depth)
    if kind == "list":
        yield from of_item(shape.member, path, lambda value: [value], "Member", put, differences, depth, True)
    if kind == "map":
        fill = valid(shape.value)
        yield from of_item(shape.key, path, lambda value: {value: fill}, "Map keys", put, differences, depth, False)
        key = valid(shape.key)
        yield from of_item(shape.value, path, lambda value: {key: value}, "Map value", put, differences, depth, True)


def inner(shape, path, put, differences, depth):
    for deeper, rule, request in of_structure(shape, path + ".", lambda members: members, differences, depth - 1):
        yield deeper, rule, lambda whole, request=request: put(request({}), whole)


def of_item(shape, path, wrap, words, put, differences, depth, can_be_null):
    if shape.type_name in ("structure", "list", "map"):
        if words == "Member":
            yield from of_value(
                shape, path + ".1.member", lambda value, whole: put(wrap(value), whole), differences, depth - 1
            )
        return
    rules = all_rules(shape, differences) + ([NOT_NULL] if can_be_null else [])
    for _, value in broken(shape, differences):
        text = "%s must satisfy constraint: [%s]" % (words, ", ".join(rules))
        yield path, text, lambda whole, value=value: put(wrap(value), whole)


def constraints(shape, differences):
    """The limits and the pattern without those that AWS is known not to check."""
    difference = differences.get(shape.name, {})
    dropped = difference.get("drop", [])
    low, high = limits(shape)
    pattern = shape.metadata.get("pattern")
    kind = shape.type_name
    has_length = kind not in ("integer", "long", "float", "double")
    return {
        "min": None if "min" in dropped or (has_length and not low) else low,
        "max": None if "max" in dropped else high,
        "pattern": None if "pattern" in dropped else pattern,
        "enum": None if "enum" in dropped else difference.get("enum", getattr(shape, "enum", None)),
    }


def all_rules(shape, differences):
    """AWS's texts in its order."""
    found = constraints(shape, differences)
    number = number_text if shape.type_name in ("float", "double") else str
    if shape.type_name in ("integer", "long", "float", "double"):
        rules = [(found["max"], "have value less than or equal to %s"), (found["min"], "have value greater than or equal to %s")]
    else:
        rules = [(found["max"], "have length less than or equal to %s"), (found["min"], "have length greater than or equal to %s")]
    texts = ["Member must " + text % number(value) for value, text in rules if value is not None]
    if found["pattern"] is not None:
        texts.append("Member must satisfy regular expression pattern: " + found["pattern"])
    if found["enum"]:
        texts.append("Member must satisfy enum value set: [%s]" % ", ".join(found["enum"]))
    return texts


def number_text(value):
    return "%.1f" % value if float(value).is_integer() else str(value)


def broken(shape, differences):
    """Yields `(rule, value)`; the value breaks this rule, and no other one if that is possible."""
    found = constraints(shape, differences)
    kind = shape.type_name
    number = number_text if kind in ("float", "double") else str
    if kind in ("integer", "long", "float", "double"):
        if found["min"] is not None:
            yield "Member must have value greater than or equal to " + number(found["min"]), found["min"] - 1
        if found["max"] is not None and found["max"] < 2**53:
            yield "Member must have value less than or equal to " + number(found["max"]), found["max"] + 1
        return
    longest = found["max"]
    if longest is not None and longest < LONGEST:
        value = of_length(shape, longest + 1)
        if value is not None:
            yield "Member must have length less than or equal to %d" % longest, value
    if found["min"]:
        value = of_length(shape, found["min"] - 1)
        if value is not None:
            yield "Member must have length greater than or equal to %d" % found["min"], value
    if kind != "string":
        return
    if found["pattern"] is not None:
        value = breaker(shape, found["pattern"])
        if value is not None:
            yield "Member must satisfy regular expression pattern: " + found["pattern"], value
    if found["enum"]:
        yield "Member must satisfy enum value set: [%s]" % ", ".join(found["enum"]), "NOT_ONE_OF_THEM"


def of_length(shape, length):
    kind = shape.type_name
    if kind == "list":
        return [valid(shape.member, 1) for _ in range(length)] if length <= 20_000 else None
    if kind == "map":
        return {"k%d" % index: valid(shape.value, 1) for index in range(length)} if length <= 20_000 else None
    if kind == "blob":
        return b"x" * length
    if kind != "string":
        return None
    text = valid_text(shape, length) if length > 0 and not shape.enum else None
    return text if text is not None else "x" * length


def breaker(shape, pattern):
    low, _ = limits(shape)
    for text in BREAKERS:
        padded = text if not low or len(text) >= low else text * low
        if not matches(pattern, padded):
            return padded
    return None


def without_left_out(value):
    if isinstance(value, dict):
        return {key: without_left_out(one) for key, one in value.items() if one is not LEFT_OUT}
    if isinstance(value, list):
        return [without_left_out(one) for one in value]
    return value
