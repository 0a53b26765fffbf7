import { type Check, fine, found, NOTHING } from '../finding.ts';

export const invokePermission: Check = {
  id: 'invoke-permission',
  area: 'stage',
  async look({ stage }) {
    if (!stage) return NOTHING;
    const may = await stage.evidence.mayInvoke();
    if (may === undefined) return NOTHING;
    if (may) return fine('API Gateway may invoke the function');
    return found({
      severity: 'error',
      says: 'API Gateway may not invoke the version of the function that the stage serves.',
      why: 'Every request that the function would answer is a 500.',
      fix: 'Deploy: the permission is made again.',
      command: `apikit deploy --stage ${stage.name}`,
    });
  },
};
