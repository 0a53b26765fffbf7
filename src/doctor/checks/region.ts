import { type Check, fine, found } from '../finding.ts';

export const region: Check = {
  id: 'region',
  area: 'machine',
  run({
    machine: {
      region: { environment, used, fault },
    },
  }) {
    if (fault !== undefined)
      return found({
        severity: 'warning',
        says: fault,
        why: 'AWS does not answer there, or apikit works in another region than you expect.',
        fix: 'Correct region in apikit.yaml, or pass --region.',
      });
    if (used === undefined)
      return found({
        severity: 'note',
        says: 'No region is given, and this folder has no project.',
        why: 'The account was not checked.',
        fix: 'Pass --region, or change to the folder of a project.',
      });
    if (environment === undefined || environment === used) return fine(`region ${used}`);
    return found({
      severity: 'note',
      says: `AWS_REGION is ${environment}, but apikit works in ${used}, the region of apikit.yaml.`,
      why: 'The AWS CLI and other tools use another region than apikit.',
      fix: 'Pass --region to them, or set AWS_REGION.',
    });
  },
};
