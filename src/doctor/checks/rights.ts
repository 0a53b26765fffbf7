import { type Check, fine, found, NOTHING } from '../finding.ts';

export const rights: Check = {
  id: 'rights',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const missing = await stage.evidence.missingRights();
    if (missing.length === 0) return fine('the role has the permissions that the live release needs');
    return found({
      severity: 'error',
      says: `The role of the function does not allow ${missing.join(', ')}, which the live release needs.`,
      why: 'Calls that need it fail with AccessDenied.',
      fix: 'Deploy: apikit restores the permissions of the role.',
      command: `apikit deploy --stage ${stage.name}`,
    });
  },
};
