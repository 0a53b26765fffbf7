/**
 * The lock of one stage in DynamoDB: one item, which only conditional writes change. These are the only DynamoDB calls
 * of the lock. The holder's calls are made even after an interruption, because the work in flight still needs the lock.
 */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Right, RightsScope } from '../../engine/rights.ts';
import { tableArn } from '../../naming/arns.ts';
import type { StageIdentity } from '../../naming/names.ts';
import { asCleanUp } from '../sdk/clean-up.ts';
import { errorMessage, isAwsError, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import {
  type AttachedData,
  type End,
  endAttribute,
  type Hold,
  type Holder,
  holdAttribute,
  type LockItem,
  parseLockItem,
} from './lock-item.ts';
import { LOCK_KEY, LOCK_TABLE, type LockTableParts, refusingForeign, withLockTable } from './lock-table.ts';

export interface Claim {
  /** Unique to the run. The same claim may be sent again if its response was lost. */
  readonly id: string;
  readonly holder: Holder;
  /** Milliseconds since the epoch. AWS's time is not later than this when the claim is sent. */
  readonly renewed: number;
  /** Milliseconds since the epoch. A hold whose last renewal is not after this has expired. */
  readonly expired: number;
  /** The ID of a hold whose process has certainly ended although its lease has not expired. */
  readonly dead?: string;
  /** Data for the item, in several sizes. The first one that has room is stored, and nothing if none has. */
  readonly attach?: readonly AttachedData[];
}

/** `taken` is the item as it was before. It is absent if there was none. */
export type ClaimResult = { readonly taken: LockItem | undefined } | { readonly refused: Hold };

/** Each write takes effect as a whole or not at all, and only for the hold that it names. */
export interface LockStore {
  /**
   * Takes the lock if nobody holds it, or if the lease has expired. Creates the table if it is missing, so `claimNow`
   * is called just before each request.
   */
  claim(claimNow: () => Claim): Promise<ClaimResult>;
  /** Extends the lease. Returns `false` if the hold has ended. */
  renew(id: string, renewed: number): Promise<boolean>;
  /**
   * Ends the hold, and removes the attributes with these names from the item. Returns `false` if the hold had ended
   * before.
   */
  end(id: string, ended: End, forget?: readonly string[]): Promise<boolean>;
  /** Ends the hold and deletes the item of the stage. Returns `false` if the hold had ended before. */
  remove(id: string): Promise<boolean>;
  /** Returns `undefined` if nobody has ever held the lock. */
  read(): Promise<LockItem | undefined>;
}

const lockTable = (scope: RightsScope): string[] => [tableArn(scope, LOCK_TABLE)];

/** The permissions that these calls need: only for the stage's own item. */
export const LOCK_RIGHTS: readonly Right[] = [
  {
    actions: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem'],
    on: lockTable,
    when: ({ app, stage }) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `${app}/${stage}` } }),
  },
  { actions: ['dynamodb:CreateTable', 'dynamodb:TagResource'], on: lockTable },
];

/** Placeholders, because some of these names are reserved words in DynamoDB's expressions. */
const NAMES = { '#hold': 'hold', '#id': 'id', '#renewed': 'renewed', '#ended': 'ended' } as const;
const HELD_BY_US = '#hold.#id = :id';

