import { type Check, fine, found, NOTHING } from '../finding.ts';

const SHOWN = 5;

export const drift: Check = {
  id: 'drift',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const fields = await stage.drift();
    const all = stage.listedTables.length === 0;
    if (fields.length === 0) return fine(`the stage matches apikit.yaml${all ? '' : ', as far as it was checked'}`);
    const more = fields.length > SHOWN ? ` and ${fields.length - SHOWN} more` : '';
    return found({
      severity: 'warning',
      says: `The stage differs from apikit.yaml: ${fields.slice(0, SHOWN).join(', ')}${more}.`,
      why: 'Someone changed it by hand, or the change is not deployed yet; the next deploy restores it.',
      fix: 'See the live values and the values in apikit.yaml.',
      command: `apikit status --stage ${stage.name}`,
    });
  },
};
