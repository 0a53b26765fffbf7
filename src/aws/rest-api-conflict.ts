/** Concurrent changes to one API, which API Gateway refuses with 409 (pitfall 2). */
import { type APIGatewayClient, GetRestApiCommand } from '@aws-sdk/client-api-gateway';
import type { Clock } from '../clock.ts';
import type { KindContext } from '../engine/resource.ts';
import { ApikitError } from '../errors.ts';
import { retry } from './retry.ts';
import { errorMessage, isAwsError } from './sdk-error.ts';

interface ApiChange {
  client: APIGatewayClient;
  clock: Clock;
  context: KindContext;
  api: string;
}

/** ms; about eight tries. */
const PATIENCE = 30_000;
/** AWS also answers so for an API that does not exist; after so many tries it is asked. */
const TRIES_BEFORE_DOUBT = 3;

function isConcurrentChange(error: unknown): boolean {
  return isAwsError(error, 'ConflictException') && /concurrent modification/i.test(errorMessage(error));
}

/** Sends one change, as often as something else is changing the API. */
export async function whenApiIsFree<T>({ client, clock, context, api }: ApiChange, send: () => Promise<T>): Promise<T> {
  let refused = 0;
  return await retry(
    {
      what: `change API ${api}`,
      within: PATIENCE,
      firstDelay: 1_000,
      hint: 'Something else keeps changing this API. Run the same command again when it is done.',
      clock,
      signal: context.signal,
      retryable: isConcurrentChange,
      onRetry: (tries) => {
        if (tries === 1) context.note('waiting for another change of the API to finish');
        refused = tries;
      },
    },
    async () => {
      if (refused === TRIES_BEFORE_DOUBT) await checkExists(client, api);
      return await send();
    },
  );
}

async function checkExists(client: APIGatewayClient, api: string): Promise<void> {
  try {
    await client.send(new GetRestApiCommand({ restApiId: api }));
  } catch (error) {
    if (!isAwsError(error, 'NotFoundException')) throw error;
    throw new ApikitError('ApiGone', `API ${api} was deleted while it was being changed.`, {
      hint: 'Run the same command again: it makes a new one.',
      cause: error,
    });
  }
}
