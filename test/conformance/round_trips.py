"""Stores values with botocore in the embedded cloud, reads them back, and compares.

    python3 round_trips.py <endpoint>

Texts with control characters, characters outside of the BMP, blanks and markup, bytes, large numbers and times go through
every protocol that botocore speaks. Ends with 1 if a value comes back changed.
"""

import datetime
import json
import sys

import botocore.session
from botocore.config import Config

ACCOUNT = {"region_name": "us-east-1", "aws_access_key_id": "AKID", "aws_secret_access_key": "secret"}

# XML cannot have most control characters, so IAM, SNS and STS have their own texts.
PRINTABLE = ["a", " a ", "<&>\"']]>", "a&amp;b", "é ü ß", "%2F+/=&;", "a\tb", "line\nline", "x" * 1000]
WIDE = [*PRINTABLE, "😀 𝒳", "\u2028\u2029", "日本語", "\ufeffa"]
RAW = [*WIDE, "\u0001\u001f\u007f", "\r\n", "\u0000", "\\u0041", "\uffff"]
TAG_VALUES = ["", "a", "é ü ß", "日本語", "a_b.c:d/e=f+g-h@i", " "]
BYTES = [b"\x00", bytes(range(256)), "😀".encode()]
NUMBERS = [0.0, -1.5, 1e-9, 123456789.123456789, 2.0**53, -(2.0**70)]


def main():
    session = botocore.session.Session()
    config = Config(retries={"total_max_attempts": 1}, inject_host_prefix=False)

    def client(name):
        return session.create_client(name, endpoint_url=sys.argv[1], config=config, **ACCOUNT)

    changed, count = [], 0
    for name, kind, values, there_and_back in CASES:
        one = client(name)
        for index, value in enumerate(values):
            count += 1
            back = there_and_back(one, value, "round-trip-%d" % index)
            if back != value:
                changed.append("  %s, %s: %r came back as %r" % (name, kind, value, back))
    print("%d values of %d kinds: %d came back changed" % (count, len(CASES), len(changed)))
    print("\n".join(changed))
    sys.exit(1 if changed else 0)


def parameter_value(ssm, value, name):
    ssm.put_parameter(Name=name, Value=value, Type="String", Overwrite=True)
    return ssm.get_parameter(Name=name)["Parameter"]["Value"]


def parameter_description(ssm, value, name):
    name = "described-" + name
    ssm.put_parameter(Name=name, Value="x", Type="String", Description=value)
    filters = [{"Key": "Name", "Values": [name]}]
    return ssm.describe_parameters(ParameterFilters=filters)["Parameters"][0]["Description"]


def parameter_tag(ssm, value, name):
    name = "tagged-" + name
    ssm.put_parameter(Name=name, Value="x", Type="String", Tags=[{"Key": "k", "Value": value}])
    return ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)["TagList"][0]["Value"]


def secret_text(secrets, value, name):
    secrets.create_secret(Name=name, SecretString=value)
    return secrets.get_secret_value(SecretId=name)["SecretString"]


def secret_bytes(secrets, value, name):
    secrets.create_secret(Name="bytes-" + name, SecretBinary=value)
    return secrets.get_secret_value(SecretId="bytes-" + name)["SecretBinary"]


def secret_description(secrets, value, name):
    secrets.create_secret(Name="described-" + name, Description=value)
    return secrets.describe_secret(SecretId="described-" + name)["Description"]


def log_message(logs, value, name):
    now = int(datetime.datetime.now().timestamp() * 1000)
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="s")
    logs.put_log_events(logGroupName=name, logStreamName="s", logEvents=[{"timestamp": now, "message": value}])
    [event] = logs.get_log_events(logGroupName=name, logStreamName="s")["events"]
    return event["message"] if event["timestamp"] == now else event["timestamp"]


