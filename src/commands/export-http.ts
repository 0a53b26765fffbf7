/** `apikit export http`: the contract as requests for an editor to send. */
import { exportCommand } from './export-walk.ts';

export const exportHttp = exportCommand(
  'http',
  'api.http',
  async () => (await import('../contract-export/http-file.ts')).httpFile,
);
