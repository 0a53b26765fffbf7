/** Starts the console of a stage, for `apikit console` and for `apikit dev`. */
import { LOCAL_STAGE } from '../../config/config.ts';
import type { RunningConsole } from '../../console/console-server.ts';
import type { Context } from '../../context.ts';
import type { CommonFlags } from '../../flags/common-flags.ts';
import { errorDocument } from '../../ui/error-text.ts';
import type { Io } from '../../ui/io.ts';
import { asApikitError } from '../parts/as-apikit-error.ts';
import { documentOf, type Host } from '../parts/document-of.ts';
import { atStage } from './at-stage.ts';
import { DOCUMENTS, TABLE_DOCUMENTS } from './console-documents.ts';

/** Without a port, any free one is taken. */
export async function openConsole(context: Context, port = 0): Promise<RunningConsole> {
  const { io, run } = context;
  const [{ startConsole }, { pageFiles }, { config }] = await Promise.all([
    import('../../console/console-server.ts'),
    import('../../console/page-files.ts'),
    context.target(),
  ]);
  const { app, stage } = config;
  const common = commonFlags(context, stage);
  const ended = new AbortController();
  const quiet: Host = { io: quietIo(io, ended.signal), run };
  const documents = [
    ...Object.keys(TABLE_DOCUMENTS),
    ...Object.keys(DOCUMENTS).filter((name) => !DOCUMENTS[name]!.ofRestApi || config.api === 'rest'),
  ];
  const running = await startConsole(
    {
      ...{ app, stage, documents },
      files: await pageFiles(),
      async document(name, query, signal) {
        const until = { io: quietIo(quiet.io, signal), run };
        const ofTables = TABLE_DOCUMENTS[name];
        if (ofTables) return await atStage(common, until, (target, at) => ofTables(query, target, at));
        const { load, wish } = DOCUMENTS[name]!;
        return await documentOf(await load(), wish(query), common, until);
      },
      now: () => io.clock.now(),
      ...(stage === LOCAL_STAGE && { live: await localParts(context, common, quiet) }),
      explain: (error) => asApikitError(error, quiet.io),
      errorDocument,
    },
    port,
  );
  return {
    url: running.url,
    urlForBrowser: running.urlForBrowser,
    async close() {
      ended.abort();
      await running.close();
    },
  };
}

async function localParts(context: Context, common: CommonFlags, host: Host) {
  const { localRequests } = await import('./local-requests.ts');
  return await localRequests(common, host, await context.localDataDir());
}

/** Documents write nothing to the terminal, and ask nothing there. They end with the signal, too. */
const quietIo = (io: Io, signal: AbortSignal): Io => ({
  ...io,
  stderr: { write: () => true },
  unattended: true,
  signal: AbortSignal.any([io.signal, signal]),
});

const commonFlags = ({ flags: { profile, region, config } }: Context, stage: string): CommonFlags => ({
  stage,
  ...(profile !== undefined && { profile }),
  ...(region !== undefined && { region }),
  ...(config !== undefined && { config }),
});
