/** The embedded cloud in the background, for `local start` and for every command on the stage `local`. */
import { ApikitError, EXIT, interrupted } from './errors.ts';
import {
  type BackgroundOptions,
  logPath,
  type RunningInBackground,
  startInBackground,
} from './local/process/background.ts';

/** What to tell when a cloud that was started has moved state aside. */
export const putAside = (folder: string): string =>
  `The state of the embedded cloud here was made by another user, on another machine or in another folder. A cloud that goes on with it may run its functions, so this one started empty, and the state was moved to ${folder}. To use it all the same, stop the cloud, move its files back and start with: apikit local start --trust-state`;

const SEE_MORE = 'Run it in this terminal to see more: apikit local start --foreground';

export interface EmbeddedCloud {
  readonly cloud: RunningInBackground;
  readonly alreadyRunning: boolean;
}

/** Starts one for the folder, or returns the one that runs. Throws what the background process says, or `Interrupted`. */
export async function startEmbeddedCloud(options: BackgroundOptions, signal: AbortSignal): Promise<EmbeddedCloud> {
  const result = await startInBackground(options, signal);
  if (!('failed' in result)) return result;
  if (signal.aborted) throw interrupted('Interrupted; the embedded cloud was not started.');
  if (!result.failed) {
    const message = `The embedded cloud did not start; what it said is in ${logPath(options.dataDir)}.`;
    throw new ApikitError('LocalCloudFailed', message, { hint: SEE_MORE });
  }
  // The background process has explained itself in our own words: its error is this command's.
  const { code, message, hint = SEE_MORE, exitCode } = result.failed;
  throw new ApikitError(code, message, { hint, exitCode: exitCode === EXIT.usage ? EXIT.usage : EXIT.failed });
}
