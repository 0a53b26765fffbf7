/** The evidence about a live stage. Each piece is one or a few reads, made when a cause first asks for it. */
import { invokeUrl } from '../../../aws/api-gateway/invoke-url.ts';
import { liveOperations } from '../../../aws/api-gateway/live-operations.ts';
import { tablesThere } from '../../../aws/items/existing-tables.ts';
import { stageKeys } from '../../../aws/keys/stage-keys.ts';
import { membersOf } from '../../../aws/keys/stage-plans.ts';
import { type FunctionVersion, functionVersion } from '../../../aws/lambda/function-version.ts';
import { hasInvokePermission } from '../../../aws/lambda/invoke-permission.ts';
import { type LiveFacts, liveFacts } from '../../../aws/releases/live-facts.ts';
import { type HistoryEntry, releaseOf } from '../../../aws/releases/release-record.ts';
import { parseSwitchRecord } from '../../../aws/releases/switch-record.ts';
import { missingSecrets } from '../../../aws/secrets/missing-secrets.ts';
import { sampledRequests } from '../../../aws/waf/sampled-requests.ts';
import type { StageConfig } from '../../../config/config.ts';
import { physicalTable } from '../../../config/physical-table.ts';
import { type Evidence, type Live, UnreadableFact } from '../../../explain/evidence.ts';
import { executeApiArn } from '../../../naming/arns.ts';
import { functionName } from '../../../naming/names.ts';
import { stageTags } from '../../../naming/tags.ts';
import { notDeployed } from '../../releases/live-stage.ts';
import type { RunParts } from '../../stage-run.ts';
import { liveOf } from './live-of.ts';
import { lostRights } from './lost-rights.ts';
import { createOnceReader } from './once-reader.ts';
import { livePlans, spentKeys } from './plans.ts';
import { failedRequests, loggedErrors, RECENT } from './recent-logs.ts';

export interface LiveEvidence extends Evidence {
  /** The results of the reads of `live`, for callers who need all of it. */
  facts(): Promise<LiveFacts>;
  /** The release that the stage serves; `undefined` if apikit did not create it. */
  release(): Promise<HistoryEntry | undefined>;
  /** The live version, with its code. */
  liveFunction(): Promise<FunctionVersion | undefined>;
  /** The names of the API keys, by ID. Empty if the credentials may not list keys. */
  namesOfKeys(): Promise<ReadonlyMap<string, string>>;
}

export interface EvidenceOptions {
  /**
   * The number of AWS calls, counted over all clients, after which nothing more is read and a fact throws
   * `UnreadableFact`. Default: no limit.
   */
  readonly calls?: number;
  /** The facts of the API and its stage, if they are already known. */
  readonly facts?: LiveEvidence['facts'];
}

type Parts = Pick<RunParts, 'clients' | 'facts' | 'clock' | 'signal'>;

export function liveEvidence(
  config: StageConfig,
  parts: Parts,
  { calls = Infinity, facts: known }: EvidenceOptions = {},
): LiveEvidence {
  const { clients, facts: target, clock } = parts;
  const tags = stageTags(config);
  const wantedTables = Object.fromEntries(
    Object.keys(config.tables).map((table) => [table, physicalTable(config, table)]),
  );

  const once = createOnceReader(clients, calls);
  const gateway = () => clients.apiGateway();
  const readFacts = once(async () => {
    const found = await liveFacts(await gateway(), tags, config.stage);
    if (!found) throw notDeployed(config, target);
    return found;
  }, true);
  const facts = known ?? readFacts;
  const release = async () => {
    const { stage, releases } = await facts();
    return releaseOf(releases, stage.deploymentId);
  };
  const live = async (): Promise<Live> => {
    const found = await facts();
    return liveOf(found, {
      url: invokeUrl(target, found.api.id, config.stage),
      release: await release(),
      switched: parseSwitchRecord(found.stage.description),
    });
  };
  const keys = once(async () => stageKeys(await gateway(), tags));
  const namesOfKeys = async () => {
    try {
      return new Map((await keys()).map(({ id, name }) => [id, name]));
    } catch (error) {
      if (error instanceof UnreadableFact) return new Map<string, string>();
      throw error;
    }
  };
  const plans = once(async () => livePlans(await gateway(), config, (await facts()).api.id));

  return {
    app: config.app,
    stage: config.stage,
    region: target.region,
    wanted: {
      origins: config.cors?.origins ?? [],
      credentials: config.cors?.credentials ?? false,
      tables: wantedTables,
    },
    facts,
    release,
    namesOfKeys,
    live,
    operations: once(async () => liveOperations(await gateway(), (await facts()).api.id, config.stage)),
    mayInvoke: once(async () => {
      const version = (await release())?.record.version;
      if (version === undefined) return undefined;
      const { api } = await facts();
      return hasInvokePermission(await clients.lambda(), {
        function: functionName(config),
        version,
        api: api.id,
        source: executeApiArn(target, api.id),
      });
    }),
    liveFunction: once(async () => {
      const version = (await release())?.record.version;
      if (version === undefined) return undefined;
      return functionVersion(await clients.lambda(), functionName(config), version, parts.signal);
    }),
    plans,
    keysInPlans: once(async () => [...(await membersOf(await gateway(), await plans())).of.keys()]),
    spentKeys: once(async () => spentKeys(await gateway(), await plans(), clock.now(), namesOfKeys)),
    keys,
    tables: once(async () => tablesThere(await clients.dynamodb(), Object.values(wantedTables))),
    missingSecrets: once(async () => {
      const { absent } = await missingSecrets(clients, config.function.secrets ?? {}, target.region);
      return absent;
    }),
    failures: once(() => {
      const now = clock.now();
      return failedRequests(config, parts, { from: now - RECENT, to: now });
    }),
    functionErrors: once(() => loggedErrors(config, parts)),
    filtered: once(async () => {
      const { webAclArn } = (await facts()).stage;
      return webAclArn === undefined ? [] : sampledRequests(await clients.waf(), webAclArn, clock.now());
    }),
    missingRights: once(async () => {
      const live = await release();
      return live === undefined ? [] : lostRights(config, live.record.release, parts);
    }),
  };
}
