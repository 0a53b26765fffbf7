import { type Check, fine, found, NOTHING } from '../finding.ts';

export const alarms: Check = {
  id: 'alarms',
  area: 'stage',
  async look({ stage }) {
    if (!stage) return NOTHING;
    const all = (await stage.resources()).filter(({ kind, state }) => kind === 'alarm' && state !== 'missing');
    const silent = all.filter(({ properties: { actions } }) => Array.isArray(actions) && actions.length === 0);
    if (all.length === 0 && stage.wanted.alarms) return NOTHING;
    if (all.length > 0 && silent.length === 0) return fine(`${all.length} alarms tell somebody`);
    return found({
      severity: stage.protected ? 'warning' : 'note',
      says: all.length === 0 ? 'The stage has no alarms.' : `${listed(silent.map(({ name }) => name))} tell nobody.`,
      why: 'Nobody hears that the stage fails before its users do.',
      fix: 'Write an address or a topic under alarms.notify in apikit.yaml, and deploy.',
      command: `apikit plan --stage ${stage.name}`,
    });
  },
};

/** `5 alarms (a, b, c …)` */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return `${names.length} ${names.length === 1 ? 'alarm' : 'alarms'} (${shown}${names.length > 3 ? ' …' : ''})`;
}
