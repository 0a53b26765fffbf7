import {
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  GetRestApiCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { createMockApi, deploy } from './deployed-api.ts';
import { refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();
const arn = (path: string) => `arn:aws:apigateway:us-east-1::/${path}`;

const tag = (resourceArn: string, tags: Record<string, string>) =>
  cloud.client.send(new TagResourceCommand({ resourceArn, tags }));

test('APIs, stages, keys and plans have separate tags', async () => {
  const api = await createMockApi(cloud.client);
  await deploy(cloud.client, api, 'dev');
  const key = await cloud.client.send(new CreateApiKeyCommand({}));
  const plan = await cloud.client.send(new CreateUsagePlanCommand({ name: 'basic' }));
  const arns = [
    arn(`restapis/${api.restApiId}`),
    arn(`restapis/${api.restApiId}/stages/dev`),
    arn(`apikeys/${key.id}`),
    arn(`usageplans/${plan.id}`),
  ];

  for (const [index, resourceArn] of arns.entries()) await tag(resourceArn, { number: String(index), kept: 'yes' });
  for (const resourceArn of arns) {
    await cloud.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['kept', 'absent'] }));
  }

  for (const [index, resourceArn] of arns.entries()) {
    const { tags } = await cloud.client.send(new GetTagsCommand({ resourceArn }));
    expect(tags).toEqual({ number: String(index) });
  }
  const { tags } = await cloud.client.send(new GetRestApiCommand({ restApiId: api.restApiId }));
  expect(tags).toEqual({ number: '0' });
});

test('several keys are deleted at once', async () => {
  const { restApiId } = await createMockApi(cloud.client);
  const resourceArn = arn(`restapis/${restApiId}`);
  await tag(resourceArn, { a: '1', b: '2', c: '3' });

  await cloud.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'c'] }));

  expect((await cloud.client.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ b: '2' });
});

test.each([
  [arn('restapis/nope'), { a: 'b' }, 'NotFoundException'],
  [arn('vpclinks/abc'), { a: 'b' }, 'BadRequestException'],
  ['arn:aws:apigateway:eu-west-1::/restapis/nope', { a: 'b' }, 'BadRequestException'],
])('%s is rejected', async (resourceArn, tags, name) => {
  expect((await refusal(tag(resourceArn, tags))).name).toBe(name);
});

test('tag keys of AWS and more than fifty tags are rejected', async () => {
  const { restApiId } = await createMockApi(cloud.client);
  const resourceArn = arn(`restapis/${restApiId}`);
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, 'x']));

  expect((await refusal(tag(resourceArn, { 'aws:x': 'y' }))).message).toBe('Invalid tag key specified: aws:x');
  expect((await refusal(tag(resourceArn, many))).name).toBe('BadRequestException');
});
