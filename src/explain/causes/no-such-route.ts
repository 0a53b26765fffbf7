import { counted } from '../../text/counted.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { methodsAt, nearPath, operationAt } from '../routes.ts';

export const noSuchRoute: Cause = {
  id: 'no-such-route',
  signs: {
    statuses: [403, 404],
    types: ['MISSING_AUTHENTICATION_TOKEN', 'RESOURCE_NOT_FOUND'],
    words: /missing authentication token|there is nothing here|"NOT_FOUND"/i,
  },
  says: 'The stage has no operation with this method and path.',
  fix: 'Use a path and method that the stage has, with the stage only at the start of the path. Deploy operations that were added to the contract.',
  next: (stage) => `apikit auth --stage ${stage}`,
  async check({ symptom: { request, requestId }, stage }) {
    const operations = await stage.operations();
    if (!request) return possible(`The stage has ${counted(operations.length, 'operation')}.`);
    if (operationAt(operations, request))
      return requestId !== undefined
        ? possible(`${request.method} ${request.path} exists now; it may not have existed at the time of the request.`)
        : ruledOut(`${request.method} ${request.path} exists`);
    const methods = methodsAt(operations, request.path);
    if (methods.length > 0) return confirmed(`${request.path} has ${methods.join(', ')}, but not ${request.method}.`);
    const near = nearPath(operations, request.path, stage.stage);
    return confirmed(
      near === undefined
        ? `The stage has no ${request.path}.`
        : `The stage has no ${request.path}, but it has ${near}.`,
    );
  },
};
