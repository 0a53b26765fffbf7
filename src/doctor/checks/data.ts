import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

const PROTECTION = [
  [
    'pointInTimeRecovery',
    'no point-in-time recovery',
    'What is overwritten or deleted by mistake cannot be brought back.',
  ],
  ['deletionProtection', 'no deletion protection', 'One call deletes it with everything in it.'],
  ['encryption', 'no key of KMS', 'AWS encrypts it with a key that nobody can look at or take away.'],
] as const;

export const data: Check = {
  id: 'data',
  area: 'stage',
  async look({ stage }) {
    if (!stage) return NOTHING;
    const tables = (await stage.resources()).filter(({ kind, state }) => kind === 'table' && state !== 'missing');
    const findings = tables.flatMap(({ id, name, properties }) =>
      PROTECTION.flatMap(([setting, says, why]): Finding[] =>
        properties[setting] === false
          ? [
              {
                severity: stage.protected && setting !== 'encryption' ? 'warning' : 'note',
                says: `Table ${name} has ${says}.`,
                why,
                fix: `Write ${setting}: true under tables.${id.replace('table/', '')} in apikit.yaml, and deploy.`,
                command: `apikit plan --stage ${stage.name}`,
              },
            ]
          : [],
      ),
    );
    return findings.length > 0 || tables.length === 0 ? { findings } : fine('the tables are protected');
  },
};
