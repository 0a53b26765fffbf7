/**
 * The serverless tutorial as it is typed into a terminal with the AWS CLI, from an empty account to a keyed API with an
 * alarm, against `apikit local start`. Steps build on each other, in this order.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasAwsCli } from '../helpers/aws-cli.ts';
import { type AwsShell, openAwsShell } from '../helpers/aws-shell.ts';
import { tempDir } from '../helpers/cli.ts';
import { type LocalCloud, startLocalCloud, stopLocalCloud } from '../helpers/local-cloud.ts';
import { makeZip } from '../local/lambda/zip.ts';

const HANDLER = `
  import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({});
  const TableName = process.env.TABLE;
  export const handler = async (event) => {
    const id = event.pathParameters?.id ?? event.pathParameters?.proxy;
    console.log('asked for', id);
    if (event.httpMethod === 'PUT')
      await client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, body: { S: event.body } } }));
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }));
    return Item
      ? { statusCode: 200, headers: { 'content-type': 'application/json' }, body: Item.body.S }
      : { statusCode: 404, body: 'none' };
  };`;

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Bundles the handler with the SDK inside, as `esbuild --bundle` does. */
async function bundle(source: string): Promise<Buffer> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: resolve(import.meta.dirname, '../..') },
    ...{ bundle: true, minify: true, write: false, platform: 'node', format: 'cjs', target: 'node20' },
  });
  return makeZip({ 'index.js': outputFiles[0]!.text });
}

