/** Rejects a compiled definition that is too large for API Gateway: as a whole, or its resource policy. Pure. */
import { ApikitError, EXIT } from '../../errors.ts';
import type { Json } from '../model/json.ts';

/** The limit of PutRestApi (docs/aws/quotas.md). */
const MOST_BYTES = 6 * 1024 * 1024;

/** The limit of a resource policy (docs/aws/quotas.md). */
const LONGEST_POLICY = 8_192;

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

/** Throws `PolicyTooLong` if `access` in apikit.yaml makes a resource policy that is too long. */
export function checkPolicyLength(definition: Json): void {
  const policy = definition['x-amazon-apigateway-policy'];
  const length = policy === undefined ? 0 : JSON.stringify(policy).length;
  if (length <= LONGEST_POLICY) return;
  throw new ApikitError(
    'PolicyTooLong',
    `The resource policy that access in apikit.yaml makes has ${length} characters; API Gateway accepts at most ${LONGEST_POLICY}. Nothing was sent to AWS.`,
    {
      exitCode: EXIT.usage,
      hint: 'Name fewer or wider ranges. If operations have different authorizers, the policy names each open operation: fewer of them make it shorter, too.',
    },
  );
}
