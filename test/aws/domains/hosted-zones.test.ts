/** The hosted zone of a name, among more zones than one page of Route 53 has. */
import { CreateHostedZoneCommand, ListHostedZonesByNameCommand } from '@aws-sdk/client-route-53';
import { expect, it, onTestFinished } from 'vitest';
import { hostedZoneOf } from '../../../src/aws/domains/hosted-zones.ts';
import { clientsOf } from '../../helpers/project-clients.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

it('finds a zone behind more than a hundred others, and reads no further than the name', async () => {
  const cloud = await startTestCloud();
  onTestFinished(() => cloud.close());
  const clients = clientsOf({ cloud });
  onTestFinished(() => clients.destroy());
  const client = await clients.route53();
  const create = (Name: string) => client.send(new CreateHostedZoneCommand({ Name, CallerReference: Name }));
  for (let index = 0; index < 120; index += 1) await create(`m${index}.example.com`);
  for (const name of ['example.com', 'z.example.com', 'zz.example.com']) await create(name);
  let pages = 0;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === ListHostedZonesByNameCommand.name) pages += 1;
        return await next(args);
      },
    { step: 'initialize' },
  );
  const zoneOf = async (name: string) => (await hostedZoneOf(clients, name))?.name;
  expect(await zoneOf('a.z.example.com')).toBe('z.example.com');
  expect(pages).toBe(2);
  expect(await zoneOf('a.example.com')).toBe('example.com');
  expect(pages).toBe(3);
  expect(await zoneOf('example.org')).toBeUndefined();
});
