/** Converts a stored version to a `FunctionConfiguration` in wire format. */
import { createHash } from 'node:crypto';
import type { Scope } from '../../cloud/cloud.ts';
import type { FunctionConfiguration } from '../../models/lambda.ts';
import { codeSha256 } from './code.ts';
import { type FunctionVersion, functionArn, LATEST } from './model.ts';

/** AWS uses this text for an update, too (recorded by LocalStack on AWS). */
const CREATING = 'The function is being created.';

/** `arn` is the ARN as this call returns it: unqualified, or with the requested qualifier. */
export function configurationOf(version: FunctionVersion, arn: string, scope: Scope): FunctionConfiguration {
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

/** The form of lists: without states (recorded by LocalStack on AWS: `list_functions`). */
export function listedConfigurationOf(version: FunctionVersion, arn: string): FunctionConfiguration {
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
    Environment: settings.variables && { Variables: settings.variables },
    KMSKeyArn: settings.kmsKeyArn,
    TracingConfig: { Mode: settings.tracingMode },
    RevisionId: version.revisionId,
    PackageType: 'Zip',
    Architectures: [code.architecture],
    EphemeralStorage: { Size: settings.ephemeralStorage },
    Layers: settings.layers?.map(({ arn, size }) => ({ Arn: arn, CodeSize: size })),
    VpcConfig: settings.vpc && vpcConfigOf(settings.vpc),
    SnapStart: settings.snapStart
      ? { ApplyOn: 'PublishedVersions', OptimizationStatus: version.version === LATEST ? 'Off' : 'On' }
      : { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: settings.logging
      ? {
          LogFormat: 'JSON',
          ApplicationLogLevel: settings.logging.applicationLevel,
          SystemLogLevel: settings.logging.systemLevel,
          LogGroup: settings.logGroup,
        }
      : { LogFormat: 'Text', LogGroup: settings.logGroup },
  };
}

const vpcConfigOf = ({ vpcId, subnetIds, groupIds, ipv6 }: NonNullable<FunctionVersion['settings']['vpc']>) => ({
  VpcId: vpcId,
  SubnetIds: [...subnetIds],
  SecurityGroupIds: [...groupIds],
  Ipv6AllowedForDualStack: ipv6,
});

/** The ARN of a published version, and of `$LATEST` where AWS writes it out. */
export const versionArn = (version: FunctionVersion, scope: Scope): string =>
  functionArn(scope, version.functionName, version.version);

/** Stands for the build of the runtime: the same for one runtime, and as long as AWS's. */
export function runtimeVersionArn(runtime: string, scope: Scope): string {
  return `arn:aws:lambda:${scope.region}::runtime:${createHash('sha256').update(runtime).digest('hex')}`;
}

/** `2026-11-21T10:00:00.000+0000`, Lambda's time format. */
export const lambdaTime = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('Z', '+0000');
