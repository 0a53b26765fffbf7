"""The parts of the package chalice that the example uses, because tests install nothing."""

import json


class Response:
    def __init__(self, body, status_code=200):
        self.body, self.status_code = body, status_code


class Blueprint:
    def __init__(self, name):
        self.routes = {}

    def route(self, path, methods=("GET",), **_):
        def add(function):
            self.routes.update({(method, path): function for method in methods})
            return function

        return add

    def delete(self, path, **settings):
        return self.route(path, methods=["DELETE"], **settings)


class Chalice(Blueprint):
    def __init__(self, app_name):
        super().__init__(app_name)
        self.current_request = None

    def register_blueprint(self, blueprint, url_prefix=""):
        self.routes.update({(method, url_prefix + path): each for (method, path), each in blueprint.routes.items()})

    def authorizer(self, **_):
        def decide(function):
            def handler(event, context):
                asked = type("Request", (), {"token": event["authorizationToken"]})()
                found = function(asked)
                statement = {"Action": "execute-api:Invoke", "Effect": "Allow" if found["routes"] else "Deny"}
                policy = {"Version": "2012-10-17", "Statement": [{**statement, "Resource": event["methodArn"]}]}
                return {"principalId": found["principal_id"], "policyDocument": policy}

            return handler

        return decide

    def on_sqs_message(self, **_):
        return lambda function: lambda event, context: function(event)

    def schedule(self, _):
        return lambda function: function

    def __call__(self, event, context):
        self.current_request = type("Request", (), {"method": event["httpMethod"]})()
        serve = self.routes[event["httpMethod"], event["requestContext"]["resourcePath"]]
        found = serve(**(event["pathParameters"] or {}))
        response = found if isinstance(found, Response) else Response(found)
        return {"statusCode": response.status_code, "body": json.dumps(response.body)}


class CORSConfig:
    def __init__(self, **_):
        pass


class IAMAuthorizer:
    pass


class CognitoUserPoolAuthorizer:
    def __init__(self, *_, **__):
        pass

    def with_scopes(self, _):
        return self
