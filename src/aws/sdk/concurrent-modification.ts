/**
 * Concurrent changes in API Gateway: while something else changes, it answers any write of an API, or of its stages,
 * plans, keys and tags, with `ConflictException` "Unable to complete operation due to concurrent modification. Please
 * try again later." (https://github.com/hashicorp/terraform-provider-aws/issues/776). The client retries every such
 * call, so that no kind has to do it.
 */
import type { APIGatewayClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-api-gateway';
import type { Clock } from '../../clock.ts';
import { ApikitError } from '../../errors.ts';
import { cleanUpSignal } from './clean-up.ts';
import { errorMessage, isAwsError } from './errors/sdk-error.ts';
import { retry } from './retry.ts';

/** Milliseconds, for about eight tries. */
const PATIENCE = 30_000;
/** AWS answers in the same way for an API that does not exist. After this many tries, apikit checks that it exists. */
const TRIES_BEFORE_DOUBT = 3;

/** The run that a client works for. */
export interface Surroundings {
  clock: Clock;
  /** The signal of the run. */
  signal?: AbortSignal;
}

/** The handlers of one call share this object. */
interface CallContext {
  commandName?: string;
  /** How often the call was sent again because of a conflict. `sdk/middleware.ts` counts these tries as retried. */
  apikitConflicts?: number;
}

type Arguments = { input: ServiceInputTypes; request: unknown };
type Next = (args: Arguments) => Promise<{ response: unknown; output: ServiceOutputTypes }>;

function isConcurrentChange(error: unknown): boolean {
  return isAwsError(error, 'ConflictException') && /concurrent modification/i.test(errorMessage(error));
}

/** How often this call has been refused because of a concurrent change. */
export function conflictsOf(context: object): number {
  return (context as CallContext).apikitConflicts ?? 0;
}

/**
 * From now on, the client retries each call that is refused because of a concurrent change. A call ends with `GaveUp`
 * after half a minute, and with `ApiGone` if its API was deleted meanwhile. Returns the client.
 */
export function retryConflicts(client: APIGatewayClient, { clock, signal: ofRun }: Surroundings): APIGatewayClient {
  client.middlewareStack.addRelativeTo(
    (next: Next, context: CallContext) => async (args: Arguments) => {
      const { restApiId } = args.input as { restApiId?: string };
      const signal = cleanUpSignal(args.input) ?? ofRun;
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
    // Outside of the SDK's own retries, which are for throttling and failures: a conflict takes longer than those.
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
      hint: 'Run the same command again: it creates a new one.',
      cause: error,
    });
  }
}
