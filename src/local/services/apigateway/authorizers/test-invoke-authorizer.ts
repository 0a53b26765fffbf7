/** TestInvokeAuthorizer: runs an authorizer in its current definition; a denial is a normal result. */
import { refuseMembers } from '../../../cloud/constraints.ts';
import { operation } from '../../../cloud/operation.ts';
import { type Members, requiredText } from '../members.ts';
import { requireDefinition } from '../state.ts';
import { requestIn } from '../test-invoke/test-request.ts';
import { authorizerOf } from './get-authorizers.ts';

export const testInvokeAuthorizer = operation({
  name: 'TestInvokeAuthorizer',
  http: 'POST /restapis/{restApiId}/authorizers/{authorizerId}',
  run(input: Members, context) {
    refuseMembers('API Gateway TestInvokeAuthorizer', input, ['additionalContext']);
    const definition = requireDefinition(context, requiredText(input, 'restApiId'));
    const authorizer = authorizerOf(definition, input);
    return context.cloud.dataPlane.testAuthorizer({ ...requestIn(input), authorizer });
  },
});
