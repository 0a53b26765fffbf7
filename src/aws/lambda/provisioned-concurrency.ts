/**
 * The instances of a function's versions that Lambda keeps initialized. Lambda sets them up in the background, which
 * takes minutes at worst (docs/aws/lambda.md).
 */
import {
  DeleteProvisionedConcurrencyConfigCommand,
  type LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';
import { ApikitError } from '../../errors.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { waitUntil } from '../sdk/retry.ts';
import { type LambdaWork, retryWhileBusy } from './wait.ts';

/** The permissions for all of these calls. */
export const PROVISIONED_ACTIONS = [
  'lambda:ListProvisionedConcurrencyConfigs',
  'lambda:PutProvisionedConcurrencyConfig',
  'lambda:DeleteProvisionedConcurrencyConfig',
];

export interface Provisioned {
  readonly version: string;
  /** The number of instances that were requested. */
  readonly executions: number;
  readonly status: 'READY' | 'IN_PROGRESS' | 'FAILED';
  /** The reason why it failed. */
  readonly reason?: string;
}

export type Instances = Pick<Provisioned, 'version' | 'executions'>;

/** Milliseconds. Lambda needs one to three minutes, and more for many instances. */
const PATIENCE = 900_000;

/** Returns the versions with provisioned concurrency. Makes one call for every 50; none exist without the function. */
export async function listProvisioned(client: LambdaClient, FunctionName: string): Promise<Provisioned[]> {
  const found: Provisioned[] = [];
  let Marker: string | undefined;
  do {
    const command = new ListProvisionedConcurrencyConfigsCommand({ FunctionName, ...(Marker && { Marker }) });
    const page = await undefinedIfNotFound(client.send(command));
    for (const {
      FunctionArn = '',
      RequestedProvisionedConcurrentExecutions: executions = 0,
      Status: status = 'IN_PROGRESS',
      StatusReason: reason,
    } of page?.ProvisionedConcurrencyConfigs ?? []) {
      const version = FunctionArn.split(':').at(-1)!;
      found.push({ version, executions, status, ...(reason !== undefined && { reason }) });
    }
    Marker = page?.NextMarker;
  } while (Marker);
  return found;
}

/**
 * Requests the instances of a version, unless `observed` says that Lambda is initializing them, and waits until they
 * are ready. Throws `NotProvisioned`, and then takes back the request for a version that had no instances before.
 */
export async function provision(
  work: LambdaWork,
  FunctionName: string,
  { version, executions }: Instances,
  observed: readonly Provisioned[],
): Promise<void> {
  const { client, clock, context } = work;
  const isThis = (one: Provisioned) => one.version === version && one.executions === executions;
  if (observed.find(isThis)?.status !== 'IN_PROGRESS') {
    const command = new PutProvisionedConcurrencyConfigCommand({
      FunctionName,
      Qualifier: version,
      ProvisionedConcurrentExecutions: executions,
    });
    const what = `provision concurrency for version ${version} of function "${FunctionName}"`;
    const { Status } = await retryWhileBusy(work, what, () => client.send(command));
    if (Status === 'READY') return;
  }
  context.note(`waiting for ${executions} instances of version ${version} to be initialized`);
  const patience = {
    what: `wait for the instances of version ${version} of function "${FunctionName}"`,
    within: PATIENCE,
    firstDelay: 500,
    longestDelay: 5_000,
    hint: 'Run the same command again: it continues to wait.',
    clock,
    signal: context.signal,
  };
  const { status, reason = 'it gave no reason' } = await waitUntil(patience, async () => {
    const found = (await listProvisioned(client, FunctionName)).find(isThis);
    return found?.status === 'IN_PROGRESS' ? undefined : found;
  });
  if (status === 'READY') return;
  // A request that failed counts against the reservation of the function, so the next release could not make its own.
  if (!observed.some((one) => one.version === version)) await unprovision(client, FunctionName, version);
  throw new ApikitError(
    'NotProvisioned',
    `Lambda could not initialize ${executions} instances of version ${version} of function "${FunctionName}": ${reason}.`,
    {
      hint: 'FUNCTION_ERROR_INIT_FAILURE means that the code fails when it starts: look at the log of the function. Otherwise provision fewer instances, and run the same command again.',
    },
  );
}

/** Lets all of these versions but one start their instances on demand again; without `kept`, all of them. */
export async function unprovisionOthers(
  client: LambdaClient,
  FunctionName: string,
  provisioned: readonly Provisioned[],
  kept?: string,
): Promise<void> {
  for (const { version } of provisioned) if (version !== kept) await unprovision(client, FunctionName, version);
}

/** Lets a version start its instances on demand again. */
export async function unprovision(client: LambdaClient, FunctionName: string, version: string): Promise<void> {
  const command = new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: version });
  await undefinedIfNotFound(client.send(command));
}
