/** AWS Secrets Manager: secrets, their versions and their recovery window (AWS JSON 1.1). Rotation is not emulated. */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { deleteSecret, describeSecret, listSecrets, restoreSecret, tagResource, untagResource } from './lifecycle.ts';
import { createSecret, getSecretValue, putSecretValue, updateSecret } from './values.ts';

export const service: ServiceDefinition = {
  id: 'secretsmanager',
  signingNames: ['secretsmanager'],
  protocols: [{ type: 'json', target: 'secretsmanager', version: '1.1' }],
  constraintError: 'ValidationException',
  operations: [
    createSecret,
    putSecretValue,
    updateSecret,
    getSecretValue,
    describeSecret,
    listSecrets,
    deleteSecret,
    restoreSecret,
    tagResource,
    untagResource,
  ],
};
