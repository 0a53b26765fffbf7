/** How a search of an account finds the things of one kind that carry apikit's tags or names. Types only. */
import type { Right, RightsScope } from '../../engine/rights.ts';
import type { Tags } from '../../naming/tags.ts';
import type { Owner } from '../ownership/owner.ts';
import type { Census } from '../quotas/quota-use.ts';
import type { AwsTarget } from '../sdk/aws-target.ts';

/** The account and region to search. */
export type SearchTarget = Pick<AwsTarget, 'clients' | 'facts'>;

/** The facts that are known of a stage beyond its name. */
export interface Traces {
  /** The IDs of its APIs. */
  readonly apis: readonly string[];
  /** Further log groups that belonged to the stage. */
  readonly logGroups: readonly string[];
}

/**
 * The search of one place for one kind. A listing does not have the tags, so each name that may be ours costs a call.
 */
export interface Search {
  /** Everything in the account whose name may be one of ours. */
  all(): Promise<string[]>;
  /** The names that may be the stage's. */
  ofStage(owner: Owner, traces: Traces): Promise<string[]> | string[];
  /** The name in an ARN of this kind; `undefined` for an ARN of another kind. */
  ofArn(arn: string): Promise<string | undefined> | string | undefined;
  /** `undefined` if there is no such thing. */
  tags(name: string): Promise<Tags | undefined>;
  arn(name: string): string;
  /** Whether something with one of the stage's own names and no tags is the stage's. */
  readonly untaggedIsOurs?: true;
  /** Whether it counts as used as long as its stage exists, because nothing that a search reads names those in use. */
  readonly usedByLiveStage?: true;
}

export interface KindSearch {
  /** The things that a search looks for, in the plural. Default: the kind's own plural. */
  readonly what?: string;
  /** The IAM actions of the listing that `all` makes. Absent if it makes none. */
  readonly lists?: readonly string[];
  /** Whether `ofStage` makes this listing, too. */
  readonly listsForStage?: true;
  /** The IAM actions with which `ofArn` and `tags` read one thing. */
  readonly reads: readonly string[];
  /** The ARNs of the things with the stage's names. Absent if the kind itself has the permission to read them. */
  readonly own?: (scope: RightsScope) => readonly string[];
  /** The ARNs of all things of the account. The tags of a leftover are read, whatever its name is. */
  readonly any: (scope: RightsScope) => readonly string[];
  /** Adds to the census how many there are. Returns `undefined` if the place does not have the service. */
  in(target: SearchTarget, census: Census): Search | undefined;
}

/** One thing in a listing. `owner` is `undefined` if it is not apikit's. */
export interface Listed {
  readonly name: string;
  readonly arn: string;
  readonly owner: Owner | undefined;
}

/** A listing that says who owns each thing, so that nothing has to be asked besides. */
export interface KindListing {
  /** The permissions that it needs. */
  readonly rights: readonly Right[];
  /** Adds to the census how many there are. A listing may leave out what is not named after the stage `only`. */
  list(target: SearchTarget, census: Census, only?: Owner): Promise<Listed[]>;
}
