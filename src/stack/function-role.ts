/** What the function may do (D1, D2): the listed actions on this stage's own resources and nothing else. Pure. */

export interface RoleInput {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Physical names. */
  readonly tables: readonly string[];
  readonly logGroup: string;
  /** Actions that the handler uses, e.g. `dynamodb:GetItem`; found by the bundler. */
  readonly actions: readonly string[];
  readonly tracing: boolean;
}

/** Conditions on the caller's account are not supported in an execution role's trust (aws-facts §8). */
export const LAMBDA_TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** One inline policy, which is one call to read; a statement for each concern. */
export function rolePolicies(input: RoleInput): Record<string, object> {
  const arn = (service: string, rest: string) =>
    `arn:${input.partition}:${service}:${input.region}:${input.account}:${rest}`;
  const tables = input.tables.map((table) => arn('dynamodb', `table/${table}`));
  const actions = [...new Set(input.actions)].sort();
  const statements = [
    // No CreateLogGroup: the group is ours, with its retention.
    allow('Logs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [arn('logs', `log-group:${input.logGroup}:*`)]),
    ...(tables.length > 0 && actions.length > 0 ? [allow('Tables', actions, tables)] : []),
    // X-Ray has no resource to name: AWS takes only `*` here.
    ...(input.tracing ? [allow('Tracing', ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*'])] : []),
  ];
  return { [FUNCTION_POLICY]: { Version: '2012-10-17', Statement: statements } };
}

const FUNCTION_POLICY = 'function';

function allow(Sid: string, actions: readonly string[], resources: readonly string[]): object {
  return { Sid, Effect: 'Allow', Action: actions, Resource: resources };
}
