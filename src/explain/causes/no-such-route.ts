import { counted } from '../../counted.ts';
import { type Cause, not, possible, so } from '../cause.ts';
import { methodsAt, nearPath, operationAt } from '../routes.ts';

export const noSuchRoute: Cause = {
  id: 'no-such-route',
  looks: {
    statuses: [403, 404],
    types: ['MISSING_AUTHENTICATION_TOKEN', 'RESOURCE_NOT_FOUND'],
    words: /missing authentication token|there is nothing here|"NOT_FOUND"/i,
  },
  says: 'The stage has no operation of this method and path.',
  fix: 'Ask for a path that the stage has, without its stage at the wrong place, with the right method; what was added to the contract has to be deployed.',
  next: (stage) => `apikit auth --stage ${stage}`,
  async check({ symptom: { request, requestId }, stage }) {
    const operations = await stage.operations();
    if (!request) return possible(`The stage has ${counted(operations.length, 'operation')}.`);
    if (operationAt(operations, request))
      return requestId !== undefined
        ? possible(`${request.method} ${request.path} is there now; it may not have been when it was asked for.`)
        : not(`${request.method} ${request.path} is there`);
    const methods = methodsAt(operations, request.path);
    if (methods.length > 0) return so(`${request.path} has ${methods.join(', ')}, and not ${request.method}.`);
    const near = nearPath(operations, request.path, stage.stage);
    return so(
      near === undefined ? `Nothing is at ${request.path}.` : `Nothing is at ${request.path}; ${near} is there.`,
    );
  },
};
