/** Finds a REST API that somebody else made, by its ID or its name, and one of its stages. Reads only. */
import type { APIGatewayClient, RestApi, Stage } from '@aws-sdk/client-api-gateway';
import { ApikitError, EXIT } from '../../errors.ts';
import { listRestApis } from '../api-gateway/rest-apis.ts';
import { stagesOf } from '../api-gateway/stages.ts';
import { ownerOf } from '../ownership/owner.ts';

export interface FoundApi {
  readonly id: string;
  readonly api: RestApi;
  readonly stage: Stage;
  /** The names of its other stages. */
  readonly otherStages: readonly string[];
}

/** Throws `ApiNotFound`, `ApiAmbiguous`, `ApiOfApikit` and `StageNotFound`. */
export async function findApi(client: APIGatewayClient, idOrName: string, stageName: string): Promise<FoundApi> {
  const all = await listRestApis(client);
  const byId = all.find(({ id }) => id === idOrName);
  const [api, ...more] = byId ? [byId] : all.filter(({ name }) => name === idOrName);
  if (!api) throw notFound(idOrName, all);
  if (more.length > 0) throw ambiguous(idOrName, [api, ...more]);
  const owner = ownerOf(api.tags);
  if (owner) throw ofApikit(idOrName, `${owner.app}/${owner.stage}`);
  const id = String(api.id);
  const stages = await stagesOf(client, id);
  const stage = stages.find((one) => one.stageName === stageName);
  const names = stages.map((one) => String(one.stageName));
  if (!stage) throw stageNotFound(idOrName, stageName, names);
  return { id, api, stage, otherStages: names.filter((name) => name !== stageName) };
}

const usage = (code: string, message: string, hint: string) =>
  new ApikitError(code, message, { exitCode: EXIT.usage, hint });

const MOST_NAMED = 10;

function notFound(idOrName: string, all: readonly RestApi[]): ApikitError {
  const named = all.slice(0, MOST_NAMED).map(({ id, name }) => `${name} (${id})`);
  const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : '';
  const known = all.length === 0 ? 'It has none.' : `It has ${named.join(', ')}${more}.`;
  return usage(
    'ApiNotFound',
    `There is no REST API with the ID or name "${idOrName}" in this account and region. ${known}`,
    'Pass --api with an ID or a name of these, or another --region or --profile.',
  );
}

function ambiguous(name: string, found: readonly RestApi[]): ApikitError {
  const ids = found.map(({ id }) => id).join(', ');
  return usage(
    'ApiAmbiguous',
    `${found.length} REST APIs are named "${name}": ${ids}.`,
    'Pass the ID instead of the name.',
  );
}

function ofApikit(name: string, owner: string): ApikitError {
  return usage(
    'ApiOfApikit',
    `The API "${name}" belongs to ${owner}, a stage of apikit.`,
    'Use the project that deploys it. All stages: apikit list',
  );
}

function stageNotFound(api: string, stage: string, names: readonly string[]): ApikitError {
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  return usage('StageNotFound', `The API "${api}" has no stage ${stage}: ${known}.`, 'Pass --stage with one of them.');
}
