/**
 * A function that somebody else made: its settings, its code, the permissions of its role, who may invoke it, and how
 * long its log is kept. Reads only.
 */
import { type FunctionConfiguration, GetFunctionCommand, GetPolicyCommand } from '@aws-sdk/client-lambda';
import { ApikitError, EXIT } from '../../errors.ts';
import { type RolePolicy, roleRights } from '../iam/role-rights.ts';
import { logGroupNamed } from '../kinds/log-group/log-group.ts';
import { functionCode } from '../lambda/function-code.ts';
import type { Clients } from '../sdk/clients.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import type { CalledFunction } from './function-uri.ts';

export interface HandMadeFunction {
  readonly name: string;
  readonly configuration: FunctionConfiguration;
  /** The bytes of the zip. */
  readonly zip: Uint8Array;
  readonly role: string;
  /** The policies of the role, inline and attached. */
  readonly policies: readonly RolePolicy[];
  /** Whether any API of any account may invoke it. */
  readonly openToAllApis: boolean;
  /** The days that its log is kept; `undefined` if it is kept for ever or does not exist. */
  readonly retentionDays?: number;
}

/** Throws `FunctionNotFound` and `CodeNotFetched`. */
export async function readFunction(
  clients: Clients,
  { name, qualifier }: CalledFunction,
  signal: AbortSignal,
): Promise<HandMadeFunction> {
  const [lambda, iam, logs] = await Promise.all([clients.lambda(), clients.iam(), clients.logs()]);
  const of = { FunctionName: name, ...(qualifier !== undefined && { Qualifier: qualifier }) };
  const { Configuration: configuration } = (await undefinedIfNotFound(lambda.send(new GetFunctionCommand(of)))) ?? {};
  if (!configuration) throw notFound(name);
  const logGroup = configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  const [zip, rights, policy, group] = await Promise.all([
    codeOf(),
    roleRights(iam, String(configuration.Role)),
    undefinedIfNotFound(lambda.send(new GetPolicyCommand(of))),
    logGroupNamed(logs, logGroup),
  ]);
  const retentionDays = group?.retentionInDays;
  return {
    name,
    configuration,
    zip,
    role: rights.role,
    policies: rights.policies,
    openToAllApis: isOpen(policy?.Policy),
    ...(retentionDays !== undefined && { retentionDays }),
  };

  async function codeOf(): Promise<Uint8Array> {
    if (configuration?.PackageType === 'Image') throw isImage(name);
    const code = await functionCode(lambda, { name, ...(qualifier !== undefined && { version: qualifier }) }, signal);
    if (!code) throw notFound(name);
    try {
      return await code.download();
    } catch (error) {
      throw notFetched(name, error);
    }
  }
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Whether the policy lets every API invoke the function: a permission of API Gateway without a source. */
function isOpen(policy: string | undefined): boolean {
  const { Statement = [] } = JSON.parse(policy ?? '{}') as { Statement?: Statement[] };
  return Statement.some(({ Effect, Principal, Condition = {} }) => {
    const sources = Object.values(Condition).flatMap((keys) => Object.keys(keys).map((key) => key.toLowerCase()));
    const limited = sources.some((key) => key === 'aws:sourcearn' || key === 'aws:sourceaccount');
    return Effect === 'Allow' && JSON.stringify(Principal).includes('apigateway.amazonaws.com') && !limited;
  });
}

const notFound = (name: string) =>
  new ApikitError(
    'FunctionNotFound',
    `The API calls the function ${name}, which does not exist in this account and region.`,
    {
      exitCode: EXIT.usage,
      hint: 'Correct the integration in API Gateway, or delete the method, and deploy its stage again.',
    },
  );

const isImage = (name: string) =>
  new ApikitError('FunctionIsImage', `The function ${name} is a container image, and apikit deploys zips.`, {
    exitCode: EXIT.usage,
    hint: 'Take its code from its repository, and begin with: apikit init --from <handler>.',
  });

const notFetched = (name: string, cause: unknown) =>
  new ApikitError(
    'CodeNotFetched',
    `The code of function ${name} could not be downloaded: ${String((cause as Error).message)}.`,
    {
      hint: 'Run the same command again.',
      cause,
    },
  );
