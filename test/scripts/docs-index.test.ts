/** docs/README.md has links to every page and every decision record. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const DOCS = resolve(import.meta.dirname, '../../docs');
const index = readFileSync(resolve(DOCS, 'README.md'), 'utf8');

it('names every decision once, in order', () => {
  const decisions = readdirSync(resolve(DOCS, 'adr')).sort();
  const named = [...index.matchAll(/^(\d+)\. \[.*\]\(adr\/(.*)\)$/gm)].map(([, number, file]) => [
    Number(number),
    file,
  ]);
  expect(named).toEqual(decisions.map((file) => [Number(file.slice(0, 4)), file]));
});

it('names every page', () => {
  const pages = readdirSync(DOCS, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md') && path !== 'README.md' && !path.startsWith('adr/'));
  expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
});
