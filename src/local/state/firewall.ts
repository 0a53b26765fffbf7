/**
 * Web ACLs of AWS WAF as they are stored: types and collections. The service `wafv2` writes them, and the data plane
 * reads them to inspect requests and adds samples.
 */
import type { CloudBase, Scope } from '../cloud/cloud.ts';
import type { Tag } from '../cloud/tag-list.ts';
import type { DefaultAction, Rule, SampledHTTPRequest, VisibilityConfig } from '../models/wafv2.ts';
import type { Collection } from '../storage/store.ts';

/** Collection `wafv2.webAcls`, keyed by ARN. */
export interface WebAcl {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly description?: string;
  readonly defaultAction: DefaultAction;
  readonly rules: readonly Rule[];
  readonly visibility: VisibilityConfig;
  readonly capacity: number;
  readonly lockToken: string;
  readonly tags: readonly Tag[];
}

/** Collection `wafv2.ipSets`, keyed by ARN. */
export interface IpSet {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly description?: string;
  readonly version: 'IPV4' | 'IPV6';
  readonly addresses: readonly string[];
  readonly lockToken: string;
  readonly tags: readonly Tag[];
}

/** Collection `wafv2.samples`, keyed by `samplesKey`: the latest requests that a rule applied to, newest last. */
export type Samples = readonly Sample[];

export interface Sample {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly request: Omit<SampledHTTPRequest, 'Timestamp' | 'Weight'>;
}

export interface Firewall {
  readonly webAcls: Collection<WebAcl>;
  readonly ipSets: Collection<IpSet>;
  /** Collection `wafv2.associations`: the ARN of the web ACL, keyed by the ARN of the resource that it protects. */
  readonly associations: Collection<string>;
  readonly samples: Collection<Samples>;
}

export function firewallOf(cloud: Pick<CloudBase, 'collection'>, scope: Scope): Firewall {
  return {
    webAcls: cloud.collection(scope, 'wafv2.webAcls'),
    ipSets: cloud.collection(scope, 'wafv2.ipSets'),
    associations: cloud.collection(scope, 'wafv2.associations'),
    samples: cloud.collection(scope, 'wafv2.samples'),
  };
}

/** `metric` is the metric name of the rule, or `Default_Action`. */
export const samplesKey = (acl: string, metric: string): string => `${acl} ${metric}`;

/** The ARN of a stage of a REST API, as associations name it. */
export const stageArn = ({ region }: Scope, apiId: string, stage: string): string =>
  `arn:aws:apigateway:${region}::/restapis/${apiId}/stages/${stage}`;

/** Forgets the association of a stage that is deleted. */
export function forgetAssociation(
  cloud: Pick<CloudBase, 'collection' | 'transitions'>,
  scope: Scope,
  stage: string,
): void {
  const { associations } = firewallOf(cloud, scope);
  const acl = associations.get(stage);
  if (acl === undefined) return;
  associations.delete(stage);
  cloud.transitions.begin(scope, 'webAclDetached', acl);
}
