import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { reachesPrivate } from '../../../src/aws/releases/private-reach.ts';
import { waitForRelease } from '../../../src/aws/releases/probe.ts';
import { RELEASE_HEADER } from '../../../src/naming/release-marks.ts';
import { createInstantClock } from '../instant-clock.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

/** A stage whose n-th response has the n-th of these releases, and the last one from then on. `null`: no header. */
async function stageServing(releases: (string | null)[]): Promise<string> {
  let answers = 0;
  server = createServer((request, response: ServerResponse) => {
    const release = releases[Math.min(answers++, releases.length - 1)];
    if (release && request.url === '/dev/__apikit-release-probe') response.setHeader(RELEASE_HEADER, release);
    response.writeHead(403).end('{"message":"Missing Authentication Token"}');
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/dev`;
}

function probe(url: string, notes: string[] = []) {
  const clock = createInstantClock();
  const { signal } = new AbortController();
  return waitForRelease({ url, release: 'new', clock, signal, note: (text) => notes.push(text) });
}

describe('the release probe', () => {
  it('needs two matching responses in a row, without a wait', async () => {
    const notes: string[] = [];
    expect(await probe(await stageServing(['new']), notes)).toEqual({ seen: true, milliseconds: 0 });
    expect(notes).toEqual([]);
  });

  it('waits while the stage alternates between releases', async () => {
    const notes: string[] = [];
    const outcome = await probe(await stageServing(['old', 'new', 'old', 'new', 'new']), notes);
    expect(outcome.seen).toBe(true);
    expect(outcome.milliseconds).toBeGreaterThan(0);
    expect(notes).toHaveLength(1);
  });

  it('gives up after a minute and names the release that responds instead', async () => {
    const outcome = await probe(await stageServing(['old']));
    expect(outcome).toMatchObject({ seen: false, last: 'old' });
    expect(outcome.milliseconds).toBeGreaterThanOrEqual(60_000);
  });

  it('reports that the stage names no release at all', async () => {
    expect(await probe(await stageServing([null]))).toMatchObject({
      seen: false,
      problem: 'HTTP 403 without x-apikit-release',
    });
  });

  it('asks nothing of a private API that this machine does not reach', async () => {
    const url = await stageServing([null]);
    const { signal } = new AbortController();
    const options = { url, release: 'new', reach: 'vpc' as const, clock: createInstantClock(), signal };
    expect(await waitForRelease(options)).toMatchObject({ seen: false, milliseconds: 0, outside: true });
  });

  it.each([
    ['10.0.7.1', true],
    ['fd00::7', true],
    ['203.0.113.7', false],
  ])('knows by the address %s whether it reaches a private API: %s', async (address, reaches) => {
    const found = [{ address, family: address.includes(':') ? 6 : 4 }];
    expect(await reachesPrivate('https://a1.execute-api.eu-west-1.amazonaws.com/dev', async () => found)).toBe(reaches);
  });

  it.each(['x-amz-apigw-id', 'apigw-requestid'])('waits for a new stage whose 404 has %s', async (id) => {
    let answers = 0;
    server = createServer((_request, response) => {
      if (++answers > 3) response.writeHead(404, { [id]: 'a', [RELEASE_HEADER]: 'new' }).end();
      else response.writeHead(404, { [id]: 'a' }).end('{"message":"Not Found"}');
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const outcome = await probe(`http://127.0.0.1:${(server.address() as AddressInfo).port}/dev`);
    expect(outcome.seen).toBe(true);
  });

  it('does not wait for a server that is no API Gateway', async () => {
    server = createServer((_request, response) => response.writeHead(404, { 'content-type': 'text/html' }).end());
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const outcome = await probe(`http://127.0.0.1:${(server.address() as AddressInfo).port}/dev`);
    expect(outcome).toMatchObject({ seen: false, hopeless: true });
    expect(outcome.milliseconds).toBeLessThan(1_000);
  });

  it('reports that nothing responds', async () => {
    const url = await stageServing(['new']);
    await new Promise((resolve) => server?.close(resolve));
    expect(await probe(url)).toMatchObject({ seen: false, problem: expect.stringContaining('ECONNREFUSED') });
  });
});
