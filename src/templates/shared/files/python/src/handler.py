"""The Lambda function's entry point: reads the environment once, makes the clients once, and keeps both for every request
this instance serves. What answers which operation of openapi.yaml is in generated/contract.py.
"""

import os

from api.api import create_api
from api.cors import read_cors
from api.log import create_log
from generated.contract import authorizers, routes
from services import create_services

handler = create_api(
    routes=routes,
    authorizers=authorizers,
    services=create_services(os.environ),
    cors=read_cors(os.environ),
    log=create_log(os.environ.get("LOG_LEVEL", "info")),
)
