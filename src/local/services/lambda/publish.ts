/** Publishes `$LATEST` as a numbered version; unchanged code and configuration is published only once. */
import { createHash } from 'node:crypto';
import type { OperationContext } from '../../cloud/operation.ts';
import { lambdaTime } from '../../state/functions/configuration.ts';
import { getFunction, getLatest } from '../../state/functions/lookup.ts';
import { type FunctionVersion, lambdaState, versionKey } from '../../state/functions/model.ts';
import { putCreated, withCurrentState } from '../../state/functions/state.ts';

/** Returns the new version, or the existing one if nothing has changed since. */
export function publishVersion(context: OperationContext, name: string, description?: string): FunctionVersion {
  const state = lambdaState(context.cloud, context);
  const fn = getFunction(state, context, name);
  const latest = getLatest(state, context, name);
  const fingerprint = fingerprintOf(latest);
  if (fn.lastPublished?.fingerprint === fingerprint) {
    const existing = state.versions.get(versionKey(name, fn.lastPublished.version));
    if (existing) return withCurrentState(state, context, existing);
  }
  // The version that CreateFunction publishes is ready at the same time as the function.
  const creation = latest.settings.vpc ? 'functionNetworkCreated' : 'functionCreated';
  const change = latest.state === 'Pending' ? creation : 'versionPublished';
  const version = putCreated(context, latest.settings.snapStart ? 'snapshotTaken' : change, {
    ...latest,
    settings: { ...latest.settings, description: description ?? latest.settings.description },
    version: String(fn.nextVersion),
    lastModified: lambdaTime(context.cloud.clock.now()),
    revisionId: context.cloud.ids.uuid(),
  });
  const lastPublished = { version: version.version, fingerprint };
  state.functions.put(name, { ...fn, nextVersion: fn.nextVersion + 1, lastPublished });
  return version;
}

const fingerprintOf = ({ settings, code }: FunctionVersion): string =>
  createHash('sha256')
    .update(JSON.stringify([settings, code]))
    .digest('hex');
