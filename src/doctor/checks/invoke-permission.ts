import { type Check, fine, found, NOTHING } from '../finding.ts';

export const invokePermission: Check = {
  id: 'invoke-permission',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const may = await stage.evidence.mayInvoke();
    if (may === undefined) return NOTHING;
    if (may) return fine('API Gateway is allowed to invoke the function');
    return found({
      severity: 'error',
      says: 'API Gateway is not allowed to invoke the version of the function that the stage serves.',
      why: 'Every request to the function gets a 500.',
      fix: 'Deploy: apikit creates the permission again.',
      command: `apikit deploy --stage ${stage.name}`,
    });
  },
};
