/** `apikit export cloudformation`: writes a stage as a template that imports the existing resources. */
import { leaveCommand } from '../parts/leaving/leave-command.ts';

export const exportCloudFormation = leaveCommand('cloudformation', async (stage) => {
  const { cloudFormationExport } = await import('../../stage/leaving/cloudformation-export.ts');
  return cloudFormationExport('cloudformation', stage);
});
