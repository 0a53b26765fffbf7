/** The flag with which commands that call a protected stage are allowed to. */
import type { StageConfig } from '../../config/config.ts';
import { usageError } from '../../errors.ts';

/**
 * Throws a usage error if the flag names another stage, or if the stage is protected and not named. `why` continues
 * "Stage prod is protected, and …", and `nothing` is what was not done: `Nothing was sent.`
 */
export function agreeProtected(
  confirm: string | undefined,
  { stage, protected: isProtected }: StageConfig,
  { why, nothing }: { readonly why: string; readonly nothing: string },
): void {
  if (confirm !== undefined && confirm !== stage)
    throw usageError(`--confirm is "${confirm}", but the stage is "${stage}".`, nothing);
  if (isProtected && confirm !== stage)
    throw usageError(`Stage ${stage} is protected, and ${why}.`, `If that is intended, pass --confirm ${stage}.`);
}
