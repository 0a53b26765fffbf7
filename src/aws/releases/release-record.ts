/** The record of a release, as it is kept in the description of its deployment. Pure. */

/** API Gateway keeps descriptions up to 1,024 characters. */
const DESCRIPTION_LIMIT = 1024;

/** What a deployment's description records about a release, as JSON. */
export interface ReleaseRecord {
  release: string;
  /** Hash of the definition document before the function version is filled in. */
  contract: string;
  /** base64 SHA-256 of the function's zip. */
  code: string;
  /** Published function version that the integrations name. */
  version: string;
  /** Git revision of the project, when it has one. */
  revision?: string;
  /** The user pools that the definition names, `main=<id>`, when there are any; their hash where they are many. */
  pools?: string;
  /** ISO 8601, when it was made. */
  time: string;
  /** ARN of whoever made it. */
  by?: string;
  /** Where it was promoted from, instead of being made of a project's files. */
  promoted?: Promotion;
  /** The stages that it was promoted to and that may still serve it: it is not pruned meanwhile. */
  promotedTo?: string[];
}

/** A release of another stage of the app, which is the same contract and code. */
export interface Promotion {
  stage: string;
  release: string;
}

/** One release that the account still holds. */
export interface HistoryEntry {
  deploymentId: string;
  /** ISO 8601, by AWS's clock. */
  createdAt: string;
  record: ReleaseRecord;
}

/**
 * Two fields are of unknown length. The git revision can be missed. Of the stages that a release was promoted to the oldest are
 * left out, as many as must be: one of them is enough to keep it from being pruned.
 */
export function formatReleaseRecord(record: ReleaseRecord): string {
  const text = JSON.stringify(record);
  if (text.length <= DESCRIPTION_LIMIT) return text;
  const { revision: _, promotedTo, ...rest } = record;
  for (let stages = promotedTo ?? []; ; stages = stages.slice(1)) {
    const shorter = JSON.stringify({ ...rest, ...(promotedTo && { promotedTo: stages }) });
    if (shorter.length <= DESCRIPTION_LIMIT || stages.length === 0) return shorter;
  }
}

/** `undefined` for a deployment that apikit did not make. */
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

/** The release of a deployment; `undefined`: apikit did not make it, or it is no longer kept. */
export function releaseOf(history: readonly HistoryEntry[], deploymentId: unknown): HistoryEntry | undefined {
  return history.find((entry) => entry.deploymentId === deploymentId);
}

interface DeploymentFacts {
  id?: string | undefined;
  description?: string | undefined;
  createdDate?: Date | undefined;
}

/** The releases among an API's deployments, newest first. Ids break ties, so that two machines agree on the order. */
export function releaseHistory(deployments: readonly DeploymentFacts[]): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  for (const deployment of deployments) {
    const record = parseReleaseRecord(deployment.description);
    if (!record || !deployment.id) continue;
    const createdAt = (deployment.createdDate ?? new Date(0)).toISOString();
    entries.push({ deploymentId: deployment.id, createdAt, record });
  }
  // AWS keeps whole seconds; our own record is finer.
  const key = (entry: HistoryEntry) => `${entry.createdAt} ${entry.record.time} ${entry.deploymentId}`;
  return entries.sort((a, b) => (key(a) < key(b) ? 1 : -1));
}

export function isHistory(value: unknown): value is HistoryEntry[] {
  return Array.isArray(value) && value.every((entry) => isReleaseRecord((entry as HistoryEntry | undefined)?.record));
}
