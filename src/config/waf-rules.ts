/** The rules of the web ACL that `waf` of apikit.yaml asks for, what they need and what they cost. Pure. */
import { addressRange } from '../naming/address-range.ts';

/** The rule groups of AWS by the names in apikit.yaml, with their published capacities (docs/aws/waf.md). */
export const MANAGED_RULES = {
  common: { group: 'AWSManagedRulesCommonRuleSet', capacity: 700 },
  'bad-inputs': { group: 'AWSManagedRulesKnownBadInputsRuleSet', capacity: 200 },
  sqli: { group: 'AWSManagedRulesSQLiRuleSet', capacity: 200 },
  linux: { group: 'AWSManagedRulesLinuxRuleSet', capacity: 200 },
  posix: { group: 'AWSManagedRulesUnixRuleSet', capacity: 100 },
  'ip-reputation': { group: 'AWSManagedRulesAmazonIpReputationList', capacity: 25 },
  'anonymous-ip': { group: 'AWSManagedRulesAnonymousIpList', capacity: 50 },
} as const;

export type ManagedRules = keyof typeof MANAGED_RULES;

/** The rules of a web ACL that apikit creates. Lists are empty if the setting is missing. */
export interface WafRules {
  /** Requests of one address in five minutes. */
  rateLimit?: number;
  managedRules: ManagedRules[];
  allowCountries: string[];
  blockCountries: string[];
  /** Addresses and ranges. */
  ipSets: { allow: string[]; block: string[] };
  /** Whether the rules only count. */
  count: boolean;
}

/** The ARN of a web ACL that somebody else manages, or the rules of one that apikit creates. */
export type WafConfig = { readonly existing: string } | WafRules;

export type IpList = keyof WafRules['ipSets'];
export type IpFamily = 'ipv4' | 'ipv6';

/** The property of a request that a rule looks for. */
export type WafCondition =
  | { readonly kind: 'addresses'; readonly list: IpList; readonly families: readonly IpFamily[] }
  | { readonly kind: 'countries'; readonly codes: readonly string[]; readonly others: boolean }
  | { readonly kind: 'rate'; readonly limit: number }
  | { readonly kind: 'group'; readonly group: string };

export interface WafRule {
  readonly name: string;
  readonly condition: WafCondition;
  readonly action: 'allow' | 'block' | 'count';
  /** In web ACL capacity units. */
  readonly capacity: number;
}

/** The order of the rules is the order of the evaluation. Those that cost AWS least come first. */
export function wafRules({
  rateLimit,
  managedRules,
  allowCountries,
  blockCountries,
  ipSets,
  count,
}: WafRules): WafRule[] {
  const action = count ? 'count' : 'block';
  return [
    ...addressRule('allow', ipSets.allow, 'allow'),
    ...addressRule('block', ipSets.block, action),
    ...countryRule('block-countries', blockCountries, false, action),
    ...countryRule('allow-countries', allowCountries, true, action),
    ...(rateLimit === undefined
      ? []
      : [{ name: 'rate-limit', condition: { kind: 'rate', limit: rateLimit } as const, action, capacity: 2 } as const]),
    ...Object.entries(MANAGED_RULES).flatMap(([name, { group, capacity }]): WafRule[] =>
      managedRules.includes(name as ManagedRules)
        ? [{ name, condition: { kind: 'group', group }, action, capacity }]
        : [],
    ),
  ];
}

function addressRule(list: IpList, texts: readonly string[], action: WafRule['action']): WafRule[] {
  const families = (['ipv4', 'ipv6'] as const).filter((family) => rangesOf(texts, family).length > 0);
  if (families.length === 0) return [];
  return [
    { name: `${list}-addresses`, condition: { kind: 'addresses', list, families }, action, capacity: families.length },
  ];
}

function countryRule(name: string, codes: readonly string[], others: boolean, action: WafRule['action']): WafRule[] {
  return codes.length === 0 ? [] : [{ name, condition: { kind: 'countries', codes, others }, action, capacity: 1 }];
}

/** Returns the ranges of one family in one form and order. An IP set has only one family. */
export function rangesOf(texts: readonly string[], family: IpFamily): string[] {
  const ranges = texts.flatMap((text) => addressRange(text) ?? []).filter((range) => range.family === family);
  return [...new Set(ranges.map(({ text }) => text))].sort();
}

export const capacityOf = (rules: readonly WafRule[]): number => rules.reduce((sum, { capacity }) => sum + capacity, 0);

/** The capacity that the basic price includes. */
const INCLUDED = 1_500;

/** In USD (docs/aws/waf.md). */
const WEB_ACL = 5;
const RULE = 1;
const MILLION = 0.6;
/** For each 500 units above those that are included. */
const MILLION_MORE = 0.2;

/** Returns the price of a month with so many requests. */
export function wafPrice(rules: readonly WafRule[], requests: number): number {
  const more = Math.ceil(Math.max(0, capacityOf(rules) - INCLUDED) / 500);
  return WEB_ACL + RULE * rules.length + (requests / 1e6) * (MILLION + MILLION_MORE * more);
}

/** Returns the price of a month of an existing web ACL, which is billed in any case. */
export const inspectionPrice = (requests: number): number => (requests / 1e6) * MILLION;
