/** The security policy of a domain, with the access mode that only the policies of 2025 have. Pure. */
import type { PatchOperation, SecurityPolicy } from '@aws-sdk/client-api-gateway';
import { replaceOperation } from '../../api-gateway/patch-path.ts';

const isEnhanced = (policy = ''): boolean => policy.startsWith('SecurityPolicy_');

/** The policies of 2025 also need the access mode; BASIC is that of the older ones. */
export function policyOf(securityPolicy: string): { securityPolicy: SecurityPolicy; endpointAccessMode?: 'BASIC' } {
  const policy = securityPolicy as SecurityPolicy;
  return isEnhanced(policy) ? { securityPolicy: policy, endpointAccessMode: 'BASIC' } : { securityPolicy: policy };
}

/** Returns the patches from one policy to another. */
export function policyPatches(wanted: string, had: string | undefined): PatchOperation[] {
  if (wanted === had) return [];
  const changed = Object.entries(policyOf(wanted)).map(([field, value]) => replaceOperation(`/${field}`, value));
  // Only the policies of 2025 have an access mode.
  const ends = isEnhanced(had) && !isEnhanced(wanted);
  return ends ? [...changed, replaceOperation('/endpointAccessMode', '')] : changed;
}
