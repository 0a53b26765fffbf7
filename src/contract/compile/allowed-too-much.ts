/**
 * Finds operations of a contract that the policy of `access` would open by mistake: its Allow for an open operation
 * also matches them, because a star matches slashes, too. Pure.
 */
import type { StageConfig } from '../../config/config.ts';
import type { Contract } from '../model/contract.ts';
import { alsoAllowed } from './access-policy.ts';

interface TooWide {
  readonly rule: 'access-too-wide';
  readonly path: readonly string[];
  readonly message: string;
}

export function allowedTooMuch({ operations }: Contract, { access }: StageConfig): TooWide[] {
  if (!access) return [];
  return alsoAllowed(operations).map(({ open, guarded }) => ({
    rule: 'access-too-wide',
    path: open.at,
    message: `With access in apikit.yaml, the policy that allows ${open.method} ${open.path} also matches ${guarded.method} ${guarded.path}, which has an authorizer of its own.`,
  }));
}
