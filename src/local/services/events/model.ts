/** EventBridge's state: event buses, and rules with their targets. */

import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import type { Scope } from '../../cloud/cloud.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { pagesOf } from '../../cloud/page.ts';
import { type Tag, tagsCheckedAs } from '../../cloud/tag-list.ts';
import type { Collection } from '../../storage/store.ts';

/** The bus that every account has, and that nobody can create or delete. */
export const DEFAULT_BUS = 'default';

/** Collection `events.buses`, keyed by name. The default bus is in it only if it has tags. */
export interface Bus {
  readonly name: string;
  readonly description?: string;
  /** epoch milliseconds */
  readonly createdAt: number;
  readonly tags: readonly Tag[];
}

/** Collection `events.rules`, keyed by `ruleKey`. */
export interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly pattern: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly targets: readonly Target[];
  readonly tags: readonly Tag[];
}

export interface Target {
  readonly Id: string;
  /** The ARN of a function or a queue. */
  readonly Arn: string;
  /** JSON that the target gets instead of the event. */
  readonly Input?: string;
}

export const busesOf = (context: OperationContext): Collection<Bus> => context.collection<Bus>('events.buses');
export const rulesOf = (context: OperationContext): Collection<Rule> => context.collection<Rule>('events.rules');

/** Names of buses may have slashes, and those of rules have neither slashes nor spaces. */
export const ruleKey = ({ bus, name }: Pick<Rule, 'bus' | 'name'>): string => `${bus} ${name}`;

export const busArn = ({ region, account }: Scope, name: string): string =>
  `arn:aws:events:${region}:${account}:event-bus/${name}`;

/** The ARN of a rule of the default bus does not name the bus. */
export const ruleArn = ({ region, account }: Scope, { bus, name }: Pick<Rule, 'bus' | 'name'>): string =>
  `arn:aws:events:${region}:${account}:rule/${bus === DEFAULT_BUS ? '' : `${bus}/`}${name}`;

/** Returns the name of a bus in this account and region. The bus may not exist. */
export function busName(context: Scope, nameOrArn: string = DEFAULT_BUS): string {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn;
  const prefix = busArn(context, '');
  if (!nameOrArn.startsWith(prefix)) throw notImplemented('EventBridge with a bus of another account or region');
  return nameOrArn.slice(prefix.length);
}

/** Throws ResourceNotFoundException. */
export function findBus(context: OperationContext, nameOrArn?: string): Bus {
  const name = busName(context, nameOrArn);
  const found = busesOf(context).get(name);
  if (found) return found;
  if (name === DEFAULT_BUS) return { name, createdAt: 0, tags: [] };
  throw notFound(`Event bus ${name} does not exist.`);
}

/** Throws ResourceNotFoundException. */
export function findRule(context: OperationContext, name: string, nameOrArn?: string): Rule {
  const bus = findBus(context, nameOrArn).name;
  const rule = rulesOf(context).get(ruleKey({ bus, name }));
  if (!rule) throw notFound(`Rule ${name} does not exist on EventBus ${bus}.`);
  return rule;
}

export const rulesOfBus = (context: OperationContext, bus: string): Rule[] =>
  rulesOf(context)
    .values()
    .filter((rule) => rule.bus === bus)
    .sort((one, other) => (one.name < other.name ? -1 : 1));

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

export const checkTags = tagsCheckedAs('ValidationException');

export const page = pagesOf(() => invalid('Parameter NextToken is not valid.'));
export const PAGE = 100;
