/** TestInvokeMethod: runs a method as it is defined now; a failing integration is an answer like any other (recorded). */
import { notImplemented } from '../../../aws-error.ts';
import { refuseMembers } from '../../../constraints.ts';
import { operation } from '../../../operation.ts';
import { notFound } from '../errors.ts';
import { entryOf, type Members, nonEmpty, requiredText, structure, text, textMap, texts } from '../members.ts';
import { definitionFor, resourceFor } from '../method-state.ts';

export const testInvokeMethod = operation({
  name: 'TestInvokeMethod',
  http: 'POST /restapis/{restApiId}/resources/{resourceId}/methods/{method}',
  async run(input: Members, context) {
    refuseMembers('API Gateway TestInvokeMethod', input, ['clientCertificateId']);
    const definition = definitionFor(context, input);
    const resource = resourceFor(definition, input);
    const httpMethod = requiredText(input, 'method');
    const method = entryOf(resource.resourceMethods, httpMethod) ?? entryOf(resource.resourceMethods, 'ANY');
    if (!method) throw notFound('Invalid Method identifier specified');
    const { dataPlane } = context.cloud;
    const reason = dataPlane.unsupported(method);
    if (reason !== undefined) throw notImplemented(`${httpMethod} ${resource.path} asks for ${reason}, which`);

    const path = nonEmpty(text(input, 'pathWithQueryString'));
    const { status, headers, body, log, latency } = await dataPlane.test({
      apiId: requiredText(input, 'restApiId'),
      definition,
      resourceId: resource.id,
      httpMethod,
      headers: headersOf(input),
      ...(path !== undefined && { path }),
      body: text(input, 'body') ?? '',
      stageVariables: textMap(input, 'stageVariables') ?? {},
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

/** Of a header in both maps, the several values count. */
function headersOf(input: Members): string[] {
  const several = structure(input, 'multiValueHeaders') ?? {};
  const single = Object.entries(textMap(input, 'headers') ?? {}).filter(([name]) => !Object.hasOwn(several, name));
  return [
    ...single.flat(),
    ...Object.keys(several).flatMap((name) => (texts(several, name) ?? []).flatMap((value) => [name, value])),
  ];
}
