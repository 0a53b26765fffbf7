/** Requests that break constraints of AWS's models, sent over HTTP. docs/conformance.md has the figures for all. */
import { CloudWatchLogsClient, TagResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

let cloud: RunningCloud;
let config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
beforeAll(async () => {
  cloud = await startTestCloud();
  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
  config = { endpoint: cloud.endpoint, region: 'eu-west-1', credentials };
});
afterAll(() => cloud.close());

const failed = 'failed to satisfy constraint: Member must';

test('every violated constraint is named at once, although the role does not exist', async () => {
  const iam = new IAMClient(config);
  const asked = iam.send(new PutRolePolicyCommand({ RoleName: 'a b', PolicyName: '', PolicyDocument: '{}' }));
  await expect(asked).rejects.toMatchObject({
    name: 'ValidationError',
    message: [
      `3 validation errors detected: Value 'a b' at 'roleName' ${failed} satisfy regular expression pattern: [\\w+=,.@-]+`,
      `Value '' at 'policyName' ${failed} have length greater than or equal to 1`,
      `Value '' at 'policyName' ${failed} satisfy regular expression pattern: [\\w+=,.@-]+`,
    ].join('; '),
  });
});

test('the error has the code of the service, and a sensitive value is not repeated', async () => {
  const cognito = new CognitoIdentityProviderClient(config);
  const asked = cognito.send(new SignUpCommand({ ClientId: 'abc', Username: 'mia', Password: 'x'.repeat(257) }));
  await expect(asked).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: `1 validation error detected: Value at 'password' ${failed} have length less than or equal to 256`,
  });
});

test('a list and a map of plain values are validated as one value, with all their rules', async () => {
  const ssm = new SSMClient(config);
  await expect(ssm.send(new GetParametersCommand({ Names: ['/a', ''] }))).rejects.toThrow(
    `Value '[/a, ]' at 'names' ${failed} satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must not be null]`,
  );
  const logs = new CloudWatchLogsClient(config);
  const resourceArn = 'arn:aws:logs:eu-west-1:000000000000:log-group:g';
  await expect(logs.send(new TagResourceCommand({ resourceArn, tags: { '?': 'x' } }))).rejects.toThrow(
    "Value '{?=x}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [",
  );
});

test('the query and the headers of a REST request are validated, too', async () => {
  const lambda = new LambdaClient(config);
  await expect(lambda.send(new ListFunctionsCommand({ MaxItems: 10_001 }))).rejects.toMatchObject({
    name: 'ValidationException',
    message: `1 validation error detected: Value '10001' at 'maxItems' ${failed} have value less than or equal to 10000`,
  });
  const invoke = new InvokeCommand({ FunctionName: 'nobody', InvocationType: 'Later' as 'Event' });
  await expect(lambda.send(invoke)).rejects.toThrow(
    `Value 'Later' at 'invocationType' ${failed} satisfy enum value set: [Event, RequestResponse, DryRun]`,
  );
});

test('a query sets only the members that the model places there, by their types', async () => {
  const get = async (path: string) => {
    const answer = await fetch(`${cloud.endpoint}/2015-03-31/functions/${path}`);
    return { status: answer.status, code: answer.headers.get('x-amzn-errortype'), text: await answer.text() };
  };
  const wrong = await get('?MaxItems=abc');
  expect(wrong).toMatchObject({ status: 400, code: 'SerializationException' });
  expect(await get('?MaxItems=5')).toMatchObject({ status: 200 });

  const alias = await fetch(`${cloud.endpoint}/2015-03-31/functions/f/aliases?FunctionVersion=1`, {
    method: 'POST',
    body: JSON.stringify({ Name: 'live' }),
  });
  expect(await alias.text()).toContain("Value null at 'functionVersion' failed to satisfy constraint");
});

test('the length of binary data is counted in its bytes', async () => {
  const secrets = new SecretsManagerClient(config);
  const create = (bytes: number) =>
    secrets.send(new CreateSecretCommand({ Name: `binary-${bytes}`, SecretBinary: Buffer.alloc(bytes) }));
  await expect(create(65_536)).resolves.toMatchObject({ Name: 'binary-65536' });
  await expect(create(65_537)).rejects.toThrow(
    `Value at 'secretBinary' ${failed} have length less than or equal to 65536`,
  );
});
