/**
 * Who made a stage serve what it serves, when and why: kept in the description of the stage, which is changed by the same call as
 * its deployment, so that the two never say different things. Pure.
 */
const WAYS = ['deploy', 'rollback', 'promote'] as const;

export interface SwitchRecord {
  /** `promote`: what was a canary serves all requests now. */
  readonly how: (typeof WAYS)[number];
  /** ISO 8601, by the clock of whoever did it. */
  readonly time: string;
  /** ARN of whoever did it. */
  readonly by?: string;
  /** Id of the deployment that the stage served before. */
  readonly from?: string;
  /** What people said why. */
  readonly reason?: string;
  /** When the stage has a canary: who made it, and when. */
  readonly canary?: { readonly time: string; readonly by?: string };
}

/** Characters. What API Gateway's documentation says of deployments, and nothing of stages; it is far more than is needed. */
const DESCRIPTION_LIMIT = 1024;

/** Characters of a reason, so that the rest of the record has its place. */
export const LONGEST_REASON = 400;

/** `now`: ms since the epoch; `caller`: an ARN. */
export function switchedBy(now: number, caller: string | undefined): Pick<SwitchRecord, 'time' | 'by'> {
  return { time: new Date(now).toISOString(), ...(caller !== undefined && { by: caller }) };
}

export function formatSwitchRecord(record: SwitchRecord): string {
  const text = JSON.stringify(record);
  if (text.length <= DESCRIPTION_LIMIT) return text;
  const { by: _, ...rest } = record;
  return JSON.stringify(rest);
}

/** `undefined` for a description that apikit did not write. */
export function parseSwitchRecord(description: string | undefined): SwitchRecord | undefined {
  if (!description?.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(description) as Partial<Record<keyof SwitchRecord, unknown>>;
    const texts = (['time', 'by', 'from', 'reason'] as const).every((name) =>
      ['string', name === 'time' ? 'string' : 'undefined'].includes(typeof value[name]),
    );
    return texts && WAYS.some((how) => how === value.how) && isCanary(value.canary)
      ? (value as SwitchRecord)
      : undefined;
  } catch {
    return undefined;
  }
}

function isCanary(value: unknown): boolean {
  if (value === undefined) return true;
  const { time, by } = (value ?? {}) as Record<string, unknown>;
  return typeof time === 'string' && ['string', 'undefined'].includes(typeof by);
}
