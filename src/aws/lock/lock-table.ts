/**
 * The table with the locks of all stages of an account and region. It belongs to the account, as the role with which
 * API Gateway writes logs does: the first command that does not find it creates it, and nobody removes it.
 */
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../clock.ts';
import { ApikitError } from '../../errors.ts';
import { toTagList } from '../ownership/ownership.ts';
import { asSentence } from '../sdk/errors/as-sentence.ts';
import { errorMessage, isAwsError, isNotFound } from '../sdk/errors/sdk-error.ts';
import { retry } from '../sdk/retry.ts';

export const LOCK_TABLE = 'apikit-locks';
/** The only attribute of the key, a string: `<app>/<stage>`. */
export const LOCK_KEY = 'stage';

/** Tells what the table is for. It has no tags of a stage, so no search for a stage's resources finds it. */
const TAGS = { 'apikit:use': 'locks of all stages' };

/** Milliseconds. A table is usually active within seconds. AWS promises no time. */
const CREATION_PATIENCE = 180_000;

export interface LockTableParts {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly clock: Clock;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** Called once if the table must be created. */
  readonly note: (text: string) => void;
  /** Spreads the waits. Default: `Math.random`. */
  readonly random?: () => number;
}

/**
 * Returns the response to `call`, and creates the table if it is missing. A call to a table that is not `ACTIVE` yet
 * gets the same error as one to a missing table (`ResourceNotFoundException`: "The resource might not be specified
 * correctly, or its status might not be ACTIVE",
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html), so repeating the call is the
 * wait, without any extra call. Throws `ForeignLockTable` if a table of this name has another key.
 */
export async function withLockTable<T>(parts: LockTableParts, call: () => Promise<T>): Promise<T> {
  try {
    return await refusingForeign(call);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const { clock, signal, note, random } = parts;
  note(`Creating the table ${LOCK_TABLE}, which keeps the locks of all stages of this account and region.`);
  await createLockTable(parts);
  return await retry(
    {
      what: `use the table ${LOCK_TABLE}, which was created for the locks of stages`,
      within: CREATION_PATIENCE,
      firstDelay: 500,
      longestDelay: 3_000,
      hint: 'Run the command again in a minute: nothing of the stage was changed.',
      clock,
      signal,
      ...(random && { random }),
      retryable: isNotFound,
    },
    () => refusingForeign(call),
  );
}

/** Another run may create it at the same moment. */
async function createLockTable({ client }: LockTableParts): Promise<void> {
  const command = new CreateTableCommand({
    TableName: LOCK_TABLE,
    AttributeDefinitions: [{ AttributeName: LOCK_KEY, AttributeType: 'S' }],
    KeySchema: [{ AttributeName: LOCK_KEY, KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    Tags: toTagList(TAGS),
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!isAwsError(error, 'ResourceInUseException')) throw error;
  }
}

/** DynamoDB refuses a key of another form with "The provided key element does not match the schema". */
export async function refusingForeign<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isAwsError(error, 'ValidationException')) throw error;
    throw new ApikitError(
      'ForeignLockTable',
      `The table ${LOCK_TABLE} of this account and region is not apikit's: its key is not the string "${LOCK_KEY}", so no stage can be locked with it. ${asSentence(errorMessage(error))} Nothing was changed.`,
      {
        hint: 'Find out whose table it is. apikit creates a table of this name with the right key when there is none.',
        cause: error,
      },
    );
  }
}
