/** `apikit export terraform`: writes a stage as a configuration with `import` blocks for the existing resources. */
import { leaveCommand } from '../parts/leaving/leave-command.ts';

export const exportTerraform = leaveCommand('terraform', async (stage) => {
  const { terraformExport } = await import('../../stage/leaving/terraform-export.ts');
  return terraformExport(stage);
});
