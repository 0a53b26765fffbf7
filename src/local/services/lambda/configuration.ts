/** A stored version as a `FunctionConfiguration` on the wire. */
import { createHash } from 'node:crypto';
import type { Scope } from '../../cloud.ts';
import { codeSha256 } from './code.ts';
import { type FunctionVersion, functionArn } from './model.ts';

/** AWS's words for an update too (recorded by LocalStack on AWS). */
const CREATING = 'The function is being created.';

/** `arn` as AWS gives it for the call at hand: unqualified, or with the qualifier that was asked for. */
export function configurationOf(version: FunctionVersion, arn: string, scope: Scope): object {
  return {
    ...listedConfigurationOf(version, arn),
    State: version.state,
    ...(version.state === 'Pending' && { StateReason: CREATING, StateReasonCode: 'Creating' }),
    LastUpdateStatus: version.lastUpdateStatus,
    ...(version.lastUpdateStatus === 'InProgress' && {
      LastUpdateStatusReason: CREATING,
      LastUpdateStatusReasonCode: 'Creating',
    }),
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(version.settings.runtime, scope) },
  };
}

/** As lists have it: without states (recorded by LocalStack on AWS: `list_functions`). */
export function listedConfigurationOf(version: FunctionVersion, arn: string): object {
  const { settings, code } = version;
  return {
    FunctionName: version.functionName,
    FunctionArn: arn,
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: code.size,
    Description: settings.description,
    Timeout: settings.timeout,
    MemorySize: settings.memorySize,
    LastModified: version.lastModified,
    CodeSha256: codeSha256(code),
    Version: version.version,
    ...(settings.variables && { Environment: { Variables: settings.variables } }),
    TracingConfig: { Mode: settings.tracingMode },
    RevisionId: version.revisionId,
    PackageType: 'Zip',
    Architectures: [code.architecture],
    EphemeralStorage: { Size: settings.ephemeralStorage },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: settings.logGroup },
  };
}

/** For published versions, and for `$LATEST` where AWS spells it out. */
export const versionArn = (version: FunctionVersion, scope: Scope): string =>
  functionArn(scope, version.functionName, version.version);

/** Stands for the runtime's build: stable for one runtime, as long as AWS's. */
export function runtimeVersionArn(runtime: string, scope: Scope): string {
  return `arn:aws:lambda:${scope.region}::runtime:${createHash('sha256').update(runtime).digest('hex')}`;
}

/** `2026-11-21T10:00:00.000+0000`, as Lambda writes times. */
export const lambdaTime = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('Z', '+0000');
