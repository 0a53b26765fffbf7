/**
 * The Lambda runtimes that apikit supports, and the end dates of those that it no longer supports (docs/aws/lambda.md).
 * Data only.
 */

export interface Runtime {
  readonly id: string;
  /** `refuse`: AWS rejects new functions with it, or soon will. */
  readonly verdict: 'current' | 'warn' | 'refuse';
  /** The ISO date after which AWS no longer patches it. Previews have none. */
  readonly deprecated?: string;
}

export const RUNTIMES: readonly Runtime[] = [
  { id: 'nodejs26.x', verdict: 'warn' },
  { id: 'nodejs24.x', verdict: 'current', deprecated: '2028-04-30' },
  { id: 'nodejs22.x', verdict: 'current', deprecated: '2027-04-30' },
  { id: 'nodejs20.x', verdict: 'refuse', deprecated: '2026-04-30' },
  { id: 'nodejs18.x', verdict: 'refuse', deprecated: '2025-09-01' },
  { id: 'python3.15', verdict: 'warn' },
  { id: 'python3.14', verdict: 'current', deprecated: '2029-06-30' },
  { id: 'python3.13', verdict: 'current', deprecated: '2029-06-30' },
  { id: 'python3.12', verdict: 'current', deprecated: '2028-10-31' },
  { id: 'python3.11', verdict: 'current', deprecated: '2027-06-30' },
  { id: 'python3.10', verdict: 'warn', deprecated: '2026-10-31' },
  { id: 'python3.9', verdict: 'refuse', deprecated: '2025-12-15' },
];

export const CURRENT_RUNTIMES = RUNTIMES.filter(({ verdict }) => verdict === 'current').map(({ id }) => id);

/** The default runtime for the language of an entry file. */
export function defaultRuntime(entry: string): string {
  return entry.endsWith('.py') ? 'python3.14' : 'nodejs24.x';
}
