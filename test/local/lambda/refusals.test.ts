import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LambdaCloud, startLambdaCloud } from './lambda-cloud.ts';
import { makeZip } from './zip.ts';

// The expected texts are those that LocalStack recorded on AWS in
// tests/aws/services/lambda_/test_lambda_api.snapshot.json and test_lambda.snapshot.json.

let cloud: LambdaCloud;
const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function';
const SOURCE = 'export const handler = async () => 1;';
beforeAll(async () => {
  cloud = await startLambdaCloud();
  await cloud.create('made', SOURCE);
});
afterAll(() => cloud.close());

const FunctionName = 'made';
const refused = (name: string, message: unknown) => ({ name, message });
const missing = (message: string) => refused('ResourceNotFoundException', message);
const invalid = (message: string) => refused('InvalidParameterValueException', message);
const permission = (more: object) =>
  cloud.client.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      ...more,
    }),
  );

test('a function that is published on creation is returned without its version', async () => {
  const made = await cloud.client.send(
    new CreateFunctionCommand({
      FunctionName: 'published',
      Role: cloud.roleArn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: makeZip({ 'index.mjs': SOURCE }) },
      Environment: { Variables: {} },
      Publish: true,
    }),
  );
  expect(made).toMatchObject({ Version: '1', FunctionArn: `${ARN}:published`, Environment: { Variables: {} } });
});

test('the first permission, too, needs the right revision', async () => {
  const { RevisionId } = await cloud.client.send(
    new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '$LATEST' }),
  );
  const stale = refused(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id',
  );
  await expect(permission({ Qualifier: 'live', RevisionId: 'wrong' })).rejects.toMatchObject(stale);
  await permission({ Qualifier: 'live', RevisionId });
  await expect(permission({ RevisionId: 'wrong' })).rejects.toMatchObject(stale);
  const { Configuration } = await cloud.client.send(new GetFunctionCommand({ FunctionName }));
  await permission({ RevisionId: Configuration!.RevisionId });
});

