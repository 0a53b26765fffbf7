/**
 * The stages with an HTTP API or a function URL. The listing of functions shows them: the function of such a stage has
 * its release in a variable (docs/adr/0026). An account without them costs no call. Reads only.
 */
import { type FunctionConfiguration, GetFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import { functionName, LIVE_ALIAS } from '../../naming/names.ts';
import { RELEASE_VARIABLE } from '../../naming/release-marks.ts';
import { listHttpApis, listHttpDeployments } from '../api-gateway/http-apis.ts';
import { invokeUrl } from '../api-gateway/invoke-url.ts';
import type { SearchTarget } from '../kinds/search.ts';
import { listAliases } from '../lambda/aliases.ts';
import { urlBase } from '../lambda/function-url.ts';
import { isOwner, type Owner, ownerOf } from '../ownership/owner.ts';
import { parseReleaseRecord } from '../releases/release-record.ts';
import { parseSwitchRecord } from '../releases/switch-record.ts';
import { releasesIn } from '../releases/url-releases.ts';
import { isDenied, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { CALLS_AT_ONCE } from './inventory-item.ts';
import type { StageSummary } from './stage-summary.ts';

const NO_PREVIEW = { preview: false, expiresAt: null } as const;

export async function otherFrontDoors(
  target: SearchTarget,
  functions: readonly FunctionConfiguration[],
): Promise<StageSummary[]> {
  const owners = functions.flatMap(ownerBehind);
  let apis: ReturnType<typeof listHttpApis> | undefined;
  const listed = async () => (apis ??= listHttpApis(await target.clients.apiGatewayV2()));
  const found = await mapWithConcurrency(CALLS_AT_ONCE, owners, async (owner) => {
    try {
      const doors = [await ofUrl(target, owner), await ofHttpApi(target, owner, listed)];
      return doors.filter((door) => door !== undefined);
    } catch (error) {
      // Without the permission to look, it must not count as left over.
      if (isDenied(error)) return [unseen(owner)];
      throw error;
    }
  });
  return found.flat();
}

const unseen = (owner: Owner): StageSummary => ({
  ...owner,
  api: functionName(owner),
  url: null,
  release: null,
  updatedAt: null,
  state: 'live',
  ...NO_PREVIEW,
});

function ownerBehind({ FunctionName, Environment }: FunctionConfiguration): Owner[] {
  const { APIKIT_APP: app, APIKIT_STAGE: stage, [RELEASE_VARIABLE]: release } = Environment?.Variables ?? {};
  if (app === undefined || stage === undefined || release === undefined) return [];
  return FunctionName === functionName({ app, stage }) ? [{ app, stage }] : [];
}

async function ofUrl({ clients, facts }: SearchTarget, owner: Owner): Promise<StageSummary | undefined> {
  const client = await clients.lambda();
  const FunctionName = functionName(owner);
  const url = await undefinedIfNotFound(
    client.send(new GetFunctionUrlConfigCommand({ FunctionName, Qualifier: LIVE_ALIAS })),
  );
  if (url?.FunctionUrl === undefined) return undefined;
  const aliases = (await listAliases(client, FunctionName)) ?? [];
  const live = aliases.find(({ name }) => name === LIVE_ALIAS);
  const release = releasesIn(aliases).find(({ deploymentId }) => deploymentId === live?.version);
  return {
    ...owner,
    api: FunctionName,
    url: urlBase(facts, url.FunctionUrl),
    release: release?.record.release ?? null,
    updatedAt: parseSwitchRecord(live?.description)?.time ?? null,
    state: 'live',
    ...NO_PREVIEW,
  };
}

async function ofHttpApi(
  { clients, facts }: SearchTarget,
  owner: Owner,
  listed: () => ReturnType<typeof listHttpApis>,
): Promise<StageSummary | undefined> {
  const api = (await listed()).find(({ Tags }) => isOwner(ownerOf(Tags), owner));
  if (api?.ApiId === undefined) return undefined;
  const { ApiId } = api;
  const client = await clients.apiGatewayV2();
  const { GetStageCommand } = await import('@aws-sdk/client-apigatewayv2');
  const stage = await undefinedIfNotFound(client.send(new GetStageCommand({ ApiId, StageName: owner.stage })));
  const known = { ...owner, api: ApiId, ...NO_PREVIEW };
  if (!stage) return { ...known, url: null, release: null, updatedAt: null, state: 'not deployed' };
  const deployments = await listHttpDeployments(client, ApiId);
  const live = deployments.find(({ DeploymentId }) => DeploymentId === stage.DeploymentId);
  return {
    ...known,
    url: invokeUrl(facts, ApiId, owner.stage),
    release: parseReleaseRecord(live?.Description)?.release ?? null,
    updatedAt: (stage.LastUpdatedDate ?? stage.CreatedDate)?.toISOString() ?? null,
    state: 'live',
  };
}
