/**
 * An email belongs to one user. The table `emails` has an item for each email, which is written and deleted in the same
 * transaction as the user. So of two requests with the same email one is rejected, even at the same time.
 */
import { setTimeout } from 'node:timers/promises';
import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { HttpError } from '../api/errors.ts';
import type { Remove } from '../crud/delete.ts';
import { type Put, putStored } from '../crud/put-stored.ts';
import { type CrudServices, condition, keyOf, type Stored, type Table, toItem } from '../crud/table.ts';

export const users: Table = { name: 'users', resource: 'user', keys: [{ attribute: 'userId', from: 'userId' }] };

/** The path of a new user contains no id. */
export const newUsers: Table = { ...users, keys: [{ attribute: 'userId' }] };

/** The number of attempts of a transaction if others change the same user or email. */
const MAX_ATTEMPTS = 6;

export const putUser: Put = (services, table, stored, current) => {
  if (current && emailOf(current) === emailOf(stored)) return putStored(services, table, stored, current);
  return transact(services, [
    {
      Put: {
        TableName: services.tableName(table.name),
        Item: toItem(stored),
        ...condition(table, current?._version),
      },
    },
    { Put: { ...claim(services, stored), Item: { email: { S: emailOf(stored) }, userId: { S: idOf(stored) } } } },
    ...(current ? [{ Delete: { ...release(services, current), Key: { email: { S: emailOf(current) } } } }] : []),
  ]);
};

export const removeUser: Remove = (services, table, stored) =>
  transact(services, [
    {
      Delete: {
        TableName: services.tableName(table.name),
        Key: keyOf(table, stored),
        ...condition(table, stored._version),
      },
    },
    { Delete: { ...release(services, stored), Key: { email: { S: emailOf(stored) } } } },
  ]);

/** The case of letters does not matter in an address. */
const emailOf = (stored: Stored): string => String(stored.email).toLowerCase();
const idOf = (stored: Stored): string => String(stored.userId);

function claim({ tableName }: CrudServices, stored: Stored) {
  return {
    TableName: tableName('emails'),
    ConditionExpression: 'attribute_not_exists(#email) OR #userId = :userId',
    ExpressionAttributeNames: { '#email': 'email', '#userId': 'userId' },
    ExpressionAttributeValues: { ':userId': { S: idOf(stored) } },
  };
}

function release({ tableName }: CrudServices, stored: Stored) {
  return {
    TableName: tableName('emails'),
    ConditionExpression: '#userId = :userId',
    ExpressionAttributeNames: { '#userId': 'userId' },
    ExpressionAttributeValues: { ':userId': { S: idOf(stored) } },
  };
}

/**
 * The first write is the user's. Returns `false` if its condition fails, and throws a 409 if another user has the
 * email.
 */
async function transact({ dynamodb }: CrudServices, TransactItems: TransactWriteItem[]): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const [user, ...emails] = error.CancellationReasons ?? [];
      if (user?.Code === 'ConditionalCheckFailed') return false;
      if (emails.some(({ Code }) => Code === 'ConditionalCheckFailed')) throw taken();
      const invalid = error.CancellationReasons?.find(({ Code }) => Code === 'ValidationError');
      if (invalid) throw Object.assign(new Error(invalid.Message, { cause: error }), { name: 'ValidationException' });
      if (attempt === MAX_ATTEMPTS) throw Object.assign(error, { name: 'TransactionConflictException' });
      await setTimeout(Math.random() * 20 * 2 ** attempt);
    }
  }
}

const taken = () =>
  new HttpError(409, 'CONFLICT', 'Another user has this email.', [{ path: '/email', message: 'is taken' }]);
