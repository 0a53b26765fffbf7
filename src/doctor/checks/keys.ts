import { counted } from '../../text/counted.ts';
import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

/** The number of days for which AWS reports the use of keys (GetUsage). */
const DAYS = 90;

export const keys: Check = {
  id: 'keys',
  area: 'stage',
  async run({ stage, machine: { now } }) {
    if (!stage) return NOTHING;
    const all = await stage.evidence.keys();
    if (all.length === 0) return NOTHING;
    const [unused, inPlans] = [await stage.unusedKeys(DAYS), new Set(await stage.evidence.keysInPlans())];
    const working = all.filter(({ enabled }) => enabled);
    const overdue = working.filter(({ endsAt }) => endsAt !== undefined && Date.parse(endsAt) < now);
    const lost = working.filter(({ id }) => !inPlans.has(id));
    const command = `apikit keys list --stage ${stage.name}`;
    const findings: Finding[] = [
      ...findingsFor(unused, 'sent no request', {
        severity: 'note',
        why: `They have sent none in ${DAYS} days; anyone who finds one of them can call the API.`,
        fix: 'Ask their owners, and revoke the keys that no one needs.',
        command,
      }),
      ...findingsFor(namesOf(overdue), 'should have ended', {
        severity: 'warning',
        why: 'AWS does not disable a key by itself: the old value of a rotation still works.',
        fix: 'Disable them.',
        command: `apikit keys prune --stage ${stage.name}`,
      }),
      ...findingsFor(namesOf(lost), 'are in no usage plan', {
        severity: 'warning',
        why: 'API Gateway rejects them: their owners get 403.',
        fix: 'Move each into a plan.',
        command,
      }),
    ];
    return findings.length > 0 ? { findings } : fine(counted(all.length, 'API key'));
  },
};

const namesOf = (keys: readonly { readonly name: string }[]) => keys.map(({ name }) => name);

const SHOWN = 5;

function findingsFor(names: readonly string[], what: string, rest: Omit<Finding, 'says'>): Finding[] {
  if (names.length === 0) return [];
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return [{ says: `API keys that ${what}: ${names.slice(0, SHOWN).join(', ')}${more}.`, ...rest }];
}
