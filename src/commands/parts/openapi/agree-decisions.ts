/** Asks, or checks `--accept`, whether an import may lose what it would lose. */
import { suggest } from '../../../config/suggest.ts';
import type { Context } from '../../../context.ts';
import type { Decision } from '../../../contract/import/settle.ts';
import { RULES } from '../../../contract/rules/index.ts';
import { ApikitError, EXIT, usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import { decisionLines } from './decision-lines.ts';
import { DecisionsError } from './decisions-error.ts';

/** An option of commands that import something of others. */
export const ACCEPT_OPTION = {
  flags: '--accept <rules>',
  description: 'rules whose losses you accept, separated by commas; see docs/import.md',
  repeatable: true,
} as const satisfies Option;

/** The rules of `--accept`. Throws `usageError` for an unknown rule. */
export function acceptedRules(accept: readonly string[]): Set<string> {
  const given = accept.flatMap((each) => each.split(/[\s,]+/)).filter(Boolean);
  for (const rule of given) {
    if (Object.hasOwn(RULES, rule)) continue;
    const near = suggest(rule, Object.keys(RULES));
    throw usageError(
      `There is no rule ${rule} to accept.`,
      near ? `Did you mean ${near}?` : 'docs/lint-rules.md lists all rules.',
    );
  }
  return new Set(given);
}

/** `retry` is the command line to type again, without --accept. */
export async function agreeToDecisions(
  decisions: readonly Decision[],
  accepted: ReadonlySet<string>,
  retry: string,
  context: Context,
): Promise<void> {
  const open = decisions.filter(({ rule }) => !accepted.has(rule));
  if (open.length === 0) return;
  const rules = [...new Set(open.map(({ rule }) => rule))];
  if (!context.interactive || context.flags.json)
    throw new DecisionsError(open, `${retry} --accept ${[...new Set([...accepted, ...rules])].join(',')}`);
  const { stderr: theme } = context.theme;
  for (const rule of rules) {
    const ofRule = open.filter((each) => each.rule === rule);
    for (const line of decisionLines(ofRule, theme)) context.io.stderr.write(`${line}\n`);
    const message = ofRule.length === 1 ? 'Continue with this?' : `Continue with these ${ofRule.length}?`;
    if (!(await context.prompts.confirm({ message })))
      throw new ApikitError('Declined', 'Nothing was written.', { exitCode: EXIT.declined });
  }
}
