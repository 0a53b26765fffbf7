/** UpdateRestApi: the patch table of an API's own fields (docs/aws/deployments.md). */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { RestApi } from '../../../state/apis/model.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { type Members, requiredText } from '../members.ts';
import { applyPatch, type PatchRule, type PatchTable } from '../patch/patch.ts';
import { namingFault } from '../patch/refusals.ts';
import { flagField, textField } from '../patch/rules.ts';
import { storedPolicy } from '../policy.ts';
import { requireApi, restApis } from '../state.ts';
import { changeType, checkPrivate, checkTakesVpcEndpoints, isAddressType, isEndpointType } from './endpoint.ts';
import { checkedApiKeySource, checkedApiName, checkedCompressionSize } from './rest-api-values.ts';
import { restApiView, statusOf } from './rest-api-view.ts';

export const updateRestApi = operation({
  name: 'UpdateRestApi',
  http: 'PATCH /restapis/{restApiId}',
  run(input: Members, context) {
    const api = requireApi(context, requiredText(input, 'restApiId'));
    const updated = applyPatch(tableFor(context), api, input);
    const { transitions } = context.cloud;
    if (updated.endpointConfiguration.types[0] !== api.endpointConfiguration.types[0]) {
      if (transitions.pending(context, 'apiEndpoint', api.id)) {
        throw conflict('The endpoint of the API is already being changed.');
      }
      transitions.begin(context, 'apiEndpoint', api.id);
    }
    restApis(context).put(api.id, updated);
    return restApiView(updated, { emptyTags: true, ...statusOf(context, updated) });
  },
});

const tableFor = (context: OperationContext): PatchTable<RestApi> =>
  namingFault([...fieldRules, ...binaryMediaTypeRules, ...endpointRules, policyRule(context)]);

const fieldRules: PatchRule<RestApi>[] = [
  {
    path: '/name',
    ops: ['replace'],
    apply: (api, { value }) => {
      api.name = checkedApiName(value);
    },
  },
  textField('description', ['add', 'remove', 'replace']),
  textField('version'),
  textField('securityPolicy'),
  textField('endpointAccessMode'),
  flagField('disableExecuteApiEndpoint'),
  {
    path: '/apiKeySource',
    ops: ['replace'],
    apply: (api, { value }) => {
      api.apiKeySource = checkedApiKeySource(value ?? '');
    },
  },
  {
    path: '/minimumCompressionSize',
    ops: ['replace'],
    apply: (api, { value }) => {
      // An empty text turns compression off [recorded].
      if (!value) delete api.minimumCompressionSize;
      else api.minimumCompressionSize = checkedCompressionSize(Number(value));
    },
  },
];

/**
 * The media type is part of the path (`image~1png`); the value is the new type of a replace. `-` is not an array index
 * [recorded].
 */
const binaryMediaTypeRules: PatchRule<RestApi>[] = [
  {
    path: '/binaryMediaTypes/{type}',
    ops: ['add', 'remove', 'replace'],
    apply(api, { op, value, at }) {
      const types = api.binaryMediaTypes ?? [];
      if (op !== 'add' && !types.includes(at.type!)) throw notFound('Invalid binary media type specified');
      const others = types.filter((type) => type !== at.type);
      if (op === 'add') api.binaryMediaTypes = [...others, at.type!];
      else api.binaryMediaTypes = op === 'replace' && value ? [...others, value] : others;
    },
  },
];

const endpointRules: PatchRule<RestApi>[] = [
  {
    path: '/endpointConfiguration/types/{index}',
    ops: ['add', 'replace'],
    apply(api, { value = '' }) {
      if (!isEndpointType(value)) {
        throw badRequest('Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE');
      }
      changeType(api.endpointConfiguration, value);
    },
  },
  {
    path: '/endpointConfiguration/ipAddressType',
    ops: ['replace'],
    apply(api, { value = '' }) {
      if (!isAddressType(value)) throw badRequest('ipAddressType must be either ipv4 or dualstack.');
      api.endpointConfiguration.ipAddressType = value;
      checkPrivate(api.endpointConfiguration);
    },
  },
  {
    path: '/endpointConfiguration/vpcEndpointIds',
    ops: ['add', 'remove'],
    apply(api, { op, value = '' }) {
      checkTakesVpcEndpoints(api.endpointConfiguration);
      const others = (api.endpointConfiguration.vpcEndpointIds ?? []).filter((id) => id !== value);
      api.endpointConfiguration.vpcEndpointIds = op === 'add' ? [...others, value] : others;
    },
  },
];

const policyRule = (context: OperationContext): PatchRule<RestApi> => ({
  path: '/policy',
  ops: ['replace'],
  apply(api, { value }) {
    if (!value) delete api.policy;
    else api.policy = storedPolicy(value, context, api.id);
  },
});
