import { type Check, fine, found, NOTHING } from '../finding.ts';

export const deployed: Check = {
  id: 'deployed',
  area: 'stage',
  async run({ stage, notDeployed, hidden }) {
    if (hidden !== undefined)
      return found({
        severity: 'warning',
        says: `The stage could not be checked: ${hidden}.`,
        why: 'Its problems are not known.',
        fix: 'Use credentials that are allowed to read it; `apikit policy reader` prints the permissions that they need.',
      });
    if (notDeployed !== undefined)
      return found({
        severity: 'note',
        says: `Stage ${notDeployed} is not deployed.`,
        why: 'There is no live stage to check.',
        fix: 'Deploy it.',
        command: `apikit deploy --stage ${notDeployed}`,
      });
    if (!stage) return NOTHING;
    const { release, url } = await stage.evidence.live();
    return fine(`${url} serves release ${release ?? '(not created by apikit)'}`);
  },
};
