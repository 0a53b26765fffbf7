"""Two bodies that openapi.yaml allows."""

example = __example__

another = __another__


def numbered(index):
    """Returns different bodies that can all be stored together."""
    return {**example, "email": f"user{index}@example.com"}
