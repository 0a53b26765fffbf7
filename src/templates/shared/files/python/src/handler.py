"""The Lambda function's entry point. It reads the environment and creates the clients once, for all requests of this
instance. generated/contract.py contains the function of each operation in openapi.yaml.
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
