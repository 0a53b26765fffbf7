/**
 * Whether the secrets exist that `function.secrets` refers to, without reading any: descriptions only. Whoever deploys may well
 * have no right to look, and a secret may be made after the deploy, so what is found out is a warning and never an error.
 */
import { DescribeParametersCommand } from '@aws-sdk/client-ssm';
import { parseSecret } from '../stack/secret-reference.ts';
import type { Clients } from './clients.ts';
import { errorMessage, isAwsError } from './sdk-error.ts';

/** Names that one filter of DescribeParameters takes (ParameterStringFilter of its API Reference). */
const FILTER_VALUES = 50;

/** Calls only in stages that have secrets: one for all parameters, one for each secret of the Secrets Manager. */
export async function missingSecrets(
  clients: Clients,
  configured: Readonly<Record<string, { readonly from: string }>>,
  region: string,
): Promise<string[]> {
  const references = Object.entries(configured).map(([name, { from }]) => ({ name, ...parseSecret(from) }));
  const parameters = references.filter(({ service }) => service === 'ssm');
  const secrets = references.filter(({ service }) => service === 'secretsmanager');
  const absent = (name: string, what: string) =>
    `function.secrets.${name} refers to ${what}, which does not exist in ${region}: the handler fails when it asks for it.`;
  const unknown = (name: string, error: unknown) =>
    `Whether function.secrets.${name} exists could not be found out: ${errorMessage(error).replace(/\.?$/, '.')}`;

  const [known, ...said] = await Promise.all([
    parameters.length === 0
      ? undefined
      : parametersAmong(
          clients,
          parameters.map(({ id }) => id),
        ),
    ...secrets.map(async ({ name, id }) => {
      const found = await secretExists(clients, id);
      if (found === true) return [];
      return [found === false ? absent(name, `the secret ${id}`) : unknown(name, found.error)];
    }),
  ]);
  const ofParameters = parameters.flatMap(({ name, id }) => {
    if (known === undefined || known instanceof Set) return known?.has(id) ? [] : [absent(name, `the parameter ${id}`)];
    return [unknown(name, known.error)];
  });
  return [...ofParameters, ...said.flat()];
}

/** Names of those that exist. */
async function parametersAmong(clients: Clients, names: readonly string[]): Promise<Set<string> | { error: unknown }> {
  const client = await clients.ssm();
  const asked = [...new Set(names)];
  const found = new Set<string>();
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
