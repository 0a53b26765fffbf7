import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RULE_AREAS, RULES, type RuleId } from '../../src/contract/rules/index.ts';
import { packageRoot } from '../../src/files/package-root.ts';
import { RULE_EXAMPLES } from './rule-examples.ts';

const HEAD = `# What the lint of a contract finds

Every problem of \`openapi.yaml\` has a rule. Errors stop a deploy, since API Gateway would refuse the definition or something that
the contract says would be lost. Warnings are said at every deploy and stop nothing. Notes (\`info\`) are for those who ask.

\`\`\`yaml
x-apikit: { ignore: [server-path] }   # at the root, a path, an operation or a schema: silences the rule there and below
\`\`\`

silences warnings and notes, never errors. Ids of rules are stable. What API Gateway's models cannot check, the generated
validators check in the handler; such a thing is a note, since nothing is lost.

This page is written from \`src/contract/rules/\` by \`npx vitest run test/contract/rules.test.ts -u\`.
`;

function page(): string {
  const areas = Object.entries(RULE_AREAS).map(([area, rules]) => {
    const entries = Object.entries(rules).map(([id, { severity, finds, because, fix, mended }]) =>
      [
        `### ${id}`,
        `**${severity}** · ${finds} ${because}`,
        `*Fix:* ${fix}${mended ? ' `openapi import` does it by itself.' : ''}`,
      ].join('\n\n'),
    );
    return [`## ${area}`, ...entries].join('\n\n');
  });
  return `${[HEAD, ...areas].join('\n')}\n`;
}

it('are described in docs/lint-rules.md', async () => {
  await expect(page()).toMatchFileSnapshot(join(packageRoot, 'docs', 'lint-rules.md'));
});

it('have names that can be typed, and no rule is in two areas', () => {
  const ids = Object.values(RULE_AREAS).flatMap((rules) => Object.keys(rules));
  expect(ids).toEqual([...new Set(ids)]);
  expect(ids.sort()).toEqual(Object.keys(RULES).sort());
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

/** Rules that look at more than the contract have their tests there. */
const ELSEWHERE =
  /^(ref-hidden|security|authorizer|settings|cache|integration|operation-(unanswered|key|filter|leftover))/;

it('have an example each that breaks them', () => {
  const areas = [
    RULE_AREAS.Reading,
    RULE_AREAS.Document,
    RULE_AREAS.Paths,
    RULE_AREAS.Operations,
    RULE_AREAS.Schemas,
    RULE_AREAS['Documents of other tools'],
  ];
  const ids = areas.flatMap((rules) => Object.keys(rules)) as RuleId[];
  expect(ids.filter((id) => !RULE_EXAMPLES[id] && !ELSEWHERE.test(id))).toEqual([]);
});
