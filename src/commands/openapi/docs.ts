/** `apikit openapi docs`: writes a contract as one self-contained HTML page. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { docsPage, docsScript } from '../../contract/docs/docs-page.ts';
import { parseContract } from '../../contract/load-contract.ts';
import { openBelow } from '../../contract/read/open-file.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { counted } from '../../text/counted.ts';
import { shownPath } from '../../text/shown-path.ts';
import { openInBrowser } from '../../ui/open-in-browser.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { documentFile } from '../parts/openapi/openapi-file.ts';

interface Answers {
  /** Absolute, like `out`. */
  file: string;
  out: string;
  open: boolean;
}

interface Written {
  file: string;
  operations: number;
  bytes: number;
  opened: boolean;
  /** Relative to the user's folder. */
  shown: string;
}

export const openapiDocs = defineCommand({
  arguments: [{ name: '[file]', description: "an OpenAPI document (default: the project's contract)" }],
  options: [
    { flags: '--out <file>', description: 'file of the page (default: the name of the document, with .html)' },
    { flags: '--open', description: 'open it in the browser' },
  ],
  examples: ['apikit openapi docs --open', 'apikit openapi docs --out site/index.html'],
  async ask({ args: [given], flags }, context): Promise<Answers> {
    const file = await documentFile(given, context);
    const { out: name = `${basename(file, extname(file))}.html` } = flags;
    return { file, out: resolve(context.io.cwd, name), open: flags.open };
  },

  async execute({ file, out, open }, { io }): Promise<Written> {
    const text = await readFile(file, 'utf8');
    const { document, operations } = parseContract(text, basename(file), openBelow(dirname(file)));
    const page = docsPage({ document, script: await docsScript() });
    await replaceFile(out, page);
    const opened = open && (await openInBrowser(pathToFileURL(out).href, io.env));
    return {
      file: out,
      operations: operations.length,
      bytes: Buffer.byteLength(page),
      opened,
      shown: shownPath(io.cwd, out),
    };
  },

  render: ({ operations, bytes, shown, opened }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} Docs of ${counted(operations, 'operation')}, ${Math.ceil(bytes / 1024)} kB in one file${opened ? ', opened in the browser' : ''}`,
    ],
    data: [shown],
  }),
  json: ({ shown: _, ...written }) => written,
});
