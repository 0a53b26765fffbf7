/**
 * A copy of the stage's function, with which `apikit tune` tries other sizes: the code and the settings of one version,
 * with the tags of the stage, so that `destroy` finds a copy that a killed run left behind. The live function is only
 * read.
 */
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type FunctionConfiguration,
  GetFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Right } from '../../engine/rights.ts';
import { functionArn } from '../../naming/arns.ts';
import { tuningFunctionName } from '../../naming/names.ts';
import type { Tags } from '../../naming/tags.ts';
import { asCleanUp } from '../sdk/clean-up.ts';
import { isAwsError, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { codeIn } from './function-code.ts';
import { type LambdaWork, retryWhileBusy, waitUntilSettled } from './wait.ts';

/** The permissions that its calls need beyond those of the kind `function`. */
export const TUNING_RIGHTS: readonly Right[] = [
  { actions: ['lambda:InvokeFunction'], on: (scope) => [functionArn(scope, tuningFunctionName(scope))] },
];

export interface TuningCopy {
  readonly name: string;
  readonly architecture: string;
  /** In MB. */
  readonly memory: number;
}

export interface CopiedVersion {
  /** The function of the stage, and its version. */
  readonly function: string;
  readonly version: string;
  /** The name of the copy. */
  readonly name: string;
  readonly tags: Tags;
}

/** Returns `undefined` if the version does not exist. A copy of an earlier run is replaced. */
export async function createTuningCopy(
  work: LambdaWork,
  { function: FunctionName, version, name, tags }: CopiedVersion,
): Promise<TuningCopy | undefined> {
  const { client, context } = work;
  const found = await undefinedIfNotFound(client.send(new GetFunctionCommand({ FunctionName, Qualifier: version })));
  const code = found && codeIn(found, context.signal);
  if (!found?.Configuration || !code) return undefined;
  const command = new CreateFunctionCommand({
    FunctionName: name,
    ...copied(found.Configuration),
    Code: { ZipFile: await code.download() },
    Tags: tags,
  });
  const create = () => retryWhileBusy(work, `create function "${name}"`, () => client.send(command));
  const made = await create().catch(async (error: unknown) => {
    if (!isAwsError(error, 'ResourceConflictException')) throw error;
    await removeTuningCopy(client, name);
    return await create();
  });
  await waitUntilSettled(work, name, made);
  const { Architectures: [architecture = 'x86_64'] = [], MemorySize: memory = 128 } = made;
  return { name, architecture, memory };
}

/**
 * The settings that decide how fast the code runs. The log keeps its usual format, whose last lines have the figures of
 * a call, and tracing is left out.
 */
function copied({ Runtime, Handler, Role, ...found }: FunctionConfiguration) {
  const { Timeout, MemorySize, Architectures, EphemeralStorage, KMSKeyArn, Environment, Layers, VpcConfig } = found;
  const { SubnetIds = [], SecurityGroupIds = [], Ipv6AllowedForDualStack = false } = VpcConfig ?? {};
  return {
    ...{ Runtime, Handler, Role, Timeout, MemorySize, Architectures, EphemeralStorage, KMSKeyArn },
    ...(Environment?.Variables && { Environment: { Variables: Environment.Variables } }),
    ...(Layers && Layers.length > 0 && { Layers: Layers.flatMap(({ Arn }) => Arn ?? []) }),
    ...(SubnetIds.length > 0 && { VpcConfig: { SubnetIds, SecurityGroupIds, Ipv6AllowedForDualStack } }),
  };
}

/** Its next call starts a new instance with this size. */
export async function resizeTuningCopy(work: LambdaWork, FunctionName: string, MemorySize: number): Promise<void> {
  const command = new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize });
  const what = `set the memory of function "${FunctionName}"`;
  await waitUntilSettled(work, FunctionName, await retryWhileBusy(work, what, () => work.client.send(command)));
}

/** Also after an interruption. */
export async function removeTuningCopy(client: LambdaClient, FunctionName: string): Promise<void> {
  await undefinedIfNotFound(client.send(asCleanUp(new DeleteFunctionCommand({ FunctionName }))));
}

export interface TimedCall {
  /** In ms. */
  readonly duration: number;
  /** The start of the instance, for its first call. */
  readonly init?: number;
  /** The status of the response; `undefined` if the call failed. */
  readonly status?: number;
  /** Why the call failed. */
  readonly failed?: string;
}

/** Calls the function, and reads the figures from the end of its log. */
export async function timedCall(client: LambdaClient, FunctionName: string, event: string): Promise<TimedCall> {
  const {
    LogResult = '',
    Payload,
    FunctionError,
  } = await client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(event), LogType: 'Tail' }));
  const log = Buffer.from(LogResult, 'base64').toString('utf8');
  const payload = Payload ? Buffer.from(Payload).toString('utf8') : '';
  const measured = (what: string) => {
    const [, figure] =
      new RegExp(`\\b${what}: ([\\d.]+) ms`).exec(log.slice(log.lastIndexOf('REPORT RequestId'))) ?? [];
    return figure === undefined ? undefined : Number(figure);
  };
  const init = measured('Init Duration');
  const times = { duration: measured('Duration') ?? 0, ...(init !== undefined && { init }) };
  if (FunctionError !== undefined) return { ...times, failed: reasonIn(payload) };
  return { ...times, status: statusIn(payload) };
}

function reasonIn(payload: string): string {
  const { errorMessage, errorType } = asObject(payload);
  return [errorType, errorMessage].filter((one) => typeof one === 'string' && one !== '').join(': ') || payload;
}

const statusIn = (payload: string): number => Number(asObject(payload).statusCode ?? 200);

function asObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
