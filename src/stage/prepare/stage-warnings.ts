/** The warnings of a contract that still apply when the settings of its stages are known. Pure. */
import type { StageConfig } from '../../config/config.ts';
import type { Problem } from '../../config/problem.ts';

const OF_BINARY_TYPES = ['body-binary', 'response-binary'];

/** Leaves out the warnings about media types that all of `stages` pass as bytes. */
export function stageWarnings(
  warnings: readonly Problem[],
  stages: readonly Pick<StageConfig, 'binaryMediaTypes'>[],
): Problem[] {
  return warnings.filter(({ rule, path }) => {
    if (rule === undefined || !OF_BINARY_TYPES.includes(rule)) return true;
    // The pointer ends in the media type.
    const type = path.slice(path.lastIndexOf('/') + 1).replaceAll('~1', '/');
    return !stages.every(({ binaryMediaTypes }) => binaryMediaTypes.some((each) => covers(each, type)));
  });
}

// A listed type may end in `/*`. It then covers several types.
function covers(listed: string, type: string): boolean {
  if (listed === '*/*') return true;
  return listed.endsWith('/*') ? type.startsWith(listed.slice(0, -1)) : listed === type;
}
