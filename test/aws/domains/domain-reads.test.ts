/** `neededBeside` says who else needs a custom domain. */
import { describe, expect, it } from 'vitest';
import { neededBeside } from '../../../src/aws/domains/domain-reads.ts';

const domain = { domainName: 'api.example.com', tags: { 'apikit:domain': 'api.example.com' } };
const own = { basePath: 'v1', restApiId: 'a1', stage: 'prod' };
const stage = { api: 'a1', stage: 'prod' };

describe('a custom domain that a stage leaves', () => {
  it('goes if only this stage uses it', () => {
    expect(neededBeside({ domain, mappings: [own] }, stage)).toBeUndefined();
    const mapped = { ...domain, routingMode: 'BASE_PATH_MAPPING_ONLY' as const };
    expect(neededBeside({ domain: mapped, mappings: [own] }, stage)).toBeUndefined();
  });

  it('stays if others use it, by a mapping or by routing rules', () => {
    const other = { ...own, basePath: 'v2', stage: 'qa' };
    expect(neededBeside({ domain, mappings: [own, other] }, stage)).toContain('api.example.com/v2 leads to');
    const ruled = { ...domain, routingMode: 'ROUTING_RULE_THEN_BASE_PATH_MAPPING' as const };
    expect(neededBeside({ domain: ruled, mappings: [own] }, stage)).toContain('has routing rules');
  });
});
