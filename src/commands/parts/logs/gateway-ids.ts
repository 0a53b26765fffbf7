/**
 * Gives errors the request ID of API Gateway, which clients and the other commands know. A query for errors does not
 * find the access line of a request that succeeded although its function logged an error.
 */
import { functionLines } from '../../../aws/logs/find-request.ts';
import type { Context, Target } from '../../../context.ts';
import { isInterruption } from '../../../engine/interruption.ts';
import type { ErrorExample, ErrorGroup } from '../../../logs/error-groups.ts';
import { parseLogLine } from '../../../logs/log-line.ts';
import { mapWithConcurrency } from '../../../map-with-concurrency.ts';
import { accessLogGroup } from '../../../naming/names.ts';

/** The most kinds of errors whose access lines are looked for, one call for each. */
const MOST = 20;
const AT_ONCE = 5;

/** In ms. API Gateway writes the access line when the request ends, at most 29 seconds after it began by default. */
const BEFORE = 1_000;
const AFTER = 35_000;

/**
 * The user has paid for the groups, so they are returned with Lambda's request IDs if a call fails. The first failure
 * ends the search, because the others would fail in the same way.
 */
export async function withGatewayIds(
  groups: readonly ErrorGroup[],
  target: Target,
  { io: { signal } }: Context,
): Promise<ErrorGroup[]> {
  // The URL of a function has no access log, and Lambda's ID is that of the client.
  if (target.config.api === 'url') return [...groups];
  let failed = false;
  return await mapWithConcurrency(AT_ONCE, [...groups.entries()], async ([index, group]) => {
    if (failed || index >= MOST || !group.example?.ofCall) return group;
    try {
      return { ...group, example: await ofGateway(group.example, target) };
    } catch (error) {
      if (isInterruption(error, signal)) throw error;
      failed = true;
      return group;
    }
  });
}

async function ofGateway(example: ErrorExample, { clients, config }: Target): Promise<ErrorExample> {
  const { requestId: call, time } = example;
  const during = { from: Date.parse(time) - BEFORE, to: Date.parse(time) + AFTER };
  const lines = await functionLines(await clients.logs(), accessLogGroup(config), { ids: [call], ...during });
  const access = lines
    .map((line) => parseLogLine(line, 'access'))
    .find(({ functionRequestId, authorizerRequestId }) => [functionRequestId, authorizerRequestId].includes(call));
  return access?.requestId === undefined ? example : { ...example, requestId: access.requestId };
}
