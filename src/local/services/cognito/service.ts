/** Cognito user pools: the API of the service `cognito-idp` (AWS JSON 1.1). Identity pools are another service. */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { adminInitiateAuth, initiateAuth } from './auth/initiate-auth.ts';
import { adminRespondToAuthChallenge, respondToAuthChallenge } from './auth/respond-to-challenge.ts';
import { signUp } from './auth/sign-up.ts';
import * as signedIn from './auth/signed-in.ts';
import * as clients from './clients/user-pool-clients.ts';
import * as members from './groups/group-members.ts';
import { createGroup, deleteGroup, getGroup, listGroups, updateGroup } from './groups/groups.ts';
import { createUserPool } from './pools/create-user-pool.ts';
import { deleteUserPool, describeUserPool, listUserPools } from './pools/get-user-pools.ts';
import { getUserPoolMfaConfig, setUserPoolMfaConfig } from './pools/mfa-config.ts';
import { addCustomAttributes, updateUserPool } from './pools/update-user-pool.ts';
import * as resourceServers from './resource-servers/resource-servers.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import * as adminUsers from './users/admin-users.ts';
import { listUsers } from './users/list-users.ts';

export const service: ServiceDefinition = {
  id: 'cognito-idp',
  signingNames: ['cognito-idp'],
  protocols: [{ type: 'json', target: 'AWSCognitoIdentityProviderService', version: '1.1' }],
  constraintError: 'InvalidParameterException',
  operations: [
    ...[createUserPool, describeUserPool, updateUserPool, listUserPools, deleteUserPool],
    ...[addCustomAttributes, getUserPoolMfaConfig, setUserPoolMfaConfig],
    ...Object.values(clients),
    ...Object.values(resourceServers),
    ...Object.values(adminUsers),
    listUsers,
    ...[createGroup, getGroup, updateGroup, listGroups, deleteGroup],
    ...Object.values(members),
    ...[initiateAuth, adminInitiateAuth, respondToAuthChallenge, adminRespondToAuthChallenge, signUp],
    ...Object.values(signedIn),
    ...[tagResource, untagResource, listTagsForResource],
  ],
};
