/**
 * Computes a short ID from everything in a release. The same contract, code and configuration give the same release.
 * Pure.
 */
import { createHash } from 'node:crypto';
import type { Json } from '../model/json.ts';
import { RELEASE_PLACEHOLDER } from './gateway-responses.ts';

export interface ReleaseParts {
  /** The result of `compile`, including the placeholders. */
  readonly definition: Json;
  /** The base64 SHA-256 of the zip. */
  readonly codeSha256: string;
  /** The function settings that its published version freezes: memory, timeout, environment, runtime… */
  readonly functionConfig: unknown;
}

export interface Release {
  /** 12 hex digits. */
  readonly release: string;
  /** The stored definition. It contains the release ID, and still a placeholder for the function's ARN. */
  readonly document: Uint8Array;
  /** The SHA-256 of `document` in hex: its key in the artifact store. */
  readonly contract: string;
}

export function makeRelease({ definition, codeSha256, functionConfig }: ReleaseParts): Release {
  const text = JSON.stringify(definition);
  const release = sha256(canonical({ definition: text, codeSha256, functionConfig })).slice(0, 12);
  return { release, ...releaseDocument(definition, release) };
}

/** Returns the document of a release whose ID is known. */
export function releaseDocument(definition: Json, release: string): Pick<Release, 'document' | 'contract'> {
  const document = Buffer.from(JSON.stringify(definition).replaceAll(RELEASE_PLACEHOLDER, release));
  return { document, contract: sha256(document) };
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Returns JSON with sorted keys, so that the order of settings has no effect. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
