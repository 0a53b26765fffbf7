import { createHash } from 'node:crypto';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LambdaCloud, startLambdaCloud } from './lambda-cloud.ts';
import { makeZip } from './zip.ts';

let cloud: LambdaCloud;
beforeAll(async () => {
  cloud = await startLambdaCloud({ now: () => Date.parse('2026-11-21T10:00:00Z') });
});
afterAll(() => cloud.close());

const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function';
const SOURCE = 'export const handler = async () => 1;';
const zipOf = (source: string) => makeZip({ 'index.mjs': source });
const valid = (more: Partial<CreateFunctionCommandInput> = {}): CreateFunctionCommandInput => ({
  FunctionName: 'unmade',
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Role: cloud.roleArn,
  Code: { ZipFile: zipOf(SOURCE) },
  ...more,
});

describe('CreateFunction', () => {
  it('responds like AWS', async () => {
    const zip = zipOf(SOURCE);
    const { $metadata, ...made } = await cloud.client.send(
      new CreateFunctionCommand(
        valid({
          FunctionName: 'made',
          Code: { ZipFile: zip },
          Environment: { Variables: { AB: '1' } },
          Tags: { team: 'a' },
        }),
      ),
    );
    expect($metadata.httpStatusCode).toBe(201);
    expect(made).toEqual({
      FunctionName: 'made',
      FunctionArn: `${ARN}:made`,
      Runtime: 'nodejs24.x',
      Role: cloud.roleArn,
      Handler: 'index.handler',
      CodeSize: zip.length,
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      LastModified: '2026-11-21T10:00:00.000+0000',
      CodeSha256: createHash('sha256').update(zip).digest('base64'),
      Version: '$LATEST',
      Environment: { Variables: { AB: '1' } },
      TracingConfig: { Mode: 'PassThrough' },
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      State: 'Active',
      LastUpdateStatus: 'Successful',
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      RuntimeVersionConfig: {
        RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}$/),
      },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/made' },
    });
    const got = await cloud.client.send(new GetFunctionCommand({ FunctionName: `${ARN}:made` }));
    expect(got).toMatchObject({ Configuration: made, Tags: { team: 'a' }, Code: { RepositoryType: 'S3' } });
    await expect(cloud.client.send(new CreateFunctionCommand(valid({ FunctionName: 'made' })))).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Function already exist: made',
      $metadata: { httpStatusCode: 409 },
    });
  });

  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`NAME_${index}`, 'v'.repeat(80)]));
  it.each<[string, Partial<CreateFunctionCommandInput>, string, string | RegExp]>([
    [
      'a role that does not exist',
      { Role: 'arn:aws:iam::000000000000:role/nobody' },
      'InvalidParameterValueException',
      'The role defined for the function cannot be assumed by Lambda.',
    ],
    [
      'a role of another account',
      { Role: 'arn:aws:iam::111111111111:role/nobody' },
      'AccessDeniedException',
      'Cross-account pass role is not allowed.',
    ],
    [
      'a malformed role',
      { Role: 'nobody' },
      'ValidationException',
      /^1 validation error detected: Value 'nobody' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:/,
    ],
    [
      'too little memory',
      { MemorySize: 127 },
      'ValidationException',
      "1 validation error detected: Value '127' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    ],
    ['too much memory', { MemorySize: 10_241 }, 'ValidationException', /less than or equal to 10240$/],
    [
      'a timeout of zero',
      { Timeout: 0 },
      'ValidationException',
      /'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1$/,
    ],
    ['a timeout that is too long', { Timeout: 901 }, 'ValidationException', /less than or equal to 900$/],
    [
      'a deprecated runtime',
      { Runtime: 'nodejs18.x' },
      'InvalidParameterValueException',
      'The runtime parameter of nodejs18.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.',
    ],
    [
      'a retired runtime',
      { Runtime: 'nodejs20.x' },
      'InvalidParameterValueException',
      /^The runtime parameter of nodejs20\.x is no longer supported/,
    ],
    [
      'an unknown runtime',
      { Runtime: 'cobol85' as 'nodejs24.x' },
      'InvalidParameterValueException',
      /^Value cobol85 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*nodejs24\.x.*\]/,
    ],
    [
      'a runtime that this machine cannot run',
      { Runtime: 'java21' },
      'NotImplementedException',
      /^Runtime java21 is not emulated/,
    ],
    [
      'no handler',
      { Handler: undefined },
      'InvalidParameterValueException',
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    ],
    [
      'reserved variables',
      { Environment: { Variables: { AWS_REGION: 'x', OTHER: 'y' } } },
      'InvalidParameterValueException',
      'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION',
    ],
    [
      'too many variables',
      { Environment: { Variables: many } },
      'InvalidParameterValueException',
      /exceeded the 4KB limit\. String measured: \{"NAME_0":/,
    ],
    [
      'a malformed variable',
      { Environment: { Variables: { '1A': 'x' } } },
      // The error that users of CloudFormation report: https://github.com/trek10inc/serverless-secrets/issues/39
      'ValidationException',
      /^1 validation error detected: Value at 'environment\.variables' failed to satisfy constraint: Map keys must satisfy constraint: \[Member must satisfy regular expression pattern: \[a-zA-Z\]\(\[a-zA-Z0-9_\]\)\+\]$/,
    ],
    [
      'no zip',
      { Code: { ZipFile: Buffer.from('not a zip') } },
      'InvalidParameterValueException',
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    ],
    [
      'a zip that would write outside of its folder',
      { Code: { ZipFile: makeZip({ '../evil.js': 'x' }) } },
      'InvalidParameterValueException',
      /^Could not unzip/,
    ],
    ['code in S3', { Code: { S3Bucket: 'bucket', S3Key: 'key' } }, 'NotImplementedException', /Code\.S3Bucket/],
    ['an image', { PackageType: 'Image', Code: { ImageUri: 'x' } }, 'NotImplementedException', /Image/],
    [
      'a file system',
      {
        FileSystemConfigs: [
          {
            Arn: 'arn:aws:elasticfilesystem:eu-west-1:000000000000:access-point/fsap-0123456789abcdef0',
            LocalMountPath: '/mnt/a',
          },
        ],
      },
      'NotImplementedException',
      /FileSystemConfigs/,
    ],
    [
      'a malformed name',
      { FunctionName: 'a b' },
      'ValidationException',
      /at 'functionName' failed to satisfy constraint/,
    ],
  ])('rejects %s', async (_, more, name, message) => {
    await expect(cloud.client.send(new CreateFunctionCommand(valid(more)))).rejects.toMatchObject({
      name,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
    await expect(cloud.client.send(new GetFunctionCommand({ FunctionName: 'unmade' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${ARN}:unmade`,
    });
  });
});

describe('changing a function', () => {
  it('changes only the given settings, if the revision matches', async () => {
    await cloud.create('changing', SOURCE, { Environment: { Variables: { AB: '1' } }, Timeout: 5 });
    const before = await cloud.client.send(new GetFunctionConfigurationCommand({ FunctionName: 'changing' }));
    const after = await cloud.client.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'changing',
        MemorySize: 512,
        RevisionId: before.RevisionId,
      }),
    );
    expect(after).toMatchObject({ MemorySize: 512, Timeout: 5, Environment: { Variables: { AB: '1' } } });
    expect(after.RevisionId).not.toBe(before.RevisionId);
    const stale = new UpdateFunctionConfigurationCommand({
      FunctionName: 'changing',
      Timeout: 6,
      RevisionId: before.RevisionId,
    });
    await expect(cloud.client.send(stale)).rejects.toMatchObject({
      name: 'PreconditionFailedException',
      message:
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    });
    const cleared = new UpdateFunctionConfigurationCommand({
      FunctionName: 'changing',
      Environment: { Variables: {} },
    });
    expect((await cloud.client.send(cleared)).Environment).toEqual({ Variables: {} });
  });

  it('runs the new code after the change, and the old one in its version', async () => {
    await cloud.create('coded', 'export const handler = async () => "old";');
    expect((await cloud.invoke('coded')).payload).toBe('old');
    await cloud.client.send(new PublishVersionCommand({ FunctionName: 'coded' }));
    const code = { FunctionName: 'coded', ZipFile: zipOf('export const handler = async () => "new";') };
    const dry = await cloud.client.send(new UpdateFunctionCodeCommand({ ...code, DryRun: true }));
    expect((await cloud.invoke('coded')).payload).toBe('old');
    const updated = await cloud.client.send(new UpdateFunctionCodeCommand({ ...code, Publish: true }));
    expect(updated).toMatchObject({ Version: '2', FunctionArn: `${ARN}:coded:2`, CodeSha256: dry.CodeSha256 });
    expect(await cloud.invoke('coded')).toMatchObject({ payload: 'new', version: '$LATEST' });
    expect(await cloud.invoke('coded', {}, '1')).toMatchObject({ payload: 'old', version: '1' });
    await expect(cloud.invoke('coded', {}, '3')).rejects.toMatchObject({
      message: `Function not found: ${ARN}:coded:3`,
    });
  });
});

describe('versions and aliases', () => {
  it('publishes the same code and configuration once', async () => {
    await cloud.create('versioned', SOURCE);
    const publish = (more = {}) => cloud.client.send(new PublishVersionCommand({ FunctionName: 'versioned', ...more }));
    expect(await publish({ Description: 'first' })).toMatchObject({ Version: '1', Description: 'first' });
    expect(await publish()).toMatchObject({ Version: '1', Description: 'first' });
    await expect(publish({ CodeSha256: 'abc' })).rejects.toMatchObject({
      message: expect.stringMatching(
        /^CodeSHA256 \(abc\) is different from current CodeSHA256 in \$LATEST \(.+\)\. Please try again with the CodeSHA256 in \$LATEST\.$/,
      ),
    });
    await cloud.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'versioned', Timeout: 9 }));
    expect(await publish()).toMatchObject({ Version: '2', Timeout: 9 });
    const { Versions } = await cloud.client.send(new ListVersionsByFunctionCommand({ FunctionName: 'versioned' }));
    expect(Versions!.map(({ Version, FunctionArn }) => [Version, FunctionArn])).toEqual([
      ['$LATEST', `${ARN}:versioned:$LATEST`],
      ['1', `${ARN}:versioned:1`],
      ['2', `${ARN}:versioned:2`],
    ]);
  });

  it('supports an alias with target, weights, updates, and protection of its versions', async () => {
    await cloud.create('aliased', SOURCE);
    await cloud.client.send(new PublishVersionCommand({ FunctionName: 'aliased' }));
    await cloud.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'aliased', Timeout: 9 }));
    await cloud.client.send(new PublishVersionCommand({ FunctionName: 'aliased' }));
    const live = { FunctionName: 'aliased', Name: 'live' };
    const made = await cloud.client.send(new CreateAliasCommand({ ...live, FunctionVersion: '1' }));
    expect(made).toMatchObject({
      AliasArn: `${ARN}:aliased:live`,
      Name: 'live',
      FunctionVersion: '1',
      Description: '',
    });
    await expect(cloud.client.send(new CreateAliasCommand({ ...live, FunctionVersion: '1' }))).rejects.toMatchObject({
      name: 'ResourceConflictException',
    });
    const weighed = await cloud.client.send(
      new UpdateAliasCommand({ ...live, RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } } }),
    );
    expect(weighed.RoutingConfig).toEqual({ AdditionalVersionWeights: { 2: 0.25 } });
    expect(
      (await cloud.client.send(new UpdateAliasCommand({ ...live, Description: 'x' }))).RoutingConfig,
    ).toBeDefined();
    const deletion = new DeleteFunctionCommand({ FunctionName: 'aliased', Qualifier: '2' });
    await expect(cloud.client.send(deletion)).rejects.toMatchObject({ name: 'ResourceConflictException' });
    const cleared = await cloud.client.send(
      new UpdateAliasCommand({ ...live, RoutingConfig: { AdditionalVersionWeights: {} } }),
    );
    expect(cleared.RoutingConfig).toBeUndefined();
    const latest = new UpdateAliasCommand({
      ...live,
      FunctionVersion: '$LATEST',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } },
    });
    await expect(cloud.client.send(latest)).rejects.toMatchObject({
      message: '$LATEST is not supported for an alias pointing to more than 1 version',
    });
    await cloud.client.send(deletion);
    await expect(cloud.client.send(new UpdateAliasCommand({ ...live, Name: 'none' }))).rejects.toMatchObject({
      message: `Alias not found: ${ARN}:aliased:none`,
    });
    await cloud.client.send(new DeleteAliasCommand(live));
    expect((await cloud.client.send(new ListAliasesCommand({ FunctionName: 'aliased' }))).Aliases).toEqual([]);
  });
});

describe('permissions', () => {
  const allow = (more = {}) =>
    cloud.client.send(
      new AddPermissionCommand({
        FunctionName: 'guarded',
        StatementId: 'api',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: 'arn:aws:execute-api:eu-west-1:000000000000:abc/*/*',
        ...more,
      }),
    );

  it('have one policy for each qualifier', async () => {
    await cloud.create('guarded', SOURCE);
    await cloud.client.send(new PublishVersionCommand({ FunctionName: 'guarded' }));
    const statement = {
      Sid: 'api',
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: `${ARN}:guarded:1`,
      Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:eu-west-1:000000000000:abc/*/*' } },
    };
    expect(JSON.parse((await allow({ Qualifier: '1' })).Statement!)).toEqual(statement);
    await expect(allow({ Qualifier: '1' })).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message:
        'The statement id (api) provided already exists. Please provide a new statement id, or remove the existing statement.',
    });
    await expect(allow({ Qualifier: '$LATEST' })).rejects.toMatchObject({
      message: 'We currently do not support adding policies for $LATEST.',
    });
    const policy = (Qualifier?: string) =>
      cloud.client.send(new GetPolicyCommand({ FunctionName: 'guarded', Qualifier }));
    expect(JSON.parse((await policy('1')).Policy!)).toEqual({
      Version: '2012-10-17',
      Id: 'default',
      Statement: [statement],
    });
    await expect(policy()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
    const remove = (StatementId: string, Qualifier?: string) =>
      cloud.client.send(new RemovePermissionCommand({ FunctionName: 'guarded', StatementId, Qualifier }));
    await expect(remove('api')).rejects.toMatchObject({ message: 'No policy is associated with the given resource.' });
    await expect(remove('other', '1')).rejects.toMatchObject({
      message: 'Statement other is not found in resource policy.',
    });
    await remove('api', '1');
    await expect(policy('1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('tags, lists, deletion', () => {
  it('tags functions only', async () => {
    await cloud.create('tagged', SOURCE);
    await cloud.client.send(new TagResourceCommand({ Resource: `${ARN}:tagged`, Tags: { a: '1', b: '2' } }));
    await cloud.client.send(new UntagResourceCommand({ Resource: `${ARN}:tagged`, TagKeys: ['a'] }));
    expect((await cloud.client.send(new ListTagsCommand({ Resource: `${ARN}:tagged` }))).Tags).toEqual({ b: '2' });
    await expect(cloud.client.send(new ListTagsCommand({ Resource: `${ARN}:tagged:1` }))).rejects.toMatchObject({
      message: 'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    });
  });

  it('lists in pages', async () => {
    for (const name of ['page-1', 'page-2', 'page-3']) await cloud.create(name, SOURCE);
    const names: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await cloud.client.send(new ListFunctionsCommand({ MaxItems: 2, Marker }));
      expect(page.Functions!.length).toBeLessThanOrEqual(2);
      names.push(...page.Functions!.map(({ FunctionName }) => FunctionName!));
      Marker = page.NextMarker;
    } while (Marker);
    expect(names.filter((name) => name.startsWith('page-'))).toEqual(['page-1', 'page-2', 'page-3']);
  });

  it('removes everything of a deleted function', async () => {
    await cloud.create('gone', SOURCE, { Publish: true });
    await cloud.client.send(
      new AddPermissionCommand({
        FunctionName: 'gone',
        StatementId: 'x',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      }),
    );
    await cloud.client.send(new DeleteFunctionCommand({ FunctionName: 'gone' }));
    await expect(cloud.client.send(new DeleteFunctionCommand({ FunctionName: 'gone' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${ARN}:gone`,
    });
    await cloud.create('gone', SOURCE);
    await expect(cloud.client.send(new GetPolicyCommand({ FunctionName: 'gone' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(
      (await cloud.client.send(new ListVersionsByFunctionCommand({ FunctionName: 'gone' }))).Versions,
    ).toHaveLength(1);
  });

  it('rejects unsupported features by name', async () => {
    const answer = await fetch(`${cloud.endpoint}/2020-04-22/code-signing-configs/`, {
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261121/eu-west-1/lambda/aws4_request' },
    });
    expect(answer.status).toBe(501);
    expect(answer.headers.get('x-amzn-errortype')).toBe('NotImplementedException');
  });
});
