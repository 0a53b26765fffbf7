/** Maps the stacks in the lines of a function to the project's sources, with the source map of the version that ran. */
import type { KnownCode } from '../../../aws/releases/release-source-map.ts';
import { errorMessage } from '../../../aws/sdk/errors/sdk-error.ts';
import { createStackTraces, type StackTraces } from '../../../bundle/node/stack-traces.ts';
import type { Context, Target } from '../../../context.ts';
import { functionName } from '../../../naming/names.ts';

/** The name of a function's log stream contains the version: `2026/11/29/[12]8f5e…`. */
const VERSION = /\[(\d+)\]/;

/**
 * `read(stream, text)` returns the text unchanged if its version, or the source map of the version, no longer exists.
 * With the code of the version in `given`, it makes no call.
 */
export function createReleaseTraces({ clients, config, project }: Target, { io, report }: Context) {
  const known = new Map<string, Promise<StackTraces | undefined>>();

  const load = async (version: string, given: KnownCode | undefined): Promise<StackTraces | undefined> => {
    const { releaseSourceMap } = await import('../../../aws/releases/release-source-map.ts');
    try {
      const wanted = { name: functionName(config), version, ...(given && { known: given }) };
      const found = await releaseSourceMap(await clients.lambda(), wanted, io.signal);
      if (!found) return undefined;
      const traces = createStackTraces(project.root);
      traces.learn(found.sha256, found.sourceMap);
      return traces;
    } catch (error) {
      if (!io.signal.aborted)
        report.warn(
          `The stacks of version ${version} are not mapped, because its source map cannot be read. ${errorMessage(error)}`,
        );
      return undefined;
    }
  };

  return async (stream: string, text: string, given?: KnownCode): Promise<string> => {
    const version = text.includes('index.mjs:') ? VERSION.exec(stream)?.[1] : undefined;
    if (version === undefined) return text;
    const traces = known.get(version) ?? load(version, given);
    known.set(version, traces);
    return (await traces)?.mapped(text) ?? text;
  };
}
