/**
 * Previews that nobody needs any more: those that have expired, and the remains of those without an API. Reads only.
 */
import { listRestApis, type RestApis } from '../../aws/api-gateway/rest-apis.ts';
import type { InventoryItem } from '../../aws/inventory/inventory-item.ts';
import { leftOver, sharedReads } from '../../aws/inventory/left-over.ts';
import { listings } from '../../aws/inventory/listed.ts';
import { isOwner, ownerOf } from '../../aws/ownership/owner.ts';
import { expiryIn } from '../../aws/ownership/preview-tags.ts';
import type { QuotaUse } from '../../aws/quotas/quota-use.ts';
import { awsTime } from '../../aws/sdk/aws-time.ts';
import type { Unsearched } from '../../aws/sdk/unsearched.ts';
import type { RunParts } from '../stage-run.ts';

export interface ExpiredPreview {
  readonly app: string;
  readonly stage: string;
  /** `orphaned` means that its API was deleted or never created. */
  readonly why: 'expired' | 'orphaned';
  /** When it expired (ISO 8601); `null` for an orphan. */
  readonly expiresAt: string | null;
  /** The remains of an orphan, as far as a search by tags finds them. */
  readonly left: readonly InventoryItem[];
}

type Looking = Pick<RunParts, 'clients' | 'facts' | 'clock'>;

export interface ExpiredPreviews {
  readonly over: ExpiredPreview[];
  /** The quotas of API Gateway and their use, the fullest first. */
  readonly quotas: QuotaUse[];
}

/**
 * The previews of an app in one account and region that are over. A stage that no pattern created is never among them.
 */
export async function expiredPreviews(app: string, parts: Looking, unsearched: Unsearched[]): Promise<ExpiredPreviews> {
  const listed = listings(parts, unsearched);
  const [{ apis }, { orphans: left, quotas }] = await Promise.all([
    listed,
    leftOver(parts, sharedReads(parts, listed, unsearched), unsearched),
  ]);
  const expired = [...expiries(apis, app)].flatMap(([stage, expiresAt]): ExpiredPreview[] =>
    isOver(expiresAt, parts) ? [{ app, stage, why: 'expired', expiresAt, left: [] }] : [],
  );
  const orphans = new Map<string, InventoryItem[]>();
  for (const found of left) {
    if (found.app === app) orphans.set(found.stage, [...(orphans.get(found.stage) ?? []), found]);
  }
  const orphaned = [...orphans].flatMap(([stage, found]): ExpiredPreview[] =>
    found.some(({ preview }) => preview) ? [{ app, stage, why: 'orphaned', expiresAt: null, left: found }] : [],
  );
  return { over: [...expired, ...orphaned].sort((a, b) => a.stage.localeCompare(b.stage)), quotas };
}

/** Whether nobody has deployed the preview since it was found. */
export async function isStillOver({ app, stage, why }: ExpiredPreview, parts: Looking): Promise<boolean> {
  const apis = await listRestApis(await parts.clients.apiGateway());
  const isThere = apis.some(({ tags }) => isOwner(ownerOf(tags), { app, stage }));
  // A process that deleted the API meanwhile may have left the rest.
  return !isThere || (why === 'expired' && isOver(expiries(apis, app).get(stage), parts));
}

/** The expiry of an app's previews, by stage. A preview without expiry is left out. */
function expiries(apis: Readonly<RestApis>, app: string): Map<string, string> {
  const found = new Map<string, string>();
  const endless = new Set<string>();
  for (const { tags } of apis) {
    const owner = ownerOf(tags);
    if (owner?.app !== app) continue;
    const expiresAt = owner.preview ? expiryIn(tags) : undefined;
    if (expiresAt === undefined) endless.add(owner.stage);
    // A lost response may have left a second API. The later time belongs to the API that is in use.
    else if (Date.parse(found.get(owner.stage) ?? expiresAt) <= Date.parse(expiresAt))
      found.set(owner.stage, expiresAt);
  }
  for (const stage of endless) found.delete(stage);
  return found;
}

function isOver(expiresAt: string | undefined, parts: Looking): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= awsTime(parts);
}
