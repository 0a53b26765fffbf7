import { type Check, fine, found, NOTHING } from '../finding.ts';

const SHOWN = 5;

export const drift: Check = {
  id: 'drift',
  area: 'stage',
  async look({ stage }) {
    if (!stage) return NOTHING;
    const fields = await stage.drift();
    const all = stage.listedTables.length === 0;
    if (fields.length === 0) return fine(`the stage is as apikit.yaml says${all ? '' : ', as far as this looked'}`);
    const more = fields.length > SHOWN ? ` and ${fields.length - SHOWN} more` : '';
    return found({
      severity: 'warning',
      says: `The stage is not as apikit.yaml says: ${fields.slice(0, SHOWN).join(', ')}${more}.`,
      why: 'Somebody changed it by hand, or it is not deployed yet; the next deploy puts it back.',
      fix: 'See what it is and what it would become.',
      command: `apikit status --stage ${stage.name}`,
    });
  },
};
