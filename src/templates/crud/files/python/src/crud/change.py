"""The common part of replace and update: it stores the next version."""

from crud.table import iso_time, reply_with


def change(services, table, put, current, fields):
    """Keeps the key, the time of creation and the internal attributes. Returns None if another request was faster."""
    stored = {
        **fields,
        **{attribute: current[attribute] for attribute, _ in table.keys},
        "createdAt": current["createdAt"],
        "updatedAt": iso_time(services.now()),
        "_version": current["_version"] + 1,
        "_requestHash": current["_requestHash"],
    }
    return reply_with(200, stored) if put(services, table, stored, current) else None
