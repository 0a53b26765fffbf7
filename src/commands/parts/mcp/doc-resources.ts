/** The resources of the MCP server: the pages of the documentation, and the JSON Schema of apikit.yaml. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../files/package-root.ts';
import type { Document } from './run-tool.ts';

/** Runs `apikit docs` with these words, and returns its document. */
export type ReadDocs = (words: readonly string[]) => Promise<Document>;

interface DocResource {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly mimeType: string;
}

const PAGES = 'apikit://docs/';

const SCHEMA: DocResource = {
  uri: 'apikit://schema/apikit.yaml',
  name: 'apikit.schema.json',
  title: 'The JSON Schema of apikit.yaml: every setting with its description',
  mimeType: 'application/schema+json',
};

export async function listResources(docs: ReadDocs): Promise<DocResource[]> {
  const { pages } = (await docs([])) as { pages: readonly { topic: string; title: string }[] };
  const resources = pages.map(({ topic, title }) => ({
    uri: `${PAGES}${topic}`,
    name: topic,
    title,
    mimeType: 'text/markdown',
  }));
  return [SCHEMA, ...resources];
}

/** Returns `undefined` if there is no such resource. */
export async function readResource(
  uri: string,
  docs: ReadDocs,
): Promise<{ uri: string; mimeType: string; text: string } | undefined> {
  if (uri === SCHEMA.uri) {
    const text = await readFile(join(packageRoot, 'docs/apikit.schema.json'), 'utf8');
    return { uri, mimeType: SCHEMA.mimeType, text };
  }
  const found = uri.startsWith(PAGES) ? await docs([uri.slice(PAGES.length)]) : undefined;
  return found && 'text' in found ? { uri, mimeType: 'text/markdown', text: String(found.text) } : undefined;
}
