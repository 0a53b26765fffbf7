/** The parts of the console that only the stage `local` has: its requests, the docs, and the editor of items. */
import type { ConsoleParts } from '../../console/console-server.ts';
import { keepFollowing } from '../../console/keep-following.ts';
import { createRequestLog } from '../../console/request-log.ts';
import { endpointFromEnvironment } from '../../context.ts';
import { loadContract } from '../../contract/load-contract.ts';
import { serveDocs } from '../../dev/local-docs.ts';
import type { CommonFlags } from '../../flags/common-flags.ts';
import { findCloud } from '../../local/process/background.ts';
import { stageReleases } from '../../stage/releases/stage-releases.ts';
import { openInBrowser } from '../../ui/open-in-browser.ts';
import type { Host } from '../parts/document-of.ts';
import { partsOf } from '../parts/stage/release-preview.ts';
import { editItem } from '../parts/tables/edit-item.ts';
import { atStage } from './at-stage.ts';

/** `dataDir` is the folder in which the embedded cloud of the project keeps its state. */
export async function localRequests(
  common: CommonFlags,
  host: Host,
  dataDir: string,
): Promise<NonNullable<ConsoleParts['live']>> {
  const { io } = host;
  const named = endpointFromEnvironment(io.env);
  const log = createRequestLog();
  const find = async () => named ?? (await findCloud(dataDir))?.endpoint;
  const { endpoint } = await keepFollowing(find, log, io.clock, io.signal);
  return {
    ...{ log, endpoint },
    async openDocs() {
      const url = await docsOf(common, host);
      return { url, opened: await openInBrowser(url, io.env) };
    },
    editItem: (table, edit) => atStage(common, host, (target, context) => editItem({ table, edit }, target, context)),
  };
}

/** Serves the docs of the contract as it is now in the project. Returns their address. */
const docsOf = (common: CommonFlags, host: Host): Promise<string> =>
  atStage(common, host, async (target, context) => {
    const { config, project, facts } = target;
    const { document } = await loadContract(config.contract, project.root);
    const { url } = await stageReleases(config, partsOf(target, context));
    const { clock, signal } = host.io;
    return await serveDocs({ config, place: target, url, document }, { clock, signal, endpoint: facts.endpoint! });
  });
