"""__route__"""

from api.errors import HttpError


def __name__(request, services):
    raise HttpError(501, "NOT_IMPLEMENTED", "__id__ is not implemented yet.")
