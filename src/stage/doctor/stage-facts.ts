/** The facts that `doctor` reads about a live stage: its resources in one go, and the rest when needed. Reads only. */
import { clientCertificateEnds } from '../../aws/api-gateway/client-certificate.ts';
import { roleRights } from '../../aws/iam/role-rights.ts';
import { lastDays } from '../../aws/keys/days-of-use.ts';
import { usedKeys } from '../../aws/keys/used-keys.ts';
import type { Listed } from '../../aws/kinds/kind-dependencies.ts';
import { endlessLogs } from '../../aws/logs/endless-logs.ts';
import { type Census, regionalApis } from '../../aws/quotas/quota-use.ts';
import { undefinedIfNotFound } from '../../aws/sdk/errors/sdk-error.ts';
import type { StageConfig } from '../../config/config.ts';
import { failureQueues } from '../../config/consumers.ts';
import type { FoundResource, Stage } from '../../doctor/facts.ts';
import type { Observed, Resource } from '../../engine/resource.ts';
import { ApikitError } from '../../errors.ts';
import { executionLogGroup, inApi, roleName } from '../../naming/names.ts';
import { knownStage } from '../desired/desired-stage.ts';
import { withKnownKey } from '../encryption/encryption-key.ts';
import type { LiveEvidence } from '../explain/evidence/live-evidence.ts';
import type { OnceReader } from '../explain/evidence/once-reader.ts';
import { driftOf } from '../plan/drift.ts';
import { createRun, type RunParts } from '../stage-run.ts';
import { observeServing } from '../tables/serving-tables.ts';
import { listingTables } from './few-tables.ts';
import { daysWithCountedRequests } from './firewall-figures.ts';
import { coldStarts, keyPlaces } from './log-figures.ts';

const DAY = 86_400_000;

export interface ObservedFacts extends Stage {
  /** The counts of the account that this reading has made. */
  census(): Promise<Census>;
}

/** `listedOnly` has the tables, by their names in apikit.yaml, that `doctor` reads only from a listing. */
export function stageFacts(
  config: StageConfig,
  listedOnly: readonly string[],
  evidence: LiveEvidence,
  parts: RunParts & { readonly env: Readonly<Record<string, string | undefined>> },
  once: OnceReader,
): ObservedFacts {
  const { clients, facts, clock } = parts;
  const observed = once(async () => {
    const listed: Listed = { restApis: [] };
    const run = listingTables(createRun(new Map(), parts, listed), listedOnly, config, parts);
    const place = await withKnownKey(config, { clients, facts });
    const { resources, observation } = await observeServing(
      config,
      (standIns) => knownStage(config, place, standIns),
      run,
    );
    return { listed, resources, observation, drift: driftOf(resources, observation, run.kinds) };
  });
  const gateway = () => clients.apiGateway();
  return {
    name: config.stage,
    protected: config.protected,
    wanted: {
      retentionDays: config.logs.retentionDays,
      alarms: config.alarms.enabled,
      failureQueues: failureQueues(config).map((queue) => `queue/${queue}`),
      countsOnly: config.waf !== undefined && config.waf !== false && 'count' in config.waf && config.waf.count,
      vpc: Boolean(config.function.vpc),
    },
    listedTables: listedOnly,
    evidence,
    census: async () => {
      const { listed } = await observed();
      const { usagePlans: plans } = listed;
      return { apis: regionalApis(listed.restApis), ...(plans !== undefined && { plans }) };
    },
    async resources() {
      const { resources, observation } = await observed();
      return resources
        .filter(({ id, upkeep }) => id !== 'release' && !upkeep)
        .map((resource) => foundResource(resource, observation.observed.get(resource.id)));
    },
    async drift() {
      const { drift } = await observed();
      return [...new Set(drift.map(({ resource, path }) => `${resource} ${path}`))];
    },
    unusedKeys: async (days) => {
      const now = clock.now();
      const client = await gateway();
      const plans = await evidence.plans();
      const used = await Promise.all(plans.map(({ id }) => usedKeys(client, id, lastDays(days, now))));
      const old = (await evidence.keys()).filter(({ createdAt }) => now - Date.parse(createdAt) > days * DAY);
      return old.filter(({ id, enabled }) => enabled && !used.some((ids) => ids.has(id))).map(({ name }) => name);
    },
    endlessLogs: once(async () => {
      const { resources, observation } = await observed();
      const known = resources.flatMap(({ id, kind }) => {
        const group = kind === 'log-group' ? observation.observed.get(id) : undefined;
        return group && group.properties.retentionDays === undefined ? [String(group.attributes.name)] : [];
      });
      // API Gateway creates this group itself, without retention, if somebody turns the execution log on by hand.
      const { api } = await evidence.facts();
      const execution = await endlessLogs(await clients.logs(), inApi(executionLogGroup(config), api.id));
      return [...new Set([...known, ...execution])];
    }),
    daysWithCountedRequests: once(async () => daysWithCountedRequests(await clients.cloudwatch(), config, clock.now())),
    rolePolicies: once(async () => {
      const found = await undefinedIfNotFound(roleRights(await clients.iam(), roleName(config)));
      return (found?.policies ?? []).map(({ name, arn, document }) => ({ name, managed: arn !== null, document }));
    }),
    clientCertificateEnds: once(async () => {
      const id = (await evidence.facts()).stage.clientCertificateId;
      return id === undefined ? undefined : clientCertificateEnds(await gateway(), id);
    }),
    customDomain: once(async () => {
      if (!config.domain) return undefined;
      const [{ domainFacts }, { domainChecks }] = await Promise.all([
        import('../domain/domain-facts.ts'),
        import('../domain/domain-checks.ts'),
      ]);
      return domainChecks(await domainFacts(config, config.domain, parts)).flatMap(({ state, says, fix }) =>
        state === 'failed' || state === 'waiting' ? [{ says, fix: fix ?? '', waits: state === 'waiting' }] : [],
      );
    }),
    network: once(async () => {
      if (!config.function.vpc) return [];
      const { placeFunctions } = await import('../network/place-functions.ts');
      try {
        return (await placeFunctions(config, clients, [])).warnings;
      } catch (error) {
        if (error instanceof ApikitError) return [error.message];
        throw error;
      }
    }),
    coldStarts: once(() => coldStarts(config, parts)),
    keyPlaces: once(async () => {
      const [places, names] = await Promise.all([keyPlaces(config, parts), evidence.namesOfKeys()]);
      return places.map(({ key, ...rest }) => ({ key: names.get(key) || key, ...rest }));
    }),
  };
}

function foundResource({ id, kind, name }: Resource, found: Observed | undefined): FoundResource {
  const state = found ? (found.owned ? (found.state ?? 'present') : 'not ours') : 'missing';
  return { id, kind, name: found?.name ?? name, state, properties: found?.properties ?? {} };
}
