/** Checks that the policies of the stage's functions fit into their roles, before anything is sent to AWS. Pure. */
import { LONGEST_POLICIES } from '../../aws/iam/policy-document.ts';
import type { StageConfig } from '../../config/config.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { partitionOf } from '../../naming/regions.ts';
import { buildStack } from '../../stack/build-stack.ts';
import type { CodeArtifact } from '../../stack/code-artifact.ts';
import type { StackInput } from '../../stack/stack-input.ts';

interface Codes extends Pick<StackInput, 'definitions'> {
  readonly code: CodeArtifact;
  readonly consumers?: Readonly<Record<string, CodeArtifact>>;
}

/** @throws ApikitError `RightsTooLong` with exit code 2 */
export function checkRightsFit(config: StageConfig, { code, consumers = {}, definitions = {} }: Codes): void {
  // All account IDs have the same length.
  const facts = { account: '000000000000', region: config.region, partition: partitionOf(config.region).id };
  const roles = buildStack({
    config,
    facts,
    code,
    consumers,
    definitions,
    release: { release: '', contract: '' },
  }).filter(({ kind }) => kind === 'role');
  for (const { name, properties } of roles) {
    const { length } = JSON.stringify(properties.policies);
    if (length <= LONGEST_POLICIES) continue;
    throw new ApikitError(
      'RightsTooLong',
      `The policies of role ${name} are ${length} characters long, and IAM allows ${LONGEST_POLICIES} in the inline policies of a role.`,
      {
        hint: 'Write fewer or shorter statements under function.permissions in apikit.yaml: resources with a wildcard, actions such as s3:Get*. Nothing was sent to AWS.',
        exitCode: EXIT.usage,
      },
    );
  }
}
