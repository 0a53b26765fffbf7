/**
 * Derives the IAM actions that a bundle can use on its tables from the AWS SDK commands in it. It covers only DynamoDB:
 * tables are the only resources that apikit creates for the function's own calls. Pure.
 */
import { iamActions } from '../../iam/iam-services.ts';
import { usesOldSdk } from './old-sdk.ts';

/** The actions on the items of a table. Code whose actions are unknown gets all of them. */
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

/** The module of a command in the DynamoDB client. The clients inside credential providers have other paths. */
const COMMAND = /node_modules\/@aws-sdk\/client-dynamodb\/dist-(?:es|cjs)\/commands\/(\w+)Command\.js$/;

/** The client in a form that has no module for each command. Other forms always contain this command: */
const CLIENT = /node_modules\/@aws-sdk\/client-dynamodb\//;
const ALWAYS_THERE = 'DescribeEndpoints';

export const PARTIQL_ACTIONS = iamActions('dynamodb', 'ExecuteStatement');

const KNOWN = new Set([...ITEM_ACTIONS, ...PARTIQL_ACTIONS]);

/**
 * Returns the actions, sorted. `inputs` are the inputs of an output in esbuild's metafile. A module that survives tree
 * shaking has bytes.
 *
 * Only actions on items count: code that contains the whole client (`require`, `DynamoDBDocument`) also contains
 * DeleteTable, and no handler should get that permission by accident.
 */
export function sdkActions(inputs: Record<string, { bytesInOutput: number }>): string[] {
  const modules = Object.keys(inputs).filter((path) => inputs[path]!.bytesInOutput > 0);
  const commands = modules.flatMap((path) => COMMAND.exec(path)?.[1] ?? []);
  const unreadable = modules.some((path) => CLIENT.test(path)) && !commands.includes(ALWAYS_THERE);
  if (unreadable || usesOldSdk(modules)) return ITEM_ACTIONS;
  const actions = commands.flatMap((command) => iamActions('dynamodb', command));
  return [...new Set(actions)].filter((action) => KNOWN.has(action)).sort();
}
