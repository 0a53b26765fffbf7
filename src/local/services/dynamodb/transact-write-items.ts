/**
 * TransactWriteItems: checks every condition before anything is written, and writes everything in one batch of the
 * engine. A reader, a failed condition or `kill -9` therefore sees all of the writes or none.
 */
import { createHash } from 'node:crypto';
import { AwsError } from '../../cloud/aws-error.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { engineOf } from './engines.ts';
import { collectionMetrics } from './item-collections.ts';
import type { Writer } from './item-engine.ts';
import { keyOf } from './item-key.ts';
import { isMembers, type Members } from './members.ts';
import { shapedOperation } from './request-shape.ts';
import {
  cancelled,
  doubledCapacity,
  PASSED,
  RETURN_CONSUMED_CAPACITY,
  type Reason,
  reasonOf,
  refuseDuplicates,
  requestMembers,
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
const REQUIRED = {
  Put: ['Item'],
  Update: ['Key', 'UpdateExpression'],
  Delete: ['Key'],
  ConditionCheck: ['Key', 'ConditionExpression'],
} as const;
const REQUEST = { TableName: 'string', Key: { '*': {} }, Item: { '*': {} } } as const;

export const transactWriteItems = shapedOperation<Input, unknown>({
  name: 'TransactWriteItems',
  shape: {
    TransactItems: [{ ConditionCheck: REQUEST, Put: REQUEST, Update: REQUEST, Delete: REQUEST }],
    ClientRequestToken: 'string',
  },
  async run(input, context) {
    const requests = read(input);
    const asked = tokenOf(input);
    const engine = await engineOf(context);
    return engine.atomically(async (writer) => {
      const token = rememberedToken(asked, context);
      if (token.done) return {};
      await refuseDuplicates(
        writer,
        requests.map(({ request }) => request),
      );
      const answers: Members[] = [];
      const reasons: Reason[] = [];
      for (const { kind, request } of requests) {
        const members = { ...request, ReturnConsumedCapacity: input.ReturnConsumedCapacity };
        reasons.push(await attempt(writer, kind, members, answers));
      }
      if (reasons.some((reason) => reason !== PASSED)) throw cancelled(reasons);
      writer.whenWritten(token.remember);
      const writes = requests.filter(({ kind }) => kind !== 'ConditionCheck').map(({ request }) => request);
      return {
        ...doubledCapacity(answers, input.ReturnConsumedCapacity),
        ...(await collectionMetrics(writer, input.ReturnItemCollectionMetrics, writes)),
      };
    });
  },
});

interface Request {
  readonly kind: Kind;
  readonly request: Members;
}

function read(input: Input): Request[] {
  const { TransactItems = [], ClientRequestToken, ReturnConsumedCapacity, ReturnItemCollectionMetrics } = input;
  // The order follows dynamodb-conformance, `validation-ordering/transactions.test.ts`.
  checkMembers('ValidationException', [
    ['clientRequestToken', ClientRequestToken, { minLength: 1, maxLength: 36 }],
    ['returnConsumedCapacity', ReturnConsumedCapacity, RETURN_CONSUMED_CAPACITY],
    ['returnItemCollectionMetrics', ReturnItemCollectionMetrics, { oneOf: ['SIZE', 'NONE'] }],
    ['transactItems', input.TransactItems, { required: true, minLength: 1, maxLength: 100 }],
    ...TransactItems.flatMap((item, index) =>
      (Object.entries(item) as [Kind, Members][]).flatMap(([kind, request]) => {
        const path = `transactItems.${index + 1}.member.${kind[0]!.toLowerCase()}${kind.slice(1)}`;
        return requestMembers(path, request, REQUIRED[kind] ?? []);
      }),
    ),
  ]);
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
async function attempt(writer: Writer, kind: Kind, members: Members, answers: Members[]): Promise<Reason> {
  const { ReturnValuesOnConditionCheckFailure: wanted, ...request } = members;
  try {
    if (kind !== 'ConditionCheck') answers.push(await writer.call(OPERATIONS[kind], request));
    else await writer.rehearse('DeleteItem', request);
    return PASSED;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') {
      const item = wanted === 'ALL_OLD' ? await currentItem(writer, request) : undefined;
      return { Code: 'ConditionalCheckFailed', Message: error.message, ...(item !== undefined && { Item: item }) };
    }
    const reason = reasonOf(error);
    if (!reason) throw withoutTableName(error);
    return reason;
  }
}

async function currentItem(writer: Writer, { TableName, Key, Item }: Members): Promise<unknown> {
  const answer = await writer.call('GetItem', {
    TableName,
    Key: await keyOf(writer, { TableName, Key, Item }),
    ConsistentRead: true,
  });
  return answer.Item;
}

/** A client token, and a hash of its request. */
interface Token {
  readonly token: string;
  readonly hash: string;
}

/** Computed before the request's turn, so that other writers do not wait while up to 4 MB are hashed. */
function tokenOf(input: Input): Token | undefined {
  const { ClientRequestToken: token } = input;
  return token === undefined ? undefined : { token, hash: createHash('sha256').update(canonical(input)).digest('hex') };
}

/** Throws IdempotentParameterMismatchException if the token was used for another request. */
function rememberedToken(asked: Token | undefined, context: OperationContext): { done: boolean; remember(): void } {
  if (asked === undefined) return { done: false, remember: () => {} };
  const { token, hash } = asked;
  const tokens = context.collection<{ hash: string; at: number }>('dynamodb.transaction-tokens');
  const now = context.cloud.clock.now();
  for (const key of tokens.keys()) if (now - tokens.get(key)!.at >= TOKEN_LIFETIME_MS) tokens.delete(key);
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
