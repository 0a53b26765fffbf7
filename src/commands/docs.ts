/** `apikit docs`: shows the documentation of this version in the terminal. Needs no network. */
import { ApikitError, EXIT } from '../errors.ts';
import type { Found, Page } from '../manual/pages.ts';
import type { Theme } from '../ui/theme.ts';
import { defineCommand, type Rendered } from './parts/command.ts';

type Answers = { words: readonly string[] } | { name: string } | { all: true };

/** `page` is one page or a part of it, `pages` the list, and `found` the result of a search. */
type Shown =
  | { page: Page }
  | { pages: readonly Pick<Page, 'topic' | 'title'>[] }
  | { words: readonly string[]; found: readonly Found[] };

export const docs = defineCommand({
  withoutProject: true,
  arguments: [{ name: '[topic]', description: 'a page, also as a message names it: network, docs/network.md' }],
  options: [{ flags: '--search <words>', description: 'list the lines of all pages that have these words' }],
  examples: [
    'apikit docs',
    'apikit docs canary',
    'apikit docs docs/alarms.md#the-budget',
    'apikit docs --search "base path"',
  ],

  ask({ args: [name], flags: { search } }): Answers {
    if (search !== undefined) return { words: search.split(/\s+/).filter((word) => word !== '') };
    return name === undefined ? { all: true } : { name };
  },

  async execute(answers): Promise<Shown> {
    const { readPages, searchPages, askedFor, sectionOf } = await import('../manual/pages.ts');
    const pages = await readPages();
    if ('words' in answers) return { words: answers.words, found: searchPages(pages, answers.words) };
    if ('all' in answers) return { pages: pages.map(({ topic, title }) => ({ topic, title })) };
    const { topic, heading } = askedFor(answers.name);
    const page = pages.find((one) => one.topic === topic);
    if (!page) throw noPage(answers.name, searchPages(pages, topic.split(/[/\s-]+/)));
    const text = heading === undefined ? page.text : sectionOf(page, heading);
    if (text === undefined) throw noHeading(answers.name, topic);
    return { page: { ...page, text } };
  },

  render: renderDocs,
  json: (shown) => ('page' in shown ? shown.page : shown),
});

function renderDocs(shown: Shown, theme: Theme): Rendered {
  if ('page' in shown) {
    const lines = shown.page.text.trimEnd().split('\n');
    return { document: lines.map((line) => (/^#+ /.test(line) ? theme.bold(line) : line)) };
  }
  if ('pages' in shown) {
    const width = Math.max(...shown.pages.map(({ topic }) => topic.length));
    return {
      document: shown.pages.map(({ topic, title }) => `${topic.padEnd(width)}  ${theme.dim(title)}`),
      next: ['apikit docs <topic>'],
    };
  }
  if (shown.found.length === 0) return { notes: [`No page has a line with ${shown.words.join(' ')}.`] };
  return { document: shown.found.map(({ topic, line, text }) => `${theme.bold(`${topic}:${line}`)} ${text}`) };
}

function noPage(name: string, found: readonly Found[]): ApikitError {
  const topics = [...new Set(found.map(({ topic }) => topic))].slice(0, 5);
  const about = topics.length > 0 ? `These pages mention it: ${topics.join(', ')}. ` : '';
  return new ApikitError('NoPage', `The documentation has no page ${JSON.stringify(name)}.`, {
    exitCode: EXIT.usage,
    hint: `${about}All pages: apikit docs`,
  });
}

function noHeading(name: string, topic: string): ApikitError {
  return new ApikitError('NoPage', `The page has no heading for ${JSON.stringify(name)}.`, {
    exitCode: EXIT.usage,
    hint: `Show the whole page: apikit docs ${topic}`,
  });
}
