"""CORS, from the same setting in apikit.yaml as API Gateway's own responses. API Gateway also answers preflights, so
none reaches the function."""

from dataclasses import dataclass


@dataclass
class Cors:
    # 'http://localhost:*' is that host at any port. The stage local uses it to allow the pages of this machine.
    origins: list[str]
    credentials: bool
    exposed: str = ""  # Response headers that pages may read


def read_cors(env):
    origins = [origin.strip() for origin in env.get("CORS_ORIGINS", "").split(",")]
    credentials = env.get("CORS_CREDENTIALS") == "true"
    return Cors([origin for origin in origins if origin], credentials, env.get("CORS_EXPOSE_HEADERS", ""))


def cors_headers(cors, origin):
    exposed = {"access-control-expose-headers": cors.exposed} if cors.exposed else {}
    if not cors.origins:
        return {}
    if "*" in cors.origins:
        return {"access-control-allow-origin": "*", **exposed}
    # Caches must keep the responses for different origins apart, also for an origin that is not allowed.
    if not any(_is_allowed(allowed, origin) for allowed in cors.origins):
        return {"vary": "Origin"}
    credentials = {"access-control-allow-credentials": "true"} if cors.credentials else {}
    return {"vary": "Origin", "access-control-allow-origin": origin, **credentials, **exposed}


def _is_allowed(allowed, origin):
    if origin is None or not allowed.endswith(":*"):
        return allowed == origin
    host, _, port = origin.rpartition(":")
    return origin == allowed[:-2] or (host == allowed[:-2] and port.isascii() and port.isdigit())
