/** How a REST API leaves. Its definition belongs to the release, and is put into the template as the API's body. */
import { DOMAIN_TAG, EXPIRES_TAG, SEEDED_TAG } from '../../../naming/tags.ts';
import { newEndpoint } from '../../kinds/rest-api/endpoint.ts';
import type { RestApiShape } from '../../kinds/rest-api/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { block, DEFINITION_FILE, file, type Leaving, type Live } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const restApi: Leaving<RestApiShape> = {
  cloudFormation(live, { definition }) {
    const { resource, attributes } = live;
    const { types, vpcEndpointIds, ipAddressType } = newEndpoint(resource.properties);
    return [
      {
        logicalId: logicalId(resource.id),
        type: 'AWS::ApiGateway::RestApi',
        properties: {
          Name: attributes.name,
          EndpointConfiguration: {
            Types: types,
            ...(vpcEndpointIds && { VpcEndpointIds: vpcEndpointIds }),
            ...(ipAddressType && { IpAddressType: ipAddressType }),
          },
          Body: definition,
          Mode: 'overwrite',
          Tags: toTagList(tagsOf(live)),
        },
        identifier: { RestApiId: attributes.id },
        values: { Ref: attributes.id },
      },
    ];
  },

  terraform(live) {
    const { resource, attributes } = live;
    const { types, vpcEndpointIds, ipAddressType } = newEndpoint(resource.properties);
    return [
      {
        type: 'aws_api_gateway_rest_api',
        name: terraformName(resource.id),
        body: {
          name: attributes.name,
          body: file(DEFINITION_FILE),
          put_rest_api_mode: 'overwrite',
          endpoint_configuration: block({
            types,
            ...(vpcEndpointIds && { vpc_endpoint_ids: vpcEndpointIds }),
            ...(ipAddressType && { ip_address_type: ipAddressType }),
          }),
          tags: tagsOf(live),
        },
        importId: attributes.id,
        values: { id: attributes.id },
      },
    ];
  },
};

function tagsOf({ resource, attributes: { expiresAt, seeded, domains } }: Live<RestApiShape>) {
  return {
    ...resource.properties.tags,
    ...(expiresAt !== undefined && { [EXPIRES_TAG]: expiresAt }),
    ...(seeded && { [SEEDED_TAG]: 'true' }),
    ...(domains !== undefined && { [DOMAIN_TAG]: domains }),
  };
}
