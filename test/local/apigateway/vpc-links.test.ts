/** VPC links of REST APIs: their states, their users, and requests through them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateVpcLinkCommand,
  DeleteVpcLinkCommand,
  GetVpcLinkCommand,
  GetVpcLinksCommand,
  ImportRestApiCommand,
  UpdateVpcLinkCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const BALANCER = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/orders/0a1b2c3d4e5f6071';

let cloud: RunningCloud;
let client: APIGatewayClient;
let target = '';
const server = createServer((request, response) => response.end(`${request.headers.host}${request.url}`));

beforeAll(async () => {
  cloud = await startTestCloud();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new APIGatewayClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await cloud.close();
});

const create = (tags: Record<string, string> = {}, targetArns = [BALANCER]) =>
  client.send(new CreateVpcLinkCommand({ name: 'orders', targetArns, tags }));

async function deployed(connectionId: string, variables: Record<string, string> = {}): Promise<string> {
  const integration = {
    type: 'http_proxy',
    httpMethod: 'GET',
    uri: 'http://orders.internal/list',
    connectionType: 'VPC_LINK',
    connectionId,
  };
  const document = {
    openapi: '3.0.1',
    info: { title: 'x', version: '1' },
    paths: { '/x': { get: { responses: {}, 'x-amazon-apigateway-integration': integration } } },
  };
  const { id: restApiId } = await client.send(
    new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }),
  );
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev', variables }));
  return `${cloud.endpoint}/_aws/execute-api/${restApiId}/dev/x`;
}

describe('a VPC link', () => {
  it('has one network load balancer, and can be renamed', async () => {
    await expect(create({}, [BALANCER.replace('/net/', '/app/')])).rejects.toMatchObject({
      name: 'BadRequestException',
    });
    const { id: vpcLinkId, status } = await create();
    expect(status).toBe('AVAILABLE');
    const patchOperations = [{ op: 'replace' as const, path: '/name', value: 'renamed' }];
    await client.send(new UpdateVpcLinkCommand({ vpcLinkId, patchOperations }));
    expect(await client.send(new GetVpcLinkCommand({ vpcLinkId }))).toMatchObject({
      name: 'renamed',
      targetArns: [BALANCER],
    });
    await client.send(new DeleteVpcLinkCommand({ vpcLinkId }));
    expect((await client.send(new GetVpcLinksCommand({}))).items ?? []).toEqual([]);
    await expect(client.send(new GetVpcLinkCommand({ vpcLinkId }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('leads requests to its load balancer, with the host of the URI, and cannot be deleted meanwhile', async () => {
    const { id = '' } = await create({ 'apikit:target': target });
    for (const [connection, variables] of [
      [id, {}],
      [`$\{stageVariables.link}`, { link: id }],
    ] as const) {
      const response = await fetch(await deployed(connection, variables));
      expect([response.status, await response.text()]).toEqual([200, 'orders.internal/list']);
    }
    await expect(client.send(new DeleteVpcLinkCommand({ vpcLinkId: id }))).rejects.toThrow(
      /Cannot delete vpc link\. Vpc link '.+', is referenced in \[GET:.+:dev/,
    );
  });

  it('has to exist for a deployment, and needs the address that stands for its load balancer', async () => {
    await expect(deployed('nothing1')).rejects.toMatchObject({ name: 'BadRequestException' });
    const { id = '' } = await create();
    expect((await fetch(await deployed(id))).status).toBe(500);
  });
});
