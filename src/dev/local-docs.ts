/**
 * The reference docs of the local stage, where readers can send requests with a key. The cloud serves the page, so that
 * it has the API's own origin. It keeps the page in memory, and serves it only to a browser on this machine.
 */
import type { Clock } from '../clock.ts';
import { docsPage, docsScript } from '../contract/docs/docs-page.ts';
import { putDocs } from './cloud-line.ts';
import type { ServedStage } from './local-stage.ts';
import { sharedKey } from './shared-key.ts';

export interface DocsParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The address of the cloud. */
  readonly endpoint: string;
}

/** Renders the contract, and returns the page's address. */
export async function serveDocs(served: Omit<ServedStage, 'release'>, parts: DocsParts): Promise<string> {
  const apiKey = await sharedKey(served, parts);
  const page = docsPage({
    document: served.document,
    script: await docsScript(),
    serverUrl: served.url,
    ...(apiKey !== undefined && { apiKey }),
  });
  return await putDocs(parts.endpoint, page);
}
