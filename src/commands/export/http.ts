/** `apikit export http`: writes the contract as requests that an editor can send. */
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
  [
    {
      flags: '--for <client>',
      description: 'the editor whose script format to use (default: vscode)',
      choices: HTTP_CLIENTS,
    },
  ],
);
