/** The common part of the commands that print a policy for a stage: the account, and the output. */
import {
  documentOf,
  managedPolicies,
  type PolicyDocument,
  policyLength,
  type Statement,
} from '../../../aws/iam/rights-policy.ts';
import { LOCAL_STAGE, type StageConfig } from '../../../config/config.ts';
import { exampleOf } from '../../../config/stage-patterns.ts';
import type { Context } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import type { FlagsOf } from '../../../flags/values.ts';
import type { RightsOptions } from '../../../stage/rights/stage-rights.ts';
import { shellWord } from '../../../text/shell-word.ts';
import type { Rendered } from '../command.ts';

export const POLICY_OPTIONS = [
  { flags: '--account <id>', description: 'account of the stage (default: the account of the credentials)' },
  { flags: '--part <n>', description: 'number of the part, for a policy that is too long for one' },
] as const satisfies readonly Option[];

export interface PolicyWanted extends RightsOptions {
  readonly part: number | undefined;
}

export interface PrintedPolicy {
  readonly whole: PolicyDocument;
  /** The parts that IAM accepts as managed policies. */
  readonly policies: readonly PolicyDocument[];
  readonly part: number | undefined;
  /** For example `apikit policy deployer --stage prod`. */
  readonly command: string;
}

/** The limit of all inline policies of a role together, in characters (docs/aws/quotas.md). */
const LONGEST_INLINE = 10_240;

/** The account of the stage `local`. */
const EMBEDDED = '000000000000';

/** Asks AWS for the account only if neither a flag nor apikit.yaml names it. Throws a usage error. */
export async function policyWanted(
  flags: Partial<FlagsOf<(typeof POLICY_OPTIONS)[number]>>,
  context: Context,
): Promise<PolicyWanted> {
  const { account, part } = flags;
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw usageError(`--account takes the twelve digits of an account, but got "${account}".`);
  if (part !== undefined && !/^[1-9]\d?$/.test(part))
    throw usageError(`--part takes the number of a part, 1 or more, but got "${part}".`);
  const config = await stageOrPattern(context);
  const known = account ?? (config.stage === LOCAL_STAGE ? EMBEDDED : config.account);
  return {
    config,
    account: known ?? (await context.connect(config)).facts.account,
    part: part === undefined ? undefined : Number(part),
  };
}

/** A pattern in apikit.yaml stands for all stages that it creates, and so does its star in ARNs. */
async function stageOrPattern(context: Context): Promise<StageConfig> {
  const [project, name] = await Promise.all([context.project(), context.stageName()]);
  if (!project.patterns.includes(name)) return await context.stage();
  return { ...project.stage(exampleOf(name)), stage: name };
}

export function printedPolicy(
  statements: readonly Statement[],
  { part, config }: PolicyWanted,
  kind: 'deployer' | 'reader',
): PrintedPolicy {
  const policies = managedPolicies(statements);
  const command = `apikit policy ${kind} --stage ${shellWord(config.stage)}`;
  if (part !== undefined && part > policies.length)
    throw usageError(
      `The policy has ${policies.length} parts, but --part asks for part ${part}.`,
      `Run \`${command}\`.`,
    );
  return { whole: documentOf(statements), policies, part, command };
}

/** Prints the whole policy, or the requested part. Throws a usage error for a policy that is too long for a role. */
export function renderPolicy({ policies, part, command, whole }: PrintedPolicy): Rendered {
  const document = part === undefined ? whole : policies[part - 1];
  const several = part === undefined && policies.length > 1;
  const parts = policies.map((_, index) => `\`${command} --part ${index + 1}\``).join(', ');
  if (several && policyLength(whole) > LONGEST_INLINE)
    throw usageError(
      'The policy is longer than the 10,240 characters that a role allows.',
      `Attach its parts as managed policies: ${parts}.`,
    );
  return {
    document: JSON.stringify(document, null, 2).split('\n'),
    ...(several && {
      notes: [
        `It is longer than the 6,144 characters of a managed policy. Add it to a role as an inline policy (aws iam put-role-policy), or attach its parts: ${parts}.`,
      ],
    }),
  };
}
