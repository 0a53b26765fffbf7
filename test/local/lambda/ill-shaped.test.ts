import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationModel } from '../../../src/local/protocols/operation-models.ts';
import { service } from '../../../src/local/services/lambda/service.ts';
import { illShaped } from '../../helpers/ill-shaped.ts';
import { type LambdaCloud, startLambdaCloud } from './lambda-cloud.ts';
import { makeZip } from './zip.ts';

let cloud: LambdaCloud;
let roleArn: string;
const SOURCE = 'export const handler = async () => 1;';
beforeAll(async () => {
  cloud = await startLambdaCloud();
  ({ roleArn } = cloud);
  await cloud.create('made', SOURCE, { Publish: true });
});
afterAll(() => cloud.close());

const zip = () => makeZip({ 'index.mjs': SOURCE }).toString('base64');
const settings = () => ({
  Role: roleArn,
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  Environment: { Variables: { AB: '1' } },
  TracingConfig: { Mode: 'Active' },
  EphemeralStorage: { Size: 512 },
  LoggingConfig: { LogFormat: 'Text' },
  VpcConfig: { SubnetIds: [] },
  Layers: [],
  SnapStart: { ApplyOn: 'None' },
  Timeout: 3,
  MemorySize: 128,
  Description: 'x',
});
/** A valid body of every operation that has one; its members are then damaged. */
const BODIES: Record<string, () => object> = {
  CreateFunction: () => ({
    ...settings(),
    FunctionName: 'other',
    Code: { ZipFile: zip() },
    Tags: { a: 'b' },
    Architectures: ['arm64'],
    Publish: true,
  }),
  UpdateFunctionCode: () => ({ ZipFile: zip(), Architectures: ['arm64'], DryRun: true, RevisionId: 'x' }),
  UpdateFunctionConfiguration: settings,
  Invoke: () => ({}),
  PublishVersion: () => ({ CodeSha256: 'x', Description: 'x', RevisionId: 'x' }),
  CreateAlias: () => ({ Name: 'live', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } }),
  UpdateAlias: () => ({
    FunctionVersion: '1',
    RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } },
    Description: 'x',
  }),
  AddPermission: () => ({
    StatementId: 's',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: 'arn:aws:execute-api:eu-west-1:000000000000:x/*',
    SourceAccount: '000000000000',
    RevisionId: 'x',
  }),
  TagResource: () => ({ Tags: { a: 'b' } }),
  PutFunctionConcurrency: () => ({ ReservedConcurrentExecutions: 1 }),
  PutProvisionedConcurrencyConfig: () => ({ ProvisionedConcurrentExecutions: 1 }),
  CreateEventSourceMapping: () => ({
    FunctionName: 'made',
    EventSourceArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/s',
    StartingPosition: 'LATEST',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    BatchSize: 1,
    Tags: { a: 'b' },
  }),
  UpdateEventSourceMapping: () => ({ FunctionName: 'made', BatchSize: 1, FunctionResponseTypes: [] }),
};
const QUERIES = [
  '',
  'Qualifier=1',
  'Qualifier=1&Qualifier=2',
  'MaxItems=x&Marker=%00',
  'MaxItems=1&MaxItems=2',
  'tagKeys=',
];

test('a member of any wrong type is a client error and never a failure of the cloud', async () => {
  const failed: string[] = [];
  const call = async (name: string, method: string, url: string, body?: unknown) => {
    const response = await fetch(cloud.endpoint + url, {
      method,
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=A/20261129/eu-west-1/lambda/aws4_request, Signature=0' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status === 500) failed.push(`${name} ${url} ${JSON.stringify(body)?.slice(0, 300)}: ${text}`);
  };
  for (const { name } of service.operations) {
    const { http = '' } = await operationModel(service, name);
    const [method = '', template = ''] = http.split(' ');
    const [path = '', fixed = ''] = template
      .replace('{FunctionName}', 'made')
      .replace(/\{(Resource|ARN)\+?\}/, encodeURIComponent('arn:aws:lambda:eu-west-1:000000000000:function:made'))
      .replace(/\{\w+\+?\}/g, 'x')
      .split('?');
    const bodies = BODIES[name];
    // The function that the other requests name has to stay.
    const isDeadly = name === 'DeleteFunction';
    for (const query of QUERIES) {
      const all = [fixed, query].filter((part) => part !== '').join('&');
      const target = isDeadly ? path.replace('made', 'absent') : path;
      await call(name, method, `${target}${all && `?${all}`}`, bodies?.());
    }
    if (bodies) await Promise.all([...illShaped(bodies())].map((body) => call(name, method, path, body)));
  }
  expect(failed).toEqual([]);
});
