/** `apikit export curl`: writes the contract as a shell script that calls every operation once. */
import { exportCommand } from '../parts/openapi/export-walk.ts';

export const exportCurl = exportCommand(
  'curl',
  'walk.sh',
  async () => (await import('../../contract/export/shell-script.ts')).shellScript,
);
