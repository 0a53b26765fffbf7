/** How a log group leaves. */
import type { LogGroupShape } from '../../kinds/log-group/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import type { Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const logGroup: Leaving<LogGroupShape> = {
  cloudFormation({ resource: { id, properties }, attributes: { name, arn } }) {
    const { retentionDays, kmsKey, tags } = properties;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::Logs::LogGroup',
        properties: {
          LogGroupName: name,
          RetentionInDays: retentionDays,
          ...(kmsKey && { KmsKeyId: kmsKey }),
          Tags: toTagList(tags),
        },
        identifier: { LogGroupName: name },
        // The attribute of CloudFormation ends in `:*`, which other properties do not take.
        values: { Arn: `${arn}:*` },
      },
    ];
  },

  terraform({ resource: { id, properties }, attributes: { name, arn } }) {
    const { retentionDays, kmsKey, tags } = properties;
    return [
      {
        type: 'aws_cloudwatch_log_group',
        name: terraformName(id),
        body: { name, retention_in_days: retentionDays, ...(kmsKey && { kms_key_id: kmsKey }), tags },
        importId: name,
        values: { arn },
      },
    ];
  },
};
