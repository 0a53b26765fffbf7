/**
 * Checks that the secrets in `function.secrets` exist, without reading their values. The caller may have no permission
 * to look, and somebody may create a secret after the deploy, so the results are warnings and never errors.
 */
import type { Right, RightsScope } from '../../engine/rights.ts';
import { secretArn } from '../../naming/arns.ts';
import { parseSecret } from '../../naming/secret-reference.ts';
import type { Clients } from '../sdk/clients.ts';
import { errorMessage, isAwsError } from '../sdk/errors/sdk-error.ts';

/** The permissions that these calls need, for the secrets of a stage's functions. */
export function secretRights(configured: Readonly<Record<string, { readonly from: string }>>): Right[] {
  const references = Object.values(configured).map(({ from }) => parseSecret(from));
  const secrets = references.filter(({ service }) => service === 'secretsmanager').map(({ id }) => id);
  const arnsOf = (scope: RightsScope) => secrets.map((id) => (id.startsWith('arn:') ? id : secretArn(scope, id)));
  return [
    ...(references.length > secrets.length ? [{ actions: ['ssm:DescribeParameters'] }] : []),
    ...(secrets.length > 0 ? [{ actions: ['secretsmanager:DescribeSecret'], on: arnsOf }] : []),
  ];
}

/** The most names that one filter of DescribeParameters accepts (ParameterStringFilter in the API Reference). */
const FILTER_VALUES = 50;

export interface MissingSecrets {
  /** A sentence for each secret that does not exist. */
  readonly absent: readonly string[];
  /** A sentence for each secret that could not be checked. */
  readonly unknown: readonly string[];
}

/** Makes calls only if the stage has secrets: one for all parameters, and one for each secret in Secrets Manager. */
export async function missingSecrets(
  clients: Clients,
  configured: Readonly<Record<string, { readonly from: string }>>,
  region: string,
): Promise<MissingSecrets> {
  const references = Object.entries(configured).map(([name, { from }]) => ({ name, ...parseSecret(from) }));
  const parameters = references.filter(({ service }) => service === 'ssm');
  const secrets = references.filter(({ service }) => service === 'secretsmanager');
  const absent: string[] = [];
  const unknown: string[] = [];
  /** `found` says whether it exists, or why that is not known. */
  const judge = (name: string, what: string, found: boolean | { error: unknown }) => {
    if (found === false)
      absent.push(
        `function.secrets.${name} refers to ${what}, which does not exist in ${region}: the handler fails when it asks for it.`,
      );
    else if (found !== true)
      unknown.push(
        `apikit could not check whether function.secrets.${name} exists: ${errorMessage(found.error).replace(/\.?$/, '.')}`,
      );
  };

  const [known, ...found] = await Promise.all([
    parameters.length === 0
      ? undefined
      : parametersAmong(
          clients,
          parameters.map(({ id }) => id),
        ),
    ...secrets.map(({ id }) => secretExists(clients, id)),
  ]);
  for (const { name, id } of parameters)
    judge(name, `the parameter ${id}`, known instanceof Set ? known.has(id) : (known ?? false));
  for (const [index, { name, id }] of secrets.entries()) judge(name, `the secret ${id}`, found[index] ?? false);
  return { absent, unknown };
}

/** The names of those that exist. */
async function parametersAmong(clients: Clients, names: readonly string[]): Promise<Set<string> | { error: unknown }> {
  const client = await clients.ssm();
  const asked = [...new Set(names)];
  const found = new Set<string>();
  const { DescribeParametersCommand } = await import('@aws-sdk/client-ssm');
  try {
    for (let from = 0; from < asked.length; from += FILTER_VALUES) {
      const Values = asked.slice(from, from + FILTER_VALUES);
      const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values }];
      let NextToken: string | undefined;
      do {
        const page = await client.send(new DescribeParametersCommand({ ParameterFilters, MaxResults: 50, NextToken }));
        for (const { Name = '' } of page.Parameters ?? []) found.add(Name);
        NextToken = page.NextToken;
      } while (NextToken);
    }
    return found;
  } catch (error) {
    if (isRefusal(error)) return { error };
    throw error;
  }
}

async function secretExists(clients: Clients, SecretId: string): Promise<boolean | { error: unknown }> {
  const { DescribeSecretCommand } = await import('@aws-sdk/client-secrets-manager');
  const client = await clients.secretsManager();
  try {
    const { DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId }));
    return DeletedDate === undefined;
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return false;
    if (isRefusal(error)) return { error };
    throw error;
  }
}

const isRefusal = (error: unknown) =>
  isAwsError(error, 'AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation');
