/** The report about settings that are not in the project. Pure. */
import { own } from '../contract/model/json.ts';
import type { Finding } from './finding.ts';

export interface Members {
  /** The members that are in the project, or that mean nothing there. */
  readonly kept: readonly string[];
  /** Advice about the others: a sentence by the name of the member. */
  readonly instead: Readonly<Record<string, string>>;
}

/** `whose` follows the name of a member in the sentence: ` of the API`. */
export function lostMembers(
  members: readonly string[],
  { kept, instead }: Members,
  place: (member: string) => string,
  whose = '',
): Finding[] {
  return members
    .filter((member) => !kept.includes(member))
    .map((member) => ({
      about: 'lost',
      place: place(member),
      says: `${member}${whose} is not in the project. ${own(instead, member) ?? 'apikit has no such setting.'}`,
    }));
}
