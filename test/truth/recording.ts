/**
 * The responses of AWS, as a file of test/truth/recordings: `npm test` runs the same probes against the embedded cloud
 * and expects the same results. The file has no account, id or time of the account.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/files/package-root.ts';
import type { ParityFinding } from './play-parity.ts';
import type { Finding } from './run-probes.ts';

export interface Recording {
  /** ISO 8601. */
  readonly recorded: string;
  readonly region: string;
  /** `aws`, or the endpoint that was used instead. */
  readonly endpoint: string;
  readonly probes: readonly Finding[];
  /** The results of the parity cases, without those that agree, which the cases themselves say. */
  readonly parity: { readonly agree: number; readonly others: readonly ParityFinding[] };
}

export const RECORDINGS = join(packageRoot, 'test', 'truth', 'recordings');

export function writeRecording(file: string, recording: Recording, account: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const text = JSON.stringify(recording, null, 2).replaceAll(account, '111122223333');
  writeFileSync(file, `${text}\n`);
}
