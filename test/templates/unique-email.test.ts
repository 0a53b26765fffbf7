/** Several users claim the same email at once, on the embedded cloud. */
import { expect, test } from 'vitest';
import { startProject } from '../helpers/project.ts';

test('one of several users that are created at the same time with one email is stored', async () => {
  const project = await startProject(['--template', 'users']);
  try {
    const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
    const key = (await project.apikit(['keys', 'create', 'me', '--plan', 'basic', '--stage', 'local'])).stdout.trim();
    const create = async () => {
      const answer = await fetch(`${url}/users`, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Ada', email: 'ada@example.com' }),
      });
      return answer.status;
    };
    const statuses = await Promise.all(Array.from({ length: 8 }, create));
    expect(statuses.sort()).toEqual([201, ...Array(7).fill(409)]);
    const list = await fetch(`${url}/users`, { headers: { 'x-api-key': key } });
    expect(((await list.json()) as { items: unknown[] }).items).toHaveLength(1);
  } finally {
    await project.close();
  }
});