def log_tag(logs, value, name):
    logs.create_log_group(logGroupName="tagged-" + name, tags={"k": value})
    return logs.list_tags_log_group(logGroupName="tagged-" + name)["tags"]["k"]


TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


def role_description(iam, value, name):
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, Description=value)
    return iam.get_role(RoleName=name)["Role"]["Description"]


def role_tag(iam, value, name):
    iam.create_role(RoleName="tagged-" + name, AssumeRolePolicyDocument=TRUST, Tags=[{"Key": "k", "Value": value}])
    return iam.list_role_tags(RoleName="tagged-" + name)["Tags"][0]["Value"]


def role_trust(iam, value, name):
    policy = json.loads(TRUST)
    policy["Statement"][0]["Condition"] = {"StringEquals": {"aws:SourceAccount": value}}
    iam.create_role(RoleName="trust-" + name, AssumeRolePolicyDocument=json.dumps(policy))
    document = iam.get_role(RoleName="trust-" + name)["Role"]["AssumeRolePolicyDocument"]
    return document["Statement"][0]["Condition"]["StringEquals"]["aws:SourceAccount"]


def topic_name(sns, value, name):
    arn = sns.create_topic(Name=name, Attributes={"DisplayName": value})["TopicArn"]
    return sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"]


def topic_tag(sns, value, name):
    arn = sns.create_topic(Name="tagged-" + name, Tags=[{"Key": "k", "Value": value}])["TopicArn"]
    return sns.list_tags_for_resource(ResourceArn=arn)["Tags"][0]["Value"]


def alarm_description(cloudwatch, value, name):
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        AlarmDescription=value,
        Namespace="n",
        MetricName="m",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    return cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["AlarmDescription"]


def metric_value(cloudwatch, value, name):
    minute = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
    datum = {"MetricName": name, "Value": value, "Timestamp": minute}
    cloudwatch.put_metric_data(Namespace="numbers", MetricData=[datum])
    [point] = cloudwatch.get_metric_statistics(
        Namespace="numbers",
        MetricName=name,
        StartTime=minute,
        EndTime=minute + datetime.timedelta(minutes=1),
        Period=60,
        Statistics=["Maximum"],
    )["Datapoints"]
    return point["Maximum"] if point["Timestamp"] == minute else point["Timestamp"]


def user_attribute(cognito, value, name):
    pool = cognito.create_user_pool(PoolName="p")["UserPool"]["Id"]
    attribute = {"Name": "nickname", "Value": value}
    cognito.admin_create_user(UserPoolId=pool, Username=name, UserAttributes=[attribute])
    user = cognito.admin_get_user(UserPoolId=pool, Username=name)
    return next(one["Value"] for one in user["UserAttributes"] if one["Name"] == "nickname")


CASES = [
    ("ssm", "value of a parameter", RAW, parameter_value),
    ("ssm", "description of a parameter", RAW, parameter_description),
    ("ssm", "tag", TAG_VALUES, parameter_tag),
    ("secretsmanager", "text of a secret", RAW, secret_text),
    ("secretsmanager", "bytes of a secret", BYTES, secret_bytes),
    ("secretsmanager", "description of a secret", RAW, secret_description),
    ("logs", "message", RAW, log_message),
    ("logs", "tag", TAG_VALUES, log_tag),
    ("iam", "description of a role", ["a", " a ", "<&>\"']]>", "é ü ß", "%2F+/=&;", "a\tb", "line\nline", "x\r\ny"], role_description),
    ("iam", "tag", TAG_VALUES, role_tag),
    ("iam", "document", ["a", "<&>'", "é", "%2F+ &"], role_trust),
    ("sns", "attribute", WIDE, topic_name),
    ("sns", "tag", TAG_VALUES, topic_tag),
    ("cloudwatch", "description of an alarm", RAW, alarm_description),
    ("cloudwatch", "value of a metric", NUMBERS, metric_value),
    ("cognito-idp", "attribute of a user", RAW, user_attribute),
]

main()
