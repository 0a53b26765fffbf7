/** The shape of a web ACL of AWS WAF. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

/** A rule, as apikit writes it. It has exactly one of the members after `action`. */
export type RuleProperties = {
  /** AWS WAF evaluates the lowest one first. */
  priority: number;
  action: 'allow' | 'block' | 'count';
  /** The ARNs of IP sets by their family. */
  addresses?: { ipv4?: Later<string>; ipv6?: Later<string> };
  countries?: readonly string[];
  /** All countries but these. */
  countriesExcept?: readonly string[];
  /** The number of requests of one address in five minutes. */
  requests?: number;
  /** The name of a rule group of AWS. */
  managed?: string;
};

export interface WebAclShape {
  kind: 'web-acl';
  properties: {
    /** By name. */
    rules: Record<string, RuleProperties>;
    tags: Tags;
  };
  attributes: { arn: string; id: string; name: string };
  found: {
    /** A rule of another form is text, so that it never equals ours. */
    rules: Readonly<Record<string, object | string>>;
    /** The action for requests that no rule ends. */
    otherwise: string;
    tags: Tags;
  };
}
