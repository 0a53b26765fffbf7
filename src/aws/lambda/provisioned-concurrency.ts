/**
 * The instances of a function's versions that Lambda keeps initialized. Lambda sets them up in the background, which
 * takes minutes at worst (docs/aws/lambda.md).
 */
import {
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  type GetProvisionedConcurrencyConfigCommandOutput,
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
  'lambda:GetProvisionedConcurrencyConfig',
  'lambda:PutProvisionedConcurrencyConfig',
  'lambda:DeleteProvisionedConcurrencyConfig',
];

export interface Provisioned {
  readonly version: string;
  /** The number of instances that were requested. */
  readonly executions: number;
  readonly status: 'READY' | 'IN_PROGRESS' | 'FAILED';
}

export type Instances = Omit<Provisioned, 'status'>;

type State = Pick<GetProvisionedConcurrencyConfigCommandOutput, 'Status' | 'StatusReason'>;

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
      Status,
    } of page?.ProvisionedConcurrencyConfigs ?? []) {
      const version = FunctionArn.split(':').at(-1)!;
      found.push({ version, executions, status: Status ?? 'IN_PROGRESS' });
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
  const qualified = { FunctionName, Qualifier: version };
  const request = () =>
    client.send(
      new PutProvisionedConcurrencyConfigCommand({ ...qualified, ProvisionedConcurrentExecutions: executions }),
    );
  const what = `provision concurrency for version ${version} of function "${FunctionName}"`;
  const begun = observed.find((one) => one.version === version && one.executions === executions);
  let state: State =
    begun?.status === 'IN_PROGRESS' ? { Status: begun.status } : await retryWhileBusy(work, what, request);
  if (state.Status === 'IN_PROGRESS') {
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
    state = await waitUntil(patience, async () => {
      const found = await client.send(new GetProvisionedConcurrencyConfigCommand(qualified));
      return found.Status === 'IN_PROGRESS' ? undefined : found;
    });
  }
  if (state.Status !== 'FAILED') return;
  // A request that failed counts against the reservation of the function, so the next release could not make its own.
  if (!observed.some((one) => one.version === version)) await unprovision(client, FunctionName, version);
  throw new ApikitError(
    'NotProvisioned',
    `Lambda could not initialize ${executions} instances of version ${version} of function "${FunctionName}": ${state.StatusReason ?? 'it gave no reason'}.`,
    {
      hint: 'FUNCTION_ERROR_INIT_FAILURE means that the code fails when it starts: look at the log of the function. Otherwise provision fewer instances, and run the same command again.',
    },
  );
}

/** Lets a version start its instances on demand again. */
export async function unprovision(client: LambdaClient, FunctionName: string, version: string): Promise<void> {
  const command = new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: version });
  await undefinedIfNotFound(client.send(command));
}
