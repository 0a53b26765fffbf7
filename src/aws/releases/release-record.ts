/** The record of a release in the description of its deployment. Pure. */

/** API Gateway keeps descriptions of up to 1,024 characters. */
const DESCRIPTION_LIMIT = 1024;

/** The facts about a release in a deployment's description, as JSON. */
export interface ReleaseRecord {
  release: string;
  /** The hash of the definition document before the function version is filled in. */
  contract: string;
  /** The SHA-256 of the function's zip in base64. */
  code: string;
  /** The published function version that the integrations name. */
  version: string;
  /** The git revision of the project, if it has one. */
  revision?: string;
  /** The user pools that the definition names (`recordedPools`), if there are any. Their hash if they are many. */
  pools?: string;
  /** The queues of the stage, by the ends of their names, if there are any: `orders events.fifo`. */
  queues?: string;
  /** The list of `stack/footprint.ts`, if it is not empty: `machine.orderFlow machine.orderFlow.charge`. */
  footprint?: string;
  /** When it was created (ISO 8601). */
  time: string;
  /** The ARN of the caller who created it. */
  by?: string;
  /** The release that it was promoted from. Absent if it was made from a project's files. */
  promoted?: Promotion;
  /** The stages that it was promoted to and that may still serve it. Pruning keeps it meanwhile. */
  promotedTo?: string[];
}

/** A release of another stage of the app, with the same contract and code. */
export interface Promotion {
  stage: string;
  release: string;
}

/** One release that still exists in the account. */
export interface HistoryEntry {
  deploymentId: string;
  /** By AWS's clock (ISO 8601). */
  createdAt: string;
  record: ReleaseRecord;
}

/**
 * Shortens a record that is too long. The git revision goes first. Then the oldest stages that a release was promoted
 * to go, as many as necessary: one of them is enough to keep the release from being pruned. The caller goes last.
 */
export function formatReleaseRecord(record: ReleaseRecord, limit = DESCRIPTION_LIMIT): string {
  const text = JSON.stringify(record);
  if (text.length <= limit) return text;
  const { revision: _, promotedTo, ...rest } = record;
  for (let stages = promotedTo ?? []; ; stages = stages.slice(1)) {
    const shorter = JSON.stringify({ ...rest, ...(promotedTo && { promotedTo: stages }) });
    if (shorter.length <= limit) return shorter;
    if (stages.length === 0) break;
  }
  const { by: __, ...least } = rest;
  return JSON.stringify(least);
}

/** Returns `undefined` for a deployment that apikit did not create. */
export function parseReleaseRecord(description: string | undefined): ReleaseRecord | undefined {
  if (!description?.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(description);
  } catch {
    return undefined;
  }
  return isReleaseRecord(value) ? value : undefined;
}

function isReleaseRecord(value: unknown): value is ReleaseRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  const required = ['release', 'contract', 'code', 'version', 'time'];
  return (
    required.every((field) => typeof record[field] === 'string') &&
    isPromotion(record.promoted) &&
    (record.promotedTo === undefined || isTexts(record.promotedTo)) &&
    ['revision', 'by'].every((field) => record[field] === undefined || typeof record[field] === 'string')
  );
}

export function isPromotion(value: unknown): boolean {
  if (value === undefined) return true;
  const { stage, release } = (value ?? {}) as Record<string, unknown>;
  return isTexts([stage, release]);
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');

/** The release of a deployment; `undefined` if apikit did not create it, or if it does not exist any more. */
export function releaseOf(history: readonly HistoryEntry[], deploymentId: unknown): HistoryEntry | undefined {
  return history.find((entry) => entry.deploymentId === deploymentId);
}

interface DeploymentFacts {
  id?: string | undefined;
  description?: string | undefined;
  createdDate?: Date | undefined;
}

/** The releases among an API's deployments, newest first. IDs break ties, so that two computers agree on the order. */
export function releaseHistory(deployments: readonly DeploymentFacts[]): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  for (const deployment of deployments) {
    const record = parseReleaseRecord(deployment.description);
    if (!record || !deployment.id) continue;
    const createdAt = (deployment.createdDate ?? new Date(0)).toISOString();
    entries.push({ deploymentId: deployment.id, createdAt, record });
  }
  // AWS keeps whole seconds. The time in the record is finer.
  const key = (entry: HistoryEntry) => `${entry.createdAt} ${entry.record.time} ${entry.deploymentId}`;
  return entries.sort((a, b) => (key(a) < key(b) ? 1 : -1));
}

export function isHistory(value: unknown): value is HistoryEntry[] {
  return Array.isArray(value) && value.every((entry) => isReleaseRecord((entry as HistoryEntry | undefined)?.record));
}
