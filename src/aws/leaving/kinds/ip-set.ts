/** How an IP set of AWS WAF leaves. */
import type { IpSetShape } from '../../kinds/ip-set/ip-set.ts';
import { toTagList } from '../../ownership/ownership.ts';
import type { Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

const SCOPE = 'REGIONAL';

export const ipSet: Leaving<IpSetShape> = {
  cloudFormation({ resource: { id, properties }, attributes }) {
    const { family, addresses, tags } = properties;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::WAFv2::IPSet',
        properties: {
          Name: attributes.name,
          Scope: SCOPE,
          IPAddressVersion: family.toUpperCase(),
          Addresses: addresses,
          Tags: toTagList(tags),
        },
        identifier: { Name: attributes.name, Id: attributes.id, Scope: SCOPE },
        values: { Arn: attributes.arn },
      },
    ];
  },

  terraform({ resource: { id, properties }, attributes }) {
    const { family, addresses, tags } = properties;
    return [
      {
        type: 'aws_wafv2_ip_set',
        name: terraformName(id),
        body: { name: attributes.name, scope: SCOPE, ip_address_version: family.toUpperCase(), addresses, tags },
        importId: `${attributes.id}/${attributes.name}/${SCOPE}`,
        values: { arn: attributes.arn },
      },
    ];
  },
};
