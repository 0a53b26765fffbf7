/** Asks, or looks at `--accept`, whether what an import would lose may be lost. */
import { suggest } from '../../../config/suggest.ts';
import type { Context, Flags } from '../../../context.ts';
import type { Decision } from '../../../contract/import/settle.ts';
import { RULES } from '../../../contract/rules/index.ts';
import { ApikitError, EXIT, usageError } from '../../../errors.ts';
import { decisionLines } from './decision-lines.ts';
import { DecisionsError } from './decisions-error.ts';

/** The rules that `--accept` names. Throws `usageError` for one that does not exist. */
export function acceptedRules(flags: Flags): Set<string> {
  const given = [flags.accept ?? []]
    .flat()
    .flatMap((each) => String(each).split(/[\s,]+/))
    .filter(Boolean);
  for (const rule of given) {
    if (Object.hasOwn(RULES, rule)) continue;
    const near = suggest(rule, Object.keys(RULES));
    throw usageError(
      `There is no rule ${rule} to accept.`,
      near ? `Did you mean ${near}?` : 'docs/lint-rules.md has all of them.',
    );
  }
  return new Set(given);
}

/** `retry`: the command line as the user would type it again, without --accept. */
export async function agreeToDecisions(decisions: readonly Decision[], retry: string, context: Context): Promise<void> {
  const accepted = acceptedRules(context.flags);
  const open = decisions.filter(({ rule }) => !accepted.has(rule));
  if (open.length === 0) return;
  const rules = [...new Set(open.map(({ rule }) => rule))];
  if (!context.interactive || context.flags.json === true)
    throw new DecisionsError(open, `${retry} --accept ${[...new Set([...accepted, ...rules])].join(',')}`);
  const { stderr: theme } = context.theme;
  for (const rule of rules) {
    const ofRule = open.filter((each) => each.rule === rule);
    for (const line of decisionLines(ofRule, theme)) context.io.stderr.write(`${line}\n`);
    const message = ofRule.length === 1 ? 'Go on like this?' : `Go on like this, ${ofRule.length} times?`;
    if (!(await context.prompts.confirm({ message })))
      throw new ApikitError('Declined', 'Nothing was written.', { exitCode: EXIT.declined });
  }
}
