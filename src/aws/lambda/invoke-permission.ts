/**
 * The permission by which exactly one API may invoke exactly one version of a function. It is part of the version's
 * own policy, so that a version never loses it while a deployment still names it.
 */
import {
  AddPermissionCommand,
  GetPolicyCommand,
  type LambdaClient,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { isAwsError } from '../sdk/errors/sdk-error.ts';
import { type LambdaWork, whenPossible } from './wait.ts';

export interface InvokePermission {
  /** Unqualified name or ARN. */
  function: string;
  version: string;
  api: string;
  /** Which requests: the execute-api ARN of the API. */
  source: string;
}

const PRINCIPAL = 'apigateway.amazonaws.com';
const ACTION = 'lambda:InvokeFunction';

/** `[a-zA-Z0-9-_]{1,100}`; one per API, since each version has a policy of its own. */
function statementId({ api }: InvokePermission): string {
  return `apikit-${api}`;
}

/** What Lambda writes for `AddPermission`. */
interface Statement {
  Sid?: string;
  Effect?: string;
  Principal?: { Service?: string };
  Action?: string;
  Condition?: { ArnLike?: Record<string, string> };
}

export async function hasInvokePermission(client: LambdaClient, permission: InvokePermission): Promise<boolean> {
  try {
    const { Policy } = await client.send(
      new GetPolicyCommand({ FunctionName: permission.function, Qualifier: permission.version }),
    );
    return statementsOf(Policy).some((statement) => grants(statement, permission));
  } catch (error) {
    // No version of that number, or a version without a policy: the answer is the same.
    if (isAwsError(error, 'ResourceNotFoundException')) return false;
    throw error;
  }
}

function statementsOf(policy: string | undefined): Statement[] {
  const { Statement: statements = [] } = JSON.parse(policy ?? '{}') as { Statement?: Statement[] };
  return statements;
}

function grants(statement: Statement, permission: InvokePermission): boolean {
  return (
    statement.Effect === 'Allow' &&
    statement.Principal?.Service === PRINCIPAL &&
    statement.Action === ACTION &&
    statement.Condition?.ArnLike?.['AWS:SourceArn'] === permission.source
  );
}

/**
 * A statement of our id that says something else is replaced. The version need not be ready: should Lambda refuse to
 * change its policy before, that is waited for.
 */
export async function ensureInvokePermission(work: LambdaWork, permission: InvokePermission): Promise<void> {
  const { client } = work;
  const where = {
    FunctionName: permission.function,
    Qualifier: permission.version,
    StatementId: statementId(permission),
  };
  const add = () =>
    whenPossible(work, `let API ${permission.api} invoke version ${permission.version}`, () =>
      client.send(
        new AddPermissionCommand({ ...where, Action: ACTION, Principal: PRINCIPAL, SourceArn: permission.source }),
      ),
    );
  try {
    await add();
  } catch (error) {
    if (!isAwsError(error, 'ResourceConflictException')) throw error;
    if (await hasInvokePermission(client, permission)) return;
    await client.send(new RemovePermissionCommand(where));
    await add();
  }
}
