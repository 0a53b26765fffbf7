/**
 * A malformed request is always an error of the client: no request may get a 500. Every operation of every service is
 * called over HTTP with members that are missing, empty or of another type.
 */
import { Agent, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../../src/local/cloud/operation.ts';
import { type RunningCloud, SERVICES } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { damaged } from './damaged-inputs.ts';
import { knownValues } from './known-values.ts';
import { modelOf } from './service-models.ts';
import { type WireRequest, wireRequest } from './wire-request.ts';

let cloud: RunningCloud;
let known: Awaited<ReturnType<typeof knownValues>>;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
beforeAll(async () => {
  cloud = await startTestCloud();
  known = await knownValues(cloud.endpoint);
});
afterAll(async () => {
  agent.destroy();
  await cloud.close();
});

test.each(
  SERVICES.flatMap((service) =>
    service.protocols.map((protocol) => [service.id, protocol.type, service, protocol] as const),
  ),
)('no damaged request to %s by %s causes a failure of the cloud', async (_id, _type, service, protocol) => {
  const failures = new Map<string, string>();
  for (const operation of inOrder(service.operations)) {
    const answers = [...damaged(modelOf(service.id, operation.name).input, known[service.id] ?? {})].map(
      async (input) => {
        const { status, text } = await send(wireRequest(service, protocol, operation.name, input));
        if (status === 500) failures.set(`${operation.name} ${/\(.*?\)/.exec(text)?.[0]}`, JSON.stringify(input));
      },
    );
    await Promise.all(answers);
  }
  expect(Object.fromEntries(failures)).toEqual({});
});

/** Operations that delete come last, so that the others find the resources that they name. */
const inOrder = (operations: readonly Operation[]): Operation[] =>
  [...operations].sort((a, b) => Number(isRemoval(a)) - Number(isRemoval(b)));

const isRemoval = ({ name }: Operation) => /^(Delete|Remove|Untag|Disable)/.test(name);

function send({ method, path, headers, body }: WireRequest): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sized = { ...headers, 'content-length': Buffer.byteLength(body) };
    const sending = httpRequest(`${cloud.endpoint}${path}`, { method, headers: sized, agent }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode!, text });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
