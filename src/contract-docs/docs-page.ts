/**
 * A contract as a page to read: one HTML document with everything inside, the renderer (openapi-explorer) too, that
 * fetches nothing and works from a disk. Pure but for `docsScript`, which reads the renderer.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

export interface DocsPage {
  /** The OpenAPI document as it was written. */
  readonly document: Readonly<Record<string, unknown>>;
  /** What `docsScript` gives. */
  readonly script: string;
  /** Where requests can be tried out; absent: the page is only for reading. */
  readonly serverUrl?: string;
}

/** The renderer as a script: beside the built program, or in this repository's packages. */
export async function docsScript(): Promise<string> {
  const built = join(packageRoot, 'dist', 'docs-page.js');
  const packaged = join(packageRoot, 'node_modules/openapi-explorer/dist/browser/openapi-explorer.min.js');
  return await readFile(existsSync(built) ? built : packaged, 'utf8');
}

export function docsPage({ document, script, serverUrl }: DocsPage): string {
  const title = titleOf(document);
  // The page may try requests where the API is, and reach nothing else on the net.
  const connect = serverUrl === undefined ? "'none'" : new URL(serverUrl).origin;
  const policy = `default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src ${connect}`;
  const served = serverUrl === undefined ? document : { ...document, servers: [{ url: serverUrl }] };
  const tryOut = serverUrl === undefined ? ' hide-console hide-server-selection' : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<title>${escapeHtml(title)}</title>
<style>body { margin: 0 }</style>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</head>
<body>
<openapi-explorer${tryOut}></openapi-explorer>
<script type="application/json" id="contract">${JSON.stringify(served).replaceAll('<', '\\u003c')}</script>
<script>
  const contract = JSON.parse(document.getElementById('contract').textContent);
  customElements.whenDefined('openapi-explorer').then(() => {
    document.querySelector('openapi-explorer').loadSpec(contract);
  });
</script>
</body>
</html>
`;
}

function titleOf({ info }: DocsPage['document']): string {
  const title = typeof info === 'object' && info !== null && 'title' in info ? info.title : undefined;
  return typeof title === 'string' && title !== '' ? title : 'API';
}

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
