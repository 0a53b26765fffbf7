import { counted } from '../../text/counted.ts';
import type { Stage } from '../facts.ts';
import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

const PROTECTION = [
  [
    'pointInTimeRecovery',
    'no point-in-time recovery',
    'Data that is overwritten or deleted by mistake cannot be restored.',
  ],
  ['deletionProtection', 'no deletion protection', 'One call deletes a table with everything in it.'],
  ['encryption', 'no KMS key', 'AWS encrypts the data with a key that you cannot see or revoke.'],
] as const;

export const data: Check = {
  id: 'data',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const tables = (await stage.resources()).filter(({ kind, state }) => kind === 'table' && state !== 'missing');
    const findings = PROTECTION.flatMap(([setting, says, why]): Finding[] => {
      const without = tables.filter(({ properties }) => properties[setting] === false);
      const [first] = without;
      if (!first) return [];
      const place = `tables.${first.id.replace('table/', '')}${without.length > 1 ? ' and the other tables' : ''}`;
      return [
        {
          severity: stage.protected && setting !== 'encryption' ? 'warning' : 'note',
          says: `${listed(without.map(({ name }) => name))} ${says}.`,
          why,
          fix: `Set ${setting}: true under ${place} in apikit.yaml, and deploy.`,
          command: `apikit plan --stage ${stage.name}`,
        },
      ];
    });
    const all = [...findings, ...skippedTables(stage)];
    return all.length > 0 || tables.length === 0 ? { findings: all } : fine('the tables are protected');
  },
};

/** Reports the tables that were left out. */
function skippedTables({ name, listedTables: { length } }: Stage): Finding[] {
  if (length === 0) return [];
  return [
    {
      severity: 'note',
      says: `Of ${counted(length, 'table')} apikit checked only whether they exist.`,
      why: 'A table takes three requests to AWS or more. Their settings and their protection are not checked.',
      fix: 'Check every table.',
      command: `apikit doctor --all-tables --stage ${name}`,
    },
  ];
}

const SHOWN = 5;

/** For example `Table a has` or `2 tables (a, b) have`. */
function listed(names: readonly string[]): string {
  if (names.length === 1) return `Table ${names[0]} has`;
  return `${names.length} tables (${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ' …' : ''}) have`;
}
