"""Values that satisfy or break the constraints of a shape of botocore's service models."""

import regex

# The values that are tried where a pattern has to match, the plain ones first.
CANDIDATES = [
    "a", "ab", "abc", "a-b", "A", "x1", "1", "12", "123456", "true", "/", "/a/", "/a", "a/b", "a_1", "eu-west-1_abc",
    "arn:aws:iam::000000000000:role/r", "arn:aws:logs:us-east-1:000000000000:log-group:g",
    "arn:aws:lambda:us-east-1:000000000000:function:f", "arn:aws:lambda:us-east-1:000000000000:function:f:1",
    "arn:aws:lambda:us-east-1:000000000000:layer:l:1", "arn:aws:sns:us-east-1:000000000000:t",
    "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-01T00:00:00.000",
    "arn:aws:ce::000000000000:anomalymonitor/00000000-0000-0000-0000-000000000000",
    "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000",
    "arn:aws:budgets::000000000000:budget/b", "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-01234567890abcdef",
    "/mnt/a", "sg-12345678", "subnet-12345678", "00000000-0000-0000-0000-000000000000", "000000000000", "a@b.co",
    "https://example.com", "{####}", "{##a##}", "2026-01-01", "2026-01-01T00:00:00Z", "P1D", "[A-Z]", "$LATEST", "aws:s",
    "key", "10.0.0.0/8", "lambda.amazonaws.com", "lambda:InvokeFunction", "index.handler", "file", "a.b", "AAAAAAAA",
]
BREAKERS = ["!", " ", "a b", "é\u0001", "\u0001", "~~", "%", "a:b:c:d", "/", "-", "_", "<", "*", "xyzzy", "ABC", "0", "a", "ß"]
FULL = {}


def matches(pattern, text):
    """Whether the whole text matches, as in Java."""
    compiled = FULL.get(pattern)
    if compiled is None:
        written = with_whole_characters(moved_flags(pattern))
        compiled = FULL[pattern] = regex.compile(r"(?:%s)" % written, flags_of(pattern) | regex.V0)
    return compiled.fullmatch(text) is not None


SURROGATES = regex.compile(r"\\u(D[89AB][0-9A-F]{2})\\u(D[C-F][0-9A-F]{2})", regex.I)


def with_whole_characters(pattern):
    """Java reads the two halves of a character in a pattern as one character."""
    return SURROGATES.sub(
        lambda pair: "\\U%08X" % (0x10000 + ((int(pair[1], 16) - 0xD800) << 10) + int(pair[2], 16) - 0xDC00), pattern
    )


def moved_flags(pattern):
    return pattern.replace("(?s)", "").replace("(?i)", "")


def flags_of(pattern):
    return (regex.S if "(?s)" in pattern else 0) | (regex.I if "(?i)" in pattern else 0)


def limits(shape):
    """The lower and upper limit of a shape; `None` if it has none."""
    meta = shape.metadata
    return meta.get("min"), meta.get("max")


def satisfies(shape, text):
    low, high = limits(shape)
    pattern = shape.metadata.get("pattern")
    return (low is None or len(text) >= low) and (high is None or len(text) <= high) and (
        pattern is None or matches(pattern, text)
    )


def valid_text(shape, length=None):
    """A text that satisfies the shape, of exactly `length` if that is given; `None` if none is found."""
    if shape.enum:
        return shape.enum[0]
    pattern = shape.metadata.get("pattern")
    low, high = limits(shape)
    if length is None:
        for text in CANDIDATES:
            if satisfies(shape, text):
                return text
        length = max(low or 1, 1)
    for seed in CANDIDATES:
        text = (seed[:1] * length) if len(seed) == 1 else (seed + seed[-1] * length)[:length]
        if pattern is None or matches(pattern, text):
            return text
    return None


def valid(shape, depth=0):
    """A small value that satisfies the shape; only required members are there."""
    kind = shape.type_name
    if kind == "structure":
        if depth > 6:
            return {}
        # A Query form cannot hold a structure without members.
        names = shape.required_members or list(shape.members)[: 1 if depth > 0 else 0]
        return {name: valid(shape.members[name], depth + 1) for name in names}
    if kind == "list":
        low, _ = limits(shape)
        return [valid(shape.member, depth + 1) for _ in range(max(low or 1, 1))]
    if kind == "map":
        return {valid(shape.key, depth + 1): valid(shape.value, depth + 1)}
    if kind == "boolean":
        return True
    if kind in ("integer", "long"):
        low, high = limits(shape)
        return low if low is not None else (high if high is not None else 1)
    if kind in ("float", "double"):
        return float(limits(shape)[0] or 0)
    if kind == "timestamp":
        return 1_700_000_000
    if kind == "blob":
        return b"x"
    text = valid_text(shape)
    return "x" if text is None else text
