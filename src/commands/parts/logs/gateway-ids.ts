/**
 * Gives errors the request ID of API Gateway, which clients and the other commands know. A query for errors does not
 * find the access line of a request that succeeded although its function logged an error.
 */
import { functionLines } from '../../../aws/logs/find-request.ts';
import { isDenied, isNotFound } from '../../../aws/sdk/errors/sdk-error.ts';
import type { Target } from '../../../context.ts';
import type { ErrorExample, ErrorGroup } from '../../../logs/error-groups.ts';
import { parseLogLine } from '../../../logs/log-line.ts';
import { accessLogGroup } from '../../../naming/names.ts';

/** The most kinds of errors whose access lines are looked for, one call for each. */
const MOST = 20;

/** In ms. API Gateway writes the access line when the request ends, at most 29 seconds after it began by default. */
const BEFORE = 1_000;
const AFTER = 35_000;

export async function withGatewayIds(groups: readonly ErrorGroup[], target: Target): Promise<ErrorGroup[]> {
  // The URL of a function has no access log, and Lambda's ID is that of the client.
  if (target.config.api === 'url') return [...groups];
  return await Promise.all(
    groups.map(async (group, index) =>
      index < MOST && group.example?.ofCall ? { ...group, example: await ofGateway(group.example, target) } : group,
    ),
  );
}

async function ofGateway(example: ErrorExample, { clients, config }: Target): Promise<ErrorExample> {
  const { requestId: call, time } = example;
  const during = { from: Date.parse(time) - BEFORE, to: Date.parse(time) + AFTER };
  try {
    const lines = await functionLines(await clients.logs(), accessLogGroup(config), { ids: [call], ...during });
    const access = lines
      .map((line) => parseLogLine(line, 'access'))
      .find(({ functionRequestId, authorizerRequestId }) => [functionRequestId, authorizerRequestId].includes(call));
    return access?.requestId === undefined ? example : { ...example, requestId: access.requestId };
  } catch (error) {
    if (isDenied(error) || isNotFound(error)) return example;
    throw error;
  }
}
