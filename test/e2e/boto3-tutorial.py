"""What a Python program does with boto3: the core of the tutorial. Endpoint and credentials come from the environment;
takes the zip's path; prints what it saw as one JSON document."""
import json
import sys
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

import boto3

iam, functions, gateway, cloudwatch = (boto3.client(name) for name in ("iam", "lambda", "apigateway", "cloudwatch"))
dynamodb = boto3.resource("dynamodb")
seen = {"account": boto3.client("sts").get_caller_identity()["Account"]}

table = dynamodb.create_table(
    TableName="items",
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    BillingMode="PAY_PER_REQUEST",
)
table.meta.client.get_waiter("table_exists").wait(TableName="items", WaiterConfig={"Delay": 1})
table.put_item(Item={"id": "1", "count": 2, "tags": {"a", "b"}})
item = table.get_item(Key={"id": "1"})["Item"]
seen["item"] = {"id": item["id"], "count": int(item["count"]), "tags": sorted(item["tags"])}

trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
role = iam.create_role(
    RoleName="runner", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
)["Role"]
seen["trust"] = iam.get_role(RoleName="runner")["Role"]["AssumeRolePolicyDocument"]["Statement"] == [trust]
iam.attach_role_policy(
    RoleName="runner", PolicyArn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
)

with open(sys.argv[1], "rb") as zipped:
    function = functions.create_function(
        FunctionName="echo", Runtime="nodejs22.x", Handler="index.handler", Role=role["Arn"], Code={"ZipFile": zipped.read()}
    )
functions.get_waiter("function_active_v2").wait(FunctionName="echo")
invoked = functions.invoke(FunctionName="echo", Payload=json.dumps({"path": "/direct"}))
seen["invoked"] = json.loads(invoked["Payload"].read())

api = gateway.create_rest_api(name="echo", endpointConfiguration={"types": ["REGIONAL"]})["id"]
root = gateway.get_resources(restApiId=api)["items"][0]["id"]
method = {
    "restApiId": api,
    "resourceId": gateway.create_resource(restApiId=api, parentId=root, pathPart="{proxy+}")["id"],
    "httpMethod": "ANY",
}
gateway.put_method(**method, authorizationType="NONE", apiKeyRequired=True)
uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function['FunctionArn']}/invocations"
gateway.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
functions.add_permission(
    FunctionName="echo",
    StatementId="api",
    Action="lambda:InvokeFunction",
    Principal="apigateway.amazonaws.com",
    SourceArn=f"arn:aws:execute-api:eu-west-1:000000000000:{api}/*/*",
)
gateway.create_deployment(restApiId=api, stageName="dev")
key = gateway.create_api_key(name="alice", enabled=True)
plan = gateway.create_usage_plan(name="basic", apiStages=[{"apiId": api, "stage": "dev"}])
gateway.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")


def call(headers):
    url = f"{gateway.meta.endpoint_url}/_aws/execute-api/{api}/dev/some/path"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
            return [response.status, json.load(response)]
    except urllib.error.HTTPError as error:
        return [error.code, json.load(error)]


seen["without_key"] = call({})
seen["with_key"] = call({"x-api-key": key["value"]})

now = datetime.now(timezone.utc)
cloudwatch.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Sold", "Value": 3, "Timestamp": now}])
points = cloudwatch.get_metric_statistics(
    Namespace="Shop",
    MetricName="Sold",
    StartTime=now - timedelta(hours=1),
    EndTime=now + timedelta(hours=1),
    Period=60,
    Statistics=["Sum"],
)["Datapoints"]
seen["sold"] = [point["Sum"] for point in points]

try:
    gateway.get_rest_api(restApiId="none")
except gateway.exceptions.NotFoundException as error:
    seen["missing"] = error.response["Error"]["Message"]
seen["pages"] = [
    name["FunctionName"]
    for page in functions.get_paginator("list_functions").paginate()
    for name in page["Functions"]
]
print(json.dumps(seen))
