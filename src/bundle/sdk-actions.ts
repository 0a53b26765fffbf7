/** Derives the IAM actions that a bundle can use from the AWS SDK commands in it. Pure. */

/** A command's module in a client of the SDK; the clients that credential providers bring along are elsewhere. */
const COMMAND = /node_modules\/@aws-sdk\/client-([\w-]+)\/dist-(?:es|cjs)\/commands\/(\w+)Command\.js$/;

/** Clients whose IAM prefix is not their name without hyphens. */
const PREFIXES: Record<string, string> = {
  'api-gateway': 'apigateway',
  apigatewaymanagementapi: 'execute-api',
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
  eventbridge: 'events',
  'secrets-manager': 'secretsmanager',
  sfn: 'states',
};

/** Commands that IAM knows by other names than their own (DynamoDB developer guide, "API permissions"). */
const ACTIONS: Record<string, string[]> = {
  'dynamodb:BatchExecuteStatement': partiQl(),
  'dynamodb:ExecuteStatement': partiQl(),
  'dynamodb:ExecuteTransaction': partiQl(),
  'dynamodb:TransactGetItems': ['dynamodb:GetItem'],
  'dynamodb:TransactWriteItems': [
    'dynamodb:ConditionCheckItem',
    'dynamodb:DeleteItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
  ],
  'eventbridge:PutEvents': ['events:PutEvents'],
  'lambda:Invoke': ['lambda:InvokeFunction'],
  's3:HeadObject': ['s3:GetObject'],
  's3:ListObjectsV2': ['s3:ListBucket'],
};

/** In every DynamoDB client for endpoint discovery, which is off unless asked for. */
const UNUSED = new Set(['dynamodb:DescribeEndpoints']);

function partiQl(): string[] {
  return ['Delete', 'Insert', 'Select', 'Update'].map((verb) => `dynamodb:PartiQL${verb}`);
}

/** The actions, sorted. `inputs` are an output's inputs in esbuild's metafile: what tree shaking left has bytes. */
export function sdkActions(inputs: Record<string, { bytesInOutput: number }>): string[] {
  const actions = Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => {
    const [, client, command] = COMMAND.exec(path) ?? [];
    if (!client || !command || bytesInOutput === 0) return [];
    const action = `${PREFIXES[client] ?? client.replaceAll('-', '')}:${command}`;
    return UNUSED.has(action) ? [] : (ACTIONS[action] ?? [action]);
  });
  return [...new Set(actions)].sort();
}
