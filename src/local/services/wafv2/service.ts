/** AWS WAF: regional web ACLs and IP sets, for stages of API Gateway (AWS JSON 1.1). The gateway enforces them. */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import * as associations from './associations.ts';
import * as ipSets from './ip-sets.ts';
import { describeManagedRuleGroup, listAvailableManagedRuleGroups } from './managed-groups.ts';
import { getSampledRequests } from './sampled-requests.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { checkCapacity, createWebAcl, deleteWebAcl, getWebAcl, listWebAcls, updateWebAcl } from './web-acls.ts';

export const service: ServiceDefinition = {
  id: 'wafv2',
  signingNames: ['wafv2'],
  protocols: [{ type: 'json', target: 'AWSWAF_20190729', version: '1.1' }],
  constraintError: 'ValidationException',
  operations: [
    ...[createWebAcl, getWebAcl, updateWebAcl, deleteWebAcl, listWebAcls, checkCapacity],
    ...Object.values(ipSets),
    ...Object.values(associations),
    ...[listAvailableManagedRuleGroups, describeManagedRuleGroup, getSampledRequests],
    ...[tagResource, untagResource, listTagsForResource],
  ],
};
