/** `vpcLink` of an integration of the contract: checked before a deploy, and used by its requests. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateVpcLinkCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const stage = ['--stage', 'dev'];
const PATH = `paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: The order. } }
      x-apikit:
        integration: { type: http_proxy, uri: 'http://orders.internal/{id}', vpcLink: '\${stageVariables.link}' }
`;
let project: Project;
let clients: Clients;
const server = createServer((request, response) => response.end(request.url));

beforeAll(async () => {
  project = await startSmallProject();
  clients = clientsOf(project);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.edit('openapi.yaml', (text) => text.replace('paths:\n', PATH));
  project.edit('apikit.yaml', (text) => `${text}\nvariables: { link: nothing1 }\n`);
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  clients.destroy();
  await project.close();
});

describe('vpcLink', () => {
  it('is refused before anything changes if the link does not exist', async () => {
    const { code, stderr } = await project.apikit(['deploy', ...stage, '--yes']);
    expect(code).toBe(2);
    expect(stderr).toContain('There is no VPC link nothing1 in us-east-1.');
  });

  it('leads the requests of its operation through the link', async () => {
    const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const targetArns = ['arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/orders/0a1b2c3d4e5f6071'];
    const gateway = await clients.apiGateway();
    const command = new CreateVpcLinkCommand({ name: 'orders', targetArns, tags: { 'apikit:target': target } });
    const { id = '' } = await gateway.send(command);
    project.edit('apikit.yaml', (text) => text.replace('nothing1', id));
    const { url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']);
    const response = await fetch(`${url}/orders/7`);
    expect([response.status, await response.text()]).toEqual([200, '/7']);
  });
});
