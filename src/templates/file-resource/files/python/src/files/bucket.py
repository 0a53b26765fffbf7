"""The buckets of the stage, as the operations use them."""

import os
import re
import urllib.error
import urllib.request

from files.sign import credentials_of, place_of, sign_upload, sign_url

# Seconds.
_PATIENCE = 3


def bucket_of(services, bucket):
    """Returns the bucket with this name in apikit.yaml. The services of tests can have one of their own."""
    own = getattr(services, "bucket", None)
    return own(bucket) if own else Bucket(bucket, os.environ, services.now)


class Bucket:
    def __init__(self, bucket, env, now):
        variable = "BUCKET_" + re.sub("[^A-Z0-9]", "_", bucket.upper())
        name = env.get(variable)
        if not name:
            raise LookupError(f"{variable} is not set: apikit sets it to the name of the bucket")
        self._env = env
        self._now = now
        self._place = place_of(name, env)

    def upload(self, key, type_, size):
        return sign_upload(key, type_, size, self._place, credentials_of(self._env), self._now())

    def download(self, key):
        """Returns a URL for the download."""
        return self._sign("GET", key)

    def has(self, key):
        """Tells whether S3 has the file."""
        return self._send("HEAD", key) != 404

    def remove(self, key):
        """Deletes the file. A missing file is no error."""
        self._send("DELETE", key)

    def _sign(self, method, key):
        return sign_url(method, key, self._place, credentials_of(self._env), self._now())

    def _send(self, method, key):
        request = urllib.request.Request(self._sign(method, key), method=method)
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as response:
                return response.status
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return 404
            raise
