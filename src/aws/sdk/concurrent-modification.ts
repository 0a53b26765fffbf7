/**
 * Concurrent changes in API Gateway: it answers any write of an API, or of what hangs on one (stages, plans, keys, tags), with
 * `ConflictException` "Unable to complete operation due to concurrent modification. Please try again later." while something
 * else is being changed (https://github.com/hashicorp/terraform-provider-aws/issues/776). So every call of the one client
 * bears it, and no kind has to think of it.
 */
import type { APIGatewayClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-api-gateway';
import type { Clock } from '../../clock.ts';
import { ApikitError } from '../../errors.ts';
import { ownSignal } from './clean-up.ts';
import { errorMessage, isAwsError } from './errors/sdk-error.ts';
import { retry } from './retry.ts';

/** ms; about eight tries. */
const PATIENCE = 30_000;
/** AWS also answers so for an API that does not exist; after so many tries it is asked. */
const TRIES_BEFORE_DOUBT = 3;

interface Surroundings {
  clock: Clock;
  /** The run's. */
  signal?: AbortSignal;
}

/** Handlers of one call share this object. */
interface CallContext {
  commandName?: string;
  /** How often the call was sent again because of a conflict: `sdk/middleware.ts` counts these tries as retried. */
  apikitConflicts?: number;
}

type Arguments = { input: ServiceInputTypes; request: unknown };
type Next = (args: Arguments) => Promise<{ response: unknown; output: ServiceOutputTypes }>;

function isConcurrentChange(error: unknown): boolean {
  return isAwsError(error, 'ConflictException') && /concurrent modification/i.test(errorMessage(error));
}

/** How often this call has been refused because of a concurrent change so far. */
export function conflictsOf(context: object): number {
  return (context as CallContext).apikitConflicts ?? 0;
}

/**
 * From now on each call of the client is sent again while it is refused because of a concurrent change. Calls end with `GaveUp`
 * after half a minute, and with `ApiGone` where the API that they change was deleted meanwhile. Returns the client.
 */
export function bearConflicts(client: APIGatewayClient, { clock, signal: ofRun }: Surroundings): APIGatewayClient {
  client.middlewareStack.addRelativeTo(
    (next: Next, context: CallContext) => async (args: Arguments) => {
      const { restApiId } = args.input as { restApiId?: string };
      const signal = ownSignal(args.input) ?? ofRun;
      return await retry(
        {
          what: `send ${(context.commandName ?? '').replace(/Command$/, '')} to API Gateway`,
          within: PATIENCE,
          firstDelay: 1_000,
          hint: 'Something else keeps changing this API. Run the same command again when it is done.',
          clock,
          ...(signal && { signal }),
          retryable: isConcurrentChange,
          onRetry: (tries) => {
            context.apikitConflicts = tries;
          },
        },
        async () => {
          if (restApiId !== undefined && conflictsOf(context) === TRIES_BEFORE_DOUBT) {
            await checkExists(client, restApiId);
          }
          return await next(args);
        },
      );
    },
    // Around the SDK's own retries, which are for throttling and failures: a conflict needs more patience than those.
    { relation: 'before', toMiddleware: 'retryMiddleware', name: 'apikitConflict' },
  );
  return client;
}

async function checkExists(client: APIGatewayClient, api: string): Promise<void> {
  const { GetRestApiCommand } = await import('@aws-sdk/client-api-gateway');
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
