/** The code of a release, fetched from an endpoint that responds as Lambda does, and as it should not. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type Clients, createClients } from '../../../src/aws/sdk/clients.ts';
import { systemClock } from '../../../src/clock.ts';
import { desiredStage } from '../../../src/stage/desired/desired-stage.ts';
import { promotedRelease } from '../../../src/stage/promotion/promoted-release.ts';
import { CONFIG } from '../../aws/stage-world.ts';
import { BASE, prepared } from '../../chaos/stage-project.ts';

const FACTS = { account: '111111111111', region: CONFIG.region, partition: 'aws' };

let server: Server | undefined;
let clients: Clients | undefined;
afterEach(() => {
  clients?.destroy();
  server?.closeAllConnections();
  server?.close();
});

interface Answers {
  /** The hash that Lambda returns for the code; `undefined`: there is no such version. */
  readonly said?: string;
  /**
   * The response of its link: a status, or bytes; `cut`: the connection ends; `elsewhere`: another address has the zip.
   */
  readonly link?: number | Uint8Array | 'cut' | 'elsewhere';
  /** The zip of its layer and what its link returns. Without it, the function has no layer. */
  readonly layer?: { readonly zip: string; readonly link: string };
}

const LAYER = `arn:aws:lambda:${CONFIG.region}:111111111111:layer:items-api-dev-common:1`;

const hashOf = (zip: string | Uint8Array) => createHash('sha256').update(zip).digest('base64');

async function fetched({ said, link = 404, layer }: Answers) {
  const { code } = await prepared(BASE);
  const made = createServer((request, response) => {
    if (request.url === '/elsewhere') response.end(code.zip);
    else if (request.url === '/layer.zip') response.end(layer?.link);
    else if (request.url?.includes('find=LayerVersion')) {
      const Content = { Location: `${endpoint}/layer.zip`, CodeSha256: hashOf(layer!.zip) };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ Content }));
    } else if (request.url !== '/zip') {
      const body = said
        ? {
            Configuration: { CodeSha256: said, ...(layer && { Layers: [{ Arn: LAYER }] }) },
            Code: { Location: `${endpoint}/zip` },
          }
        : { Type: 'User', message: 'Function not found' };
      response.writeHead(said ? 200 : 404, {
        'content-type': 'application/json',
        ...(!said && { 'x-amzn-errortype': 'ResourceNotFoundException' }),
      });
      response.end(JSON.stringify(body));
    } else if (link === 'cut') request.socket.destroy();
    else if (link === 'elsewhere') response.writeHead(302, { location: `${endpoint}/elsewhere` }).end();
    else if (typeof link === 'number') response.writeHead(link).end();
    else response.end(link);
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const { signal } = new AbortController();
  clients = createClients({
    region: CONFIG.region,
    endpoint,
    credentials,
    clock: systemClock,
    limits: 'none',
    env: {},
  });
  const source = await prepared(BASE);
  const kept = desiredStage(source, CONFIG, FACTS).kept();
  const record = { release: '4f2a', contract: 'c', code: source.code.sha256, version: '7', time: '2026-11-29T12:00Z' };
  const from = {
    config: CONFIG,
    entry: { deploymentId: 'd', createdAt: record.time, record },
    kept: { ...kept, code: kept.code!, settings: { ...kept.settings, ...(layer && { layers: '{}' }) } },
    contract: source.contract,
    consumers: [],
  };
  return await promotedRelease(from, { clients, facts: FACTS, clock: systemClock, signal, report() {} });
}

it('a promotion uses the same zip and the record of the release', async () => {
  const { code } = await prepared(BASE);
  const { zip, sha256, handler, actions } = code;
  const found = await fetched({ said: sha256, link: zip });
  expect(found.code).toMatchObject({ sha256, handler, actions });
  expect(createHash('sha256').update(found.code.zip).digest('base64')).toBe(sha256);
  expect(found.promoted).toEqual({ stage: 'dev', release: '4f2a' });
});

it.each<[string, (sha256: string) => Answers, RegExp]>([
  [
    'the version was deleted',
    () => ({}),
    /version 7 of function items-api-dev does not exist any more\. Nothing was changed/,
  ],
  [
    'it has other code',
    () => ({ said: 'other' }),
    /version 7 of function items-api-dev now has other code than the release had/,
  ],
  [
    'other bytes arrive',
    (said) => ({ said, link: Buffer.from('something else') }),
    /could not be fetched: the downloaded zip has the hash \S+= instead of \S+=\. Nothing was changed/,
  ],
  ['the link has expired', (said) => ({ said, link: 403 }), /Lambda's link to it answers with status 403\. Nothing/],
  ['the link leads elsewhere', (said) => ({ said, link: 'elsewhere' }), /Lambda's link to it answers with status 302/],
  [
    'more bytes arrive than a zip can have',
    (said) => ({ said, link: Buffer.alloc(52_428_801) }),
    /returns more than the 52428800 bytes of a zip\. Nothing was changed/,
  ],
  ['the connection breaks', (said) => ({ said, link: 'cut' }), /could not be fetched: /],
])('a promotion is rejected if %s', async (_, answers, words) => {
  const { code } = await prepared(BASE);
  await expect(fetched(answers(code.sha256))).rejects.toThrow(words);
});

it('a promotion uses the zips of layers, and is rejected if other bytes arrive', async () => {
  const { code } = await prepared(BASE);
  const { sha256: said, zip: link } = code;
  const { layers } = await fetched({ said, link, layer: { zip: 'a layer', link: 'a layer' } });
  expect(layers?.common?.sha256).toBe(hashOf('a layer'));
  server?.close();
  await expect(fetched({ said, link, layer: { zip: 'a layer', link: 'another' } })).rejects.toThrow(
    /The code of the layer arn:\S+:1 could not be fetched: the downloaded zip has the hash/,
  );
});
