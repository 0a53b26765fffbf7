import { type Check, fine, found, NOTHING } from '../finding.ts';

export const logsRole: Check = {
  id: 'logs-role',
  area: 'account',
  async look({ account, stage }) {
    if (!account) return NOTHING;
    if ((await account.logsRole()) !== undefined) return fine('API Gateway has a role to write logs with');
    return found({
      severity: stage ? 'error' : 'note',
      says: `API Gateway has no role in ${account.region} with which it may write logs.`,
      why: 'No stage of the account and region writes access logs.',
      fix: 'Deploy: where there is none, apikit makes the role.',
      ...(stage && { command: `apikit deploy --stage ${stage.name}` }),
    });
  },
};
