/** `apikit openapi export`: the document of what a stage serves. Reads only. */
import { extname, resolve } from 'node:path';
import type { Target } from '../context.ts';
import { usageError } from '../errors.ts';
import { replaceFile } from '../replace-file.ts';
import { shownPath } from '../shown-path.ts';
import { SYMBOL } from '../ui/theme.ts';
import { yamlText } from '../yaml-text.ts';
import { defineCommand } from './command.ts';

interface Answers {
  target: Target;
  withExtensions: boolean;
  format: 'yaml' | 'json';
  /** Absolute; absent: to stdout. */
  out?: string;
}

interface Exported {
  app: string;
  stage: string;
  url: string;
  /** The document as text, where it was not written to a file. */
  text: string | null;
  document: Record<string, unknown>;
  file: string | null;
  /** From where the user is. */
  shown: string;
}

export const openapiExport = defineCommand<Answers, Exported>({
  options: [
    { flags: '--clean', description: 'plain OpenAPI, without x-amazon-* (the default)' },
    { flags: '--with-extensions', description: 'with x-amazon-*, as API Gateway imports it' },
    {
      flags: '--format <format>',
      description: 'default: by the name of the file, else yaml',
      choices: ['yaml', 'json'],
    },
    { flags: '--out <file>', description: 'write it to a file instead of printing it' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit openapi export --stage prod',
    'apikit openapi export --stage prod --with-extensions --out live.json',
  ],

  async ask({ flags }, context) {
    if (flags.clean === true && flags.withExtensions === true)
      throw usageError('--clean and --with-extensions say opposite things.', 'Pass one of them.');
    const out = typeof flags.out === 'string' ? resolve(context.io.cwd, flags.out) : undefined;
    const named = out !== undefined && extname(out).toLowerCase() === '.json' ? 'json' : 'yaml';
    const format = flags.format === 'json' || flags.format === 'yaml' ? flags.format : named;
    return {
      target: await context.target(),
      withExtensions: flags.withExtensions === true,
      format,
      ...(out !== undefined && { out }),
    };
  },

  async execute({ target: { config, clients, facts }, withExtensions, format, out }, context) {
    const [{ exportApi }, { liveStage }, { orderedDocument, plainDocument }] = await Promise.all([
      import('../aws/export-api.ts'),
      import('../pipeline/live-stage.ts'),
      import('../contract-export/plain-document.ts'),
    ]);
    const { clock, signal, cwd } = context.io;
    const { api, url } = await liveStage(config, { clients, facts, clock, signal, report: context.report.event });
    const exported = await exportApi(await clients.apiGateway(), api, config.stage);
    const document = withExtensions ? orderedDocument(exported) : plainDocument(exported, url);
    const text = format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : yamlText(document);
    if (out !== undefined) await replaceFile(out, text);
    return {
      app: config.app,
      stage: config.stage,
      url,
      document,
      text: out === undefined ? text : null,
      file: out ?? null,
      shown: out === undefined ? '' : shownPath(cwd, out),
    };
  },

  render: ({ app, stage, text, shown }, theme) =>
    text === null
      ? { notes: [`${theme.good(SYMBOL.done)} Wrote what ${app}/${stage} serves`], data: [shown] }
      : { data: text.trimEnd().split('\n') },
  json: ({ shown: _, text: _text, ...exported }) => exported,
});
