/** SSM: the Parameter Store (AWS JSON 1.1). */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { deleteParameter, deleteParameters } from './delete-parameters.ts';
import { describeParameters } from './describe-parameters.ts';
import { getParameterHistory } from './get-parameter-history.ts';
import { getParameter, getParameters, getParametersByPath } from './get-parameters.ts';
import { putParameter } from './put-parameter.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';

export const service: ServiceDefinition = {
  id: 'ssm',
  signingNames: ['ssm'],
  protocols: [{ type: 'json', target: 'AmazonSSM', version: '1.1' }],
  constraintError: 'ValidationException',
  operations: [
    putParameter,
    getParameter,
    getParameters,
    getParametersByPath,
    getParameterHistory,
    deleteParameter,
    deleteParameters,
    describeParameters,
    tagResource,
    untagResource,
    listTagsForResource,
  ],
};
