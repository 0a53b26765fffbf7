/** SDK clients for a project's embedded cloud, for changes that apikit does not know of. */
import { type Clients, createClients } from '../../src/aws/sdk/clients.ts';
import { systemClock } from '../../src/clock.ts';
import type { Project } from './project.ts';

export function clientsOf({ cloud }: Pick<Project, 'cloud'>, region = 'us-east-1'): Clients {
  return createClients({
    region,
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    clock: systemClock,
    limits: 'none',
    env: {},
  });
}
