/** Checks `function.role` of a resolved stage: its account must be able to use the permissions boundary. Pure. */
import { partitionOf } from '../naming/regions.ts';
import type { StageConfig } from './config.ts';
import type { ReportProblem } from './stage-report.ts';

export function checkRole({ function: { role }, region, account, stage }: StageConfig, report: ReportProblem): void {
  const boundary = role?.permissionsBoundary;
  if (!boundary || region === '') return;
  const path = ['function', 'role', 'permissionsBoundary'];
  const [, partition, , , owner] = boundary.split(':');
  const wanted = partitionOf(region).id;
  if (partition !== wanted) {
    const message = `function.role.permissionsBoundary is in partition ${partition}, but stage ${stage} is in ${wanted}.`;
    report(path, message, `Use the ARN of a policy that begins with arn:${wanted}:iam::.`, { about: 'partition' });
  } else if (account !== undefined && owner !== 'aws' && owner !== account) {
    const message = `function.role.permissionsBoundary is a policy of account ${owner}, but stage ${stage} is in ${account}.`;
    report(
      path,
      message,
      `IAM accepts only policies of the same account: set another one under stages.${stage}.function.role.`,
      { about: 'account' },
    );
  }
}
