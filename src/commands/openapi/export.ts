/** `apikit openapi export`: prints the OpenAPI document of a live stage, with the texts of the contract. Reads only. */
import { extname, resolve } from 'node:path';
import type { Context, Target } from '../../context.ts';
import type { Difference } from '../../contract/export/described.ts';
import { ApikitError, usageError } from '../../errors.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { shownPath } from '../../text/shown-path.ts';
import { yamlText } from '../../text/yaml-text.ts';
import { SYMBOL, type Theme } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { OUT_OPTION } from '../parts/openapi/export-walk.ts';
import { partsOf } from '../parts/stage/release-preview.ts';

/** `own`: with the contract's texts. `clean`: without extensions. `gateway`: as API Gateway exports it. */
type Form = 'own' | 'clean' | 'gateway';

interface Answers {
  target: Target;
  form: Form;
  format: 'yaml' | 'json';
  /** An absolute path; `undefined` for stdout. */
  out?: string;
}

interface Exported {
  app: string;
  stage: string;
  url: string;
  /** The document as text; `null` if it was written to a file. */
  text: string | null;
  document: Record<string, unknown>;
  /**
   * The differences between the contract and the stage; `null` if they were not compared, or if the contract cannot be
   * read.
   */
  differences: readonly Difference[] | null;
  file: string | null;
  /** Relative to the user's folder. */
  shown: string;
}

export const openapiExport = defineCommand({
  options: [
    {
      flags: '--clean',
      description: 'for all tools: without x-amazon-* and x-apikit, and with each method of ANY',
    },
    { flags: '--with-extensions', description: 'as API Gateway exports and imports it, with x-amazon-*' },
    {
      flags: '--format <format>',
      description: 'format (default: by the name of the file, otherwise yaml)',
      choices: ['yaml', 'json'],
    },
    OUT_OPTION,
  ],
  common: ['stage', 'profile', 'region'],
  ofRestApi: 'Exports of the live API',
  examples: [
    'apikit openapi export --stage prod',
    'apikit openapi export --stage prod --with-extensions --out live.json',
  ],

  async ask({ flags }, context): Promise<Answers> {
    if (flags.clean && flags.withExtensions)
      throw usageError('--clean and --with-extensions exclude each other.', 'Pass one of them.');
    const out = flags.out === undefined ? undefined : resolve(context.io.cwd, flags.out);
    const named = out !== undefined && extname(out).toLowerCase() === '.json' ? 'json' : 'yaml';
    const { format = named } = flags;
    return {
      target: await context.target(),
      form: flags.withExtensions ? 'gateway' : flags.clean ? 'clean' : 'own',
      format,
      ...(out !== undefined && { out }),
    };
  },

  async execute({ target, form, format, out }, context): Promise<Exported> {
    const { config, clients } = target;
    const [{ exportApi }, { liveStage }, { liveDocument, orderedDocument, plainDocument }] = await Promise.all([
      import('../../aws/api-gateway/export-api.ts'),
      import('../../stage/releases/live-stage.ts'),
      import('../../contract/export/plain-document.ts'),
    ]);
    const { cwd } = context.io;
    const { api, url } = await liveStage(config, partsOf(target, context));
    const exported = await exportApi(await clients.apiGateway(), api, config.stage);
    const told = form === 'gateway' ? undefined : await withContractTexts(exported, url, target, context);
    const document =
      form === 'gateway' ? orderedDocument(exported) : told === undefined ? liveDocument(exported, url) : told.document;
    const written = form === 'clean' ? plainDocument(document) : document;
    const text = format === 'json' ? `${JSON.stringify(written, null, 2)}\n` : yamlText(written);
    if (out !== undefined) await replaceFile(out, text);
    return {
      app: config.app,
      stage: config.stage,
      url,
      document: written,
      differences: told?.differences ?? null,
      text: out === undefined ? text : null,
      file: out ?? null,
      shown: out === undefined ? '' : shownPath(cwd, out),
    };
  },

  render: ({ app, stage, differences, text, shown }, theme) => ({
    notes: [
      ...differenceLines(differences ?? [], stage, theme),
      ...(text === null ? [`${theme.good(SYMBOL.done)} Wrote the document of ${app}/${stage}`] : []),
    ],
    ...(text === null ? { data: [shown] } : { document: text.trimEnd().split('\n') }),
  }),
  json: ({ shown: _, text: _text, ...exported }) => exported,
});

/** Returns `undefined` if the contract cannot be read. The live document is then used alone. */
async function withContractTexts(exported: Record<string, unknown>, url: string, target: Target, context: Context) {
  const { config, project, facts } = target;
  const [{ loadContract }, { compile }, { described }] = await Promise.all([
    import('../../contract/load-contract.ts'),
    import('../../contract/compile/compile.ts'),
    import('../../contract/export/described.ts'),
  ]);
  const contract = await loadContract(config.contract, project.root).catch((error: unknown) => {
    if (!(error instanceof ApikitError)) throw error;
    context.report.warn(
      `${error.message} The document has API Gateway's texts instead, without descriptions, examples or responses. See: apikit openapi lint`,
    );
  });
  if (!contract) return undefined;
  const filled: Record<string, string> = {
    Region: facts.region,
    AccountId: facts.account,
    Partition: facts.partition,
  };
  const definition = JSON.stringify(compile(contract, config, facts)).replaceAll(
    /\$\{AWS::(Region|AccountId|Partition)\}/g,
    (_, name: string) => filled[name]!,
  );
  return described(contract, { exported, definition: JSON.parse(definition) as Record<string, unknown> }, url);
}

function differenceLines(differences: readonly Difference[], stage: string, theme: Theme): string[] {
  if (differences.length === 0) return [];
  return [
    `${theme.warn(SYMBOL.warning)} The stage ${stage} differs from the contract; the document shows the stage:`,
    ...differences.map(({ place, differs }) => `  ${place}: ${differs.join(', ')}`),
  ];
}
