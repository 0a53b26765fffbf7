/** What a release is made of, as one short id: same contract, same code, same configuration, same release. Pure. */
import { createHash } from 'node:crypto';
import type { Json } from '../model/json.ts';
import { RELEASE_PLACEHOLDER } from './gateway-responses.ts';

export interface ReleaseParts {
  /** What `compile` returns, placeholders and all. */
  readonly definition: Json;
  /** base64 SHA-256 of the zip. */
  readonly codeSha256: string;
  /** Everything of the function that its published version freezes: memory, timeout, environment, runtime… */
  readonly functionConfig: unknown;
}

export interface Release {
  /** 12 hex digits. */
  readonly release: string;
  /** The definition as it is stored and put, with the release id in it and the function's ARN still to be filled in. */
  readonly document: Uint8Array;
  /** SHA-256 of `document`, hex: its key in the artifact store. */
  readonly contract: string;
}

export function makeRelease({ definition, codeSha256, functionConfig }: ReleaseParts): Release {
  const text = JSON.stringify(definition);
  const release = sha256(canonical({ definition: text, codeSha256, functionConfig })).slice(0, 12);
  return { release, ...releaseDocument(definition, release) };
}

/** Of a release whose id is known. */
export function releaseDocument(definition: Json, release: string): Pick<Release, 'document' | 'contract'> {
  const document = Buffer.from(JSON.stringify(definition).replaceAll(RELEASE_PLACEHOLDER, release));
  return { document, contract: sha256(document) };
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** JSON with sorted keys, so that the order in which settings are written down makes no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