describe.skipIf(!hasAwsCli)(
  `the tutorial with the AWS CLI${hasAwsCli ? '' : ' (skipped: aws is not on the PATH)'}`,
  () => {
    const folder = tempDir();
    let cloud: LocalCloud;
    let shell: AwsShell;
    const aws: AwsShell['aws'] = (line) => shell.aws(line);

    // A user would keep these in shell variables.
    let roleArn: string;
    let functionArn: string;
    let api: string;
    let root: string;
    let item: string;
    let proxy: string;
    let keyId: string;
    let keyValue: string;
    let planId: string;

    beforeAll(async () => {
      cloud = await startLocalCloud();
      shell = await openAwsShell(cloud.endpoint, folder);
      writeFileSync(join(folder, 'trust.json'), TRUST);
      writeFileSync(join(folder, 'event.json'), '{"pathParameters":{"id":"1"}}');
      writeFileSync(join(folder, 'function.zip'), await bundle(HANDLER));
      writeFileSync(
        join(folder, 'v2.zip'),
        makeZip({ 'index.mjs': `export const handler = async () => ({ statusCode: 200, body: 'second code' });` }),
      );
    });

    afterAll(async () => {
      await shell?.close();
      if (cloud) await stopLocalCloud(cloud.dataDir);
      rmSync(folder, { recursive: true });
    });

    const url = (path: string) => `${cloud.endpoint}/_aws/execute-api/${api}/dev${path}`;
    const call = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(url(path), init);
      return { status: response.status, body: await response.text() };
    };

    it('shows who is calling', async () => {
      expect(await aws('sts get-caller-identity')).toMatchObject({ Account: '000000000000' });
      expect(await aws(`sts get-caller-identity --endpoint-url ${cloud.endpoint} --query Account --output text`)).toBe(
        '000000000000',
      );
    });

    it('creates a table', async () => {
      const { TableDescription } = await aws<{ TableDescription: object }>(
        'dynamodb create-table --table-name items --attribute-definitions AttributeName=id,AttributeType=S ' +
          '--key-schema AttributeName=id,KeyType=HASH --billing-mode PAY_PER_REQUEST',
      );
      expect(TableDescription).toMatchObject({
        TableStatus: 'CREATING',
        TableArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/items',
      });
      // The waiter polls every 20 seconds; by then it finds the table at the first look.
      const status = () => aws('dynamodb describe-table --table-name items --query Table.TableStatus --output text');
      await expect.poll(status).toBe('ACTIVE');
      await aws('dynamodb wait table-exists --table-name items');
      expect(await aws('dynamodb list-tables')).toEqual({ TableNames: ['items'] });
      expect(await shell.refused('dynamodb describe-table --table-name none')).toContain('(ResourceNotFoundException)');
    });

    it('creates a role with managed policies', async () => {
      const { Role } = await aws<{ Role: { Arn: string } }>(
        'iam create-role --role-name runner --assume-role-policy-document file://trust.json',
      );
      roleArn = Role.Arn;
      expect(roleArn).toBe('arn:aws:iam::000000000000:role/runner');
      const managed = ['service-role/AWSLambdaBasicExecutionRole', 'AmazonDynamoDBFullAccess'];
      for (const policy of managed)
        await aws(`iam attach-role-policy --role-name runner --policy-arn arn:aws:iam::aws:policy/${policy}`);
      const { AttachedPolicies } = await aws<{ AttachedPolicies: { PolicyName: string }[] }>(
        'iam list-attached-role-policies --role-name runner',
      );
      expect(AttachedPolicies.map(({ PolicyName }) => PolicyName)).toEqual([
        'AWSLambdaBasicExecutionRole',
        'AmazonDynamoDBFullAccess',
      ]);
    });

    it('creates a function and waits for it', async () => {
      const created = await aws<{ FunctionArn: string }>(
        'lambda create-function --function-name items --runtime nodejs22.x --handler index.handler ' +
          `--role ${roleArn} --zip-file fileb://function.zip --environment Variables={TABLE=items} --timeout 10`,
      );
      functionArn = created.FunctionArn;
      expect(functionArn).toBe('arn:aws:lambda:eu-west-1:000000000000:function:items');
      await aws('lambda wait function-active-v2 --function-name items');
      expect(await aws('lambda list-functions --query Functions[].FunctionName')).toEqual(['items']);
      expect(await aws('lambda invoke --function-name items --payload fileb://event.json out.json')).toMatchObject({
        StatusCode: 200,
      });
      expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toEqual({ statusCode: 404, body: 'none' });
    });

    it('creates an API, resource by resource', async () => {
      ({ id: api } = await aws<{ id: string }>(
        'apigateway create-rest-api --name items --endpoint-configuration types=REGIONAL',
      ));
      root = await aws<string>(`apigateway get-resources --rest-api-id ${api} --query items[0].id --output text`);
      const create = async (parent: string, part: string) =>
        (
          await aws<{ id: string }>(
            `apigateway create-resource --rest-api-id ${api} --parent-id ${parent} --path-part '${part}'`,
          )
        ).id;
      item = await create(await create(root, 'items'), '{id}');
      proxy = await create(await create(root, 'any'), '{proxy+}');
      const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
      for (const [resource, method] of [
        [item, 'GET'],
        [item, 'PUT'],
        [proxy, 'ANY'],
      ]) {
        const at = `--rest-api-id ${api} --resource-id ${resource} --http-method ${method}`;
        await aws(`apigateway put-method ${at} --authorization-type NONE`);
        await aws(`apigateway put-integration ${at} --type AWS_PROXY --integration-http-method POST --uri ${uri}`);
      }
      const paths = await aws<string[]>(`apigateway get-resources --rest-api-id ${api} --query 'sort(items[].path)'`);
      expect(paths).toEqual(['/', '/any', '/any/{proxy+}', '/items', '/items/{id}']);
      const method = await aws(`apigateway get-method --rest-api-id ${api} --resource-id ${item} --http-method GET`);
      expect(method).toMatchObject({ authorizationType: 'NONE', methodIntegration: { type: 'AWS_PROXY', uri } });
    });

    it('deploys it, and needs the permission to call the function, as on AWS', async () => {
      await aws(`apigateway create-deployment --rest-api-id ${api} --stage-name dev`);
      expect(await call('/items/1')).toEqual({ status: 500, body: '{"message": "Internal server error"}' });
      await aws(
        'lambda add-permission --function-name items --statement-id api --action lambda:InvokeFunction ' +
          `--principal apigateway.amazonaws.com --source-arn 'arn:aws:execute-api:eu-west-1:000000000000:${api}/*/*'`,
      );
      expect(await call('/items/1')).toEqual({ status: 404, body: 'none' });
      const { Policy } = await aws<{ Policy: string }>('lambda get-policy --function-name items');
      expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Sid: 'api' }] });
    });

    it('serves it at all three forms of its URL', async () => {
      const stored = await call('/items/1', { method: 'PUT', body: '{"name":"first"}' });
      expect(stored).toEqual({ status: 200, body: '{"name":"first"}' });
      expect(await call('/any/1')).toEqual(stored);
      const request = await fetch(`${cloud.endpoint}/restapis/${api}/dev/_user_request_/items/1`);
      expect(await request.text()).toBe(stored.body);
      expect(await getWithHost(`${api}.execute-api.localhost`, '/dev/items/1')).toBe(stored.body);
      expect(await aws(`dynamodb scan --table-name items --query Items`)).toEqual([
        { id: { S: '1' }, body: { S: '{"name":"first"}' } },
      ]);
      expect(await call('/none')).toEqual({ status: 403, body: '{"message":"Missing Authentication Token"}' });
    });

    async function getWithHost(host: string, path: string): Promise<string> {
      const { port } = new URL(cloud.endpoint);
      return new Promise((done, failed) => {
        const get = request({ host: '127.0.0.1', port, path, headers: { host: `${host}:${port}` } }, (response) => {
          let body = '';
          response.on('data', (data) => (body += data));
          response.on('end', () => done(body));
        });
        get.once('error', failed).end();
      });
    }

    it('creates a key with a usage plan, and requires it after the next deploy', async () => {
      ({ id: keyId, value: keyValue } = await aws<{ id: string; value: string }>(
        'apigateway create-api-key --name alice --enabled',
      ));
      expect(keyValue).toMatch(/^[A-Za-z0-9]{40}$/);
      ({ id: planId } = await aws<{ id: string }>(
        `apigateway create-usage-plan --name basic --api-stages apiId=${api},stage=dev ` +
          '--throttle rateLimit=100,burstLimit=200 --quota limit=1000,period=MONTH',
      ));
      await aws(`apigateway create-usage-plan-key --usage-plan-id ${planId} --key-id ${keyId} --key-type API_KEY`);
      await aws(
        `apigateway update-method --rest-api-id ${api} --resource-id ${item} --http-method GET ` +
          '--patch-operations op=replace,path=/apiKeyRequired,value=true',
      );
      expect((await call('/items/1')).status).toBe(200);
      await aws(`apigateway create-deployment --rest-api-id ${api} --stage-name dev`);
      expect(await call('/items/1')).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
      expect((await call('/items/1', { headers: { 'x-api-key': keyValue } })).status).toBe(200);
      expect((await call('/items/1', { headers: { 'x-api-key': `${keyValue}x` } })).status).toBe(403);
      const day = new Date().toISOString().slice(0, 10);
      const usage = await aws<{ items: Record<string, number[][]> }>(
        `apigateway get-usage --usage-plan-id ${planId} --start-date ${day} --end-date ${day}`,
      );
      expect(usage.items[keyId]).toEqual([[1, 999]]);
    });

    it('reads back keys and plans', async () => {
      expect(await aws('apigateway get-api-keys --query items[].name')).toEqual(['alice']);
      expect(await aws(`apigateway get-api-key --api-key ${keyId}`)).not.toHaveProperty('value');
      expect(await aws(`apigateway get-api-key --api-key ${keyId} --include-value`)).toMatchObject({ value: keyValue });
      expect(await aws(`apigateway get-usage-plan-keys --usage-plan-id ${planId} --query items[].id`)).toEqual([keyId]);
      expect(await aws('apigateway get-usage-plans --query items[].name')).toEqual(['basic']);
      expect(await aws(`apigateway get-stages --rest-api-id ${api} --query item[].stageName`)).toEqual(['dev']);
      const deployments = await aws<object[]>(`apigateway get-deployments --rest-api-id ${api} --query items`);
      expect(deployments).toHaveLength(2);
    });

    it('publishes a version and keeps it warm', async () => {
      expect(await aws('lambda publish-version --function-name items')).toMatchObject({ Version: '1' });
      const of = '--function-name items --qualifier 1';
      await aws(`lambda put-provisioned-concurrency-config ${of} --provisioned-concurrent-executions 1`);
      expect(await aws(`lambda get-provisioned-concurrency-config ${of}`)).toMatchObject({
        Status: 'READY',
        AllocatedProvisionedConcurrentExecutions: 1,
      });
      expect(await aws('lambda list-provisioned-concurrency-configs --function-name items')).toMatchObject({
        ProvisionedConcurrencyConfigs: [{ Status: 'READY' }],
      });
      await aws(`lambda delete-provisioned-concurrency-config ${of}`);
      const versions = await aws('lambda list-versions-by-function --function-name items --query Versions[].Version');
      expect(versions).toEqual(['$LATEST', '1']);
      await aws('lambda create-alias --function-name items --name live --function-version 1');
      expect(await aws('lambda get-alias --function-name items --name live')).toMatchObject({ FunctionVersion: '1' });
      await aws('lambda delete-alias --function-name items --name live');
    });

    it('updates the code', async () => {
      await aws('lambda update-function-code --function-name items --zip-file fileb://v2.zip');
      await aws('lambda wait function-updated-v2 --function-name items');
      expect(await call('/any/1')).toEqual({ status: 200, body: 'second code' });
      await aws('lambda update-function-configuration --function-name items --memory-size 256');
      const configuration = await aws('lambda get-function-configuration --function-name items');
      expect(configuration).toMatchObject({ MemorySize: 256, LastUpdateStatus: 'Successful' });
    });

    it('finds the log lines of the function', async () => {
      const group = '/aws/lambda/items';
      expect(await aws('logs describe-log-groups --query logGroups[].logGroupName')).toContain(group);
      const messages = await aws<string[]>(
        `logs filter-log-events --log-group-name ${group} --filter-pattern '"asked for"' --query events[].message`,
      );
      expect(messages.length).toBeGreaterThan(1);
      expect(messages[0]).toContain('INFO\tasked for 1');
      await aws(`logs put-retention-policy --log-group-name ${group} --retention-in-days 7`);
      const [first] = await aws<string[]>(
        `logs describe-log-streams --log-group-name ${group} --query logStreams[].logStreamName`,
      );
      const { events } = await aws<{ events: object[] }>(
        `logs get-log-events --log-group-name ${group} --log-stream-name '${first}' --start-from-head`,
      );
      expect(events.length).toBeGreaterThan(0);
    });

    it('counts metrics and raises alarms', async () => {
      const hour = 3_600_000;
      const from = new Date(Date.now() - hour).toISOString();
      const to = new Date(Date.now() + hour).toISOString();
      const { Datapoints } = await aws<{ Datapoints: { Sum: number }[] }>(
        'cloudwatch get-metric-statistics --namespace AWS/Lambda --metric-name Invocations ' +
          `--dimensions Name=FunctionName,Value=items --start-time ${from} --end-time ${to} --period 86400 --statistics Sum`,
      );
      expect(Datapoints.reduce((sum, { Sum }) => sum + Sum, 0)).toBeGreaterThan(4);
      const api = await aws<{ Metrics: object[] }>(
        'cloudwatch list-metrics --namespace AWS/ApiGateway --metric-name 4XXError',
      );
      expect(api.Metrics).toContainEqual(
        expect.objectContaining({ Dimensions: expect.arrayContaining([{ Name: 'ApiName', Value: 'items' }]) }),
      );
      await aws(
        'cloudwatch put-metric-alarm --alarm-name many-calls --namespace AWS/Lambda --metric-name Invocations ' +
          '--dimensions Name=FunctionName,Value=items --statistic Sum --period 60 --evaluation-periods 1 ' +
          '--threshold 1000 --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching',
      );
      const { MetricAlarms } = await aws<{ MetricAlarms: object[] }>(
        'cloudwatch describe-alarms --alarm-names many-calls',
      );
      expect(MetricAlarms).toEqual([expect.objectContaining({ AlarmName: 'many-calls', Threshold: 1000 })]);
      await aws('cloudwatch set-alarm-state --alarm-name many-calls --state-value ALARM --state-reason trying');
      await aws('cloudwatch delete-alarms --alarm-names many-calls');
      expect(await aws('cloudwatch describe-alarms --query MetricAlarms')).toEqual([]);
    });

    it('accepts an older client that calls CloudWatch with the Query protocol', async () => {
      const response = await fetch(cloud.endpoint, {
        method: 'POST',
        body: new URLSearchParams({ Action: 'DescribeAlarms', Version: '2010-08-01', MaxRecords: '5' }),
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain('text/xml');
      expect(await response.text()).toContain('<DescribeAlarmsResult>');
    });

    it('stores parameters and topics', async () => {
      await aws('ssm put-parameter --name /items/greeting --value hello --type String');
      expect(await aws('ssm get-parameter --name /items/greeting --query Parameter.Value --output text')).toBe('hello');
      expect(await aws('ssm get-parameters-by-path --path /items --query Parameters[].Name')).toEqual([
        '/items/greeting',
      ]);
      await aws('ssm delete-parameter --name /items/greeting');
      const { TopicArn } = await aws<{ TopicArn: string }>('sns create-topic --name alarms');
      await aws(`sns subscribe --topic-arn ${TopicArn} --protocol email --notification-endpoint ops@example.com`);
      expect(
        await aws(`sns list-subscriptions-by-topic --topic-arn ${TopicArn} --query Subscriptions[].Endpoint`),
      ).toEqual(['ops@example.com']);
      await aws(`sns publish --topic-arn ${TopicArn} --message hello`);
      await aws(`sns delete-topic --topic-arn ${TopicArn}`);
      expect(await aws('sns list-topics --query Topics')).toEqual([]);
    });

    it('rejects unsupported operations by name', async () => {
      expect(await shell.refused('lambda list-code-signing-configs')).toContain('NotImplemented');
      expect(await shell.refused('kinesis list-streams')).toContain('NotImplemented');
      expect(await shell.refused('ec2 describe-instances')).toContain('NotImplemented');
      expect(await shell.refused('dynamodb describe-global-table --global-table-name items')).toContain(
        'NotImplemented',
      );
      expect(await shell.refused('cloudwatch describe-anomaly-detectors')).toContain('NotImplemented');
    });

    it('deletes everything, in the order that AWS needs', async () => {
      expect(await shell.refused('iam delete-role --role-name runner')).toContain('(DeleteConflict)');
      await aws(`apigateway delete-usage-plan-key --usage-plan-id ${planId} --key-id ${keyId}`);
      await aws(
        `apigateway update-usage-plan --usage-plan-id ${planId} --patch-operations op=remove,path=/apiStages,value=${api}:dev`,
      );
      await aws(`apigateway delete-usage-plan --usage-plan-id ${planId}`);
      await aws(`apigateway delete-api-key --api-key ${keyId}`);
      await aws(`apigateway delete-integration --rest-api-id ${api} --resource-id ${item} --http-method PUT`);
      await aws(`apigateway delete-method --rest-api-id ${api} --resource-id ${item} --http-method PUT`);
      await aws(`apigateway delete-resource --rest-api-id ${api} --resource-id ${proxy}`);
      await aws(`apigateway delete-stage --rest-api-id ${api} --stage-name dev`);
      await aws(`apigateway delete-rest-api --rest-api-id ${api}`);
      await aws('lambda remove-permission --function-name items --statement-id api');
      await aws('lambda delete-function --function-name items');
      await aws('logs delete-log-group --log-group-name /aws/lambda/items');
      const { AttachedPolicies } = await aws<{ AttachedPolicies: { PolicyArn: string }[] }>(
        'iam list-attached-role-policies --role-name runner',
      );
      for (const { PolicyArn } of AttachedPolicies)
        await aws(`iam detach-role-policy --role-name runner --policy-arn ${PolicyArn}`);
      await aws('iam delete-role --role-name runner');
      await aws('dynamodb delete-table --table-name items');
      await expect.poll(() => aws('dynamodb list-tables')).toEqual({ TableNames: [] });
      await aws('dynamodb wait table-not-exists --table-name items');
      expect(await aws('apigateway get-rest-apis')).toEqual({ items: [] });
      expect(await aws('lambda list-functions')).toEqual({ Functions: [] });
      // Every account that was used before has this role.
      expect(await aws('iam list-roles --query Roles[].RoleName')).toEqual(['apikit-local-apigateway-logs']);
    });
  },
);
