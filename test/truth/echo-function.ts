/** A role and a function that several probes use. */
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AddPermissionCommand, CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { publishedAs } from '../../src/aws/lambda/published-version.ts';
import { retryWhileBusy, waitUntilSettled } from '../../src/aws/lambda/wait.ts';
import { zip } from '../../src/bundle/contents/zip.ts';
import { executeApiArn } from '../../src/naming/arns.ts';
import { outcome } from './outcome.ts';
import type { World } from './world.ts';

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/**
 * Creates a role with permission to write its logs and nothing else. `policy`: the result of PutRolePolicy right after
 * CreateRole.
 */
export const roleOf = (world: World) =>
  world.once('role', async () => {
    const client = await world.clients.iam();
    const RoleName = world.name('role');
    world.made('role', RoleName);
    const Tags = Object.entries(world.tags).map(([Key, Value]) => ({ Key, Value }));
    const document = JSON.stringify(TRUST);
    const { Role } = await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document, Tags }));
    const statement = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const policy = await outcome(
      client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'logs', PolicyDocument })),
      'NoSuchEntityException',
    );
    return { arn: Role?.Arn ?? '', policy };
  });

const HANDLER = `export const handler = async (event, context) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    pathParameters: event.pathParameters,
    routeKey: event.routeKey,
    rawPath: event.rawPath,
    requestId: context.awsRequestId,
  }),
});`;

export const codeOf = async (source: string) => ({
  ZipFile: await zip([{ path: 'index.mjs', contents: Buffer.from(source) }]),
});

/** Creates a function that returns its event. `version`: the version that CreateFunction returned. */
export const echoFunction = (world: World) =>
  world.once('echo', async () => {
    const client = await world.clients.lambda();
    const work = { client, clock: world.clock, context: world.context };
    const FunctionName = world.name('echo');
    // It is created before Lambda creates it, so that it has the tag by which a sweep finds it.
    const logGroupName = `/aws/lambda/${FunctionName}`;
    world.made('log-group', logGroupName);
    await (await world.clients.logs()).send(new CreateLogGroupCommand({ logGroupName, tags: { ...world.tags } }));
    world.made('function', FunctionName);
    const { arn: Role } = await roleOf(world);
    const Code = await codeOf(HANDLER);
    const made = await retryWhileBusy(work, `create function ${FunctionName}`, () =>
      client.send(
        new CreateFunctionCommand({
          FunctionName,
          Role,
          Code,
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Timeout: 10,
          Publish: true,
          Tags: { ...world.tags },
        }),
      ),
    );
    const published = publishedAs(made);
    if (!published) return { name: FunctionName, version: made.Version ?? '', arn: '' };
    await waitUntilSettled(work, FunctionName, { State: 'Pending' }, published.version);
    return { name: FunctionName, version: published.version, arn: published.arn };
  });

/** Allows every API of the account and region to invoke a version, as soon as Lambda has it. */
export async function permit(world: World, name: string, Qualifier: string, StatementId = 'truth') {
  const client = await world.clients.lambda();
  return await client.send(
    new AddPermissionCommand({
      FunctionName: name,
      Qualifier,
      StatementId,
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: executeApiArn(world.target, '*'),
    }),
  );
}
