/**
 * A malformed request is always an error of the client: no request may get a 500, and every answer can be read by AWS's
 * own model of the operation. Every operation of every service is called over HTTP with members that are missing, empty
 * or of another type, and with bodies that are not of its protocol.
 */
import { Agent } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation, Protocol, ServiceDefinition } from '../../../src/local/cloud/operation.ts';
import { type RunningCloud, SERVICES } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { damagedBodies } from './damaged-bodies.ts';
import { damaged, plausible } from './damaged-inputs.ts';
import { knownValues } from './known-values.ts';
import { type Answer, faultOf } from './readable.ts';
import { sendTo } from './send.ts';
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

const SPOKEN = SERVICES.flatMap((service) =>
  service.protocols.map((protocol) => [service.id, protocol.type, service, protocol] as const),
);

test.each(SPOKEN)('every damaged request to %s by %s gets an answer of AWS', async (_id, _type, service, protocol) => {
  const faults = await faultsOf(service, protocol, ({ name }) =>
    [...damaged(modelOf(service.id, name).input, known[service.id] ?? {})].map((input) =>
      wireRequest(service, protocol, name, input),
    ),
  );
  expect(faults).toEqual({});
});

test.each(SPOKEN)('every damaged body to %s by %s gets an answer of AWS', async (_id, _type, service, protocol) => {
  const faults = await faultsOf(service, protocol, ({ name }) => {
    const whole = plausible(modelOf(service.id, name).input, known[service.id] ?? {});
    return damagedBodies(protocol, wireRequest(service, protocol, name, whole));
  });
  expect(faults).toEqual({});
});

/** Returns what is wrong with the answers, each fault with the last request that had it. */
async function faultsOf(
  service: ServiceDefinition,
  protocol: Protocol,
  requestsOf: (operation: Operation) => Iterable<WireRequest>,
): Promise<Record<string, string>> {
  const faults = new Map<string, string>();
  for (const operation of inOrder(service.operations)) {
    const answers = [...requestsOf(operation)].map(async (request) => {
      const answer = await sendTo(cloud.endpoint, agent, request).catch(lost);
      const fault = faultOf(service, protocol, operation.name, answer);
      if (fault === undefined) return;
      faults.set(`${operation.name} ${fault}`, `${request.path} ${request.body.toString('latin1').slice(0, 200)}`);
    });
    await Promise.all(answers);
  }
  return Object.fromEntries(faults);
}

/** A connection that ends without an answer counts as a failure of the cloud. */
const lost = (error: Error): Answer => ({ status: 599, headers: {}, body: Buffer.from(error.message) });

/** Operations that delete come last, so that the others find the resources that they name. */
const inOrder = (operations: readonly Operation[]): Operation[] =>
  [...operations].sort((a, b) => Number(isRemoval(a)) - Number(isRemoval(b)));

const isRemoval = ({ name }: Operation) => /^(Delete|Remove|Untag|Disable)/.test(name);
