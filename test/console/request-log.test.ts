/** The requests that the console keeps, and their replay. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { replay } from '../../src/console/replay.ts';
import { createRequestLog } from '../../src/console/request-log.ts';
import type { SentRequest } from '../../src/logs/request-chain.ts';
import { requestEntries } from '../helpers/console-documents.ts';

const CALL = '00000000-0000-4000-8000-000000000000';

it('lists requests with the newest first, and shows each with the lines of its calls', () => {
  const log = createRequestLog();
  const heard: string[] = [];
  const leave = log.listen({ request: ({ id }) => heard.push(id), connection: () => {} });
  const line = (message: string) => log.heard({ type: 'log', group: 'g', stream: '[1]a', time: 1, message });
  line(`START RequestId: ${CALL} Version: 1`);
  line('hello');
  const [request, chain] = requestEntries('one', '/one');
  log.heard(request);
  const call = { role: 'function', functionName: 'f', requestId: CALL, after: 0, event: { text: '{}' } } as const;
  log.heard({ ...chain, functions: [call] });
  line(`END RequestId: ${CALL}`);
  for (const entry of requestEntries('two', '/two')) log.heard(entry);
  leave();
  for (const entry of requestEntries('three', '/three')) log.heard(entry);
  expect(heard).toEqual(['one', 'two']);
  expect(log.recent().map(({ path }) => path)).toEqual(['/three', '/two', '/one']);
  expect(log.find('one')!.lines.map(({ message }) => message.split(' ')[0])).toEqual(['START', 'hello', 'END']);
  expect(log.find('two')!.lines).toEqual([]);
  expect(log.find('four')).toBeUndefined();
});

it('drops the oldest requests', () => {
  const log = createRequestLog();
  log.connection(true);
  for (let each = 0; each < 510; each += 1) for (const entry of requestEntries(`r-${each}`, '/')) log.heard(entry);
  expect([log.recent().length, log.sent('r-9'), log.recent()[0]!.id]).toEqual([500, undefined, 'r-509']);
  const large = { text: 'x'.repeat(8_000_000) };
  for (const id of ['large-1', 'large-2']) {
    const [request, chain] = requestEntries(id, '/');
    log.heard(request);
    log.heard({ ...chain, answer: { ...chain.answer, body: large } });
  }
  expect(log.recent().map(({ id }) => id)).toEqual(['large-2']);
});

it('counts headers and lines', () => {
  const log = createRequestLog();
  for (let each = 0; each < 3; each += 1) {
    const [request, chain] = requestEntries(`r-${each}`, '/');
    log.heard(request);
    log.heard({ ...chain, sent: { ...chain.sent, headers: [['x-long', 'x'.repeat(5_000_000)]] } });
  }
  expect(log.recent().map(({ id }) => id)).toEqual(['r-2', 'r-1']);
  const line = (message: string) => log.heard({ type: 'log', group: 'g', stream: '[1]a', time: 1, message });
  const other = CALL.replace(/0$/, '1');
  for (const [call, count] of [
    [CALL, 1],
    [other, 25_000],
  ] as const) {
    line(`START RequestId: ${call} Version: 1`);
    for (let each = 0; each < count; each += 1) line('');
    line(`END RequestId: ${call}`);
  }
  const [request, chain] = requestEntries('lines', '/');
  log.heard(request);
  const call = { role: 'function', functionName: 'f', requestId: CALL, after: 0, event: { text: '' } } as const;
  log.heard({ ...chain, functions: [call] });
  expect(log.find('lines')!.lines).toEqual([]);
});

it('sends no request again that did not come over the connection that is open', () => {
  const log = createRequestLog();
  log.connection(true);
  for (const entry of requestEntries('one', '/one')) log.heard(entry);
  expect(log.sent('one')).toMatchObject({ url: '/one' });
  log.connection(false);
  expect(() => log.sent('one')).toThrow(expect.objectContaining({ code: 'NotKept' }));
  log.connection(true);
  expect(() => log.sent('one')).toThrow(expect.objectContaining({ code: 'NotKept' }));
  expect(log.sent('unknown')).toBeUndefined();
});

it('hides in log lines what the headers of their request hide', () => {
  const log = createRequestLog();
  const line = (message: string) => log.heard({ type: 'log', group: 'g', stream: '[1]a', time: 1, message });
  line(`START RequestId: ${CALL} Version: 1`);
  line('got hunter2hunter2');
  line(`END RequestId: ${CALL}`);
  const [request, chain] = requestEntries('one', '/one');
  log.heard(request);
  const call = { role: 'function', functionName: 'f', requestId: CALL, after: 0, event: { text: '' } } as const;
  log.heard({ ...chain, functions: [call], sent: { ...chain.sent, headers: [['X-Api-Key', 'hunter2hunter2']] } });
  expect(log.find('one')!.lines[1]!.message).toBe('got (hidden)');
});

it('replays a request as it was, apart from its connection and its trace', async () => {
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ method, url, key: headers['x-api-key'], trace: headers['x-amzn-trace-id'], body });
      response.writeHead(201, { 'apigw-requestid': 'new=' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sent: SentRequest = {
    ...{ method: 'PUT', url: '/a?b=%2F' },
    headers: [
      ['Host', 'a1.execute-api.localhost'],
      ['X-Api-Key', 'k'],
      ['X-Amzn-Trace-Id', 'Root=1-a'],
      ['Content-Length', '99'],
    ],
    body: { text: 'ä' },
  };
  expect(await replay(sent, endpoint)).toEqual({ status: 201, id: 'new=' });
  expect(seen).toEqual([{ method: 'PUT', url: '/a?b=%2F', key: 'k', trace: undefined, body: 'ä' }]);
  await expect(replay({ ...sent, body: { text: 'a', cutFrom: 2 } }, endpoint)).rejects.toMatchObject({
    code: 'NotKept',
  });
  await new Promise((resolve) => server.close(resolve));
});
