import { type Check, fine, found, NOTHING } from '../finding.ts';

export const logsRole: Check = {
  id: 'logs-role',
  area: 'account',
  async run({ account, stage }) {
    if (!account) return NOTHING;
    if ((await account.logsRole()) !== undefined) return fine('API Gateway has a role to write logs');
    return found({
      severity: stage ? 'error' : 'note',
      says: `API Gateway has no role in ${account.region} that lets it write logs.`,
      why: 'No stage of the account and region writes access logs.',
      fix: 'Deploy: apikit creates the role if there is none.',
      ...(stage && { command: `apikit deploy --stage ${stage.name}` }),
    });
  },
};
