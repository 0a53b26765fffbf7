"""Two bodies that openapi.yaml allows."""

example = __example__

another = __another__


def numbered(_index):
    """Returns different bodies that can all be stored together."""
    return example
