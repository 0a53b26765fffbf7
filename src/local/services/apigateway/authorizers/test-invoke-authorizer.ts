/** TestInvokeAuthorizer: asks an authorizer as it is defined now; a refusal is an answer like any other. */
import { refuseMembers } from '../../../constraints.ts';
import { operation } from '../../../operation.ts';
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
