/** The settings that ask for a resource: their page, and their examples. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { OPTIONAL_SETTINGS, optionalCosts, optionalSchemas } from '../../src/config/optional-settings.ts';
import { resolveStage } from '../../src/config/resolve.ts';
import type { Schema } from '../../src/config/schema-node.ts';
import { packageRoot } from '../../src/files/package-root.ts';
import { knownStage } from '../../src/stage/desired/desired-stage.ts';
import { unwantedResources } from '../../src/stage/leftovers/unwanted.ts';
import { load } from './project-folder.ts';

const HEAD = `# Resources that settings ask for

A stage has none of these resources by default. A setting of \`apikit.yaml\`, of the project or of a stage, creates its
resource with the next deploy. \`false\` deletes the resource. Without the setting, a deploy neither creates the resource
nor looks for one.

\`npx vitest run test/config -u\` writes this page from the schemas of the settings.
`;

const facts = { account: '123456789012', region: 'eu-west-1', partition: 'aws' };
const stageWith = (settings: object) =>
  resolveStage({ name: 'shop', ...settings, stages: { prod: {} } }, 'prod', { root: '/', region: facts.region });

/** A page of docs/ in parentheses becomes a link. */
const linked = (text: unknown) => String(text).replaceAll(/\(docs\/([^)]+)\)/g, '([$1]($1))');

function sectionOf(name: string): string {
  const { description, examples, oneOf = [] } = optionalSchemas[name]!;
  const [example] = examples as readonly unknown[];
  const [section] = oneOf as readonly { properties?: Readonly<Record<string, Schema>> }[];
  const members = Object.entries(section?.properties ?? {}).map(
    ([member, schema]) => `| \`${member}\` | ${linked(schema.description)} |`,
  );
  const costs = optionalCosts({ ...stageWith({ [name]: example }), app: 'the app' });
  return [
    `## ${name}`,
    linked(description),
    `\`\`\`yaml\n${stringify({ [name]: example })}\`\`\``,
    ...(members.length > 0 ? [['| member | content |', '| --- | --- |', ...members].join('\n')] : []),
    ...costs,
  ].join('\n\n');
}

it('the optional settings are described in docs/optional-resources.md', async () => {
  const page = `${[HEAD, ...OPTIONAL_SETTINGS.map(sectionOf)].join('\n\n').replaceAll('\n\n\n', '\n\n')}\n`;
  await expect(page).toMatchFileSnapshot(join(packageRoot, 'docs', 'optional-resources.md'));
});

describe.each(OPTIONAL_SETTINGS)('%s', (name) => {
  const examples = optionalSchemas[name]!.examples as readonly unknown[];
  const kindsOf = (settings: object) => knownStage(stageWith(settings), facts).map(({ kind }) => kind);

  it('accepts its examples', async () => {
    for (const example of examples)
      await load(JSON.stringify({ name: 'shop', region: 'eu-west-1', [name]: example, stages: { prod: {} } }));
  });

  it('creates resources of the kinds that false deletes, and no other', () => {
    const unwanted = unwantedResources(stageWith({ [name]: false })).map(({ kind }) => kind);
    const kinds = new Set(kindsOf({ [name]: examples[0] }));
    expect([...kinds].sort()).toEqual([...new Set([...kindsOf({}), ...unwanted])].sort());
    expect(unwanted.every((kind) => !kindsOf({}).includes(kind))).toBe(true);
  });
});
