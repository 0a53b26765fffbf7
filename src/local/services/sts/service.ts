/** STS: the identity of the caller, and temporary credentials (Query protocol). */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { assumeRole } from './assume-role.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { getSessionToken } from './get-session-token.ts';

export const service: ServiceDefinition = {
  id: 'sts',
  signingNames: ['sts'],
  protocols: [{ type: 'query', apiVersion: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' }],
  constraintError: 'ValidationError',
  operations: [getCallerIdentity, assumeRole, getSessionToken],
};
