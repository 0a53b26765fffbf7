/**
 * AWS KMS: symmetric keys for encryption, their aliases and their states (AWS JSON 1.1). Other keys, grants and
 * rotation are not emulated.
 */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { createAlias, deleteAlias, listAliases } from './aliases.ts';
import { decrypt, encrypt, generateDataKey } from './cryptography.ts';
import { getKeyPolicy, putKeyPolicy } from './key-policy.ts';
import {
  cancelKeyDeletion,
  createKey,
  describeKey,
  disableKey,
  enableKey,
  listKeys,
  scheduleKeyDeletion,
} from './keys.ts';
import { listResourceTags, tagResource, untagResource } from './tags.ts';

export const service: ServiceDefinition = {
  id: 'kms',
  signingNames: ['kms'],
  protocols: [{ type: 'json', target: 'TrentService', version: '1.1' }],
  constraintError: 'ValidationException',
  operations: [
    createKey,
    describeKey,
    listKeys,
    enableKey,
    disableKey,
    scheduleKeyDeletion,
    cancelKeyDeletion,
    getKeyPolicy,
    putKeyPolicy,
    createAlias,
    deleteAlias,
    listAliases,
    encrypt,
    decrypt,
    generateDataKey,
    tagResource,
    untagResource,
    listResourceTags,
  ],
};
