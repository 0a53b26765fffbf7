/** Lambda's runtimes: which exist, which AWS still accepts and until when, and which run here. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { invalidParameter } from './errors.ts';

export type Language = 'nodejs' | 'python';

interface Lifecycle {
  /** From this day on, functions with this runtime cannot be created. */
  readonly blockCreate?: string;
  /** From this day on, functions with this runtime cannot be updated, either. */
  readonly blockUpdate?: string;
}

const BLOCKED: Lifecycle = { blockCreate: '2026-03-09', blockUpdate: '2026-03-09' };
const CURRENT: Lifecycle = {};

/** Runtimes of the languages that run here, in AWS's order. */
const RUNTIMES: Readonly<Record<string, Lifecycle>> = {
  'nodejs26.x': CURRENT,
  'nodejs24.x': CURRENT,
  'nodejs22.x': { blockCreate: '2027-06-01', blockUpdate: '2027-07-01' },
  'nodejs20.x': { blockCreate: '2026-08-31', blockUpdate: '2026-09-30' },
  'nodejs18.x': BLOCKED,
  'nodejs16.x': BLOCKED,
  'nodejs14.x': BLOCKED,
  'nodejs12.x': BLOCKED,
  'nodejs10.x': BLOCKED,
  'nodejs8.10': BLOCKED,
  'nodejs6.10': BLOCKED,
  'nodejs4.3': BLOCKED,
  nodejs: BLOCKED,
  'python3.15': CURRENT,
  'python3.14': CURRENT,
  'python3.13': CURRENT,
  'python3.12': CURRENT,
  'python3.11': CURRENT,
  'python3.10': { blockCreate: '2026-11-30', blockUpdate: '2026-12-31' },
  'python3.9': BLOCKED,
  'python3.8': BLOCKED,
  'python3.7': BLOCKED,
  'python3.6': BLOCKED,
  'python2.7': BLOCKED,
};

/** Runtimes that AWS accepts but that do not run here. */
const ELSEWHERE = [
  ...['java25', 'java21', 'java17', 'java17.al2023', 'java11', 'java8.al2', 'dotnet10', 'dotnet8'],
  ...['ruby4.0', 'ruby3.4', 'ruby3.3', 'ruby3.2', 'provided.al2023', 'provided.al2'],
];

/** Runtimes of other languages that AWS no longer accepts (Developer Guide, "Deprecated runtimes"). */
const RETIRED = [
  ...['java8', 'dotnet7', 'dotnet6', 'dotnet5.0', 'dotnetcore3.1', 'dotnetcore2.1', 'dotnetcore2.0', 'dotnetcore1.0'],
  ...['ruby2.7', 'ruby2.5', 'go1.x', 'provided'],
];

export function languageOf(runtime: string): Language {
  return runtime.startsWith('python') ? 'python' : 'nodejs';
}

/** Throws unless AWS accepts this runtime for this change on this day and it runs here. */
export function checkRuntime(runtime: string, change: 'create' | 'update', now: number): void {
  if (ELSEWHERE.includes(runtime)) throw notImplemented(`Runtime ${runtime}`);
  const lifecycle = RETIRED.includes(runtime) ? BLOCKED : RUNTIMES[runtime];
  const today = new Date(now).toISOString().slice(0, 10);
  if (!lifecycle) {
    const accepted = [...openTo(today), ...ELSEWHERE].join(', ');
    throw invalidParameter(
      `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${accepted}] or be a valid ARN`,
    );
  }
  const end = change === 'create' ? lifecycle.blockCreate : lifecycle.blockUpdate;
  if (end !== undefined && today >= end) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
}

const openTo = (today: string): string[] =>
  Object.entries(RUNTIMES)
    .filter(([, { blockCreate }]) => blockCreate === undefined || today < blockCreate)
    .map(([id]) => id);
