/**
 * Finds out whether a first deploy is an old app under a new name. There is no state file, but the account shows
 * another app of ours with the same stage and exactly the same code. Reads only.
 */
import type { RestApi } from '@aws-sdk/client-api-gateway';
import { isOf, type Resource } from '../../engine/resource.ts';
import type { StageIdentity } from '../../naming/names.ts';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import { listDeployments } from '../api-gateway/deployments.ts';
import type { ReleaseShape } from '../kinds/release/shape.ts';
import { releaseHistory } from '../releases/release-record.ts';
import type { Clients } from '../sdk/clients.ts';

/**
 * The number of APIs that are read, one call each. If more apps have a stage of this name, it is a common name and not
 * a rename.
 */
const LOOKED_AT = 10;

/**
 * Returns the text for the user, or `undefined` if nothing indicates a rename. `apis` are all APIs of the account and
 * region.
 */
export async function findRenamedApp(
  clients: Pick<Clients, 'apiGateway'>,
  { app, stage }: StageIdentity,
  resources: readonly Resource[],
  apis: readonly RestApi[],
): Promise<string | undefined> {
  const release = resources.find((resource) => isOf<ReleaseShape>(resource, 'release'))?.properties;
  const client = await clients.apiGateway();
  const others = apis.filter(
    ({ tags = {} }) => tags[STAGE_TAG] === stage && tags[APP_TAG] !== undefined && tags[APP_TAG] !== app,
  );
  for (const other of others.slice(0, LOOKED_AT)) {
    const [newest] = releaseHistory(await listDeployments(client, String(other.id)));
    if (newest?.record.code === release?.code) return explanation(app, String(other.tags?.[APP_TAG]), stage);
  }
  return undefined;
}

function explanation(app: string, other: string, stage: string): string {
  return `The app "${other}" serves the same code in stage ${stage}. If "${app}" is its new name: this deploy creates a second app beside it, with another URL, empty tables and no API keys, and does not touch "${other}". To keep the existing app, set name: ${other} in apikit.yaml again; to move, copy the data, and then run \`apikit destroy --stage ${stage}\` with the old name in apikit.yaml.`;
}
