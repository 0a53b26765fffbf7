import { counted } from '../../text/counted.ts';
import { type Check, fine, found, NOTHING } from '../finding.ts';

export const alarms: Check = {
  id: 'alarms',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const all = (await stage.resources()).filter(({ kind, state }) => kind === 'alarm' && state !== 'missing');
    const silent = all.filter(({ properties: { actions } }) => Array.isArray(actions) && actions.length === 0);
    if (all.length === 0 && stage.wanted.alarms) return NOTHING;
    if (all.length > 0 && silent.length === 0) return fine(`${counted(all.length, 'alarm')} with a recipient`);
    return found({
      severity: stage.protected ? 'warning' : 'note',
      says:
        all.length === 0
          ? 'The stage has no alarms.'
          : `No one is notified by ${listed(silent.map(({ name }) => name))}.`,
      why: 'Users notice failures of the stage before you do.',
      fix: 'Add an address or a topic under alarms.notify in apikit.yaml, and deploy.',
      command: `apikit plan --stage ${stage.name}`,
    });
  },
};

/** For example `5 alarms (a, b, c …)`. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return `${counted(names.length, 'alarm')} (${shown}${names.length > 3 ? ' …' : ''})`;
}
