"""Uses the embedded cloud with boto3. Each line of its output is the result of one step."""

import datetime
import io
import json
import os
import urllib.request
import zipfile

import boto3
from boto3.dynamodb.conditions import Attr, Key

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}],
}
HANDLER = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'hello ' + event['path']}\n"


def step(name, run):
    try:
        run()
        print(json.dumps({"test": name, "outcome": "passed"}), flush=True)
    except Exception as error:
        print(json.dumps({"test": name, "outcome": "failed", "said": repr(error)}), flush=True)


def same(got, want):
    if got != want:
        raise AssertionError("got %r instead of %r" % (got, want))


def identity():
    same(boto3.client("sts").get_caller_identity()["Account"], "000000000000")


def table():
    resource = boto3.resource("dynamodb")
    movies = resource.create_table(
        TableName="Movies",
        KeySchema=[{"AttributeName": "year", "KeyType": "HASH"}, {"AttributeName": "title", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "year", "AttributeType": "N"},
            {"AttributeName": "title", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    movies.wait_until_exists()
    with movies.batch_writer() as batch:
        for number in range(60):
            batch.put_item(Item={"year": 2000 + number % 2, "title": "t%02d" % number, "tags": {"a", "b"}, "info": {}})
    same(movies.query(KeyConditionExpression=Key("year").eq(2001) & Key("title").begins_with("t0"))["Count"], 5)
    same(movies.scan(FilterExpression=Attr("tags").contains("a"))["Count"], 60)
    key = {"year": 2000, "title": "t00"}
    values = {":r": 5}
    updated = movies.update_item(
        Key=key, UpdateExpression="SET info.rating = :r", ExpressionAttributeValues=values, ReturnValues="UPDATED_NEW"
    )
    same(updated["Attributes"]["info"]["rating"], 5)
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName="Movies", PaginationConfig={"PageSize": 7})
    same(sum(page["Count"] for page in pages), 60)
    movies.delete()
    movies.wait_until_not_exists()


def parameter():
    client = boto3.client("ssm")
    client.put_parameter(Name="/boto3/x", Value="v", Type="SecureString", Tags=[])
    same(client.get_parameters_by_path(Path="/boto3", WithDecryption=True)["Parameters"][0]["Value"], "v")


def secret():
    client = boto3.client("secretsmanager")
    client.create_secret(Name="boto3", SecretString="s")
    same(client.get_secret_value(SecretId="boto3")["SecretString"], "s")


def metric():
    client = boto3.client("cloudwatch")
    client.put_metric_data(Namespace="boto3", MetricData=[{"MetricName": "m", "Value": 3, "Dimensions": []}])
    now = datetime.datetime.now(datetime.timezone.utc)
    hour = datetime.timedelta(hours=1)
    found = client.get_metric_statistics(
        Namespace="boto3", MetricName="m", StartTime=now - hour, EndTime=now + hour, Period=60, Statistics=["Sum"]
    )
    same([point["Sum"] for point in found["Datapoints"]], [3.0])


def log_event():
    client = boto3.client("logs")
    client.create_log_group(logGroupName="/boto3")
    client.create_log_stream(logGroupName="/boto3", logStreamName="s")
    time = int(datetime.datetime.now().timestamp() * 1000)
    client.put_log_events(logGroupName="/boto3", logStreamName="s", logEvents=[{"message": "é\n", "timestamp": time}])
    same(client.filter_log_events(logGroupName="/boto3")["events"][0]["message"], "é\n")


def topic():
    client = boto3.client("sns")
    arn = client.create_topic(Name="boto3", Tags=[])["TopicArn"]
    same(client.get_topic_attributes(TopicArn=arn)["Attributes"]["TopicArn"], arn)


def user_pool():
    client = boto3.client("cognito-idp")
    pool = client.create_user_pool(PoolName="boto3")["UserPool"]["Id"]
    client.admin_create_user(UserPoolId=pool, Username="u", MessageAction="SUPPRESS")
    same(client.admin_get_user(UserPoolId=pool, Username="u")["UserStatus"], "FORCE_CHANGE_PASSWORD")


def api():
    role = boto3.client("iam").create_role(RoleName="boto3", AssumeRolePolicyDocument=json.dumps(TRUST), Tags=[])
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", HANDLER)
    functions = boto3.client("lambda")
    function = functions.create_function(
        FunctionName="boto3",
        Role=role["Role"]["Arn"],
        Runtime="python3.13",
        Handler="main.handler",
        Code={"ZipFile": code.getvalue()},
    )
    functions.get_waiter("function_active_v2").wait(FunctionName="boto3")
    functions.add_permission(
        FunctionName="boto3", StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )
    gateway = boto3.client("apigateway")
    rest = gateway.create_rest_api(name="boto3")
    method = {"restApiId": rest["id"], "resourceId": rest["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="NONE")
    gateway.put_integration(
        **method,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri="arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/%s/invocations" % function["FunctionArn"],
    )
    gateway.create_deployment(restApiId=rest["id"], stageName="dev")
    url = "%s/_aws/execute-api/%s/dev/" % (os.environ["AWS_ENDPOINT_URL"], rest["id"])
    same(urllib.request.urlopen(url).read(), b"hello /")


step("sts: GetCallerIdentity", identity)
step("dynamodb: the tutorial with movies, by resources, batches, waiters and pages", table)
step("ssm: a parameter", parameter)
step("secretsmanager: a secret", secret)
step("cloudwatch: a metric", metric)
step("logs: a log event", log_event)
step("sns: a topic", topic)
step("cognito-idp: a user pool and a user", user_pool)
step("iam, lambda, apigateway: a function behind an API", api)
