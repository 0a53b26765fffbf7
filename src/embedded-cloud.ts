/** The embedded cloud in the background, for `local start` and for every command on the stage `local`. */
import { ApikitError, EXIT, interrupted } from './errors.ts';
import {
  type BackgroundOptions,
  logPath,
  type RunningInBackground,
  startInBackground,
} from './local/process/background.ts';

export interface EmbeddedCloud {
  readonly cloud: RunningInBackground;
  readonly alreadyRunning: boolean;
}

/** Starts one for the folder, or returns the one that runs. Throws what the background process says, or `Interrupted`. */
export async function startEmbeddedCloud(options: BackgroundOptions, signal: AbortSignal): Promise<EmbeddedCloud> {
  const result = await startInBackground(options, signal);
  if (!('failed' in result)) return result;
  if (signal.aborted) throw interrupted('Interrupted; the embedded cloud was not started.');
  // The background process has explained itself in our own words: its error is this command's.
  const { code, message, hint, exitCode } = result.failed;
  const known = code !== undefined && message !== '';
  const unexplained = `The embedded cloud did not start; what it said is in ${logPath(options.dataDir)}.`;
  throw new ApikitError(code ?? 'LocalCloudFailed', known ? message : unexplained, {
    hint: hint ?? 'Run it in this terminal to see more: apikit local start --foreground',
    exitCode: exitCode === EXIT.usage ? EXIT.usage : EXIT.failed,
  });
}
