/**
 * A contract as a page to read: one HTML document with everything inside, the renderer (openapi-explorer) too, that
 * fetches nothing and works from a disk. A contract is somebody else's file: its Markdown is sanitised in the page
 * (contract/docs/page/safe-html.js), and the page's policy lets no script run but the one that is named by its hash.
 * Pure but for
 * `docsScript`, which reads the renderer.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../files/package-root.ts';

export interface DocsPage {
  /** The OpenAPI document as it was written. */
  readonly document: Readonly<Record<string, unknown>>;
  /** What `docsScript` gives. */
  readonly script: string;
  /** Where requests can be tried out; absent: the page is only for reading. */
  readonly serverUrl?: string;
  /** With which requests are tried out: only for a page that is served to this machine, never for one that is written. */
  readonly apiKey?: string;
}

/** The renderer as a script: beside the built program, or built of this repository's packages. */
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
 * Scripts are only ours: no other element, attribute or `javascript:` address runs one. Requests go to the API alone,
 * not to its whole origin, where the embedded cloud has more than this API; forms go nowhere. Styles may be inline,
 * since the renderer writes them so; they load nothing.
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

/** The address with everything below it. */
function sourceOf(serverUrl: string): string {
  const { origin, pathname } = new URL(serverUrl);
  return `${origin}${pathname.replace(/\/*$/, '/').replace(/[;,]/g, encodeURIComponent)}`;
}

/** Fonts that every system has, and the renderer's colours for the light and the dark of the reader's choice. */
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
