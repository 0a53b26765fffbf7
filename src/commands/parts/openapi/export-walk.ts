/**
 * The common part of `apikit export postman|insomnia|bruno|http|curl`: the contract as a walk, and the address of a
 * stage.
 */
import { resolve } from 'node:path';
import { LOCAL_STAGE } from '../../../config/config.ts';
import type { Context, Target } from '../../../context.ts';
import type { Address, Walk } from '../../../contract/export/walk.ts';
import { serverAddress } from '../../../contract/export/writable.ts';
import { listOf, objectOf, textOf } from '../../../contract/model/json.ts';
import { replaceFile } from '../../../files/replace-file.ts';
import type { Option } from '../../../flags/option.ts';
import type { FlagsOf } from '../../../flags/values.ts';
import { counted } from '../../../text/counted.ts';
import { shownPath } from '../../../text/shown-path.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';
import type { Rendered } from '../command.ts';
import { partsOf } from '../stage/release-preview.ts';
import { contractStage } from './openapi-file.ts';

interface ExportAnswers {
  /** The stage whose address is written; `undefined` for the address of the contract, or none. */
  target?: Target;
  /** An absolute path; `undefined` for stdout. */
  out?: string;
}

interface Written {
  requests: number;
  baseUrl: string | null;
  file: string | null;
  content: string;
  shown: string;
  /** The values that the user still has to fill in, as sentences. */
  missing: string[];
}

/** Returns the text of the file. */
type Write = (walk: Walk, address: Address) => string;

export const OUT_OPTION = {
  flags: '--out <file>',
  description: 'write it to a file instead of printing it',
} as const satisfies Option;

export async function askExport({ out }: FlagsOf<typeof OUT_OPTION>, context: Context): Promise<ExportAnswers> {
  const stage = context.flags.stage ?? context.io.env.APIKIT_STAGE;
  return {
    ...(stage !== undefined && { target: await context.target() }),
    ...(out !== undefined && { out: resolve(context.io.cwd, out) }),
  };
}

interface ExportedWalk {
  walk: Walk;
  /** `undefined` if neither a stage nor the contract has one. */
  baseUrl: string | undefined;
  /** The stage that hints name. */
  stage: string;
  /** The values that the user still has to fill in, as sentences. */
  missing: string[];
}

/** Reads the contract and the address. */
export async function walkOf({ target }: Pick<ExportAnswers, 'target'>, context: Context): Promise<ExportedWalk> {
  const [{ loadContract }, { walkThrough }] = await Promise.all([
    import('../../../contract/load-contract.ts'),
    import('../../../contract/export/walk.ts'),
  ]);
  const config = target?.config ?? (await contractStage(context));
  const { document, operations } = await loadContract(config.contract, (await context.project()).root);
  const baseUrl = target ? await addressOf(target, context) : serverOf(document);
  const walk = walkThrough(document, operations);
  const stage = target?.config.stage ?? LOCAL_STAGE;
  return {
    walk,
    baseUrl,
    stage,
    missing: [
      ...(baseUrl === undefined ? ['It has no address of the API: pass --stage to write the address of a stage.'] : []),
      ...(walk.usesKey ? [`It has no API key. To get one, run: apikit keys create me --stage ${stage}`] : []),
      ...(walk.usesToken ? ['It has no bearer token: a user of the API has one.'] : []),
    ],
  };
}

/** Writes the document to the file, or returns it to be printed. */
export async function writeExport(answers: ExportAnswers, write: Write, context: Context): Promise<Written> {
  const { out } = answers;
  const { walk, baseUrl, stage, missing } = await walkOf(answers, context);
  const content = write(walk, { url: baseUrl ?? '', stage });
  if (out !== undefined) await replaceFile(out, content);
  return {
    requests: walk.steps.length,
    baseUrl: baseUrl ?? null,
    file: out ?? null,
    content,
    shown: out === undefined ? '' : shownPath(context.io.cwd, out),
    missing,
  };
}

export const renderExport = ({ requests, file, content, shown, missing }: Written, theme: Theme): Rendered =>
  file === null
    ? { document: content.trimEnd().split('\n') }
    : {
        notes: [
          `${theme.good(SYMBOL.done)} Wrote ${counted(requests, 'request')}`,
          ...missing.map((sentence) => `${SYMBOL.note} ${sentence}`),
        ],
        data: [shown],
      };

export const exportDocument = ({ shown: _, missing: __, content, ...written }: Written) => ({
  ...written,
  content: written.file === null ? content : null,
});

export async function addressOf(target: Target, context: Context): Promise<string> {
  const { liveStage } = await import('../../../stage/releases/live-stage.ts');
  return (await liveStage(target.config, partsOf(target, context))).url;
}

/** The first address in the contract, with the defaults of its variables. */
function serverOf(document: Readonly<Record<string, unknown>>): string | undefined {
  for (const server of listOf(document.servers).map(objectOf)) {
    const variables = objectOf(server.variables);
    const url = textOf(server.url)?.replace(/\{([^{}]+)\}/g, (whole, name: string) =>
      String(objectOf(variables[name]).default ?? whole),
    );
    const address = url === undefined ? undefined : serverAddress(url);
    if (address !== undefined) return address;
  }
  return undefined;
}
