/** One version of a function as Lambda has it; `undefined` if it does not exist. One read. */
import { GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { codeIn, type FunctionCode } from './function-code.ts';

export interface FunctionVersion {
  readonly name: string;
  readonly version: string;
  readonly runtime: string;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memory: number;
  readonly state: string;
  readonly stateReason?: string;
  /** The reserved concurrency of the function. */
  readonly reserved?: number;
  readonly code?: FunctionCode;
}

export async function functionVersion(
  client: LambdaClient,
  FunctionName: string,
  Qualifier: string,
  signal: AbortSignal,
): Promise<FunctionVersion | undefined> {
  const found = await undefinedIfNotFound(client.send(new GetFunctionCommand({ FunctionName, Qualifier })));
  if (!found) return undefined;
  const { Runtime = '', Timeout = 3, MemorySize = 128, State = 'Active', StateReason } = found.Configuration ?? {};
  const code = codeIn(found, signal);
  const reserved = found.Concurrency?.ReservedConcurrentExecutions;
  return {
    name: FunctionName,
    version: Qualifier,
    runtime: Runtime,
    timeout: Timeout,
    memory: MemorySize,
    state: State,
    ...(StateReason && { stateReason: StateReason }),
    ...(reserved !== undefined && { reserved }),
    ...(code && { code }),
  };
}
