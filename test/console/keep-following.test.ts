/** The console finds a cloud that was stopped, at another address too. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { keepFollowing } from '../../src/console/keep-following.ts';
import { createRequestLog } from '../../src/console/request-log.ts';
import { requestEntries } from '../helpers/console-documents.ts';

/** A cloud that reports one request, and then half a line when it stops. */
async function startFeed(id: string): Promise<{ endpoint: string; stop(): void }> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200);
    for (const entry of requestEntries(id, `/${id}`)) response.write(`${JSON.stringify(entry)}\n`);
    response.write('{"type":"request","path":{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(stop);
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

it('says when the cloud has stopped, and follows the next one', async () => {
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  const log = createRequestLog();
  const first = await startFeed('one');
  let running: string | undefined = first.endpoint;
  const clock = { ...systemClock, sleep: () => systemClock.sleep(5) };
  const { endpoint } = await keepFollowing(async () => running, log, clock, ended.signal);
  expect([endpoint(), log.isConnected()]).toEqual([first.endpoint, true]);
  await expect.poll(() => log.recent().map(({ id }) => id)).toEqual(['one']);
  expect(log.sent('one')).toBeDefined();
  running = undefined;
  first.stop();
  await expect.poll(() => log.isConnected()).toBe(false);
  expect(endpoint()).toBeUndefined();
  const second = await startFeed('two');
  running = second.endpoint;
  await expect.poll(() => log.recent().map(({ id }) => id)).toEqual(['two', 'one']);
  expect([endpoint(), log.isConnected()]).toEqual([second.endpoint, true]);
  expect(() => log.sent('one')).toThrow('has stopped since');
});
