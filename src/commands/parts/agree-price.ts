/** Asks before a command spends more than a dollar. */
import type { Context } from '../../context.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';

/** The price in US dollars from which the user must confirm. */
const ASK_FROM = 1;

export interface PricedWork {
  readonly usd: number;
  /** `the scan` */
  readonly what: string;
  /** `Nothing was scanned` */
  readonly nothing: string;
  /** How it costs less, as the end of a sentence: `search a shorter time with --since`. */
  readonly cheaper: string;
  readonly question: string;
}

/** Throws a usage error if the price is high and there is no terminal, and `Declined` if the user declines. */
export async function agreePrice(work: PricedWork, context: Context): Promise<void> {
  if (work.usd < ASK_FROM || context.flags.yes) return;
  if (context.io.unattended)
    throw usageError(
      `${work.nothing}, because ${work.what} costs more than a dollar (${shownPrice(work.usd)}), which only a person can confirm.`,
      `To pay less, ${work.cheaper}.`,
    );
  if (!context.interactive)
    throw usageError(
      `${work.nothing}, because ${work.what} costs more than a dollar.`,
      `Confirm with --yes, or ${work.cheaper}.`,
    );
  if (await context.prompts.confirm({ message: work.question })) return;
  throw new ApikitError('Declined', `${work.nothing}.`, { exitCode: EXIT.declined });
}

/** `less than a cent`, `about $1.20` */
export const shownPrice = (usd: number): string => (usd < 0.01 ? 'less than a cent' : `about $${usd.toFixed(2)}`);
