/** `apikit docs`, and the pages that texts of the program name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askedFor, readPages, sectionOf } from '../../src/manual/pages.ts';
import { apikit } from '../helpers/cli.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('apikit docs', () => {
  it('lists every page with its title', async () => {
    const { code, stdout } = await apikit(['docs']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^canary +\S/m);
    expect(stdout).toMatch(/^aws\/lambda +\S/m);
    expect(stdout).not.toContain('README');
  });

  it('prints a page as it is', async () => {
    const { stdout } = await apikit(['docs', 'canary']);
    expect(stdout).toBe(readFileSync(join(ROOT, 'docs/canary.md'), 'utf8'));
  });

  it.each(['docs/alarms.md#the-budget', 'alarms#the-budget', './docs/alarms.md#the-budget'])(
    'prints the section that a message names: %s',
    async (name) => {
      const { stdout } = await apikit(['docs', name]);
      expect(stdout).toMatch(/^#+ The budget\n/);
      expect(stdout.match(/^#+ /gm)).toHaveLength(1);
    },
  );

  it('finds the lines with all the words, in any case', async () => {
    const { stdout } = await apikit(['docs', '--search', 'CANARY percent']);
    expect(stdout).not.toBe('');
    for (const line of stdout.trimEnd().split('\n')) {
      expect(line).toMatch(/^[\w/-]+:\d+ .*/);
      expect(line).toMatch(/canary/i);
      expect(line).toMatch(/percent/i);
    }
  });

  it('says so if no line has the words', async () => {
    expect(await apikit(['docs', '--search', 'xyzzy plugh'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('No page has a line with xyzzy plugh.'),
    });
  });

  it('names pages that mention an unknown topic', async () => {
    const { code, stderr } = await apikit(['docs', 'throttle']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no page "throttle"[\s\S]*These pages mention it: [\s\S]*apikit docs/);
  });

  it('refuses a heading that the page does not have', async () => {
    const { code, stderr } = await apikit(['docs', 'canary#nowhere']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('apikit docs canary') });
  });
});

describe('a page that a text of the program names', () => {
  it('exists, and has the heading', async () => {
    const pages = await readPages();
    const broken = sources().flatMap((file) => {
      const names = readFileSync(join(ROOT, 'src', file), 'utf8').match(/\bdocs\/[\w/-]+\.md(?:#[\w-]+)?/g) ?? [];
      return names.filter((name) => {
        const { topic, heading } = askedFor(name);
        const page = pages.find((one) => one.topic === topic);
        return (
          name !== 'docs/README.md' && (!page || (heading !== undefined && sectionOf(page, heading) === undefined))
        );
      });
    });
    expect(broken).toEqual([]);
  });
});

it('docs/llms.txt lists the pages (-u writes it)', async () => {
  const pages = await readPages();
  const lines = pages.map(({ topic, title }) => `- [${title}](${topic}.md)`);
  const text = [
    '# apikit',
    '',
    '> A command line for REST APIs on AWS: API Gateway, Lambda and DynamoDB, with a local cloud to try them on.',
    '',
    '`apikit docs <topic>` prints a page, and `apikit docs --search <words>` finds lines. Every command takes `--json`.',
    '',
    '## Pages',
    '',
    ...lines.filter((line) => !/\((aws|adr)\//.test(line)),
    '',
    '## What AWS does',
    '',
    ...lines.filter((line) => line.includes('(aws/')),
    '',
    '## Optional',
    '',
    ...lines.filter((line) => line.includes('(adr/')),
    '',
  ].join('\n');
  await expect(text).toMatchFileSnapshot(join(ROOT, 'docs/llms.txt'));
});

const sources = (): string[] =>
  readdirSync(join(ROOT, 'src'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts') && !name.includes('/files/'));
