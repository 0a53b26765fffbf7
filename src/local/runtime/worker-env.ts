/** The environment of a function's process on Lambda (docs/aws/lambda.md). Only PATH comes from the parent process. */
import { devNull } from 'node:os';
import { type FunctionVersion, startsFromSnapshot } from '../state/functions/model.ts';
import type { Session } from '../state/identity/sessions.ts';
import { layerEnvironment } from './layer-paths.ts';
import { vpcEndpoints } from './vpc-environment.ts';

export interface EnvironmentFacts {
  readonly version: FunctionVersion;
  readonly region: string;
  readonly taskRoot: string;
  /** The folder that stands for `/opt`; `undefined` if the function has no layers. */
  readonly layerRoot: string | undefined;
  readonly runtimeDir: string;
  /** The host:port and path of this worker's Runtime API. */
  readonly runtimeApi: string;
  readonly logStream: string;
  /** The endpoint of the embedded cloud. */
  readonly endpoint: string;
  /** The services that the VPC of the function reaches; `undefined` if it is in none. */
  readonly reached: readonly string[] | undefined;
  readonly credentials: Session;
}

/** The descriptor on which bootstraps write framed log events. */
export const LOG_FD = 3;

/** The descriptor on which the Node.js bootstrap talks to its Runtime API. */
export const API_FD = 4;

export function workerEnvironment(facts: EnvironmentFacts): Record<string, string> {
  const { version, region, credentials } = facts;
  const { settings } = version;
  const PATH = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';
  return {
    PATH,
    ...(facts.layerRoot !== undefined && layerEnvironment(facts.layerRoot, settings.runtime, PATH)),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // The SDK warns about the Node.js version that runs here, which is the user's and not the one on AWS.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // Lambda has no such files. A function must not find the user's files, which have the keys of real accounts.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    ...settings.variables,
    ...(settings.variables?.AWS_ENDPOINT_URL === undefined && endpoints(facts)),
    _HANDLER: settings.handler,
    _LAMBDA_TELEMETRY_LOG_FD: String(LOG_FD),
    _APIKIT_RUNTIME_API_FD: String(API_FD),
    LAMBDA_TASK_ROOT: facts.taskRoot,
    LAMBDA_RUNTIME_DIR: facts.runtimeDir,
    AWS_LAMBDA_RUNTIME_API: facts.runtimeApi,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: version.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: startsFromSnapshot(version) ? 'snap-start' : 'on-demand',
    ...(settings.logging && {
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: settings.logging.applicationLevel,
    }),
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: facts.logStream,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}

const endpoints = ({ endpoint, reached }: EnvironmentFacts): Record<string, string> =>
  reached ? vpcEndpoints(endpoint, reached) : { AWS_ENDPOINT_URL: endpoint };
