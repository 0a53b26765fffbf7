/** The embedded cloud in the background, for `local start` and for every command on the stage `local`. */
import { ApikitError, EXIT, interrupted } from './errors.ts';
import {
  type BackgroundOptions,
  logPath,
  type RunningInBackground,
  startInBackground,
} from './local/process/background.ts';

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
