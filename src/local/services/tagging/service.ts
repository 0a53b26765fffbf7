/** Resource Groups Tagging API: the search by tags (AWS JSON 1.1). Tagging with it is not emulated. */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { getResources } from './get-resources.ts';

export const service: ServiceDefinition = {
  id: 'tag',
  signingNames: ['tagging'],
  protocols: [
    { type: 'json', target: 'ResourceGroupsTaggingAPI_20170126', version: '1.1' },
    { type: 'cbor', service: 'ResourceGroupsTaggingAPI_20170126' },
  ],
  constraintError: 'InvalidParameterException',
  operations: [getResources],
};
