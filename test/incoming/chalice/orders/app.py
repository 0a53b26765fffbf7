import os

from chalice import Chalice, CognitoUserPoolAuthorizer, CORSConfig, IAMAuthorizer, Response

from chalicelib.reports import reports

app = Chalice(app_name="orders")
app.register_blueprint(reports, url_prefix="/reports")
ORDERS = "/orders/{id}"
cors = CORSConfig(allow_origin="https://shop.example", max_age=60)
people = CognitoUserPoolAuthorizer(
    "people", provider_arns=["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc"]
)
raise_at_import = os.environ["ONLY_ON_AWS"]


@app.authorizer(ttl_seconds=30)
def door(request):
    allowed = ["*"] if request.token == "open" else []
    return {"routes": allowed, "principal_id": "ada"}


@app.route("/")
def index():
    return {"stage": os.environ["STAGE"]}


@app.route(ORDERS, methods=["GET", "PUT"], cors=cors)
def order(id):
    return {"id": id, "method": app.current_request.method}


@app.delete(ORDERS, authorizer=door)
def remove(id):
    return Response(body={"deleted": id}, status_code=202)


@app.route("/mine", authorizer=people.with_scopes(["orders/read"]), api_key_required=True)
def mine():
    return []


@app.route("/signed", authorizer=IAMAuthorizer())
def signed():
    return []


@app.on_sqs_message(queue="mail", batch_size=5)
def send_mail(event):
    return None


@app.schedule("rate(1 hour)")
def hourly(event):
    return None
