import { counted } from '../../text/counted.ts';
import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

export const resources: Check = {
  id: 'resources',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const all = await stage.resources();
    const findings = all.flatMap(({ id, name, state }): Finding[] => {
      if (state === 'missing')
        return [
          {
            severity: 'error',
            says: `${id} (${name}) is missing.`,
            why: 'The stage fails where it needs this resource.',
            fix: 'Deploy: apikit creates it again. A table is empty then; the command tables restore brings its items back.',
            command: `apikit deploy --stage ${stage.name}`,
          },
        ];
      if (state === 'not ours')
        return [
          {
            severity: 'error',
            says: `${id} (${name}) does not have the tags of this stage.`,
            why: 'Someone else created it, or removed the tags; a deploy refuses to touch it.',
            fix: 'Find its owner, and adopt it with --adopt if it is yours.',
            command: `apikit plan --stage ${stage.name}`,
          },
        ];
      if (id.startsWith('alarm/') && state === 'ALARM')
        return [
          {
            severity: 'warning',
            says: `${id} is in ALARM.`,
            why: 'Its metric is beyond its threshold at this moment.',
            fix: 'See what fails.',
            command: `apikit explain --stage ${stage.name}`,
          },
        ];
      return [];
    });
    return findings.length > 0 ? { findings } : fine(`${counted(all.length, 'resource')}, none is missing`);
  },
};
