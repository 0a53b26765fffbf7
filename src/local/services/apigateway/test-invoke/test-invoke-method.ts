/** TestInvokeMethod: runs a method in its current definition; a failing integration is a normal result (recorded). */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import { operation } from '../../../cloud/operation.ts';
import { notFound } from '../errors.ts';
import { entryOf, type Members, requiredText } from '../members.ts';
import { definitionFor, resourceFor } from '../method-state.ts';
import { requestIn } from './test-request.ts';

export const testInvokeMethod = operation({
  name: 'TestInvokeMethod',
  http: 'POST /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
  async run(input: Members, context) {
    refuseMembers('API Gateway TestInvokeMethod', input, ['clientCertificateId']);
    const definition = definitionFor(context, input);
    const resource = resourceFor(definition, input);
    const httpMethod = requiredText(input, 'httpMethod');
    const method = entryOf(resource.resourceMethods, httpMethod) ?? entryOf(resource.resourceMethods, 'ANY');
    if (!method) throw notFound('Invalid Method identifier specified');
    const { dataPlane } = context.cloud;
    const reason = dataPlane.unsupported(method);
    if (reason !== undefined) throw notImplemented(`${httpMethod} ${resource.path} uses ${reason}, which`);

    const { status, headers, body, log, latency } = await dataPlane.test({
      ...requestIn(input),
      definition,
      resourceId: resource.id,
      httpMethod,
    });
    return {
      status,
      body,
      headers: Object.fromEntries(headers.map(({ name, values }) => [name, values.at(-1)])),
      multiValueHeaders: Object.fromEntries(headers.map(({ name, values }) => [name, values])),
      log,
      latency,
    };
  },
});
