/** The local cloud in the background, for `local start` and for every command on the stage `local`. */
import { ApikitError, EXIT, interrupted } from './errors.ts';
import {
  type BackgroundOptions,
  logPath,
  type RunningInBackground,
  startInBackground,
} from './local/process/background.ts';

/** The warning for a cloud that moved existing state aside at its start. */
export const putAside = (folder: string): string =>
  `The state of the embedded cloud here was created by another user, on another machine or in another folder. A cloud that uses it may run its functions, so this cloud started empty and moved the state to ${folder}. To use it all the same, stop the cloud, move its files back and start with: apikit local start --trust-state`;

const SEE_MORE = 'Run it in this terminal to see more: apikit local start --foreground';

export interface EmbeddedCloud {
  readonly cloud: RunningInBackground;
  readonly alreadyRunning: boolean;
}

/**
 * Starts a cloud for the folder, or returns the running one. Throws the error of the background process, or
 * `Interrupted`.
 */
export async function startEmbeddedCloud(options: BackgroundOptions, signal: AbortSignal): Promise<EmbeddedCloud> {
  const result = await startInBackground(options, signal);
  if (!('failed' in result)) return result;
  if (signal.aborted) throw interrupted('Interrupted; the embedded cloud was not started.');
  if (!result.failed) {
    const message = `The embedded cloud did not start; its output is in ${logPath(options.dataDir)}.`;
    throw new ApikitError('LocalCloudFailed', message, { hint: SEE_MORE });
  }
  // The background process already explained the error in apikit's words.
  const { code, message, hint = SEE_MORE, exitCode } = result.failed;
  throw new ApikitError(code, message, { hint, exitCode: exitCode === EXIT.usage ? EXIT.usage : EXIT.failed });
}
