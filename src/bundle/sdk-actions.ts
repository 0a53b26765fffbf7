/**
 * Derives the IAM actions that a bundle can use on its tables from the AWS SDK commands in it. Only DynamoDB: tables are
 * the only resources that apikit makes for a function to call. Pure.
 */

/** A command's module in the DynamoDB client; the clients that credential providers bring along are elsewhere. */
const COMMAND = /node_modules\/@aws-sdk\/client-dynamodb\/dist-(?:es|cjs)\/commands\/(\w+)Command\.js$/;

const PARTIQL = ['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate'];

/** Commands that IAM knows by other names than their own (service authorization reference, DynamoDB). */
const ACTIONS: Record<string, string[]> = {
  BatchExecuteStatement: PARTIQL,
  ExecuteStatement: PARTIQL,
  ExecuteTransaction: PARTIQL,
  TransactGetItems: ['GetItem'],
  TransactWriteItems: ['ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
  // In every client for endpoint discovery, which is off unless asked for.
  DescribeEndpoints: [],
};

/** The actions, sorted. `inputs` are an output's inputs in esbuild's metafile: what tree shaking left has bytes. */
export function sdkActions(inputs: Record<string, { bytesInOutput: number }>): string[] {
  const actions = Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => {
    const command = COMMAND.exec(path)?.[1];
    if (command === undefined || bytesInOutput === 0) return [];
    return (ACTIONS[command] ?? [command]).map((action) => `dynamodb:${action}`);
  });
  return [...new Set(actions)].sort();
}
