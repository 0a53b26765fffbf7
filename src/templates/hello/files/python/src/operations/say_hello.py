"""GET /hello"""

from datetime import UTC

from api.request import Reply


def say_hello(request, services):
    time = services.now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Reply(200, {"message": f"Hello, {request.query['name']}!", "time": time})
