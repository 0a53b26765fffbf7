/** The common part of `apikit export postman|http|curl`: the contract as a walk, and the address of a stage. */
import { resolve } from 'node:path';
import { LOCAL_STAGE } from '../../../config/config.ts';
import type { Context, Flags, Target } from '../../../context.ts';
import type { Address, Walk } from '../../../contract/export/walk.ts';
import { serverAddress } from '../../../contract/export/writable.ts';
import { listOf, objectOf, textOf } from '../../../contract/model/json.ts';
import { replaceFile } from '../../../files/replace-file.ts';
import { counted } from '../../../text/counted.ts';
import { shownPath } from '../../../text/shown-path.ts';
import { SYMBOL } from '../../../ui/theme.ts';
import { type AnyCommand, defineCommand, type Option } from '../command.ts';
import { contractStage } from './openapi-file.ts';

interface Answers {
  /** The stage whose address is written; `undefined` for the address of the contract, or none. */
  target?: Target;
  /** An absolute path; `undefined` for stdout. */
  out?: string;
  flags: Flags;
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

/** Writes a file from a walk. */
type Write = (walk: Walk, address: Address, flags: Flags) => string;

export function exportCommand(
  verb: string,
  example: string,
  write: () => Promise<Write>,
  options: readonly Option[] = [],
): AnyCommand {
  return defineCommand<Answers, Written>({
    options: [{ flags: '--out <file>', description: 'write it to a file instead of printing it' }, ...options],
    common: ['stage', 'profile', 'region'],
    examples: [`apikit export ${verb} --stage dev --out ${example}`],
    async ask({ flags }, context) {
      const named = typeof (flags.stage ?? context.io.env.APIKIT_STAGE) === 'string';
      return {
        ...(named && { target: await context.target() }),
        ...(typeof flags.out === 'string' && { out: resolve(context.io.cwd, flags.out) }),
        flags,
      };
    },

    async execute({ target, out, flags }, context) {
      const [{ loadContract }, { walkThrough }] = await Promise.all([
        import('../../../contract/load-contract.ts'),
        import('../../../contract/export/walk.ts'),
      ]);
      const config = target?.config ?? (await contractStage(context));
      const { document, operations } = await loadContract(config.contract, (await context.project()).root);
      const baseUrl = target ? await addressOf(target, context) : serverOf(document);
      const walk = walkThrough(document, operations);
      const stage = target?.config.stage ?? LOCAL_STAGE;
      const content = (await write())(walk, { url: baseUrl ?? '', stage }, flags);
      if (out !== undefined) await replaceFile(out, content);
      return {
        requests: walk.steps.length,
        baseUrl: baseUrl ?? null,
        file: out ?? null,
        content,
        shown: out === undefined ? '' : shownPath(context.io.cwd, out),
        missing: [
          ...(baseUrl === undefined
            ? ['It has no address of the API: pass --stage to write the address of a stage.']
            : []),
          ...(walk.usesKey ? [`It has no API key. To get one, run: apikit keys create me --stage ${stage}`] : []),
          ...(walk.usesToken ? ['It has no bearer token: a user of the API has one.'] : []),
        ],
      };
    },

    render: ({ requests, file, content, shown, missing }, theme) =>
      file === null
        ? { document: content.trimEnd().split('\n') }
        : {
            notes: [
              `${theme.good(SYMBOL.done)} Wrote ${counted(requests, 'request')}`,
              ...missing.map((sentence) => `${SYMBOL.note} ${sentence}`),
            ],
            data: [shown],
          },
    json: ({ shown: _, missing: __, content, ...written }) => ({
      ...written,
      content: written.file === null ? content : null,
    }),
  });
}

async function addressOf({ config, clients, facts }: Target, context: Context): Promise<string> {
  const { liveStage } = await import('../../../stage/releases/live-stage.ts');
  const { clock, signal } = context.io;
  return (await liveStage(config, { clients, facts, clock, signal, report: context.report.event })).url;
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
