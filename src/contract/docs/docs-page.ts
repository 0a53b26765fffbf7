/**
 * A contract as a page: one HTML document that contains everything, including the renderer (openapi-explorer). It
 * fetches nothing and works from a disk. The contract may come from another author, so the page sanitises its Markdown
 * (contract/docs/page/safe-html.js), and the page's policy runs only the script that it names by its hash. Pure except
 * for `docsScript`, which reads the renderer.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../files/package-root.ts';

export interface DocsPage {
  /** The OpenAPI document as its author wrote it. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The result of `docsScript`. */
  readonly script: string;
  /** The URL for requests from the page. Without it, readers cannot try requests out. */
  readonly serverUrl?: string;
  /**
   * The API key for requests from the page. Only a page that is served on this machine gets one, never a page in a
   * file.
   */
  readonly apiKey?: string;
}

/** Returns the renderer as a script: the built file, or a build from the packages of this repository. */
export async function docsScript(): Promise<string> {
  const built = join(packageRoot, 'dist', 'docs-page.js');
  if (existsSync(built)) return await readFile(built, 'utf8');
  const { build } = await import('esbuild');
  const options = JSON.parse(await readFile(join(packageRoot, 'src/contract/docs/page/build-options.json'), 'utf8'));
  const { outputFiles } = await build({ ...options, absWorkingDir: packageRoot, write: false });
  return outputFiles?.[0]?.text ?? '';
}

export function docsPage({ document, script, serverUrl, apiKey }: DocsPage): string {
  const title = titleOf(document);
  const served = serverUrl === undefined ? document : { ...document, servers: [{ url: serverUrl }] };
  const data = { contract: served, ...(apiKey !== undefined && { apiKey }) };
  const tryOut = serverUrl === undefined ? ' hide-console hide-server-selection hide-authentication' : '';
  const code = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policyFor(code, serverUrl))}">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<openapi-explorer${tryOut}></openapi-explorer>
<script type="application/json" id="contract">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>${code}</script>
</body>
</html>
`;
}

/**
 * Only the named script runs: no other element, attribute or `javascript:` address does. Requests may go only to the
 * API, not to its whole origin, where the embedded cloud serves more than this API. Forms go nowhere. Inline styles are
 * allowed, because the renderer writes them; they load nothing.
 */
function policyFor(code: string, serverUrl: string | undefined): string {
  const hash = createHash('sha256').update(code).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    `connect-src ${serverUrl === undefined ? "'none'" : sourceOf(serverUrl)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Returns the address, including everything below it. */
function sourceOf(serverUrl: string): string {
  const { origin, pathname } = new URL(serverUrl);
  return `${origin}${pathname.replace(/\/*$/, '/').replace(/[;,]/g, encodeURIComponent)}`;
}

/** Fonts of the operating systems, and the renderer's colours for the reader's light or dark mode. */
const STYLE = `
body { margin: 0 }
openapi-explorer {
  --font-regular: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
  --font-mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-family: var(--font-regular);
}
table { margin: 24px 0; border-collapse: collapse; font-size: 15px }
td { padding: 7px 20px 7px 0; border-bottom: 1px solid #8884; vertical-align: top }
td:nth-child(1) { font-size: 12px; font-weight: 700; padding-top: 10px }
td:nth-child(2) { font-family: var(--font-mono) }
a { color: inherit }
@media (prefers-color-scheme: dark) { body { background: #15191e } }`;

function titleOf({ info }: DocsPage['document']): string {
  const title = typeof info === 'object' && info !== null && 'title' in info ? info.title : undefined;
  return typeof title === 'string' && title !== '' ? title : 'API';
}

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
