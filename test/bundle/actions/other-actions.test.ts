/** The AWS calls of a handler besides those for items of its tables, found in Node.js bundles and Python modules. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { otherActions } from '../../../src/bundle/actions/other-actions.ts';
import { bundleFunction } from '../../../src/bundle/bundle-function.ts';
import { pythonCalls } from '../../../src/bundle/python/python-calls.ts';

async function bundled(entry: string, files: Record<string, string>): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'apikit-calls-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'src'));
  await symlink(resolve(import.meta.dirname, '../../../node_modules'), join(root, 'node_modules'));
  for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text);
  const runtime = entry.endsWith('.py') ? 'python3.13' : 'nodejs24.x';
  return (await bundleFunction({ root, entry, runtime })).otherActions;
}

it.each([
  [
    'a command that is sent',
    "import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'; const c = new SSMClient(); export const handler = () => c.send(new GetParameterCommand({ Name: 'x' }));",
    ['ssm:GetParameter'],
  ],
  [
    'an import that nothing uses',
    "import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'; const c = new SSMClient(); export const handler = () => c.send(new GetParameterCommand({ Name: 'x' }));",
    ['ssm:GetParameter'],
  ],
  [
    'the class with all operations',
    "import { SNS } from '@aws-sdk/client-sns'; const sns = new SNS(); export const handler = () => sns.publish({ Message: 'x' });",
    ['sns:Publish'],
  ],
  [
    'CommonJS',
    "const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda'); const c = new LambdaClient(); exports.handler = async () => c.send(new InvokeCommand({}));",
    ['lambda:InvokeFunction'],
  ],
  [
    'CommonJS of a whole module',
    "const sns = require('@aws-sdk/client-sns'); exports.handler = async () => new sns.SNSClient().send(new sns.PublishCommand({}));",
    ['sns:Publish'],
  ],
  [
    'table operations besides items',
    "import { DescribeTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'; const c = new DynamoDBClient(); export const handler = async () => [await c.send(new GetItemCommand({})), await c.send(new DescribeTableCommand({}))];",
    ['dynamodb:DescribeTable'],
  ],
  ['no SDK', 'export const handler = async () => ({ statusCode: 200 });', []],
])('Node.js: %s', async (_, text, expected) => {
  expect(await bundled('src/handler.js', { 'src/handler.js': text })).toEqual(expected);
});

it('actions with another name in IAM than in the SDK get the name of IAM', () => {
  const module = (client: string, command: string) =>
    `node_modules/@aws-sdk/client-${client}/dist-es/commands/${command}Command.js`;
  expect(
    otherActions([
      module('dynamodb', 'TransactWriteItems'),
      module('s3', 'HeadObject'),
      module('s3', 'ListObjectsV2'),
      module('s3', 'CopyObject'),
      module('sesv2', 'SendEmail'),
      module('sfn', 'StartExecution'),
      module('eventbridge', 'PutEvents'),
      module('cognito-identity-provider', 'AdminGetUser'),
      module('sqs', 'SendMessageBatch'),
      module('bedrock-runtime', 'Converse'),
      module('apigatewaymanagementapi', 'PostToConnection'),
      module('sts', 'GetCallerIdentity'),
      module('sso', 'GetRoleCredentials'),
    ]),
  ).toEqual([
    'bedrock:InvokeModel',
    'cognito-idp:AdminGetUser',
    'events:PutEvents',
    'execute-api:ManageConnections',
    's3:GetObject',
    's3:ListBucket',
    's3:PutObject',
    'ses:SendEmail',
    'sqs:SendMessage',
    'states:StartExecution',
  ]);
});

it.each([
  ["s3 = boto3.client('s3')\ns3.put_object(Bucket='b')", ['s3:PutObject']],
  ['s3: S3Client = boto3.client("s3", region_name="x")\ns3.head_object()', ['s3:GetObject']],
  [
    "class A:\n  def __init__(self):\n    self.sns = boto3.client('sns')\n  def go(self):\n    self.sns.publish()",
    ['sns:Publish'],
  ],
  ["sf = boto3.session.Session().client('stepfunctions')\nsf.start_execution()", ['states:StartExecution']],
  ["boto3.client('lambda').invoke(FunctionName='f')", ['lambda:InvokeFunction']],
  ["s3 = boto3.client('s3')\np = s3.get_paginator('list_objects_v2')", ['s3:ListBucket']],
  [
    "s3 = boto3.client('s3')\nu = s3.generate_presigned_url('get_object')\ns3.upload_file('a', 'b', 'c')",
    ['s3:GetObject', 's3:PutObject'],
  ],
  [
    "from boto3 import client\nq = client('sqs')\nq.send_message()\nclient('sns').publish()",
    ['sns:Publish', 'sqs:SendMessage'],
  ],
  ["q, s = boto3.client('sqs'), boto3.client('sns')\nq.send_message()\ns.publish()", []],
  ["db = boto3.client('dynamodb')\ndb.get_item()\ndb.describe_table()", ['dynamodb:DescribeTable']],
  ["table = boto3.resource('dynamodb').Table('t')\ntable.get_item()", []],
  ['other.publish()', []],
  ["s3 = boto3.client('s3')\ns3.get_object()\ns3 = event.get('s3')\ns3.get('x'); s3.items()", ['s3:GetObject']],
])('Python: %s', (text, expected) => {
  expect(pythonCalls([text])).toEqual(expected);
});

it('Python: modules that the handler does not import do not count', async () => {
  const files = {
    'src/handler.py':
      "import boto3\nfrom used import send\n# boto3.client('kms').decrypt()\ndef handler(event, context): send()\n",
    'src/used.py': "import boto3\nsqs = boto3.client('sqs')\ndef send(): sqs.send_message()\n",
    'src/unused.py': "import boto3\nboto3.client('s3').get_object()\n",
  };
  expect(await bundled('src/handler.py', files)).toEqual(['sqs:SendMessage']);
});
