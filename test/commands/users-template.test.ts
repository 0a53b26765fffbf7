/** The parts of the template `users` beyond its HTTP API: every change of a user reaches the consumer. */
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it, vi } from 'vitest';
import { startProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

describe.each(['typescript', 'python'])('a project made from the template users in %s', (language) => {
  it('passes a new user to its consumer, by the ID alone', async () => {
    const project = await startProject(['--template', 'users', '--language', language]);
    const clients = clientsOf(project);
    try {
      const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
      const { value } = await project.json<{ value: string }>(['keys', 'create', 'k', '--stage', 'local']);
      const reply = await fetch(`${url}/users`, {
        method: 'POST',
        headers: { 'x-api-key': value, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Ada Lovelace', email: 'ada@example.com' }),
      });
      const { userId } = (await reply.json()) as { userId: string };
      const logs = await clients.logs();
      const logGroupName = '/aws/lambda/items-api-local-users-stream';
      const told = await vi.waitFor(
        async () => {
          const { events = [] } = await logs.send(
            new FilterLogEventsCommand({ logGroupName, filterPattern: `"${userId}"` }),
          );
          expect(events).not.toEqual([]);
          return events.map(({ message }) => message).join('\n');
        },
        { timeout: 30_000, interval: 100 },
      );
      expect(told).toContain('"INSERT"');
      expect(told).not.toContain('Ada');
    } finally {
      clients.destroy();
      await project.close();
    }
  });
});
