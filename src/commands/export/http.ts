/** `apikit export http`: the contract as requests for an editor to send. */
import { HTTP_CLIENTS } from '../../contract/export/http-clients.ts';
import { exportCommand } from '../parts/openapi/export-walk.ts';

export const exportHttp = exportCommand(
  'http',
  'api.http',
  async () => {
    const { httpFile } = await import('../../contract/export/http-file.ts');
    return (walk, address, { for: given }) =>
      httpFile(walk, address, HTTP_CLIENTS.find((client) => client === given) ?? 'vscode');
  },
  [{ flags: '--for <client>', description: 'whose scripts it uses (default: vscode)', choices: HTTP_CLIENTS }],
);
