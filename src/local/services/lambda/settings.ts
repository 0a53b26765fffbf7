/** Reads the settings that CreateFunction and UpdateFunctionConfiguration share, with AWS's limits. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import type { CreateFunctionRequest, LoggingConfig } from '../../models/lambda.ts';
import { invalidParameter } from '../../state/functions/errors.ts';
import type { FunctionSettings } from '../../state/functions/model.ts';
import { checkVariables } from './environment.ts';

/** The members that both requests have. */
type SettingsInput = Partial<Omit<CreateFunctionRequest, 'FunctionName'>>;

/** Throws ValidationException, InvalidParameterValueException, NotImplementedException. */
export function checkSettings(input: SettingsInput): void {
  checkMembers('ValidationException', [
    ['timeout', input.Timeout, { max: 900 }],
    ['memorySize', input.MemorySize, { max: 10_240 }],
    ['ephemeralStorage.size', input.EphemeralStorage?.Size, { max: 10_240 }],
  ]);
  refuseUnsupported(input);
  checkVariables(input.Environment?.Variables ?? {});
}

/** Clients send an empty list or text to clear these; only a real value is refused. */
function refuseUnsupported(input: SettingsInput): void {
  const given: [name: string, present: unknown][] = [
    ['DeadLetterConfig', input.DeadLetterConfig?.TargetArn],
    ['FileSystemConfigs', input.FileSystemConfigs?.length],
    ['ImageConfig', input.ImageConfig],
    ['CodeSigningConfigArn', input.CodeSigningConfigArn],
    ['CapacityProviderConfig', input.CapacityProviderConfig],
    ['DurableConfig', input.DurableConfig],
    ['TenancyConfig', input.TenancyConfig],
    ['RuntimeConfig', input.RuntimeConfig],
    ['AcceleratorConfig', input.AcceleratorConfig],
  ];
  const refused = given.find(([, present]) => present);
  if (refused) throw notImplemented(`Function setting ${refused[0]}`);
}

/** Applies `input` to `base`. Absent members keep their value; an empty map clears the value and stays an empty map. */
export function mergeSettings(base: FunctionSettings, input: SettingsInput): FunctionSettings {
  const merged = {
    ...base,
    runtime: input.Runtime ?? base.runtime,
    handler: input.Handler ?? base.handler,
    role: input.Role ?? base.role,
    description: input.Description ?? base.description,
    timeout: input.Timeout ?? base.timeout,
    memorySize: input.MemorySize ?? base.memorySize,
    tracingMode: input.TracingConfig?.Mode ?? base.tracingMode,
    ephemeralStorage: input.EphemeralStorage?.Size ?? base.ephemeralStorage,
    logGroup: input.LoggingConfig?.LogGroup ?? base.logGroup,
    snapStart:
      input.SnapStart === undefined ? base.snapStart : input.SnapStart.ApplyOn === 'PublishedVersions' || undefined,
    kmsKeyArn: input.KMSKeyArn === undefined ? base.kmsKeyArn : input.KMSKeyArn || undefined,
    logging: mergeLogging(base.logging, input.LoggingConfig),
    variables: input.Environment === undefined ? base.variables : (input.Environment.Variables ?? {}),
  };
  checkSnapStart(merged);
  return merged;
}

/** Throws InvalidParameterValueException for a function of which Lambda takes no snapshots (docs/aws/lambda.md). */
function checkSnapStart({ snapStart, runtime, ephemeralStorage }: FunctionSettings): void {
  if (!snapStart) return;
  const [, minor] = /^python3\.(\d+)$/.exec(runtime) ?? [];
  if (minor === undefined || Number(minor) < 12) {
    throw invalidParameter(`${runtime} is not supported for SnapStart enabled functions.`);
  }
  if (ephemeralStorage > 512) {
    throw invalidParameter(
      'Ephemeral storage size higher than 512 MB is not supported for SnapStart enabled functions.',
    );
  }
}

/** Throws InvalidParameterValueException for levels of a log in text. */
function mergeLogging(base: FunctionSettings['logging'], given: LoggingConfig = {}): FunctionSettings['logging'] {
  const { LogFormat = base ? 'JSON' : 'Text', ApplicationLogLevel, SystemLogLevel } = given;
  if (LogFormat === 'JSON') {
    return {
      applicationLevel: ApplicationLogLevel ?? base?.applicationLevel ?? 'INFO',
      systemLevel: SystemLogLevel ?? base?.systemLevel ?? 'INFO',
    };
  }
  if (ApplicationLogLevel !== undefined || SystemLogLevel !== undefined) {
    throw invalidParameter('ApplicationLogLevel and SystemLogLevel are supported only when LogFormat is set to JSON.');
  }
  return undefined;
}

/** AWS's defaults for a new function. */
export const defaultSettings = (functionName: string): FunctionSettings => ({
  runtime: '',
  handler: '',
  role: '',
  description: '',
  timeout: 3,
  memorySize: 128,
  tracingMode: 'PassThrough',
  ephemeralStorage: 512,
  logGroup: `/aws/lambda/${functionName}`,
});
