"""GET /health"""

from api.request import Reply


def get_health(request, services):
    return Reply(200, {"status": "ok"})
