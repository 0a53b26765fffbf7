import {
  CreateDeploymentCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  TestInvokeMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { service as apigateway } from '../../../src/local/services/apigateway/service.ts';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { service as sqs } from '../../../src/local/services/sqs/service.ts';
import { startServices } from '../../helpers/start-services.ts';
import { callingRole } from './calling-role.ts';
import { createApi } from './deployed-api.ts';
import { clientFor, REGION } from './gateway-cloud.ts';

const FORM = "'application/x-www-form-urlencoded'";

/** A method that sends to a queue, with a role that may send to `orders` only. */
async function start(
  template: string,
  requestParameters: Record<string, string> = { 'integration.request.header.Content-Type': FORM },
  path = '000000000000/orders',
) {
  const services = await startServices([apigateway, iam, sqs]);
  onTestFinished(() => services.close());
  const client = clientFor(services.endpoint);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint: services.endpoint, region: REGION, credentials };
  const allowed = { Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:${REGION}:000000000000:orders` };
  const role = await callingRole(config, 'apigateway.amazonaws.com', allowed);
  const queues = new SQSClient(config);
  await queues.send(new CreateQueueCommand({ QueueName: 'orders' }));
  await queues.send(new CreateQueueCommand({ QueueName: 'secret' }));
  const { restApiId, rootId } = await createApi(client);
  const method = { restApiId, resourceId: rootId, httpMethod: 'POST' };
  await client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await client.send(
    new PutIntegrationCommand({
      ...method,
      type: 'AWS',
      integrationHttpMethod: 'POST',
      uri: `arn:aws:apigateway:${REGION}:sqs:path/${path}`,
      credentials: role,
      requestParameters,
      requestTemplates: { 'application/json': template },
    }),
  );
  await client.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
  await client.send(new PutIntegrationResponseCommand({ ...method, statusCode: '200' }));
  const invoke = async (body: string) => {
    const answer = await client.send(new TestInvokeMethodCommand({ ...method, body }));
    return { status: answer.status, body: answer.body ?? '' };
  };
  const received = async () => {
    const QueueUrl = `${services.endpoint}/000000000000/orders`;
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
    );
    return Messages.map(({ Body, MessageAttributes }) => ({ Body, MessageAttributes }));
  };
  const deploy = () => client.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
  return { invoke, received, deploy };
}

test('a form is sent to the queue, and the response is JSON', async () => {
  const attribute = 'MessageAttribute.1.Name=id&MessageAttribute.1.Value.DataType=String';
  const template = `Action=SendMessage&MessageBody=$util.urlEncode($input.body)&${attribute}&MessageAttribute.1.Value.StringValue=7`;
  const { invoke, received } = await start(template);
  const { status, body } = await invoke('{"a": "x&y=z"}');
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({
    SendMessageResponse: {
      ResponseMetadata: { RequestId: expect.any(String) },
      SendMessageResult: { MessageId: expect.any(String), SequenceNumber: null },
    },
  });
  expect(await received()).toEqual([
    { Body: '{"a": "x&y=z"}', MessageAttributes: { id: { DataType: 'String', StringValue: '7' } } },
  ]);
});

test('an operation in X-Amz-Target is called with JSON', async () => {
  const { invoke, received } = await start('{"QueueUrl": "http://x/000000000000/orders", "MessageBody": "m"}', {
    'integration.request.header.Content-Type': "'application/x-amz-json-1.0'",
    'integration.request.header.X-Amz-Target': "'AmazonSQS.SendMessage'",
  });
  expect(JSON.parse((await invoke('{}')).body)).toMatchObject({ MessageId: expect.any(String) });
  expect(await received()).toMatchObject([{ Body: 'm' }]);
});

test('errors of SQS have the older codes', async () => {
  const { invoke } = await start('Action=SendMessage&MessageBody=');
  expect(JSON.parse((await invoke('{}')).body)).toMatchObject({ Error: { Code: 'MissingParameter', Type: 'Sender' } });
  const denied = await start('Action=SendMessage&MessageBody=a', undefined, '000000000000/secret');
  expect(JSON.parse((await denied.invoke('{}')).body)).toMatchObject({ Error: { Code: 'AccessDenied' } });
});

test('without the type of a form, SQS does not know the operation', async () => {
  const { invoke, received } = await start('Action=SendMessage&MessageBody=a', {});
  expect((await invoke('{}')).body).toContain('UnknownOperationException');
  expect(await received()).toEqual([]);
});

test('a deployment with another form of URI is rejected by name', async () => {
  const { deploy } = await start('{}', {}, 'orders');
  await expect(deploy()).rejects.toThrow('the service sqs (path/orders)');
});
