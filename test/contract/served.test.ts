/** The compiled definition on the embedded gateway: the requests that it accepts, and its own error responses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StageConfig } from '../../src/config/config.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import type { Contract } from '../../src/contract/model/contract.ts';
import { HEAD, itemsContract, SMALL, stageConfig } from './fixtures.ts';
import { type ContractCloud, startContractCloud } from './serve-contract.ts';

let served: ContractCloud;

beforeAll(async () => {
  served = await startContractCloud();
});
afterAll(async () => await served.close());

const serve = (contract: Contract, config?: StageConfig) => served.serve(contract, config);

const OPEN = parseContract(
  `${HEAD}paths:
  /orders:
    post:
      operationId: post
      parameters: [{ name: x-shop, in: header, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/new_order" } } }
components:
  schemas:
    new_order:
      type: object
      required: [lines]
      properties: { lines: { type: array, items: { type: string } }, note: { type: string, nullable: true } }
`,
  'openapi.yaml',
);

describe('the embedded gateway', () => {
  it('accepts the definitions without a warning', async () => {
    await serve(itemsContract());
    await serve(parseContract(SMALL, 'openapi.yaml'), stageConfig({ cors: { origins: ['*'] } }));
  });

  it('responds to unknown paths with 404, the envelope and the release', async () => {
    const { url, release } = await serve(OPEN);
    const response = await fetch(`${url}/nowhere`);
    expect(response.status).toBe(404);
    expect(response.headers.get('x-apikit-release')).toBe(release);
    const body = (await response.json()) as { requestId: string };
    expect(body).toEqual({
      code: 'NOT_FOUND',
      message: 'There is nothing here.',
      details: [],
      requestId: expect.any(String),
    });
    expect(response.headers.get('x-correlation-id')).toBe(body.requestId);
  });

  it('rejects a request without a key, in the envelope', async () => {
    const { url } = await serve(itemsContract());
    const response = await fetch(`${url}/items`);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'INVALID_API_KEY', details: [] });
  });

  it('validates body and parameters by the contract', async () => {
    const { url } = await serve(OPEN);
    const post = (body: string, headers: Record<string, string> = { 'x-shop': 'one' }) =>
      fetch(`${url}/orders`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    const invalid = await post('{"note":null}');
    expect(invalid.status).toBe(400);
    expect(invalid.headers.get('x-validation-error')).toContain('lines');
    expect(await invalid.json()).toMatchObject({ code: 'BAD_REQUEST_BODY', details: [] });
    expect((await post('{"lines":["a"],"note":3}')).status).toBe(400);
    const missing = await post('{"lines":[]}', {});
    expect(await missing.json()).toMatchObject({
      code: 'BAD_REQUEST_PARAMETERS',
      message: 'Missing required request parameters: [x-shop]',
    });
    // It passes all checks; only the function is missing.
    expect((await post('{"lines":["a"],"note":null}')).status).toBe(500);
  });

  it('responds to the preflight of one origin, and allows its pages to read errors', async () => {
    const { url } = await serve(itemsContract(), stageConfig({ cors: { origins: ['https://app.example.com'] } }));
    const preflight = await fetch(`${url}/items/1`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.com' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET,PUT,PATCH,DELETE,OPTIONS');
    const refused = await fetch(`${url}/items`);
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  });

  it.each([
    ['https://a.example', 'https://a.example'],
    ['https://b.example', 'https://b.example'],
    ['https://b.example.evil', null],
    ['https://B.example', null],
    ['null', null],
    ['', null],
    [undefined, null],
  ])('responds to the preflight of several origins: to %s with %s', async (origin, allowed) => {
    const cors = { origins: ['https://a.example', 'https://b.example'], credentials: true };
    const { url } = await serve(itemsContract(), stageConfig({ cors }));
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    const preflight = await fetch(`${url}/items`, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(await preflight.text()).toBe('');
    expect(preflight.headers.get('access-control-allow-origin')).toBe(allowed);
    expect(preflight.headers.get('vary')).toBe('Origin');
    expect(preflight.headers.get('access-control-allow-credentials')).toBe('true');
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET,POST,OPTIONS');
  });

  it('responds to the preflight of every local page in the stage local', async () => {
    const { url } = await serve(itemsContract(), stageConfig({ cors: { origins: ['https://a.example'] } }, 'local'));
    const allowed = ['http://localhost:5173', 'http://localhost', 'https://localhost:8443', 'http://127.0.0.1:3000'];
    const others = ['http://127.0.0.1.evil.example', 'http://localhost.evil.example:80', 'http://127a0b0c1:1'];
    const ports = ['http://localhost:', 'http://localhost:x', 'http://localhost:5173/'];
    for (const origin of ['https://a.example', ...allowed, ...others, ...ports]) {
      const { headers } = await fetch(`${url}/items`, { method: 'OPTIONS', headers: { origin } });
      const named = [...others, ...ports].includes(origin) ? null : origin;
      expect(headers.get('access-control-allow-origin'), origin).toBe(named);
    }
  });
});
