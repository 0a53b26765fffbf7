"""Reads the parameters of an operation: from texts, as they were sent, to values of the types that the contract says."""

import json
import math
import re
from urllib.parse import unquote

from generated.json_schema import escape

_INTEGER = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_MAX_EXACT = 2**53 - 1
# A percent sign that begins no octet.
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def parameters(readers, check):
    """A function from what was sent, with all values of each name, to typed values and what is wrong with them. A reader is
    `{in, name, as, list, json}`: a place, a name, scalar types in the order in which they are tried, what stands between
    the values of a list (True for one value a repetition), and whether it is JSON."""

    def read_all(sent):
        undecodable = [
            {"in": "url", "path": reader["name"], "message": "must be percent-encoded UTF-8"}
            for reader in readers
            if reader["in"] == "path" and not all(map(_decodable, sent["path"].get(reader["name"], [])))
        ]
        if undecodable:
            return None, undecodable
        value = {"path": {}, "query": {}, "headers": {}, "cookies": {}}
        for reader in readers:
            place = reader["in"]
            key = reader["name"].lower() if place == "headers" else reader["name"]
            if key in sent[place]:
                value[place][key] = _read(sent[place][key], reader)
        return value, [_named(detail, readers) for detail in check(value)]

    return read_all


def _named(detail, readers):
    """The path begins with the parameter's name as the contract has it."""
    _, place, key, *rest = detail["path"].split("/")
    name = next(
        each["name"] for each in readers if each["in"] == place and escape(each["name"]).lower() == key.lower()
    )
    return {"in": place, "path": "/".join([name, *rest]), "message": detail["message"]}


def _read(texts, reader):
    # API Gateway hands the parameters of a path over as they stand in the URL, and those of a query decoded.
    decode = unquote if reader["in"] == "path" else str
    text = texts[-1]
    if reader.get("json"):
        return _from_json(decode(text))
    separator = reader.get("list")
    if separator is None:
        return _typed(decode(text), reader["as"])
    values = texts if separator is True else text.split(separator) if text else []
    return [_typed(decode(value), reader["as"]) for value in values]


def _decodable(text):
    if _LONE_PERCENT.search(text):
        return False
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def _typed(text, types):
    for kind in types:
        if kind == "integer" and _INTEGER.fullmatch(text) and abs(float(text)) <= _MAX_EXACT:
            return int(text)
        if kind == "number" and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
            return int(float(text)) if float(text).is_integer() else float(text)
        if kind == "boolean" and text in ("true", "false"):
            return text == "true"
    return text


def _from_json(text):
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text


def _refuse(constant):
    raise ValueError(f"{constant} is no JSON")
