/** `apikit export sam`: writes a stage as a template of AWS SAM, and one that imports the existing resources first. */
import { leaveCommand } from '../parts/leaving/leave-command.ts';

export const exportSam = leaveCommand('sam', async (stage) => {
  const { cloudFormationExport } = await import('../../stage/leaving/cloudformation-export.ts');
  return cloudFormationExport('sam', stage);
});