export function lockStore(parts: LockTableParts, { app, stage }: StageIdentity): LockStore {
  const { client } = parts;
  const where = { TableName: LOCK_TABLE, Key: { [LOCK_KEY]: { S: `${app}/${stage}` } } };

  return {
    async claim(claimNow) {
      try {
        const { Attributes } = await withLockTable(parts, () =>
          withAttachedData(claimNow(), (claim, attached) =>
            client.send(new UpdateItemCommand({ ...where, ...claiming(claim, attached) })),
          ),
        );
        return { taken: Attributes && parseLockItem(Attributes) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { refused: currentHold(error.Item) };
      }
    },

    renew: (id, renewed) =>
      ifHeld(
        client.send(
          asCleanUp(
            new UpdateItemCommand({
              ...where,
              UpdateExpression: 'SET #renewed = :renewed',
              ConditionExpression: HELD_BY_US,
              ExpressionAttributeNames: names('#hold', '#id', '#renewed'),
              ExpressionAttributeValues: { ':id': { S: id }, ':renewed': { N: String(renewed) } },
            }),
          ),
        ),
      ),

    end: (id, ended, forget = []) =>
      ifHeld(
        client.send(
          asCleanUp(
            new UpdateItemCommand({
              ...where,
              UpdateExpression: `SET #ended = :ended REMOVE ${['#hold', '#renewed', ...Object.keys(named(forget))].join(', ')}`,
              ConditionExpression: HELD_BY_US,
              ExpressionAttributeNames: { ...names('#hold', '#id', '#renewed', '#ended'), ...named(forget) },
              ExpressionAttributeValues: { ':id': { S: id }, ':ended': endAttribute(ended) },
            }),
          ),
        ),
      ),

    remove: (id) =>
      ifHeld(
        client.send(
          asCleanUp(
            new DeleteItemCommand({
              ...where,
              ConditionExpression: HELD_BY_US,
              ExpressionAttributeNames: names('#hold', '#id'),
              ExpressionAttributeValues: { ':id': { S: id } },
            }),
          ),
        ),
      ),

    async read() {
      const command = new GetItemCommand({ ...where, ConsistentRead: true });
      const answer = await refusingForeign(() => undefinedIfNotFound(client.send(command)));
      return answer?.Item && parseLockItem(answer.Item);
    },
  };
}

/** An item has at most 400 KB. It is better to store less than to refuse the lock because the data is too large. */
async function withAttachedData<T>(
  claim: Claim,
  send: (claim: Claim, attached: AttachedData) => Promise<T>,
): Promise<T> {
  const [first = {}, ...smaller] = claim.attach ?? [];
  try {
    return await send(claim, first);
  } catch (error) {
    if (smaller.length === 0 || !isTooLarge(error)) throw error;
    return await withAttachedData({ ...claim, attach: smaller }, send);
  }
}

/** DynamoDB says "Item size to update has exceeded the maximum allowed size", or the same about the item size alone. */
function isTooLarge(error: unknown): boolean {
  return isAwsError(error, 'ValidationException') && /item size/i.test(errorMessage(error));
}

function claiming({ id, holder, renewed, expired, dead = id }: Claim, attached: AttachedData) {
  const attributes = named(Object.keys(attached));
  const values = Object.entries(attributes).map(([place, name]) => [`:${place.slice(1)}`, attached[name]!] as const);
  const sets = Object.keys(attributes).map((place) => `${place} = :${place.slice(1)}`);
  return {
    UpdateExpression: `SET ${['#hold = :hold', '#renewed = :renewed', ...sets].join(', ')}`,
    ConditionExpression: 'attribute_not_exists(#hold) OR #hold.#id IN (:id, :dead) OR #renewed <= :expired',
    ExpressionAttributeNames: { ...names('#hold', '#id', '#renewed'), ...attributes },
    ExpressionAttributeValues: {
      ...Object.fromEntries(values),
      ':hold': holdAttribute(id, holder),
      ':id': { S: id },
      ':dead': { S: dead },
      ':renewed': { N: String(renewed) },
      ':expired': { N: String(expired) },
    },
    ReturnValues: 'ALL_OLD',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

/** DynamoDB refuses names that an expression does not use. */
function names(...used: (keyof typeof NAMES)[]): Record<string, string> {
  return Object.fromEntries(used.map((name) => [name, NAMES[name]]));
}

/** Placeholders for names that are not in `NAMES`: `#attached0`. */
function named(attributes: readonly string[]): Record<string, string> {
  return Object.fromEntries(attributes.map((name, index) => [`#attached${index}`, name]));
}

/** If the table does not exist, no hold exists, either. */
async function ifHeld(call: Promise<object>): Promise<boolean> {
  try {
    return (await undefinedIfNotFound(call)) !== undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function currentHold(item: Readonly<Record<string, AttributeValue>> | undefined): Hold {
  const { hold } = parseLockItem(item ?? {});
  if (!hold) throw new Error(`DynamoDB refused to lock a stage in ${LOCK_TABLE} without naming a holder`);
  return hold;
}
