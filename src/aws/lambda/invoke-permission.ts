/**
 * The permission that lets exactly one API invoke exactly one version of a function. It is part of the version's own
 * policy, so a version has it as long as a deployment may use it.
 */
import {
  AddPermissionCommand,
  GetPolicyCommand,
  type LambdaClient,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { isAwsError } from '../sdk/errors/sdk-error.ts';
import { type LambdaWork, retryWhileBusy } from './wait.ts';

export interface InvokePermission {
  /** The unqualified name or ARN. */
  function: string;
  version: string;
  api: string;
  /** The execute-api ARN of the API, which limits the requests. */
  source: string;
}

export const PRINCIPAL = 'apigateway.amazonaws.com';
export const ACTION = 'lambda:InvokeFunction';

/**
 * AWS accepts `[a-zA-Z0-9-_]{1,100}`. One statement for each API is enough, because each version has its own policy.
 */
export function statementId({ api }: Pick<InvokePermission, 'api'>): string {
  return `apikit-${api}`;
}

/** The statement that Lambda writes for `AddPermission`. */
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
    // The version does not exist, or it has no policy: both mean that there is no permission.
    if (isAwsError(error, 'ResourceNotFoundException')) return false;
    throw error;
  }
}

/** Reads the policy of a function or version. */
export function statementsOf(policy: string | undefined): Statement[] {
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
 * Replaces a statement with our ID that differs. The version need not be ready: if Lambda refuses to change its policy,
 * this waits and retries.
 */
export async function ensureInvokePermission(work: LambdaWork, permission: InvokePermission): Promise<void> {
  const { client } = work;
  const where = {
    FunctionName: permission.function,
    Qualifier: permission.version,
    StatementId: statementId(permission),
  };
  const add = () =>
    retryWhileBusy(work, `let API ${permission.api} invoke version ${permission.version}`, () =>
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
