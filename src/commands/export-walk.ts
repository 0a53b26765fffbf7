/** What `apikit export postman|http|curl` have in common: the contract as a walk, and the address of a stage. */
import { relative, resolve } from 'node:path';
import type { Context, Target } from '../context.ts';
import { objectOf } from '../contract/json.ts';
import type { Walk } from '../contract-export/walk.ts';
import { replaceFile } from '../replace-file.ts';
import { SYMBOL } from '../ui/theme.ts';
import { type AnyCommand, defineCommand } from './command.ts';
import { contractStage } from './openapi-file.ts';

interface Answers {
  /** The stage whose address is written; absent: that of the contract, or none. */
  target?: Target;
  /** Absolute; absent: to stdout. */
  out?: string;
}

interface Written {
  requests: number;
  baseUrl: string | null;
  file: string | null;
  content: string;
  shown: string;
}

/** `write` makes the file's text. */
export function exportCommand(
  verb: string,
  example: string,
  write: () => Promise<(walk: Walk, baseUrl: string) => string>,
): AnyCommand {
  return defineCommand<Answers, Written>({
    options: [{ flags: '--out <file>', description: 'write it to a file instead of printing it' }],
    common: ['stage', 'profile', 'region'],
    examples: [`apikit export ${verb} --stage dev --out ${example}`],
    async ask({ flags }, context) {
      const named = typeof (flags.stage ?? context.io.env.APIKIT_STAGE) === 'string';
      return {
        ...(named && { target: await context.target() }),
        ...(typeof flags.out === 'string' && { out: resolve(context.io.cwd, flags.out) }),
      };
    },

    async execute({ target, out }, context) {
      const [{ loadContract }, { walkThrough }] = await Promise.all([
        import('../contract/load-contract.ts'),
        import('../contract-export/walk.ts'),
      ]);
      const config = target?.config ?? (await contractStage(context));
      const { document, operations } = await loadContract(config.contract, (await context.project()).root);
      const baseUrl = target ? await addressOf(target, context) : serverOf(document);
      const walk = walkThrough(document, operations);
      const content = (await write())(walk, baseUrl ?? '');
      if (out !== undefined) await replaceFile(out, content);
      return {
        requests: walk.steps.length,
        baseUrl: baseUrl ?? null,
        file: out ?? null,
        content,
        shown: out === undefined ? '' : relative(context.io.cwd, out),
      };
    },

    render: ({ requests, file, content, shown }, theme) =>
      file === null
        ? { data: content.trimEnd().split('\n') }
        : { notes: [`${theme.good(SYMBOL.done)} Wrote ${requests} requests`], data: [shown] },
    json: ({ shown: _, content, ...written }) => ({ ...written, content: written.file === null ? content : null }),
  });
}

async function addressOf({ config, clients, facts }: Target, context: Context): Promise<string> {
  const { liveStage } = await import('../pipeline/live-stage.ts');
  const { clock, signal } = context.io;
  return (await liveStage(config, { clients, facts, clock, signal, report: context.report.event })).url;
}

/** An address that the contract itself names. */
function serverOf(document: Readonly<Record<string, unknown>>): string | undefined {
  const servers: unknown[] = Array.isArray(document.servers) ? document.servers : [];
  const url = servers
    .map((server) => objectOf(server).url)
    .find((each) => typeof each === 'string' && /^https?:/.test(each));
  return typeof url === 'string' ? url.replace(/\/+$/, '') : undefined;
}
