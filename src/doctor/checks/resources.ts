import { counted } from '../../counted.ts';
import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

export const resources: Check = {
  id: 'resources',
  area: 'stage',
  async look({ stage }) {
    if (!stage) return NOTHING;
    const all = await stage.resources();
    const findings = all.flatMap(({ id, name, state }): Finding[] => {
      if (state === 'missing')
        return [
          {
            severity: 'error',
            says: `${id} (${name}) is missing.`,
            why: 'The stage fails where it needs it.',
            fix: 'Deploy: it is made again; of a table that is empty then, tables restore brings back what was in it.',
            command: `apikit deploy --stage ${stage.name}`,
          },
        ];
      if (state === 'not ours')
        return [
          {
            severity: 'error',
            says: `${id} (${name}) does not have the tags of this stage.`,
            why: 'Somebody else made it, or took the tags away; a deploy refuses to touch it.',
            fix: 'Look at whose it is, and take it over with --adopt if it is yours.',
            command: `apikit plan --stage ${stage.name}`,
          },
        ];
      if (id.startsWith('alarm/') && state === 'ALARM')
        return [
          {
            severity: 'warning',
            says: `${id} is in ALARM.`,
            why: 'What it watches is over its limit at this moment.',
            fix: 'See what fails.',
            command: `apikit explain --stage ${stage.name}`,
          },
        ];
      return [];
    });
    return findings.length > 0 ? { findings } : fine(`${counted(all.length, 'resource')}, and none is missing`);
  },
};
