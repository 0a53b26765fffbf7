/** `apikit export cdk`: writes a stage as an app of AWS CDK, and a template that first imports what exists. */
import { leaveCommand } from '../parts/leaving/leave-command.ts';

export const exportCdk = leaveCommand('cdk', async (stage) => {
  const { cloudFormationExport } = await import('../../stage/leaving/cloudformation-export.ts');
  return cloudFormationExport('cdk', stage);
});
