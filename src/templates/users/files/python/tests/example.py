"""Two bodies that openapi.yaml allows."""

example = __example__

another = __another__


def numbered(index):
    """As many as are needed that can be stored beside each other."""
    return {**example, "email": f"user{index}@example.com"}
