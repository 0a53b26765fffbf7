/** Rejects a compiled definition that is too large for PutRestApi. Pure. */
import { ApikitError, EXIT } from '../../errors.ts';

/** The limit of PutRestApi (docs/aws/quotas.md). */
const MOST_BYTES = 6 * 1024 * 1024;

/**
 * Throws `DefinitionTooLarge`, which names the contract's `file`. Responses, examples and comments of a contract do not
 * count.
 */
export function checkDefinitionSize(definition: Uint8Array, file: string): void {
  if (definition.byteLength <= MOST_BYTES) return;
  const size = (definition.byteLength / 1024 / 1024).toFixed(1);
  throw new ApikitError(
    'DefinitionTooLarge',
    `The definition of ${file} has ${size} MB; API Gateway accepts at most 6 MB. Nothing was sent to AWS.`,
    { exitCode: EXIT.usage, hint: 'Name schemas in components instead of repeating them, or split the API.' },
  );
}
