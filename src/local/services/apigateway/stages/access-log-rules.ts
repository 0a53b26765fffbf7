/** UpdateStage's patches of the access log: each value is set separately, and all are removed together. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { Stage } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { looksLikeArn } from '../identifiers.ts';
import type { PatchRule } from '../patch/patch.ts';
import { requireLogsRole } from './logs-role.ts';

export const accessLogRules = (context: OperationContext): PatchRule<Stage>[] => [
  {
    path: '/accessLogSettings',
    ops: ['remove'],
    apply: (stage) => void delete stage.accessLogSettings,
  },
  {
    path: '/accessLogSettings/destinationArn',
    ops: ['add', 'replace'],
    apply(stage, { value }) {
      const arn = presentLogValue(value);
      if (!looksLikeArn(arn)) throw badRequest(`Invalid ARN. ARN is not well formed ${arn}`);
      if (!arn.includes(':log-group:')) throw notImplemented('An access log destination other than a log group');
      requireLogsRole(context);
      stage.accessLogSettings = { ...stage.accessLogSettings, destinationArn: arn };
    },
  },
  {
    path: '/accessLogSettings/format',
    ops: ['add', 'replace'],
    apply(stage, { value }) {
      const format = presentLogValue(value);
      requireLogsRole(context);
      stage.accessLogSettings = { ...stage.accessLogSettings, format };
    },
  },
];

function presentLogValue(value: string | undefined): string {
  if (!value) throw badRequest('Access Log value must not be empty');
  return value;
}
