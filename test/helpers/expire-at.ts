/** Changes the expiry of a preview, which otherwise only time does. */
import { GetRestApisCommand, TagResourceCommand } from '@aws-sdk/client-api-gateway';
import type { Project } from './project.ts';
import { clientsOf } from './project-clients.ts';

export async function expireAt(
  project: Pick<Project, 'cloud'>,
  stage: string,
  time: string,
  region = 'us-east-1',
): Promise<void> {
  const clients = clientsOf(project, region);
  const client = await clients.apiGateway();
  const { items = [] } = await client.send(new GetRestApisCommand({ limit: 500 }));
  const api = items.find(({ tags }) => tags?.['apikit:stage'] === stage);
  const resourceArn = `arn:aws:apigateway:${region}::/restapis/${api?.id}`;
  await client.send(new TagResourceCommand({ resourceArn, tags: { 'apikit:expires': time } }));
  clients.destroy();
}
