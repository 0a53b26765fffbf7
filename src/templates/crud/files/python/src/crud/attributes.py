"""Converts values to DynamoDB's form and back."""

import math

from api.errors import HttpError

# A larger JSON number is not exact for every client.
_MAX_EXACT = 2**53 - 1


def to_attribute(value):
    """Returns a value in DynamoDB's form. A value that it cannot store exactly is a 400."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, (int, float)):
        if not math.isfinite(value) or abs(value) > _MAX_EXACT:
            raise HttpError(400, "BAD_REQUEST_BODY", "The body has something that cannot be stored.")
        return {"N": str(value)}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, list):
        return {"L": [to_attribute(each) for each in value]}
    return {"M": to_item(value)}


def from_attribute(attribute):
    [(kind, value)] = attribute.items()
    match kind:
        case "N":
            number = float(value)
            return int(number) if number.is_integer() and abs(number) <= _MAX_EXACT else number
        case "NULL":
            return None
        case "L":
            return [from_attribute(each) for each in value]
        case "M":
            return from_item(value)
        case "NS":
            return [from_attribute({"N": each}) for each in value]
    return value


def to_item(values):
    return {name: to_attribute(value) for name, value in values.items()}


def from_item(item):
    return {name: from_attribute(attribute) for name, attribute in item.items()}
