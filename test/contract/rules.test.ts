import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RULE_AREAS, RULES, type RuleId } from '../../src/contract/rules/index.ts';
import { packageRoot } from '../../src/files/package-root.ts';
import { RULE_EXAMPLES } from './rule-examples.ts';

const HEAD = `# What the lint of a contract finds

Each problem of \`openapi.yaml\` belongs to a rule. An error stops a deploy: API Gateway would reject the definition, or a part
of the contract would be lost. Every deploy prints warnings and continues. Notes (\`info\`) are shown on request. What API
Gateway's models cannot check, the generated validators check in the handler. That is only a note, because nothing is lost.

This setting silences warnings and notes, but not errors:

\`\`\`yaml
x-apikit: { ignore: [server-path] }   # at the root, a path, an operation or a schema; applies there and below
\`\`\`

The IDs of the rules are stable.

This page is written from \`src/contract/rules/\` by \`npx vitest run test/contract/rules.test.ts -u\`.
`;

function page(): string {
  const areas = Object.entries(RULE_AREAS).map(([area, rules]) => {
    const entries = Object.entries(rules).map(([id, { severity, finds, because, fix, mended }]) =>
      [
        `### ${id}`,
        `**${severity}** · ${finds} ${because}`,
        `*Fix:* ${fix}${mended ? ' `openapi import` makes this correction itself.' : ''}`,
      ].join('\n\n'),
    );
    return [`## ${area}`, ...entries].join('\n\n');
  });
  return `${[HEAD, ...areas].join('\n')}\n`;
}

it('the rules are described in docs/lint-rules.md', async () => {
  await expect(page()).toMatchFileSnapshot(join(packageRoot, 'docs', 'lint-rules.md'));
});

it('the rules have names that can be typed, and no rule is in two areas', () => {
  const ids = Object.values(RULE_AREAS).flatMap((rules) => Object.keys(rules));
  expect(ids).toEqual([...new Set(ids)]);
  expect(ids.sort()).toEqual(Object.keys(RULES).sort());
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

/** Rules that look at more than the contract have their tests there. */
const ELSEWHERE =
  /^(ref-hidden|security|authorizer|settings|cache|integration|operation-(unanswered|key|filter|leftover))/;

it('the rules have an example each that breaks them', () => {
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
