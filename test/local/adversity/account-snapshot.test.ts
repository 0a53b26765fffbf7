/** The snapshot of an account is equal for equal accounts, and for no others. */
import * as apigateway from '@aws-sdk/client-api-gateway';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DescribeTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { snapshot } from '../../helpers/account-snapshot.ts';
import { startAdverseCloud, zipOf } from './adverse-cloud.ts';

type Rig = Awaited<ReturnType<typeof startAdverseCloud>>;

const TABLE = { TableName: 'items-dev-items' };
const release = (time: string) => JSON.stringify({ release: 'r1', contract: 'c', code: 'd', version: '1', time });

/** Creates a function with a version, a deployed API of it, a plan with a key, a table and a log group. */
async function populate(rig: Rig, { memory = 128, detours = false } = {}) {
  const FunctionName = 'items-dev';
  const Role = await rig.createRole('items-dev-function');
  if (detours) {
    const scrapped = await rig.gateway.send(new apigateway.CreateRestApiCommand({ name: 'scrapped' }));
    await rig.gateway.send(new apigateway.DeleteRestApiCommand({ restApiId: scrapped.id }));
    rig.clock.advance(90_000);
  }
  const create = (answer: string) =>
    new lambda.CreateFunctionCommand({
      FunctionName,
      Role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      MemorySize: memory,
      Code: { ZipFile: zipOf(answer) },
    });
  await rig.lambda.send(create(detours ? 'wrong' : 'right'));
  if (detours) {
    await rig.lambda.send(new lambda.PublishVersionCommand({ FunctionName }));
    await rig.lambda.send(new lambda.UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf('right') }));
  }
  const { Version } = await rig.lambda.send(new lambda.PublishVersionCommand({ FunctionName }));
  if (detours) await rig.lambda.send(new lambda.DeleteFunctionCommand({ FunctionName, Qualifier: '1' }));
  const { AliasArn } = await rig.lambda.send(
    new lambda.CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }),
  );
  const target = AliasArn!.replace(/live$/, Version!);
  const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${target}/invocations`;
  const integration = { type: 'aws_proxy', httpMethod: 'POST', uri };
  const get = { responses: {}, 'x-amazon-apigateway-integration': integration };
  const definition = { openapi: '3.0.1', info: { title: 'items-dev', version: '1' }, paths: { '/items': { get } } };
  const { id: restApiId } = await rig.gateway.send(
    new apigateway.ImportRestApiCommand({ body: Buffer.from(JSON.stringify(definition)) }),
  );
  const SourceArn = `arn:aws:execute-api:eu-west-1:000000000000:${restApiId}/*/*`;
  const permission = { Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com', StatementId: 'api' };
  await rig.lambda.send(
    new lambda.AddPermissionCommand({ FunctionName, Qualifier: Version, SourceArn, ...permission }),
  );
  const description = release(new Date(rig.clock.now()).toISOString());
  await rig.gateway.send(new apigateway.CreateDeploymentCommand({ restApiId, stageName: 'dev', description }));
  const plan = await rig.gateway.send(
    new apigateway.CreateUsagePlanCommand({ name: 'basic', apiStages: [{ apiId: restApiId, stage: 'dev' }] }),
  );
  const key = await rig.gateway.send(new apigateway.CreateApiKeyCommand({ name: 'client', enabled: true }));
  await rig.gateway.send(
    new apigateway.CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }),
  );
  await rig.dynamodb.send(
    new CreateTableCommand({
      ...TABLE,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await rig.logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/items-dev' }));
  return { restApiId: restApiId! };
}

it('a snapshot is independent of the order of changes and of the items in the tables', async () => {
  const straight = await startAdverseCloud();
  await populate(straight);
  const round = await startAdverseCloud();
  await populate(round, { detours: true });
  const status = async () => (await round.dynamodb.send(new DescribeTableCommand(TABLE))).Table!.TableStatus;
  while ((await status()) !== 'ACTIVE') await new Promise(setImmediate);
  await round.dynamodb.send(new PutItemCommand({ ...TABLE, Item: { id: { S: '1' } } }));
  expect(await snapshot(round.cloud)).toEqual(await snapshot(straight.cloud));
});

it('references use names instead of IDs', async () => {
  const rig = await startAdverseCloud();
  const { restApiId } = await populate(rig);
  const taken = await snapshot(rig.cloud);
  expect(JSON.stringify(taken)).not.toContain(restApiId);
  const region = taken['eu-west-1']!;
  const deployment = '‹deployment {"release":"r1","contract":"c","code":"d"}›';
  expect(region['apigateway.stages']!['‹api items-dev›/dev']).toMatchObject({ deploymentId: deployment });
  expect(region['apigateway.usagePlans']!['‹plan basic›']).toMatchObject({
    apiStages: [{ apiId: '‹api items-dev›', stage: 'dev' }],
  });
  expect(Object.keys(region['apigateway.usagePlanKeys']!)).toEqual(['‹plan basic›/‹key client›']);
  expect(region['dynamodb.tables']!['items-dev-items']).toMatchObject({
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  expect(taken.global!['iam.roles']).toHaveProperty('items-dev-function');
});

it('different settings give different snapshots', async () => {
  const [small, large] = [await startAdverseCloud(), await startAdverseCloud()];
  await populate(small);
  await populate(large, { memory: 256 });
  expect(await snapshot(large.cloud)).not.toEqual(await snapshot(small.cloud));
});

it('a second resource of the same name is shown', async () => {
  const [one, two] = [await startAdverseCloud(), await startAdverseCloud()];
  await populate(one);
  await populate(two);
  await two.gateway.send(new apigateway.CreateRestApiCommand({ name: 'items-dev' }));
  const apis = (await snapshot(two.cloud))['eu-west-1']!['apigateway.restApis']!;
  expect(Object.keys(apis)).toEqual(['‹api items-dev›', '‹api items-dev› (2)']);
  expect(await snapshot(two.cloud)).not.toEqual(await snapshot(one.cloud));
});
