/** The condition keys that policies can use for a request to an HTTP API, which never comes through a VPC endpoint. */
import type { ConditionKeys } from '../../../policy/policy-request.ts';
import { conditionKeys } from '../../authorizers/condition-keys.ts';
import type { HttpInvocation } from '../http-invocation.ts';

export const httpConditionKeys = ({ headers, http, startedAt }: HttpInvocation): ConditionKeys =>
  conditionKeys({ headers, http, startedAt });
