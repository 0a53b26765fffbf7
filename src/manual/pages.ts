/** The documentation that ships with this package, for reading in a terminal without a network. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../files/package-root.ts';

export interface Page {
  /** The name to ask for: `leaving`, `aws/lambda`. */
  readonly topic: string;
  readonly title: string;
  readonly text: string;
}

/** A line of a page that has all words of a search. */
export interface Found {
  readonly topic: string;
  /** Counts from 1. */
  readonly line: number;
  readonly text: string;
}

const DOCS = join(packageRoot, 'docs');

/** All pages, in alphabetical order. The list of pages itself is none. */
export async function readPages(): Promise<Page[]> {
  const names = await readdir(DOCS, { recursive: true });
  const files = names.map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.md'));
  const topics = files.map((name) => name.slice(0, -'.md'.length)).filter((topic) => topic !== 'README');
  return await Promise.all(topics.sort().map(readPage));
}

async function readPage(topic: string): Promise<Page> {
  const text = await readFile(join(DOCS, `${topic}.md`), 'utf8');
  return { topic, title: /^# (.+)$/m.exec(text)?.[1] ?? topic, text };
}

/**
 * The topic and the heading in what a message names: `docs/network.md`, `docs/function.md#what-is-not-supported`, or
 * the topic itself.
 */
export function askedFor(name: string): { topic: string; heading?: string } {
  const [path = '', heading] = name.split('#');
  const topic = path
    .replace(/^\.?\//, '')
    .replace(/^docs\//, '')
    .replace(/\.md$/, '');
  return { topic: topic.toLowerCase(), ...(heading && { heading }) };
}

/** Returns the lines of the section with this heading, as links name it; `undefined` if the page has none. */
export function sectionOf({ text }: Page, heading: string): string | undefined {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => slugOf(line) === heading);
  if (begin === -1) return undefined;
  const level = depthOf(lines[begin]!);
  const length = lines.slice(begin + 1).findIndex((line) => depthOf(line) > 0 && depthOf(line) <= level);
  return lines.slice(begin, length === -1 ? undefined : begin + 1 + length).join('\n');
}

const depthOf = (line: string): number => /^(#+) /.exec(line)?.[1]?.length ?? 0;

/** `## What is not supported` → `what-is-not-supported`, as GitHub makes the links of headings. */
function slugOf(line: string): string | undefined {
  if (depthOf(line) === 0) return undefined;
  const words = line.replace(/^#+ /, '').toLowerCase();
  return words
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

/** The lines that have all the words, in any order and any case. */
export function searchPages(pages: readonly Page[], words: readonly string[]): Found[] {
  const wanted = words.map((word) => word.toLowerCase());
  return pages.flatMap(({ topic, text }) =>
    text.split('\n').flatMap((line, index) => {
      const lower = line.toLowerCase();
      return wanted.every((word) => lower.includes(word)) ? [{ topic, line: index + 1, text: line.trim() }] : [];
    }),
  );
}
