/**
 * AWS's managed policies that tutorials and apikit attach to the role of a function or of the gateway, by path and
 * name. The documents of the execution roles are AWS's own; the broad ones (`…FullAccess`) are limited to the emulated
 * services. Any other policy is NoSuchEntity here, which names it.
 */
const allow = (actions: readonly string[], resource: string | readonly string[] = '*', sid?: string) => ({
  ...(sid !== undefined && { Sid: sid }),
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
});

const policy = (...statements: ReturnType<typeof allow>[]) => ({ Version: '2012-10-17', Statement: statements });

const WRITE_LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const NETWORK_INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

export const AWS_MANAGED_POLICIES: Readonly<Record<string, ReturnType<typeof policy>>> = {
  'service-role/AWSLambdaBasicExecutionRole': policy(allow(WRITE_LOGS)),
  'service-role/AWSLambdaVPCAccessExecutionRole': policy(
    allow([...WRITE_LOGS, ...NETWORK_INTERFACES], '*', 'AWSLambdaVPCAccessExecutionPermissions'),
  ),
  'service-role/AWSLambdaDynamoDBExecutionRole': policy(
    allow([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      ...WRITE_LOGS,
    ]),
  ),
  'service-role/AWSLambdaSQSQueueExecutionRole': policy(
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...WRITE_LOGS]),
  ),
  'service-role/AWSLambdaRole': policy(allow(['lambda:InvokeFunction'])),
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': policy(
    allow([
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      'logs:GetLogEvents',
      'logs:FilterLogEvents',
    ]),
  ),
  AWSLambdaExecute: policy(
    allow(['logs:*'], 'arn:aws:logs:*:*:*'),
    allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::*'),
  ),
  AWSXRayDaemonWriteAccess: policy(
    allow([
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:GetSamplingStatisticSummaries',
    ]),
  ),
  AmazonDynamoDBFullAccess: policy(
    allow([
      'dynamodb:*',
      'dax:*',
      'application-autoscaling:*',
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricStatistics',
      'cloudwatch:ListMetrics',
      'cloudwatch:PutMetricAlarm',
      'kms:DescribeKey',
      'kms:ListAliases',
    ]),
  ),
  AmazonDynamoDBFullAccess_v2: policy(allow(['dynamodb:*', 'dax:*', 'application-autoscaling:*'])),
  AmazonDynamoDBReadOnlyAccess: policy(
    allow([
      'dynamodb:BatchGetItem',
      'dynamodb:Describe*',
      'dynamodb:List*',
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:PartiQLSelect',
    ]),
  ),
  AmazonSSMReadOnlyAccess: policy(allow(['ssm:Describe*', 'ssm:Get*', 'ssm:List*'])),
  AmazonSSMFullAccess: policy(allow(['ssm:*', 'cloudwatch:PutMetricData', 'logs:*'])),
  AmazonSNSFullAccess: policy(allow(['sns:*'])),
  AmazonSQSFullAccess: policy(allow(['sqs:*'])),
  AmazonS3ReadOnlyAccess: policy(allow(['s3:Get*', 's3:List*', 's3:Describe*'])),
  AmazonS3FullAccess: policy(allow(['s3:*'])),
  AmazonAPIGatewayInvokeFullAccess: policy(
    allow(['execute-api:Invoke', 'execute-api:ManageConnections'], 'arn:aws:execute-api:*:*:*'),
  ),
  AmazonAPIGatewayAdministrator: policy(allow(['apigateway:*'], 'arn:aws:apigateway:*::/*')),
  AWSLambda_FullAccess: policy(allow(['lambda:*', 'logs:DescribeLogGroups', 'iam:GetRole', 'iam:ListRoles'])),
  AWSLambda_ReadOnlyAccess: policy(allow(['lambda:Get*', 'lambda:List*'])),
  CloudWatchFullAccess: policy(allow(['cloudwatch:*', 'logs:*', 'sns:*'])),
  CloudWatchFullAccessV2: policy(
    allow(['cloudwatch:*', 'logs:*', 'sns:CreateTopic', 'sns:ListTopics', 'sns:Subscribe']),
  ),
  CloudWatchLogsFullAccess: policy(allow(['logs:*', 'cloudwatch:GenerateQuery'])),
  CloudWatchLambdaInsightsExecutionRolePolicy: policy(
    allow(['logs:CreateLogGroup']),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], 'arn:aws:logs:*:*:log-group:/aws/lambda-insights:*'),
  ),
  SecretsManagerReadWrite: policy(allow(['secretsmanager:*', 'kms:DescribeKey', 'kms:ListAliases', 'kms:ListKeys'])),
  AdministratorAccess: policy(allow(['*'])),
};
