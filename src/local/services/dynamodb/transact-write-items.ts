/**
 * TransactWriteItems: checks every condition before anything is written, and writes everything in one batch of the
 * engine. A reader, a failed condition or `kill -9` therefore sees all of the writes or none.
 */
import { createHash } from 'node:crypto';
import { AwsError } from '../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { engineOf } from './engines.ts';
import { collectionMetrics } from './item-collections.ts';
import type { Writer } from './item-engine.ts';
import { keyOf } from './item-key.ts';
import { isMembers, type Members } from './members.ts';
import {
  cancelled,
  doubledCapacity,
  PASSED,
  type Reason,
  reasonOf,
  refuseDuplicates,
  requireActiveTables,
  withoutTableName,
} from './transactions.ts';

type Kind = 'ConditionCheck' | 'Put' | 'Update' | 'Delete';
type TransactItem = Partial<Record<Kind, Members>>;

interface Input {
  TransactItems: TransactItem[];
  ReturnConsumedCapacity?: string;
  ClientRequestToken?: string;
  ReturnItemCollectionMetrics?: string;
}

/** A repeated request with the same client token does nothing during this time. */
const TOKEN_LIFETIME_MS = 600_000;
const MAX_BYTES = 4 * 1024 * 1024;
const OPERATIONS = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem' } as const;

export const transactWriteItems = operation<Input, unknown>({
  name: 'TransactWriteItems',
  async run(input, context) {
    const requests = read(input);
    requireActiveTables(
      requests.map(({ request }) => request),
      context,
    );
    const token = tokenOf(input);
    const engine = await engineOf(context);
    const run = () =>
      engine.atomically((writer) => {
        const remembered = rememberedToken(token, context);
        if (remembered.done) return {};
        const output = write(writer, requests, input);
        writer.whenWritten(remembered.remember);
        return output;
      });
    return token ? oneByOne(context, token.token, run) : run();
  },
});

/** Throws TransactionCanceledException, or the error of a malformed request. */
function write(writer: Writer, requests: readonly Request[], input: Input): Members {
  refuseDuplicates(
    writer,
    requests.map(({ request }) => request),
  );
  const answers: Members[] = [];
  const reasons = requests.map(({ kind, request }) =>
    attempt(writer, kind, { ...request, ReturnConsumedCapacity: input.ReturnConsumedCapacity }, answers),
  );
  if (reasons.some((reason) => reason !== PASSED)) throw cancelled(reasons);
  const writes = requests.filter(({ kind }) => kind !== 'ConditionCheck').map(({ request }) => request);
  return {
    ...doubledCapacity(answers, input.ReturnConsumedCapacity),
    ...collectionMetrics(writer, input.ReturnItemCollectionMetrics, writes),
  };
}

interface Request {
  readonly kind: Kind;
  readonly request: Members;
}

function read({ TransactItems }: Input): Request[] {
  if (JSON.stringify(TransactItems).length > MAX_BYTES) {
    throw new AwsError('ValidationException', 'Item size to update has exceeded the maximum allowed size');
  }
  return TransactItems.map((item) => {
    const [[kind, request] = [], ...others] = Object.entries(item) as [Kind, Members][];
    if (kind === undefined || request === undefined || others.length > 0) {
      throw new AwsError(
        'ValidationException',
        'TransactItems can only contain one of ConditionCheck, Put, Update or Delete',
      );
    }
    return { kind, request };
  });
}

/** Adds the response of the write. A failed condition is a reason, not an error, so that all items are checked. */
function attempt(writer: Writer, kind: Kind, members: Members, answers: Members[]): Reason {
  const { ReturnValuesOnConditionCheckFailure: wanted, ...request } = members;
  try {
    if (kind !== 'ConditionCheck') answers.push(writer.call(OPERATIONS[kind], request));
    else writer.rehearse('DeleteItem', request);
    return PASSED;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') {
      const item = wanted === 'ALL_OLD' ? currentItem(writer, request) : undefined;
      return { Code: 'ConditionalCheckFailed', Message: error.message, ...(item !== undefined && { Item: item }) };
    }
    const reason = reasonOf(error);
    if (!reason) throw withoutTableName(error);
    return reason;
  }
}

const currentItem = (writer: Writer, request: Members): unknown =>
  writer.call('GetItem', { TableName: request.TableName, Key: keyOf(writer, request), ConsistentRead: true }).Item;

/** A client token, and a hash of its request. */
interface Token {
  readonly token: string;
  readonly hash: string;
}

function tokenOf(input: Input): Token | undefined {
  const { ClientRequestToken: token } = input;
  return token === undefined ? undefined : { token, hash: createHash('sha256').update(canonical(input)).digest('hex') };
}

/** The last requests with a client token that are under way, by store and token. */
const underWay = new WeakMap<object, Map<string, Promise<unknown>>>();

/** A repeated request waits until the first one is in the database or has failed. */
async function oneByOne<T>({ cloud }: OperationContext, token: string, run: () => Promise<T>): Promise<T> {
  const running = underWay.get(cloud.store) ?? new Map<string, Promise<unknown>>();
  underWay.set(cloud.store, running);
  const mine = (running.get(token) ?? Promise.resolve()).then(run, run);
  running.set(token, mine);
  try {
    return await mine;
  } finally {
    if (running.get(token) === mine) running.delete(token);
  }
}

/** Throws IdempotentParameterMismatchException if the token was used for another request. */
function rememberedToken(asked: Token | undefined, context: OperationContext): { done: boolean; remember(): void } {
  if (asked === undefined) return { done: false, remember: () => {} };
  const { token, hash } = asked;
  const tokens = context.collection<{ hash: string; at: number }>('dynamodb.transaction-tokens');
  const now = context.cloud.clock.now();
  // The oldest come first. The SDKs send a token with every transaction, so there can be many.
  for (const key of tokens.keys()) {
    if (now - tokens.get(key)!.at < TOKEN_LIFETIME_MS) break;
    tokens.delete(key);
  }
  const known = tokens.get(token);
  if (known && known.hash !== hash) {
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'Idempotent request was not identical to the original request: ClientRequestToken was reused with other parameters',
    );
  }
  return { done: known !== undefined, remember: () => tokens.put(token, { hash, at: now }) };
}

/** Returns the same text for the same content, whatever the order of members and attributes. */
function canonical(input: unknown): string {
  return JSON.stringify(input, (_name, value: unknown) =>
    isMembers(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
