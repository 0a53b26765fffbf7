/** How a function leaves: its code as a zip, its configuration, and variables that may be secrets as parameters. */
import { configurationInput } from '../../kinds/function/function-settings.ts';
import { loggingInput } from '../../kinds/function/log-controls.ts';
import type { DesiredFunction, FunctionShape } from '../../kinds/function/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { block, type Leaving, type LeavingStage, type Live } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const lambdaFunction: Leaving<FunctionShape> = {
  cloudFormation(live, stage) {
    const { id, name, properties } = live.resource;
    // The properties have the SDK's names, with few exceptions.
    const { KMSKeyArn, VpcConfig, SnapStart, Environment: _, ...configuration } = configurationInput(properties);
    const { codeSha256, architecture, reservedConcurrency, kmsKey, vpc, snapStart, tags } = properties;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::Lambda::Function',
        properties: {
          FunctionName: name,
          Code: stage.objectOf(codeSha256),
          Architectures: [architecture],
          ...configuration,
          Environment: { Variables: environmentOf(live, stage) },
          ...(kmsKey && { KmsKeyArn: KMSKeyArn }),
          ...(vpc && { VpcConfig }),
          ...(snapStart && { SnapStart }),
          ...(typeof reservedConcurrency === 'number' && { ReservedConcurrentExecutions: reservedConcurrency }),
          Tags: toTagList(tags),
        },
        identifier: { FunctionName: name },
        values: { Arn: live.attributes.arn },
      },
    ];
  },

  terraform(live, stage) {
    const { id, name, properties } = live.resource;
    const { codeSha256, kmsKey, tags } = properties;
    return [
      {
        type: 'aws_lambda_function',
        name: terraformName(id),
        body: {
          function_name: name,
          filename: stage.fileOf(codeSha256),
          source_code_hash: codeSha256,
          publish: id === 'function',
          runtime: properties.runtime,
          handler: properties.handler,
          architectures: [properties.architecture],
          memory_size: properties.memory,
          timeout: properties.timeout,
          ephemeral_storage: block({ size: properties.ephemeralStorage }),
          role: properties.role,
          environment: block({ variables: environmentOf(live, stage) }),
          ...(kmsKey && { kms_key_arn: kmsKey }),
          ...limitsOf(properties),
          tracing_config: block({ mode: properties.tracing ? 'Active' : 'PassThrough' }),
          tags,
        },
        importId: name,
        values: { arn: live.attributes.arn },
      },
    ];
  },
};

function limitsOf({ reservedConcurrency, snapStart, logging, vpc, layers = [] }: DesiredFunction) {
  const { LoggingConfig } = loggingInput(logging, undefined);
  return {
    ...(typeof reservedConcurrency === 'number' && { reserved_concurrent_executions: reservedConcurrency }),
    ...(snapStart && { snap_start: block({ apply_on: 'PublishedVersions' }) }),
    ...(LoggingConfig && {
      logging_config: block({
        log_format: LoggingConfig.LogFormat,
        application_log_level: LoggingConfig.ApplicationLogLevel,
        system_log_level: LoggingConfig.SystemLogLevel,
      }),
    }),
    ...(layers.length > 0 && { layers }),
    ...(vpc && {
      vpc_config: block({
        subnet_ids: vpc.subnets,
        security_group_ids: vpc.securityGroups,
        ipv6_allowed_for_dual_stack: vpc.ipv6,
      }),
    }),
  };
}

/** A password may be in `DATABASE_URL`, too, so no variable that the user has chosen is in a file. */
function environmentOf(
  { resource: { id, properties } }: Live<FunctionShape>,
  { userVariables, secretOf }: LeavingStage,
) {
  return Object.fromEntries(
    Object.entries(properties.environment).map(([name, value]) => [
      name,
      userVariables.has(name) ? secretOf(id, name) : value,
    ]),
  );
}
