"""Signs uploads and downloads of S3 (Signature Version 4), so that the tests need no boto3."""

import base64
import functools
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlsplit

# Seconds for which an upload or a download is valid.
EXPIRES_IN = 900

# The domains of AWS's partitions, by the beginning of their regions. Every other region is in `amazonaws.com`.
DOMAINS = {
    "cn-": "amazonaws.com.cn",
    "eusc-": "amazonaws.eu",
    "us-iso-": "c2s.ic.gov",
    "us-isob-": "sc2s.sgov.gov",
    "eu-isoe-": "cloud.adc-e.uk",
    "us-isof-": "csp.hci.ic.gov",
}


@dataclass
class Place:
    # `https://bucket.s3.eu-west-1.amazonaws.com`, without a slash at the end.
    url: str
    bucket: str
    region: str


@dataclass
class Credentials:
    """The credentials of the function, which Lambda changes from time to time."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None


def place_of(bucket, env):
    """A local cloud has its URL in the environment, and takes the bucket in the path."""
    region = env.get("AWS_REGION", "us-east-1")
    endpoint = env.get("AWS_ENDPOINT_URL_S3") or env.get("AWS_ENDPOINT_URL")
    domain = next((domain for start, domain in DOMAINS.items() if region.startswith(start)), "amazonaws.com")
    url = f"{endpoint.rstrip('/')}/{bucket}" if endpoint else f"https://{bucket}.s3.{region}.{domain}"
    return Place(url, bucket, region)


def credentials_of(env):
    return Credentials(
        env.get("AWS_ACCESS_KEY_ID", ""), env.get("AWS_SECRET_ACCESS_KEY", ""), env.get("AWS_SESSION_TOKEN")
    )


def sign_url(method, key, place, by, now):
    """Returns a URL that allows one request."""
    url = urlsplit(f"{place.url}/{quote(key, safe='/~')}")
    time = _time_of(now)
    scope = f"{time[:8]}/{place.region}/s3/aws4_request"
    parameters = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{by.access_key_id}/{scope}",
        "X-Amz-Date": time,
        "X-Amz-Expires": str(EXPIRES_IN),
        **({"X-Amz-Security-Token": by.session_token} if by.session_token else {}),
        "X-Amz-SignedHeaders": "host",
    }
    query = "&".join(f"{name}={quote(value, safe='~')}" for name, value in parameters.items())
    canonical = f"{method}\n{url.path}\n{query}\nhost:{url.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    text = f"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    return f"{url.scheme}://{url.netloc}{url.path}?{query}&X-Amz-Signature={_signature(text, scope, by)}"


def sign_upload(key, type_, size, place, by, now):
    """Returns a form that allows one upload: this key, type and size."""
    time = _time_of(now)
    scope = f"{time[:8]}/{place.region}/s3/aws4_request"
    fields = {
        "key": key,
        "Content-Type": type_,
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": f"{by.access_key_id}/{scope}",
        "x-amz-date": time,
        **({"x-amz-security-token": by.session_token} if by.session_token else {}),
    }
    end = (now + timedelta(seconds=EXPIRES_IN)).strftime("%Y-%m-%dT%H:%M:%SZ")
    exact = [{name: value} for name, value in fields.items()]
    conditions = [{"bucket": place.bucket}, ["content-length-range", size, size], *exact]
    document = json.dumps({"expiration": end, "conditions": conditions})
    policy = base64.b64encode(document.encode()).decode()
    fields = {**fields, "policy": policy, "x-amz-signature": _signature(policy, scope, by)}
    return {"url": place.url, "fields": fields, "expiresIn": EXPIRES_IN}


def _signature(text, scope, by):
    def step(key, part):
        return hmac.new(key, part.encode(), hashlib.sha256).digest()

    key = functools.reduce(step, scope.split("/"), f"AWS4{by.secret_access_key}".encode())
    return step(key, text).hex()


def _time_of(now):
    """`20261130T170000Z`"""
    return now.strftime("%Y%m%dT%H%M%SZ")
