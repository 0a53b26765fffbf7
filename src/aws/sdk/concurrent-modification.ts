/**
 * Concurrent changes: while something else changes a resource, or a resource beside it, AWS refuses the call with an
 * error that passes by itself. The clients retry such calls, so that no kind has to do it. `conflicts.ts` has the
 * errors.
 */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import type { ServiceInputTypes, ServiceOutputTypes, STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../../clock.ts';
import { ApikitError } from '../../errors.ts';
import { cleanUpSignal } from './clean-up.ts';
import { type Conflicts, isConflict } from './conflicts.ts';
import { NotRetryable } from './errors/not-retryable.ts';
import { isAwsError } from './errors/sdk-error.ts';
import { retry } from './retry.ts';

/** API Gateway answers in the same way for an API that does not exist. After this many tries, apikit looks for it. */
const TRIES_BEFORE_DOUBT = 3;

interface Refused {
  /** The name of the service for people. */
  title: string;
  conflicts: Conflicts;
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

const CHANGING = 'Something else keeps changing the same resource. Run the same command again when it is done.';

/** How often this call has been refused because of a concurrent change. */
export function conflictsOf(context: object): number {
  return (context as CallContext).apikitConflicts ?? 0;
}

/**
 * From now on, the client retries each call that is refused because of a concurrent change. A call ends with `GaveUp`
 * when the time is over, and with `ApiGone` if its API was deleted meanwhile. All clients have the same middleware
 * stack. Its type here is that of one of them.
 */
export function retryConflicts(client: STSClient, { title, conflicts, clock, signal: ofRun }: Refused): void {
  const { within, longestDelay, hint = CHANGING } = conflicts;
  client.middlewareStack.addRelativeTo(
    (next: Next, context: CallContext) => async (args: Arguments) => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      const signal = cleanUpSignal(args.input) ?? ofRun;
      return await retry(
        {
          what: `send ${operation} to ${title}`,
          within,
          firstDelay: 1_000,
          ...(longestDelay !== undefined && { longestDelay }),
          hint,
          clock,
          ...(signal && { signal }),
          retryable: (error) => !(error instanceof NotRetryable) && isConflict(conflicts, operation, error),
          onRetry: (tries) => {
            context.apikitConflicts = tries;
          },
        },
        async () => {
          if (conflictsOf(context) === TRIES_BEFORE_DOUBT) await checkExists(client, args.input);
          return await next(args);
        },
      );
    },
    // Outside of the SDK's own retries, which are for throttling and failures: a conflict takes longer than those.
    { relation: 'before', toMiddleware: 'retryMiddleware', name: 'apikitConflict' },
  );
}

/** Throws `ApiGone` if the call is for an API that does not exist. The input names the API in one of two members. */
async function checkExists(client: unknown, input: object): Promise<void> {
  const { restApiId, ApiId }: { restApiId?: string; ApiId?: string } = input;
  const api = restApiId ?? ApiId;
  if (api === undefined) return;
  try {
    if (restApiId !== undefined) {
      const { GetRestApiCommand } = await import('@aws-sdk/client-api-gateway');
      await (client as APIGatewayClient).send(new GetRestApiCommand({ restApiId }));
    } else {
      const { GetApiCommand } = await import('@aws-sdk/client-apigatewayv2');
      await (client as ApiGatewayV2Client).send(new GetApiCommand({ ApiId }));
    }
  } catch (error) {
    if (!isAwsError(error, 'NotFoundException')) throw error;
    throw new ApikitError('ApiGone', `API ${api} was deleted while it was being changed.`, {
      hint: 'Run the same command again: it creates a new one.',
      cause: error,
    });
  }
}
