/**
 * TransactWriteItems: every condition is checked before anything is written, and all writes are one batch of the engine,
 * so a reader, a failed condition or `kill -9` sees all of them or none.
 */
import { createHash } from 'node:crypto';
import { AwsError, notImplemented } from '../../aws-error.ts';
import { checkMembers } from '../../constraints.ts';
import { type OperationContext, operation } from '../../operation.ts';
import { engineOf } from './engines.ts';
import type { Members, Writer } from './item-engine.ts';
import { keyOf } from './item-key.ts';
import { doubledCapacity, refuseDuplicates } from './transactions.ts';

type Kind = 'ConditionCheck' | 'Put' | 'Update' | 'Delete';
type TransactItem = Partial<Record<Kind, Members>>;

interface Input {
  TransactItems: TransactItem[];
  ReturnConsumedCapacity?: string;
  ClientRequestToken?: string;
  ReturnItemCollectionMetrics?: string;
}

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

/** How long a client token makes a repeated request a no-op. */
const TOKEN_LIFETIME_MS = 600_000;
const MAX_BYTES = 4 * 1024 * 1024;
const OPERATIONS = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem' } as const;

export const transactWriteItems = operation<Input, unknown>({
  name: 'TransactWriteItems',
  async run(input, context) {
    if (input.ReturnItemCollectionMetrics === 'SIZE') {
      throw notImplemented('DynamoDB TransactWriteItems with ReturnItemCollectionMetrics');
    }
    const requests = read(input);
    const engine = await engineOf(context);
    return engine.atomically(async (writer) => {
      const token = rememberedToken(input, context);
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
      if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
      writer.whenWritten(token.remember);
      return doubledCapacity(answers, input.ReturnConsumedCapacity);
    });
  },
});

function read(input: Input): { kind: Kind; request: Members }[] {
  checkMembers('ValidationException', [
    ['transactItems', input.TransactItems, { required: true, minLength: 1, maxLength: 100 }],
    ['clientRequestToken', input.ClientRequestToken, { minLength: 1, maxLength: 36 }],
  ]);
  if (JSON.stringify(input.TransactItems).length > MAX_BYTES) {
    throw new AwsError('ValidationException', 'Item size to update has exceeded the maximum allowed size');
  }
  return input.TransactItems.map((item) => {
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

/** Pushes the write's answer; a condition that fails is a reason, not an error: all items are always looked at. */
async function attempt(writer: Writer, kind: Kind, members: Members, answers: Members[]): Promise<Reason> {
  const { ReturnValuesOnConditionCheckFailure: wanted, ...request } = members;
  try {
    if (kind !== 'ConditionCheck') answers.push(await writer.call(OPERATIONS[kind], request));
    else await check(writer, request);
    return { Code: 'None' };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'ConditionalCheckFailedException') {
      const item = wanted === 'ALL_OLD' ? await currentItem(writer, request) : undefined;
      return {
        Code: 'ConditionalCheckFailed',
        Message: error.message,
        ...(item !== undefined && { Item: item }),
      };
    }
    // What is wrong with the request's form fails the call itself; what is wrong with the item cancels.
    if (
      error.code !== 'ValidationException' ||
      /^Invalid |^Expression|^\d+ validation error|unused/.test(error.message)
    ) {
      throw error;
    }
    return { Code: 'ValidationError', Message: error.message };
  }
}

async function check(writer: Writer, request: Members): Promise<void> {
  checkMembers('ValidationException', [
    ['transactItems.member.conditionCheck.conditionExpression', request.ConditionExpression, { required: true }],
  ]);
  await writer.rehearse('DeleteItem', request);
}

async function currentItem(writer: Writer, { TableName, Key, Item }: Members): Promise<unknown> {
  const answer = await writer.call('GetItem', {
    TableName,
    Key: await keyOf(writer, { TableName, Key, Item }),
    ConsistentRead: true,
  });
  return answer.Item;
}

function cancelled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  );
}

/** Throws IdempotentParameterMismatchException when the token was used for something else. */
function rememberedToken(input: Input, context: OperationContext): { done: boolean; remember(): void } {
  const token = input.ClientRequestToken;
  if (token === undefined) return { done: false, remember: () => {} };
  const tokens = context.collection<{ hash: string; at: number }>('dynamodb.transaction-tokens');
  const now = context.cloud.clock.now();
  for (const key of tokens.keys()) if (now - tokens.get(key)!.at >= TOKEN_LIFETIME_MS) tokens.delete(key);
  const hash = createHash('sha256').update(JSON.stringify(input)).digest('hex');
  const known = tokens.get(token);
  if (known && known.hash !== hash) {
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'Idempotent request was not identical to the original request: ClientRequestToken was reused with other parameters',
    );
  }
  return { done: known !== undefined, remember: () => tokens.put(token, { hash, at: now }) };
}