test('a missing resource is named with its kind', async () => {
  await expect(permission({ Qualifier: 'nobody' })).rejects.toMatchObject(
    missing(`Cannot find alias arn: ${ARN}:made:nobody`),
  );
  await expect(permission({ Qualifier: '42' })).rejects.toMatchObject(missing(`Function not found: ${ARN}:made:42`));
  await expect(permission({ FunctionName: 'nobody' })).rejects.toMatchObject(
    missing(`Function not found: ${ARN}:nobody`),
  );
  const policy = new GetPolicyCommand({ FunctionName: 'nobody' });
  await expect(cloud.client.send(policy)).rejects.toMatchObject(missing('The resource you requested does not exist.'));
  const removal = new RemovePermissionCommand({ FunctionName: 'nobody', StatementId: 's' });
  await expect(cloud.client.send(removal)).rejects.toMatchObject(missing(`No policy found for: ${ARN}:nobody`));
  await expect(cloud.client.send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject(
    missing(`Function not found: ${ARN}:nobody:$LATEST`),
  );
  const url = `${cloud.endpoint}/2015-03-31/functions/nobody`;
  expect(await (await fetch(url)).json()).toEqual({ Type: 'User', Message: `Function not found: ${ARN}:nobody` });
});

test("names and qualifiers get the messages of Lambda's current model", async () => {
  const PLACE =
    '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?';
  const words = (value: string, member: string, pattern: string) =>
    refused(
      'ValidationException',
      `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
    );
  const get = (more: object) => cloud.client.send(new GetFunctionCommand({ FunctionName, ...more }));
  await expect(get({ FunctionName: 'a:b:c' })).rejects.toMatchObject(
    words('a:b:c', 'functionName', `${PLACE}([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`),
  );
  const change = new UpdateFunctionConfigurationCommand({ FunctionName: 'a:b:c' });
  await expect(cloud.client.send(change)).rejects.toMatchObject(
    words('a:b:c', 'functionName', `${PLACE}([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`),
  );
  await expect(get({ Qualifier: 'what?' })).rejects.toMatchObject(
    words('what?', 'qualifier', '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+'),
  );
  const long = 'a'.repeat(65);
  await expect(get({ FunctionName: long })).rejects.toMatchObject(missing(`Function not found: ${ARN}:${long}`));
  await expect(cloud.create(long, SOURCE)).rejects.toMatchObject(
    invalid(expect.stringContaining('Member must have length less than or equal to 64') as unknown as string),
  );
  const both = get({ FunctionName: `${ARN.replace('eu-west-1', 'nowhere')}:made`, Qualifier: 'q'.repeat(129) });
  await expect(both).rejects.toThrow(
    /^2 validation errors detected: Value 'arn:.*' at 'functionName' .*; Value 'q+' at 'qualifier'/,
  );
  const deletion = new DeleteFunctionCommand({ FunctionName: 'nobody', Qualifier: '$LATEST' });
  await expect(cloud.client.send(deletion)).rejects.toMatchObject(
    invalid('$LATEST version cannot be deleted without deleting the function.'),
  );
});

test.each([
  [
    { 2: 2 },
    "Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
  ],
  [
    { 2: -0.5 },
    "Value '{2=-0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
  ],
  [
    { $LATEST: 0.5 },
    "Value '{$LATEST=0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys",
  ],
])('an alias cannot point to %j', async (AdditionalVersionWeights, words) => {
  const alias = { FunctionName, Name: 'split', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights } };
  await expect(cloud.client.send(new CreateAliasCommand(alias as never))).rejects.toMatchObject(
    refused('ValidationException', expect.stringContaining(words) as unknown as string),
  );
});

test.each([
  [['X86_64'], "Value '[X86_64]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: ["],
  [
    ['x86_64', 'arm64'],
    "Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length",
  ],
])('a function cannot be created for %j', async (Architectures, words) => {
  await expect(cloud.create('odd', SOURCE, { Architectures: Architectures as never })).rejects.toThrow(words);
});

test.each(['java8', 'go1.x', 'dotnetcore3.1', 'ruby2.7', 'provided'])('%s is retired', async (runtime) => {
  await expect(cloud.create('old', SOURCE, { Runtime: runtime as never })).rejects.toMatchObject(
    invalid(expect.stringContaining(`The runtime parameter of ${runtime} is no longer supported`) as unknown as string),
  );
});

test('a principal is a service of AWS, an account or an ARN', async () => {
  const permit = (Principal: string) =>
    cloud.client.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: Principal.slice(0, 4),
        Action: 'lambda:InvokeFunction',
        Principal,
      }),
    );
  await expect(permit('invalid.nonaws.com')).rejects.toMatchObject(
    invalid('The provided principal was invalid. Please check the principal and try again.'),
  );
  await permit('alexa-appkit.amazon.com');
});

test('tags have limits on resource, characters and count', async () => {
  const tag = (Resource: string, Tags: Record<string, string>) =>
    cloud.client.send(new TagResourceCommand({ Resource, Tags }));
  await expect(tag(`${ARN}:made`.replace(':function:', ':foobar:'), { a: 'b' })).rejects.toThrow(
    /^1 validation error detected: Value '.*foobar:made' at 'resource' failed to satisfy constraint/,
  );
  const mapping = `${ARN.replace(':function', '')}:event-source-mapping:00000000-0000-0000-0000-000000000000`;
  await expect(tag(mapping, { a: 'b' })).rejects.toMatchObject(missing(`Event source mapping not found: ${mapping}`));
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']));
  await expect(tag(`${ARN}:made`, many)).rejects.toMatchObject(invalid('Number of tags exceeds resource tag limit.'));
  await expect(tag(`${ARN}:made`, {})).rejects.toMatchObject(
    invalid('An error occurred and the request cannot be processed.'),
  );
  const untag = cloud.client.send(new UntagResourceCommand({ Resource: `${ARN}:made`, TagKeys: [] }));
  await expect(untag).rejects.toThrow("Value null at 'tagKeys' failed to satisfy constraint: Member must not be null");
});

test('a member with the wrong type is rejected, not stored', async () => {
  const change = (body: object) =>
    fetch(`${cloud.endpoint}/2015-03-31/functions/made/configuration`, { method: 'PUT', body: JSON.stringify(body) });
  for (const body of [{ Timeout: 'x' }, { Description: ['x'] }, { Environment: { Variables: { AB: 1 } } }]) {
    const answer = await change(body);
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException']);
  }
  expect((await change({ Timeout: null, MemorySize: 256 })).status).toBe(200);
});

test('concurrency is reserved for functions only, and not below the provisioned concurrency', async () => {
  const reserve = (name: string, ReservedConcurrentExecutions: number) =>
    cloud.client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions }));
  await expect(reserve(`${ARN}:made:$LATEST`, 1)).rejects.toMatchObject(
    invalid(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
    ),
  );
  await expect(reserve('nobody', 1)).rejects.toMatchObject(missing(`Function not found: ${ARN}:nobody:$LATEST`));
  const name = 'warm';
  await cloud.create(name, SOURCE);
  const provision = (Qualifier: string, ProvisionedConcurrentExecutions: number) =>
    cloud.client.send(
      new PutProvisionedConcurrencyConfigCommand({ FunctionName: name, Qualifier, ProvisionedConcurrentExecutions }),
    );
  await cloud.client.send(new PublishVersionCommand({ FunctionName: name }));
  await provision('1', 2);
  await expect(reserve(name, 1)).rejects.toMatchObject(
    invalid(" ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2]."),
  );
  await reserve(name, 2);
  await cloud.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 9 }));
  await cloud.client.send(new PublishVersionCommand({ FunctionName: name }));
  const beyond = invalid(
    'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
  );
  await expect(provision('2', 1)).rejects.toMatchObject(beyond);
  await expect(provision('1', 3)).rejects.toMatchObject(beyond);
  await provision('1', 1);
  await provision('2', 1);
});

test('provisioned concurrency of a missing function or version is rejected', async () => {
  for (const Command of [GetProvisionedConcurrencyConfigCommand, DeleteProvisionedConcurrencyConfigCommand]) {
    const of = (name: string, Qualifier: string) =>
      cloud.client.send(new Command({ FunctionName: name, Qualifier }) as GetProvisionedConcurrencyConfigCommand);
    await expect(of('made', 'nobody')).rejects.toMatchObject(missing(`Cannot find alias arn: ${ARN}:made:nobody`));
    await expect(of('nobody', '1')).rejects.toMatchObject(missing(`Function not found: ${ARN}:nobody:1`));
    await expect(of('made', '$LATEST')).rejects.toMatchObject(
      invalid('The function resource provided must be an alias or a published version.'),
    );
  }
  const put = (ProvisionedConcurrentExecutions: number) =>
    cloud.client.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName: 'published',
        Qualifier: '1',
        ProvisionedConcurrentExecutions,
      }),
    );
  await expect(put(1000)).rejects.toMatchObject(
    invalid(expect.stringContaining("greater than account's unreserved concurrency [") as unknown as string),
  );
  await expect(put(950)).rejects.toMatchObject(
    invalid(
      "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    ),
  );
});

test('the error of a request that is too large names the size', async () => {
  // JSON may end in spaces, so the request is too large although its zip is not.
  const body = JSON.stringify({ ZipFile: makeZip({ 'index.mjs': SOURCE }).toString('base64') }).padEnd(70_167_212);
  const answer = await fetch(`${cloud.endpoint}/2015-03-31/functions/made/code`, { method: 'PUT', body });
  expect(answer.status).toBe(413);
  expect(answer.headers.get('x-amzn-errortype')).toBe('RequestEntityTooLargeException');
  expect(await answer.text()).toContain(
    'Request must be smaller than 70167211 bytes for the UpdateFunctionCode operation',
  );
});

test('a zip above 50 MB is a RequestEntityTooLarge error', async () => {
  const large = new CreateFunctionCommand({
    FunctionName: 'large',
    Role: cloud.roleArn,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: new Uint8Array(52_428_801) },
  });
  await expect(cloud.client.send(large)).rejects.toMatchObject({
    name: 'RequestEntityTooLargeException',
    message: 'Zipped size must be smaller than 52428800 bytes',
    $metadata: { httpStatusCode: 413 },
  });
});
