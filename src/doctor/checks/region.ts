import { type Check, fine, found } from '../finding.ts';

export const region: Check = {
  id: 'region',
  area: 'machine',
  look({
    machine: {
      region: { environment, used, fault },
    },
  }) {
    if (fault !== undefined)
      return found({
        severity: 'warning',
        says: fault,
        why: 'AWS answers nowhere, or elsewhere than you think.',
        fix: 'Correct region in apikit.yaml, or pass --region.',
      });
    if (used === undefined)
      return found({
        severity: 'note',
        says: 'No region is named, and here is no project.',
        why: 'The account was not looked at.',
        fix: 'Pass --region, or change to the folder of a project.',
      });
    if (environment === undefined || environment === used) return fine(`region ${used}`);
    return found({
      severity: 'note',
      says: `AWS_REGION says ${environment}, and apikit works in ${used}, as apikit.yaml says.`,
      why: 'The AWS CLI and other tools look elsewhere than apikit.',
      fix: 'Pass --region to them, or set AWS_REGION.',
    });
  },
};
