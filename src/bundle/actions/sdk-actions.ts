/**
 * Derives the IAM actions that a bundle can use on its tables from the AWS SDK commands in it. Only DynamoDB: tables are
 * the only resources that apikit makes for a function to call. Pure.
 */
import { iamActions } from '../../iam/iam-services.ts';
import { usesOldSdk } from './old-sdk.ts';

/** What can be done with the items of a table; all of it for code that does not tell which of it it does. */
export const ITEM_ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
];

/** A command's module in the DynamoDB client; the clients that credential providers bring along are elsewhere. */
const COMMAND = /node_modules\/@aws-sdk\/client-dynamodb\/dist-(?:es|cjs)\/commands\/(\w+)Command\.js$/;

/** The client in a form without modules for its commands, of which each has one: this is always among them. */
const CLIENT = /node_modules\/@aws-sdk\/client-dynamodb\//;
const ALWAYS_THERE = 'DescribeEndpoints';

export const PARTIQL_ACTIONS = iamActions('dynamodb', 'ExecuteStatement');

const KNOWN = new Set([...ITEM_ACTIONS, ...PARTIQL_ACTIONS]);

/**
 * The actions, sorted. `inputs` are an output's inputs in esbuild's metafile: what tree shaking left has bytes.
 *
 * Only what concerns items: code that brings the whole client along (`require`, `DynamoDBDocument`) brings DeleteTable
 * too, and no handler is to have that by accident.
 */
export function sdkActions(inputs: Record<string, { bytesInOutput: number }>): string[] {
  const modules = Object.keys(inputs).filter((path) => inputs[path]!.bytesInOutput > 0);
  const commands = modules.flatMap((path) => COMMAND.exec(path)?.[1] ?? []);
  const unreadable = modules.some((path) => CLIENT.test(path)) && !commands.includes(ALWAYS_THERE);
  if (unreadable || usesOldSdk(modules)) return ITEM_ACTIONS;
  const actions = commands.flatMap((command) => iamActions('dynamodb', command));
  return [...new Set(actions)].filter((action) => KNOWN.has(action)).sort();
}
