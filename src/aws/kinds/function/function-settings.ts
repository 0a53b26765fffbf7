/** Reads a function as Lambda returns it, and makes the input of its calls. Pure. */
import type {
  Architecture,
  GetFunctionCommandOutput,
  Runtime,
  UpdateFunctionConfigurationCommandInput,
  VpcConfigResponse,
} from '@aws-sdk/client-lambda';
import { loggingInput, observedLogging } from './log-controls.ts';
import type { DesiredFunction, DesiredVpc, FunctionConfiguration, FunctionShape } from './shape.ts';

/** The parts of the response that matter here. */
export type FoundFunction = Pick<GetFunctionCommandOutput, 'Concurrency' | 'Configuration' | 'Tags'>;

/** The MB of `/tmp` that Lambda gives a function by default. */
export const SMALLEST_STORAGE = 512;

export function observedFunction({
  Concurrency,
  Configuration: configuration,
  Tags,
}: FoundFunction): FunctionShape['found'] {
  return {
    runtime: configuration?.Runtime,
    handler: configuration?.Handler,
    architecture: configuration?.Architectures?.[0] ?? 'x86_64',
    memory: configuration?.MemorySize,
    timeout: configuration?.Timeout,
    ephemeralStorage: configuration?.EphemeralStorage?.Size ?? SMALLEST_STORAGE,
    role: configuration?.Role,
    environment: configuration?.Environment?.Variables ?? {},
    kmsKey: configuration?.KMSKeyArn || false,
    ...(configuration?.SnapStart?.ApplyOn === 'PublishedVersions' && { snapStart: true as const }),
    ...observedLogging(configuration?.LoggingConfig),
    vpc: observedVpc(configuration?.VpcConfig),
    layers: (configuration?.Layers ?? []).flatMap(({ Arn }) => Arn ?? []),
    tracing: configuration?.TracingConfig?.Mode === 'Active',
    codeSha256: configuration?.CodeSha256,
    reservedConcurrency: Concurrency?.ReservedConcurrentExecutions ?? false,
    tags: Tags ?? {},
  };
}

export function configurationOf(properties: FunctionConfiguration): FunctionConfiguration {
  const {
    runtime,
    handler,
    memory,
    timeout,
    ephemeralStorage,
    role,
    environment,
    kmsKey,
    snapStart,
    logging,
    vpc,
    layers,
    tracing,
  } = properties;
  return {
    runtime,
    handler,
    memory,
    timeout,
    ephemeralStorage,
    role,
    environment,
    tracing,
    ...(kmsKey !== undefined && { kmsKey }),
    ...(snapStart && { snapStart }),
    ...(logging && { logging }),
    ...(vpc !== undefined && { vpc }),
    ...(layers !== undefined && { layers }),
  };
}

/**
 * The configuration in Lambda's form, for both `CreateFunction` and `UpdateFunctionConfiguration`. A setting that is
 * neither desired nor found is left out.
 */
export function configurationInput(desired: DesiredFunction, found: Partial<FunctionConfiguration> = {}) {
  return {
    Runtime: desired.runtime as Runtime,
    Handler: desired.handler,
    MemorySize: desired.memory,
    Timeout: desired.timeout,
    EphemeralStorage: { Size: desired.ephemeralStorage },
    Role: desired.role,
    Environment: { Variables: desired.environment },
    ...(desired.kmsKey !== undefined && { KMSKeyArn: desired.kmsKey || '' }),
    ...((desired.snapStart || found.snapStart) && {
      SnapStart: { ApplyOn: desired.snapStart ? ('PublishedVersions' as const) : ('None' as const) },
    }),
    ...loggingInput(desired.logging, found.logging),
    ...vpcInput(desired.vpc, found.vpc),
    ...layersInput(desired.layers, found.layers),
    TracingConfig: { Mode: desired.tracing ? 'Active' : 'PassThrough' },
  } satisfies Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'>;
}

function observedVpc({ SubnetIds = [], SecurityGroupIds = [], ...vpc }: VpcConfigResponse = {}): DesiredVpc | false {
  if (SubnetIds.length === 0) return false;
  return {
    subnets: [...SubnetIds].sort(),
    securityGroups: [...SecurityGroupIds].sort(),
    ipv6: vpc.Ipv6AllowedForDualStack === true,
  };
}

/** Empty lists take a function out of its VPC. */
function vpcInput(desired: DesiredVpc | false | undefined, found: DesiredVpc | false = false) {
  if (desired === undefined || (desired === false && found === false)) return {};
  const { subnets, securityGroups, ipv6 } = desired || { subnets: [], securityGroups: [], ipv6: false };
  const lists = { SubnetIds: [...subnets], SecurityGroupIds: [...securityGroups] };
  return { VpcConfig: { ...lists, Ipv6AllowedForDualStack: ipv6 } };
}

/** An empty list removes all layers. */
function layersInput(desired: readonly string[] | undefined, found: readonly string[] = []) {
  if (desired === undefined || (desired.length === 0 && found.length === 0)) return {};
  return { Layers: [...desired] };
}

export function architectureInput(desired: DesiredFunction): Architecture[] {
  return [desired.architecture];
}

/** The variables that apikit itself sets (`config/handler-environment.ts`). They contain names and never secrets. */
const OWN_VARIABLE =
  /^environment\.(TABLE_[A-Z0-9_]+|SECRET_[A-Z0-9_]+_REF|APIKIT_APP|APIKIT_STAGE|CORS_ORIGINS|CORS_CREDENTIALS|CORS_EXPOSE_HEADERS|LOG_LEVEL)$/;
const HIDDEN = '(hidden)';

/**
 * A plan is printed and kept in the logs of CI. A password may be in `DATABASE_URL` as well as in `DB_PASSWORD`, so the
 * plan shows that the user's variables differ and never their values.
 */
export function printableValue(path: string, value: unknown): unknown {
  const secret = path.startsWith('environment.') && !OWN_VARIABLE.test(path);
  return secret && typeof value === 'string' ? HIDDEN : value;
}
