import { type Check, fine, found, NOTHING } from '../finding.ts';

export const deployed: Check = {
  id: 'deployed',
  area: 'stage',
  async look({ stage, notDeployed, hidden }) {
    if (hidden !== undefined)
      return found({
        severity: 'warning',
        says: `The stage could not be looked at: ${hidden}.`,
        why: 'What is wrong with it is not known.',
        fix: 'Use credentials that may read it; `apikit policy reader` prints what they need.',
      });
    if (notDeployed !== undefined)
      return found({
        severity: 'note',
        says: `Stage ${notDeployed} is not deployed.`,
        why: 'There is nothing live to look at.',
        fix: 'Deploy it.',
        command: `apikit deploy --stage ${notDeployed}`,
      });
    if (!stage) return NOTHING;
    const { release, url } = await stage.evidence.live();
    return fine(`${url} serves release ${release ?? '(not made by apikit)'}`);
  },
};
